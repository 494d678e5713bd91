"""What is computed and never typed, worked out by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.document import codec, paths
from assessments.document.computed import Computed, computed_cells
from assessments.document.policy import DEFAULT

CAPPED = replace(DEFAULT, caps=((Decimal(50), Decimal(59)), (Decimal(80), Decimal(89))))


def computed(data, policy=DEFAULT):
    return computed_cells(codec.from_json({"format": "perfeval-filing/1", "fiscal_year": 2024} | data), policy)


def texts(data, policy=DEFAULT):
    return {path: cell.text for path, cell in computed(data, policy).items()}


def line(key, *figures):
    return {"line": key} | dict(zip(("prior_final", "budget", "final"), figures, strict=False))


def expenditure(*lines):
    return {"basic_data": {"expenditure": list(lines)}}


@pytest.mark.parametrize(
    ("actual", "authorised", "expected"),
    [
        ("50", "46", Computed("108.70%", "50 ÷ 46", Decimal("108.70"))),  # 108.6957
        ("50", "50", Computed("100.00%", "50 ÷ 50", Decimal("100.00"))),
        ("0", "8", Computed("0.00%", "0 ÷ 8", Decimal(0))),
        ("1", "800", Computed("0.13%", "1 ÷ 800", Decimal("0.13"))),  # 0.125 rounds up
        ("0", "0", Computed("不适用", "0 ÷ 0", None)),
        (None, "0", Computed("不适用", "— ÷ 0", None)),
        ("50", None, None),
        ("50", "/", None),
        (None, "50", None),
        ("50", "-50", None),
    ],
)
def test_the_control_rate(actual, authorised, expected):
    data = {"basic_data": {"headcount": {"authorised": authorised, "actual": actual}}}
    assert computed(data).get("basic_data.headcount.control_rate") == expected


def test_the_building_rates():
    buildings = {
        "approved_area": "1200.00",
        "actual_area": "1180.00",
        "budgeted_investment": "0",
        "actual_investment": "0",
    }
    assert texts({"basic_data": {"buildings": buildings}}) == {
        "basic_data.buildings.area_control_rate": "98.33%",
        "basic_data.buildings.investment_control_rate": "不适用",
    }


def test_official_vehicles_feed_the_three_public_expenses():
    found = computed(
        expenditure(
            line("three_public", "9", "9", "9"),
            line("official_vehicles", "1", "1", "1"),
            line("vehicle_purchase", "0.00", None, None),
            line("vehicle_running", "5.37", "6.00", "/"),
            line("overseas_travel", "0.00", "0.00", None),
            line("official_reception", "1.84", "2.00", None),
        )
    )
    path = "basic_data.expenditure[three_public]."
    vehicles = "basic_data.expenditure[official_vehicles]."
    assert found == {
        f"{vehicles}prior_final": Computed("5.37", "0.00 + 5.37", Decimal("5.37")),
        f"{vehicles}budget": Computed("6.00", "6.00", Decimal("6.00")),
        f"{path}prior_final": Computed("7.21", "5.37 + 0.00 + 1.84", Decimal("7.21"), (f"{vehicles}prior_final",)),
        f"{path}budget": Computed("8.00", "6.00 + 0.00 + 2.00", Decimal("8.00"), (f"{vehicles}budget",)),
        # no part of the vehicles has a final: theirs is typed, and is the only part of the three that has a figure
        f"{path}final": Computed("1.00", "1", Decimal(1)),
    }


def test_a_parent_without_a_figure_in_its_parts_is_typed():
    assert (
        computed(expenditure(line("three_public", "9"), line("overseas_travel", "/"), line("official_vehicles", None)))
        == {}
    )
    assert computed(expenditure(line("official_reception", "1.84"))) == {}


def test_project_expenditure_is_the_sum_of_its_lines():
    found = computed(
        expenditure(
            line("x_before", "100"),
            line("project_expenditure", None),
            line("project_operations", "1.1"),
            line("x_extra", "2"),
            line("special_fund", "3.125"),
            line("special_fund", "4"),
            line("x_more", "5"),
            line("operating", "50"),
            line("office", "20"),
            line("x_after", "100"),
        )
    )
    assert found == {
        "basic_data.expenditure[project_expenditure].prior_final": Computed(
            "15.225", "1.1 + 2 + 3.125 + 4 + 5", Decimal("15.225")
        )
    }


def test_operating_is_always_typed():
    assert computed(expenditure(line("operating", "50"), line("office", "20"), line("meetings_training", "30"))) == {}


def test_figures_in_another_unit_are_summed_in_wan():
    found = texts(
        expenditure(line("official_vehicles"), line("vehicle_running", "53700元"), line("vehicle_purchase", "1亿元"))
    )
    assert found == {"basic_data.expenditure[official_vehicles].prior_final": "10005.3700"}


def test_the_splits_of_the_department():
    sheet = {
        "by_source": {"total": "1", "general_public": "1325.68", "government_fund": "118.82", "other": "585.62"},
        "by_kind": {"basic": "900.47", "project": None},
    }
    assert computed({"department_evaluation": sheet}) == {
        "department_evaluation.by_source.total": Computed("2030.12", "1325.68 + 118.82 + 585.62", Decimal("2030.12")),
        "department_evaluation.by_kind.total": Computed("900.47", "900.47", Decimal("900.47")),
    }
    assert computed({"department_evaluation": {"by_source": {"total": "5"}, "by_kind": {"basic": "/"}}}) == {}


def annual(**cells):
    return {"initial": None, "revised": "799.01", "executed": "770.93", "weight": "10"} | cells


def test_rate_and_execution_score():
    found = computed({"department_evaluation": {"funds": {"annual": annual(score="9.6", rate="96%")}}})
    assert found == {
        "department_evaluation.funds.annual.rate": Computed("96.49%", "770.93 ÷ 799.01", Decimal("96.49")),
        "department_evaluation.funds.annual.score": Computed("9.65", "10 × min(1, 770.93 ÷ 799.01)", Decimal("9.65")),
    }


def test_a_zero_stands_in_a_formula_with_its_decimals():
    found = computed({"projects": [{"funds": {"annual": annual(executed="0.00")}}]})
    assert found["projects[0].funds.annual.rate"].formula == "0.00 ÷ 799.01"
    assert found["projects[0].funds.annual.score"] == Computed("0.00", "10 × min(1, 0.00 ÷ 799.01)", Decimal(0))


def test_with_nothing_budgeted_the_rate_does_not_apply_and_the_score_is_typed():
    found = texts({"department_evaluation": {"funds": {"annual": annual(revised="0", executed="0")}}})
    assert found == {"department_evaluation.funds.annual.rate": "不适用"}


def test_the_places_of_a_score_are_those_of_the_policy():
    data = {"department_evaluation": {"funds": {"annual": annual()}}}
    assert texts(data, replace(DEFAULT, score_places=1))["department_evaluation.funds.annual.score"] == "9.6"  # 9.648…


def test_the_annual_funds_of_a_project_are_the_sum_of_its_parts():
    funds = {
        "annual": {"initial": "0", "revised": "0", "executed": "0", "weight": "10"},
        "current_year": {"initial": "90", "revised": "89.974", "executed": "80"},
        "carried_over": {"revised": "10"},
        "other": None,
    }
    beneath = ("projects[0].funds.annual.executed", "projects[0].funds.annual.revised")
    assert computed({"projects": [{"funds": funds}]}) == {
        "projects[0].funds.annual.initial": Computed("90.00", "90", Decimal(90)),
        "projects[0].funds.annual.revised": Computed("99.974", "89.974 + 10", Decimal("99.974")),
        "projects[0].funds.annual.executed": Computed("80.00", "80", Decimal(80)),
        "projects[0].funds.annual.rate": Computed("80.02%", "80 ÷ 99.974", Decimal("80.02"), beneath),  # 80.0208
        "projects[0].funds.annual.score": Computed("8.00", "10 × min(1, 80 ÷ 99.974)", Decimal("8.00"), beneath),
    }


def test_the_annual_funds_of_a_project_without_parts_are_typed():
    found = texts({"projects": [{"funds": {"annual": annual(initial="5"), "current_year": {"initial": None}}}]})
    assert sorted(found) == ["projects[0].funds.annual.rate", "projects[0].funds.annual.score"]


def row(weight, score, **more):
    return {"level3": "甲", "weight": weight, "score": score} | more


def totals(indicators, policy=DEFAULT, **cells):
    found = computed({"projects": [{"funds": {"annual": annual(**cells)}, "indicators": indicators}]}, policy)
    return found.get("projects[0].total_weight"), found.get("projects[0].total_score")


def test_totals():
    assert totals([row("50", "49.5"), row("40", "38.125")]) == (
        Computed("100", "10 + 50 + 40", Decimal(100)),
        Computed("97.275", "9.65 + 49.5 + 38.125", Decimal("97.275"), ("projects[0].funds.annual.score",)),
    )


@pytest.mark.parametrize(
    ("rows", "weight", "score"),
    [
        ([], None, None),
        ([row(None, None)], None, None),
        ([row("90", "80"), row(None, None)], "100", "89.65"),
        ([row("90", "80"), row("/", "无")], "100", "89.65"),
        ([row("90", "80"), row("5", None)], "105", None),
        ([row("90", "80"), row(None, "5")], None, "94.65"),
        ([row("90", "80"), {"level3": "甲"}], None, None),
        ([row("90", "80"), {"level3": "甲", "weight": None}], None, None),
        ([row("90", "80"), {"level1": "效益指标"}], "100", "89.65"),
        ([row("90", "80"), {"level3": "……", "target": "/"}], "100", "89.65"),
        ([row("90", "80"), {"level3": "甲……"}], None, None),
        ([row("90", "80"), {"level3": "甲", "score": None}], None, None),
        ([row("90", "80"), {"level3": "——"}], "100", "89.65"),
        ([row("90", "80"), {"target": "≥5个"}], None, None),
        ([row("90", "80"), {"actual": "无"}], None, None),
    ],
)
def test_rows_that_take_part_and_rows_that_silence(rows, weight, score):
    total_weight, total_score = totals(rows)
    assert (total_weight and total_weight.text, total_score and total_score.text) == (weight, score)


def test_totals_need_the_execution_row():
    assert totals([row("90", "80")], weight=None) == (None, None)
    found = texts({"projects": [{"indicators": [row("90", "80")]}]})
    assert found == {}


def test_without_a_budget_the_typed_execution_score_counts():
    weight, score = totals([row("90", "80")], revised="0", executed="0", score="10")
    assert (weight.text, score.text) == ("100", "90")


@pytest.mark.parametrize(
    ("executed", "score", "text", "formula"),
    [
        ("40", "90", "59", "min(4.00 + 90, 59)"),
        ("40", "55", "59.00", "4.00 + 55"),
        ("79.99", "90", "89", "min(8.00 + 90, 89)"),
        ("80", "90", "98.00", "8.00 + 90"),
    ],
)
def test_a_cap_holds_the_total_down(executed, score, text, formula):
    total = totals([row("90", score)], CAPPED, revised="100", executed=executed)[1]
    assert (total.text, total.formula) == (text, formula)


def test_which_computed_cells_a_figure_comes_from(small):
    found = computed_cells(small, DEFAULT)
    line, annual = "basic_data.expenditure[{}].final".format, "department_evaluation.funds.annual."
    assert found[line("official_vehicles")].over == ()
    assert found[line("three_public")].over == (line("official_vehicles"),)
    assert found[f"{annual}score"].over == ()
    assert found["department_evaluation.total_weight"].over == ()
    assert found["department_evaluation.total_score"].over == (f"{annual}score",)


def test_the_capped_total_of_a_project_comes_from_its_score_and_all_that_is_beneath():
    annual = {"weight": "10", "revised": "0", "executed": "0"}
    funds = {"annual": annual, "current_year": {"revised": "100", "executed": "40"}}
    found = computed({"projects": [{"funds": funds, "indicators": [row("90", "90")]}]}, CAPPED)
    total = found["projects[0].total_score"]
    assert total.text == "59"
    assert set(total.over) == {f"projects[0].funds.annual.{name}" for name in ("executed", "revised", "score")}


def test_taking_every_computed_cell_leaves_nothing_to_take(small):
    first = computed_cells(small, DEFAULT)
    assert first["basic_data.expenditure[project_expenditure].final"].text == "202.48"
    again = computed_cells(taken(small, first), DEFAULT)
    assert {path: cell.text for path, cell in again.items()} == {path: cell.text for path, cell in first.items()}


def taken(filing, found):
    data = codec.to_json(filing)
    for path, cell in found.items():
        put(data, path, cell.text)
    return codec.from_json(data)


def put(data, path, text):
    *steps, last = path.split(".")
    for step in steps:
        name, _bracket, item = step.rstrip("]").partition("[")
        data = data.setdefault(name, {})
        if item.isdigit():
            data = data[int(item)]
        elif item:
            key, _colon, nth = item.partition(":")
            data = [line for line in data if line["line"] == key][int(nth or 1) - 1]
    data[last] = text


def test_clean_cases_agree_with_what_is_computed(cases):
    for name in ("clean-2023.json", "clean-2024.json"):
        filing = codec.loads((cases / name).read_bytes())
        cells = paths.cells(filing)
        found = computed_cells(filing, DEFAULT)
        assert len(found) > 20
        assert {path: cell.value for path, cell in found.items()} == {path: cells[path].value for path in found}, name


def test_a_part_below_zero_stands_in_the_formula_with_its_sign():
    funds = {"current_year": {"executed": "80"}, "other": {"executed": "-1.50"}}
    found = computed({"projects": [{"funds": funds}]})
    assert found["projects[0].funds.annual.executed"] == Computed("78.50", "80 + -1.50", Decimal("78.50"))
