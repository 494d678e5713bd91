"""Opening budgets from one file: into blank cells of drafts only."""

import pytest

from assessments.importing.bulk import budgets
from assessments.models import ExpenditureRow, Filing, FiscalYear, LogEntry, SheetRow
from assessments.services import log
from assessments.services.cells import Change, save_cells
from tests import factories
from tests.assessments.importing.bulk.workbook import against

BUDGETS = ("code", "line", "column", "amount")


def budget(code="400001", line="年度资金总额", column="年初预算数", amount="1234.50"):
    return (code, line, column, amount)


def test_budgets_fill_the_blank_cells_of_drafts_and_begin_those_that_are_missing(city, looked, carried_out):
    asked = looked(
        "budgets",
        BUDGETS,
        budget(),
        budget(column="全年预算数", amount="1300"),
        budget(line="三公经费", column="2024年预算数", amount="8"),
        budget(line="1、公务用车购置和维护经费", column="budget", amount="6"),
        year=city.year,
    )
    assert against(asked) == []
    assert not Filing.objects.exists()
    assert not LogEntry.objects.filter(verb="start").exists()
    carried_out(asked)
    filing = Filing.objects.get()
    assert (filing.enrolment, filing.state, filing.created_by) == (city.other_enrolment, "draft", city.administrator)
    sheet = SheetRow.objects.get(filing=filing, position=0)
    assert (sheet.annual_initial, sheet.annual_revised) == ("1234.50", "1300")
    lines = dict(ExpenditureRow.objects.filter(filing=filing).values_list("line", "budget"))
    assert (lines["three_public"], lines["official_vehicles"]) == ("8", "6")
    assert log.verify().holds


def test_nothing_typed_is_written_over(city, looked, carried_out):
    loaded = factories.draft(city)
    before = dict(ExpenditureRow.objects.filter(filing=loaded.filing).values_list("line", "budget"))
    asked = looked(
        "budgets",
        BUDGETS,
        budget("300001", "政府采购金额", "预算数", "41"),
        budget("300001", "项目支出", "预算数", before["project_expenditure"]),
        year=city.year,
    )
    assert [row for row, _text in against(asked)] == [2]
    assert before["procurement"] not in against(asked)[0][1]  # what a department typed is not shown to others
    assert dict(ExpenditureRow.objects.filter(filing=loaded.filing).values_list("line", "budget")) == before


def test_a_figure_that_was_typed_since_the_look_stands_against_the_whole_file(city, looked, carried_out):
    loaded = factories.draft(city)
    address = str(loaded.address_of("basic_data.expenditure[procurement].budget"))
    save_cells(loaded.filing.pk, [Change(address, "40.00", "")], by=city.preparer)
    asked = looked("budgets", BUDGETS, budget(), budget("300001", "政府采购金额", "预算数", "41"), year=city.year)
    assert against(asked) == []
    save_cells(loaded.filing.pk, [Change(address, "", "39.00")], by=city.preparer)
    carried_out(asked)
    assert [row for row, _text in against(asked)] == [3]
    assert asked.done_at is None
    assert not Filing.objects.filter(enrolment=city.other_enrolment).exists()
    assert ExpenditureRow.objects.get(filing=loaded.filing, line="procurement").budget == "39.00"


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (budget(code="999"), "code 999"),
        (budget(line="水果"), "no line"),
        (budget(column="全年执行数"), "no budget column"),
        (budget(line="三公经费", column="2024年决算数"), "no budget column"),
        (budget(amount="many"), "many"),
    ],
)
def test_everything_wrong_with_a_budget_is_said(city, looked, row, part):
    asked = looked("budgets", BUDGETS, row, year=city.year)
    assert [number for number, _text in against(asked)] == [2]
    assert part in against(asked)[0][1]


def test_a_cell_that_stands_twice_is_refused(city, looked):
    asked = looked("budgets", BUDGETS, budget(), budget(line="annual", column="initial", amount="1"), year=city.year)
    assert [row for row, _text in against(asked)] == [3]


def test_a_filing_that_is_no_draft_takes_no_budget(city, looked):
    factories.draft(city)
    Filing.objects.update(state="signing")
    asked = looked("budgets", BUDGETS, budget("300001"), year=city.year)
    assert [row for row, _text in against(asked)] == [2]


def test_a_closed_year_takes_no_budget(city, looked):
    FiscalYear.objects.update(status="closed")
    asked = looked("budgets", BUDGETS, budget(), year=FiscalYear.objects.get())
    assert against(asked) != []


def test_a_file_of_many_departments_is_to_be_divided(city, looked, monkeypatch):
    monkeypatch.setattr(budgets, "MOST_DEPARTMENTS", 1)
    asked = looked("budgets", BUDGETS, budget(), budget("300001"), year=city.year)
    assert [row for row, _text in against(asked)] == [0]
