"""Across the attachments: the text of 附件4 against the tables."""

import pytest

from assessments.rules.text_figures import posts, says_none
from tests.assessments.rules.sample import ABSENT, S, one, places

BASIC, PROJECT, POSTS = (f"report.sections[{index}].text" for index in (4, 5, 2))


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("基本支出年初预算数200.00万元", False),
        ("基本支出预算200万元", False),
        ("基本支出年初预算200.01万元", False),
        ("基本支出年初预算200.02万元", True),
        ("基本支出预算200.05万元", True),
        ("基本支出预算0.02亿元", False),
        ("基本支出预算0.0204亿元", True),
        ("基本支出预算200.4万元", True),
        ("基本支出预算200万元，后调整为基本支出预算210万元", False),  # the first hit
        ("基本支出预算数为：200万元", False),
        ("基本支出预算数合计共为约210万元", False),  # more than four characters between
        ("基本支出预算数合计为：210万元", True),
        ("基本支出预算数210", False),  # a unit is required
        ("基本支出预算２１０．００万元", True),
        ("基本支出预算2,100.00万元", True),
        ("基本支出210万元", False),
        ("", False),
        (None, False),
        (ABSENT, False),
    ],
)
def test_basic_budget_in_the_text(text, fires):
    """The tables give 300.00 − (60.00 + 40.00) = 200.00."""
    assert places("X06", {BASIC: text}) == ([BASIC] if fires else [])


def test_basic_budget_agrees_within_half_a_place():
    assert places("X06", {BASIC: "基本支出预算200万元", f"{S}.funds.annual.initial": "300.50"}) == []
    assert places("X06", {BASIC: "基本支出预算200万元", f"{S}.funds.annual.initial": "300.51"}) == [BASIC]


@pytest.mark.parametrize(
    "changes",
    [{"projects": []}, {"projects[0].funds.annual.initial": None}, {f"{S}.funds.annual.initial": None}, {S: ABSENT}],
)
def test_basic_budget_needs_every_figure(changes):
    assert places("X06", {BASIC: "基本支出预算1万元", **changes}) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("决算数194.00万元", False),
        ("决算数194.01万元", True),
        ("决算数194万元", False),
        ("实际支出194.01万元", True),
        ("实际支出1万元，决算数194.00万元", False),  # 决算数 goes first
        ("决算数1,940,000元", False),
        ("决算194.01万元", False),
    ],
)
def test_basic_final_in_the_text(text, fires):
    assert places("X07", {BASIC: text}) == ([BASIC] if fires else [])
    assert places("X07", {BASIC: text, f"{S}.by_kind.basic": None}) == []


@pytest.mark.parametrize(
    ("final", "staff", "operating", "fires"),
    [
        ("194.00", "142.00", "52.00", False),
        ("194.01", "142.00", "52.00", False),  # 0.015, the three half places together
        ("194.02", "142.00", "52.00", True),
        ("194.1", "142.0", "52.0", False),  # 0.15
        ("194.2", "142.0", "52.0", True),
        ("195", "142", "52", False),
        ("196", "142", "52", True),
    ],
)
def test_parts_of_basic_expenditure_in_the_text(final, staff, operating, fires):
    text = f"决算数{final}万元，人员经费{staff}万元，公用经费{operating}万元"
    assert places("X08", {BASIC: text}) == ([BASIC] if fires else [])


def test_parts_of_basic_expenditure_must_all_be_there():
    assert places("X08", {BASIC: "决算数194.00万元，公用经费52.00万元"}) == []


@pytest.mark.parametrize(
    ("text", "fires"), [("公用经费52.00万元", False), ("公用经费52.01万元", True), ("公用经费52万元", False)]
)
def test_operating_expenses_in_the_text(text, fires):
    assert places("X09", {BASIC: text}) == ([BASIC] if fires else [])
    assert places("X09", {BASIC: text, "basic_data.expenditure[operating].final": None}) == []


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("项目支出预算数100.00万元，决算数110.00万元", 0),
        ("项目支出预算数100.01万元，决算数110.00万元", 1),
        ("项目支出年初预算101万元，实际支出111万元", 2),
        ("项目支出预算数100万元，实际支出决算数110万元", 0),
        ("基本支出预算1万元", 0),
    ],
)
def test_project_figures_in_the_text(text, fired):
    assert places("X10", {PROJECT: text}) == [PROJECT] * fired


def test_figures_are_read_in_the_section_of_their_own():
    assert places("X10", {BASIC: "项目支出预算数1万元"}) == []
    assert places("X07", {"report.sections[4].heading": "其他情况", BASIC: "决算数1万元"}) == []
    assert places("X07", {"report": ABSENT}) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("核定编制50名", 50),
        ("编制 50 人", 50),
        ("编制数为５０个", 50),
        ("行政编制20名，编制50名", 50),
        ("行政编制20名，事业编制30名", 50),
        ("参公编制5名、工勤编制2名", 7),
        ("编制情况见附表，共50人", None),
        ("全市教育系统编制5000名，本单位编制50名", 50),
        ("全市编制5000名", None),
        ("所属事业单位编制30名，局机关编制20名", 20),
        ("局机关及所属单位编制50名", 50),
        ("行政编制20名，所属单位事业编制30名", 50),  # the department as a whole
        ("2023年末编制48名，2024年末编制50名", 50),
        ("上年行政编制18名，本年行政编制20名、事业编制30名", 50),
        ("较上年减少2名，编制50名", 50),
        ("所属单位编制30名", None),
        ("行政编制20名，下属单位编制30名", 20),
        ("", None),
    ],
)
def test_posts_that_a_text_states(text, stated):
    found = posts(text, 2024)
    assert (found[0] if found else None) == stated


def test_posts_in_the_text_are_those_authorised():
    assert places("X11", {POSTS: "核定编制21名"}) == [POSTS]
    assert places("X11", {POSTS: "核定行政编制5名，事业编制15名"}) == []
    assert places("X11", {POSTS: "核定编制21名", "basic_data.headcount.authorised": None}) == []
    assert places("X11", {"report.sections[0].text": "核定编制21名"}) == ["report.sections[0].text"]
    assert places("X11", {"report.sections[0].heading": "概况", POSTS: "核定编制21名"}) == []
    assert one("X11", {POSTS: "核定编制21名"}).difference == "1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("本单位无政府性基金预算支出。", True),
        ("没有安排支出", True),
        ("未安排预算", True),
        ("政府性基金预算支出：无", True),
        ("预算支出9.00万元，用于治理", False),
        ("本单位无任何其他需要在此特别加以说明的事项，特此说明", False),
        ("", None),
        (" ", None),
        ("——", None),
        ("无", None),
    ],
)
def test_whether_a_text_says_none(text, said):
    assert says_none((text,), 2024) is said


@pytest.mark.parametrize(("name", "index"), [("government_fund", 6), ("state_capital", 7), ("social_insurance", 8)])
def test_fund_text_agrees_with_its_table(name, index):
    text, table = f"report.sections[{index}].text", f"fund_tables.{name}"
    filled = {"items": [{"name": "某项", "initial": "1.00", "revised": "1.00", "executed": "1.00"}]}
    spent = "预算支出1.00万元。"
    assert places("X12", {table: filled}) == [text]
    assert places("X12", {text: spent}) == [text]
    assert places("X12", {table: filled, text: spent}) == []
    assert places("X12", {table: filled, text: None}) == []
    assert places("X12", {table: ABSENT}) == []
    assert places("X12", {table: {"none": False}}) == [text]
    assert places("X12", {table: {}}) == []
    assert places("X12", {"fund_tables": ABSENT, text: spent}) == []


def test_fund_text_may_stand_in_sub_sections():
    sections = [
        {"level": 1, "number": "三、", "heading": "政府性基金预算支出情况", "text": ""},
        {"level": 2, "number": "（一）", "heading": "说明", "text": "本单位无政府性基金预算支出。"},
    ]
    assert places("X12", {"report.sections": sections}) == []
    sections[1]["level"] = 1
    assert places("X12", {"report.sections": sections}) == []
    sections[0]["text"] = "见下。"
    assert places("X12", {"report.sections": sections}) == ["report.sections[0].text"]


def test_parts_exactly_at_the_tolerance_agree():
    text = "决算数{}元，人员经费142.00万元，公用经费52.00万元"
    assert places("X08", {BASIC: text.format("1940150")}) == []
    assert places("X08", {BASIC: text.format("1940151")}) == [BASIC]
    assert one("X11", {POSTS: "核定编制21名"}).declared == "21"


def test_a_fund_of_which_nothing_is_said_hides_no_other():
    changes = {"report.sections[6].heading": "其他", "report.sections[8].text": "支出9.00万元。"}
    assert places("X12", changes) == ["report.sections[8].text"]
    changes = {"fund_tables.government_fund": ABSENT, "report.sections[8].text": "支出9.00万元。"}
    assert places("X12", changes) == ["report.sections[8].text"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("见下。", "本单位无政府性基金预算支出。"), True),
        (("本单位无政府性基金预算支出。", "见附表。"), True),
        (("", "预算支出9.00万元。"), False),
        (("预算支出9.00万元。", "无"), False),
        (("", "无"), None),
    ],
)
def test_a_section_says_none_with_its_sub_sections(parts, said):
    assert says_none(parts, 2024) is said


def test_a_comma_in_a_figure_ends_no_clause():
    """What stands between word and figure gives the first figure to the city."""
    assert places("X09", {BASIC: "公用经费全市1,234.00万元，公用经费52.00万元"}) == []
    assert places("X09", {BASIC: "公用经费全市1,234.00万元，公用经费52.01万元"}) == [BASIC]


def test_the_text_of_a_fund_is_that_of_its_level_1_section():
    path = "report.sections[4]"
    changes = {f"{path}.heading": "政府性基金补助的基本支出情况", f"{path}.text": "见下。"}
    assert places("X12", changes) == []
    assert places("X12", {**changes, "report.sections[6].text": "支出9.00万元。"}) == ["report.sections[6].text"]
