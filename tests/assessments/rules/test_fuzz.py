"""Readers of figures, targets and prose: whatever stands in a cell they fail only as they say, and they find what was written.

Each holds for some hundred examples in every run and for some thousand in the soak.
"""

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.document import amounts
from assessments.document.cells import Kind, Text
from assessments.document.targets import AT_LEAST_SIGNS, AT_MOST_SIGNS, Aim, read_actual, read_quantity, read_target
from assessments.rules.numbering import read_number
from assessments.rules.report_words import personal_number, residue
from assessments.rules.row_words import years
from assessments.rules.text_figures import amount_after, posts, says_none
from assessments.rules.totals import claims_full_completion
from assessments.rules.words import has_substance, is_left_over

PIECES = (
    "≥", "≤", "＞", "=", "不超过", "以上", "1", "０", "12", "2024", "99999999999999999999", ",", "，",
    ".", "．", "-", "%", "‰", "万", "亿", "元", "年", "月", "日", "季度", "上半年", "个", "无", "……",
    "指标1：", "（100字以内）", "决算数", "编制", "名", "上年", "13", "19900230", "一", "百", "②", " ",
    "\\n", "　", "较", "2023年", "相比", "全市", "所属", "结转", "行政编制", "5名",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=10).map("".join)
SIGNS = re.compile("|".join(sorted(map(re.escape, AT_LEAST_SIGNS + AT_MOST_SIGNS), key=len, reverse=True)))
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def fuzzed(*strategies, few=200, many=5_000):
    """A property of so many examples, and of many more in the soak."""

    def made(check):
        short = settings(max_examples=few, deadline=None)(given(*strategies)(check))
        long = settings(max_examples=many, deadline=None)(given(*strategies)(check))

        @pytest.mark.parametrize("run", [short, pytest.param(long, marks=pytest.mark.soak)], ids=["few", "many"])
        def test(run):
            run()

        return test

    return made


# Whatever stands in a cell ----------------------------------------------------------------------------


def figure_is_read_or_refused(text, kind):
    try:
        figure = amounts.read(kind, text)
    except amounts.Unreadable:
        assert not amounts.is_blank_figure(text)
    else:
        assert figure.text == text
        assert (figure.value is None) == amounts.is_blank_figure(text)
        assert figure.value is None or figure.places <= amounts.MAX_PLACES


def target_and_actual_are_always_read(goal, result, cost, fault):
    target = read_target(goal, cost=cost, fault=fault, year=2024)
    actual = read_actual(result, target, 2024)
    assert (actual.value is None) == (actual.goal is None)
    assert not actual.readable or target.measurable
    assert (target.aim is Aim.DEADLINE) == (target.day is not None)
    assert target.quantitative == (target.aim in (Aim.AT_LEAST, Aim.AT_MOST, Aim.NONE_ALLOWED))


def prose_is_always_read(text):
    figure = amount_after(Text(text), 2024, "决算数", "实际支出")
    assert figure is None or figure.value is not None
    stated = posts(text, 2024)
    assert stated is None or stated[0] >= 0
    for reader in (residue, personal_number, years, claims_full_completion, is_left_over, has_substance, read_number):
        reader(text)
    assert says_none((text,), 2024) in (True, False, None)


test_a_figure_is_read_or_refused = fuzzed(texts, st.sampled_from([Kind.AMOUNT, Kind.RATE, Kind.NUMBER]))(
    figure_is_read_or_refused
)
test_a_target_and_its_actual_are_always_read = fuzzed(texts, texts, st.booleans(), st.booleans())(
    target_and_actual_are_always_read
)
test_prose_is_always_read = fuzzed(texts)(prose_is_always_read)


# What was written is found ----------------------------------------------------------------------------

numbers = st.decimals(min_value=1, max_value=10**9, places=2)
gaps = st.sampled_from(["", "", " ", "　", "\n"])


@st.composite
def spelt_targets(draw):
    """A target in signs and words, with its aim, its number in units of one and its unit."""
    number, unit = draw(numbers), draw(st.sampled_from(["个", "件", "万元", "元", "%", "人次", ""]))
    signs = draw(st.sampled_from([AT_LEAST_SIGNS, AT_MOST_SIGNS, ("",)]))
    sign = draw(st.sampled_from(signs))
    digits = f"{number:,}" if draw(st.booleans()) else str(number)
    if draw(st.booleans()):
        digits = digits.translate(WIDE)
    behind = sign.endswith(("以上", "以内", "以下"))
    gap = draw(gaps)
    text = f"{digits}{gap}{unit}{sign}" if behind else f"{sign}{gap}{digits}{unit}"
    aim = Aim.AT_MOST if signs is AT_MOST_SIGNS else Aim.AT_LEAST
    return text, aim, number * (10**4 if unit == "万元" else 1), "元" if unit == "万元" else unit


def target_says_what_was_written(spelt):
    text, aim, number, unit = spelt
    target = read_target(text, cost=False, fault=False, year=2024)
    quantity = target.quantity
    assert (target.aim, quantity.number * quantity.factor, quantity.unit) == (aim, number, unit)
    again = read_actual(SIGNS.sub("", text), target, 2024)
    assert again.value == again.goal == quantity.number


@st.composite
def reports(draw):
    """A text on basic expenditure in which others' figures stand round the department's own; and that one."""

    def amount():
        return draw(numbers)

    word = draw(st.sampled_from(["决算数", "决算数为", "决算数：", "决算数\n", "实际支出"]))
    others = [
        f"2023年{word}{amount()}万元", f"2023年度，基本支出{word}{amount()}万元", f"上年{word}{amount()}万元", f"去年全年{word}{amount()}万元",
        f"全市{word}{amount()}万元", f"全省卫生系统{word}{amount()}万元", f"所属单位{word}{amount()}万元", f"下属二级单位{word}{amount()}万元",
        f"2025年预计{word}{amount()}万元", f"与上年{word}{amount()}万元相比有所增加",
    ]  # fmt: skip
    silent = [
        f"较上年增加{amount()}万元", f"比2023年减少{amount()}万元", f"上年结转{amount()}万元", "根据2023年12月批复", f"其中基建{amount()}万元",
        "基本支出主要用于人员经费和公用经费",
    ]  # fmt: skip
    own = amount()
    lead = draw(
        st.sampled_from(["", "2024年", "本年", "2024 年度", "局机关及所属单位", "较2023年增长5%，", "上年结转9万元，"])
    )
    before = draw(st.lists(st.sampled_from(others + silent), max_size=4))
    after = draw(st.lists(st.sampled_from(others + silent), max_size=3))
    mine = f"{lead}{word}{own}万元"
    if draw(st.booleans()):
        mine = mine.translate(WIDE)
    return "。".join([*before, mine, *after]) + "。", own


def prose_gives_the_departments_own_figure(report):
    text, own = report
    figure = amount_after(Text(text), 2024, "决算数", "实际支出")
    assert figure is not None
    assert figure.value == own


def posts_are_those_of_the_department(own, others):
    assume(own != 0)
    decoys = [f"{who}编制{count}名" for who, count in others]
    assert posts("。".join([*decoys, f"核定编制{own}名"]), 2024)[:2] == (own, f"编制{own}名")


def figure_states_what_was_written(value, places):
    spelt = amounts.spell(value, places)
    read = amounts.read(Kind.AMOUNT, spelt)
    assert (read.value, read.places) == (amounts.round_half_up(value, places), places)
    assert read_quantity(spelt + "个").number == read.value


test_a_target_says_what_was_written = fuzzed(spelt_targets())(target_says_what_was_written)
test_prose_gives_the_departments_own_figure = fuzzed(reports())(prose_gives_the_departments_own_figure)
test_posts_are_those_of_the_department = fuzzed(
    st.integers(1, 9999),
    st.lists(
        st.tuples(st.sampled_from(["全市", "上年", "2023年", "所属单位", "全省系统内"]), st.integers(1, 9999)),
        max_size=3,
    ),
)(posts_are_those_of_the_department)
test_a_figure_states_what_was_written = fuzzed(
    st.decimals(min_value=Decimal(-(10**9)), max_value=Decimal(10**9), places=6), st.integers(0, 6)
)(figure_states_what_was_written)
