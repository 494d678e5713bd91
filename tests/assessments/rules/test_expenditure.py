"""附件1: the expenditure table."""

import pytest

from assessments.rules.expenditure import REQUIRED_LINES
from tests.assessments.rules.sample import ABSENT, EXPENDITURE, line, one, places

E = "basic_data.expenditure"
COLUMNS = ("prior_final", "budget", "final")


def at(key, column=""):
    return f"{E}[{key}]" + (f".{column}" if column else "")


def fired(*paths):
    return list(paths)


@pytest.mark.parametrize("key", REQUIRED_LINES)
def test_a_required_line_needs_its_figures(key):
    assert places("B04", {at(key, "budget"): None}) == [at(key)]
    assert places("B04", {at(key, "budget"): "/", at(key, "final"): ""}) == [at(key)]
    assert places("B04", {at(key, "budget"): ABSENT}) == []
    assert places("B04", {at(key, "budget"): "0"}) == []
    without = [item for item in EXPENDITURE if item["line"] != key]
    assert places("B04", {E: without}) == [at(key)]


def test_the_twelve_lines_are_those_of_the_rule():
    assert len(REQUIRED_LINES) == 12
    assert len(places("B04", {E: []})) == 12
    assert places("B04", {E: ABSENT}) == []
    assert places("B04", {E: None}) == []


def test_other_lines_may_be_blank():
    assert places("B04", {at("special_fund", "final"): None, at("basic_budget_adjustment", "budget"): None}) == []


@pytest.mark.parametrize(
    ("path", "value", "fires"),
    [
        (at("operating", "final"), "-1", True),
        (at("operating", "final"), "52.001", True),
        (at("operating", "final"), "52.00", False),
        (at("operating", "final"), "52.0", False),
        (at("operating", "final"), "520000.05元", False),  # two decimals in the unit printed
        (at("operating", "final"), "520000.005元", True),
        (at("operating", "final"), "0", False),
        (at("special_fund:2", "final"), "-0.01", True),
        (at("basic_budget_adjustment", "budget"), "-6.00", False),
        (at("basic_budget_adjustment", "budget"), "-6.001", True),
        ("basic_data.buildings.actual_investment", "-1", True),
        ("basic_data.buildings.budgeted_investment", "300.001", True),
        ("basic_data.buildings.actual_area", "950.001", False),
    ],
)
def test_amounts_are_not_negative_and_have_two_decimals(path, value, fires):
    assert places("B05", {path: value}) == ([path] if fires else [])


SUMS = [
    ("B06", "three_public", ("official_vehicles", "overseas_travel", "official_reception"), "0.02", "0.03"),
    ("B07", "official_vehicles", ("vehicle_purchase", "vehicle_running"), "0.01", "0.02"),
]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("rule", "total", "parts", "within", "beyond"), SUMS)
def test_a_total_is_the_sum_of_its_parts(column, rule, total, parts, within, beyond):
    """Three parts agree within 0.02, two within 0.015; a blank part silences."""
    zero = {at(part, column): "0.00" for part in parts}
    assert places(rule, {**zero, at(total, column): within}) == []
    assert places(rule, {**zero, at(total, column): beyond}) == [at(total, column)]
    assert places(rule, {**zero, at(total, column): "-" + beyond}) == [at(total, column)]
    assert places(rule, {**zero, at(total, column): None}) == []
    assert places(rule, {**zero, at(total, column): beyond, at(parts[0], column): None}) == []
    assert places(rule, {**zero, at(total, column): beyond, at(parts[0], column): ABSENT}) == []


def test_two_parts_agree_within_three_halves_of_a_cent():
    parts = {at("vehicle_purchase", "final"): "0.00", at("vehicle_running", "final"): "0.00"}
    assert places("B07", {**parts, at("official_vehicles", "final"): "150元"}) == []
    assert places("B07", {**parts, at("official_vehicles", "final"): "151元"}) == [at("official_vehicles", "final")]


def test_a_sum_states_its_parts():
    finding = one("B06", {at("three_public", "final"): "4.60"})
    assert (finding.declared, finding.expected, finding.difference) == ("4.60", "4.50", "0.10")
    assert finding.params["sum"] == "3.50 + 0.00 + 1.00"


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({}, False),
        ({"final": "110.02"}, False),  # four figures: 0.025
        ({"final": "110.03"}, True),
        ({"final": None}, False),
    ],
)
def test_project_expenditure_is_the_sum_of_its_lines(changes, fires):
    changed = {at("project_expenditure", column): value for column, value in changes.items()}
    assert places("B08", changed) == ([at("project_expenditure", "final")] if fires else [])


def test_blank_lines_of_project_expenditure_add_nothing():
    lines = ("project_operations", "project_maintenance", "special_fund", "special_fund:2")
    blank = {at(key, "final"): None for key in lines}
    total = at("project_expenditure", "final")
    assert places("B08", blank) == []
    assert places("B08", {**blank, at("special_fund:2", "final"): "110.01"}) == []  # one figure: 0.01
    assert places("B08", {**blank, at("special_fund:2", "final"): "110.02"}) == [total]
    assert places("B08", {**blank, at("special_fund:2", "final"): "0"}) == [total]


@pytest.mark.parametrize(
    ("operating", "fires"), [("36.00", False), ("35.98", False), ("35.97", True), (None, False), ("52.00", False)]
)
def test_operating_expenses_cover_their_lines(operating, fires):
    """21 + 10 + 5 = 36; a sum of three agrees within 0.02."""
    path = at("operating", "final")
    assert places("B09", {path: operating}) == ([path] if fires else [])
    assert places("B09", {path: operating, at("office", "final"): None}) == []


@pytest.mark.parametrize(("final", "fires"), [("6.00", False), ("6.01", True), ("0", False), (None, False)])
def test_three_public_expenses_stay_within_budget(final, fires):
    path = at("three_public", "final")
    assert places("B10", {path: final}) == ([path] if fires else [])


@pytest.mark.parametrize(("final", "fires"), [("5.00", False), ("5.01", True), (None, False)])
def test_three_public_expenses_do_not_grow(final, fires):
    assert places("B11", {at("three_public", "final"): final}) == ([at("three_public", "prior_final")] if fires else [])


@pytest.mark.parametrize(("final", "fires"), [("55.00", False), ("55.01", True), (None, False)])
def test_operating_expenses_stay_within_budget(final, fires):
    path = at("operating", "final")
    assert places("B12", {path: final}) == ([path] if fires else [])


@pytest.mark.parametrize(
    ("budget", "final", "fires"),
    [
        ("40.00", "38.00", False),
        ("40.00", "37.99", True),
        ("40.00", "42.00", False),
        ("40.00", "42.01", True),
        ("0", "42.01", False),
        (None, "42.01", False),
        ("40.00", None, False),
        ("40.00", "0", True),
    ],
)
def test_procurement_follows_its_budget(budget, final, fires):
    changes = {at("procurement", "budget"): budget, at("procurement", "final"): final}
    assert places("B13", changes) == ([at("procurement", "final")] if fires else [])


def test_limits_of_procurement_come_from_the_policy():
    changes = {at("procurement", "final"): "36.00"}
    assert places("B13", changes, {"procurement": ["90", "105"]}) == []
    assert places("B13", changes, {"procurement": ["90.01", "105"]}) == [at("procurement", "final")]


@pytest.mark.parametrize(
    ("budget", "final", "fires"),
    [
        ("100.00", "130.00", False),
        ("100.00", "130.01", True),
        ("0", "0", False),
        ("0", "0.01", True),
        (None, "5", False),
        ("100.00", None, False),
    ],
)
def test_project_expenditure_follows_its_budget(budget, final, fires):
    changes = {at("project_expenditure", "budget"): budget, at("project_expenditure", "final"): final}
    assert places("B14", changes) == ([at("project_expenditure", "final")] if fires else [])


def test_the_limit_of_project_expenditure_comes_from_the_policy():
    assert places("B14", {}, {"project_final": "109"}) == [at("project_expenditure", "final")]


@pytest.mark.parametrize(
    ("figures", "fires"),
    [
        (("1.00", "999.99", "5.00"), False),
        (("1.00", "1000.00", "5.00"), True),
        (("0", "1000.00", "5.00"), False),  # zero does not count
        ((None, "1000.00", "1.00"), True),
        (("1000.00", "0", None), False),
        (("-1.00", "1000.00", "5.00"), True),
    ],
)
def test_figures_of_a_line_share_a_unit(figures, fires):
    item = line("procurement", *figures)
    lines = [item if one["line"] == "procurement" else one for one in EXPENDITURE]
    assert places("B19", {E: lines}) == ([at("procurement")] if fires else [])


def test_the_factor_comes_from_the_policy():
    assert at("procurement") in places("B19", {at("procurement", "final"): "300.00"}, {"unit_slip": "10"})


def test_each_special_fund_has_its_own_path():
    assert places("B19", {at("special_fund:2", "final"): "10000"}) == fired(at("special_fund:2"))


def test_decimals_and_sign_are_told_apart():
    path = at("operating", "final")
    assert one("B05", {path: "0.000"}).params == {"places": "3"}
    assert one("B05", {path: "-0.001"}).params == {}


def test_budgets_below_one_count():
    """0.50 is a budget; 0 is none."""
    small = {at("procurement", "budget"): "0.50", at("procurement", "final"): "0.60"}
    assert places("B13", small) == [at("procurement", "final")]
    small = {at("project_expenditure", "budget"): "0.50", at("project_expenditure", "final"): "0.66"}
    assert places("B14", small) == [at("project_expenditure", "final")]
    assert places("B14", {at("project_expenditure", "budget"): "-1", at("project_expenditure", "final"): "5"}) == []
