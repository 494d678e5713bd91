"""Forms as pages of paragraphs and tables, free of a file format; `writers` makes Word and Excel files of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A cell of a table over so many columns and rows."""

    text: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of boxes; a box that lies under a merged one is left out."""

    rows: Sequence[Sequence[Box]]


Block = str | Table


@dataclass(frozen=True)
class Part:
    """One attachment; `name` is what its file or sheet is called."""

    name: str
    blocks: Sequence[Block]


def box(cell: "str | Box | None", columns: int = 1) -> Box:
    return cell if isinstance(cell, Box) else Box(cell or "", columns)


def row(*cells: "str | Box | None") -> list[Box]:
    return [box(cell) for cell in cells]


@dataclass(frozen=True)
class Placed:
    """A box with the column in which it stands, from 0; `lower` is a row of it below its first."""

    box: Box
    column: int
    lower: bool = False


def placed(table: Table) -> Iterator[list[Placed]]:
    """The boxes of each row with their columns, and those that go on from above."""
    open_boxes: dict[int, tuple[Box, int]] = {}  # by column: the box, and how many rows of it are left
    for cells in table.rows:
        queue, column, found = list(cells), 0, []
        while queue or column in open_boxes:
            if column in open_boxes:
                held, left = open_boxes.pop(column)
                found.append(Placed(held, column, lower=True))
                if left > 1:
                    open_boxes[column] = held, left - 1
                column += held.columns
            else:
                new = queue.pop(0)
                found.append(Placed(new, column))
                if new.rows > 1:
                    open_boxes[column] = new, new.rows - 1
                column += new.columns
        yield found


def width(table: Table) -> int:
    return max(found[-1].column + found[-1].box.columns for found in placed(table) if found)
