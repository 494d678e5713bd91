"""How other cities print their forms and write their texts: nothing is missed for it and nothing invented."""

import pytest

from tests.assessments.rules.sample import ABSENT, ROW, S, judge, line, places, sample

BASIC = "report.sections[4].text"
EXPENDITURE = "basic_data.expenditure"


@pytest.mark.parametrize(
    "text",
    [
        "2023年基本支出决算数180.00万元，2024年决算数194.00万元",
        "2023年度基本支出情况如下：决算数180.00万元。2024年度决算数194.00万元",
        "上年基本支出决算数180.00万元，本年决算数194.00万元",
        "去年支出较多，决算数180.00万元；决算数194.00万元",
        "全市基本支出决算数5180.00万元，本单位决算数194.00万元",
        "全市决算数：5180.00万元，本单位决算数：194.00万元",
        "所属二级单位决算数30.00万元，决算数194.00万元",
        "决算数（上年180.00万元）。",
        "较上年决算数180.00万元增加。决算数194.00万元",
        "与上年决算数180.00万元相比增加14.00万元，决算数194.00万元",
        "较2023年增长7.78%，决算数194.00万元",
        "与2023年决算数180.00万元相比，决算数194.00万元",
        "比上年增加的决算数上年180.00万元，本年决算数194.00万元",
        "2025年预计决算数200.00万元，本年决算数194.00万元",
        "2023年决算数180.00万元",
        "决算数\n194.00\n万元",
    ],
)
def test_a_figure_of_another_year_or_unit_is_passed_over(text):
    assert places("X07", {BASIC: text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "根据2023年12月批复，决算数180.00万元",
        "比上年增加5.00万元，决算数180.00万元",
        "2023年已结束。决算数180.00万元",
        "2023年决算数194.00万元，2024年决算数180.00万元",
        "上年决算数194.00万元，本年决算数180.00万元",
        "2024年全年工作顺利，决算数180.00万元",
        "较2023年减少5.00万元，决算数180.00万元",
        "与2023年相比，决算数180.00万元",
        "决算数与上年持平为180.00万元，决算数180.00万元",
        "上年结转20.00万元，决算数180.00万元",
        "2023年底结余20.00万元，决算数180.00万元",
        "局机关及所属单位决算数180.00万元",
        "局机关（含二级单位）决算数180.00万元",
        "本单位包括下属二级单位决算数180.00万元",
        "决算数\n180.00\n万元",
        "2024 年决算数１８０．００万元",
    ],
)
def test_a_figure_of_this_year_and_unit_is_compared(text):
    assert places("X07", {BASIC: text}) == [BASIC]


def test_level_names_that_a_narrow_column_breaks():
    changes = {}
    for index, row in enumerate(sample()[S]["indicators"]):
        for level in ("level1", "level2"):
            changes[f"{S}.indicators[{index}].{level}"] = "\n".join(row[level]) + "（10 分）"
    assert judge(sample(**changes)) == ()


@pytest.mark.parametrize(("level3", "fires"), [("投\n诉次数", True), ("投诉处\n理率", False), ("投诉处理率", False)])
def test_a_fault_that_a_line_break_parts(level3, fires):
    """Four are the most; with five complaints the full score of 10 is too high."""
    changes = {f"{ROW}.level3": level3, f"{ROW}.target": "4起", f"{ROW}.actual": "5起", f"{ROW}.score": "10"}
    assert places("E15", changes) == ([f"{ROW}.score"] if fires else [])


def test_a_cost_row_that_a_line_break_parts():
    row = f"{S}.indicators[3]"
    changes = {f"{row}.level2": "成 本\n指标", f"{row}.target": "500元", f"{row}.actual": "600元"}
    assert places("E15", changes) == [f"{row}.score"]


@pytest.mark.parametrize("claim", ["全部完成", "年度目标完成率１００％", "１００％", "完成率 100 ％", "完成100%"])
def test_claims_of_full_completion(claim):
    assert places("E27", {f"{S}.goal.actual": claim}) == [f"{S}.goal.actual"]


@pytest.mark.parametrize("claim", ["未全部完成", "未能全部完成", "没有全部完成", "完成率９９％", "完成率2100%"])
def test_no_claim_of_full_completion(claim):
    assert places("E27", {f"{S}.goal.actual": claim}) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [("指标1：\n指标2：", True), ("指标1：无\n指标２:—", True), ("指标1：甲\n指标2：", False), ("指标", False)],
)
def test_fillers_below_each_other(text, fires):
    assert places("E29", {f"{ROW}.level3": text}) == ([f"{ROW}.level3"] if fires else [])


def test_a_line_of_the_template_below_project_expenditure_is_part_of_it():
    lines = sample()["basic_data"]["expenditure"]
    place = next(index for index, one in enumerate(lines) if one["line"] == "operating")
    with_further = [*lines[:place], line("x_relief", "0.00", "0.00", "5.00"), *lines[place:]]
    assert places("B08", {EXPENDITURE: with_further}) == [f"{EXPENDITURE}[project_expenditure].final"]
    elsewhere = [*lines, line("x_relief", "0.00", "0.00", "5.00")]
    assert places("B08", {EXPENDITURE: elsewhere}) == []


@pytest.mark.parametrize(("text", "fires"), [("本年未安排。", False), ("无", False), ("已全部执行。", True)])
def test_the_text_of_a_fund_that_there_is_not(text, fires):
    assert places("X12", {"report.sections[6].text": text}) == (["report.sections[6].text"] if fires else [])


def test_a_heading_that_a_line_break_parts():
    changes = {"report.sections[4].heading": "基本\n支出情况", BASIC: "决算数180.00万元"}
    assert places("X07", changes) == [BASIC]


def test_a_band_waits_for_an_actual_that_was_not_supplied():
    changes = {f"{ROW}.attainment": "not", f"{ROW}.score": "10", f"{ROW}.actual": ABSENT}
    assert places("E30", changes) == []
    assert places("E30", {**changes, f"{ROW}.actual": None}) == [f"{ROW}.score"]
    assert places("E30", {**changes, f"{ROW}.target": "有所提高"}) == [f"{ROW}.score"]
