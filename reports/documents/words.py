"""Words that several attachments print."""

from assessments.document.cells import Figure, Text
from assessments.document.filing import Filing, Signatures
from assessments.document.template import Template
from reports.documents.grid import Paragraph, Style

WATERMARK = "草稿"


def printed(cell: Text | Figure) -> str:
    """A cell as it is printed: its text as entered; nothing where nothing was entered."""
    return cell.text or ""


def signature_line(filing: Filing, template: Template) -> Paragraph:
    """填表人, 填报日期, 联系电话 and 单位负责人签字 under a table."""
    signatures = filing.signatures or Signatures()
    pieces = []
    for name in ("prepared_by", "prepared_on", "phone", "head"):
        label = template.label(f"signatures.{name}", filing.fiscal_year)
        pieces.append(f"{label}：{printed(getattr(signatures, name)) or '　　　　'}")
    return Paragraph("　".join(pieces), Style.SIGNATURE)
