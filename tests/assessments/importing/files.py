"""Writes small Word files for the tests, as XML of our own making."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/></Relationships>'
)
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows: Sequence[str]) -> str:
    """A table; a cell that begins with `<w:` is XML of its own."""
    body = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{body}</w:tbl>"


def _cell(text: str) -> str:
    return f"<w:tc>{text if text.startswith('<w:') else paragraph(text)}</w:tc>"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(*blocks: str, **more: str | bytes) -> bytes:
    """A Word file of these blocks; `more` are further parts, with `__` for `/`."""
    document = f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}</w:body></w:document>'
    others = {name.replace("__", "/"): content for name, content in more.items()}
    root = {"_rels/.rels": ROOT.format("word/document.xml")}
    return package({"[Content_Types].xml": TYPES} | root | {"word/document.xml": document} | others)


# Excel ---------------------------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK_TYPES = TYPES.replace("/word/document.xml", "/xl/workbook.xml").replace(
    "wordprocessingml.document", "spreadsheetml.sheet"
)
BOOK_RELS = (
    f'<Relationship Id="s{{0}}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{{0}}.xml"/>',
    f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="f" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>',
)


def cell(place: str, value: str, kind: str = "", style: int = 0, formula: str | None = None) -> str:
    """A cell of a sheet as XML; of no kind it is a number."""
    within = f"<f>{escape(formula)}</f>" if formula is not None else ""
    within += f"<is><t>{escape(value)}</t></is>" if kind == "inlineStr" else f"<v>{escape(value)}</v>" if value else ""
    return f'<c r="{place}" s="{style}"' + (f' t="{kind}"' if kind else "") + f">{within}</c>"


def sheet(*rows: str, before: str = "", merged: Sequence[str] = ()) -> str:
    """A sheet of rows, each the cells of one row as XML or a whole `<row`."""
    body = "".join(
        row if row.startswith("<row") else f'<row r="{at}">{row}</row>' for at, row in enumerate(rows, start=1)
    )
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    return (
        f'<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>'
    )


def grid(*rows: Sequence[str], merged: Sequence[str] = ()) -> str:
    """A sheet of texts; a text that begins with `<c` is XML of its own, an empty one no cell."""
    made = []
    for number, row in enumerate(rows, start=1):
        cells = [
            text if text.startswith("<c") else cell(f"{chr(64 + column)}{number}", text, "inlineStr")
            for column, text in enumerate(row, start=1)
            if text
        ]
        made.append("".join(cells))
    return sheet(*made, merged=merged)


def xlsx(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    formats: Sequence[str] = ("General",),
    states: Mapping[str, str] = {},
    properties: str = "",
    **more: str | bytes,
) -> bytes:
    """An Excel file of these sheets; `strings` are the shared texts, `formats` those of the styles in order."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" state="{states.get(name, "visible")}" r:id="s{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
    rels = "".join(BOOK_RELS[0].format(number) for number in range(1, len(sheets) + 1)) + BOOK_RELS[1]
    codes = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{escape(code)}"/>' for at, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(formats)))
    texts = "".join(text if text.startswith("<") else f"<si><t>{escape(text)}</t></si>" for text in strings)
    others = {name.replace("__", "/"): content for name, content in more.items()}
    parts = {f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(sheets.values(), start=1)}
    return package(
        {
            "[Content_Types].xml": BOOK_TYPES,
            "_rels/.rels": ROOT.format("xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": RELS.format(rels),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>',
        }
        | parts
        | others
    )
