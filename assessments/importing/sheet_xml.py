"""The XML of a sheet and of the shared texts, read as a stream: however large the part, memory holds only its cells."""

import re
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from assessments.importing.grids import MAX_COLUMNS
from assessments.importing.package import FileRefused

LONGEST = 32_767  # characters of a cell; Excel takes no more
DEEPEST = 64
MOST_MERGED = 400_000  # cells that lie in merged ranges
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
AROUND = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
Position = tuple[int, int]


class Raw:
    """A cell as it is stored: its type, style, value, and its formula where it has one."""

    __slots__ = ("formula", "kind", "style", "uncounted", "value")

    def __init__(self, kind: str, style: int) -> None:
        self.kind, self.style, self.value = kind, style, ""
        self.formula: str | None = None
        self.uncounted = False


class _Stream:
    """Feeds a part to `start`, `end` and `text`. Raises `FileRefused` for what is not well-formed, declares something or is too deep."""

    part = ""

    def __init__(self) -> None:
        self.depth = 0

    def feed(self, raw: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declared
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(raw, True)
        except expat.ExpatError as error:
            raise FileRefused(
                _("The file is damaged: its part %(part)s is not well-formed."), part=self.part
            ) from error

    def _declared(self, *_arguments: Any) -> None:
        raise FileRefused(_("The file declares entities in its part %(part)s, which no form needs."), part=self.part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FileRefused(_("The file is damaged: its part %(part)s is not well-formed."), part=self.part)
        self.start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(name.rpartition(" ")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class Strings(_Stream):
    """The shared texts in their order, without the readings above the signs."""

    part = "xl/sharedStrings.xml"

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.taking = self.reading = False

    def read(self, raw: bytes) -> list[str]:
        self.feed(raw)
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t" and not self.reading:
            self.taking = True
        elif name == "rPh":
            self.reading = True

    def end(self, name: str) -> None:
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.reading = False
        elif name == "si":
            self.found.append(unescaped("".join(self.pieces)))
            self.pieces = []

    def text(self, data: str) -> None:
        if self.taking:
            self.pieces.append(data)


class SheetXml(_Stream):
    """The cells of a sheet by row and column, its merged ranges, and which rows and columns are hidden."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__()
        self.name = self.part = name
        self.limit = limit
        self.cells: dict[Position, Raw] = {}
        self.merged: list[tuple[Position, Position]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.zeros = True
        self.around: list[str] = []  # headers and footers as they are stored
        self._rows: set[int] = set()
        self._at: Position = (0, 0)
        self._cell: Raw | None = None
        self._within = ""
        self._reading = False
        self._pieces: list[str] = []
        self._valued = False
        self._merged_cells = 0

    def read(self, raw: bytes) -> "SheetXml":
        """Read a sheet's part. Raises `FileRefused`."""
        self.feed(raw)
        return self

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin(attributes)
        elif name in ("v", "t", "f"):
            self._within = "" if self._reading else name
            self._pieces = []
            if name == "f" and self._cell is not None:
                self._cell.formula = ""
        elif name in AROUND:
            self._within, self._pieces = name, []
        elif name == "rPh":
            self._reading = True
        elif name == "row":
            self._row(attributes)
        elif name == "col":
            self._column(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "sheetView" and attributes.get("showZeros") in ("0", "false"):
            self.zeros = False

    def end(self, name: str) -> None:
        if name == "c":
            self._finish()
        elif name == "rPh":
            self._reading = False
        elif name in AROUND:
            self.around.append("".join(self._pieces)[:LONGEST])
            self._within = ""
        elif name == self._within and self._cell is not None:
            text = "".join(self._pieces)
            if name == "f":
                self._cell.formula = text[:LONGEST]
            else:
                self._cell.value += text
                self._valued = self._valued or bool(text)
            self._within = ""

    def text(self, data: str) -> None:
        if self._within:
            self._pieces.append(data)

    def _row(self, attributes: dict[str, str]) -> None:
        number = _count(attributes.get("r"), self._at[0] + 1, LAST_ROW)
        self._at = (number, 0)
        if attributes.get("hidden") in ("1", "true") or _nothing(attributes.get("ht")):
            self.hidden_rows.add(number)

    def _column(self, attributes: dict[str, str]) -> None:
        first, last = (_count(attributes.get(edge), 1, LAST_COLUMN) for edge in ("min", "max"))
        if attributes.get("hidden") in ("1", "true") or _nothing(attributes.get("width")):
            self.hidden_columns.update(range(first, last + 1))

    def _begin(self, attributes: dict[str, str]) -> None:
        row, column = self._at
        self._at = reference(attributes["r"]) if "r" in attributes else (row, column + 1)
        style = attributes.get("s", "0")
        self._cell = Raw(
            attributes.get("t", "n"), int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        )
        self._valued = False

    def _finish(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or (not cell.value and cell.formula is None):
            return
        if cell.kind in ("str", "inlineStr"):
            cell.value = unescaped(cell.value)
        cell.uncounted = cell.formula is not None and not self._valued and cell.kind != "str"  # a text may be none
        row, column = self._at
        self._rows.add(row)
        if len(self._rows) > self.limit:
            raise FileRefused(
                _("The sheet %(sheet)s has more than %(limit)s rows; no form has."), sheet=self.name, limit=self.limit
            )
        if column > MAX_COLUMNS:
            raise self._too_wide()
        self.cells[row, column] = cell

    def _merge(self, ref: str) -> None:
        first, colon, last = ref.partition(":")
        if not colon:
            return
        begin, end = reference(first), reference(last)
        rows, columns = end[0] - begin[0] + 1, end[1] - begin[1] + 1
        if columns > MAX_COLUMNS:
            raise self._too_wide()
        self._merged_cells += max(rows, 1) * max(columns, 1)
        if rows > self.limit or self._merged_cells > MOST_MERGED:
            raise FileRefused(_("The sheet %(sheet)s has merged cells over too many rows."), sheet=self.name)
        if rows > 0 and columns > 0 and rows * columns > 1:
            self.merged.append((begin, end))

    def _too_wide(self) -> FileRefused:
        return FileRefused(
            _("The sheet %(sheet)s has cells in more than %(limit)s columns; no form has."),
            sheet=self.name,
            limit=MAX_COLUMNS,
        )


def reference(text: str) -> Position:
    """Row and column of a reference like B12. Raises `FileRefused`."""
    match = REFERENCE.fullmatch(text)
    if match is None:
        raise FileRefused(_("The file is damaged: %(text)s names no cell."), text=text[:20])
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise FileRefused(_("The file is damaged: %(text)s names no cell."), text=text[:20])
    return row, column


def unescaped(text: str) -> str:
    """A text with its _x000D_ and the like as the signs that they stand for. Raises `FileRefused` where it is too long for a cell."""
    if len(text) > LONGEST:
        raise FileRefused(_("A cell holds more than %(limit)s characters; no cell can."), limit=LONGEST)
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _count(text: str | None, default: int, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def _nothing(size: str | None) -> bool:
    """Whether a height or width is none at all."""
    return size is not None and size.strip("0.") == "" and size.strip() != ""
