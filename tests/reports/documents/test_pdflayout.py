"""What is answered once for each style is what WeasyPrint answers for every box."""

import copy

import pytest
from weasyprint.layout import inline, percent
from weasyprint.text import line_break

from reports.documents import pdflayout, render_pdf
from reports.documents.pdf import _style
from tests.reports.documents.samples import TEMPLATE, sample


@pytest.fixture(autouse=True)
def _in_place():
    _style()


def test_this_version_of_weasyprint_is_the_one_they_were_written_for():
    assert inline.strut is pdflayout.strut
    assert {module.resolve_percentages for module in pdflayout.LAID_OUT_BY} == {pdflayout.resolve_percentages}


def test_another_version_goes_without(monkeypatch):
    without(monkeypatch)
    monkeypatch.setattr(pdflayout, "VERSION", "71.0")
    pdflayout.answer_once()
    assert inline.strut is line_break.strut
    assert inline.resolve_percentages is percent.resolve_percentages


def without(monkeypatch):
    monkeypatch.setattr(inline, "strut", line_break.strut)
    for module in pdflayout.LAID_OUT_BY:
        monkeypatch.setattr(module, "resolve_percentages", percent.resolve_percentages)


@pytest.mark.parametrize("draft", [False, True])
def test_the_pages_are_the_same_without_them(monkeypatch, draft):
    drawn = render_pdf(sample(), TEMPLATE, draft=draft)
    without(monkeypatch)
    assert render_pdf(sample(), TEMPLATE, draft=draft) == drawn


def test_every_length_of_every_box_is_the_same(monkeypatch):
    boxes = []

    def resolved_by_both(box, containing_block):
        other = copy.copy(box)
        percent.resolve_percentages(other, containing_block)
        pdflayout.resolve_percentages(box, containing_block)
        boxes.append(box.style.lengths is None)
        assert box.__dict__ == other.__dict__

    for module in pdflayout.LAID_OUT_BY:
        monkeypatch.setattr(module, "resolve_percentages", resolved_by_both)
    render_pdf(sample(), TEMPLATE, part="department")
    assert len(boxes) > 300
    assert 0 < sum(boxes) < 30  # with percentages: the tables and their columns
