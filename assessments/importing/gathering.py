"""What is read so far: the document's data, the place of every cell, and what could not be read."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.document.amounts import Unreadable, is_blank_figure, read
from assessments.document.cells import BLANK_MARKS, Kind
from assessments.importing.grids import Cell, Place, Row

FILLER = frozenset("….·。 \u3000")
DIGIT = re.compile(r"[0-9０-９]")
AMOUNT = re.compile(r"[+\-－]?[0-9０-９][0-9０-９.,，．]*\s*(?:%|％|元|万元|千元|亿元|万|亿|分|人)?")


@dataclass(frozen=True, slots=True)
class Unread:
    """A figure that cannot be read."""

    path: str
    place: Place
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that the forms do not explain; it is shown, never dropped."""

    place: Place
    text: str


@dataclass
class Gathered:
    """Collects a filing from the rows of its files. `unit` is that of amounts which state none, where the form says so: 元."""

    places: dict[str, Place] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    unit: str = ""

    def figure(self, path: str, kind: Kind, cell: Cell | None, text: str | None = None) -> str | None:
        """The text of a figure's cell; None where it is empty, or cannot be read and is listed."""
        if cell is None:
            return None
        self.places.setdefault(path, cell.place)
        source = cell.text if text is None else text
        shown = joined(source)
        if cell.uncounted:
            return self._unread(
                path, cell, _("“%(text)s” is a formula whose result was not saved.") % {"text": shown[:40]}
            )
        if not shown or is_blank_figure(shown):
            return shown or None
        if all(mark in FILLER for mark in shown):
            self.leftovers.append(Leftover(cell.place, shown))
            return None
        if sum(bool(DIGIT.search(line)) for line in source.splitlines()) > 1:
            lines = " ".join(source.split())
            return self._unread(path, cell, _("“%(text)s” is more than one figure.") % {"text": lines[:40]}, lines)
        if kind is Kind.AMOUNT and self.unit and DIGIT.match(shown[-1]):
            shown += self.unit
        try:
            read(kind, shown)
        except Unreadable as error:
            return self._unread(path, cell, error.message, shown)
        return shown

    def _unread(self, path: str, cell: Cell, message: str, shown: str | None = None) -> str | None:
        self.unread.append(Unread(path, cell.place, joined(cell.text) if shown is None else shown, message))
        return None

    def words(self, path: str, cell: Cell | None, text: str | None = None, *, lines: bool = False) -> str | None:
        """The words of a cell; None where it says nothing. Lines are kept only in running text."""
        if cell is None:
            return None
        self.places.setdefault(path, cell.place)
        source = cell.text if text is None else text
        if cell.uncounted:
            message = _("“%(text)s” is a formula whose result was not saved.") % {"text": joined(source)[:40]}
            self.unread.append(Unread(path, cell.place, source, message))
            return None
        return (kept(source) if lines else joined(source)) or None

    def leave(self, cells: Iterable[Cell]) -> None:
        """List the filled ones of these cells as not understood."""
        self.leftovers += [Leftover(cell.place, " ".join(cell.text.split())) for cell in cells if not is_empty(cell)]

    def leave_rest(self, row: Row, taken: Iterable[Cell | None]) -> None:
        """List what a row says besides the cells that were taken from it."""
        places = {cell.place for cell in taken if cell is not None}
        self.leave(cell for cell in row.filled if cell.place not in places)


def joined(text: str) -> str:
    """A cell's words on one line: a form breaks lines where its column ends."""
    return "".join(line.strip() for line in text.splitlines()).strip()


def kept(text: str) -> str:
    """Running text with its lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def is_empty(cell: Cell) -> bool:
    """A cell that says nothing: blank, dashes, or ……"""
    return all(mark in FILLER or mark in BLANK_MARKS for mark in joined(cell.text))


def is_amount(text: str) -> bool:
    """Whether a text is a figure with at most its unit."""
    return bool(AMOUNT.fullmatch(joined(text)))


def is_filler(row: Row) -> bool:
    """A row that holds nothing but ……"""
    return all(mark in FILLER for cell in row.own for mark in joined(cell.text))


def align(heads: Row, row: Row) -> list[Cell | None]:
    """For each cell of a head the cell under it.

    In Excel by the columns, which are true there. In Word by order where the counts agree, since after other programs the columns
    are not to be trusted; then by the columns where the rows are equally wide, else by order from the right.
    """
    if row.cells and row.cells[0].place.sheet:
        return _by_columns(heads, row)
    for lower in (list(row.cells), row.own):
        if len(lower) == len(heads.cells):
            return list(lower)
    if is_as_wide(heads, row):
        return _by_columns(heads, row)
    filled = max((at for at, head in enumerate(heads.cells, start=1) if head.text.strip()), default=0)
    most = filled if len(row.own) <= filled else len(heads.cells)  # empty cells at the end of a head are no columns
    lower = row.own[-most:] if most else []
    return [None] * (most - len(lower)) + list(lower) + [None] * (len(heads.cells) - most)


def is_as_wide(heads: Row, row: Row) -> bool:
    """Whether a row ends where the head does."""
    return _width(heads) == _width(row)


def _width(row: Row) -> int:
    return row.cells[-1].column + row.cells[-1].span if row.cells else 0


def _by_columns(heads: Row, row: Row) -> list[Cell | None]:
    """Each cell belongs to the head that it lies under for the most part; of several the first that is filled counts."""
    starts = [head.column for head in heads.cells]
    found: list[Cell | None] = [None] * len(starts)
    for cell in row.cells:
        at = max(bisect_right(starts, cell.column) - 1, 0)
        best, most = None, 0
        while at < len(starts) and starts[at] < cell.column + cell.span:
            head = heads.cells[at]
            shared = min(head.column + head.span, cell.column + cell.span) - max(head.column, cell.column)
            if shared > most:
                best, most = at, shared
            at += 1
        if best is not None:
            before = found[best]
            if before is None or (not before.text.strip() and cell.text.strip()):
                found[best] = cell
    return found


def under(heads: Row, names: Sequence[Any], row: Row) -> dict[Any, Cell]:
    """The cells of a row by the names of its head's columns."""
    return {
        name: cell for name, cell in zip(names, align(heads, row), strict=True) if name is not None and cell is not None
    }
