"""One scored row: complete, within its weight, and scored as its figures say."""

import pytest

from tests.assessments.rules.sample import ABSENT, ROW, S, one, places


def at(**cells):
    return {f"{ROW}.{key}": value for key, value in cells.items()}


@pytest.mark.parametrize(
    ("weight", "score", "fires"),
    [
        ("10", "10", False),
        ("10", "10.01", True),
        ("10", "0", False),
        ("10", "-0.01", True),
        (None, "99", False),
        ("10", None, False),
        (ABSENT, "99", False),
    ],
)
def test_score_lies_between_0_and_its_weight(weight, score, fires):
    assert places("E13", at(weight=weight, score=score)) == ([f"{ROW}.score"] if fires else [])
    execution = {f"{S}.funds.annual.weight": weight, f"{S}.funds.annual.score": score}
    assert places("E13", execution) == ([f"{S}.funds.annual.score"] if fires else [])


@pytest.mark.parametrize(
    ("reason", "fires"),
    [
        ("案件集中在年底。", False),
        (None, True),
        ("", True),
        ("无", True),
        ("无。", True),
        ("略", True),
        ("同上", True),
        ("见上。", True),
        ("/", True),
        ("——", True),
        ("──", True),  # a line of a table, which is a mark of nothing too, but no punctuation
        ("无偏差", False),
        (ABSENT, False),
    ],
)
def test_lost_points_have_a_reason(reason, fires):
    assert places("E14", at(score="9.47", deviation=reason)) == ([f"{ROW}.deviation"] if fires else [])
    assert places("E14", at(score="10", deviation=reason)) == []
    assert places("E14", at(score=None, deviation=reason)) == []


@pytest.mark.parametrize(
    ("target", "actual", "score", "fires"),
    [
        ("≥95%", "90%", "9.47", False),  # 9.4736…
        ("≥95%", "90%", "9.48", True),
        ("≥95%", "90%", "9.5", True),  # no tolerance
        ("≥95%", "90%", "9", False),
        ("≥95%", "100%", "10", False),
        ("≥95%", "100%", "11", True),  # also beside E13
        ("≤100元", "125元", "8", False),
        ("≤100元", "125元", "8.01", True),
        ("0起", "1起", "0", False),
        ("0起", "1起", "0.01", True),
        ("0起", "未发生", "10", False),
        ("2024年6月30日", "2024年6月30日", "10", False),
        ("2024年6月30日", "2024年7月1日", "10", False),  # nothing is computed
        ("≥95%", "良好", "10", False),
        ("≥95%", "≥90%", "10", False),
        ("有所提高", "有所提高", "10", False),
        ("≥95%", "90%", None, False),
        (None, "90%", "10", False),
        ("≥30个", "16", "5.33", False),
        ("≥30个", "16", "5.34", True),
        ("30日内", "20日内", "10", False),  # sooner is better
        ("30日内", "40日", "7.5", False),
        ("30日内", "40日", "7.51", True),
        ("95%以上（含）", "94%", "9.9", True),
        ("95%以上（含）", "95%", "10", False),
        ("不得超过100元", "125元", "8.01", True),
    ],
)
def test_score_is_not_above_the_computed_one(target, actual, score, fires):
    assert places("E15", at(target=target, actual=actual, score=score)) == ([f"{ROW}.score"] if fires else [])


def test_the_reasoning_stands_in_the_finding():
    finding = one("E15", at(target="≥30个", actual="16个", score="8"))
    assert (finding.declared, finding.expected, finding.difference) == ("8", "5.33", "2.67")
    assert finding.params["reasoning"] == "16 ÷ 30 × 10"


def test_decimals_and_formula_come_from_the_policy():
    assert places("E15", at(score="9.5"), {"score_places": "1"}) == []
    low = at(target="≤100元", actual="125元", score="7.6")
    assert places("E15", low) == []
    assert places("E15", low, {"at_most": "linear"}) == [f"{ROW}.score"]


@pytest.mark.parametrize(
    ("target", "actual", "fires"),
    [
        ("≥100件", "129.99件", False),
        ("≥100件", "130件", True),  # exactly at the limit
        ("100件", "200件", True),
        ("≤100件", "10件", False),
        ("≤100件", "500件", False),
        ("0件", "0件", False),
        ("0件", "1件", True),
        ("≥0件", "1件", True),
        ("≤0件", "1件", True),
        ("=0件", "无", False),
        ("≥100件", "≥130件", False),
        ("≥100件", "很多", False),
        ("≥1万元", "13000元", True),
        ("≥1万元", "12999元", False),
        ("≥90%", None, False),
    ],
)
def test_result_does_not_overshoot_by_far(target, actual, fires):
    changes = at(target=target, actual=actual, deviation=None)
    assert places("E16", changes) == ([f"{ROW}.actual"] if fires else [])
    assert places("E16", {**changes, f"{ROW}.deviation": "受理量意外增加"}) == []
    assert places("E16", {**changes, f"{ROW}.deviation": "无"}) == ([f"{ROW}.actual"] if fires else [])


def test_the_overshoot_comes_from_the_policy():
    changes = at(target="≥100件", actual="120件", deviation=None)
    assert places("E16", changes, {"overshoot": "120"}) == [f"{ROW}.actual"]
    assert places("E16", changes) == []


@pytest.mark.parametrize("key", ["target", "actual", "score"])
def test_a_scored_row_is_complete(key):
    path = f"{ROW}.{key}"
    assert places("E17", {path: None}) == [path]
    assert places("E17", {path: "/"}) == [path]
    assert places("E17", {path: ABSENT}) == []


def test_a_row_that_is_not_scored_may_be_blank():
    assert places("E17", at(target=None, actual=None, weight=None, score=None)) == []
    assert places("E17", at(target=None, actual=None, weight=None)) == [f"{ROW}.target", f"{ROW}.actual"]


def test_none_is_a_text_in_target_and_actual():
    assert places("E17", at(target="无", actual="无")) == []


def test_a_sheet_with_scored_rows_has_a_total_score():
    path = f"{S}.total_score"
    assert places("E17", {path: None}) == [path]
    assert places("E17", {path: ABSENT}) == []
    assert places("E17", {path: None, f"{S}.indicators": []}) == []


@pytest.mark.parametrize(
    ("target", "actual", "fires"),
    [
        ("≥95%", "90%", False),
        ("≥95%", "90", False),  # read in the target's unit
        ("≥95", "90%", False),
        ("≥95%", "900‰", False),
        ("≥95%", "90个", True),
        ("≥95%", "≥90%", True),
        ("≥95%", "=90%", True),
        ("≥95%", "良好", True),
        ("≥95%", "无", True),
        ("≥95%", None, False),
        ("≥95%", ABSENT, False),
        ("≥300公里", "完成300公里", True),
        ("完成300公里", "400", False),  # words
        ("0起", "无", False),
        ("0起", "未发生", False),
        ("0起", "良好", True),
        ("≤0起", "未发生", False),
        ("≤1起", "未发生", True),
        ("0起", "零起", False),
        ("0起", "零次", True),
        ("15日前", "已完成", False),  # words about a day
        ("15日", "已完成", True),
        ("2024.12底前", "已完成", False),
        ("24小时内", "20小时", False),
        ("24小时内", "24小时内", False),
        ("24小时内", "24小时以内", True),
        ("24小时内", "2天", True),
        ("2024年12月", "及时", False),  # a deadline's actual may be words
        ("有所提高", "90%", False),
        (None, "90%", False),
    ],
)
def test_actual_is_measured_as_the_target(target, actual, fires):
    assert places("E18", at(target=target, actual=actual)) == ([f"{ROW}.actual"] if fires else [])


@pytest.mark.parametrize(
    ("attainment", "score", "fires"),
    [
        ("met", "10", False),
        ("met", "8", False),
        ("met", "7.99", True),
        ("met", "10.01", True),
        ("partly", "8", True),
        ("partly", "7.99", False),
        ("partly", "6", False),
        ("partly", "5.99", True),
        ("not", "6", True),
        ("not", "5.99", False),
        ("not", "0", False),
        ("met", None, False),
        (ABSENT, "1", False),
    ],
)
def test_score_lies_within_its_band(attainment, score, fires):
    words = {
        f"{S}.indicators[4].{key}": value
        for key, value in {"weight": "10", "attainment": attainment, "score": score}.items()
    }
    assert places("E30", words) == ([f"{S}.indicators[4].score"] if fires else [])


def test_a_computed_score_needs_no_band():
    assert places("E30", at(attainment="not", score="9.47")) == []
    assert places("E30", at(attainment="not", score="9.47", target="提高")) == [f"{ROW}.score"]
    assert places("E30", at(attainment="not", score="9.47", actual="良好")) == [f"{ROW}.score"]
    assert places("E30", at(attainment="not", score="9.47", target=ABSENT)) == []


def test_bands_come_from_the_policy():
    words = {
        f"{S}.indicators[4].{key}": value
        for key, value in {"weight": "10", "attainment": "partly", "score": "5"}.items()
    }
    assert places("E30", words) == [f"{S}.indicators[4].score"]
    assert places("E30", words, {"bands": ["80", "50"]}) == []


def test_an_actual_that_cannot_be_compared_is_shown_beside_its_target():
    finding = one("E18", {f"{ROW}.target": " ≥95% ", f"{ROW}.actual": " 优良 "})
    assert (finding.declared, finding.expected) == ("优良", "≥95%")
