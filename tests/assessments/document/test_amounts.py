"""Figures: every accepted spelling, every refusal, rounding and spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.document.amounts import Unreadable, read, round_half_up, spell
from assessments.document.cells import Figure, Kind

from .strategies import spellings


@pytest.mark.parametrize(
    ("kind", "text", "value", "places", "scale"),
    [
        (Kind.AMOUNT, "7.21", "7.21", 2, "1"),
        (Kind.AMOUNT, "0", "0", 0, "1"),
        (Kind.AMOUNT, "0.00", "0", 2, "1"),
        (Kind.AMOUNT, "007", "7", 0, "1"),
        (Kind.AMOUNT, "215,457.6", "215457.6", 1, "1"),
        (Kind.AMOUNT, "1,234,567.89", "1234567.89", 2, "1"),
        (Kind.AMOUNT, "２１５，４５７．６", "215457.6", 1, "1"),
        (Kind.AMOUNT, "  7.21　", "7.21", 2, "1"),
        (Kind.AMOUNT, "7.21 万元", "7.21", 2, "1"),
        (Kind.AMOUNT, "7.21 万 元", "7.21", 2, "1"),
        (Kind.AMOUNT, "620.82万元", "620.82", 2, "1"),
        (Kind.AMOUNT, "2070.09元", "0.207009", 2, "0.0001"),
        (Kind.AMOUNT, "3千元", "0.3", 0, "0.1"),
        (Kind.AMOUNT, "2百万元", "200", 0, "100"),
        (Kind.AMOUNT, "1.2亿元", "12000", 1, "10000"),
        (Kind.AMOUNT, "1.2亿", "12000", 1, "10000"),
        (Kind.AMOUNT, "-3.10", "-3.1", 2, "1"),
        (Kind.AMOUNT, "－ 3.10", "-3.1", 2, "1"),
        (Kind.AMOUNT, "−3", "-3", 0, "1"),
        (Kind.AMOUNT, "﹣3", "-3", 0, "1"),
        (Kind.AMOUNT, "+3", "3", 0, "1"),
        (Kind.AMOUNT, "＋3", "3", 0, "1"),
        (Kind.AMOUNT, "99999999999999", "99999999999999", 0, "1"),
        (Kind.AMOUNT, "-99999999999999", "-99999999999999", 0, "1"),
        (Kind.AMOUNT, "000000000000000000001", "1", 0, "1"),
        (Kind.AMOUNT, "9999999999亿", "99999999990000", 0, "10000"),
        (Kind.AMOUNT, "1.1234567890", "1.123456789", 10, "1"),
        (Kind.AMOUNT, "1.12345678元", "0.000112345678", 8, "0.0001"),
        (Kind.RATE, "96.49%", "96.49", 2, "1"),
        (Kind.RATE, "96.49", "96.49", 2, "1"),
        (Kind.RATE, "９６．４９％", "96.49", 2, "1"),
        (Kind.RATE, "96 ﹪", "96", 0, "1"),
        (Kind.RATE, "100百分比", "100", 0, "1"),
        (Kind.RATE, "5.5‰", "0.55", 1, "0.1"),
        (Kind.NUMBER, "50人", "50", 0, "1"),
        (Kind.NUMBER, "50名", "50", 0, "1"),
        (Kind.NUMBER, "16个", "16", 0, "1"),
        (Kind.NUMBER, "9.6分", "9.6", 1, "1"),
        (Kind.NUMBER, "1,200.00㎡", "1200", 2, "1"),
        (Kind.NUMBER, "12 m²", "12", 0, "1"),
        (Kind.NUMBER, "12m2", "12", 0, "1"),
        (Kind.NUMBER, "12平方米", "12", 0, "1"),
        (Kind.NUMBER, "12平米", "12", 0, "1"),
        (Kind.NUMBER, "12M²", "12", 0, "1"),
        (Kind.NUMBER, "12M2", "12", 0, "1"),
        (Kind.AMOUNT, "3万", "3", 0, "1"),
        (Kind.AMOUNT, " " * 62 + "12", "12", 0, "1"),
    ],
)
def test_spellings_that_are_read(kind, text, value, places, scale):
    assert read(kind, text) == Figure(text=text, value=Decimal(value), places=places, scale=Decimal(scale))


@pytest.mark.parametrize("kind", [Kind.AMOUNT, Kind.RATE, Kind.NUMBER])
@pytest.mark.parametrize(
    "text", [None, "", " ", "　\n", "-", "——", "－", "/", "／", "无", " 无 ", "不适用", "不 适用", " " * 70]
)
def test_blanks_have_no_value(kind, text):
    figure = read(kind, text)
    assert figure == Figure(text=text)
    assert figure.blank
    assert figure.present


@pytest.mark.parametrize(
    "text",
    [
        "1,23", "1，23", "12,34.5", "1,2345", "1234,567", "0,123", ",123", "1,,234", "1,234,", "1.234,5",
        "1.2.3", "5.", ".5", "1e5", "1E5", "NaN", "Infinity", "inf", "0x10", "1_000", "1 2", "1 234", "1\n2", "1. 5",
        "١", "²", "①", "一百", "十", "--5", "+-5", "5-", "(5)", "（5）", "¥5", "5/6", "5~6", "约5", "5左右", "≥5", "5,",
        "10%", "5人", "5吨", "5元元", "万元", "5万元整", "5\u200b", "\u200b", "N/A", "无5", "不适用5", "0.5.", "5‰",
    ],
)  # fmt: skip
def test_amounts_that_are_refused(text):
    with pytest.raises(Unreadable):
        read(Kind.AMOUNT, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.RATE, "96.49%%"), (Kind.RATE, "%"), (Kind.RATE, "96元"), (Kind.RATE, "百分之九十"), (Kind.RATE, "1:2"),
        (Kind.NUMBER, "10%"), (Kind.NUMBER, "10万元"), (Kind.NUMBER, "10辆"), (Kind.NUMBER, "50 人 50"),
    ],
)  # fmt: skip
def test_units_of_another_kind_are_refused(kind, text):
    with pytest.raises(Unreadable):
        read(kind, text)


@pytest.mark.parametrize(
    "text", ["999999999999999", "10000000000亿", "1.12345678901", "1.123456789元", "1" * 65, "0" * 64 + "1"]
)
def test_what_no_ledger_holds_is_refused(text):
    with pytest.raises(Unreadable):
        read(Kind.AMOUNT, text)


def test_a_refusal_names_the_text_shortened():
    with pytest.raises(Unreadable) as refusal:
        read(Kind.AMOUNT, "甲" * 50)
    assert "甲" * 39 + "…" in refusal.value.message
    assert "甲" * 40 not in refusal.value.message


def test_a_refused_unit_is_named_beside_those_that_fit():
    with pytest.raises(Unreadable) as refusal:
        read(Kind.RATE, "96元")
    assert refusal.value.params["unit"] == "元"
    assert refusal.value.params["units"] == "% 百分比 ‰"


@pytest.mark.parametrize(
    ("kind", "text", "half"),
    [
        (Kind.AMOUNT, "9.6", "0.05"),
        (Kind.AMOUNT, "9", "0.5"),
        (Kind.AMOUNT, "2070.09元", "0.0000005"),
        (Kind.RATE, "5‰", "0.05"),
        (Kind.AMOUNT, "1.2亿元", "500"),
    ],
)
def test_half_a_printed_place_is_in_the_unit_of_the_column(kind, text, half):
    assert read(kind, text).half_place == Decimal(half)


def test_minus_zero_is_zero():
    assert str(read(Kind.AMOUNT, "-0.00").value) == "0.00"


@given(
    st.sampled_from([Kind.AMOUNT, Kind.RATE, Kind.NUMBER]).flatmap(
        lambda kind: st.tuples(st.just(kind), spellings(kind))
    )
)
def test_any_spelling_states_its_value_and_places(kind_and_spelling):
    kind, (text, value, places) = kind_and_spelling
    figure = read(kind, text)
    assert (figure.value, figure.places, figure.text) == (value, places, text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_altered(text):
    try:
        figure = read(Kind.AMOUNT, text)
    except Unreadable:
        return
    assert figure.text == text
    if figure.value is not None:
        assert read(Kind.AMOUNT, spell(figure.value)).value == figure.value


@given(st.text("0123456789.,，．-− 元万亿%", max_size=12))
def test_any_text_of_figures_keeps_its_digits(text):
    try:
        figure = read(Kind.AMOUNT, text)
    except Unreadable:
        return
    if figure.value is not None:
        digits = "".join(mark for mark in text.replace("．", ".") if mark.isdigit() or mark == ".")
        assert abs(figure.value) == Decimal(digits) * figure.scale


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("5.335", 2, "5.34"), ("5.3349999", 2, "5.33"), ("2.675", 2, "2.68"), ("0.5", 0, "1"), ("1.5", 0, "2"),
        ("-0.5", 0, "-1"), ("-2.344", 2, "-2.34"), ("99999999999999.995", 2, "100000000000000.00"), ("7", 2, "7.00"),
    ],
)  # fmt: skip
def test_a_half_is_rounded_away_from_zero(value, places, expected):
    assert str(round_half_up(Decimal(value), places)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("1E+3", None, "1000"), ("1E+3", 2, "1000.00"), ("10.00", None, "10"), ("10.50", None, "10.5"), ("100", None, "100"),
        ("0.000", None, "0"), ("-0.0", None, "0"), ("-0.001", 2, "0.00"), ("1E-10", None, "0.0000000001"),
        ("5.335", 2, "5.34"), ("-5.335", 1, "-5.3"),
    ],
)  # fmt: skip
def test_figures_are_spelt_in_plain_digits(value, places, expected):
    assert spell(Decimal(value), places) == expected


def test_a_long_unit_is_shortened():
    with pytest.raises(Unreadable) as refusal:
        read(Kind.AMOUNT, "5" + "个" * 30)
    assert "“" + "个" * 19 + "…”" in refusal.value.message
