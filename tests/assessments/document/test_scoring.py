"""Proposed scores, the execution score, caps and grades; every value worked out by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.document.amounts import read
from assessments.document.cells import ABSENT_FIGURE, Kind, Text
from assessments.document.filing import AnnualFunds, Indicator
from assessments.document.policy import DEFAULT
from assessments.document.scoring import (
    cap,
    exact_execution_score,
    execution_score,
    execution_share,
    grade,
    propose,
)

LINEAR = replace(DEFAULT, at_most="linear")
ONE_PLACE = replace(DEFAULT, score_places=1)


def row(target, actual, weight="10", level2="数量指标", level3="甲"):
    return Indicator(
        level2=Text(level2),
        level3=Text(level3),
        target=Text(target),
        actual=Text(actual),
        weight=read(Kind.NUMBER, weight),
    )


def proposed(*args, policy=DEFAULT, **kwargs):
    proposal = propose(row(*args, **kwargs), policy, 2024)
    return None if proposal is None else (str(proposal.score), proposal.reasoning)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥30个", "16个", ("5.33", "16 ÷ 30 × 10 = 5.33")),  # 160 / 30 = 5.333…
        ("≥200万元", "189.769万元", ("9.49", "189.769 ÷ 200 × 10 = 9.49")),  # 9.48845
        ("≥200万元", "1897690元", ("9.49", "189.769 ÷ 200 × 10 = 9.49")),
        ("≥30个", "30个", ("10.00", "30 ≥ 30 → 10")),
        ("≥30个", "45个", ("10.00", "45 ≥ 30 → 10")),
        ("≥30个", "29.999个", ("10.00", "29.999 ÷ 30 × 10 = 10")),  # 9.99967
        ("≥30个", "0个", ("0.00", "0 ÷ 30 × 10 = 0")),
        ("≥5%", "-3%", ("0.00", "-3 ÷ 5 × 10 = 0")),
        ("≥0", "5", ("10.00", "5 ≥ 0 → 10")),
        ("≥0", "-5", None),
        ("≥-5%", "-3%", ("10.00", "-3 ≥ -5 → 10")),
        ("≥-5%", "-6%", None),
        ("≥8", "1", ("1.25", "1 ÷ 8 × 10 = 1.25")),
        ("≥800", "1", ("0.01", "1 ÷ 800 × 10 = 0.01")),  # 0.0125
        ("≥2000", "1", ("0.01", "1 ÷ 2000 × 10 = 0.01")),  # 0.005 rounds up
        ("≥2001", "1", ("0.00", "1 ÷ 2001 × 10 = 0")),  # 0.004998
    ],
)
def test_at_least(target, actual, expected):
    assert proposed(target, actual) == expected


@pytest.mark.parametrize(
    ("target", "actual", "ratio", "linear"),
    [
        ("≤90万元", "90万元", "10.00", "10.00"),
        ("≤90万元", "90.01万元", "10.00", "10.00"),  # 9.99889, 9.99889
        ("≤90万元", "120万元", "7.50", "6.67"),  # 90/120; 1 − 30/90
        ("≤90万元", "180万元", "5.00", "0.00"),
        ("≤0.8%", "1%", "8.00", "7.50"),  # 0.8/1; 1 − 0.2/0.8
        ("≤90万元", "270万元", "3.33", "0.00"),
        ("≤90万元", "0万元", "10.00", "10.00"),
        ("≤0起", "0起", "10.00", "10.00"),
        ("≤0起", "1起", "0.00", "0.00"),
        ("≤-5%", "-6%", "10.00", "10.00"),
    ],
)
def test_at_most_by_either_formula(target, actual, ratio, linear):
    assert proposed(target, actual)[0] == ratio
    assert proposed(target, actual, policy=LINEAR)[0] == linear


def test_at_most_below_zero_and_missed_is_not_computed():
    assert proposed("≤-5%", "-3%") is None


def test_reasoning_of_at_most():
    assert proposed("≤90", "60")[1] == "60 ≤ 90 → 10"
    assert proposed("≤90", "120")[1] == "90 ÷ 120 × 10 = 7.5"
    assert proposed("≤90", "120", policy=LINEAR)[1] == "(1 − (120 − 90) ÷ 90) × 10 = 6.67"
    assert proposed("≤90", "180", policy=LINEAR)[1] == "(1 − (180 − 90) ÷ 90) × 10 ≤ 0 → 0"
    assert proposed("≤0", "2")[1] == "2 > 0 → 0"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("0发生", ("10.00", "0 = 0 → 10")),
        ("0", ("10.00", "0 = 0 → 10")),
        ("无", ("10.00", "0 = 0 → 10")),
        ("未发生", ("10.00", "0 = 0 → 10")),
        ("1发生", ("0.00", "1 ≠ 0 → 0")),
        ("0.01", ("0.00", "0.01 ≠ 0 → 0")),
        ("基本没有", None),
    ],
)
def test_none_allowed(actual, expected):
    assert proposed("0发生", actual) == expected


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("2024年12月31日", "2024年12月20日", ("10.00", "2024-12-20 ≤ 2024-12-31 → 10")),
        ("2024年12月31日", "2024年12月31日", ("10.00", "2024-12-31 ≤ 2024-12-31 → 10")),
        ("2024年12月31日", "2025年1月1日", None),
        ("2024年12月30日", "2024年12月", None),
        ("2024年度", "2024年度", ("10.00", "2024-12-31 ≤ 2024-12-31 → 10")),
        ("2024年12月底前完成", "12月", ("10.00", "2024-12-31 ≤ 2024-12-31 → 10")),
        ("2024年度", "已完成", None),
    ],
)
def test_deadlines(target, actual, expected):
    assert proposed(target, actual) == expected


def test_cost_and_fault_rows_turn_a_bare_target_round():
    assert proposed("100万元", "125万元")[0] == "10.00"
    assert proposed("100万元", "125万元", level2="成本指标")[0] == "8.00"
    assert proposed("=100万元", "125万元", level2="成本指标")[0] == "8.00"
    assert proposed("≥100万元", "125万元", level2="成本指标")[0] == "10.00"
    assert proposed("4起", "5起", level3="投诉次数")[0] == "8.00"
    assert proposed("=4起", "5起", level3="投诉次数")[0] == "10.00"
    assert proposed("80%", "100%", level3="投诉处理率")[0] == "10.00"


@pytest.mark.parametrize(
    ("target", "actual", "weight"),
    [
        ("有所改善", "有所改善", "10"), (None, "5", "10"), ("/", "5", "10"), ("≥5个", None, "10"), ("≥5个", "≥5个", "10"),
        ("≥5个", "5起", "10"), ("≥5个", "5个", None), ("≥5个", "5个", "/"), ("≥5个", "5个", "-1"),
    ],
)  # fmt: skip
def test_nothing_is_computed(target, actual, weight):
    assert proposed(target, actual, weight=weight) is None


def test_a_missing_weight_computes_nothing():
    assert propose(replace(row("≥5个", "5个"), weight=ABSENT_FIGURE), DEFAULT, 2024) is None


def test_scores_are_rounded_half_up_to_the_decimals_of_the_policy():
    assert proposed("≥16", "13", weight="2", policy=DEFAULT)[0] == "1.63"  # 1.625
    assert proposed("≥16", "13", weight="2", policy=ONE_PLACE) == ("1.6", "13 ÷ 16 × 2 = 1.6")
    assert proposed("≥4", "1", weight="5", policy=ONE_PLACE)[0] == "1.3"  # 1.25
    assert proposed("≥4", "4", weight="7.555")[0] == "7.56"
    assert proposed("≥4", "4", weight="0")[0] == "0.00"


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 100))
def test_a_score_stays_between_nothing_and_the_weight(goal, value, weight):
    for sign in ("≥", "≤"):
        for policy in (DEFAULT, LINEAR):
            score = propose(row(f"{sign}{goal}个", f"{value}个", str(weight)), policy, 2024).score
            assert 0 <= score <= weight


def annual(executed="770.93", revised="799.01", weight="10"):
    return AnnualFunds(
        revised=read(Kind.AMOUNT, revised), executed=read(Kind.AMOUNT, executed), weight=read(Kind.NUMBER, weight)
    )


@pytest.mark.parametrize(
    ("executed", "revised", "weight", "expected"),
    [
        ("770.93", "799.01", "10", "9.65"),  # 9.64856
        ("202.48", "230.55", "10", "8.78"),  # 8.78248
        ("6.01", "30.00", "15", "3.01"),  # 3.005, a half that thirds would lose
        ("880", "880", "10", "10.00"),
        ("881", "880", "10", "10.00"),
        ("0", "880", "10", "0.00"),
        ("770.93", "799.01", "20", "19.30"),  # 19.29713
        ("2000000元", "400", "10", "5.00"),
        ("0.25", "1", "10", "2.50"),
        ("0.25", "0.50", "10", "5.00"),
        ("0", "0", "10", None),
        ("5", "-1", "10", None),
        (None, "880", "10", None),
        ("5", "/", "10", None),
        ("5", "880", None, None),
    ],
)
def test_the_execution_score(executed, revised, weight, expected):
    score = execution_score(annual(executed, revised, weight), DEFAULT)
    assert (None if score is None else str(score)) == expected


def test_the_exact_execution_score_is_not_rounded():
    assert exact_execution_score(annual("1", "3", "9")) == pytest.approx(Decimal(3), abs=Decimal("1e-50"))
    assert exact_execution_score(annual("1", "8", "10")) == Decimal("1.25")
    assert execution_share(annual("9", "8")) == Decimal("1.125")
    assert str(execution_score(annual("1", "8", "10"), ONE_PLACE)) == "1.3"


CAPPED = replace(
    DEFAULT, caps=tuple((Decimal(low), Decimal(top)) for low, top in ((50, 59), (60, 69), (70, 79), (80, 89)))
)


@pytest.mark.parametrize(
    ("executed", "highest"),
    [
        ("0", 59), ("49.99", 59), ("50", 69), ("59.99", 69), ("60", 79), ("69.99", 79), ("70", 89), ("79.99", 89), ("80", None),
        ("120", None),
    ],
)  # fmt: skip
def test_caps_by_execution_rate(executed, highest):
    assert cap(annual(executed, "100"), CAPPED) == highest


def test_no_cap_without_a_rate_or_a_policy_of_caps():
    assert cap(annual("0", "0"), CAPPED) is None
    assert cap(annual("0", "100"), DEFAULT) is None


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_grades(total, name):
    assert grade(Decimal(total), DEFAULT) == name


def test_grades_of_another_policy():
    other = replace(DEFAULT, grades=(Decimal(95), Decimal(85), Decimal(60)))
    assert [grade(Decimal(total), other) for total in (95, 94, 85, 84)] == ["优", "良", "良", "中"]


def test_a_share_of_less_than_one_10k_is_a_share_too():
    assert execution_share(annual("0.25", "0.50")) == Decimal("0.5")
    assert execution_share(annual("0.25", "0")) is None


def test_the_reasoning_spells_figures_as_short_as_they_are():
    row = Indicator(target=Text("≥30.00件"), actual=Text("16.0件"), weight=read(Kind.NUMBER, "10.00"))
    assert propose(row, DEFAULT, 2024).reasoning == "16 ÷ 30 × 10 = 5.33"
