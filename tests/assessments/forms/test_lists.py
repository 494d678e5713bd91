"""The markup of findings and steps: nothing that people typed gets out of its place."""

import datetime

from assessments.forms.checklist_markup import checklist, step_rows
from assessments.forms.findings_markup import findings
from assessments.rules import Finding, Severity, Waived
from assessments.selectors.checklist import StepStatus
from assessments.selectors.documents import load
from assessments.selectors.untaken import Untaken
from assessments.views.frame import Line
from tests import factories

NASTY = "\"><script>alert('x')</script>&"


def line(city, **more):
    loaded = load(factories.draft(city).filing.pk)
    words = {
        "declared": NASTY,
        "sentence": "%(declared)s",
        "advice": "%(declared)s",
        "cited": NASTY,
        "stored_place": NASTY,
    }
    found = {
        "rule": "E05",
        "severity": Severity.WARNING,
        "path": f"report.{NASTY}",
        "expected": None,
        "difference": None,
    }
    return Line(loaded, Finding(**(found | words | {"params": {}} | more)))


def test_a_finding_is_written_as_text(city):
    one = line(city)
    one.answer, one.answering, one.typed = NASTY, True, NASTY
    one.untaken = Untaken("a", NASTY, "report", NASTY, NASTY, NASTY)
    drawn = findings([one], "take", "answers", basis=True)
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") >= 10
    assert 'form="take"' in drawn
    assert 'form="answers"' in drawn


def test_a_finding_says_what_was_said_about_it(city):
    waived = Waived(NASTY, datetime.date(2025, 1, 2), NASTY, datetime.date(2025, 3, 4))
    drawn = findings([line(city, waived=waived)], "take", "answers", basis=False)
    assert "finding-waived" in drawn
    assert "2025-03-04" in drawn
    assert "<script" not in drawn
    assert "basis" not in drawn
    assert "finding-explained" in findings([line(city, explained=True)], "take", "answers", basis=False)


def test_only_a_warning_shows_an_answer(city):
    one = line(city, severity=Severity.ERROR)
    one.answer = "合同跨年执行。"
    assert one.answer not in findings([one], "take", "answers", basis=False)


def test_names_of_steps_are_written_as_text():
    status = StepStatus(
        step=None, state="complete", by=NASTY, at=datetime.datetime(2025, 1, 1, 20, tzinfo=datetime.UTC)
    )
    item = {"title": NASTY, "url": "/a/", "mark": "✓", "word": "complete", "state": "complete", "errors": 2, "warnings": 0,
            "current": True, "status": status, "items": []}  # fmt: skip
    drawn = checklist([{"title": NASTY, "items": [item, {"title": NASTY, "items": [item]}]}])
    assert "<script" not in drawn
    assert drawn.count('aria-current="page"') == 2
    assert drawn.count("● 2") == 2
    assert "▲" not in drawn
    rows = step_rows([(item, ""), (item, NASTY)])
    assert "<script" not in rows
    assert "01-02 04:00" in rows  # Shanghai
