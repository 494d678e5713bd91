"""Opening budgets from one file: into blank cells of drafts only."""

import pytest

from assessments.importing.bulk import budgets
from assessments.models import ExpenditureRow, Filing, FiscalYear, LogEntry, SheetRow
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.services import log
from assessments.services.cells import Change, save_cells
from assessments.services.rows import add_row
from tests import factories
from tests.assessments.importing.bulk.workbook import against
from tests.assessments.services.test_validation import unreadable

BUDGETS = ("code", "line", "column", "amount")
OF_PROJECTS = ("code", "project", "line", "column", "amount")


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


# Projects ----------------------------------------------------------------------------------------------


def funds(filing):
    """The projects of a filing with their opening figures."""
    sheets = SheetRow.objects.filter(filing=filing, position__gt=0).order_by("position")
    return [(one.name, one.annual_initial, one.annual_revised, one.current_year_initial) for one in sheets]


def test_the_figures_of_projects_go_into_their_sheets_and_missing_projects_are_added(city, looked, carried_out):
    asked = looked(
        "budgets",
        OF_PROJECTS,
        ("400001", "", "年度资金总额", "年初预算数", "300"),
        ("400001", "道路养护", "年度资金总额", "年初预算数", "100.50"),
        ("400001", "桥梁检测", "annual", "revised", "80"),
        ("400001", "道路 养护", "其中：当年财政拨款", "年初预算数", "100.50"),
        year=city.year,
    )
    assert against(asked) == []
    assert "道路养护、桥梁检测" in asked.planned[0][1]
    assert not Filing.objects.exists()
    carried_out(asked)
    filing = Filing.objects.get()
    assert funds(filing) == [("道路养护", "100.50", None, "100.50"), ("桥梁检测", None, "80", None)]
    assert SheetRow.objects.get(filing=filing, position=0).annual_initial == "300"
    assert [project.implementer.text for project in load(filing.pk).document.projects] == [filing.enrolment.name] * 2
    assert log.verify().holds


def test_a_project_that_is_there_is_filled_and_nothing_in_it_is_written_over(city, looked, carried_out):
    loaded = factories.draft(city, **{"projects[0].funds.other.revised": ""})
    name, before = loaded.document.projects[0].name.text, funds(loaded.filing)
    same = ("300001", name, "annual", "initial", before[0][1])
    other = ("300001", name, "annual", "revised", "98765.43")
    blank = ("300001", name, "other", "revised", "7")
    asked = looked("budgets", OF_PROJECTS, same, other, blank, year=city.year)
    assert [row for row, _text in against(asked)] == [3]
    carried_out(looked("budgets", OF_PROJECTS, same, blank, year=city.year))
    computed = (*before[0][:2], "77.00", before[0][3])  # the revised total, which follows its parts
    assert funds(loaded.filing) == [computed, *before[1:]]
    assert SheetRow.objects.get(filing=loaded.filing, position=1).other_revised == "7"


def test_what_is_wrong_with_the_figure_of_a_project_is_said(city, looked):
    loaded = factories.draft(city)
    name = loaded.document.projects[0].name.text
    asked = looked(
        "budgets",
        OF_PROJECTS,
        ("300001", name, "三公经费", "预算数", "1"),
        ("300001", name, "annual", "executed", "1"),
        ("400001", "道路养护", "annual", "initial", "1"),
        ("400001", " 道路养护", "annual", "initial", "2"),
        year=city.year,
    )
    assert [row for row, _text in against(asked)] == [2, 3, 5]
    assert not SheetRow.objects.filter(name="道路养护").exists()


def test_a_name_that_several_projects_have_is_refused(city, looked):
    loaded = factories.draft(city)
    name = loaded.document.projects[0].name.text
    again = add_row(loaded.filing.pk, "sheet", by=city.preparer)
    save_cells(loaded.filing.pk, [Change(f"sheet-{again}-name", "", name)], by=city.preparer)
    asked = looked("budgets", OF_PROJECTS, ("300001", name, "annual", "initial", "1"), year=city.year)
    assert [row for row, _text in against(asked)] == [2]


def test_a_project_added_since_the_look_is_filled_and_not_added_twice(city, looked, carried_out):
    loaded = factories.draft(city)
    before = funds(loaded.filing)
    asked = looked("budgets", OF_PROJECTS, ("300001", "道路养护", "annual", "initial", "5"), year=city.year)
    made = add_row(loaded.filing.pk, "sheet", by=city.preparer)
    save_cells(loaded.filing.pk, [Change(f"sheet-{made}-name", "", "道路养护")], by=city.preparer)
    carried_out(asked)
    assert funds(loaded.filing) == [*before, ("道路养护", "5", None, None)]


@pytest.mark.parametrize("who", ["security", "performance", "stranger"])
def test_nobody_else_adds_a_project(city, who):
    loaded = factories.draft(city)
    with pytest.raises(Refused):
        add_row(loaded.filing.pk, "sheet", by=getattr(city, who), in_bulk=True)
    with pytest.raises(Refused):
        add_row(loaded.filing.pk, "sheet", by=city.administrator)


def test_a_file_that_was_looked_at_before_projects_could_be_named_is_carried_out(city, looked, carried_out):
    asked = looked("budgets", BUDGETS, budget(), year=city.year)
    for row in asked.rows:
        del row["project"]
    asked.save()
    assert carried_out(asked).done_at is not None


def test_a_draft_that_cannot_be_read_is_named_and_the_others_are_looked_at(city, looked, carried_out):
    loaded = factories.draft(city, **{"department_evaluation.funds.annual.initial": ""})
    asked = looked("budgets", BUDGETS, budget(), budget("300001", "annual", "initial", "1"), year=city.year)
    assert against(asked) == []
    unreadable(loaded.filing.pk)
    fresh = looked("budgets", BUDGETS, budget("300001"), budget(), year=city.year)
    assert [(row, loaded.filing.enrolment.name in text, "十二" in text) for row, text in against(fresh)] == [
        (2, True, True)
    ]
    assert [row for row, _text in fresh.planned] == [3]
    carried_out(asked)
    assert [row for row, _text in against(asked)] == [3]
    assert not Filing.objects.filter(enrolment=city.other_enrolment).exists()
