"""Computed figures that are taken, one or all of a page, as the person saw them."""

import re
from html import unescape

import pytest
from django.urls import reverse

from assessments.document.codec import loads
from assessments.document.paths import cells
from assessments.models import ExpenditureRow, LogEntry
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.selectors.kept import judged
from assessments.services.cells import Change, save_cells
from assessments.services.filings import import_document
from tests import factories
from tests.assessments.views.browser import fields_of, signed_in

RATE = "basic_data.headcount.control_rate"
AREA = "basic_data.buildings.area_control_rate"
THREE = "basic_data.expenditure[three_public].final"
TOTAL = "department_evaluation.total_score"


@pytest.fixture
def loaded(city):
    """A filing whose file left one rate blank and states another total."""
    return factories.draft(city, **{RATE: None, TOTAL: "98.90"})


def listed(response):
    """What the page offers to take: each cell with its computed and its stored text."""
    found = re.findall(r'name="seen"\s+value="([^"]*)"', response.content.decode())
    return [unescape(one) for one in found]


def texts(loaded):
    """What stands in every cell now."""
    return {path: cell.text for path, cell in cells(load(loaded.filing.pk).document).items()}


def changed(before, after):
    return {path: text for path, text in after.items() if before[path] != text}


def test_a_blank_computed_cell_leads_from_its_finding_to_the_computed_figure(loaded, preparer, url, at):
    findings = {one.path: one.rule for one in findings_of(loaded)}
    assert findings[RATE] == "B02"
    step = preparer.get(url("headcount"))
    button = f'name="take" value="{at(RATE)}:90.00%:"'
    text = re.sub(r"\s+", " ", step.content.decode())
    assert text.count(button) == 2  # in the cell and at the finding
    assert listed(step) == [f"{at(RATE)}:90.00%:"]
    assert button in re.sub(r"\s+", " ", preparer.get(url("findings")).content.decode())
    assert preparer.post(url("computed"), {"take": f"{at(RATE)}:90.00%:"}).url == url("findings")
    assert RATE not in {one.path for one in findings_of(load(loaded.filing.pk))}


def test_all_of_a_page_are_taken_with_what_was_typed_beside_them(loaded, preparer, url, at):
    before = texts(loaded)
    fields = fields_of(preparer, url("headcount")) | {"take": "all", "seen": listed(preparer.get(url("headcount")))}
    assert preparer.post(url("headcount"), fields).url == url("headcount")
    assert changed(before, texts(loaded)) == {RATE: "90.00%"}
    assert listed(preparer.get(url("headcount"))) == []
    entry = LogEntry.objects.latest("sequence")
    assert (entry.verb, entry.after) == ("edit", f'{{"{at(RATE)}": "90.00%"}}')


def test_all_of_a_filing_are_taken_on_the_page_of_findings(loaded, preparer, url):
    before, seen = texts(loaded), listed(preparer.get(url("findings")))
    assert len(seen) == 2
    answer = preparer.post(url("computed"), {"take": "all", "seen": seen}, follow=True)
    assert changed(before, texts(loaded)) == {RATE: "90.00%", TOTAL: "98.97"}
    assert listed(answer) == []


def test_what_changed_meanwhile_is_refused_and_the_rest_taken(city, loaded, preparer, url, at):
    seen, three = listed(preparer.get(url("findings"))), f"{at(THREE)}:4.50:"
    score = at("department_evaluation.indicators[1].score")
    assert not save_cells(loaded.filing.pk, [Change(score, "9.47", "8.47")], by=city.preparer).refused
    ExpenditureRow.objects.filter(line="three_public").update(final=None)
    before = texts(loaded)
    answer = preparer.post(url("computed"), {"take": "all", "seen": [*seen, three]}, follow=True)
    assert changed(before, texts(loaded)) == {THREE: "4.50"}
    assert "97.97" in answer.content.decode()
    assert f"{at(TOTAL)}:97.97:98.90" in listed(answer)


def test_a_step_says_which_figure_was_not_taken(loaded, preparer, url, at):
    before = texts(loaded)
    answer = preparer.post(url("headcount"), {"take": f"{at(RATE)}:91.00%:"})
    assert answer.status_code == 409
    assert "90.00%" in answer.content.decode()
    assert changed(before, texts(loaded)) == {}


@pytest.mark.parametrize("seen", ["", "x", "::", "basic-1-authorised:1:2", "sheet-99999-total_score:1:", "\0:1:2"])
def test_what_is_no_computed_figure_is_not_taken(loaded, preparer, url, seen):
    before = texts(loaded)
    assert preparer.post(url("computed"), {"take": seen}).status_code == 302
    assert preparer.post(url("computed"), {"take": "all", "seen": ["x", seen]}).status_code == 302
    assert changed(before, texts(loaded)) == {}


def test_readers_are_offered_nothing(city, loaded, url):
    head = signed_in(city.head)
    for page in ("findings", "headcount"):
        text = head.get(url(page)).content.decode()
        assert 'name="take"' not in text
        assert 'name="seen"' not in text
    before = texts(loaded)
    assert (
        head.post(url("computed"), {"take": "all", "seen": [f"{loaded.address_of(RATE)}:90.00%:"]}).status_code == 302
    )
    assert changed(before, texts(loaded)) == {}


def test_a_save_redraws_what_can_be_taken(loaded, preparer, url, at):
    import json

    body = {"step": "headcount", "changes": [{"address": at("basic_data.headcount.actual"), "was": "18", "now": "19"}]}
    answer = preparer.post(url("cells"), json.dumps(body), content_type="application/json").json()
    assert 'name="seen"' not in answer["panel"]  # the blank rate is stored with the save
    body = {"step": "department-indicators", "changes": []}
    answer = preparer.post(url("cells"), json.dumps(body), content_type="application/json").json()
    assert f'value="{at(TOTAL)}:98.97:98.90"' in answer["panel"]


def test_of_the_given_filings_every_computed_figure_can_be_taken_and_nothing_else_changes(city, preparer, cases):
    found = 0
    for case in sorted(cases.glob("*-2024.json"))[:3]:
        filing = import_document(city.enrolment, loads(case.read_bytes()), by=city.preparer, replace=True)
        before = load(filing.pk)
        figures = judged(before.filing).facts.untaken
        found += len(figures)
        page = preparer.get(reverse("findings", args=(filing.pk,)))
        assert listed(page) == [one.seen for one in figures]
        preparer.post(reverse("take", args=(filing.pk,)), {"take": "all", "seen": listed(page)})
        after = load(filing.pk)
        assert judged(after.filing).facts.untaken == ()
        taken = {one.path: one.computed for one in figures}
        old, new = cells(before.document), cells(after.document)
        assert {path: new[path].text for path in new if new[path] != old[path]} == taken
    assert found
