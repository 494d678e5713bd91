"""The PDF: every figure on its pages, measured against GB/T 9704-2012."""

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from assessments.document import codec
from reports.documents import printout, render_pdf
from reports.documents.grid import Cell, Row
from reports.documents.html import cut
from reports.documents.pdf import CSS, source
from tests.reports.documents.samples import FILING, TEMPLATE, missing, sample

MM = 72 / 25.4
ROWS_BESIDE_A_MERGED_CELL = ("政府性基金拨款", "纳入专户管理的非税收入拨款", "其他资金")
STOPS = "。，、；：？！）》】」』”’…"


def read(filing, **options):
    return PdfReader(io.BytesIO(render_pdf(filing, TEMPLATE, **options)))


@pytest.fixture(scope="module")
def drawn():
    """The sample, whole."""
    return render_pdf(sample(), TEMPLATE)


@pytest.fixture(scope="module")
def whole(drawn):
    return PdfReader(io.BytesIO(drawn))


@pytest.fixture(scope="module")
def long_report():
    """Pages of nothing but text, many stops in it."""
    data = codec.to_json(sample())
    text = "甲市，乙支队（2024年）：办结“案件”；今后、更好。" * 200
    data["report"]["sections"] = [{"level": 1, "number": "一、", "heading": "基本情况", "text": text}]
    return read(codec.from_json(data), part="report")


def lines_of(page):
    """The lines of a page from top to bottom: height of the baseline in pt, left edge, size, text."""
    found: dict[float, list[tuple[float, float, str]]] = {}

    def visit(text, matrix, position, _font, size):
        if text.strip():
            x = position[4] * matrix[0] + matrix[4]
            y = position[5] * matrix[3] + matrix[5]
            found.setdefault(round(y, 1), []).append((x, abs(size * position[3] * matrix[3]), text))

    page.extract_text(visitor_text=visit)
    return [
        (y, min(x for x, _s, _t in runs), runs[0][1], "".join(text for _x, _s, text in runs).strip())
        for y, runs in sorted(found.items(), reverse=True)
    ]


def assert_whole(case):
    filing = codec.loads(case.read_bytes())
    text = "".join(page.extract_text() for page in read(filing).pages)
    assert missing(codec.to_json(filing), re.sub(r"—\d+—", "", re.sub(r"\s", "", text))) == [], case.name


def test_every_figure_of_the_real_filing_is_on_its_pages(cases):
    assert_whole(cases / "yueyang-2024.json")


@pytest.mark.soak
def test_every_figure_of_every_case_is_on_its_pages(cases):
    for case in sorted(cases.glob("*.json")):
        if not case.name.endswith(".expected.json"):
            assert_whole(case)


def test_the_page_is_a4_with_22_lines_of_28_characters(long_report):
    page = long_report.pages[2]
    assert [round(float(side) / MM) for side in page.mediabox[2:]] == [210, 297]
    lines = [line for line in lines_of(page) if "—" not in line[3]]
    assert len(lines) == 22
    pitches = [above[0] - below[0] for above, below in pairwise(lines)]
    assert pitches == pytest.approx([28.99] * 21, abs=0.11)
    assert {round(size, 1) for _y, _x, size, _text in lines} == {16.0}
    assert {round(x / MM) for _y, x, _size, _text in lines} == {28}
    assert max(len(text) for *_rest, text in lines) >= 28


def boxes_of(page):
    """Where the glyphs of a page stand: left and right edges and baselines, in mm from the left and the top."""
    found = []

    def visit(text, matrix, position, _font, size):
        if text.strip():
            x = position[4] * matrix[0] + matrix[4]
            y = position[5] * matrix[3] + matrix[5]
            found.append((x / MM, (float(page.mediabox.height) - y) / MM, abs(size * position[3] * matrix[3]), text))

    page.extract_text(visitor_text=visit)
    return found


def test_the_type_area_is_156_by_225_mm_inside_the_margins(long_report):
    lines = [line for line in lines_of(long_report.pages[2]) if "—" not in line[3]]
    height = float(long_report.pages[2].mediabox.height)
    first, last = ((height - line[0]) / MM for line in (lines[0], lines[-1]))
    pitch = 28.99 / MM
    # a baseline stands where the font's own ascent puts it in its line: the same in the first line and in the last
    assert last - first == pytest.approx(21 * pitch, abs=0.1)
    assert 37 < first < 37 + pitch
    assert 37 + 225 - pitch < last < 37 + 225
    assert min(line[1] for line in lines) / MM == pytest.approx(28, abs=0.1)


def test_a_paragraph_begins_two_characters_in_and_fills_its_first_line():
    data = codec.to_json(sample())
    data["report"]["sections"] = [{"level": 1, "number": "一、", "heading": "概况", "text": "支" * 100}]
    page = read(codec.from_json(data), part="report").pages[1]
    (first, *more, _last) = [line for line in lines_of(page) if set(line[3]) == {"支"}]
    assert first[1] / MM == pytest.approx(28 + 2 * 15.79 / MM, abs=0.1)
    assert (len(first[3]), [len(line[3]) for line in more]) == (26, [28] * len(more))
    assert round(28 * 15.79 / MM, 1) == 156.0  # 28 characters are the width of the type area


def test_each_part_has_the_size_and_the_font_of_the_standard():
    data = codec.to_json(sample())
    data["report"]["title"] = "自评报告"
    data["report"]["sections"] = [
        {"level": 1, "number": "一、", "heading": "甲标题", "text": "乙正文。"},
        {"level": 2, "number": "（一）", "heading": "丙标题", "text": "丁正文。"},
    ]
    page = read(codec.from_json(data), part="report").pages[1]
    found = {}

    def visit(text, matrix, position, font, size):
        for word in ("自评报告", "甲标题", "乙正文", "丙标题"):
            if word in text:
                found[word] = (round(abs(size * position[3] * matrix[3])), font["/BaseFont"].partition("+")[2])

    page.extract_text(visitor_text=visit)
    assert found == {
        "自评报告": (22, "perfeval-title"),
        "甲标题": (16, "perfeval-hei"),
        "乙正文": (16, "perfeval-fang"),
        "丙标题": (16, "perfeval-kai"),
    }


def test_the_number_of_a_page_stands_7_mm_below_the_type_area(long_report):
    for page in long_report.pages[1:4]:
        ((_x, baseline, size, _text),) = [one for one in boxes_of(page) if "—" in one[3]]
        dash = baseline - 0.35 * size / MM  # the dash stands in the middle of a figure's height
        assert dash == pytest.approx(37 + 225 + 7, abs=1)


def test_the_head_of_a_long_table_is_repeated_and_no_row_is_split():
    data = codec.to_json(sample())
    row = data["projects"][0]["indicators"][0]
    data["projects"][0]["indicators"] = [
        row | {"level3": f"第{place}项指标", "deviation": "工期顺延。" * 4} for place in range(60)
    ]
    pages = read(codec.from_json(data), part="projects").pages
    texts = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    holding = [text for text in texts if "项指标" in text]
    assert len(holding) > 2
    assert all("三级指标" in text and "偏差原因" in text for text in holding)
    for place in range(60):
        assert sum(f"第{place}项指标" in text for text in texts) == 1
    assert [text.count("工期顺延。") % 4 for text in texts] == [0] * len(texts)


def test_chinese_stops_begin_no_line(long_report):
    for page in long_report.pages[1:]:
        for *_rest, text in lines_of(page):
            assert text[0] not in STOPS


def test_numbers_stand_outside_with_dashes(long_report):
    for number, page in enumerate(long_report.pages, start=1):
        found = [(x, size) for _y, x, size, text in lines_of(page) if re.fullmatch(r"— ?\d+ ?—", text)]
        if number == 1:
            assert found == []  # the cover
        else:
            ((x, size),) = found
            assert round(size) == 14
            assert (x > 105 * MM) is (number % 2 == 1)


def test_the_same_filing_gives_the_same_bytes(drawn):
    assert render_pdf(sample(), TEMPLATE) == drawn
    first, second = (render_pdf(sample(), TEMPLATE, part="basic", draft=True) for _time in range(2))
    assert first == second


def test_a_draft_bears_the_mark_on_every_page_and_is_no_document_to_file_away():
    reader = read(sample(), part="projects", draft=True)
    assert all({"草", "稿"} <= set(page.extract_text()) for page in reader.pages)
    assert "/Metadata" not in reader.trailer["/Root"]


def test_a_sheet_of_the_form_stands_on_one_page_its_rows_of_one_height():
    (page,) = read(sample(), part="department").pages
    lines = {text: y for y, _x, _size, text in lines_of(page)}
    rows = [next(y for text, y in lines.items() if text.startswith(name)) for name in ROWS_BESIDE_A_MERGED_CELL]
    assert [above - below for above, below in pairwise(rows)] == pytest.approx([6.6 * MM] * 2, abs=0.2)


def test_every_height_of_a_row_has_its_rule(cases):
    page = source(printout(codec.loads((cases / "yueyang-2024.json").read_bytes()), TEMPLATE))
    used = set(re.findall(r"tall-[\d-]+", page.partition("<body>")[2]))
    assert len(used) > 3
    assert used <= set(re.findall(r"\.(tall-[\d-]+) \{ height", CSS.read_text(encoding="utf-8")))


def test_cells_longer_than_a_page_lose_no_word():
    data = codec.to_json(sample())
    data["projects"][0]["indicators"][0]["deviation"] = "因连续降雨，工期顺延。" * 80
    data["department_evaluation"]["goal"]["actual"] = "按期完成鼎新任务。" * 300
    parts = [read(codec.from_json(data), part=part) for part in ("projects", "department")]
    text = "".join(page.extract_text() for part in parts for page in part.pages)
    assert (text.count("雨"), text.count("鼎")) == (80, 300)


def test_what_is_typed_is_never_markup():
    data = codec.to_json(sample())
    data["department"]["name"] = "<b>甲&乙</b>"
    reader = read(codec.from_json(data), part="basic")
    assert "<b>甲&乙</b>" in reader.metadata.title
    assert FILING["department"]["name"] not in reader.metadata.title


def test_a_merged_cell_is_cut_between_groups_with_its_text_in_the_longest_piece():
    rows = (
        Row((Cell("指标", rows=4), Cell("头"))),
        *(Row((Cell(f"{place}"),), group=1) for place in range(2)),
        Row((Cell("2"),), group=2),
    )
    firsts = [row.cells[0] for row in cut(rows)]
    assert firsts[0] == Cell("", rows=1, below=True)
    assert firsts[1] == Cell("指标", rows=2, above=True, below=True)
    assert firsts[2] == Cell("1")
    assert firsts[3] == Cell("", rows=1, above=True)


def test_it_is_pdf_a_with_the_filing_inside(whole):
    root = whole.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-Hans"
    metadata = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata or "<pdfaid:part>3<" in metadata
    assert 'pdfaid:conformance="A"' in metadata or "<pdfaid:conformance>A<" in metadata
    ((name, (content,)),) = whole.attachments.items()
    assert name == "filing.json"
    assert codec.loads(content) == sample()
    assert whole.metadata.author == FILING["department"]["name"]


def test_one_attachment_does_not_carry_the_whole_filing():
    assert dict(read(sample(), part="basic").attachments) == {}


def test_every_form_and_heading_has_a_bookmark(whole):
    flat = [entry.title for entry in flattened(whole.outline)]
    assert [title for title in flat if title.endswith("表")][:2] == [
        "2024年度部门整体支出绩效评价基础数据表",
        "2024年度部门整体支出绩效自评表",
    ]
    for section in FILING["report"]["sections"]:
        if section["level"] == 1 and section["heading"]:
            assert f"{section['number'] or ''}{section['heading']}" in flat


def flattened(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flattened(entry)
        else:
            yield entry


def gb2312():
    for first in [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]:
        for second in range(0xA1, 0xFF):
            try:
                yield bytes([first, second]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def standard():
    """通用规范汉字表, 2013."""
    lines = (Path(__file__).parent / "standard_characters.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


RARE = "喆垚堃犇镕翀璟珺祎鿍㧐㑇㛚𫓧𬭎𬬻𫟹𬊈𫖯〇㎡½①⑩≥≤☐☑✓—…·"


def missing_glyphs(caplog, data, part="all"):
    """What WeasyPrint says of signs that no font has."""
    caplog.set_level("WARNING", "weasyprint")
    render_pdf(codec.from_json(data), TEMPLATE, part=part)
    return [record.getMessage() for record in caplog.records if ".notdef" in record.getMessage()]


def test_the_standard_list_is_whole():
    signs = standard()
    assert len(signs) == len(set(signs)) == 8105
    assert [signs[place] for place in (0, 3499, 6499, 8104)] == ["一", "矗", "齉", "蠼"]  # the ends of its three levels


@pytest.mark.parametrize(
    "signs",
    [
        RARE,
        pytest.param("".join(gb2312()), marks=pytest.mark.soak),
        pytest.param(standard(), marks=pytest.mark.soak),
    ],
    ids=["rare", "gb2312", "standard"],
)
def test_every_character_has_a_glyph_in_text_cells_and_headings(caplog, signs):
    data = codec.to_json(sample())
    data["basic_data"]["economy_measures"] = signs
    data["department"]["name"] = f"{RARE}所"
    data["report"]["sections"] = [
        {"level": 1, "number": "一、", "heading": RARE, "text": signs},
        {"level": 2, "number": "（一）", "heading": RARE, "text": RARE},
    ]
    assert missing_glyphs(caplog, data) == []


def test_a_missing_glyph_would_be_found(caplog):
    data = codec.to_json(sample())
    data["basic_data"]["economy_measures"] = "\U0010fffd"
    assert len(missing_glyphs(caplog, data, "basic")) == 1


def test_a_sign_that_no_font_has_is_printed_as_its_number():
    data = codec.to_json(sample())
    data["basic_data"]["economy_measures"] = "甲\U0010fffd乙\U00050000丙\U0010fffd"
    data["department"]["name"] = "\U0010fffd所"
    reader = read(codec.from_json(data), part="basic")
    assert "甲〔U+10FFFD〕乙〔U+50000〕丙〔U+10FFFD〕" in "".join(page.extract_text() for page in reader.pages)
    assert reader.metadata.author == "\U0010fffd所"
