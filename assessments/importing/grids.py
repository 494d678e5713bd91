"""What Word and Excel files have in common: a stream of rows of cells, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_ROWS = 2_000
MAX_COLUMNS = 200
MAX_TEXT = 4_000_000  # characters of all cells together; a filing has some fifty thousand


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file. A paragraph is in table 0; a sheet of Excel has its name."""

    file: str
    table: int
    row: int
    column: int
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            where = _("sheet %(sheet)s, cell %(letter)s%(row)s")
        elif self.table:
            where = _("table %(table)s, row %(row)s, column %(column)s")
        elif self.row:
            where = _("paragraph %(row)s")
        else:
            where = ""  # in the file, beside its text
        words = where % {
            "sheet": self.sheet,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "letter": letters(self.column),
        }
        return f"{self.file} {words}".strip()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown. `continued` is the lower part of a cell merged down; it repeats the text of its upper part.

    `uncounted` marks a formula whose result was not saved. `column` and `span` say over which columns of the grid it lies.
    """

    text: str
    place: Place
    continued: bool = False
    uncounted: bool = False
    column: int = 0
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a paragraph as a row of one cell."""

    cells: tuple[Cell, ...]
    paragraph: bool = False

    @property
    def own(self) -> list[Cell]:
        """The cells that begin in this row."""
        return [cell for cell in self.cells if not cell.continued]

    @property
    def filled(self) -> list[Cell]:
        """The cells that begin in this row and say something."""
        return [cell for cell in self.cells if not cell.continued and cell.text.strip()]

    @property
    def alone(self) -> str | None:
        """The text of the only filled cell; None where there are several or none."""
        filled = self.filled
        return filled[0].text if len(filled) == 1 else None


def letters(column: int) -> str:
    """The letters by which Excel names a column, the first of which is 1."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def texts(rows: list[Row]) -> Iterator[str]:
    """Every text of the rows."""
    for row in rows:
        for cell in row.filled:
            yield cell.text
