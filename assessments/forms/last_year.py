"""Last year's approved figures beside the cells of a step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from assessments.document.cells import Figure, Text
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


def last_year(name: str, blocks: Sequence[Block], stored: Stored, year: int) -> list[LastYear]:
    """The figures of each block of this step that last year's approved filing states; `stored` are its cells, `year` is this year."""
    if not stored or name not in STEPS:
        return []
    found: list[LastYear] = []
    lines: list[tuple[object, list[str]]]
    head: list[str]
    for block in blocks:
        if isinstance(block, Fields):
            head, lines = [], [(cell.label, [_text(cell, stored)]) for cell in block.cells]
        elif isinstance(block, Table):
            head = [_label(label, year) for label, look in block.head if look.startswith("fig")]
            lines = [(row.head, list(_texts(row, stored))) for row in block.rows]
        else:
            continue
        rows = [(_label(label, year), texts) for label, texts in lines if any(texts)]
        if rows:
            found.append(LastYear(head, rows))
    return found


def figures(block: LastYear) -> SafeString:
    """The markup of a block: a row has a place on the page of nearly every row of the step."""
    labels = "".join(f'<th scope="col">{escape(label)}</th>' for label in block.head)
    head = f"<thead><tr><td></td>{labels}</tr></thead>" if block.head else ""
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{"".join(f"<td>{escape(text)}</td>" for text in texts)}</tr>'
        for label, texts in block.rows
    )
    return mark_safe(f'<table class="last-year">{head}<tbody>{rows}</tbody></table>')


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
