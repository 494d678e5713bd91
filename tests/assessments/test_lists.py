"""A list as a workbook: numbers, shares and times are such, what is typed is a text, heads are repeated."""

import datetime
from io import BytesIO

from django.utils import timezone
from openpyxl import load_workbook

from assessments.lists import Column, Sheet, workbook

AT = datetime.datetime(2025, 3, 1, 1, 2, tzinfo=datetime.UTC)


def made(rows):
    columns = [Column("编码", 10), Column("个数"), Column("占比"), Column("时间", 16)]
    return load_workbook(
        BytesIO(workbook("检查", [Sheet("表", "标题", columns, rows), Sheet("空", "空表", columns, [])]))
    )


def test_values_keep_their_kind():
    page = made([("001", 12, 0.25, AT), ("=1+1", None, None, None), ("", 0, 1.0, AT)])["表"]
    assert [cell.value for cell in page[1]][:1] == ["标题"]
    assert [cell.value for cell in page[2]] == ["编码", "个数", "占比", "时间"]
    local = timezone.localtime(AT).replace(tzinfo=None)
    assert [cell.value for cell in page[3]] == ["001", 12, 0.25, local]
    assert (page["A4"].value, page["A4"].data_type) == ("=1+1", "s")
    assert (page["C3"].number_format, page["D3"].number_format) == ("0%", "yyyy-mm-dd hh:mm")
    assert page["B5"].value == 0


def test_a_list_is_made_to_be_printed_and_scrolled():
    book = made([("001", 1, 0.5, AT)] * 200)
    page = book["表"]
    assert (page.print_title_rows, page.print_title_cols, page.freeze_panes) == ("$2:$2", "$A:$A", "B3")
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToWidth) == ("landscape", 9, 1)
    assert page.page_setup.fitToHeight in (0, None) or not page.page_setup.fitToHeight
    assert (page.max_row, page.column_dimensions["A"].width) == (202, 10)
    assert (page.sheet_format.defaultRowHeight, page.sheet_format.customHeight) == (17, True)
    assert book["空"].max_row == 2


def test_a_wide_list_goes_on_beside_on_further_pages():
    columns = [Column("编码", 10), *(Column(f"B{number:02}", 8) for number in range(25))]
    page = load_workbook(BytesIO(workbook("检查", [Sheet("表", "标题", columns, [])]))).worksheets[0]
    assert (page.page_setup.fitToWidth, page.row_dimensions[2].height) == (2, 30)


def test_a_text_that_is_wider_than_its_column_goes_on_below():
    """Ten digits are five characters; beside what is broken, texts and numbers stand at the top."""
    rows = [("一二三四五", 1), ("一二三四五六", 2, 0.5, AT), ("1234567890", 3), ("a\nb\n", 4), ("长" * 1000, 5)]
    page = made(rows)["表"]
    assert [page.cell(row, 1).alignment.wrap_text for row in range(3, 8)] == [None, True, None, True, True]
    assert [page.row_dimensions[row].height for row in range(3, 8)] == [None, 34, None, 51, 409]
    beside = [page.cell(4, column) for column in range(2, 5)]
    assert [(one.alignment.vertical, one.alignment.wrap_text) for one in beside] == [("top", None)] * 3
    assert (page["B4"].value, page["C4"].value, page["C4"].number_format) == (2, 0.5, "0%")
    assert page["B3"].alignment.vertical is None


def test_a_column_can_show_some_lines_of_what_it_holds_whole():
    columns = [Column("编码", 10), Column("内容", 11, 4)]
    rows = [("1", "长" * 100), ("2", "长" * 15), ("一二三四五六七八九十" * 3, "长" * 100)]
    page = load_workbook(BytesIO(workbook("检查", [Sheet("表", "标题", columns, rows)]))).worksheets[0]
    assert [page.row_dimensions[row].height for row in (3, 4, 5)] == [4 * 17, 3 * 17, 7 * 17]
    assert (page["B3"].value, page["B3"].alignment.wrap_text) == ("长" * 100, True)


def test_each_printed_page_has_the_title_above_the_lines_of_the_table():
    columns = [Column("编码", 10), Column("个数")]
    titled = workbook(
        "检查", [Sheet("表", "2024年 A&B", columns, [("1", 2), ("3", 4)]), Sheet("空", "空表", columns, [])]
    )
    page, empty = load_workbook(BytesIO(titled)).worksheets
    assert (page.print_area, empty.print_area) == ("'表'!$A$2:$B$4", "'空'!$A$2:$B$2")
    assert (page.oddHeader.left.size, page.oddHeader.left.text) == (14, "2024年 A&&B")
    assert page.print_options.gridLines is True
