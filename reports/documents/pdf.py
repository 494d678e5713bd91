"""The pages as PDF, by WeasyPrint: PDF/A-3a for what is approved, a plain PDF for a draft, which nobody files away.

A whole filing carries its own data.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from django.conf import settings

from reports.documents.grid import Printout
from reports.documents.html import Page, body
from reports.documents.words import WATERMARK

CSS = Path(settings.BASE_DIR) / "templates" / "documents" / "paper.css"
DOCTYPE = "<!doctype html>"
SCREEN = "@media screen{.part{box-sizing:border-box;width:210mm;padding:37mm 26mm 35mm 28mm;margin:5mm auto;outline:1px solid #bbb}}"
FACES = {
    "perfeval-fang": "FandolFang-Regular.otf",
    "perfeval-hei": "FandolHei-Regular.otf",
    "perfeval-kai": "FandolKai-Regular.otf",
    "perfeval-song": "FandolSong-Regular.otf",
    "perfeval-title": "FandolSong-Bold.otf",
}


def pdf(page: Printout) -> bytes:
    """A PDF of the printout; the same printout gives the same bytes.

    A sign that no font has is printed as its number, 〔U+E000〕: drawing finds it out, and then draws once more.
    """
    with _uncollected():
        drawn, missing = _draw(page, frozenset())
        return _draw(page, missing)[0] if missing else drawn


def _draw(page: Printout, missing: frozenset[int]) -> tuple[bytes, frozenset[int]]:
    """The PDF, and the signs in it that have no glyph; those in `missing` are spelled out."""
    from reports.documents.pdffonts import Fonts
    from reports.documents.pdfobjects import make

    css, fonts, kept = _style()
    html = _html()(_page(page, "", missing))
    document = html.render(stylesheets=[css], font_config=fonts)
    document.fonts = Fonts(kept)
    if page.data:
        document.metadata.attachments = [_data(page)]
    content: bytes = document.write_pdf(pdf_variant=None if page.draft else "pdf/a-3a", finisher=make)
    return content, frozenset(sign for font in document.fonts.values() for sign in font.missing)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: all the boxes of the pages live to the end, and each search walks them.

    Then they are let go at once, whatever else is put off: the next pages are drawn where these were, in memory at hand.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_enabled:
            gc.enable()


@cache
def _html() -> Any:
    """WeasyPrint's HTML, for pages that are well-formed XML: the parser of Python's own is a hundred times as fast.

    It goes without WeasyPrint's own style sheet, which gives every element three boxes that no form has (footnotes, list
    marks): a sixth of the time. Should a version no longer ask for it here, the pages stay the same.
    """
    from cssselect2 import ElementWrapper
    from weasyprint import HTML

    class Bare(HTML):
        def __init__(self, page: str) -> None:
            super().__init__(string="<html/>", url_fetcher=_fetcher())
            root = ElementTree.fromstring(page.removeprefix(DOCTYPE))  # noqa: S314 — written by `body`
            self.wrapper_element = ElementWrapper.from_html_root(root)
            self.etree_element = root

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return []

    return Bare


def _data(page: Printout) -> Any:
    """The filing as the file beside the pages; it bears the last day of its year, for equal filings give equal bytes."""
    from weasyprint import Attachment

    day = datetime(page.year, 12, 31, tzinfo=UTC)
    return Attachment(
        string=page.data,
        name="filing.json",
        description="perfeval-filing/1",
        relationship="Source",
        created=day,
        modified=day,
    )


def source(page: Printout) -> str:
    """The printout as a page of HTML that stands alone, its style inside."""
    return _page(page, f"<style>{CSS.read_text(encoding='utf-8')}{SCREEN}</style>")


def _page(page: Printout, style: str, missing: frozenset[int] = frozenset()) -> str:
    """A page of HTML that is XML as well."""
    pages = body(page, Page(True, {})).translate({sign: f"〔U+{sign:04X}〕" for sign in missing})
    watermark = f'<div class="watermark">{WATERMARK}</div>' if page.draft else ""
    return (
        f'{DOCTYPE}<html lang="zh-Hans"><head><meta charset="utf-8"/><title>{escape(page.title)}</title>'
        f'<meta name="author" content="{escape(page.department)}"/>{style}</head>'
        f"<body>{watermark}{pages}</body></html>"
    )


@cache
def _style() -> tuple[Any, Any, dict[int, Any]]:
    """The style sheet and the fonts, read once a process; the last are those that were drawn with."""
    from weasyprint import CSS as StyleSheet
    from weasyprint.text.fonts import FontConfiguration

    from reports.documents.pdflayout import answer_once

    answer_once()
    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face{{font-family:"{name}";src:url("file://{quote(str(Path(settings.FONTS_DIR).absolute() / file))}")}}'
        for name, file in FACES.items()
        if (Path(settings.FONTS_DIR) / file).is_file()
    )
    text = faces + CSS.read_text(encoding="utf-8")
    atexit.register(_style.cache_clear)  # the fonts must be given up before the modules they need are
    return StyleSheet(string=text, font_config=fonts, url_fetcher=_fetcher()), fonts, {}


@cache
def _fetcher() -> Any:
    """Nothing is fetched from anywhere but this machine."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["file", "data"], fail_on_errors=True)
