"""An XLSX as sheets of rows: each cell as it is shown, with its place.

A form's sheet is read as its page looks: a merged range is one cell, what its author hid is not on the page and is listed apart, and a
formula counts by the result that was saved with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.importing.excel_aside import words_around
from assessments.importing.grids import MAX_ROWS, MAX_TEXT, Cell, Place, Row
from assessments.importing.number_formats import BUILT_IN, GENERAL, shown
from assessments.importing.package import RELATIONSHIPS, FileRefused, Package
from assessments.importing.sheet_xml import Raw, SheetXml, Strings

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAX_SHEETS = 200
MAX_CELLS = 200_000  # of all sheets together, with the empty ones between them
GAP = 20  # empty rows that are kept between two others
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the rows that are seen, and what is not among them: hidden cells, headers, footers."""

    name: str
    rows: tuple[Row, ...]
    unseen: tuple[Cell, ...]


def read_sheets(package: Package, file: str, *, limit: int = MAX_ROWS) -> list[Sheet]:
    """The worksheets of an Excel file in their order. A cell's place has the row and column of the sheet, counted from 1.

    Raises `FileRefused`, also for a sheet of more than `limit` rows.
    """
    book = _Book(package)
    made, cells, letters = [], 0, 0
    for name, part, hidden in book.sheets():
        found = SheetXml(name, limit).read(package.raw(part))
        sheet = _Seen(file, name, book, found, hidden=hidden).sheet()
        cells += sum(len(row.cells) for row in sheet.rows)
        letters += sum(len(cell.text) for row in sheet.rows for cell in row.cells)
        if cells > MAX_CELLS or letters > MAX_TEXT:
            raise FileRefused(_("The file holds far more cells or text than a form has."))
        made.append(sheet)
    return made


class _Book:
    """What the sheets share: texts, formats, the day from which days are counted."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.xml("xl/workbook.xml")
        self.targets = _targets(package, "xl/workbook.xml")
        properties = self.root.find(f"{MAIN}workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        strings = self._part("sharedStrings")
        self.strings: Sequence[str] = Strings().read(package.raw(strings)) if strings else ()
        styles = self._part("styles")
        self.formats = _formats(package.xml(styles)) if styles else []

    def sheets(self) -> list[tuple[str, str, bool]]:
        """Name, part and whether it is hidden, of every worksheet; a sheet that is a chart has no cells."""
        found = []
        for sheet in self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            kind, target = self.targets.get(sheet.get(f"{OFFICE}id", ""), ("", ""))
            if kind == "worksheet" and target in self.package.names:
                found.append(
                    (" ".join(sheet.get("name", "").split()), target, sheet.get("state", "visible") != "visible")
                )
        if not found:
            raise FileRefused(_("The file is damaged: it has no sheet."))
        if len(found) > MAX_SHEETS:
            raise FileRefused(_("The file has more than %(limit)s sheets."), limit=MAX_SHEETS)
        return found

    def _part(self, kind: str) -> str | None:
        return next(
            (target for own, target in self.targets.values() if own == kind and target in self.package.names), None
        )

    def text(self, raw: Raw, *, zeros: bool) -> str:
        """What a cell shows; empty where its format shows nothing."""
        value = raw.value
        if raw.kind == "s":
            return self._shared(value)
        if raw.kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if raw.kind in ("str", "inlineStr", "e", "d"):
            return value
        try:
            number = Decimal(value.strip()) if NUMBER.fullmatch(value.strip()) else None
        except InvalidOperation:
            number = None
        if number is None:
            return value
        if not zeros and not number:
            return ""
        code = self.formats[raw.style] if raw.style < len(self.formats) else GENERAL
        return shown(number, code, since_1904=self.since_1904)

    def _shared(self, index: str) -> str:
        try:
            return self.strings[int(index)] if index.isascii() and len(index) < 9 else ""
        except (ValueError, IndexError):
            raise FileRefused(_("The file is damaged: a cell names a text that is not there.")) from None


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target of each relationship of a part by its name."""
    folder, _slash, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package.names:
        return {}
    found = {}
    for relation in package.xml(rels).iter(RELATIONSHIPS):
        target = relation.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target.removeprefix('./')}"
        found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], path)
    return found


def _formats(styles: Any) -> list[str]:
    """The format of each cell style."""
    own = {one.get("numFmtId"): one.get("formatCode") or "" for one in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")}
    found = []
    for style in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        key = style.get("numFmtId") or "0"
        built_in = BUILT_IN.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 6 else None
        found.append(own.get(key) or built_in or GENERAL)
    return found


class _Seen:
    """Makes the rows that are seen of what a sheet's XML says."""

    def __init__(self, file: str, name: str, book: _Book, xml: SheetXml, *, hidden: bool) -> None:
        self.file, self.name, self.book, self.xml, self.hidden = file, name, book, xml, hidden
        self.first: dict[tuple[int, int], tuple[int, int]] = {}  # rows and columns of a merged range by its first cell
        self.covered: dict[tuple[int, int], tuple[int, int]] = {}  # the first cell of the range that covers a cell
        for first, last in xml.merged:
            self.first[first] = (last[0] - first[0] + 1, last[1] - first[1] + 1)

    def sheet(self) -> Sheet:
        unseen: list[Cell] = []
        made: dict[tuple[int, int], Cell] = {}
        for place, raw in self.xml.cells.items():
            cell = self._cell(place, raw)
            if self._is_hidden(place) or (not cell.text and self._holds(raw)):
                unseen.append(self._cell(place, raw, always=True))
            elif cell.text:
                made[place] = cell
        rows = () if self.hidden else tuple(self._rows(made))
        around = [Cell(text, Place(self.file, 0, 0, 0)) for text in map(words_around, self.xml.around)]
        return Sheet(self.name, rows, tuple(cell for cell in [*unseen, *around] if cell.text.strip()))

    def _cell(self, place: tuple[int, int], raw: Raw, *, always: bool = False) -> Cell:
        where = Place(self.file, 0, place[0], place[1], self.name)
        if raw.formula is not None and raw.uncounted:
            return Cell(f"={raw.formula}", where, uncounted=True, column=place[1])
        text = self.book.text(raw, zeros=self.xml.zeros)
        return Cell(text or (raw.value if always else ""), where, column=place[1])

    def _holds(self, raw: Raw) -> bool:
        """Whether a cell that shows nothing holds something."""
        return bool(raw.value.strip()) and raw.kind not in ("s", "str", "inlineStr")

    def _is_hidden(self, place: tuple[int, int]) -> bool:
        """Whether nothing of a cell, or of the range that it begins, is on the page."""
        rows, columns = self.first.get(place, (1, 1))
        row, column = place
        return (
            self.hidden
            or all(one in self.xml.hidden_rows for one in range(row, row + rows))
            or all(one in self.xml.hidden_columns for one in range(column, column + columns))
        )

    def _rows(self, made: dict[tuple[int, int], Cell]) -> list[Row]:
        """The rows with a cell for each column as far as the sheet is filled or framed by a merged range."""
        if not made:
            return []
        last_row, width = max(row for row, _column in made), max(column for _row, column in made)
        last_row = max([last_row, *(last[0] for first, last in self.xml.merged if first in made)])
        width = max([width, *(last[1] for first, last in self.xml.merged if first in made)])
        for first, last in self.xml.merged:
            for row in range(first[0], last[0] + 1):
                for column in range(first[1], last[1] + 1):
                    self.covered[row, column] = first
        rows, before = [], min(row for row, _column in made) - 1
        filled = sorted({row for row, _column in made} | {row for row, _column in self.covered if row <= last_row})
        for number in filled:
            if number <= before:
                continue
            gap = range(max(before + 1, number - GAP), number)
            rows += [self._row(one, width, made) for one in (*gap, number) if one not in self.xml.hidden_rows]
            before = number
        return [*rows, self._row(last_row + 1, width, made)]  # figures under the last head may all be blank

    def _row(self, row: int, width: int, made: dict[tuple[int, int], Cell]) -> Row:
        cells, column = [], 1
        while column <= width:
            first = self.covered.get((row, column))
            where = Place(self.file, 0, row, column, self.name)
            if first is None:
                if column not in self.xml.hidden_columns:
                    cells.append(made.get((row, column)) or Cell("", where, column=column))
                column += 1
                continue
            span = self.first[first][1]
            upper = made.get(first)
            text, uncounted = (upper.text, upper.uncounted) if upper else ("", False)
            if first[0] == row or not self._begun(first, row):
                cells.append(Cell(text, upper.place if upper else where, uncounted=uncounted, column=column, span=span))
            else:
                cells.append(Cell(text, where, continued=True, column=column, span=span))
            column += span
        return Row(tuple(cells))

    def _begun(self, first: tuple[int, int], row: int) -> bool:
        """Whether a range that began above this row was seen there."""
        return any(one not in self.xml.hidden_rows for one in range(first[0], row))
