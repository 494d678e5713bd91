"""What was reached, read beside its target: in its unit, or as a day. Source: rules.md, targets."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.document.targets import (
    read_actual,
    read_target,
)


def target(text):
    return read_target(text, cost=False, fault=False, year=2024)


@pytest.mark.parametrize(
    ("goal", "text", "value"),
    [
        ("30日内", "25日", "25"),
        ("30日内", "25日内", "25"),
        ("30日内", "30日以内完成", "30"),
        ("≤30日", "40日之内", "40"),
    ],
)
def test_within_says_nothing_more_in_an_actual(goal, text, value):
    assert read_actual(text, target(goal), 2024).value == Decimal(value)


@pytest.mark.parametrize("text", ["25日以内", "不超过25日内", "25日及以内", "25日（含）以上", "⩾25日", "不多于25日"])
def test_every_other_sign_makes_an_actual_unreadable(text):
    assert not read_actual(text, target("30日内"), 2024).readable


@pytest.mark.parametrize(
    ("goal", "text", "value"),
    [
        ("≥30个", "16个", "16"),
        ("≥30个", "16", "16"),
        ("≥30", "16个", "16"),
        ("≥30", "16", "16"),
        ("≥200万元", "189.769万元", "189.769"),
        ("≥200万元", "1897690元", "189.769"),
        ("≥2亿元", "18000万元", "1.8"),
        ("≥5000元", "1万元", "10000"),
        ("≤90万元", "90", "90"),
        ("≥30万元", "25万", "25"),
        ("≥30万", "25万元", "25"),
        ("≥30万", "250000元", "25"),
        ("≥2.5万人次", "26000人次", "2.6"),
        ("≥2.5万人次", "3万人次", "3"),
        ("≥98%", "100", "100"),
        ("≥98", "100%", "100"),
        ("≥100百分比", "99%", "99"),
        ("≤9‰", "0.6%", "6"),
        ("≤1%", "9‰", "0.9"),
        ("≤9‰", "6", "6"),
        ("≥20㎡", "21平方米", "21"),
        ("≤30天", "28日", "28"),
        ("≤30日", "28天", "28"),
        ("≥3公里", "4千米", "4"),
        ("≥3km", "4公里", "4"),
        ("≥3万立方米", "40000m³", "4"),
        ("≥5%", "-3%", "-3"),
        ("0发生", "0发生", "0"),
        ("0", "3起", "3"),
        ("0起", "无", "0"),
        ("0起", "无发生", "0"),
        ("0起", "未发生", "0"),
        ("0起", "未", "0"),
        ("0起", "没有", "0"),
        ("0起", "没有发生", "0"),
        ("0起", "零", "0"),
        ("0起", "零 发生", "0"),
        ("0起", "零起", "0"),
        ("0起", "未发生。", "0"),
        ("0投诉", "无投诉", "0"),
        ("0投诉", "未发生投诉。", "0"),
        ("0元", "零元", "0"),
        ("≤0起", "未发生", "0"),
        ("≥0起", "无", "0"),
    ],
)
def test_actuals_in_the_unit_of_the_target(goal, text, value):
    aim = target(goal)
    read = read_actual(text, aim, 2024)
    assert read.readable
    assert (read.value, read.goal) == (Decimal(value), aim.quantity.number)


@pytest.mark.parametrize(
    ("goal", "text"),
    [
        ("≥30个", "16起"), ("≥30个", "完成16个"), ("≥30个", "≥16个"), ("≥30个", "=16个"), ("≥30个", "16个以上"), ("≥30个", "达到16个"),
        ("≥30个", "16万元"), ("≥98%", "98个"), ("≥30个", "无"), ("≤3起", "无"), ("≥30个", None), ("≥30个", ""), ("≥30个", "/"),
        ("≥30个", "2024年"), ("≥6个月", "6月"), ("≤30个工作日", "28日"), ("≥3公里", "4米"), ("≥3人", "3人次"),
        ("0起", "未发生事故"), ("0起", "0次"), ("0起", "零次"), ("0投诉", "无事故"),
        ("0起", "无。。"), ("≤3起", "零起"), ("≥30个", "1 6个"), ("有所改善", "16个"), (None, "16个"),
        ("2024年度", "已完成"), ("2024年度", "100%"),
    ],
)  # fmt: skip
def test_actuals_that_cannot_be_read(goal, text):
    read = read_actual(text, target(goal), 2024)
    assert not read.readable
    assert (read.value, read.goal, read.day) == (None, None, None)


def test_an_actual_date_counts_to_its_last_day():
    assert read_actual("2024年11月", target("2024年度"), 2024).day == date(2024, 11, 30)
    assert read_actual("11月", target("2024年度"), 2023).day == date(2023, 11, 30)


def test_an_actual_is_readable_by_its_figure_or_its_day():
    assert read_actual("5个", target("≥3个"), 2024).readable
    assert read_actual("2024年6月", target("2024年12月"), 2024).readable
    assert not read_actual("年内", target("2024年12月"), 2024).readable


def test_a_bare_figure_is_in_the_unit_of_the_other():
    read = read_actual("1万", target("≥5‰"), 2024)
    assert (read.value, read.goal) == (10000, 5)
    read = read_actual("1万", target("≥5万元"), 2024)
    assert (read.value, read.goal) == (1, 5)


def test_a_month_is_no_figure_of_months():
    assert not read_actual("5月", target("≥3"), 2024).readable
    assert read_actual("5个月", target("≥3"), 2024).readable
