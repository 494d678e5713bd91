"""Sheets of Excel files as their pages show them."""

import io
import zipfile

import pytest
from django.utils import translation

from assessments.importing.excel import read_sheets
from assessments.importing.package import FileRefused, open_package
from tests.assessments.importing.files import cell, grid, package, sheet, xlsx


def read(raw, **options):
    return read_sheets(open_package(raw), "表.xlsx", **options)


def shown(raw):
    """The texts of the only sheet, row by row; `^` marks the lower part of a merged cell."""
    (found,) = read(raw)
    rows = [[("^" if one.continued else "") + one.text for one in row.cells] for row in found.rows]
    return rows[:-1]  # the last is the blank one under the sheet


def test_a_cell_is_what_it_shows_whatever_it_is_stored_as():
    row = "".join(
        [
            cell("A1", "1", "s"),
            cell("B1", "甲 乙", "inlineStr"),
            cell("C1", "0.98676", style=1),
            cell("D1", "215457.6", style=2),
            cell("E1", "45717", style=3),
            cell("F1", "1", "b"),
            cell("G1", "#DIV/0!", "e"),
            cell("H1", "合计", "str", formula='"合"&"计"'),
            cell("I1", "12.5", formula="SUM(A2:A3)"),
        ]
    )
    raw = xlsx({"表": sheet(row)}, strings=["零", "一"], formats=["General", "0.00%", "#,##0.00", 'yyyy"年"m"月"d"日"'])
    assert shown(raw) == [
        ["一", "甲 乙", "98.68%", "215,457.60", "2025年3月1日", "TRUE", "#DIV/0!", "合计", "12.5"],
    ]  # fmt: skip


def test_a_shared_text_of_many_runs_has_no_readings():
    text = "<si><r><t>部</t></r><r><t>门_x000D_</t></r><rPh><t>bumen</t></rPh></si>"
    assert shown(xlsx({"表": sheet(cell("A1", "0", "s"))}, strings=[text])) == [["部门\r"]]


def test_a_merged_range_is_one_cell_and_goes_on_below():
    raw = xlsx({"表": grid(["甲", "", "乙"], ["", "", "丙"], merged=["A1:B2"])})
    (found,) = read(raw)
    assert shown(raw) == [["甲", "乙"], ["^甲", "丙"]]
    assert [(one.column, one.span) for one in found.rows[0].cells] == [(1, 2), (3, 1)]


def test_cells_and_rows_without_a_place_follow_one_another():
    raw = xlsx({"表": sheet("<row><c t='str'><v>甲</v></c><c><v>1</v></c></row><row><c><v>2</v></c></row>")})
    assert shown(raw) == [["甲", "1"], ["2", ""]]


def test_empty_rows_between_others_are_kept_a_few():
    raw = xlsx(
        {"表": sheet(cell("A1", "1"), f'<row r="3">{cell("A3", "3")}</row>', f'<row r="900">{cell("A900", "9")}</row>')}
    )
    rows = shown(raw)
    assert rows[:3] == [["1"], [""], ["3"]]
    assert (len(rows), rows[-1]) == (24, ["9"])
    assert read(raw)[0].rows[-2].cells[0].place.row == 900


def test_what_is_hidden_is_listed_apart():
    before = '<cols><col min="2" max="2" hidden="1"/><col min="3" max="3" width="0"/></cols>'
    rows = (
        cell("A1", "1") + cell("B1", "2") + cell("C1", "3") + cell("D1", "4"),
        f'<row r="2" hidden="1">{cell("A2", "5")}</row>',
        cell("A3", "6", style=1),
    )
    raw = xlsx(
        {"表": sheet(*rows, before=before), "密": sheet(cell("A1", "7"))},
        formats=["0", ";;;"],
        states={"密": "veryHidden"},
    )
    first, second = read(raw)
    assert [[one.text for one in row.cells] for row in first.rows[:-1]] == [["1", "4"]]
    assert [(one.text, one.place.row, one.place.column) for one in first.unseen] == [
        ("2", 1, 2), ("3", 1, 3), ("5", 2, 1), ("6", 3, 1),
    ]  # fmt: skip
    assert (second.rows, [one.text for one in second.unseen]) == ((), ["7"])


def test_noughts_that_a_sheet_does_not_show_are_not_seen():
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    (found,) = read(xlsx({"表": sheet(cell("A1", "0") + cell("B1", "1"), before=view)}))
    assert [one.text for one in found.rows[0].cells] == ["", "1"]
    assert [one.text for one in found.unseen] == ["0"]


def test_a_formula_without_its_result_is_marked():
    (found,) = read(xlsx({"表": sheet(cell("A1", "", formula="SUM(B1:B9)") + cell("B1", "", "str", formula='""'))}))
    first, second = found.rows[0].cells[0], found.rows[0].cells[1:]
    assert (first.text, first.uncounted) == ("=SUM(B1:B9)", True)
    assert [one.text for one in second] == [""] or not second


def test_the_place_of_a_cell_is_named_as_excel_names_it():
    with translation.override("en"):
        assert str(read(xlsx({"附件1": sheet(f'<row r="3">{cell("AB3", "1")}</row>')}))[0].rows[0].cells[-1].place) == (
            "表.xlsx sheet 附件1, cell AB3"
        )


HOSTILE = {
    "rows": (sheet(*[cell(f"A{row}", "1") for row in range(1, 2_003)]), "more than 2000 rows"),
    "columns": (sheet(cell("XFD1", "1")), "more than 200 columns"),
    "merged-columns": (sheet(cell("A1", "1"), merged=["A1:XFD1"]), "more than 200 columns"),
    "merged-rows": (sheet(cell("A1", "1"), merged=["A1:B1048576"]), "too many rows"),
    "merged-often": (sheet(cell("A1", "1"), merged=["A1:GR2000"] * 2), "too many rows"),
    "long": (sheet(cell("A1", "长" * 32_768, "inlineStr")), "more than 32767 characters"),
    "much": (sheet(*[cell(f"A{row}", "0", "s") for row in range(1, 200)]), "far more cells or text"),
    "reference": (sheet(cell("1A", "1")), "names no cell"),
    "text": (sheet(cell("A1", "9", "s")), "names a text that is not there"),
    "broken": ("<worksheet>", "not well-formed"),
    "deep": ("<a>" * 70 + "</a>" * 70, "not well-formed"),
    "entity": ('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "declares entities"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sheet_is_refused_in_one_line(name):
    content, words = HOSTILE[name]
    with pytest.raises(FileRefused) as refused:
        read(xlsx({"表": content}, strings=["长" * 32_000]))
    with translation.override("en"):
        sentence = str(refused.value)
    assert words in sentence
    assert "\n" not in sentence


def test_who_knows_larger_tables_may_read_them():
    raw = xlsx({"表": HOSTILE["rows"][0]})
    assert len(read(raw, limit=5_000)[0].rows) == 2_003


def test_a_book_saved_in_the_strict_format_is_read():
    strict = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx({"表": sheet(cell("A1", "5", style=0))}))) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            for ordinary, other in strict.items():
                content = content.replace(ordinary, other)
            parts[name] = content
    assert shown(package(parts)) == [["5"]]
