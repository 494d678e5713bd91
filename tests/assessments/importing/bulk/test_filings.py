"""Whole filings from an archive of filled forms."""

import io
import zipfile

import pytest

from assessments.document import codec
from assessments.document.template import default
from assessments.importing.bulk import filings
from assessments.models import ExpenditureRow, Filing
from reports.documents import printout, render
from tests import factories
from tests.assessments.importing.bulk.workbook import against


@pytest.fixture
def word(city):
    """The filing of Zhang's department as a Word file."""
    data = codec.to_json(factories.draft(city).document)
    for line in data["basic_data"]["expenditure"]:
        line["label"] = default().line(line["line"]).label
    made = render(printout(codec.from_json(data), default(), draft=False), "docx")
    Filing.objects.all().delete()
    return made


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, raw in files.items():
            made.writestr(name, raw)
    return out.getvalue()


def test_word_files_become_drafts_by_the_code_in_their_names(city, word, looked, carried_out):
    asked = looked(
        "filings", raw=archive(**{"甲/400001 丙中心.docx": word, "read me.txt": b"x"}), name="a.zip", year=city.year
    )
    assert against(asked) == []
    assert any("read me.txt" in text for _row, text, _stands in asked.messages)
    assert not Filing.objects.exists()
    assert asked.raw is None
    carried_out(asked)
    filing = Filing.objects.get()
    assert (filing.enrolment, filing.state) == (city.other_enrolment, "draft")
    assert ExpenditureRow.objects.get(filing=filing, line="procurement").budget == "40.00"
    assert asked.rows == []


def test_everything_wrong_with_files_is_said(city, word, looked):
    factories.draft(city)
    files = {
        "300001.docx": word,  # has a filing already
        "400001.docx": word,
        "400001 again.docx": word,
        "999.docx": word,
        "bad.docx": b"PK\x03\x04",
    }
    asked = looked("filings", raw=archive(**files), name="a.zip", year=city.year)
    names = [text.split(":")[0] for _row, text in against(asked)]
    assert names == ["300001.docx", "400001.docx", "999.docx", "bad.docx"]
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"x" * 100])
def test_a_file_that_is_none_is_said_and_nothing_is_made(city, looked, raw):
    asked = looked("filings", raw=raw or b" ", name="a.zip", year=city.year)
    assert against(asked) != []
    assert not Filing.objects.exists()


def test_an_archive_of_many_files_is_to_be_divided(city, word, looked, monkeypatch):
    monkeypatch.setattr(filings, "MOST_FILES", 1)
    asked = looked("filings", raw=archive(**{"1.docx": word, "2.docx": word}), name="a.zip", year=city.year)
    assert [row for row, _text in against(asked)] == [0]
