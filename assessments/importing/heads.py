"""Rows read one after the other, and heads that stand in two of them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assessments.importing.gathering import joined
from assessments.importing.grids import Cell, Row
from assessments.importing.labels import Labels, columns

LABEL = re.compile(r"[^0-9]*(?:20[0-9]{2}[^0-9]*)?")
LONGEST = 20
Names = list[str | None]


class Rows(Iterator[Row]):
    """The rows of an attachment in their order."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows, self._at = rows, 0

    def __next__(self) -> Row:
        if self._at == len(self._rows):
            raise StopIteration
        self._at += 1
        return self._rows[self._at - 1]

    @property
    def rest(self) -> list[Row]:
        """The rows that are still to come."""
        return self._rows[self._at :]

    def heads(self, row: Row, labels: Labels) -> tuple[Row, Names]:
        """The head that this row begins, with the names of its columns; a second row of it is taken."""
        whole, lower = self.whole(row), self._rows[self._at] if self._at < len(self._rows) else row
        if whole is row:
            return row, columns(row, labels)
        self.skip()
        own = columns(Row(tuple(replace(cell, continued=False) for cell in lower.cells)), labels)
        both = columns(whole, labels)
        return whole, [name or (other if other not in own else None) for name, other in zip(own, both, strict=True)]

    def whole(self, row: Row) -> Row:
        """This row with the next as one, where the next goes on with it as a head; else itself. Nothing is taken."""
        below = self._rows[self._at] if self._at < len(self._rows) else None
        if below is None or not _is_second(row, below):
            return row
        return Row(tuple(_with_upper(cell, row) for cell in below.cells))

    def skip(self) -> None:
        """Take the next row without a look at it."""
        self._at += 1


def _is_second(upper: Row, lower: Row) -> bool:
    """Whether a row goes on with the head above it: words alone, under cells of several columns, beside cells merged down."""
    own = [cell for cell in lower.own if cell.text.strip()]
    pairs = [(cell, _above(cell, upper)) for cell in own]
    return (
        not lower.paragraph
        and len(own) > 1
        and any(cell.continued for cell in lower.cells)
        and all(len(joined(cell.text)) <= LONGEST and LABEL.fullmatch(joined(cell.text)) for cell in own)
        and all(above is not None and above.span >= cell.span for cell, above in pairs)
        and any(above is not None and above.span > cell.span for cell, above in pairs)
    )


def _with_upper(cell: Cell, upper: Row) -> Cell:
    """A cell of the second row with the words above it, which say of which year or kind it is."""
    above = _above(cell, upper)
    if cell.continued or above is None:
        return replace(cell, continued=False)
    return replace(cell, text=f"{joined(above.text)}{joined(cell.text)}")


def _above(cell: Cell, upper: Row) -> Cell | None:
    return next((one for one in upper.cells if one.column <= cell.column < one.column + one.span), None)
