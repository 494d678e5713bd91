"""How a part of the document becomes a row: a place for each cell, absent and blank and printed apart."""

import dataclasses

import pytest

from assessments.document import codec
from assessments.document import filing as document
from assessments.document.cells import ABSENT_FIGURE, ABSENT_TEXT, Figure, Text
from assessments.models import (
    BasicData,
    EvidenceRow,
    ExpenditureRow,
    ExplanationRow,
    Filing,
    FundItemRow,
    IndicatorRow,
    SectionRow,
    SheetRow,
    mapping,
)

ROWS = [
    (ExpenditureRow, mapping.EXPENDITURE),
    (SectionRow, mapping.SECTION),
    (FundItemRow, mapping.FUND_ITEM),
    (IndicatorRow, mapping.INDICATOR),
    (SheetRow, mapping.DEPARTMENT_SHEET),
    (SheetRow, mapping.PROJECT_SHEET),
    (BasicData, mapping.BASIC),
    (Filing, mapping.FILING),
    (ExplanationRow, mapping.EXPLANATION),
    (EvidenceRow, mapping.EVIDENCE),
]


def there_and_back(shape, part, **outside):
    values = shape.values(part)
    return shape.build([values[column] for column in shape.columns], values["absent"], outside)


@pytest.mark.parametrize(("model", "shape"), ROWS)
def test_every_cell_has_its_column_and_every_figure_its_number(model, shape):
    columns = {field.name for field in model._meta.fields}
    values = shape.values(None)
    assert set(values) <= columns
    for column, slot in shape.slots.items():
        assert (f"{column}_value" in values) == (slot.kind is not None and slot.kind.name != "TEXT")
        assert shape.path_of(column) == slot.path
    assert len({slot.path for slot in shape.slots.values()}) == len(shape.slots)


@pytest.mark.parametrize(("path", "column"), [
    ("funds.annual.rate", "annual_rate"), ("funds.carried_over.executed", "carried_over_executed"), ("by_source.total", "source_total"),
    ("by_kind.basic", "kind_basic"), ("headcount.actual", "actual"), ("buildings.actual_area", "actual_area"), ("signatures.phone", "phone"),
    ("goal.expected", "goal_expected"), ("approved.target", "approved_target"), ("report.title", "report_title"),
    ("department.code", "department_code"), ("fund_tables.state_capital.none", "state_capital_none"), ("total_score", "total_score"),
])  # fmt: skip
def test_the_column_of_a_path(path, column):
    assert mapping.column_of(path) == column


@pytest.mark.parametrize("text", [None, "", " ", "－", "无", "0", "0.00", "7.210", " 7.21 ", "７．２１", "2070.09元"])
def test_what_was_printed_stays_as_it_was_printed(text):
    line = codec.from_json({
        "format": "perfeval-filing/1", "fiscal_year": 2024, "basic_data": {"expenditure": [{"line": "office", "budget": text}]}
    }).basic_data.expenditure[0]  # fmt: skip
    values = mapping.EXPENDITURE.values(line)
    assert values["budget"] == text
    assert values["absent"].split() == ["label", "prior_final", "final"]
    assert values["budget_value"] == line.budget.value
    assert there_and_back(mapping.EXPENDITURE, line) == line


def test_an_absent_object_stands_for_all_that_is_in_it():
    sheet = document.DepartmentEvaluation()
    values = mapping.DEPARTMENT_SHEET.values(sheet)
    parts = {"funds", "by_source", "by_kind", "goal", "indicators", "total_weight", "total_score", "grade"}
    assert set(values["absent"].split()) == parts
    assert there_and_back(mapping.DEPARTMENT_SHEET, sheet) == sheet


def test_an_object_that_was_supplied_empty_is_not_absent():
    sheet = codec.from_json(
        {"format": "perfeval-filing/1", "fiscal_year": 2024, "department_evaluation": {"goal": {}, "indicators": []}}
    ).department_evaluation
    values = mapping.DEPARTMENT_SHEET.values(sheet)
    assert {"goal.expected", "goal.actual"} <= set(values["absent"].split())
    assert not {"goal", "indicators"} & set(values["absent"].split())
    assert there_and_back(mapping.DEPARTMENT_SHEET, sheet, indicators=()) == sheet


def test_the_three_states_of_a_cell_and_of_a_list_differ():
    absent, null, printed = (ABSENT_TEXT, Text(None), Text("一"))
    rows = [mapping.SECTION.values(document.Section(level=1, heading=cell)) for cell in (absent, null, printed)]
    assert [(row["heading"], "heading" in row["absent"].split()) for row in rows] == [
        (None, True), (None, False), ("一", False)
    ]  # fmt: skip
    lists = [
        document.Filing(fiscal_year=2024, report=document.Report(attachments=one)) for one in (None, (), ("甲", ""))
    ]
    assert [mapping.FILING.values(one)["report_attachments"] for one in lists] == [None, [], ["甲", ""]]
    for one in lists:
        assert there_and_back(mapping.FILING, one, fiscal_year=2024).report == one.report


def test_a_figure_that_is_not_there_is_not_a_blank_one():
    assert (ABSENT_FIGURE.present, Figure(None).present) == (False, True)
    assert Figure(None) != ABSENT_FIGURE
    assert dataclasses.replace(ABSENT_FIGURE, present=True) == Figure(None)
