"""Which step a path belongs to, and where each step stands."""

import pytest

from assessments.document.paths import cells
from assessments.selectors.checklist import COMPLETE, INCOMPLETE, NOT_STARTED, checklist
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.selectors.steps import Place, find_step, place_of, section_title, slug_of, steps_of
from assessments.services.cells import Change, save_cells
from assessments.services.filings import start_filing
from tests import factories


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("basic_data", Place("headcount")),
        ("basic_data.headcount.actual", Place("headcount")),
        ("basic_data.expenditure[three_public].final", Place("expenditure")),
        ("basic_data.expenditure", Place("expenditure")),
        ("basic_data.buildings.area_control_rate", Place("buildings")),
        ("basic_data.economy_measures", Place("buildings")),
        ("department_evaluation", Place("department-funds")),
        ("department_evaluation.funds.annual.rate", Place("department-funds")),
        ("department_evaluation.by_kind", Place("department-funds")),
        ("department_evaluation.goal.actual", Place("department-goal")),
        ("department_evaluation.indicators", Place("department-indicators")),
        ("department_evaluation.indicators[3].score", Place("department-indicators")),
        ("department_evaluation.total_score", Place("department-indicators")),
        ("department_evaluation.grade", Place("department-indicators")),
        ("projects", Place("projects")),
        ("projects[12].name", Place("funds", 12)),
        ("projects[0].goal.actual", Place("goal", 0)),
        ("projects[0].indicators[6].level3", Place("indicators", 0)),
        ("report.title", Place("report")),
        ("report.sections", Place("report")),
        ("report.attachments[0]", Place("report")),
        ("report.sections[4].text", Place("section", 4)),
        ("fund_tables.government_fund", Place("fund-tables")),
        ("signatures.head", Place("signatures")),
        ("department.code", Place("department-funds")),
    ],
)
def test_a_path_belongs_to_a_step(path, place):
    assert place_of(path) == place


def test_every_cell_is_on_a_step_of_its_filing(city):
    loaded = factories.draft(city)
    slugs = {step.slug for step in steps_of(loaded)}
    assert {slug_of(loaded, path) for path in cells(loaded.document)} <= slugs
    assert find_step(loaded, "nothing") is None


def test_a_path_that_leads_to_no_row_is_on_the_list(city):
    loaded = factories.draft(city)
    assert slug_of(loaded, "projects[7].goal.actual") == "projects"
    assert slug_of(loaded, "report.sections[99].text") == "report"


def test_a_long_heading_is_cut():
    assert section_title("（一）", "严格按照" * 20) == "（一）" + ("严格按照" * 20)[:20] + "…"
    assert section_title(None, None) == "……"


def states(loaded):
    return {status.step.slug: status for status in checklist(loaded, findings_of(loaded))}


def test_nothing_is_started_in_blank_forms(city):
    loaded = load(start_filing(city.enrolment, by=city.preparer).pk)
    assert {status.state for status in states(loaded).values()} == {NOT_STARTED}


def test_a_heading_is_started_with_what_stands_under_it(city):
    loaded = load(start_filing(city.enrolment, by=city.preparer).pk)
    overview, duties, organisation, general = (row.pk for row in loaded.rows.sections[:4])
    save_cells(loaded.filing.pk, [Change(f"section-{organisation}-text", "", "核定编制20名。")], by=city.preparer)
    found = states(load(loaded.filing.pk))
    assert [found[f"report/{pk}"].state for pk in (overview, duties, organisation, general)] == [
        COMPLETE, NOT_STARTED, COMPLETE, NOT_STARTED,
    ]  # fmt: skip


def test_a_whole_filing_is_complete(city):
    assert {status.state for status in states(factories.draft(city)).values()} == {COMPLETE}


def test_a_blank_cell_makes_a_step_incomplete_and_a_wrong_one_does_not(city):
    blank = states(factories.draft(city, **{"basic_data.expenditure[office].final": None}))["expenditure"]
    assert (blank.state, blank.errors) == (INCOMPLETE, 1)
    wrong = states(factories.draft(city, **{"basic_data.expenditure[office].final": "99.00"}))["expenditure"]
    assert (wrong.state, wrong.errors) == (COMPLETE, 1)


def test_the_step_names_who_saved_it_last(city):
    loaded = factories.draft(city)
    address = str(loaded.address_of("basic_data.headcount.actual"))
    save_cells(loaded.filing.pk, [Change(address, "18", "19")], by=city.preparer, step="headcount")
    status = states(load(loaded.filing.pk))["headcount"]
    assert status.by == "张填报"
    assert status.at is not None
