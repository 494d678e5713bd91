"""Last year's approved figures beside the cells of a step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.document.cells import Figure, Text
from assessments.document.filing import Filing as Document
from assessments.document.paths import cells
from assessments.forms.board import Block, Fields, Row, Table
from assessments.forms.cells import Cell

Stored = Mapping[str, Text | Figure]

# Steps whose cells have the same path every year; projects, indicators and special funds change their places.
STEPS = frozenset({"headcount", "expenditure", "buildings", "department-funds"})


@dataclass(frozen=True, slots=True)
class LastYear:
    """A block of the step as last year's filing had it: the heads of its columns (none where each row has one figure) and its rows."""

    head: list[str]
    rows: list[tuple[str, list[str]]]


def last_year(name: str, blocks: Sequence[Block], previous: Document | None) -> list[LastYear]:
    """The figures of each block of this step that last year's approved filing states."""
    if previous is None or name not in STEPS:
        return []
    stored, year = cells(previous), previous.fiscal_year + 1
    found = []
    for block in blocks:
        if isinstance(block, Fields):
            made = LastYear([], [(_label(cell.label, year), [_text(cell, stored)]) for cell in block.cells])
        elif isinstance(block, Table):
            heads = [_label(label, year) for label, look in block.head if look.startswith("fig")]
            made = LastYear(heads, [(_label(row.head, year), list(_texts(row, stored))) for row in block.rows])
        else:
            continue
        rows = [row for row in made.rows if any(row[1])]
        if rows:
            found.append(LastYear(made.head, rows))
    return found


def _texts(row: Row, stored: Stored) -> Iterator[str]:
    for cell in row.cells:
        yield _text(cell, stored) if isinstance(cell, Cell) else ""


def _text(cell: Cell, stored: Stored) -> str:
    before = stored.get(cell.path)
    if not isinstance(before, Figure) or before.blank or "[special_fund" in cell.path:
        return ""
    return before.text or ""


def _label(label: object, year: int) -> str:
    """The label as last year's form had it: 2024年决算数 was 2023年决算数."""
    return str(label).replace(f"{year - 1}年", f"{year - 2}年").replace(f"{year}年", f"{year - 1}年")
