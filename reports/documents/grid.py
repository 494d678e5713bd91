"""The view-model: what a page shows, free of any file format. DOCX, PDF and HTML are drawn from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assessments.document.cells import Figure


class Align(StrEnum):
    CENTER = "center"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `path` names the cell of the document that it prints; `indent` counts full-width characters.

    A merged cell that is cut where a page may break goes on `below`, and its rest goes on from `above`.
    """

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: Align = Align.CENTER
    indent: int = 0
    path: str = ""
    above: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row. Rows of one `group` should stand on one page; `height` is the least height in mm."""

    cells: tuple[Cell, ...]
    group: int = 0
    height: float = 6.6


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: widths of its columns in 1/20 pt, and its rows; the first `head` rows are repeated on every page."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    head: int = 0


class Style(StrEnum):
    """How a paragraph looks; the names are those of the standard's parts."""

    MARK = "mark"  # 附件1
    TITLE = "title"
    COVER = "cover"
    SEAL = "seal"
    HEADING = "heading"
    SUBHEADING = "subheading"
    MINOR = "minor"
    TEXT = "text"
    NOTE = "note"
    SIGNATURE = "signature"
    LIST = "list"
    CAPTION = "caption"  # above a table, below a chart


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Style = Style.TEXT
    path: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: `share` of the longest, from 0 to 1; `pale` for what is compared with, a year ago."""

    label: str
    number: str
    share: float
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other. The same numbers stand in a table; `title` is read to who does not see them."""

    title: str
    bars: tuple[Bar, ...]


Block = Grid | Paragraph | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment, or a piece of it that begins on a page of its own. A cover has no page number."""

    key: str
    blocks: tuple[Block, ...]
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Printout:
    """Everything to be printed; `data` is the filing itself as JSON where the whole of it is printed.

    `figures` gives the figures of the filing by path, for a format that knows numbers.
    """

    title: str
    department: str
    year: int
    parts: tuple[Part, ...]
    draft: bool
    data: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
