"""Small Excel files for the tests of bulk import, written as a person would, and what was found wrong in one."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def workbook(*rows: Sequence[Any], sheets: Sequence[str] = (), merge: str = "", hide: int = 0) -> bytes:
    """An Excel file with these rows in its first sheet, and further sheets with a word in them."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    if hide:
        sheet.row_dimensions[hide].hidden = True
    for name in sheets:
        book.create_sheet(name)["A1"] = "文字"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def against(asked: Any) -> list[tuple[int, str]]:
    """What stands against a file: the row and what is wrong."""
    return [(row, text) for row, text, stands in asked.messages if stands]
