"""Readers of figures, targets and prose never fail but as they say, whatever stands in a cell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.document import amounts
from assessments.document.cells import Kind, Text
from assessments.document.targets import read_actual, read_target
from assessments.rules.numbering import read_number
from assessments.rules.report_text import amount_after, posts, says_none
from assessments.rules.report_words import personal_number, residue
from assessments.rules.row_words import years
from assessments.rules.totals import claims_full_completion
from assessments.rules.words import has_substance, is_left_over

PIECES = (
    "≥", "≤", "＞", "=", "不超过", "以上", "1", "０", "12", "2024", "99999999999999999999", ",", "，",
    ".", "．", "-", "%", "‰", "万", "亿", "元", "年", "月", "日", "季度", "上半年", "个", "无", "……",
    "指标1：", "（100字以内）", "决算数", "编制", "名", "上年", "13", "19900230", "一", "百", "②", " ",
    "\n", "　",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=10).map("".join)


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from([Kind.AMOUNT, Kind.RATE, Kind.NUMBER]))
def test_a_figure_is_read_or_refused(text, kind):
    try:
        figure = amounts.read(kind, text)
    except amounts.Unreadable:
        assert not amounts.is_blank_figure(text)
    else:
        assert figure.text == text
        assert (figure.value is None) == amounts.is_blank_figure(text)


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.booleans(), st.booleans())
def test_a_target_and_its_actual_are_always_read(goal, result, cost, fault):
    target = read_target(goal, cost=cost, fault=fault, year=2024)
    actual = read_actual(result, target, 2024)
    assert (actual.value is None) == (actual.goal is None)
    assert not actual.readable or target.measurable


@settings(max_examples=200, deadline=None)
@given(texts)
def test_prose_is_always_read(text):
    amount_after(Text(text), 2024, "决算数", "实际支出")
    posts(text, 2024)
    for reader in (
        residue,
        personal_number,
        years,
        claims_full_completion,
        is_left_over,
        has_substance,
        read_number,
    ):
        reader(text)
    assert says_none((text,)) in (True, False, None)
