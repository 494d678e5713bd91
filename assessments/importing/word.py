"""A DOCX as a stream of rows: paragraphs and tables in the order of the page.

The grid comes from the XML. After another program saved a file its column numbers shift while the order within each row
holds, so cells are kept in order and only a vertical merge looks at the columns.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.importing.grids import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Cell, Place, Row
from assessments.importing.package import FileRefused, Package
from assessments.importing.word_aside import OFF, beside_the_body, without_hidden
from assessments.importing.word_lists import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P, TBL, TR, TC, T, SDT = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}t", f"{W}sdt"
BOX = f"{W}txbxContent"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
ALTERNATE = f"{MC}AlternateContent"
GONE = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}trPr", f"{W}tblPr", f"{W}sdtPr"}
)
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
MAX_PARAGRAPHS = 20_000
# Ticks and boxes of Wingdings and Wingdings 2, as ordinary signs.
SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F050": "✓", "F0A8": "☐", "F0A3": "☐", "F06F": "☐", "F071": "☐"}


def read_word(package: Package, file: str) -> tuple[list[Row], list[Cell]]:
    """The rows of a Word file, and what its page says elsewhere: in headers, footers, notes, and hidden. Raises `FileRefused`."""
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body")
    if body is None:
        raise FileRefused(_("The file is damaged: it has no body."))
    unseen = [Cell(text, Place(file, 0, 0, 0)) for text in [*without_hidden(root), *beside_the_body(package)]]
    return _Reader(file, Numbering(package)).rows(body), unseen


class _Reader:
    """Numbers tables and paragraphs as it meets them."""

    def __init__(self, file: str, numbering: Numbering) -> None:
        self.file, self.numbering = file, numbering
        self.tables = self.paragraphs = self.letters = 0

    def _words(self, paragraph: Any) -> str:
        """The words of a paragraph behind the number that a list gives it."""
        text = paragraph_text(paragraph)
        return f"{self.numbering.next(paragraph)}{text}" if text.strip() else text

    def rows(self, container: Any) -> list[Row]:
        found: list[Row] = []
        pending = ""
        for element in content(container):
            if element.tag == TBL:
                only = _only_cell(element)
                found += self._table(element) if only is None else self.rows(only)
                continue
            text = pending + self._words(element)
            if _mark_deleted(element):  # joined with the next by a tracked change
                pending = text
                continue
            pending = ""
            self.paragraphs += 1
            self._count(text)
            if self.paragraphs > MAX_PARAGRAPHS:
                raise FileRefused(_("The file has more than %(limit)s paragraphs; no form has."), limit=MAX_PARAGRAPHS)
            found.append(Row((Cell(text, Place(self.file, 0, self.paragraphs, 1)),), paragraph=True))
            for box in boxes(element):
                found += self.rows(box)
        return found

    def _table(self, table: Any) -> list[Row]:
        self.tables += 1
        number = self.tables
        found: list[Row] = []
        inner: list[Any] = []
        above: dict[int, Cell] = {}
        for element in _inside(table, TR):
            if element.find(f"{W}trPr/{W}del") is not None:
                continue
            if len(found) == MAX_ROWS:
                raise FileRefused(
                    _("Table %(table)s has more than %(limit)s rows; no form has."), table=number, limit=MAX_ROWS
                )
            found.append(self._row(element, number, len(found) + 1, above, inner))
        for nested in inner:
            found += self._table(nested)
        return found

    def _row(self, element: Any, table: int, row: int, above: dict[int, Cell], inner: list[Any]) -> Row:
        cells: list[Cell] = []
        column = _number(element.find(f"{W}trPr/{W}gridBefore"), 0)
        for place, cell in enumerate(_inside(element, TC), start=1):
            properties = cell.find(f"{W}tcPr")
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                continue
            span = _number(properties.find(f"{W}gridSpan"), 1) if properties is not None else 1
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            sideways = properties.find(f"{W}hMerge") if properties is not None else None
            if cells and sideways is not None and sideways.get(f"{W}val") in (None, "continue"):
                cells[-1] = replace(cells[-1], span=cells[-1].span + 1)
                above[cells[-1].column] = cells[-1]
                column += 1
                continue
            if span + column > MAX_COLUMNS:
                raise FileRefused(
                    _("Table %(table)s has cells over more than %(limit)s columns."), table=table, limit=MAX_COLUMNS
                )
            upper = above.get(column) if merge is not None and merge.get(f"{W}val") in (None, "continue") else None
            where = Place(self.file, table, row, place)
            span = max(span, 1)
            if upper:
                made = Cell(upper.text, where, continued=True, column=column, span=span)
            else:
                made = Cell(self._text(cell, inner), where, column=column, span=span)
            self._count(made.text)
            cells.append(made)
            above[column] = made
            column += span
        return Row(tuple(cells))

    def _count(self, text: str) -> None:
        """A text merged over many rows counts in each, for it is read in each."""
        self.letters += len(text)
        if self.letters > MAX_TEXT:
            raise FileRefused(_("The file holds far more cells or text than a form has."))

    def _text(self, cell: Any, inner: list[Any]) -> str:
        """The words of a cell; a table inside it counts as words when it has one cell, else as a table of its own."""
        lines = []
        for element in content(cell):
            if element.tag == P:
                lines.append(self._words(element))
                lines += [line for box in boxes(element) for line in _lines(box)]
            elif sum(1 for _cell in islice(element.iter(TC), 2)) == 1:
                lines.append(self._text(next(element.iter(TC)), inner))
            else:
                inner.append(element)
        return "\n".join(lines).strip("\n")


def _only_cell(table: Any) -> Any:
    """The cell of a table that has but one: a frame, whose content stands as if there were none."""
    cells = list(islice((cell for row in _inside(table, TR) for cell in _inside(row, TC)), 2))
    spans = cells[0].find(f"{W}tcPr/{W}gridSpan") if cells else None
    return cells[0] if len(cells) == 1 and spans is None else None


def _lines(container: Any) -> list[str]:
    return [paragraph_text(element) for element in content(container) if element.tag == P]


def content(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, through content controls and insertions, without what was deleted."""
    for element in container:
        if element.tag in (P, TBL):
            yield element
        elif element.tag not in GONE:
            if element.tag == ALTERNATE:
                element = next(iter(element), element)
            yield from content(element)


def _inside(container: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls and insertions."""
    for element in container:
        if element.tag == tag:
            yield element
        elif element.tag not in GONE and element.tag not in (P, TBL):
            yield from _inside(element, tag)


def paragraph_text(element: Any) -> str:
    """The words of a paragraph: inserted ones count, deleted ones and field codes do not; text boxes are apart."""
    return "".join(_words(element))


def _words(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in (T, MATH):
            yield child.text or ""
        elif tag == f"{W}ffData":
            yield from _chosen(child)
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag == f"{W}sym":
            yield SYMBOLS.get((child.get(f"{W}char") or "").upper(), "□")
        elif tag not in GONE and tag not in (BOX, ALTERNATE, f"{W}drawing", f"{W}pict"):
            yield from _words(child)


def _chosen(field: Any) -> Iterator[str]:
    """What an old form field says that is no text: the entry that is chosen, a box that is ticked."""
    entries = field.findall(f"{W}ddList/{W}listEntry")
    chosen = _number(field.find(f"{W}ddList/{W}result"), 0)
    if chosen < len(entries):
        yield entries[chosen].get(f"{W}val") or ""
    box = field.find(f"{W}checkBox")
    if box is not None:
        ticked = box.find(f"{W}checked")
        ticked = ticked if ticked is not None else box.find(f"{W}default")
        yield "☑" if ticked is not None and ticked.get(f"{W}val") not in OFF else "☐"


def boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph, each once: of two ways to draw one only the first counts."""
    for child in paragraph:
        if child.tag == BOX:
            yield child
        elif child.tag not in GONE:
            yield from boxes([next(iter(child))] if child.tag == ALTERNATE and len(child) else child)


def _mark_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _number(element: Any, default: int) -> int:
    value = element.get(f"{W}val") if element is not None else None
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 4:
        raise FileRefused(_("A table has cells over more columns than can be."))
    return int(value)
