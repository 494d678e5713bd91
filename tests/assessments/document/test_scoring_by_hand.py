"""Every sentence of how a row is scored, with scores worked out by hand: a weight of 10 unless another stands there."""

from dataclasses import replace

import pytest

from assessments.document.amounts import read
from assessments.document.cells import Kind, Text
from assessments.document.filing import Indicator
from assessments.document.policy import DEFAULT
from assessments.document.scoring import propose
from assessments.document.targets import AT_LEAST_SIGNS, AT_MOST_SIGNS, FAULT_HANDLING, FAULTS

LINEAR = replace(DEFAULT, at_most="linear")
ONE_PLACE = replace(DEFAULT, score_places=1)
WORDS_AFTER = ("以上", "及以上", "或以上", "以内", "及以内", "以下", "及以下", "或以下")


def score(target, actual, *, weight="10", level1="产出指标", level2="数量指标", level3="某项", policy=DEFAULT):
    row = Indicator(
        level1=Text(level1),
        level2=Text(level2),
        level3=Text(level3),
        target=Text(target),
        actual=Text(actual),
        weight=read(Kind.NUMBER, weight),
    )
    proposal = propose(row, policy, 2024)
    return None if proposal is None else str(proposal.score)


def cells(sign, figure):
    """The ways to write a figure with a sign: before it, after it, spaced."""
    ways = [f"{figure}{sign}", f"{figure} {sign}"]
    return ways if sign in WORDS_AFTER else [f"{sign}{figure}", f"{sign} {figure}", *ways]


@pytest.mark.parametrize("sign", AT_LEAST_SIGNS)
def test_every_sign_of_at_least(sign):
    for target in cells(sign, "40件"):
        assert (score(target, "30件"), score(target, "40件"), score(target, "50件")) == ("7.50", "10.00", "10.00")


@pytest.mark.parametrize("sign", AT_MOST_SIGNS)
def test_every_sign_of_at_most(sign):
    for target in cells(sign, "30天"):
        assert (score(target, "40天"), score(target, "30天"), score(target, "20天")) == ("7.50", "10.00", "10.00")
        assert score(target, "40天", policy=LINEAR) == "6.67"  # 10 × (1 − 10 ÷ 30)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥1.2万元", "9000元", "7.50"),
        ("≥9000元", "0.6万元", "6.67"),
        ("≥0.5亿元", "4000万元", "8.00"),
        ("≥4000万元", "0.3亿元", "7.50"),
        ("≥25万人次", "200000人次", "8.00"),
        ("≥25万人次", "20万人次", "8.00"),
        ("≥200000人次", "15万人次", "7.50"),
        ("≥1.5亿立方米", "12000万立方米", "8.00"),
        ("≥30万", "24万", "8.00"),
        ("≥30万", "240000", "8.00"),
        ("≥30万元", "24", "8.00"),
        ("≥30万元", "24万", "8.00"),
        ("≥30", "24万元", "8.00"),
        ("≥2%", "15‰", "7.50"),
        ("≥20‰", "1.5%", "7.50"),
        ("≤5‰", "0.8%", "6.25"),
        ("≤0.5%", "8‰", "6.25"),
        ("≥80百分比", "60%", "7.50"),
        ("≥80%", "60百分比", "7.50"),
        ("≥95", "76%", "8.00"),
        ("≥95%", "76", "8.00"),
        ("≥1,200件", "900件", "7.50"),
        ("≥１２００件", "９００件", "7.50"),
        ("≥95％", "76％", "8.00"),
        ("≥40件", "30起", None),
        ("≥40件", "30万元", None),
        ("≥40件", "完成30件", None),
        ("≥40件", "≥30件", None),
        ("≥40件", "=30件", None),
        ("≥40件", "30件以上", None),
        ("完成40件", "30件", None),
    ],
)
def test_units_and_what_stands_before_them(target, actual, expected):
    assert score(target, actual) == expected


@pytest.mark.parametrize(
    ("levels", "target", "actual", "expected"),
    [
        ({}, "80万元", "100万元", "10.00"),
        ({}, "80万元", "64万元", "8.00"),
        ({}, "=80万元", "64万元", "8.00"),
        ({"level2": "成本指标"}, "80万元", "100万元", "8.00"),
        ({"level2": "成本指标"}, "=80万元", "100万元", "8.00"),
        ({"level2": "成本指标"}, "＝80万元", "64万元", "10.00"),
        ({"level2": "经济成本指标（10分）"}, "80万元", "100万元", "8.00"),
        ({"level1": "成本指标", "level2": "经济"}, "80万元", "100万元", "8.00"),
        ({"level2": "成本指标"}, "≥80万元", "64万元", "8.00"),
        ({"level2": "成本指标"}, "≤80万元", "100万元", "8.00"),
        ({"level3": "单位成本"}, "80万元", "100万元", "10.00"),
    ],
)
def test_equal_and_bare_figures_turn_round_in_a_cost_row(levels, target, actual, expected):
    assert score(target, actual, **levels) == expected


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bare_figure_under_a_fault_is_the_most(fault):
    named = {"level3": f"群众{fault}数"}
    assert (score("4起", "5起", **named), score("4起", "3起", **named)) == ("8.00", "10.00")
    assert score("=4起", "5起", **named) == "10.00"
    assert score("≥4起", "5起", **named) == "10.00"


@pytest.mark.parametrize("handling", FAULT_HANDLING)
@pytest.mark.parametrize("fault", FAULTS)
def test_how_a_fault_is_dealt_with_is_no_fault(fault, handling):
    named = {"level3": f"{fault}{handling}数"}
    assert (score("4起", "5起", **named), score("4起", "3起", **named)) == ("10.00", "7.50")


@pytest.mark.parametrize("target", ["0", "0起", "=0", "＝0起", "0.00%", "0 起"])
@pytest.mark.parametrize("policy", [DEFAULT, LINEAR])
def test_a_bare_or_equal_zero_allows_none(target, policy):
    for nothing in ("0", "0.0", "无", "未", "没有", "零", "无发生", "未发生", "没有发生", "零发生"):
        assert score(target, nothing, policy=policy) == "10.00"
    assert score(target, "1", policy=policy) == "0.00"
    assert score(target, "0.01", policy=policy) == "0.00"
    assert score(target, "未发生事故", policy=policy) is None


def test_a_zero_with_another_sign_is_a_limit():
    assert (score("≤0起", "0起"), score("≤0起", "1起"), score("≤0起", "1起", policy=LINEAR)) == (
        "10.00",
        "0.00",
        "0.00",
    )
    assert (score("≥0起", "0起"), score("≥0起", "5起")) == ("10.00", "10.00")


@pytest.mark.parametrize(
    ("target", "met", "late"),
    [
        ("2024年12月31日", "2024年12月31日", "2025年1月1日"),
        ("2024年12月底前完成", "2024年12月31日", "2025年1月1日"),
        ("2024年度", "2024年12月31日", "2025年1月1日"),
        ("2024年年底", "2024年12月31日", "2025年1月1日"),
        ("2024年上半年", "2024年6月30日", "2024年7月1日"),
        ("2024年第三季度", "2024年9月30日", "2024年10月1日"),
        ("2024年2月", "2024年2月29日", "2024年3月1日"),
        ("1-6月", "2024年6月30日", "2024年7月1日"),
        ("1-6月", "6月", "7月"),
    ],
)
def test_the_last_day_of_a_deadline_counts(target, met, late):
    assert (score(target, met), score(target, late), score(target, "按时完成")) == ("10.00", None, None)


@pytest.mark.parametrize(
    ("target", "actual", "weight", "two", "one"),
    [
        ("≥16件", "13件", "2", "1.63", "1.6"),  # 1.625
        ("≥4件", "1件", "5", "1.25", "1.3"),
        ("≥4件", "3件", "0.2", "0.15", "0.2"),
        ("≥8件", "7件", "0.1", "0.09", "0.1"),  # 0.0875
        ("≤7天", "8天", "10", "8.75", "8.8"),
        ("≥3件", "2件", "10", "6.67", "6.7"),
        ("≥3件", "1件", "10", "3.33", "3.3"),
        ("≥3件", "3件", "7.5", "7.50", "7.5"),
        ("≥3件", "9件", "10", "10.00", "10.0"),
    ],
)
def test_a_score_is_rounded_half_up(target, actual, weight, two, one):
    assert score(target, actual, weight=weight) == two
    assert score(target, actual, weight=weight, policy=ONE_PLACE) == one


@pytest.mark.parametrize(
    ("actual", "ratio", "linear"),
    [("20天", "10.00", "10.00"), ("25天", "8.00", "7.50"), ("40天", "5.00", "0.00"), ("50天", "4.00", "0.00")],
)
def test_at_most_by_ratio_and_by_line(actual, ratio, linear):
    assert score("≤20天", actual) == ratio
    assert score("≤20天", actual, policy=LINEAR) == linear


@pytest.mark.parametrize(
    ("target", "actual", "weight", "two", "one"),
    [
        ("≤12%", "12.02%", "3", "3.00", "3.0"),  # 2.995
        ("≤12%", "12.03%", "3", "2.99", "3.0"),  # 2.9925
        ("≤12%", "12.2%", "3", "2.95", "3.0"),
        ("≤12%", "12.21%", "3", "2.95", "2.9"),  # 2.9475
    ],
)
def test_a_half_by_line_is_rounded_up_though_the_goal_makes_thirds(target, actual, weight, two, one):
    assert score(target, actual, weight=weight, policy=LINEAR) == two
    assert score(target, actual, weight=weight, policy=replace(LINEAR, score_places=1)) == one
