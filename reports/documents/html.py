"""The pages as HTML: the source of the PDF, and the preview in the browser.

For the browser nothing stands in a style attribute, which the content security policy forbids.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby

from reports.documents.astray import ASTRAY
from reports.documents.charts import svg
from reports.documents.grid import Align, Block, Cell, Chart, Grid, Paragraph, Part, Printout, Row, Style

TAGS = {Style.TITLE: "h1", Style.HEADING: "h2", Style.SUBHEADING: "h3", Style.MINOR: "h4"}


@dataclass(frozen=True, slots=True)
class Page:
    """How HTML is written: for paper, with heights and widths; or for the screen.

    On the screen `marks` gives the words of what is marked by path ("error", "changed remarked"), `beside` the markup that is put into a
    cell after its text, and the cells in `named` say their path and what that gives as its words. A long text is several paragraphs; the
    first of them bears the markup.
    """

    paper: bool
    marks: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)  # the paths of which something is drawn already


def body(page: Printout, how: Page) -> str:
    """The parts of a printout, each a section."""
    return "".join(_part(part, how) for part in page.parts)


def _part(part: Part, how: Page) -> str:
    kind = "cover" if part.cover else "report" if part.key == "report" else "tables"
    inner = "".join(_block(block, how) for block in part.blocks)
    return f'<section class="part part-{kind}" id="part-{part.key}">{inner}</section>'


def _block(block: Block, how: Page) -> str:
    if isinstance(block, Grid):
        return _grid(block, how)
    return svg(block) if isinstance(block, Chart) else _paragraph(block, how)


def _paragraph(block: Paragraph, how: Page) -> str:
    tag = TAGS.get(block.style, "p")
    if not how.paper and tag != "p":
        tag = f"h{min(int(tag[1]) + 1, 6)}"  # the page has an h1 of its own
    named, beside = _name(block.path, how)
    return f'<{tag} class="{block.style}{_mark(block.path, how)}"{named}>{_lines(block.text, how)}{beside}</{tag}>'


def _grid(grid: Grid, how: Page) -> str:
    whole = sum(grid.widths)
    columns = "".join(_column(100 * width / whole, how) for width in grid.widths)
    rows = list(cut(grid.rows))
    head = "".join(_row(row, how, "th") for row in rows[: grid.head])
    groups = [list(found) for _group, found in groupby(rows[grid.head :], key=lambda row: row.group)]
    bodies = "".join(f"<tbody>{''.join(_row(row, how, 'td') for row in rows)}</tbody>" for rows in groups)
    thead = f"<thead>{head}</thead>" if head else ""
    return f'<table class="form"><colgroup>{columns}</colgroup>{thead}{bodies}</table>'


def _column(share: float, how: Page) -> str:
    return f'<col style="width:{share:.3f}%"/>' if how.paper else f'<col width="{share:.2f}%"/>'


def _row(row: Row, how: Page, tag: str) -> str:
    """A row. On paper one cell of one row has its height: on the row, a merged cell that ends there would stretch it,
    and each cell that has a height is laid out with a style of its own.
    """
    tall = next((place for place, cell in enumerate(row.cells) if cell.rows == 1), 0) if how.paper else None
    written = (
        _cell(cell, how, _tag(cell, row, tag), row.height if place == tall else None)
        for place, cell in enumerate(row.cells)
    )
    return f"<tr>{''.join(written)}</tr>"


def _tag(cell: Cell, row: Row, tag: str) -> str:
    """What a cell is: the head of a column; the head of a row, which says what stands beside it; or a cell. An empty head names nothing."""
    if not cell.text.strip():
        return "td"
    names = cell.path.endswith(".label") or (not cell.path and any(other.path for other in row.cells))
    return tag if tag == "th" or not names else 'th scope="row"'


def _cell(cell: Cell, how: Page, tag: str, height: float | None) -> str:
    classes = " ".join(
        name
        for name in (
            "left" if cell.align is Align.LEFT else "",
            f"in-{cell.indent}" if cell.indent else "",
            "above" if cell.above else "",
            "below" if cell.below else "",
            tall(height) if height else "",
            _mark(cell.path, how).strip(),
        )
        if name
    )
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    named, beside = _name(cell.path, how)
    attributes = (f' class="{classes}"' if classes else "") + named
    return f"<{tag}{spans}{attributes}>{_lines(cell.text, how)}{beside}</{tag[:2]}>"


def tall(height: float) -> str:
    """The class of a least height in mm, for which the style sheet has a rule."""
    return f"tall-{height:g}".replace(".", "-")


def _lines(text: str, how: Page) -> str:
    lines = "<br/>".join(escape(line) for line in text.splitlines())
    return ASTRAY.sub(r'<span class="other">\g<0></span>', lines) if how.paper else lines


def _mark(path: str, how: Page) -> str:
    return "".join(f" found-{word}" for word in how.marks.get(path, "").split())


def _name(path: str, how: Page) -> tuple[str, str]:
    """The attributes with which a cell says its path, the first of it with an id that leads there; and the markup beside it."""
    if path not in how.named:
        return "", ""
    words = how.named[path]
    named = f' data-path="{escape(path)}"' + (f' data-place="{escape(words)}"' if words else "")
    if path in how.begun:
        return named, ""
    how.begun.add(path)
    return f' id="at-{escape(path)}"{named}', how.beside.get(path, "")


def cut(rows: tuple[Row, ...]) -> Iterator[Row]:
    """The rows with every merged cell cut where a group of rows ends, so that a page may break there.

    Only the longest piece has the text; all are marked, and no line is drawn between them.
    """
    ends = _ends(rows)
    pending: dict[int, list[tuple[int, Cell, int]]] = {}  # by the row in which a rest begins: column, rest, row of text
    covered: dict[int, set[int]] = {}  # by row: the columns that a merged cell above covers
    for place, row in enumerate(rows):
        begun = pending.pop(place, [])
        taken = covered.pop(place, set()) | {
            column + more for column, cell, _at in begun for more in range(cell.columns)
        }
        column = 0
        for cell in row.cells:
            while column in taken:
                column += 1
            begun.append((column, cell, _longest(place, place + cell.rows, ends)))
            column += cell.columns
        made = []
        for column, cell, at in sorted(begun, key=lambda item: item[0]):
            room = ends[place] - place + 1
            if cell.rows > room:
                pending.setdefault(ends[place] + 1, []).append(
                    (column, replace(cell, rows=cell.rows - room, above=True), at)
                )
                cell = replace(cell, rows=room, below=True)
            for below in range(place + 1, place + cell.rows):
                covered.setdefault(below, set()).update(range(column, column + cell.columns))
            made.append(cell if at == place else replace(cell, text="", path=""))
        yield replace(row, cells=tuple(made))


def _longest(first: int, stop: int, ends: list[int]) -> int:
    """The row in which the longest piece of a cell begins that covers the rows from `first` to before `stop`."""
    starts = [first, *(end + 1 for end in sorted(set(ends[first:stop])) if end + 1 < stop)]
    lengths = [after - start for start, after in zip(starts, [*starts[1:], stop], strict=True)]
    return starts[lengths.index(max(lengths))]


def _ends(rows: tuple[Row, ...]) -> list[int]:
    """For each row the last row of its group."""
    ends = [0] * len(rows)
    last = len(rows) - 1
    for place in range(len(rows) - 1, -1, -1):
        if place < len(rows) - 1 and rows[place].group != rows[place + 1].group:
            last = place
        ends[place] = last
    return ends
