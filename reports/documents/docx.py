"""The pages as a Word document, by python-docx.

It opens the template `templates/documents/word` (page, styles, fonts and settings: a package laid out as files, so that
a change of it can be read), and keeps sections, headers, footers and properties. The tables and paragraphs are appended
as the XML of `wordml`, for a form has some 400 cells. The same printout gives the same bytes.
"""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from reports.documents.grid import Part, Printout
from reports.documents.package import timeless
from reports.documents.wordml import NAMESPACE, blocks, page_number
from reports.documents.words import WATERMARK

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

FOLDER = Path(settings.BASE_DIR) / "templates" / "documents"
LONGEST = 255  # characters that a property of a package may have


def docx(page: Printout) -> bytes:
    """A Word document of the printout."""
    import docx as word

    document = word.Document(str(FOLDER / "word"))
    _describe(document, page)
    for place, part in enumerate(page.parts):
        section = _begin(document) if place else document.sections[0]
        if not place and page.draft:
            _mark_as_draft(section)  # the sections that follow have the same header
        if not place or part.cover or page.parts[place - 1].cover:
            _number(section, shown=not part.cover)
        _append(document, part)
    written = BytesIO()
    document.save(written)
    return timeless(written)


def _describe(document: "Document", page: Printout) -> None:
    """Title and author; the date is the last day of the year, for equal filings give equal bytes."""
    about = document.core_properties
    about.title = page.title[:LONGEST]
    about.author = about.last_modified_by = page.department[:LONGEST]
    about.language = "zh-CN"
    about.comments = ""
    about.created = about.modified = datetime(page.year, 12, 31, tzinfo=UTC)


def _begin(document: "Document") -> "Section":
    """A section on a new page. The break moves into the last paragraph: one of its own would need a line."""
    section = document.add_section()
    own = document.element.body[-2]
    before = own.getprevious()
    if before.tag == own.tag:
        before.get_or_add_pPr().append(own.pPr.sectPr)
        own.getparent().remove(own)
    else:
        own.style = "Joint"
    return section


def _mark_as_draft(section: "Section") -> None:
    from docx.oxml import parse_xml

    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0]._p.append(parse_xml(_watermark()))


@cache
def _watermark() -> str:
    return (FOLDER / "watermark.xml").read_text(encoding="utf-8").replace("{watermark}", WATERMARK)


def _number(section: "Section", *, shown: bool) -> None:
    """The number of the page on its outer side, or nothing."""
    from docx.oxml import parse_xml

    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        if shown:
            empty = footer.paragraphs[0]._p
            empty.getparent().replace(empty, parse_xml(page_number(side)))


def _append(document: "Document", part: Part) -> None:
    from docx.oxml import parse_xml

    end = document.element.body.sectPr
    for block in parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{"".join(blocks(part))}</w:body>'):
        end.addprevious(block)
