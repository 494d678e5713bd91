"""What is read so far: the document's data, the place of every cell, and what could not be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.document.amounts import Unreadable, read
from assessments.document.cells import BLANK_MARKS, Kind
from assessments.importing.grids import Cell, Place, Row

FILLER = frozenset("….·。 ")
NOISE = re.compile(r"[\s（）()：:、，,。.．…]")


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
    """Collects a filing from the rows of its files."""

    places: dict[str, Place] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)

    def figure(self, path: str, kind: Kind, cell: Cell | None, text: str | None = None) -> str | None:
        """The text of a figure's cell; None where it is blank, or cannot be read and is listed."""
        if cell is None:
            return None
        self.places.setdefault(path, cell.place)
        shown = joined(cell.text if text is None else text)
        if cell.uncounted:
            self.unread.append(Unread(path, cell.place, shown, "a formula without its result"))
            return None
        if not shown or all(mark in BLANK_MARKS for mark in shown):
            return None
        try:
            read(kind, shown)
        except Unreadable as error:
            self.unread.append(Unread(path, cell.place, shown, error.message))
            return None
        return shown

    def words(self, path: str, cell: Cell | None, text: str | None = None, *, lines: bool = False) -> str | None:
        """The words of a cell; None where it says nothing. Lines are kept only in running text."""
        if cell is None:
            return None
        self.places.setdefault(path, cell.place)
        source = cell.text if text is None else text
        return (kept(source) if lines else joined(source)) or None

    def leave(self, cells: Sequence[Cell]) -> None:
        """List the filled ones of these cells as not understood."""
        self.leftovers += [Leftover(cell.place, joined(cell.text)) for cell in cells if not is_empty(cell)]


def joined(text: str) -> str:
    """A cell's words on one line: a form breaks lines where its column ends."""
    return "".join(line.strip() for line in text.splitlines()).strip()


def kept(text: str) -> str:
    """Running text with its lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def bare(text: str) -> str:
    """A label without white space, brackets and marks, for comparing."""
    return NOISE.sub("", text)


def is_empty(cell: Cell) -> bool:
    """A cell that says nothing: blank, dashes, or ……"""
    return all(mark in FILLER or mark in BLANK_MARKS for mark in joined(cell.text))


def is_filler(row: Row) -> bool:
    """A row that holds nothing but ……"""
    return all(mark in FILLER for cell in row.own for mark in joined(cell.text))


def align(heads: Row, row: Row) -> list[Cell | None]:
    """For each cell of a head the cell under it: by order where the counts agree, else by order from the right."""
    for lower in (list(row.cells), row.own):
        if len(lower) == len(heads.cells):
            return list(lower)
    lower = row.own[-len(heads.cells) :]
    return [None] * (len(heads.cells) - len(lower)) + list(lower)


def under(heads: Row, names: Sequence[Any], row: Row) -> dict[Any, Cell]:
    """The cells of a row by the names of its head's columns; a column without a name is under None, the last counts."""
    return {
        name: cell for name, cell in zip(names, align(heads, row), strict=True) if name is not None and cell is not None
    }


def strangers(heads: Row, names: Sequence[Any], row: Row) -> list[Cell]:
    """The filled cells under columns that the forms do not know."""
    pairs = zip(heads.cells, names, align(heads, row), strict=True)
    return [
        cell
        for head, name, cell in pairs
        if name is None and cell is not None and not cell.continued and head.text.strip() and not head.continued
    ]
