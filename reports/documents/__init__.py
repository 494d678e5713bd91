"""The official documents, each drawn from one view-model: `printout` → DOCX, PDF, XLSX, HTML."""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from assessments.document.filing import Filing
from assessments.document.template import Template
from reports.documents.grid import Printout
from reports.documents.view_model import PARTS, printout

__all__ = ["PARTS", "printout", "render", "render_docx", "render_html", "render_pdf"]


def render(page: Printout, kind: str) -> bytes:
    """A printout as a file: `kind` is pdf, docx, xlsx or html. What one kind needs is loaded only for it."""
    if kind == "pdf":
        from reports.documents.pdf import pdf

        return pdf(page)
    if kind == "docx":
        from reports.documents.docx import docx

        return docx(page)
    if kind == "xlsx":
        from reports.documents.xlsx import xlsx

        return xlsx(page)
    if kind == "html":
        from reports.documents.pdf import source

        return source(page).encode()
    raise ValueError(f"{kind} is no kind of document")


def render_pdf(filing: Filing, template: Template, *, part: str = "all", draft: bool = False) -> bytes:
    """The PDF of a filing or of one attachment."""
    return render(printout(filing, template, part=part, draft=draft), "pdf")


def render_docx(filing: Filing, template: Template, *, part: str = "all", draft: bool = False) -> bytes:
    """The Word document of a filing or of one attachment."""
    return render(printout(filing, template, part=part, draft=draft), "docx")


def render_html(
    filing: Filing,
    template: Template,
    *,
    part: str = "all",
    marks: Mapping[str, str] | None = None,
    beside: Mapping[str, str] | None = None,
    named: Mapping[str, str] | None = None,
) -> SafeString:
    """The pages as a piece of HTML for a page of the product.

    `marks` gives the words of what was found by path, `beside` markup to put into a cell; the cells in `named` say their path and its words.
    """
    from reports.documents.html import Page, body

    how = Page(False, marks or {}, beside or {}, named or {})
    return mark_safe(body(printout(filing, template, part=part), how))  # every text is escaped there
