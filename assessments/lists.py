"""Lists as a workbook: numbers are numbers, heads are repeated on each page, and what is typed is never a formula.

Rows are written as they come, so that a list of any length takes little memory.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from django.utils import timezone

if TYPE_CHECKING:
    from openpyxl import Workbook

HEAD = "E9EEF3"
HEAD_HEIGHT = 30  # points: two lines
LINE = 17  # points
HIGHEST = 409  # points of a row
PAGE_WIDTH = 200  # digits side by side that can still be read; a wider list goes on beside, its first columns repeated
LONGEST = 32_767  # characters of a cell
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no file of Excel may hold
UNNAMEABLE = re.compile(r"[\\*?:/\[\]']")  # what the name of a sheet may not hold
LONGEST_HEADER = 120  # characters of the title on the printed pages
LONGEST_NAME = 31  # characters of the name of a sheet


class Rate(Decimal):
    """A rate in per cent, which is written as the share that it is, with two decimals."""


FORMS = {float: "0%", Decimal: "0.00", Rate: "0.00%", datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in digits, and in how many lines a text is shown at most (0: all); the cell holds the whole of it."""

    head: str
    width: float = 12
    most: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what stands above the table, its columns, and rows of texts, whole numbers, shares (float), figures
    of two decimals (Decimal), rates, days, times or None.

    The first `fixed` columns stay where they are when one moves to the right.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    fixed: int = 1


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """A workbook of these lists."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = _fit(title)
    for sheet in sheets:
        _write(book, sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write(book: "Workbook", sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    page = book.create_sheet(UNNAMEABLE.sub(" ", _fit(sheet.name))[:LONGEST_NAME])
    for place, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.freeze_panes = f"{get_column_letter(sheet.fixed + 1)}3"
    page.print_title_rows = "2:2"
    page.print_title_cols = f"A:{get_column_letter(sheet.fixed)}"
    page.page_setup.paperSize, page.page_setup.orientation = Worksheet.PAPERSIZE_A4, Worksheet.ORIENTATION_LANDSCAPE
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth = ceil(sum(column.width for column in sheet.columns) / PAGE_WIDTH)
    page.page_setup.fitToHeight = 0
    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = LINE, True  # Chinese stands higher than Latin
    page.row_dimensions[2].height = HEAD_HEIGHT
    page.print_options.gridLines = True
    page.oddHeader.left.text, page.oddHeader.left.size = _fit(sheet.title)[:LONGEST_HEADER].replace("&", "&&"), 14
    page.oddFooter.center.text = "— &P / &N —"

    def cell(value: Any, **looks: Any) -> Any:
        made = WriteOnlyCell(page, value)
        if isinstance(value, str):
            made.data_type = "s"
        for name, look in looks.items():
            setattr(made, name, look)
        return made

    page.append([cell(_fit(sheet.title), font=Font(bold=True, size=14))])
    head = {
        "font": Font(bold=True),
        "fill": PatternFill("solid", fgColor=HEAD),
        "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
    }
    page.append([cell(column.head, **head) for column in sheet.columns])
    below, beside = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    number = 2
    for number, row in enumerate(sheet.rows, start=3):
        written = [_value(one, cell) for one in row]
        lines = [_lines(one, column.width) for one, column in zip(written, sheet.columns, strict=False)]
        high = max(
            (min(most, column.most or most) for most, column in zip(lines, sheet.columns, strict=False)), default=1
        )
        if max(lines, default=1) == 1:
            page.append(written)
            continue
        page.row_dimensions[number].height = min(high * LINE, HIGHEST)
        page.append(
            [_aligned(one, cell, below if most > 1 else beside) for one, most in zip(written, lines, strict=True)]
        )
        del page.row_dimensions[number]  # it is written; a long list does not keep it
    page.print_area = f"A2:{get_column_letter(len(sheet.columns))}{number}"


def _lines(value: Any, room: float) -> int:
    """In how many lines a value stands in a column of so many digits; only a text is broken."""
    if not isinstance(value, str) or ("\n" not in value and _width(value) <= room):
        return 1
    return sum(max(1, ceil(_width(line) / (room - 1))) for line in value.split("\n"))


def _value(value: Any, cell: Any) -> Any:
    """What is written of a value: a plain text or whole number as it is, anything else as a cell of its form."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None)
    form = FORMS.get(type(value))
    if form is not None:
        return cell(value / 100 if isinstance(value, Rate) else value, number_format=form)
    if isinstance(value, str):
        value = _fit(value)
        return cell(value) if value.startswith("=") else value
    return value


def _aligned(value: Any, cell: Any, alignment: Any) -> Any:
    if isinstance(value, str | int | float):
        return cell(value, alignment=alignment)
    if value is not None:
        value.alignment = alignment
    return value


def _width(text: str) -> int:
    """The room that a text takes, in digits: a Chinese character is as wide as two."""
    return len(text) if text.isascii() else len(text) + sum(east_asian_width(sign) in "WFA" for sign in text)


def _fit(text: str) -> str:
    """A text as a file of Excel may hold it."""
    return UNFIT.sub("\ufffd", text)[:LONGEST]
