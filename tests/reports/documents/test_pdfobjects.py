"""The file of a PDF: every object is where its table says, and what pydyf would have written."""

import io
import re

import pydyf
import pytest
from pypdf import PdfReader

from reports.documents import pdfobjects, render_pdf
from tests.reports.documents.samples import TEMPLATE, sample


def objects(content):
    """Every object of a file by its number, read where the table says; a strict reader raises where one is not."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    found = {}
    for number in range(1, reader.trailer["/Size"]):
        one = reader.get_object(number)
        found[number] = one.get_data() if hasattr(one, "get_data") else re.sub(r", \d+\)", ")", repr(one))
    return found, reader


@pytest.mark.parametrize("draft", [False, True])
def test_the_file_holds_what_pydyf_would_have_written(monkeypatch, draft):
    ours, reader = objects(render_pdf(sample(), TEMPLATE, part="basic", draft=draft))
    monkeypatch.setattr(pdfobjects, "write", pydyf.PDF.write)
    theirs, other = objects(render_pdf(sample(), TEMPLATE, part="basic", draft=draft))
    last = max(ours)
    assert len(ours) > 30
    assert {number: one for number, one in ours.items() if number < last} == {
        number: one for number, one in theirs.items() if number < last
    }
    assert set(reader.trailer) - {"/Length", "/Filter"} == set(other.trailer) - {"/Length", "/Filter"}
    assert ("/ID" in reader.trailer) is not draft


def test_other_content_has_another_identifier():
    first, second = (PdfReader(io.BytesIO(render_pdf(sample(), TEMPLATE, part=part))) for part in ("basic", "report"))
    assert first.trailer["/ID"][0] == first.trailer["/ID"][1] != second.trailer["/ID"][0]


def test_more_objects_than_two_bytes_can_count_are_told_apart():
    table = pdfobjects._table([(0, 0, 65_535), (1, 300, 0), (2, 9, 70_000)], {})
    assert list(table.extra["W"]) == [1, 2, 3]
    assert table.stream == [bytes((0, 0, 0, 0, 255, 255, 1, 1, 44, 0, 0, 0, 2, 0, 9, 1, 17, 112))]
