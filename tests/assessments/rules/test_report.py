"""附件4: sections, numbering, words, attachments."""

import pytest

from assessments.rules.numbering import chinese, read_number
from assessments.rules.report_words import personal_number, residue
from tests.assessments.rules.sample import ABSENT, SECTIONS, S, one, places, section

SECTION = "report.sections"
NINE = [index for index, item in enumerate(SECTIONS) if item["level"] == 1]


def without(index):
    return [item for place, item in enumerate(SECTIONS) if place != index]


class TestR01:
    @pytest.mark.parametrize("index", NINE)
    def test_each_of_the_nine_is_asked_for(self, index):
        assert places("R01", {SECTION: without(index)}) == [SECTION]
        assert places("R01", {f"{SECTION}[{index}].level": 2}) == [SECTION]

    def test_all_are_missing_from_an_empty_list_and_none_from_what_was_not_supplied(self):
        assert len(places("R01", {SECTION: []})) == 9
        assert places("R01", {SECTION: ABSENT}) == []
        assert places("R01", {"report": ABSENT}) == []

    @pytest.mark.parametrize(
        ("index", "heading", "fires"),
        [
            (0, "单位基本概况", False),
            (0, "单位概况", True),
            (12, "评价结果公开", False),
            (12, "评价结果", True),
            (11, "整改与改进", False),
            (10, "存在问题和改进措施", False),
        ],
    )
    def test_headings_are_told_by_their_words(self, index, heading, fires):
        assert places("R01", {f"{SECTION}[{index}].heading": heading}) == ([SECTION] if fires else [])


class TestR02:
    @pytest.mark.parametrize(
        ("numbers", "broken"),
        [
            (["一、", "二、", "三、"], None),
            (["一、", "二、", "3、"], 2),
            (["一、", "二．", "三、"], 1),
            (["一、", "三、"], 1),
            (["一、", "一、"], 1),
            (["二、", "三、"], 0),
            (["(一)", "（二）", "(三)"], None),
            (["（一）", "二、"], 1),
            (["1.", "2．", "3."], None),
            (["①", "②", "④"], 2),
            (["1.1", "1.2", "1.4"], 2),
            (["第一部分", "第二部分"], None),
            (["一、", "", "九、"], None),
            (["一、", None, "九、"], None),
            ([None, "九、"], None),
            (["一、", "3、", "9、"], 1),  # the first break only
            (["九、", "十、"], 0),
        ],
    )
    def test_numbers_of_one_parent(self, numbers, broken):
        sections = [section(1, number, f"标题{index}") for index, number in enumerate(numbers)]
        expected = [] if broken is None else [f"{SECTION}[{broken}].number"]
        assert places("R02", {SECTION: sections}) == expected

    def test_each_parent_begins_again(self):
        sections = [
            section(1, "一、", "甲"),
            section(2, "（一）", "乙"),
            section(2, "（二）", "丙"),
            section(1, "二、", "丁"),
            section(2, "1.", "戊"),
            section(2, "3.", "己"),
            section(3, "（2）", "庚"),
        ]
        assert places("R02", {SECTION: sections}) == [f"{SECTION}[5].number", f"{SECTION}[6].number"]

    @pytest.mark.parametrize(
        ("numeral", "value"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百零三", 103)]
    )
    def test_chinese_numerals(self, numeral, value):
        assert chinese(numeral) == value

    def test_what_has_no_numeral_is_no_number(self):
        assert read_number("●") is None
        assert read_number("") is None
        assert read_number("123456") is None


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("本单位无国有资本经营预算支出。", True),
        ("本单位无社会保险基金预算支出。", False),
        ("本单位无社会保险基金预算支出，也无政府性基金预算支出。", False),
        ("本单位无此项支出。", False),
        (None, False),
    ],
)
def test_fund_sections_speak_of_their_own_fund(text, fires):
    path = f"{SECTION}[8].text"
    assert places("R03", {path: text}) == ([path] if fires else [])


def test_fund_sections_speak_with_their_sub_sections():
    sections = [
        section(1, "五、", "社会保险基金预算支出情况"),
        section(2, "（一）", "说明", "无国有资本经营预算支出。"),
    ]
    assert places("R03", {SECTION: sections}) == [f"{SECTION}[0].text"]
    sections[0]["text"] = "社会保险基金预算支出如下。"
    assert places("R03", {SECTION: sections}) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("见[bookmark12]", True),
        ("××单位", True),
        ("XX单位", True),
        ("ＸＸ局", True),
        ("20xx年", True),
        ("XXL号", False),
        ("2×3", False),
        ("待补充", True),
        ("请在此填写", True),
        ("请在此处填写", True),
        ("此处填写", True),
        ("此外填写", False),
        ("ｘｘ局", True),
        ("[BOOKMARK 1]", True),
        ("（此页为封面）", True),
        ("(此页为封面)", True),
        ("说明情况（200字以内）", True),
        ("……", True),
        ("工作、会议……均已完成", False),
        ("", False),
    ],
)
def test_residue(text, left):
    assert (residue(text) is not None) is left
    path = f"{SECTION}[9].text"
    assert places("R04", {path: text}) == ([path] if left else [])
    assert places("R04", {f"{SECTION}[9].heading": f"绩效情况{text}" if text != "……" else text}) == (
        [path] if left else []
    )


@pytest.mark.parametrize(
    ("title", "fires"),
    [
        ("2024年度自评报告", False),
        ("2023年度自评报告", True),
        ("２０２３年度自评报告", True),
        ("二〇二四年度自评报告", False),
        ("二○二三年度自评报告", True),
        ("二O二四年度自评报告", False),
        ("二O二三年度自评报告", True),
        ("二0二三 年度自评报告", True),
        ("附件4 2 0 2 4 年度自评报告", False),
        ("2 0 2 3 年度自评报告", True),
        ("2025年3月报送的2024年度自评报告", False),  # the year of a month is not that of the report
        ("2024年3月报送的2023年度自评报告", True),
        ("2023年12月自评报告", True),
        ("自评报告", False),
        (None, False),
        (ABSENT, False),
    ],
)
def test_title_names_the_fiscal_year(title, fires):
    assert places("R05", {"report.title": title}) == (["report.title"] if fires else [])


@pytest.mark.parametrize(
    ("name", "part", "empty"),
    [
        ("部门整体支出绩效评价基础数据表", "basic_data", (ABSENT, None, {})),
        ("部门整体支出绩效自评表", S, (ABSENT, None, {})),
        ("项目支出绩效自评表（一个项目一张）", "projects", (ABSENT, [])),
        ("政府性基金预算支出情况表", "fund_tables.government_fund", (ABSENT, {}, {"items": []}, {"none": False})),
        ("国有资本经营预算支出情况表", "fund_tables.state_capital", (ABSENT,)),
        ("社会保险基金预算支出情况表", "fund_tables", (ABSENT, {})),
    ],
)
def test_listed_attachments_are_supplied(name, part, empty):
    listed = {"report.attachments": ["其他材料", name]}
    assert places("R06", listed) == []
    for nothing in empty:
        assert places("R06", {**listed, part: nothing}) == ["report.attachments[1]"]
        assert places("R06", {"report.attachments": ["其他材料"], part: nothing}) == []


class TestR07:
    @pytest.mark.parametrize(
        ("text", "fires"),
        [("", True), (None, True), (" ", True), ("——", True), ("无", False), ("好", False), (ABSENT, False)],
    )
    def test_own_text(self, text, fires):
        assert places("R07", {f"{SECTION}[11].text": text}) == ([f"{SECTION}[11]"] if fires else [])

    @pytest.mark.parametrize(
        ("heading", "text", "fires"),
        [
            ("加强管理", "", True),
            ("加强管理", "定期检查。", False),
            ("一二三四五六七八九十一二三四", "", True),
            ("一二三四五六七八九十一二三四五", "", False),
        ],
    )
    def test_sub_sections(self, heading, text, fires):
        sections = [section(1, "一、", "下一步改进措施"), section(2, "（一）", heading, text)]
        assert places("R07", {SECTION: sections}) == ([f"{SECTION}[0]"] if fires else [])

    def test_other_sections_may_be_empty(self):
        assert places("R07", {SECTION: [section(1, "一、", "附录")]}) == []

    def test_one_that_is_not_asked_for_or_is_written_hides_no_other(self):
        empty = section(1, "二、", "下一步改进措施")
        for before in (section(1, "一、", "附录"), section(1, "一、", "存在的问题", "人手不足。")):
            assert places("R07", {SECTION: [before, empty]}) == [f"{SECTION}[1]"]

    @pytest.mark.parametrize("missing", [0, 1])
    def test_a_text_that_was_not_supplied_may_say_something(self, missing):
        sections = [section(1, "一、", "下一步改进措施"), section(2, "（一）", "管理")]
        del sections[missing]["text"]
        assert places("R07", {SECTION: sections}) == []


class TestR08:
    PATH = f"{SECTION}[10]"

    @pytest.mark.parametrize(
        ("text", "fires"),
        [
            ("按期办结率未达标。", False),
            ("按期，办结率未达标。", False),  # punctuation aside
            ("预算编制不细。", True),
            ("", False),
        ],
    )
    def test_problems_name_a_missed_indicator(self, text, fires):
        assert places("R08", {f"{self.PATH}.text": text}) == ([self.PATH] if fires else [])

    def test_one_of_several_is_enough(self):
        lost = {f"{S}.indicators[0].score": "5", f"{self.PATH}.text": "按期，办结率未达标。"}
        assert places("R08", lost) == []

    def test_nothing_was_missed(self):
        full = {f"{S}.indicators[1].score": "10", f"{S}.indicators[1].actual": "96%"}
        assert places("R08", {f"{self.PATH}.text": "预算编制不细。", **full}) == []

    def test_sub_sections_count(self):
        sections = [section(1, "七、", "存在的问题"), section(2, "（一）", "按期办结率偏低", "")]
        assert places("R08", {SECTION: sections}) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系电话13812345678。", True),
        ("联系电话138 1234 5678。", True),
        ("联系电话138-1234-5678。", True),
        ("联系电话+8613812345678", True),
        ("联系电话+86 138 1234 5678", True),
        ("１３８１２３４５６７８", True),
        ("收入13812345678.50元", False),
        ("编号113812345678", False),
        ("编号138123456789", False),
        ("电话0730-8880000", False),
        ("12345678901", False),
        ("身份证430602199001011234", True),
        ("身份证43060219900101123X", True),
        ("身份证430602190001011234", True),
        ("身份证430602209912311234", True),
        ("编号430602189912311234", False),
        ("编号430602210001011234", False),
        ("编号430602199013011234", False),
        ("编号430602199002301234", False),
        ("编号4306021990010112345", False),
    ],
)
def test_no_personal_number_is_published(text, found):
    path = f"{SECTION}[1].text"
    assert places("R09", {path: text}) == ([path] if found else [])
    assert places("R09", {f"{SECTION}[1].heading": text}) == ([path] if found else [])


def test_a_personal_number_is_not_shown_whole():
    assert personal_number("电话13812345678") == "138****78"
    assert personal_number("号码430602199001011237") == "430****37"
    assert "12345678" not in one("R09", {f"{SECTION}[1].text": "电话13812345678"}).message


def test_a_break_says_what_kind_it_is():
    style = one("R02", {f"{SECTION}[5].number": "2、"})
    assert (style.declared, style.expected) == ("2、", None)
    gap = one("R02", {f"{SECTION}[5].number": "（三）"})
    assert (gap.declared, gap.expected) == ("（三）", "2")
    assert style.sentence != gap.sentence


def test_a_break_hides_none_under_another_parent():
    changes = {f"{SECTION}[1].number": "（二）", f"{SECTION}[5].number": "（三）"}
    assert places("R02", changes) == [f"{SECTION}[1].number", f"{SECTION}[5].number"]


def test_a_section_of_two_funds_may_speak_of_either():
    changes = {
        f"{SECTION}[6].heading": "政府性基金及国有资本经营预算支出情况",
        f"{SECTION}[6].text": "无国有资本经营支出。",
    }
    assert places("R03", changes) == []


@pytest.mark.parametrize(("code", "text"), [("R04", "××局"), ("R09", "电话13800001234")])
def test_a_section_without_a_text_stands_beside_one_that_is_found(code, text):
    for cell in ("heading", "text"):
        blank = {f"{SECTION}[1].{cell}": None, f"{SECTION}[2].text": f"负责工作。{text}"}
        assert places(code, blank) == [f"{SECTION}[2].text"]
