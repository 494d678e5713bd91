"""Attachments of a file beside those of a draft."""

from dataclasses import replace

from assessments.document import codec
from assessments.document.cells import Text
from assessments.document.combine import with_rest
from assessments.document.filing import Department, Filing, FundTable, FundTables
from tests.assessments.rules.sample import FILING

BEFORE = codec.from_json(FILING)


def test_what_a_file_does_not_hold_stays_as_it_was():
    assert with_rest(Filing(fiscal_year=2024), BEFORE) == BEFORE


def test_what_a_file_holds_comes_in_its_place():
    report = replace(BEFORE.report, title=Text("新报告"))
    department = Department(name=Text("新名称"), code=Text("/"))
    made = with_rest(Filing(fiscal_year=2024, report=report, department=department, projects=()), BEFORE)
    assert made.report == report
    assert made.projects == BEFORE.projects
    assert made.department == replace(BEFORE.department, name=Text("新名称"))


def test_each_fund_table_counts_for_itself():
    none = FundTable(none=True)
    made = with_rest(Filing(fiscal_year=2024, fund_tables=FundTables(state_capital=none)), BEFORE)
    assert made.fund_tables == replace(BEFORE.fund_tables, state_capital=none)


def test_a_draft_that_holds_nothing_takes_the_file_as_it_is():
    tables = FundTables(state_capital=FundTable(none=True))
    given = Filing(fiscal_year=2024, department=Department(name=Text("甲局")), fund_tables=tables)
    assert with_rest(given, Filing(fiscal_year=2024)) == given
