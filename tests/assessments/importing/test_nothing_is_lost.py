"""What forms say in odd places is read or listed, never dropped; what is no word of the page is not read."""

from dataclasses import replace

import pytest

from assessments.document import codec
from assessments.document.template import Line, default
from assessments.importing.extract import extract
from tests.assessments.importing.files import MAIN, W, cell, docx, grid, paragraph, sheet, table, xlsx

TITLE = paragraph("2024年度部门整体支出绩效评价基础数据表")
BOOK_TITLE = "2024年度部门整体支出绩效评价基础数据表"
HEADS = ["经费控制情况（万元）", "上年决算", "2024年预算数", "2024年决算数"]
PROJECT = paragraph("2024年度项目支出绩效自评表")
INDICATORS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"]
REPORT = "2024年度甲局整体支出绩效自评报告"
FUND = paragraph("2024年度政府性基金预算支出情况表")
LISTS = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def read(*blocks, **more):
    return extract([("表.docx", docx(*blocks, **more))])


def data(found):
    return codec.to_json(found.filing)


def left(found):
    return [one.text for one in found.leftovers]


def line(*figures, label="公用经费"):
    return read(TITLE, table(HEADS, [label, *figures]))


def listed(text, level=0):
    number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_numbered_by_word_have_their_numbers():
    found = read(
        paragraph(REPORT),
        listed("部门基本情况"),
        listed("职能职责", 1),
        paragraph("正文。"),
        listed("机构设置", 1),
        listed("预算支出情况"),
        listed("基本支出", 1),
        word__numbering=b"",
        **{"word__numbering.xml": LISTS},
    )
    sections = data(found)["report"]["sections"]
    assert [(one["level"], one["number"], one["heading"]) for one in sections] == [
        (1, "一、", "部门基本情况"),
        (2, "（一）", "职能职责"),
        (2, "（二）", "机构设置"),
        (1, "二、", "预算支出情况"),
        (2, "（一）", "基本支出"),
    ]


def test_what_headers_footers_and_notes_say_is_listed():
    part = '<w:{0} xmlns:w="' + W + '"><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:{0}>'
    found = read(
        TITLE,
        table(HEADS, ["公用经费", "1", "2", "3"]),
        **{
            "word__header1.xml": part.format("hdr", "内部资料"),
            "word__footer1.xml": part.format("ftr", "第 3 页"),
            "word__header2.xml": part.format("hdr", "草稿"),
            "word__footnotes.xml": part.format("footnotes", "含追加5万元"),
            "word__comments.xml": part.format("comments", "请核对"),
        },
    )
    assert left(found) == ["请核对", "含追加5万元", "内部资料"]


def test_hidden_words_are_listed_and_placeholders_are_nothing():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:t>1.50</w:t></w:r></w:p>"
    holder = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>单击输入</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    found = read(TITLE, table(HEADS, ["公用经费", hidden, holder, "3"]))
    (own,) = data(found)["basic_data"]["expenditure"]
    assert (own["prior_final"], own["budget"], own["final"]) == ("1.50", None, "3")
    assert left(found) == ["99"]


def test_beside_a_table_marked_none_everything_is_listed():
    heads = ["科目编码", "项目名称", "年初预算数", "全年预算数", "全年执行数"]
    found = read(FUND, paragraph("无"), table(heads, ["2120801", "征地补偿", "1", "2", "3"]))
    assert data(found)["fund_tables"] == {"government_fund": {"none": True}}
    assert left(found) == ["2120801", "征地补偿", "1", "2", "3"]


def test_a_cover_that_says_something_else_is_listed():
    found = read(
        paragraph("附件4"), paragraph("2024年度"), paragraph("甲局"), paragraph("自评"), paragraph("绩效自评报告（送审稿）"),
        paragraph(REPORT), paragraph("一、基本情况"),
    )  # fmt: skip
    assert data(found)["report"]["title"] == REPORT
    assert left(found) == ["甲局", "自评", "绩效自评报告（送审稿）"]


def test_a_level_name_goes_on_where_no_row_merges_it():
    rows = [["产出指标", "数量指标", "甲", "1", "1", "5", "5", ""], ["", "", "乙", "1", "1", "5", "5", ""],
            ["", "质量指标", "丙", "1", "1", "5", "5", ""], ["效益指标", "", "丁", "1", "1", "5", "5", ""]]  # fmt: skip
    (project,) = data(read(PROJECT, table(INDICATORS, *rows)))["projects"]
    assert [(one["level1"], one["level2"]) for one in project["indicators"]] == [
        ("产出指标", "数量指标"), ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", None),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["/", "—", "无", "不适用", "－"])
def test_a_sign_that_stands_for_nothing_is_kept_as_printed(mark):
    found = line("1", mark, "3")
    assert data(found)["basic_data"]["expenditure"][0]["budget"] == mark
    assert found.unread == ()


def test_a_dash_that_the_form_prints_itself_is_blank():
    found = line("——", "3.00", "——", label="部门基本支出预算调整")
    assert data(found)["basic_data"]["expenditure"][0]["prior_final"] is None


@pytest.mark.parametrize(
    "said",
    [
        "填报单位（盖章）：甲市水利局    预算编码：411001",
        "单 位 名 称：甲市水利局  预算编码： 411001  单位：万元",
    ],
)
def test_the_department_is_known_from_above_a_table(said):
    found = read(TITLE, paragraph(said), table(HEADS, ["公用经费", "1", "2", "3"]))
    assert data(found)["department"] == {"name": "甲市水利局", "supervisor": None, "code": "411001"}
    assert left(found) == []


def test_another_name_of_the_department_is_listed():
    sheet_ = table(["部门名称", "甲市水利局"], INDICATORS)
    found = read(
        TITLE, paragraph("填报单位：乙局"), table(HEADS, ["公用经费", "1", "2", "3"]),
        paragraph("2024年度部门整体支出绩效自评表"), sheet_,
    )  # fmt: skip
    assert data(found)["department"]["name"] == "甲市水利局"
    assert left(found) == ["乙局"]


def test_amounts_in_another_unit_keep_it():
    found = read(
        TITLE, paragraph("单位：元"), table(["经费控制情况", *HEADS[1:]], ["公用经费", "12000.50", "2万元", "0"])
    )
    (own,) = data(found)["basic_data"]["expenditure"]
    assert (own["prior_final"], own["budget"], own["final"]) == ("12000.50元", "2万元", "0元")


def test_two_units_in_one_form_are_listed_and_not_guessed():
    found = read(TITLE, paragraph("单位：元"), table(HEADS, ["公用经费", "1", "2", "3"]))
    assert data(found)["basic_data"]["expenditure"][0]["budget"] == "2"
    assert left(found) == ["单位：元"]


def test_two_figures_in_a_cell_are_not_one():
    found = line("12<w:br/>34", "2", "3")
    assert found.filing.basic_data.expenditure[0].prior_final.text is None
    found = read(TITLE, table(HEADS, ["公用经费", paragraph("12") + paragraph("34"), "2", "3"]))
    (one,) = found.unread
    assert (one.path, one.text) == ("basic_data.expenditure[operating].prior_final", "12 34")


def test_what_stands_under_no_column_is_listed():
    rows = [["产出指标", "数量指标", "甲", "1", "1", "5", "5", "", "补充说明"]]
    found = read(PROJECT, table([*INDICATORS, "备注"], *rows), paragraph("另附明细。"))
    assert left(found) == ["补充说明", "另附明细。"]


def test_old_form_fields_say_what_was_chosen():
    chosen = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="7"/>'
        '<w:listEntry w:val="8.50"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>'
    )
    assert (
        data(read(TITLE, table(HEADS, ["公用经费", chosen, "2", "3"])))["basic_data"]["expenditure"][0]["prior_final"]
        == "8.50"
    )


def test_a_whole_form_in_a_frame_is_read():
    inner = TITLE + table(HEADS, ["公用经费", "1", "2", "3"]) + paragraph("填表人：甲　联系电话：0730")
    found = read(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")
    assert data(found)["basic_data"]["expenditure"][0]["final"] == "3"
    assert data(found)["signatures"]["prepared_by"] == "甲"


def test_a_list_of_attachments_begins_none():
    found = read(
        paragraph(REPORT), paragraph("一、基本情况"), paragraph("正文。"), paragraph("附件："),
        paragraph("附件1：部门整体支出绩效评价基础数据表"), paragraph("附件2：部门整体支出绩效自评表"),
        paragraph("附件3：政府性基金预算支出情况表"),
    )  # fmt: skip
    assert data(found)["report"]["attachments"] == [
        "部门整体支出绩效评价基础数据表", "部门整体支出绩效自评表", "政府性基金预算支出情况表",
    ]  # fmt: skip
    assert "basic_data" not in data(found)


def test_lines_of_the_year_s_own_template_have_its_keys():
    own = replace(default(), lines=(*default().lines, Line("x_letters", "5、信访专用支出", "信访专用支出")))
    raw = docx(TITLE, table(HEADS, ["5、信访专用支出", "1", "2", "3"]))
    (found,) = data(extract([("表.docx", raw)], own))["basic_data"]["expenditure"]
    assert (found["line"], found["label"]) == ("x_letters", "5、信访专用支出")


# Excel ---------------------------------------------------------------------------------------------------------


def test_a_figure_in_excel_counts_as_it_is_shown():
    rows = grid(
        ["2024年度部门整体支出绩效评价基础数据表"],
        HEADS,
        ["公用经费", cell("B3", "0.98676", style=1), cell("C3", "1234.5", style=2), cell("D3", "7.005", style=3)],
    )
    found = extract([("表.xlsx", xlsx({"表": rows}, formats=["General", "0.00", "#,##0.00", '0.00"万元"']))])
    (own,) = data(found)["basic_data"]["expenditure"]
    assert (own["prior_final"], own["budget"], own["final"]) == ("0.99", "1,234.50", "7.01万元")


def test_a_formula_where_an_amount_belongs_is_named_with_its_place():
    rows = grid(
        ["2024年度部门整体支出绩效评价基础数据表"],
        HEADS,
        ["公用经费", cell("B3", "", formula="SUM(B4:B6)"), "=1+2", "#REF!"],
    )
    found = extract([("表.xlsx", xlsx({"表": rows}))])
    assert [(one.place.row, one.place.column, one.text) for one in found.unread] == [
        (3, 2, "=SUM(B4:B6)"), (3, 3, "=1+2"), (3, 4, "#REF!"),
    ]  # fmt: skip


def test_what_is_hidden_in_excel_is_listed():
    title = cell("A1", "2024年度部门整体支出绩效评价基础数据表", "inlineStr")
    heads = "".join(cell(f"{'ABCD'[at]}2", text, "inlineStr") for at, text in enumerate(HEADS))
    own = cell("A3", "公用经费", "inlineStr") + "".join(cell(f"{'BCDE'[at]}3", str(at + 1)) for at in range(4))
    before = '<cols><col min="5" max="5" hidden="1"/></cols>'
    found = extract(
        [
            (
                "表.xlsx",
                xlsx({"表": sheet(title, heads, own, before=before), "底稿": grid(["数"])}, states={"底稿": "hidden"}),
            )
        ]
    )
    assert data(found)["basic_data"]["expenditure"][0]["final"] == "3"
    assert left(found) == ["4", "数"]


def test_what_excel_says_beside_its_cells_is_listed():
    rows = grid([BOOK_TITLE], HEADS, ["公用经费", "1", "2", "3"])
    around = "<headerFooter><oddHeader>&amp;L&amp;&quot;宋体&quot;&amp;10内部资料</oddHeader><oddFooter>— &amp;P —</oddFooter></headerFooter>"
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/main"
    found = extract(
        [
            (
                "表.xlsx",
                xlsx(
                    {"表": rows.replace("</worksheet>", f"{around}</worksheet>")},
                    **{
                        "xl__drawings__drawing1.xml": f'<x xmlns:a="{drawn}"><a:p><a:r><a:t>另见</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p></x>',
                        "xl__comments1.xml": f'<x xmlns="{MAIN}"><comment><text><r><t>请核对</t></r></text></comment></x>',
                    },
                ),
            )
        ]
    )
    assert sorted(left(found)) == ["内部资料", "另见说明", "请核对"]


def test_a_deleted_cell_and_a_text_box():
    gone = "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc>"
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("公用经费", "1", "2", "3"))
    heads = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in HEADS)
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('填表人：甲　联系电话：0730')}</w:txbxContent></w:pict></w:r></w:p>"
    found = read(TITLE, f"<w:tbl><w:tr>{heads}</w:tr><w:tr>{gone}{cells}</w:tr></w:tbl>", box)
    (own,) = data(found)["basic_data"]["expenditure"]
    assert (own["line"], own["final"]) == ("operating", "3")
    assert data(found)["signatures"]["phone"] == "0730"


def test_labels_in_the_running_text_of_a_report_stay_in_it():
    found = read(
        paragraph("部门（单位）名称：甲市水利局（盖章）"), paragraph(REPORT), paragraph("一、基本情况"),
        paragraph("单位名称：甲市水利局"), paragraph("联系电话：0730-1234567"), paragraph("填表人：甲　填报日期：2025年3月1日"),
    )  # fmt: skip
    assert data(found)["department"]["name"] == "甲市水利局"
    assert data(found)["report"]["sections"][0]["text"] == "单位名称：甲市水利局\n联系电话：0730-1234567"
    assert data(found)["signatures"]["prepared_by"] == "甲"


def test_a_table_whose_rows_are_shorter_than_its_head():
    head = ["财政供养人员情况", "编制数", "2024年实际在职人数", "控制率", "", "", ""]
    found = read(TITLE, table(head, ["", "120", "118", "98.33%"], HEADS, ["公用经费", "1", "2", "3"]))
    assert data(found)["basic_data"]["headcount"] == {"authorised": "120", "actual": "118", "control_rate": "98.33%"}


def test_the_year_beside_a_name_or_under_a_title_is_no_part_of_it():
    found = read(
        TITLE, paragraph("填报单位：甲市水利局　2024年度　　单位：万元"), table(HEADS, ["公用经费", "1", "2", "3"]),
        paragraph("整体支出绩效自评报告"), paragraph("（2024年度）"), paragraph("一、基本情况"),
    )  # fmt: skip
    assert data(found)["department"]["name"] == "甲市水利局"
    assert data(found)["report"]["title"] == "整体支出绩效自评报告"
    assert left(found) == []


def test_the_department_above_a_sheet_without_a_title():
    people = ["财政供养人员情况", "编制数", "2024年实际在职人数", "控制率"]
    rows = grid(["单位名称：", "甲市水利局"], people, ["", "120", "118", "98.33%"], HEADS, ["公用经费", "1", "2", "3"])
    for name in ("附件1基础数据表", "Sheet1"):
        found = extract([("表.xlsx", xlsx({name: rows}))])
        assert data(found)["department"]["name"] == "甲市水利局"
        assert data(found)["basic_data"]["headcount"]["actual"] == "118"
        assert "department_evaluation" not in data(found)
        assert left(found) == []
