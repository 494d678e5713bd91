"""The pages as a workbook, by openpyxl: a sheet for each attachment, its figures as numbers with the decimals printed.

A total that is what its parts give is a formula; every other figure stands as it was entered. The same printout gives
the same bytes.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import accumulate, pairwise
from math import ceil
from typing import TYPE_CHECKING

from assessments.document.cells import Figure
from reports.documents.grid import Align, Cell, Grid, Paragraph, Part, Printout, Row, Style
from reports.documents.package import timeless
from reports.documents.totals import Total, agreeing
from reports.documents.wordml import TEXT_WIDTH, covered, scaled
from reports.documents.words import WATERMARK, width

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Field
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?")
DIGITS = 15  # that a spreadsheet keeps of a number; a longer one stays text
LONGEST = 32_767  # characters of a cell; the rest of a longer text follows below
TWIPS = 105  # in the width of a digit, in which a column is measured
POINTS = 72 / 25.4  # in a millimetre
HIGHEST = 409  # points of a row
BODY = 9.5  # points of the type in forms
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm
PIECES = range(0, TEXT_WIDTH + 1, TEXT_WIDTH // 4)  # of a sheet without tables: one column is never made to fit a page
FONTS = {
    Style.MARK: ("黑体", 14),
    Style.TITLE: ("方正小标宋简体", 18),
    Style.COVER: ("方正小标宋简体", 22),
    Style.SEAL: ("仿宋_GB2312", 16),
    Style.HEADING: ("黑体", 14),
    Style.SUBHEADING: ("楷体_GB2312", 14),
    Style.NOTE: ("宋体", 10.5),
    Style.SIGNATURE: ("宋体", 10.5),
}
TEXT = ("仿宋_GB2312", 14)
CENTERED = {Style.TITLE, Style.COVER, Style.SEAL}


def xlsx(page: Printout) -> bytes:
    """A workbook of the printout."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    cached: dict[str, Decimal] = {}
    for name, parts in _sheets(page):
        sheet = book.create_sheet(_free(name, book.sheetnames))
        cached |= {f"{len(book.sheetnames)}!{place}": value for place, value in _fill(sheet, parts, page).items()}
    if not book.sheetnames:
        book.create_sheet()
    day = datetime.fromisoformat(f"{page.year}-12-31")  # without a zone, as openpyxl takes it
    book.properties.title, book.properties.creator = page.title, page.department
    book.properties.created = day
    written = BytesIO()
    book.save(written)
    return timeless(written, lambda name, content: _finished(name, content, day, cached))


def _finished(name: str, content: bytes, day: datetime, cached: Mapping[str, Decimal]) -> bytes:
    """A part of the package without the time of saving, and with the result of each formula for who does not calculate."""
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{day:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
    if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):

        def with_result(match: re.Match[bytes]) -> bytes:
            return match[1] + f"<v>{cached[f'{found[1]}!{match[2].decode()}']:f}</v>".encode()

        return re.sub(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)', with_result, content)
    return content


# Sheets ------------------------------------------------------------------------------------------------------


def _sheets(page: Printout) -> Iterator[tuple[str, list[Part]]]:
    """Name and parts of every sheet; a cover goes with the part behind it."""
    covers: list[Part] = []
    for part in page.parts:
        if part.cover:
            covers.append(part)
            continue
        first = next(block.text for block in (covers or [part])[0].blocks if isinstance(block, Paragraph))
        _key, found, number = part.key.partition("project-")
        yield (f"{first}-{number}" if found else first), [*covers, part]
        covers = []


def _free(name: str, taken: list[str]) -> str:
    """A name that a sheet may have and no other has."""
    fit = re.sub(r"[\[\]:*?/\\\s]", "", name).strip("'")[:31] or "表"
    return fit if fit not in taken else f"{fit[:27]}-{len(taken) + 1}"


def _fill(sheet: "Worksheet", parts: list[Part], page: Printout) -> dict[str, Decimal]:
    """Write the parts one below the other; returns the results of the formulas by their cell."""
    blocks = [block for part in parts for block in part.blocks]
    grids = [block for block in blocks if isinstance(block, Grid)]
    edges = sorted({0} | {edge for grid in grids for edge in _edges(grid)}) if grids else [*PIECES]
    for place, (left, right) in enumerate(pairwise(edges), start=1):
        sheet.column_dimensions[_letter(place)].width = (right - left) / TWIPS
    figures: dict[str, Field] = {}
    row = 1
    for block in blocks:
        if isinstance(block, Grid):
            row = _grid(sheet, block, row, edges, page.figures, figures)
        elif isinstance(block, Paragraph):  # a chart is left out: its numbers stand in a table
            for text in _pieces(block.text):
                row += _paragraph(sheet, text, block.style, row, len(edges) - 1)
    _print_setup(sheet, draft=page.draft)
    return _formulas(page.figures, figures)


def _edges(grid: Grid) -> list[int]:
    return list(accumulate(scaled(grid.widths)))


def _pieces(text: str) -> list[str]:
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)] or [""]


def _paragraph(sheet: "Worksheet", text: str, style: Style, row: int, columns: int) -> int:
    """Write a paragraph as one cell; returns the rows that it needs, several merged where one cannot be as high as it."""
    name, size = FONTS.get(style, TEXT)
    field = _write(sheet, row, 1, text)
    field.font = _font(name, size)
    align = "center" if style in CENTERED else "left"
    field.alignment = _alignment(align, 2 if style not in FONTS else 0)
    height = _height(text, TEXT_WIDTH, size)
    rows = ceil(height / HIGHEST)
    if columns > 1 or rows > 1:
        _merge(sheet, field, columns, rows)
    for each in range(row, row + rows):
        sheet.row_dimensions[each].height = height / rows
    return rows


def _grid(
    sheet: "Worksheet",
    grid: Grid,
    top: int,
    edges: list[int],
    known: Mapping[str, Figure],
    figures: dict[str, "Field"],
) -> int:
    """Write a table from a row on; returns the row below it. The cells of figures are added to `figures` by path."""
    own = [0, *_edges(grid)]
    rest: list[str] = []
    if grid.head:
        sheet.print_title_rows = f"{top}:{top + grid.head - 1}"
    for offset, (row, cells) in enumerate(zip(grid.rows, covered(grid.rows), strict=True)):
        column = 0
        sheet.row_dimensions[top + offset].height = _row_height(row, cells, own)
        for cell, above in cells:
            first, last = (edges.index(own[column + more]) for more in (0, cell.columns))
            column += cell.columns
            if above:
                continue
            field = _cell(sheet, cell, top + offset, first + 1, known.get(cell.path))
            if known.get(cell.path) is not None:
                figures[cell.path] = field
            rest += _pieces(cell.text)[1:]
            _frame(sheet, field, last - first, cell.rows)
    below = top + len(grid.rows)
    for text in rest:
        below += _paragraph(sheet, text, Style.NOTE, below, len(edges) - 1)
    return below


def _row_height(row: Row, cells: list[tuple[Cell, bool]], own: list[int]) -> float:
    column, heights = 0, [row.height * POINTS]
    for cell, above in cells:
        if not above and cell.rows == 1:
            heights.append(_height(cell.text, own[column + cell.columns] - own[column], BODY))
        column += cell.columns
    return min(HIGHEST, max(heights))


def _height(text: str, room: int, size: float) -> float:
    """Points that a text needs in a width, in 1/20 pt; a spreadsheet finds no height for merged cells itself."""
    signs = max(1.0, room / 20 / size - 1)
    lines = sum(max(1, ceil(width(line) / signs)) for line in text.splitlines() or [""])
    return lines * size * 1.3 + 4


def _cell(sheet: "Worksheet", cell: Cell, row: int, column: int, figure: Figure | None) -> "Field":
    number = _number(cell.text, figure)
    field = _write(sheet, row, column, _pieces(cell.text)[0])
    if number is not None:
        field.value, field.number_format = number
    field.font = _font("宋体", BODY)
    field.alignment = _alignment(cell.align, cell.indent if cell.align is Align.LEFT else 0)
    return field


def _write(sheet: "Worksheet", row: int, column: int, text: str) -> "Field":
    """A text as a text, whatever it begins with: what is typed is never a formula."""
    field: Field = sheet.cell(row, column)
    if text:
        field.value = text
        field.data_type = "s"
        field.number_format = "@"
    return field


def _number(text: str, figure: Figure | None) -> tuple[Decimal, str] | None:
    """The value of a figure and its format; None where a number would not say the same as the text."""
    text = text.strip()
    if figure is None or figure.value is None or figure.scale != 1 or not NUMBER.fullmatch(text):
        return None
    percent = text.endswith("%")
    if len(figure.value.as_tuple().digits) > DIGITS:
        return None
    whole = "#,##0" if "," in text else "0"
    form = whole + ("." + "0" * figure.places if figure.places else "") + ("%" if percent else "")
    return (figure.value.scaleb(-2) if percent else figure.value), form


def _formulas(known: Mapping[str, Figure], figures: Mapping[str, "Field"]) -> dict[str, Decimal]:
    """Put a formula wherever it gives the figure; returns the results by cell."""
    results: dict[str, Decimal] = {}
    numbers = {path: field.value for path, field in figures.items() if isinstance(field.value, Decimal)}
    for total in agreeing({path: known[path] for path in figures}):
        parts = [path for path in total.of if known[path].value is not None]
        if total.path in numbers and all(path in numbers for path in parts):
            field = figures[total.path]
            field.value = _formula(total, known[total.path], field, [figures[path].coordinate for path in parts])
            results[field.coordinate] = numbers[total.path]
    return results


def _formula(total: Total, figure: Figure, field: "Field", parts: list[str]) -> str:
    if not total.rate:
        return f"=SUM({','.join(parts)})"
    if field.number_format.endswith("%"):
        return f"=ROUND({parts[0]}/{parts[1]},{figure.places + 2})"
    return f"=ROUND({parts[0]}/{parts[1]}*100,{figure.places})"


# Looks -------------------------------------------------------------------------------------------------------


def _frame(sheet: "Worksheet", field: "Field", columns: int, rows: int) -> None:
    """Lines round a cell; merged, round every cell that it covers."""
    for row in range(field.row, field.row + rows):
        for column in range(field.column, field.column + columns):
            sheet.cell(row, column).border = _line()
    if columns > 1 or rows > 1:
        _merge(sheet, field, columns, rows)


def _merge(sheet: "Worksheet", field: "Field", columns: int, rows: int) -> None:
    """Merge without `merge_cells`, which works out the lines of each cell anew, in three quarters of the whole time."""
    last = f"{_letter(field.column + columns - 1)}{field.row + rows - 1}"
    sheet.merged_cells.add(f"{field.coordinate}:{last}")


def _print_setup(sheet: "Worksheet", *, draft: bool) -> None:
    """A4 upright in the standard's margins, as wide as the page; its number below, on a draft the mark above."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_PORTRAIT
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    for side, millimetres in MARGINS.items():
        setattr(sheet.page_margins, side, millimetres / 25.4)
    sheet.oddFooter.center.text = "— &P —"
    if draft:
        sheet.oddHeader.center.text = WATERMARK
    sheet.sheet_view.showGridLines = False


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


@cache
def _font(name: str, size: float) -> "Font":
    from openpyxl.styles import Font

    return Font(name=name, size=size)


@cache
def _alignment(align: str, indent: int):  # type: ignore[no-untyped-def]
    from openpyxl.styles import Alignment

    return Alignment(horizontal=str(align), vertical="center", wrap_text=True, indent=indent)


@cache
def _line():  # type: ignore[no-untyped-def]
    from openpyxl.styles import Border, Side

    thin = Side(style="thin")
    return Border(left=thin, right=thin, top=thin, bottom=thin)
