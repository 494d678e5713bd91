"""What stands in the words of a row."""

import pytest

from assessments.rules.words import bare, is_filler
from tests.assessments.rules.sample import ABSENT, ROW, S, places

COST = f"{S}.indicators[3]"


@pytest.mark.parametrize(
    ("target", "actual", "fires"),
    [
        ("320.00万元", "304.00万元", True),
        ("320", "304", True),  # a bare figure is 万元
        ("≤320万元", "304万元", True),
        ("320万", "304万", True),
        ("3200000元", "3040000元", True),
        ("0.032亿元", "304万元", True),
        ("320.01万元", "304万元", True),  # two table cells agree within 0.01
        ("320.02万元", "304万元", False),
        ("320万元", "304.02万元", False),
        ("320万元", "≤304万元", False),
        ("320个", "304个", False),
        ("320万元", "节约", False),
        (None, "304万元", False),
        ("320万元", ABSENT, False),
    ],
)
def test_cost_row_does_not_repeat_the_budget(target, actual, fires):
    changes = {f"{COST}.target": target, f"{COST}.actual": actual}
    assert places("E28", changes) == ([f"{COST}.target"] if fires else [])
    other = {f"{ROW}.target": target, f"{ROW}.actual": actual}
    assert places("E28", other) == []
    assert places("E28", {**changes, f"{S}.funds.annual.revised": None}) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("……", True),
        ("…", True),
        (" …… ", True),
        ("等……", False),
        ("指标1：", True),
        ("指标1:", True),
        ("指标：", True),
        ("指标2：/", True),
        ("指标2：无", True),
        ("指标２：——", True),
        ("指标1：办案数", False),
        ("（100字以内）", True),
        ("说明情况(200 字左右)", True),
        ("情况（５０字内）好", True),
        ("100字以内", False),
        ("无", False),
        (None, False),
    ],
)
@pytest.mark.parametrize(
    "path", [f"{ROW}.level3", f"{ROW}.deviation", f"{S}.goal.expected", f"{S}.goal.actual", "projects[1].name"]
)
def test_no_filler_is_left(path, text, fires):
    assert places("E29", {path: text}) == ([path] if fires else [])


@pytest.mark.parametrize("key", ["target", "actual"])
@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("2024年度", False),
        ("2023年度", True),
        ("2024年12月，2025年1月", True),
        ("２０２３年", True),
        ("2023-12-31", True),
        ("2023.12.31", True),
        ("2024.12.31", False),
        ("2023", False),
        ("2023件", False),
        ("12023年", False),
        ("2023.13.31", False),
        ("1.2023.12.31", False),
        (None, False),
    ],
)
def test_years_are_the_fiscal_year(key, text, fires):
    path = f"{S}.indicators[2].{key}"
    assert places("E32", {path: text}) == ([path] if fires else [])


def test_a_copied_budget_agrees_within_one_cent():
    assert places("E28", {f"{COST}.target": "3200150元", f"{COST}.actual": "304"}) == []
    assert places("E28", {f"{COST}.target": "320", f"{COST}.actual": "3040150元"}) == []
    assert places("E28", {f"{COST}.target": "3200100元", f"{COST}.actual": "3040100元"}) == [f"{COST}.target"]


def test_nothing_is_no_filler():
    assert is_filler(None) is False


def test_a_text_is_bared_of_white_space_and_punctuation_alone():
    assert bare(" ＋3℃，（甲_）②—Ⅱ\u200b。") == "＋3℃甲②Ⅱ"
