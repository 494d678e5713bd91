"""Excel files that bulk import gives out: the form of a kind with its heads and an example row, and lists of first passwords."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.importing.bulk.columns import EXAMPLES, NOTES, Column

BLANK_ROWS = 200  # rows of a form in which codes and dates stay as they are typed
TEXT = "@"  # a code keeps its noughts, a date stays as it was typed


def form(columns: Sequence[Column], title: str) -> bytes:
    """The form: heads, an example that is passed over when it is read, and a sheet that says what to fill in."""
    rows: list[Sequence[Any]] = [
        [column.head for column in columns],
        [_example(columns, place) for place in range(len(columns))],
    ]
    notes = [
        (column.head, column.hint, _("must be filled") if column.required else _("may be blank")) for column in columns
    ]
    return _workbook(title, rows, notes)


def _example(columns: Sequence[Column], place: int) -> str:
    return (EXAMPLES[0] if place == 0 else "") + columns[place].example


def table(title: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A list with its heads."""
    return _workbook(title, [heads, *rows], ())


def _workbook(title: str, rows: Sequence[Sequence[Any]], notes: Sequence[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for row in rows:
        sheet.append([str(value) for value in row])
    for place in range(1, len(rows[0]) + 1):
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions[letter].number_format = TEXT
        sheet.cell(1, place).font = Font(bold=True)
        for cell in sheet[letter]:
            cell.number_format, cell.data_type = TEXT, "s"  # what begins with = is no formula
        for number in range(len(rows) + 1, len(rows) + 1 + (BLANK_ROWS if notes else 0)):
            sheet.cell(number, place).number_format = TEXT
    sheet.freeze_panes = "A2"
    if notes:
        other = book.create_sheet(NOTES)
        for note in notes:
            other.append([str(value) for value in note])
        for letter, width in (("A", 24), ("B", 80), ("C", 16)):
            other.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
