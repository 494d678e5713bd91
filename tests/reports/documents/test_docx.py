"""The Word document: its text, its cells, how it is set."""

import zipfile
from io import BytesIO

import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from assessments.document import codec
from reports.documents import render_docx
from tests.reports.documents.samples import FILING, TEMPLATE, grid_of, missing, opened, sample, squeezed


@pytest.fixture(scope="module")
def document():
    return opened(render_docx(sample(), TEMPLATE))


def text_of(document):
    return "".join(node.text or "" for node in document.element.iter(qn("w:t")))


def test_every_figure_of_every_case_is_in_it(cases):
    for case in sorted(cases.glob("*.json")):
        if not case.name.endswith(".expected.json"):
            raw = case.read_bytes()
            text = text_of(opened(render_docx(codec.loads(raw), TEMPLATE)))
            assert missing(codec.to_json(codec.loads(raw)), text) == [], case.name


def test_the_basic_data_stand_in_the_columns_of_the_form(document):
    rows = grid_of(document.tables[0])
    assert {len(row) for row in rows} == {10}
    head = FILING["basic_data"]["headcount"]
    assert rows[0][3:] == ["编制数", "<", "<", "2024年实际在职人数", "<", "控制率", "<"]
    assert rows[1] == ["^", "<", "<", head["authorised"], "<", "<", head["actual"], "<", head["control_rate"], "<"]
    lines = FILING["basic_data"]["expenditure"]
    printed = [[row[0], row[3], row[6], row[8]] for row in rows[3 : 3 + len(lines)]]
    assert printed == [
        [line["label"], line["prior_final"] or ("——" if line["line"] == "basic_budget_adjustment" else ""),
         line["budget"] or "", line["final"] or ""]
        for line in lines
    ]  # fmt: skip


def test_levels_of_indicators_are_merged(document):
    rows = grid_of(document.tables[2])
    assert {len(row) for row in rows} == {9}
    indicators = FILING["department_evaluation"]["indicators"]
    assert [row[3] for row in rows[1:-1]] == [indicator["level3"] for indicator in indicators]
    firsts = [row[1] for row in rows[1:-1]]
    assert firsts.count("^") == len(indicators) - len({indicator["level1"] for indicator in indicators})
    assert all(row[0] == "^" for row in rows[1:-1])


def test_heads_are_repeated_and_no_row_is_split(document):
    for table in document.tables:
        for row in table._tbl.tr_lst:
            assert row.trPr.find(qn("w:cantSplit")) is not None
    head, body = document.tables[2]._tbl.tr_lst[:2]
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert body.trPr.find(qn("w:tblHeader")) is None


def test_every_cell_is_centred_from_top_to_bottom(document):
    for table in document.tables:
        for cell in table._tbl.iter(qn("w:tc")):
            assert cell.tcPr.find(qn("w:vAlign")).get(qn("w:val")) == "center"


def test_every_row_covers_the_whole_width(document):
    for table in document.tables:
        widths = [column.w.twips for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(widths) == 8844
        for row in table._tbl.tr_lst:
            assert sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst) == 8844


def test_pages_are_set_as_the_standard_says(document):
    for section in document.sections:
        assert section.start_type == WD_SECTION.NEW_PAGE
        assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
        assert (round(section.top_margin / Mm(1)), round(section.left_margin / Mm(1))) == (37, 28)
        text = section.page_width - section.left_margin - section.right_margin
        high = section.page_height - section.top_margin - section.bottom_margin
        assert (round(text / Mm(1)), round(high / Mm(1))) == (156, 225)
        assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"


def test_fonts_are_named_as_the_standard_names_them(document):
    def font(style):
        found = document.styles[style].element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        return None if found is None else found.get(qn("w:eastAsia"))

    named = {name: font(name) for name in ("Heading 1", "Heading 2", "Heading 3", "Attachment mark", "Form cell")}
    assert named == {
        "Heading 1": "方正小标宋简体",
        "Heading 2": "黑体",
        "Heading 3": "楷体_GB2312",
        "Attachment mark": "黑体",
        "Form cell": "宋体",
    }
    package = zipfile.ZipFile(BytesIO(render_docx(sample(), TEMPLATE)))
    fonts = package.read("word/fontTable.xml").decode()
    for name in ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"):
        assert f'w:name="{name}"><w:altName' in fonts


def test_headings_are_headings(document):
    report = FILING["report"]["sections"]
    found = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]
    assert found == [
        f"{section['number'] or ''}{section['heading']}"
        for section in report
        if section["level"] == 1 and section["heading"]
    ]


def test_page_numbers_stand_outside_and_not_on_the_cover(document):
    numbered = [section for section in document.sections if "PAGE" in section.footer._element.xml]
    assert len(numbered) == len(document.sections) - 1
    assert document.settings.odd_and_even_pages_header_footer
    for section in numbered:
        sides = [
            footer.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val"))
            for footer in (section.footer, section.even_page_footer)
        ]
        assert sides == ["right", "left"]
        assert squeezed(section.footer.paragraphs[0].text) == "—1—"


@pytest.mark.parametrize("draft", [True, False])
def test_only_a_draft_bears_the_mark_on_every_page(draft):
    document = opened(render_docx(sample(), TEMPLATE, draft=draft))
    for section in document.sections:
        for header in (section.header, section.even_page_header):
            assert ('string="草稿"' in header._element.xml) is draft


def test_the_same_filing_gives_the_same_bytes():
    assert render_docx(sample(), TEMPLATE, draft=True) == render_docx(sample(), TEMPLATE, draft=True)


def test_it_says_what_it_is(document):
    properties = document.core_properties
    assert properties.author == FILING["department"]["name"]
    assert "2024年度" in properties.title
    assert properties.created.year == 2024


def test_nothing_typed_becomes_markup_or_breaks_the_file():
    typed = "<w:p>&amp; ]]> 𬭎"
    data = codec.to_json(sample())
    data["basic_data"]["economy_measures"] = typed
    assert typed in text_of(opened(render_docx(codec.from_json(data), TEMPLATE)))


@pytest.mark.parametrize(("part", "tables"), [("basic", 1), ("department", 2), ("projects", 4), ("report", 0)])
def test_one_attachment_alone(part, tables):
    data = codec.to_json(sample())
    data["projects"] = data["projects"][:1] * 2
    document = opened(render_docx(codec.from_json(data), TEMPLATE, part=part))
    assert len(document.tables) == tables


def test_an_empty_filing_is_an_empty_document():
    document = opened(render_docx(codec.from_json({"format": "perfeval-filing/1", "fiscal_year": 2024}), TEMPLATE))
    assert text_of(document) == ""
    assert len(document.sections) == 1
