"""Filled forms of several cities, read by their labels."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from assessments.document import codec
from assessments.importing.extract import UnreadFigures, extract, read_whole
from tests.assessments.importing.files import docx, grid, package, paragraph, table, xlsx

MARK = paragraph("附件一")
TITLE = paragraph("2024年度部门整体支出绩效评价基础数据表")
HEADS = ["经费控制情况（万元）", "上年决算", "2024年预算数", "2024年决算数"]
SHEET = (
    paragraph("2023年度项目支出绩效自评表"),
    table(
        ["项目名称", "防汛经费", "", ""],
        ["主管部门", "甲市水利局", "实施单位", "甲市防汛办"],
        ["项目资金", "", "年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "自评得分"],
        ["", "年度资金总额", "880", "８８０", "870.5万元", "10", "98.92%", "9.89"],
        ["", "其中：当年财政拨款", "880", "880", "870.5", "—", "—", "—"],
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "自评分",
            "未完成原因",
            "偏差原因分析",
        ],
        ["产出指标（50分）", "数量指标", "巡查次数", "≥12次", "12次", "50", "50", "汛期提前", ""],
        ["", "质量指标", "合格率", "≥ 95 %", "96%", "40", "40", "", ""],
        ["……", "", "", "", "", "", "", "", ""],
        ["合计", "100", "99.89", "", ""],
    ),
)


def basic(*rows, heads=HEADS):
    return docx(MARK, TITLE, table(heads, *rows))


def lines(raw):
    data = codec.to_json(extract([("表.docx", raw)]).filing)
    return {line["line"]: line for line in data["basic_data"]["expenditure"]}


def test_the_real_form_is_read_cell_for_cell(cases):
    found = extract([("yueyang-2024.docx", (cases / "yueyang-2024.docx").read_bytes())])
    assert codec.to_json(found.filing) == json.loads((cases / "yueyang-2024.json").read_bytes())
    assert (found.unread, found.leftovers) == ((), ())


def test_a_sheet_of_another_city():
    found = extract([("项目.docx", docx(*SHEET))])
    (project,) = codec.to_json(found.filing)["projects"]
    assert (project["name"], project["implementer"]) == ("防汛经费", "甲市防汛办")
    annual = project["funds"]["annual"]
    assert [annual[key] for key in ("initial", "revised", "executed", "rate", "score")] == [
        "880", "８８０", "870.5万元", "98.92%", "9.89",
    ]  # fmt: skip
    assert project["funds"]["current_year"]["executed"] == "870.5"
    assert [row["level1"] for row in project["indicators"]] == ["产出指标", "产出指标"]
    assert (project["total_weight"], project["total_score"]) == ("100", "99.89")
    assert [(left.text, left.place.table, left.place.row, left.place.column) for left in found.leftovers] == [
        ("汛期提前", 1, 7, 8)
    ]


def test_several_special_funds_are_told_apart_by_their_labels():
    raw = basic(["3、省级专项资金：甲", "1", "2", "3"], ["4、省级专项资金：乙", "4", "5", "6"])
    found = codec.to_json(extract([("表.docx", raw)]).filing)["basic_data"]["expenditure"]
    assert [(line["line"], line["label"], line["final"]) for line in found] == [
        ("special_fund", "3、省级专项资金：甲", "3"),
        ("special_fund", "4、省级专项资金：乙", "6"),
    ]


def test_an_unknown_line_keeps_its_label_under_a_further_key():
    (line,) = lines(basic(["5、信访专用支出", "1", "2", "3"])).values()
    assert line["line"].startswith("x_")
    assert line["label"] == "5、信访专用支出"


def test_an_unknown_column_is_listed_with_its_place():
    raw = basic(["公用经费", "1", "2", "3", "50%"], heads=[*HEADS, "增减率"])
    found = extract([("表.docx", raw)])
    assert codec.to_json(found.filing)["basic_data"]["expenditure"][0]["final"] == "3"
    assert [left.text for left in found.leftovers] == ["50%"]


@pytest.mark.parametrize(
    "cell",
    [
        '<w:sdt><w:sdtContent><w:p><w:r><w:t>3.0</w:t></w:r><w:r><w:t>1</w:t></w:r></w:p></w:sdtContent></w:sdt>',
        '<w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:t>3.01</w:t></w:r></w:ins></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>=1+2</w:instrText></w:r><w:r><w:t>3.01</w:t></w:r></w:p>',
        '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>3.01</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    ],
    ids=["content control", "tracked change", "field", "nested table"],
)  # fmt: skip
def test_what_word_wraps_round_a_figure_does_not_matter(cell):
    assert lines(basic(["公用经费", "1", "2", cell]))["operating"]["final"] == "3.01"


def test_a_figure_that_cannot_be_read_refuses_the_file_and_names_every_place():
    raw = basic(["公用经费", "约1", "2", "3"], ["办公费", "1", "2", "三"])
    with pytest.raises(UnreadFigures) as refused:
        read_whole("表.docx", raw)
    assert [(one.path, one.place.row, one.place.column) for one in refused.value.unread] == [
        ("basic_data.expenditure[operating].prior_final", 2, 2),
        ("basic_data.expenditure[office].final", 3, 4),
    ]


def test_the_command_writes_the_document_and_lists_what_is_blank(tmp_path):
    form, output, out = tmp_path / "表.docx", tmp_path / "out.json", io.StringIO()
    form.write_bytes(basic(["公用经费", "约1", "2", "3"]))
    with pytest.raises(CommandError) as refused:
        call_command("extract_filing", str(form), output=str(output), stdout=out)
    assert refused.value.returncode == 2
    assert not output.exists()
    call_command("extract_filing", str(form), output=str(output), partial=True, stdout=out)
    (line,) = json.loads(output.read_bytes())["basic_data"]["expenditure"]
    assert (line["prior_final"], line["budget"]) == (None, "2")
    assert "basic_data.expenditure[operating].prior_final" in out.getvalue()


def test_the_command_reads_excel_and_archives(tmp_path):
    rows = grid(["2024年度部门整体支出绩效评价基础数据表"], HEADS, ["公用经费", "1", "2", "3", "四"])
    book = xlsx({"表": rows})
    for name, raw in (("表.xlsx", book), ("表.zip", package({"甲/表.xlsx": book}))):
        output, out = tmp_path / f"{name}.json", io.StringIO()
        (tmp_path / name).write_bytes(raw)
        call_command("extract_filing", str(tmp_path / name), output=str(output), stdout=out)
        (line,) = json.loads(output.read_bytes())["basic_data"]["expenditure"]
        assert (line["line"], line["final"]) == ("operating", "3")
        assert "四" in out.getvalue()


@pytest.mark.parametrize("remark", ["注：科里再核", "此表由财务科填，办公室核对"])
def test_a_remark_beside_a_head_is_listed_and_a_further_head_is_not(remark):
    raw = docx(
        MARK,
        TITLE,
        table(
            ["财政供养人员情况", "编制数", "2024年实际在职人数", "控制率", remark],
            ["", "50", "49", "98.00%", ""],
            [*HEADS, remark],
            ["公用经费", "1", "2", "3", ""],
        ),
    )
    assert [left.text for left in extract([("表.docx", raw)]).leftovers] == [remark, remark]
    assert extract([("表.docx", basic(["公用经费", "1", "2", "3", ""], heads=[*HEADS, "增减率"]))]).leftovers == ()
