"""The pages as a Word document.

The package is written directly: what never changes (styles, fonts, settings, footers) lies in `templates/documents/word`,
what does is the body, the header of a draft and the properties. The same printout gives the same bytes.
"""

from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from reports.documents.grid import Part, Printout
from reports.documents.wordml import blocks
from reports.documents.words import WATERMARK

FIXED = Path(settings.BASE_DIR) / "templates" / "documents" / "word"
NAMES = {
    "content_types.xml": "[Content_Types].xml",
    "package.rels": "_rels/.rels",
    "document.xml.rels": "word/_rels/document.xml.rels",
    "app.xml": "docProps/app.xml",
}  # every other file keeps its name in word/
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADERS = '<w:headerReference w:type="default" r:id="header"/><w:headerReference w:type="even" r:id="header"/>'
NUMBERED = '<w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/>'
PLAIN = '<w:footerReference w:type="default" r:id="blank"/><w:footerReference w:type="even" r:id="blank"/>'
PAGE = (
    '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/>'
)


def docx(page: Printout) -> bytes:
    """A Word document of the printout."""
    parts = dict(_fixed())
    parts["word/document.xml"] = _document(page)
    parts["word/header.xml"] = parts.pop("word/header-draft.xml" if page.draft else "word/header-plain.xml")
    parts.pop("word/header-plain.xml" if page.draft else "word/header-draft.xml")
    parts["word/header.xml"] = parts["word/header.xml"].replace("{watermark}", WATERMARK)
    parts["docProps/core.xml"] = parts.pop("word/core.xml").format(
        title=escape(page.title), creator=escape(page.department), day=f"{page.year}-12-31T00:00:00Z"
    )
    return _package(parts)


def _document(page: Printout) -> str:
    last = len(page.parts) - 1
    inner = "".join(_section(part, last=place == last) for place, part in enumerate(page.parts))
    return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{inner or _end(cover=False)}</w:body></w:document>"


def _section(part: Part, *, last: bool) -> str:
    """A part on pages of its own. All but the last section end in the properties of their last paragraph."""
    end = _end(part.cover)
    inner = "".join(blocks(part))
    if last:
        return inner + end
    if inner.endswith("</w:p>"):
        before, after = inner.rsplit("</w:pPr>", 1)
        return f"{before}{end}</w:pPr>{after}"
    return f'{inner}<w:p><w:pPr><w:pStyle w:val="Joint"/>{end}</w:pPr></w:p>'


def _end(cover: bool) -> str:
    return f"<w:sectPr>{HEADERS}{PLAIN if cover else NUMBERED}{PAGE}</w:sectPr>"


@cache
def _fixed() -> dict[str, str]:
    """What is the same in every document, by its name in the package; read once a process."""
    return {
        NAMES.get(file.name, f"word/{file.name}"): file.read_text(encoding="utf-8")
        for file in sorted(FIXED.iterdir())
        if file.is_file()
    }


def _package(parts: dict[str, str]) -> bytes:
    """A ZIP whose entries bear no time of writing, the list of contents first."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, parts[name])
    return written.getvalue()
