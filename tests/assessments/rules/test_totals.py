"""A sheet as a whole: total, grade, goal, how it was measured."""

import pytest
from django.utils import translation

from tests.assessments.rules.sample import ABSENT, S, one, places, row, rows

TOTAL = f"{S}.total_score"
INDICATORS = f"{S}.indicators"
CAPS = {"caps": [["50", "59"], ["60", "69"], ["70", "79"], ["80", "89"]]}


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({}, False),
        ({"total_score": "99.0"}, False),  # 98.97 within 0.05
        ({"total_score": "99"}, False),  # a whole total counts as one of one decimal
        ({"total_score": "98.9"}, True),
        ({"total_score": "98.92"}, True),
        ({"total_score": "98.98"}, True),
        ({"total_score": "98.975"}, True),
        ({"total_score": "98.9704"}, True),
        ({"total_score": None}, False),
        ({"total_score": ABSENT}, False),
        ({"funds.annual.score": None}, False),
        ({"funds.annual.score": "9.4"}, True),
        ({"indicators[0].score": None}, False),
        ({"indicators[0].score": ABSENT}, False),
        ({"indicators[0].score": None, "indicators[0].weight": None}, True),
        ({"indicators": []}, False),
        ({"indicators": ABSENT}, False),
    ],
)
def test_total_score_adds_up(changes, fires):
    found = places("E19", {f"{S}.{key}": value for key, value in changes.items()})
    assert found == ([TOTAL] if fires else [])


def test_the_difference_has_its_sign():
    finding = one("E19", {TOTAL: "98.87"})
    assert (finding.declared, finding.expected, finding.difference) == ("98.87", "98.97", "-0.10")


@pytest.mark.parametrize(
    ("executed", "total", "fires"),
    [
        ("256.00", "98.97", False),  # 80 %: no cap
        ("255.99", "98.97", True),
        ("255.99", "89", False),
        ("223.99", "79", False),
        ("191.99", "69", False),
        ("159.99", "59", False),
        ("159.99", "69", True),
        (None, "50", False),
    ],
)
def test_the_policy_may_cap_the_total(executed, total, fires):
    changes = {f"{S}.funds.annual.executed": executed, TOTAL: total}
    assert places("E19", changes, CAPS) == ([TOTAL] if fires else [])


def test_a_total_below_the_cap_is_the_sum():
    low = {f"{S}.funds.annual.executed": "255.99", f"{S}.indicators[0].score": "0"}
    assert places("E19", {**low, TOTAL: "78.97"}, CAPS) == []
    assert places("E19", {**low, TOTAL: "89"}, CAPS) == [TOTAL]


def same(*pairs):
    return [row("产出指标", "数量指标", f"事项{index}", *pair, "10", "10") for index, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "fires"),
    [
        ([("≥3起", "3起"), ("≥90%", "90%"), ("≥95%", "95")], True),
        ([("≥3起", "3起"), ("≥90%", "90%")], False),
        ([("≥3起", "3起"), ("≥90%", "90%"), ("≥95%", "95.01%")], False),
        ([("≥3起", "3起"), ("≥90%", "90%"), ("95%", "950‰")], True),
        ([("≥3起", "3起"), ("≥90%", "90%"), ("≤95%", "95%")], False),
        ([("≥3起", "3起"), ("≥90%", "90%"), ("≥95%", "≥95%")], False),  # not readable
        ([("≥3起", "3起"), ("≥90%", "90%"), ("≥95%", "95%"), ("≥5起", "良好")], True),
        ([("≥1万元", "10000元"), ("≥90%", "90%"), ("≥95%", "95%")], True),
    ],
)
def test_not_every_result_equals_its_target(pairs, fires):
    assert places("E25", {INDICATORS: same(*pairs)}) == ([INDICATORS] if fires else [])


def test_the_number_of_same_rows_comes_from_the_policy():
    assert places("E25", {INDICATORS: same(("≥3起", "3起"), ("≥90%", "90%"))}, {"same_rows": "2"}) == [INDICATORS]


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({}, False),
        ({"[0].target": "明显增加"}, False),  # 35 of 90
        ({"[0].target": "明显增加", "[1].target": "提高"}, False),  # 45 of 90 is exactly half
        ({"[0].target": "明显增加", "[1].target": "提高", "[2].target": "及时"}, True),
        ({"[0].target": "明显增加", "[1].target": None, "[2].target": "及时"}, True),  # blank is not measurable
        ({"[0].target": "明显增加", "[1].target": ABSENT, "[2].target": "及时"}, False),
        ({"[0].target": "明显增加", "[1].target": "提高", "[2].target": "2024年上半年"}, False),  # a deadline is
        ({"[0].target": "明显增加", "[5].target": "提高", "[6].weight": None}, False),
    ],
)
def test_most_weights_are_measurable(changes, fires):
    assert places("E26", {INDICATORS + key: value for key, value in changes.items()}) == ([INDICATORS] if fires else [])


def test_the_share_of_unmeasured_weights_comes_from_the_policy():
    assert places("E26", {}, {"unmeasured": "16"})[0] == INDICATORS
    assert places("E26", {}, {"unmeasured": "17"}) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("已完成100%", True),
        ("完成100%", True),
        ("完成率100％", True),
        ("完成率达到100%。", True),
        ("100%", True),
        ("100%。", True),
        ("年度目标全部完成。", True),
        ("目标未全部完成", False),
        ("目标没有全部完成", False),
        ("目标没能全部完成", False),
        ("目标无法全部完成", False),
        ("完成率未达100%", False),
        ("完成率不足100%", False),
        ("完成率尚未达到100%", False),
        ("完成率没有达到100%", False),
        ("完成率接近100%", False),
        ("完成率近100%", False),
        ("完成率约100%", False),
        ("完成率超过100%", True),
        ("完成不动产登记100%", True),
        ("完成低保发放100%", True),
        ("办结率100%", False),
        ("完成98%", False),
        ("完成2100%", False),
        ("完成整改，办结率100%", False),
        ("按计划完成", False),
        (None, False),
    ],
)
def test_the_goal_admits_what_was_missed(text, fires):
    """The second indicator of the sample lost points."""
    path = f"{S}.goal.actual"
    assert places("E27", {path: text}) == ([path] if fires else [])
    full = rows()
    assert places("E27", {path: text, INDICATORS: full, f"{S}.funds.annual.score": "9"}) == []


@pytest.mark.parametrize(
    ("total", "grade", "fires"),
    [
        ("90", "优", False),
        ("89.99", "优", True),
        ("89.99", "良", False),
        ("80", "良好", False),
        ("79.99", "良", True),
        ("60", "中", False),
        ("59.99", "中", True),
        ("59.99", "差", False),
        ("95", "良", True),
        ("95", None, False),
        (None, "差", False),
        ("95", "合格", False),
    ],
)
def test_grade_fits_the_total(total, grade, fires):
    assert places("E31", {TOTAL: total, f"{S}.grade": grade}) == ([f"{S}.grade"] if fires else [])


def test_grades_come_from_the_policy():
    assert places("E31", {TOTAL: "94", f"{S}.grade": "优"}, {"grades": ["95", "85", "60"]})[0] == f"{S}.grade"


def test_a_total_exactly_half_a_place_away_agrees():
    half = {f"{S}.indicators[1].score": "9.45"}  # 98.95
    assert places("E19", {**half, TOTAL: "98.9"}) == []
    assert places("E19", {**half, TOTAL: "99.0"}) == []
    assert places("E19", {**half, TOTAL: "99"}) == []
    assert places("E19", {**half, TOTAL: "98.8"}) == [TOTAL]


def test_small_weights_count():
    lone = [row("产出指标", "数量指标", "事项", "提高", "提高", "0.5", "0.5")]
    assert places("E26", {INDICATORS: lone}) == [INDICATORS]
    lone[0]["weight"] = lone[0]["score"] = "0"
    assert places("E26", {INDICATORS: lone}) == []


def test_a_total_that_is_just_at_the_cap_is_not_said_to_be_held_down():
    policy = {"caps": [["95.2", "98.97"]]}
    assert "98.97 by -0.97" in in_english(one("E19", {f"{S}.total_score": "98"}, policy))
    policy = {"caps": [["95.2", "98.96"]]}
    assert "the most that the execution rate allows" in in_english(one("E19", {f"{S}.total_score": "98"}, policy))


def in_english(finding):
    with translation.override("en"):
        return finding.fact


def test_weights_that_make_nothing_have_no_share():
    rows = [
        {"level1": "产出指标", "level3": name, "weight": weight, "score": "0"}
        for name, weight in (("甲", "5"), ("乙", "-5"))
    ]
    assert places("E26", {f"{S}.indicators": rows}) == []


def test_a_cap_needs_both_figures():
    assert places("E19", {f"{S}.funds.annual.revised": None, TOTAL: "50"}, CAPS) == []


def test_a_sum_that_is_just_the_cap_is_not_said_to_be_more():
    """9.5 + 89.47 − 9.97 = 89, the most below 80 %."""
    just = {f"{S}.funds.annual.executed": "255.99", f"{S}.indicators[0].score": "10.03", TOTAL: "80"}
    with translation.override("en"):
        message = one("E19", just, CAPS).message
    assert "execution 9.5 + indicators 79.50 = 89.00 by -9.00" in message


@pytest.mark.parametrize("weight", ["-70", "-80"])
def test_without_weights_there_is_no_share(weight):
    """The weights of the others make 70."""
    assert places("E26", {f"{INDICATORS}[0].weight": weight, f"{INDICATORS}[1].target": "提高"}) == []
