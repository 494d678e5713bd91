"""The blocks of a printout as WordprocessingML: paragraphs, and tables with every merged cell where the form has it."""

from collections.abc import Iterator
from html import escape

from reports.documents.grid import Align, Bar, Block, Cell, Chart, Grid, Paragraph, Part, Row, Style

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT_WIDTH = 8844  # 156 mm in 1/20 pt
TWIPS = 56.7  # in a millimetre
STYLES = {
    Style.MARK: "Mark",
    Style.TITLE: "Heading1",
    Style.COVER: "Cover",
    Style.SEAL: "Seal",
    Style.HEADING: "Heading2",
    Style.SUBHEADING: "Heading3",
    Style.MINOR: "Heading4",
    Style.TEXT: "BodyText",
    Style.NOTE: "Note",
    Style.SIGNATURE: "Signature",
    Style.LIST: "BodyText",
    Style.CAPTION: "Caption",
}
ON_FORMS = {Style.MARK: "FormMark", Style.TITLE: "FormTitle"}
FIRST_ON_COVER = {Style.COVER: "CoverFirst", Style.SEAL: "SealFirst"}
T = '<w:t xml:space="preserve">'
JOINT = '<w:p><w:pPr><w:pStyle w:val="Joint"/></w:pPr></w:p>'  # Word runs tables together that nothing parts
GAP = '<w:p><w:pPr><w:pStyle w:val="Joint"/><w:keepNext/><w:spacing w:before="120"/></w:pPr></w:p>'
OPEN = '<w:tblBorders><w:bottom w:val="nil"/></w:tblBorders>'


def blocks(part: Part) -> Iterator[str]:
    """The paragraphs and tables of a part."""
    before: Block | None = None
    for block, after in zip(part.blocks, [*part.blocks[1:], None], strict=True):
        if isinstance(block, Paragraph):
            yield paragraph(block.text, _style(block, before, part), _kept_with(block, after))
        elif isinstance(block, Chart):
            yield chart(block)
        else:
            joined = isinstance(after, Grid)
            yield table(block, joined=joined) + (JOINT if joined else GAP if isinstance(after, Chart) else "")
        before = block


def _kept_with(block: Paragraph, after: Block | None) -> str:
    """A caption stays with the table under it."""
    return "<w:keepNext/>" if block.style is Style.CAPTION and isinstance(after, Grid) else ""


def _style(block: Paragraph, before: Block | None, part: Part) -> str:
    if part.cover:
        first = not (isinstance(before, Paragraph) and before.style is block.style)
        return (FIRST_ON_COVER if first else STYLES).get(block.style, STYLES[block.style])
    return STYLES[block.style] if part.key == "report" else ON_FORMS.get(block.style, STYLES[block.style])


def paragraph(text: str, style: str, more: str = "") -> str:
    """A paragraph; `more` goes into its properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    if not text:
        return ""
    lines = [escape(line, quote=False).replace("\t", "</w:t><w:tab/>" + T) for line in text.splitlines()]
    inner = "</w:t><w:br/>".join(T + line for line in lines)
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inner}</w:t></w:r>'


def page_number(side: str) -> str:
    """The paragraph of a footer: — 1 — on the left or right side, one character from the edge."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f"<w:r>{T}— </w:t></w:r>{field}<w:r>{T} —</w:t></w:r></w:p>"
    )


# Tables ------------------------------------------------------------------------------------------------------


def table(grid: Grid, *, joined: bool = False) -> str:
    """A table over the whole width; its head is repeated on every page and none of its rows is split.

    One that is joined to the next leaves the line between them to that one.
    """
    widths = scaled(grid.widths)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = list(grid.rows)
    written = "".join(
        _row(row, cells, widths, head=place < grid.head, keep=_stays(rows, place))
        for place, (row, cells) in enumerate(zip(rows, covered(grid.rows), strict=True))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{OPEN if joined else ""}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{written}</w:tbl>'
    )


def scaled(widths: tuple[int, ...]) -> list[int]:
    """The widths drawn out to the width of the text, without a remainder."""
    whole, done, scaled, so_far = sum(widths), 0, [], 0
    for width in widths:
        so_far += width
        edge = round(TEXT_WIDTH * so_far / whole)
        scaled.append(edge - done)
        done = edge
    return scaled


def _stays(rows: list[Row], place: int) -> bool:
    """Whether a row should stand on one page with the row below it: within a group, and the last two rows together."""
    if place + 1 == len(rows):
        return False
    return rows[place].group == rows[place + 1].group or place + 2 == len(rows)


def covered(rows: tuple[Row, ...]) -> Iterator[list[tuple[Cell, bool]]]:
    """For each row its cells from left to right, with whether a cell goes on from the row above."""
    open_cells: dict[int, tuple[Cell, int]] = {}  # by first column: a merged cell and how many rows it goes on
    for row in rows:
        cells: list[tuple[int, Cell, bool]] = [(column, cell, True) for column, (cell, _left) in open_cells.items()]
        taken = {column + more for column, cell, _above in cells for more in range(cell.columns)}
        column = 0
        begun: dict[int, tuple[Cell, int]] = {}
        for cell in row.cells:
            while column in taken:
                column += 1
            cells.append((column, cell, False))
            if cell.rows > 1:
                begun[column] = (cell, cell.rows - 1)
            column += cell.columns
        open_cells = {place: (cell, left - 1) for place, (cell, left) in open_cells.items() if left > 1} | begun
        yield [(cell, above) for _column, cell, above in sorted(cells, key=lambda item: item[0])]


def _row(row: Row, cells: list[tuple[Cell, bool]], widths: list[int], *, head: bool, keep: bool) -> str:
    column, written = 0, []
    for cell, above in cells:
        width = sum(widths[column : column + cell.columns])
        written.append(_cell(cell, width, above=above, keep=keep))
        column += cell.columns
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{round(row.height * TWIPS)}" w:hRule="atLeast"/>'
        f"{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(written)}</w:tr>"
    )


def _cell(cell: Cell, width: int, *, above: bool, keep: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "<w:vMerge/>" if above else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    more = "<w:keepNext/>" if keep else ""
    if cell.align is Align.LEFT:
        more += f'<w:ind w:leftChars="{100 * cell.indent}" w:left="{200 * cell.indent}"/>' if cell.indent else ""
        style = "FormText"
    else:
        style = "FormCell"
    lines = ("" if above else cell.text).splitlines() or [""]
    inner = "".join(paragraph(line, style, more) for line in lines)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


# Charts ------------------------------------------------------------------------------------------------------

LABEL, STEP, STEPS = 3000, 90, 50  # widths of the label and of one of the steps in which a bar is measured, in 1/20 pt
SHADES = {False: "404040", True: "A6A6A6"}
APART = (  # a white line above and below a bar
    '<w:tcBorders><w:top w:val="single" w:sz="18" w:space="0" w:color="FFFFFF"/>'
    '<w:bottom w:val="single" w:sz="18" w:space="0" w:color="FFFFFF"/></w:tcBorders>'
)
NO_LINES = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def chart(block: Chart) -> str:
    """A chart as a table whose cells are shaded: what every word processor draws and prints alike."""
    rest = TEXT_WIDTH - LABEL - STEP * STEPS
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in (LABEL, *[STEP] * STEPS, rest))
    rows = "".join(_bar(bar, rest) for bar in block.bars)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{NO_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCaption w:val="{escape(block.title)}"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _bar(bar: Bar, rest: int) -> str:
    """A row: the label, the bar, and the number behind it."""
    steps = max(round(bar.share * STEPS), 1) if bar.share > 0 else 0
    edge = '<w:tcBorders><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>'
    cells = [_plain(bar.label, LABEL, 1, edge, '<w:jc w:val="right"/>')]
    if steps:
        cells.append(
            _plain("", STEP * steps, steps, f'{APART}<w:shd w:val="clear" w:color="auto" w:fill="{SHADES[bar.pale]}"/>')
        )
    left = STEPS + 1 - steps
    cells.append(_plain(bar.number, STEP * (STEPS - steps) + rest, left, "", '<w:ind w:left="80"/>'))
    height = '<w:trPr><w:cantSplit/><w:trHeight w:val="290" w:hRule="exact"/></w:trPr>'
    return f"<w:tr>{height}{''.join(cells)}</w:tr>"


def _plain(text: str, width: int, columns: int, look: str, more: str = "") -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    inner = paragraph(text, "FormText", f"<w:keepNext/>{more}")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{look}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
