"""Whose figure a text states, and of what: sentences as reports of many cities have them, each right and wrong."""

import pytest

from assessments.document.cells import Text
from assessments.rules.sentences import REACH, plain
from assessments.rules.text_figures import amount_after, posts, says_none
from tests.assessments.rules.sample import places

BASIC, PROJECT, POSTS, FUND = (f"report.sections[{index}].text" for index in (4, 5, 2, 6))


def fired(changes):
    return [code for code in ("X06", "X07", "X08", "X09", "X10", "X11") if places(code, changes)]


# The tables give 200.00 and 194.00, of which 142.00 + 52.00.
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # An enumeration: each figure beside its own word.
        ("决算数194.00万元，人员经费和公用经费分别为142.00万元、52.00万元。", []),
        ("决算数194.00万元，人员经费和公用经费分别为142.00万元、53.00万元。", ["X08", "X09"]),
        ("基本支出年初预算数、决算数分别为200.00、194.00万元。", []),
        ("基本支出年初预算数、决算数分别为：201.00万元和195.00万元。", ["X06", "X07"]),
        ("2023年、2024年决算数分别为180.00万元、194.00万元。", []),
        ("2023年、2024年决算数分别为180.00万元、195.00万元。", ["X07"]),
        ("办公费、印刷费、公用经费分别为1.00万元、53.00万元。", []),  # whose is not said
        ("决算数和公用经费分别为194.00万元、52.00万元，其余公用经费分别为1.00万元、2.00万元。", []),
        ("决算数均为195.00万元。", ["X07"]),
        # A change, a share, a rate, a limit, an earlier state is no level.
        ("公用经费减少3.00万元，公用经费52.00万元。", []),
        ("公用经费减少3.00万元，公用经费53.00万元。", ["X09"]),
        ("决算数同比增加14.00万元。", []),
        ("压减公用经费3.00万元。", []),
        ("公用经费结余3.00万元。", []),
        ("公用经费含结转53.00万元。", ["X09"]),
        ("公用经费不足3.00万元。", []),
        ("公用经费从49.00万元增至52.00万元。", []),
        ("人均公用经费2.89万元。", []),
        ("公用经费每人2.89万元。", []),
        ("公用经费2.89万元/人。", []),
        ("公用经费控制在55.00万元以内。", []),
        ("决算数在190万元以上。", []),
        ("决算数近200万元。", []),
        ("决算数达到195万元。", ["X07"]),
        ("上半年公用经费25.00万元，截至9月底公用经费40.00万元，公用经费52.00万元。", []),
        ("截至2024年9月公用经费40.00万元，1-6月公用经费25.00万元。", []),
        ("截至12月底公用经费53.00万元。", ["X09"]),
        ("1-12月公用经费53.00万元。", ["X09"]),
        # Some of the people, some of the money.
        ("决算数194.00万元，退休人员经费12.00万元，人员经费142.00万元，公用经费52.00万元。", []),
        ("其他公用经费2.00万元，公用经费53.00万元。", ["X09"]),
        # The budget of a part is not its final account.
        ("公用经费预算55.00万元，公用经费52.00万元。", []),
        ("公用经费预算数1,055.00万元，决算数52.00万元；基本支出决算数194.00万元。", []),
        ("基本支出年初预算数200.00万元，其中人员经费145.00万元，公用经费55.00万元。", []),
        ("基本支出年初预算数200.00万元，其中公用经费55.00万元；决算数194.00万元，其中公用经费52.00万元。", []),
        ("基本支出年初预算数200.00万元，实际支出194.00万元，其中公用经费55.00万元。", ["X09"]),
        ("一般公共预算支出，其中公用经费55.00万元。", ["X09"]),
        # Another line of the tables.
        ("收入决算数320.00万元，支出决算数304.00万元，其中基本支出决算数194.00万元。", []),
        ("收入决算数320.00万元，支出决算数304.00万元，其中基本支出决算数195.00万元。", ["X07"]),
        ("一般公共预算支出决算数304.00万元。", []),
        ("一般公共预算财政拨款基本支出决算数195.00万元。", ["X07"]),
        ("三公经费决算数4.50万元，基本支出决算数194.00万元。", []),
        ("人员经费决算数142.00万元，公用经费决算数52.00万元。", []),
        ("公务接待费实际支出1.00万元，实际支出195.00万元。", ["X07"]),
        ("全年经费决算数195.00万元。", ["X07"]),
        ("本年支出决算数195.00万元。", ["X07"]),
        ("项目支出决算数110.00万元，决算数194.00万元。", []),
        ("基本支出和项目支出决算数304.00万元，基本支出和项目支出预算数300.00万元。", []),
        ("一般公共服务类决算数304.00万元，基本支出决算数194.00万元。", []),  # what is named goes first
        ("一般公共服务类决算数304.00万元。", ["X07"]),
        # The revised budget.
        ("调整后基本支出预算数206.00万元，基本支出预算调整为206.00万元，基本支出预算执行数194.00万元。", []),
        ("年初安排基本支出预算数206.00万元。", ["X06"]),
        # Years in words, years to come, some years together; a comparison; what stands in brackets.
        ("二〇二三年决算数180.00万元，二〇二四年决算数194.00万元。", []),
        ("二○二三年决算数180.00万元，二○二四年决算数195.00万元。", ["X07"]),
        ("明年基本支出预算230.00万元，今年基本支出预算200.00万元。", []),
        ("明年基本支出预算230.00万元，今年基本支出预算201.00万元。", ["X06"]),
        ("结余3.00万元结转下年，其中公用经费53.00万元。", ["X09"]),
        ("近三年决算数560.00万元，往年决算数180.00万元。", []),
        ("相比2023年，公用经费53.00万元。", ["X09"]),
        ("决算数194.00万元（2023年为180.00万元），其中公用经费53.00万元。", ["X09"]),
        ("基本支出（2023年）决算数180.00万元。", []),
        # Broken words and gaps; 万 alone.
        ("决算\n数195.00万元。", ["X07"]),
        ("基 本 支 出 年初预算数201.00万元。", ["X06"]),
        ("决算数      195.00万元。", ["X07"]),
        ("决算数195万，决算数194万元。", ["X07"]),
        ("公用经费53万人次，公用经费52万。", []),
        ("压缩公用经费。3万元以上的采购须报批。", []),
        # Another unit.
        ("局属单位公用经费9.00万元，二级机构公用经费8.00万元，公用经费52.00万元。", []),
    ],
)
def test_what_a_text_says_of_basic_expenditure(text, codes):
    assert fired({BASIC: text}) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("项目支出预算数、决算数分别为100.00万元、110.00万元。", []),
        ("项目支出预算数、决算数分别为100.00万元、111.00万元。", ["X10"]),
        ("基本支出决算数194.00万元，项目支出决算数110.00万元。", []),
        ("基本支出决算数194.00万元，项目支出决算数111.00万元。", ["X10"]),
        ("业务工作经费预算数70.00万元，决算数75.00万元。项目支出决算数110.00万元。", []),
        ("项目经费决算数111.00万元。", ["X10"]),
        ("预计下年项目支出预算数150.00万元。", []),
    ],
)
def test_what_a_text_says_of_project_expenditure(text, codes):
    assert fired({PROJECT: text}) == codes


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("公务员编制12名，事业编制8名", 20),
        ("政法专项编制12名，后勤服务编制8名", 20),
        ("领导编制3名，核定编制20名", 20),
        ("核减编制2名，空余编制1名，编制20名", 20),
        ("编制5个应急预案，核定编制20个", 20),
        ("编制20个，其中行政12个", 20),
        ("编制20个其中行政12个", 20),
        ("编制12名行政人员", None),
        ("在职人数、编制数分别为18人、20人", 20),
    ],
)
def test_posts_as_they_are_counted(text, stated):
    found = posts(text, 2024)
    assert (found.number if found else None) == stated


def test_posts_of_the_bureau_and_of_its_units_are_those_of_the_department():
    """20 are authorised: the bureau's own posts, or all together."""
    assert fired({POSTS: "局机关编制12名，局属事业单位编制8名。"}) == []
    assert fired({POSTS: "局机关编制12名，局属事业单位编制9名。"}) == ["X11"]
    assert fired({POSTS: "局机关编制20名，局属事业单位编制9名。"}) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("政府性基金支出10.00万元，没有超预算支出。", None),
        ("政府性基金支出0.00万元，没有超预算支出。", True),
        ("上年政府性基金支出10.00万元，本年无政府性基金支出。", True),
        ("全市政府性基金支出9亿元，本单位无此项支出。", True),
        ("政府性基金用于无人机巡查项目支出。", False),
        ("无锡市某局政府性基金预算见附表。", False),
    ],
)
def test_whether_a_text_says_none_of_a_fund(text, said):
    assert says_none((text,), 2024) is said


def test_a_fund_that_is_spent_without_fault_is_spent():
    filled = {"items": [{"name": "某项", "initial": "10.00", "revised": "10.00", "executed": "10.00"}]}
    changes = {FUND: "政府性基金支出10.00万元，没有违规支出。", "fund_tables.government_fund": filled}
    assert places("X12", changes) == []
    assert places("X12", {**changes, FUND: "没有政府性基金支出。"}) == [FUND]


def test_figures_of_an_enumeration_stand_beside_their_words():
    assert plain("甲、乙和丙分别为1、2和3名。") == "甲1名、乙2名、丙3名。"
    assert plain("其中：甲、乙分别是1元、2元，丙、丁分别为3元、4元。") == "其中：甲1元、乙2元,丙3元、丁4元。"
    assert plain("甲、乙分别为1元、2元、3元。") == "甲、乙分别为1元、2元、3元。"


def test_a_sentence_is_looked_back_over_as_far_as_one_reaches():
    far, near = ("2023年" + "其" * count + "公用经费9.00万元" for count in (REACH, REACH - 10))
    assert amount_after(Text(far), 2024, "公用经费") is not None
    assert amount_after(Text(near), 2024, "公用经费") is None
