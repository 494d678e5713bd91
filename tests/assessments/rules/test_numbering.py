"""The numbers of headings."""

import pytest

from assessments.rules.numbering import chinese, read_number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("百", 100), ("一百零三", 103), ("二百五十", 250),
        ("一百一十二", 112), ("零", 0), ("〇", 0),
    ],
)  # fmt: skip
def test_chinese_numerals(numeral, value):
    assert chinese(numeral) == value


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("（一）", ("(", "chinese", ")"), 1),
        ("(１)", ("(", "arabic", ")"), 1),
        ("1.2", ("1.", "arabic", ""), 2),
        ("2024", ("", "arabic", ""), 2024),
        ("③", ("", "circled", ""), 3),
        ("⑳、", ("", "circled", "、"), 20),
        ("第 十 章", ("第", "chinese", "章"), 10),
    ],
)
def test_a_number_has_a_style_and_a_value(text, style, value):
    assert read_number(text) == (style, value)


@pytest.mark.parametrize("text", ["", "前言", "12024", "①②"])
def test_what_is_no_number(text):
    assert read_number(text) is None
