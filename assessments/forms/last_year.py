"""Last year's approved figures beside the cells of a step."""

from collections.abc import Iterable, Sequence

from assessments.document.cells import Figure
from assessments.document.filing import Filing as Document
from assessments.document.paths import cells
from assessments.forms.board import Block, Fields, Table
from assessments.forms.cells import Cell

# Steps whose cells have the same path every year; projects, indicators and special funds change their places.
STEPS = frozenset({"headcount", "expenditure", "buildings", "department-funds"})


def last_year(name: str, blocks: Sequence[Block], previous: Document | None) -> list[tuple[str, str]]:
    """(label, text) of each figure of this step that last year's approved filing states."""
    if previous is None or name not in STEPS:
        return []
    stored = cells(previous)
    found = []
    for cell in _cells(blocks):
        before = stored.get(cell.path)
        if isinstance(before, Figure) and not before.blank and "[special_fund" not in cell.path:
            found.append((_label(cell, previous.fiscal_year + 1), before.text or ""))
    return found


def _label(cell: Cell, year: int) -> str:
    """The label as last year's form had it: 2024年决算数 was 2023年决算数."""
    return str(cell.label).replace(f"{year - 1}年", f"{year - 2}年").replace(f"{year}年", f"{year - 1}年")


def _cells(blocks: Sequence[Block]) -> Iterable[Cell]:
    for block in blocks:
        if isinstance(block, Fields):
            yield from block.cells
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (cell for cell in row.cells if isinstance(cell, Cell))
