"""Across the attachments: tables against each other."""

import pytest

from tests.assessments.rules.sample import ABSENT, FILING, S, places

LINE = "basic_data.expenditure[project_expenditure]"
ADJUSTMENT = "basic_data.expenditure[basic_budget_adjustment].budget"


@pytest.mark.parametrize(("rule", "column", "part"), [("X01", "final", "executed"), ("X02", "budget", "initial")])
class TestProjectSums:
    def test_agree_within_the_tolerance_of_two_sheets(self, rule, column, part):
        cell = f"projects[0].funds.annual.{part}"
        low, high, beyond = {"executed": ("67.99", "68.015", "68.02"), "initial": ("59.99", "60.015", "60.02")}[part]
        assert places(rule, {cell: low}) == []
        assert places(rule, {cell: high}) == []
        assert places(rule, {cell: beyond}) == [f"{LINE}.{column}"]

    def test_are_silent_with_a_blank(self, rule, column, part):
        wrong = {f"{LINE}.{column}": "1.00"}
        assert places(rule, wrong) == [f"{LINE}.{column}"]
        assert places(rule, {**wrong, f"projects[1].funds.annual.{part}": None}) == []
        assert places(rule, {**wrong, f"projects[1].funds.annual.{part}": ABSENT}) == []
        assert places(rule, {**wrong, "projects[1].funds": ABSENT}) == []
        assert places(rule, {**wrong, "projects": []}) == []
        assert places(rule, {**wrong, "projects": ABSENT}) == []
        assert places(rule, {f"{LINE}.{column}": None}) == []

    def test_zero_counts(self, rule, column, part):
        only = {"projects": [FILING["projects"][0]], f"projects[0].funds.annual.{part}": "0"}
        assert places(rule, {**only, f"{LINE}.{column}": "0"}) == []
        assert places(rule, {**only, f"{LINE}.{column}": "0.01"}) == []
        assert places(rule, {**only, f"{LINE}.{column}": "0.02"}) == [f"{LINE}.{column}"]


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({f"{LINE}.final": "110.01"}, False),
        ({f"{LINE}.final": "110.02"}, True),
        ({f"{LINE}.final": None}, False),
        ({f"{S}.by_kind.project": "110.02", f"{S}.by_kind.basic": "193.98"}, True),
        ({f"{S}.by_kind.project": "126.00"}, False),  # makes the revised budget
        ({f"{S}.by_kind.project": None, f"{S}.by_kind.basic": "304.00"}, False),
        ({f"{S}.by_kind": ABSENT}, False),
        ({S: ABSENT}, False),
    ],
)
def test_project_spending_is_the_same_in_both_attachments(changes, fires):
    assert places("X03", changes) == ([f"{S}.by_kind.project"] if fires else [])


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({"projects": []}, True),
        ({"projects": [], f"{LINE}.final": "0"}, False),
        ({"projects": [], f"{LINE}.final": None}, False),
        ({"projects": [], f"{LINE}.final": "0.01"}, True),
        ({"projects": ABSENT}, False),
        ({"projects": None}, False),
        ({}, False),
    ],
)
def test_project_spending_has_a_sheet(changes, fires):
    assert places("X04", changes) == (["projects"] if fires else [])


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({}, False),  # 194 − (300 − 100) = −6
        ({ADJUSTMENT: "-5.98"}, False),  # two and two projects: 0.025
        ({ADJUSTMENT: "-5.97"}, True),
        ({ADJUSTMENT: "6.00"}, True),
        ({ADJUSTMENT: None}, False),
        ({f"{S}.funds.annual.initial": "299.00"}, True),
        ({f"{S}.funds.annual.initial": None}, False),
        ({"projects[0].funds.annual.initial": None}, False),
        ({"projects": []}, False),
        ({f"{S}.by_kind.basic": "210.00"}, False),  # the split makes the revised budget
    ],
)
def test_basic_budget_adjustment_is_the_difference(changes, fires):
    assert places("X05", changes) == ([ADJUSTMENT] if fires else [])


def test_the_tolerances_of_one_and_of_four_figures():
    assert places("X03", {f"{LINE}.final": "1100150元"}) == [f"{S}.by_kind.project"]
    assert places("X05", {ADJUSTMENT: "-59750元"}) == []
    assert places("X05", {ADJUSTMENT: "-59749元"}) == [ADJUSTMENT]
