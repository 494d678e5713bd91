"""The pages of a summary: every number in table and chart alike, in PDF, Word and on the screen."""

import datetime
import io
import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from docx import Document
from pypdf import PdfReader

from reports.documents import render
from reports.documents.charts import svg
from reports.documents.grid import Bar, Chart
from reports.documents.html import Page, body
from reports.documents.summary import (
    Amounts,
    Broken,
    Compared,
    Count,
    Expense,
    Summary,
    Unit,
    summary_printout,
)

SUMMARY = Summary(
    year=2024,
    scope="甲市某局所属",
    as_of=datetime.date(2025, 4, 1),
    states=(Count("未开始", 1), Count("草稿", 0), Count("已批复", 2)),
    late=1,
    concluded=2,
    submitted=2,
    funds=Amounts(Decimal("100.10"), Decimal("120.00"), Decimal("108.005")),
    compared=Compared(
        1, Amounts(Decimal(50), Decimal(60), Decimal(55)), Amounts(Decimal(70), Decimal(80), Decimal(66))
    ),
    rates=(Count("90 – 95%", 2), Count("< 60%", 0)),
    scores=(Count("95 – 100", 1), Count("90 – 95", 1)),
    mean_score=Decimal("95.25"),
    grades=(Count("优", 2), Count("良", 0)),
    expenses=(
        Expense("三公经费", Decimal(8), Decimal(9), Decimal(6)),
        Expense("公务接待", Decimal(0), Decimal(1), Decimal(1)),
    ),
    broken=(Broken("B13", "政府采购执行率偏低<&>", 2),),
    units=(
        Unit("甲市乙支队", 1, 1, "已批复", Amounts(Decimal(1), Decimal(2), Decimal(1)), Decimal("96.5"), "优"),
        Unit("甲市丙中心", 1, 0, "未开始"),
    ),
    grouped=False,
)
SAID = (
    "截至2025年4月1日，应报送2024年度自评材料的部门共3个，已报送2个，其中已批复2个；逾期未报送1个。",
    "全年执行数合计108.01万元，总体执行率90.00%",
    "其中上年也有自评材料的1个部门，上年全年执行数55.00万元，本年比上年增加11.00万元，增幅20.00%",
    "自评平均得分95.25分",
    "上年决算数8.00万元，比上年减少2.00万元，减幅25.00%",
)


def words(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def pdf():
    return PdfReader(io.BytesIO(render(summary_printout(SUMMARY), "pdf")))


def test_pdf_word_and_page_say_the_same(pdf):
    page = summary_printout(SUMMARY)
    word = Document(io.BytesIO(render(page, "docx")))
    texts = (
        "".join(one.extract_text() for one in pdf.pages),
        "".join(node.text or "" for node in word.element.iter("{*}t")),
        re.sub("<[^>]+>", "", body(page, Page(False, {}))),
    )
    for text in map(words, texts):
        assert [said for said in SAID if words(said) not in text] == []
    for text in texts[:2]:
        assert "政府采购执行率偏低<&>" in words(text)


def test_every_chart_has_its_words_for_who_cannot_see_it():
    approved = PdfReader(io.BytesIO(render(summary_printout(replace(SUMMARY, concluded=3)), "pdf")))
    figures = [one for one in elements(approved.trailer["/Root"]["/StructTreeRoot"]) if one["/S"] == "/Figure"]
    charts = [block for part in summary_printout(SUMMARY).parts for block in part.blocks if isinstance(block, Chart)]
    assert [one["/Alt"].partition("：")[0] for one in figures] == [chart.title for chart in charts]
    assert "三公经费2023年 8.00；三公经费2024年 6.00" in figures[5]["/Alt"]


def elements(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from elements(found)


def test_the_same_summary_gives_the_same_bytes():
    page = summary_printout(replace(SUMMARY, concluded=3))
    assert not page.draft
    for kind in ("docx", "pdf"):
        assert render(page, kind) == render(page, kind)


def test_it_is_a_draft_until_all_are_approved(pdf):
    assert summary_printout(SUMMARY).draft
    assert all({"草", "稿"} <= set(page.extract_text()) for page in pdf.pages)


def test_bars_are_as_long_as_their_numbers_and_what_is_not_nothing_is_seen():
    drawn = ElementTree.fromstring(
        svg(
            Chart(
                "图",
                (Bar("甲", "8", 1.0), Bar("乙", "2", 0.25, pale=True), Bar("丙", "1", 0.0001), Bar("丁", "0", 0.0)),
            )
        )
    )
    lengths = [float(one.get("width")) for one in drawn.findall(".//{*}rect")]
    assert lengths[1] == lengths[0] / 4
    assert lengths[2] > 0
    assert lengths[3] == 0
    assert drawn.find("{*}title").text == "图：甲 8；乙 2；丙 1；丁 0"
    assert not any(one.get("style") for one in drawn.iter())


def test_words_in_a_chart_are_never_markup():
    drawn = svg(Chart("<图>", (Bar('"<b>&', "1", 1.0),)))
    assert [one.text for one in ElementTree.fromstring(drawn).findall(".//{*}text")] == ['"<b>&', "1"]


def test_a_chart_in_word_is_a_table_with_a_shaded_cell_for_each_bar():
    word = Document(io.BytesIO(render(summary_printout(SUMMARY), "docx")))
    table = next(one for one in word.tables if one.cell(0, 0).text == "B13")
    shades = [
        node.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fill")
        for node in table._tbl.iter("{*}shd")
    ]
    assert shades == ["404040"]
    assert table.rows[0].cells[-1].text == "2"


def test_a_chart_is_left_out_of_a_workbook():
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render(summary_printout(SUMMARY), "xlsx")))
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"甲市乙支队", "图1　各环节部门数"} <= values


def test_a_list_too_long_for_a_document_is_cut_and_says_so():
    unit = Unit("甲市某所", 1, 0, "未开始")
    annex = summary_printout(replace(SUMMARY, units=(unit,) * 501)).parts[1].blocks
    assert len(annex[2].rows) == 1 + 500
    assert "共501行，此处列前500行" in annex[3].text
    assert "共" not in summary_printout(SUMMARY).parts[1].blocks[3].text
