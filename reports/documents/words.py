"""Words that several attachments print."""

from unicodedata import east_asian_width

from assessments.document.cells import Figure, Text
from assessments.document.filing import Filing, Signatures
from assessments.document.template import Template
from reports.documents.grid import Paragraph, Style

WATERMARK = "草稿"
LINE = 42  # full-width characters of 五号 in 156 mm


def printed(cell: Text | Figure) -> str:
    """A cell as it is printed: its text as entered; nothing where nothing was entered."""
    return cell.text or ""


def signature_line(filing: Filing, template: Template) -> Paragraph:
    """填表人, 填报日期, 联系电话 and 单位负责人签字 under a table; in two lines where one has not the room."""
    signatures = filing.signatures or Signatures()
    pieces = []
    for name in ("prepared_by", "prepared_on", "phone", "head"):
        label = template.label(f"signatures.{name}", filing.fiscal_year)
        pieces.append(f"{label}：{printed(getattr(signatures, name)) or '　　　　'}")
    line = "　".join(pieces)
    if width(line) > LINE:
        line = f"{'　'.join(pieces[:2])}\n{'　'.join(pieces[2:])}"
    return Paragraph(line, Style.SIGNATURE)


def width(text: str) -> float:
    """The width of a line in full-width characters."""
    return sum(1 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)
