"""Writes laid out forms as the programs of the world do: Word with its wrappings, WPS with its habits, Excel with its formats."""

import random
import re
from collections.abc import Callable, Sequence
from html import escape

from tests.assessments.importing.files import cell as field
from tests.assessments.importing.files import docx as word_file
from tests.assessments.importing.files import package, sheet, xlsx
from tests.assessments.importing.layouts import Part, Placed, Table, placed, width

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
NUMBER = re.compile(r"-?\d{1,12}(\.\d+)?%?")
Text = Callable[[str], str]  # a paragraph's XML of its text


def _run(text: str) -> str:
    pieces = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\n")]
    return f"<w:r>{'<w:br/>'.join(pieces)}</w:r>"


def plain(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


class Plain:
    """A file without habits, as a program gets it that saves it anew."""

    def paragraph(self, text: str) -> str:
        return plain(text)

    cell = paragraph

    def wrap(self, cell: str) -> str:
        return cell

    def row(self, cells: str) -> str:
        return f"<w:tr>{cells}</w:tr>"


class WordLike:
    """What years of work in Word leave: split runs, content controls, smart tags, tracked changes, fields, bookmarks, nested tables."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def paragraph(self, text: str) -> str:
        if not text:
            return self.random.choice(["<w:p/>", _placeholder(), "<w:p><w:r/></w:p>"])
        ways = [self._split, self._inserted, self._tagged, self._controlled, self._deleted_before, plain]
        return self.random.choice(ways)(text)

    def cell(self, text: str) -> str:
        made = self.paragraph(text)
        if text and self.random.random() < 0.08:
            return f"<w:tbl><w:tr><w:tc>{made}</w:tc></w:tr></w:tbl><w:p/>"
        if self.random.random() < 0.1:
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{made}</w:sdtContent></w:sdt>"
        return made

    def wrap(self, cell: str) -> str:
        """A whole cell in a content control now and then."""
        return f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>" if self.random.random() < 0.05 else cell

    def row(self, cells: str) -> str:
        deleted = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:del><w:r><w:delText>旧行</w:delText></w:r></w:del></w:p></w:tc></w:tr>"
        return (deleted if self.random.random() < 0.05 else "") + f"<w:tr>{cells}</w:tr>"

    def _split(self, text: str) -> str:
        at = self.random.randint(0, len(text))
        return f"<w:p><w:bookmarkStart/>{_run(text[:at])}<w:proofErr/>{_run(text[at:])}<w:bookmarkEnd/></w:p>"

    def _inserted(self, text: str) -> str:
        at = self.random.randint(0, len(text))
        gone = "<w:del><w:r><w:delText>99.99</w:delText></w:r></w:del>"
        return f"<w:p>{_run(text[:at])}{gone}<w:ins>{_run(text[at:])}</w:ins></w:p>"

    def _deleted_before(self, text: str) -> str:
        gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>"
        return f"{gone}{plain(text)}" if "\n" not in text else plain(text)

    def _tagged(self, text: str) -> str:
        return f"<w:p><w:smartTag><w:smartTagPr/>{_run(text)}</w:smartTag><w:hyperlink/></w:p>"

    def _controlled(self, text: str) -> str:
        field_code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>'
        return f"<w:p>{field_code}<w:sdt><w:sdtPr/><w:sdtContent>{_run(text)}</w:sdtContent></w:sdt></w:p>"


def _placeholder() -> str:
    words = _run("单击或点击此处输入文字。")
    return f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt></w:p>"


class WpsLike:
    """The habits of WPS: full-width digits, stray spaces, empty paragraphs in cells, words left in the lower part of merged cells."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def paragraph(self, text: str) -> str:
        if NUMBER.fullmatch(text) and self.random.random() < 0.3:
            text = text.translate(WIDE)
        if self.random.random() < 0.3:
            text = f"{self.random.choice(' 　')}{text}{self.random.choice([' ', '　', ''])}"
        return plain(text)

    def cell(self, text: str) -> str:
        return self.paragraph(text) + ("<w:p/>" if self.random.random() < 0.2 else "")

    def wrap(self, cell: str) -> str:
        return cell

    def row(self, cells: str) -> str:
        return f"<w:tr>{cells}</w:tr>"


Hand = Plain | WordLike | WpsLike


def docx(parts: Sequence[Part], hand: Hand) -> bytes:
    """A Word file of these attachments in the hand of a program."""
    wps = isinstance(hand, WpsLike)
    blocks = []
    for part in parts:
        for block in part.blocks:
            blocks.append(_table(block, hand, wps=wps) if isinstance(block, Table) else hand.paragraph(block))
    return word_file(*blocks)


def _table(table: Table, hand: Hand, *, wps: bool) -> str:
    rows = [
        hand.row("".join(hand.wrap(_cell(one, hand, wps=wps)) for one in found)) for found in placed(table) if found
    ]
    columns = '<w:gridCol w:w="1100"/>' * width(table)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'


def _cell(one: Placed, hand: Hand, *, wps: bool) -> str:
    merge = ""
    if one.box.rows > 1:
        going = '<w:vMerge w:val="continue"/>' if wps else "<w:vMerge/>"
        merge = going if one.lower else '<w:vMerge w:val="restart"/>'
    text = one.box.text if not one.lower or (wps and len(one.box.text) < 4) else ""
    if wps and one.box.columns > 1:  # merged sideways in the old way: a cell for each column
        properties = f'<w:tcPr><w:hMerge w:val="restart"/>{merge}</w:tcPr>'
        more = f"<w:tc><w:tcPr><w:hMerge/>{merge}</w:tcPr><w:p/></w:tc>" * (one.box.columns - 1)
        return f"<w:tc>{properties}{hand.cell(text)}</w:tc>{more}"
    span = f'<w:gridSpan w:val="{one.box.columns}"/>' if one.box.columns > 1 else ""
    wide = f'<w:tcW w:w="{1100 * one.box.columns}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{wide}{span}{merge}</w:tcPr>{hand.cell(text)}</w:tc>"


class ExcelLike:
    """How figures come to stand in Excel: numbers with formats, per cent as fractions, numbers as text, results of formulas."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.formats = ["General", "@"]
        self.strings: list[str] = []

    def field(self, place: str, text: str) -> str:
        if NUMBER.fullmatch(text) and not re.match(r"-?0\d", text) and self.random.random() < 0.8:
            return self._number(place, text)
        if self.random.random() < 0.5:
            return field(place, text, "inlineStr")
        return field(place, self._shared(text), "s", style=1)

    def _number(self, place: str, text: str) -> str:
        digits = text.rstrip("%")
        places = len(digits.partition(".")[2])
        form = ("#,##0" if places and self.random.random() < 0.3 else "0") + ("." + "0" * places if places else "")
        value = digits
        if text.endswith("%"):
            form, value = form + "%", repr(float(digits) / 100 + self.random.choice([0, 4e-7, -4e-7]))
        elif self.random.random() < 0.4:
            value = repr(float(digits) + self.random.choice([2e-10, -2e-10]) * (places > 0))
        formula = "SUM(A1:A2)" if self.random.random() < 0.2 else None
        return field(place, value, style=self._style(form), formula=formula)

    def _style(self, form: str) -> int:
        form = self.random.choice([form, f"{form}_ ", f"{form};[Red]-{form}"])
        if form not in self.formats:
            self.formats.append(form)
        return self.formats.index(form)

    def _shared(self, text: str) -> str:
        at = self.random.randint(0, len(text))
        self.strings.append(
            f"<si><r><t>{escape(text[:at])}</t></r><r><t>{escape(text[at:])}</t></r><rPh><t>du</t></rPh></si>"
        )
        return str(len(self.strings) - 1)


def workbook(parts: Sequence[Part], seed: int, *, one_sheet: bool = False) -> bytes:
    """An Excel file of these attachments, a sheet for each or all on one, beside a hidden sheet of helpers."""
    hand = ExcelLike(seed)
    groups = [[part] for part in parts] if not one_sheet else [list(parts)]
    sheets = {group[0].name if not one_sheet else "Sheet1": _sheet(group, hand) for group in groups}
    sheets["辅助"] = sheet(field("A1", "请选择", "inlineStr"))
    return xlsx(sheets, strings=hand.strings, formats=hand.formats, states={"辅助": "hidden"})


def _sheet(parts: Sequence[Part], hand: ExcelLike) -> str:
    blocks = [block for part in parts for block in part.blocks]
    whole = max([width(block) for block in blocks if isinstance(block, Table)], default=1)
    rows: list[str] = []
    merged: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            number = len(rows) + 1
            rows.append(hand.field(f"A{number}", block) if block else "")
            if whole > 1:
                merged.append(f"A{number}:{letter(whole - 1)}{number}")
            continue
        for found in placed(block):
            number = len(rows) + 1
            fields = [one for one in found if not one.lower]
            rows.append(
                "".join(hand.field(f"{letter(one.column)}{number}", one.box.text) for one in fields if one.box.text)
            )
            for one in fields:
                if one.box.columns > 1 or one.box.rows > 1:
                    last = f"{letter(one.column + one.box.columns - 1)}{number + one.box.rows - 1}"
                    merged.append(f"{letter(one.column)}{number}:{last}")
    return sheet(*rows, merged=merged)


def letter(column: int) -> str:
    return chr(65 + column)


__all__ = ["ExcelLike", "WordLike", "WpsLike", "docx", "package", "workbook"]
