"""The grammar of targets and actuals."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.document.cells import Text
from assessments.document.filing import Indicator
from assessments.document.targets import (
    Aim,
    is_blank_text,
    names_fault,
    read_actual,
    read_quantity,
    read_target,
    reading_of,
)


def target(text, *, cost=False, fault=False):
    return read_target(text, cost=cost, fault=fault, year=2024)


@pytest.mark.parametrize(
    "text",
    [
        "≥5个", "≧5个", ">=5个", ">5个", "＞5个", "＞＝5个", "不低于5个", "不少于5个", "不小于5个", "大于5个", "大于等于5个", "高于5个",
        "超过5个", "多于5个", "至少5个", "达到5个", "5个以上", "5个及以上", "≥5个以上", "≥ 5 个", "≥　５个", "=5个", "＝5个", "5个", " 5个 ",
        "⩾5个", "﹥5个", "﹦5个", "不得低于5个", "不得少于5个", "大于或等于5个", "最少5个",
        "5个或以上", "5个（含）以上", "5个以上（含）", "5个(含)以上", "5个以上（含5个）", "5个以上（不含）",
    ],
)  # fmt: skip
def test_targets_of_at_least(text):
    read = target(text)
    assert read.aim is Aim.AT_LEAST
    assert read.quantity.number == 5
    assert read.quantity.unit == "个"


@pytest.mark.parametrize(
    "text",
    [
        "≤5天", "≦5天", "<=5天", "<5天", "＜5天", "＜＝5天", "不高于5天", "不超过5天", "不大于5天", "小于5天", "小于等于5天", "低于5天", "少于5天",
        "至多5天", "5天以内", "5天以下", "5天及以下", "≤5天以内",
        "⩽5天", "﹤5天", "﹤﹦5天", "不多于5天", "不得高于5天", "不得超过5天", "小于或等于5天", "最多5天", "5天或以下", "5天及以内",
        "5天（含）以下", "5天以下（含5天）",
        "5天内", "5天之内", "不超过5天内", "5天内完成", "5天以内办结", "5 天 内",
    ],
)  # fmt: skip
def test_targets_of_at_most(text):
    read = target(text)
    assert read.aim is Aim.AT_MOST
    assert read.quantity.number == 5
    assert read.quantity.unit == "天"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("30日内", "日"), ("5个工作日内", "个工作日"), ("3个月内", "个月"), ("24小时内办结", "小时"), ("10分钟之内", "分钟"), ("1年内", "年"),
        ("15日内公开", "日"), ("5天以内拨付到位", "天"), ("5次内", "次"),
        ("5%内", "%"), ("100元内", "元"), ("100万元之内", "元"), ("15公里内", "公里"),
    ],
)  # fmt: skip
def test_within_a_measure_is_at_most(text, unit):
    read = target(text)
    assert (read.aim, read.quantity.unit) == (Aim.AT_MOST, unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3个县内", "个县内"), ("3天内训", "天内训"), ("100公里内河航道", "公里内河航道"), ("5日内部培训", "日内部培训")],
)
def test_other_words_with_within_belong_to_the_unit(text, unit):
    read = target(text)
    assert (read.aim, read.quantity.unit) == (Aim.AT_LEAST, unit)


@pytest.mark.parametrize(
    ("text", "cost", "fault", "aim"),
    [
        ("90万元", False, False, Aim.AT_LEAST),
        ("90万元", True, False, Aim.AT_MOST),
        ("=90万元", True, False, Aim.AT_MOST),
        ("≥90万元", True, False, Aim.AT_LEAST),
        ("≤90万元", True, False, Aim.AT_MOST),
        ("3起", False, True, Aim.AT_MOST),
        ("=3起", False, True, Aim.AT_LEAST),
        ("≥3起", False, True, Aim.AT_LEAST),
        ("0", False, False, Aim.NONE_ALLOWED),
        ("=0", False, False, Aim.NONE_ALLOWED),
        ("0发生", False, False, Aim.NONE_ALLOWED),
        ("0.00%", True, True, Aim.NONE_ALLOWED),
        ("≤0", False, False, Aim.AT_MOST),
        ("≥0", False, False, Aim.AT_LEAST),
    ],
)
def test_equal_and_bare_targets(text, cost, fault, aim):
    assert target(text, cost=cost, fault=fault).aim is aim


@pytest.mark.parametrize(
    ("text", "number", "factor", "unit"),
    [
        ("95%", "95", "1", "%"),
        ("95％", "95", "1", "%"),
        ("95%左右", "95", "1", "%"),
        ("95百分比", "95", "1", "%"),
        ("9‰", "9", "0.1", "%"),
        ("200万元", "200", "10000", "元"),
        ("1.5亿元", "1.5", "100000000", "元"),
        ("300元", "300", "1", "元"),
        ("2万亿元", "2", "1000000000000", "元"),
        ("12平米", "12", "1", "㎡"),
        ("12m²", "12", "1", "㎡"),
        ("12m³", "12", "1", "m³"),
        ("5℃", "5", "1", "℃"),
        ("1,234年", "1234", "1", "年"),
        ("2024.5年", "2024.5", "1", "年"),
        ("25万人次", "25", "10000", "人次"),
        ("3亿立方米", "3", "100000000", "立方米"),
        ("25万", "25", "10000", ""),
        ("1,234.5吨", "1234.5", "1", "吨"),
        ("12㎡", "12", "1", "㎡"),
        ("12平方米", "12", "1", "㎡"),
        ("-5%", "-5", "1", "%"),
        ("5年", "5", "1", "年"),
        ("30日", "30", "1", "日"),
        ("12个月", "12", "1", "个月"),
        ("2024个", "2024", "1", "个"),
        ("7", "7", "1", ""),
        ("5一二三四五六七八", "5", "1", "一二三四五六七八"),
    ],
)
def test_numbers_and_units(text, number, factor, unit):
    read = target(text).quantity
    assert (read.number, read.factor, read.unit) == (Decimal(number), Decimal(factor), unit)


@pytest.mark.parametrize(
    "text",
    [
        "完成300公里", "有所改善", "无", "零发生", "1:3", "95%-98%", "95~98%", "90-95", "5个，合格", "100%。", "3元/吨", "约5个", "5 5个",
        "1,23个", "1.2.3", "5.个", "5一二三四五六七八九", "5个3", "不超过90%以上", "≥5个以下", "三个", "2024年完成5个", "2024年13月", "上半年",
        "（5个）",
        "5个（含）", "≥5天内", "5个以上（其中3个）", "5个（含3个）", "≥5个以上（含5个）等",
        "≥", "≥个", "%", "±5", "5+", "5_个", "9" * 15 + "个", "0.12345678901个", "《5》",
    ],
)  # fmt: skip
def test_targets_of_words(text):
    read = target(text)
    assert read.aim is Aim.WORDS
    assert not read.measurable
    assert not read.quantitative


@pytest.mark.parametrize("text", [None, "", "  ", "-", "——", "/", "　"])
def test_blank_targets(text):
    assert is_blank_text(text)
    assert target(text).aim is Aim.BLANK
    assert not target(text).measurable


def test_none_is_text_in_a_target():
    assert not is_blank_text("无")
    assert not is_blank_text(" 无 ")


@pytest.mark.parametrize("text", ["2024年12月31日", "2024年12月底前完成", "2024年度", "2024年年底", "2024 年"])
def test_deadlines(text):
    read = target(text)
    assert read.aim is Aim.DEADLINE
    assert read.day == date(2024, 12, 31)
    assert read.measurable
    assert not read.quantitative


def test_a_month_is_a_deadline_and_months_are_a_quantity():
    assert target("6月").aim is Aim.DEADLINE
    assert target("6个月").aim is Aim.AT_LEAST


@pytest.mark.parametrize(
    "text",
    [
        "15日前", "15号之前", "10日以前完成", "24年底前", "24年末", "24年度", "12.31前", "12.31底前", "13月底前", "2024.13底",
    ],
)  # fmt: skip
def test_a_point_of_time_is_no_quantity(text):
    assert target(text).aim is Aim.WORDS


@pytest.mark.parametrize("text", ["15日", "24年", "3个年度", "12.31", "15日以上"])
def test_a_span_of_time_is_a_quantity(text):
    assert target(text).quantitative


@pytest.mark.parametrize("text", ["1999年", "2024年", "2000年"])
def test_a_year_is_never_a_quantity(text):
    assert read_quantity(text) is None


def test_a_quantity_is_measurable_and_quantitative():
    assert target("≥5个").measurable
    assert target("≥5个").quantitative
    assert target("0").quantitative


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("799.01万元", "799.01"),
        ("7990100元", "799.01"),
        ("2亿元", "20000"),
        ("799.01", "799.01"),
        ("25万", "25"),
        ("2亿", "20000"),
    ],
)
def test_amounts_in_wan(text, wan):
    assert read_quantity(text).wan == Decimal(wan)


@pytest.mark.parametrize("text", ["25个", "25%", "25万人次"])
def test_other_units_are_no_amount(text):
    assert read_quantity(text).wan is None


@pytest.mark.parametrize(
    ("level1", "level2", "cost"),
    [
        ("产出指标", "成本指标", True), ("成本指标", None, True), ("产出指标", "成本 指标（10分）", True),
        ("产出指标", "数量指标", False), (None, None, False),
    ],
)  # fmt: skip
def test_cost_rows(level1, level2, cost):
    row = Indicator(level1=Text(level1), level2=Text(level2), level3=Text("成本"))
    assert reading_of(row, 2024).cost is cost


@pytest.mark.parametrize(
    ("level3", "fault"),
    [
        ("群众投诉次数", True), ("超标天数", True), ("安全事故数", True), ("差错率", True), ("违法案件数", True), ("水土流失面积", True),
        ("投诉处置率", False), ("投诉办结率", False), ("投诉受理率", False), ("投诉回复率", False), ("超标整改率", False), ("投诉化解率", False),
        ("事故下降率", False), ("违法减少数", False), ("差错降低率", False), ("案件数量", False), (None, False),
    ],
)  # fmt: skip
def test_level_3_that_names_a_fault(level3, fault):
    assert names_fault(level3) is fault


def test_the_target_of_a_row_knows_its_row():
    row = Indicator(
        level2=Text("成本指标"), level3=Text("运行成本"), target=Text("799.01万元"), actual=Text("770.93万元")
    )
    reading = reading_of(row, 2024)
    assert reading.target.aim is Aim.AT_MOST
    assert reading.actual.value == Decimal("770.93")
    assert reading_of(Indicator(level3=Text("投诉"), target=Text("3起")), 2024).target.aim is Aim.AT_MOST


def test_of_two_signs_the_one_that_has_a_direction_counts():
    assert target("=5万元以上", cost=True).aim is Aim.AT_LEAST
    assert target("=5万元以内").aim is Aim.AT_MOST
    assert target("≥5万元以内").aim is Aim.WORDS


def test_the_longest_figure_of_a_target():
    assert read_quantity("1." + "1" * 10 + "%").number == Decimal("1.1111111111")
    assert read_quantity("1." + "1" * 11 + "%") is None
    assert read_quantity("9" * 14 + "元").number == Decimal("9" * 14)
    assert read_quantity("9" * 15 + "元") is None


def test_a_unit_that_begins_with_a_share_is_that_share():
    assert (read_quantity("5%左右").unit, read_quantity("5%左右").factor) == ("%", 1)
    assert (read_quantity("5‰左右").unit, read_quantity("5‰左右").factor) == ("%", Decimal("0.1"))
    assert read_quantity("5左%") is None


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad"])
def test_invisible_marks_say_nothing(mark):
    assert target(f"{mark}≥95%{mark}").quantity == target("≥95%").quantity
    assert target(f"2024年12月{mark}底前").day == date(2024, 12, 31)
    assert read_actual(f"未发生{mark}", target("0起"), 2024).value == 0
    assert not read_actual(mark, target("0起"), 2024).readable
