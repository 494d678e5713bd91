"""The funds of a sheet, on 附件2 and on the projects."""

import pytest

from tests.assessments.rules.sample import ABSENT, S, one, places, row

A = f"{S}.funds.annual"
P = "projects[0].funds"


def annual(**figures):
    return {f"{A}.{key}": value for key, value in figures.items()}


@pytest.mark.parametrize("column", ["initial", "revised", "executed"])
def test_annual_funds_are_given(column):
    for sheet in (A, f"{P}.annual"):
        path = f"{sheet}.{column}"
        assert places("E01", {path: None}) == [path]
        assert places("E01", {path: "—"}) == [path]
        assert places("E01", {path: "0"}) == []
        assert places("E01", {path: ABSENT}) == []
    assert places("E01", {f"{S}.funds": None}) == []
    assert places("E01", {A: ABSENT}) == []


@pytest.mark.parametrize(
    ("figures", "fires"),
    [
        ({"executed": "770.93", "revised": "799.01", "rate": "96.49%"}, False),  # 96.4856…
        ({"executed": "770.93", "revised": "799.01", "rate": "96.48%"}, True),
        ({"executed": "770.93", "revised": "799.01", "rate": "96%"}, False),
        ({"executed": "770.93", "revised": "799.01", "rate": "97%"}, True),
        ({"executed": "1", "revised": "8", "rate": "12.5"}, False),
        ({"executed": "1", "revised": "8", "rate": "13"}, False),
        ({"rate": None}, True),
        ({"rate": "/"}, True),
        ({"rate": ABSENT}, False),
        ({"rate": "5%", "revised": "0"}, False),
        ({"rate": None, "revised": "0"}, False),
        ({"rate": None, "executed": None}, False),
        ({"rate": "950‰"}, False),
    ],
)
def test_rate_is_executed_by_revised(figures, fires):
    assert places("E02", annual(**figures)) == ([f"{A}.rate"] if fires else [])


@pytest.mark.parametrize(
    ("figures", "fires"),
    [
        ({"score": "9.5"}, False),
        ({"score": "9.50"}, False),
        ({"score": "9.55"}, True),
        ({"score": "9.6"}, True),
        ({"score": "10"}, True),  # a whole score counts as one of one decimal
        ({"executed": "318.00", "score": "9.9"}, False),  # 9.9375
        ({"executed": "318.00", "score": "9.94"}, False),
        ({"executed": "318.00", "score": "9.93"}, True),
        ({"executed": "318.40", "score": "10"}, False),  # 9.95, exactly half a place
        ({"executed": "318.39", "score": "10"}, True),
        ({"executed": "400.00", "score": "10"}, False),  # at most the weight
        ({"executed": "400.00", "score": "12.5"}, True),
        ({"score": None}, False),
        ({"weight": None, "score": "3"}, False),
        ({"revised": "0", "score": "3"}, False),
        ({"executed": "0", "score": "0"}, False),
    ],
)
def test_execution_score_follows_the_rate(figures, fires):
    assert places("E03", annual(**figures)) == ([f"{A}.score"] if fires else [])


@pytest.mark.parametrize(
    ("revised", "executed", "fires"),
    [("0", "0", False), ("0.00", "0.01", True), ("0", None, False), (None, "5", False), ("1", "5", False)],
)
def test_nothing_is_executed_without_a_budget(revised, executed, fires):
    assert places("E04", annual(revised=revised, executed=executed)) == ([f"{A}.executed"] if fires else [])


@pytest.mark.parametrize(
    ("revised", "executed", "fires"),
    [
        ("100.00", "100.00", False),
        ("100.00", "100.01", True),
        ("0", "5", False),
        (None, "5", False),
        ("5", None, False),
    ],
)
def test_spending_stays_within_the_revised_budget(revised, executed, fires):
    assert places("E05", annual(revised=revised, executed=executed)) == ([f"{A}.executed"] if fires else [])


@pytest.mark.parametrize("column", ["initial", "revised", "executed"])
def test_annual_funds_are_the_sum_of_their_parts(column):
    total = f"{P}.annual.{column}"
    three = {f"{P}.{name}.{column}": "10.00" for name in ("current_year", "carried_over", "other")}
    two = {**three, f"{P}.other.{column}": None}
    blank = dict.fromkeys(three)
    assert places("E06", {**three, total: "30.02"}) == []
    assert places("E06", {**three, total: "30.03"}) == [total]
    assert places("E06", {**two, total: "20.01"}) == []
    assert places("E06", {**two, total: "20.02"}) == [total]
    assert places("E06", {**blank, total: "20.02"}) == []
    assert places("E06", {**blank, f"{P}.other.{column}": "0", total: "20.02"}) == [total]
    assert places("E06", {**three, total: None}) == []
    alone = {f"{P}.carried_over": ABSENT, f"{P}.current_year.{column}": "5.00"}
    assert total not in places("E06", {**alone, total: "5.01"})
    assert total in places("E06", {**alone, total: "5.02"})


SPLITS = [
    ("E07", "by_source", ("general_public", "government_fund", "fiscal_account", "other")),
    ("E08", "by_kind", ("basic", "project")),
]


@pytest.mark.parametrize(("rule", "split", "parts"), SPLITS)
@pytest.mark.parametrize(
    ("figures", "fires"),
    [
        (("320.00", None), False),  # the revised budget
        (("304.00", None), False),  # the executed amount
        (("304.01", None), False),
        (("304.02", None), True),
        (("300.00", "4.01"), False),
        (("300.00", "4.02"), True),
        (("300.00", "20.01"), False),
        (("300.00", ABSENT), True),
        ((None, None), False),
        (("0", None), True),
    ],
)
def test_a_split_makes_the_revised_budget_or_the_executed_amount(rule, split, parts, figures, fires):
    path = f"{S}.{split}"
    changes = {f"{path}.{part}": None for part in parts} | {
        f"{path}.{parts[0]}": figures[0],
        f"{path}.{parts[1]}": figures[1],
    }
    assert places(rule, changes) == ([path] if fires else [])
    assert places(rule, {**changes, f"{A}.revised": None}) == []


def test_both_splits_make_the_same():
    """One figure against two: 0.02."""
    source, path = f"{S}.by_source.general_public", f"{S}.by_kind"
    assert places("E09", {source: "304.02"}) == []
    assert places("E09", {source: "304.03"}) == [path]
    assert places("E09", {source: None}) == []
    assert places("E09", {path: ABSENT}) == []
    assert places("E09", {source: "303.98", f"{S}.by_source.other": "0"}) == []
    assert places("E09", {source: "303.97", f"{S}.by_source.other": "0"}) == [path]
    assert places("E09", {source: "303.975", f"{S}.by_source.other": "0"}) == []


@pytest.mark.parametrize(
    ("split", "within", "beyond"), [("by_source", "304.01", "304.02"), ("by_kind", "304.01", "304.02")]
)
def test_a_declared_total_is_the_sum_of_its_parts(split, within, beyond):
    path = f"{S}.{split}.total"
    assert places("E10", {path: within}) == []
    assert places("E10", {path: beyond}) == [path]
    assert places("E10", {path: None}) == []
    assert places("E10", {path: ABSENT}) == []


@pytest.mark.parametrize(
    ("figures", "scores", "fires"),
    [
        ({"executed": "304.00"}, "10", False),  # r = 1, e = 0.95: exactly 5 %
        ({"executed": "303.99"}, "10", True),
        ({"executed": "400.00"}, "10", False),
        ({"executed": "303.99"}, None, False),
        ({"executed": "0", "revised": "0"}, "10", False),
        ({"executed": "302.22"}, "9.47", False),  # r = 0.994111, 95 % of it is 0.944406, of 320.00: 302.2097
        ({"executed": "302.20"}, "9.47", True),
    ],
)
def test_points_do_not_run_ahead_of_execution(figures, scores, fires):
    changes = annual(**figures) | {f"{S}.indicators[1].score": scores}
    assert places("E22", changes) == ([f"{S}.total_score"] if fires else [])


def test_the_gap_comes_from_the_policy():
    assert places("E22", {}, {"rate_gap": "4"}) == [f"{S}.total_score", "projects[1].total_score"]


@pytest.mark.parametrize(("executed", "fires"), [("256.00", False), ("255.99", True), ("0", True), (None, False)])
def test_the_budget_is_executed(executed, fires):
    assert places("E23", annual(executed=executed)) == ([f"{A}.executed"] if fires else [])


def test_the_least_execution_comes_from_the_policy():
    assert places("E23", {}, {"least_execution": "95.01"}) == [f"{A}.executed"]


@pytest.mark.parametrize(
    ("initial", "revised", "fires"),
    [
        ("100.00", "130.00", False),
        ("100.00", "130.01", True),
        ("100.00", "70.00", False),
        ("100.00", "69.99", True),
        ("0", "0", False),
        ("0", "0.01", True),
        (None, "5", False),
        ("5", None, False),
        ("5", "0", True),
    ],
)
def test_the_budget_was_not_revised_much(initial, revised, fires):
    assert places("E24", annual(initial=initial, revised=revised)) == ([f"{A}.revised"] if fires else [])


def test_the_allowed_change_comes_from_the_policy():
    assert places("E24", annual(revised="300.01"), {"budget_change": "0"})[0] == f"{A}.revised"


def test_a_finding_on_a_project_names_the_project():
    finding = one("E05", {f"{P}.annual.executed": "70.01"})
    assert (finding.path, finding.declared, finding.expected, finding.difference) == (
        f"{P}.annual.executed",
        "70.01",
        "70.00",
        "0.01",
    )


def test_a_blank_rate_declares_nothing():
    finding = one("E02", {f"{A}.rate": None})
    assert (finding.declared, finding.expected, finding.difference) == (None, "95.00%", None)
    assert finding.sentence != one("E02", {f"{A}.rate": "94%"}).sentence


def test_budgets_below_one_count():
    assert places("E24", annual(initial="0.50", revised="0.66")) == [f"{A}.revised"]
    assert places("E24", annual(initial="-1.00", revised="0.66")) == []


def test_a_split_is_compared_with_the_nearest_figure():
    path = f"{S}.by_source.general_public"
    assert (one("E07", {path: "319.00"}).expected, one("E07", {path: "319.00"}).difference) == ("320.00", "-1.00")
    assert (one("E07", {path: "305.00"}).expected, one("E07", {path: "305.00"}).difference) == ("304.00", "1.00")


def test_points_of_a_single_indicator_count():
    lone = {f"{S}.indicators": [row("产出指标", "数量指标", "事项", "≥1件", "1件", "0.5", "0.5")]}
    assert places("E22", {**lone, f"{A}.executed": "303.99"}) == [f"{S}.total_score"]
    assert places("E22", {**lone, f"{S}.indicators[0].score": "0", f"{A}.executed": "1"}) == []


def test_a_small_budget_is_executed_too():
    """0.50 of 0.50: 100 %."""
    small = annual(revised="0.50", executed="0.50")
    assert one("E02", {**small, f"{A}.rate": "99%"}).expected == "100.00%"
    assert places("E23", annual(revised="0.50", executed="0.30")) == [f"{A}.executed"]


def test_without_points_no_share_runs_ahead():
    nothing = {f"{S}.indicators[{index}].score": "0" for index in range(7)}
    assert places("E22", {**nothing, f"{A}.executed": "-1.00"}) == []
