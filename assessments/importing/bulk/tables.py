"""An Excel sheet with a head row → rows of texts by column, with the number of each row and everything that is wrong with its form."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from assessments.importing.bulk.columns import EXAMPLES, NOTES, UNFIT, Column, Message, TableRow, bare, fit
from assessments.importing.excel import Sheet, read_sheets
from assessments.importing.grids import Cell, Row
from assessments.importing.package import FileRefused, open_package

SPARE = 1_000  # rows of the sheet above the head, or blank


def read_table(
    name: str, raw: bytes, columns: Sequence[Column], *, most: int = 1_000
) -> tuple[list[TableRow], list[Message]]:
    """The rows under the head row of the first sheet, and what is wrong with them. Raises `FileRefused` where there is no such table."""
    package = open_package(raw)
    if package.kind != "xlsx":
        raise FileRefused(_("An Excel file (XLSX) is expected."))
    sheet, *others = read_sheets(package, name, limit=most + SPARE)
    messages = [
        Message(0, _("The sheet “%(sheet)s” is not read; only the first one is. Take it out.") % {"sheet": other.name})
        for other in others
        if other.name != NOTES and (other.rows or other.unseen)
    ]
    found = _Table(sheet, columns, most)
    rows = found.rows()
    return rows, sorted([*messages, *found.messages], key=lambda message: message.row)


class _Table:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], most: int) -> None:
        self.sheet, self.columns, self.most = sheet, columns, most
        self.messages: list[Message] = []

    def rows(self) -> list[TableRow]:
        body, places = self._head()
        rows = [made for row in body if (made := self._row(row, places)) is not None]
        self._unseen(self.sheet.unseen)
        if not rows:
            raise FileRefused(_("There is no row under the head row."))
        if len(rows) > self.most:
            raise FileRefused(_("The table has more than %(limit)s rows. Divide it."), limit=self.most)
        return rows

    def _head(self) -> tuple[Sequence[Row], dict[int, Column]]:
        """The rows under the head, and the column that stands in each place of the sheet."""
        known = {name: column for column in self.columns for name in column.names()}
        for number, row in enumerate(self.sheet.rows):
            filled = row.filled
            if sum(bare(cell.text) in known for cell in filled) >= min(2, len(self.columns)):
                return self.sheet.rows[number + 1 :], self._places(filled, known)
        heads = "、".join(str(column.head) for column in self.columns)
        raise FileRefused(_("The sheet has no head row. Its columns are: %(heads)s."), heads=heads)

    def _places(self, filled: Sequence[Cell], known: dict[str, Column]) -> dict[int, Column]:
        places: dict[int, Column] = {}
        for cell in filled:
            column, row = known.get(bare(cell.text)), cell.place.row
            if column is None:
                self._say(row, _("The column “%(head)s” is unknown. Take it out.") % {"head": cell.text.strip()})
            elif column in places.values():
                self._say(row, _("The column “%(head)s” stands there twice.") % {"head": column.head})
            else:
                places[cell.column] = column
        missing = [str(column.head) for column in self.columns if column.required and column not in places.values()]
        if missing:
            raise FileRefused(_("These columns are missing: %(heads)s."), heads="、".join(missing))
        return places

    def _row(self, row: Row, places: dict[int, Column]) -> TableRow | None:
        """One row; None where it is blank or the example."""
        filled = [cell for cell in row.cells if cell.text.strip()]
        if not row.filled or filled[0].text.strip().startswith(EXAMPLES):
            return None
        number = row.filled[0].place.row
        made: TableRow = {"row": number} | {column.key: "" for column in self.columns}
        for cell in filled:
            column = places.get(cell.column)
            if cell.uncounted:
                self._say(number, _("The formula %(formula)s was saved without its result.") % {"formula": cell.text})
            elif cell.continued or cell.span > 1:
                self._say(number, _("“%(text)s” stands in merged cells. Divide them.") % {"text": cell.text.strip()})
            elif UNFIT.search(cell.text) or "\n" in cell.text.strip():
                self._say(number, _("“%(text)s” holds a line break or a control character.") % {"text": fit(cell.text)})
            elif column is None:
                self._say(number, _("“%(text)s” stands under no head.") % {"text": cell.text.strip()})
            else:
                made[column.key] = cell.text.strip()
        for column in self.columns:
            if column.required and not made[column.key]:
                self._say(number, _("“%(head)s” is blank.") % {"head": column.head})
        return made

    def _unseen(self, cells: Iterable[Cell]) -> None:
        for number in sorted({cell.place.row for cell in cells}):
            self._say(number, _("The row holds hidden cells. Show them or take them out."))

    def _say(self, row: int, text: str) -> None:
        self.messages.append(Message(row, text))
