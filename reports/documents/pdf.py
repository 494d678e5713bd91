"""The pages as PDF, by WeasyPrint."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from reports.documents.grid import Printout
from reports.documents.html import Page, body
from reports.documents.words import WATERMARK

CSS = Path(settings.BASE_DIR) / "templates" / "documents" / "paper.css"
FACES = {
    "perfeval-fang": "FandolFang-Regular.otf",
    "perfeval-hei": "FandolHei-Regular.otf",
    "perfeval-kai": "FandolKai-Regular.otf",
    "perfeval-song": "FandolSong-Regular.otf",
    "perfeval-title": "FandolSong-Bold.otf",
}


def pdf(page: Printout) -> bytes:
    """A PDF of the printout; the same printout gives the same bytes."""
    from weasyprint import HTML

    watermark = f'<div class="watermark">{WATERMARK}</div>' if page.draft else ""
    source = (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{page.title}</title>'
        f'<meta name="author" content="{page.department}"></head><body>{watermark}{body(page, Page(True, {}))}</body></html>'
    )
    css, fonts = _style()
    document = HTML(string=source, url_fetcher=_fetcher()).render(stylesheets=[css], font_config=fonts)
    result: bytes = document.write_pdf()
    return result


@cache
def _style() -> tuple[Any, Any]:
    """The style sheet and the fonts, read once a process."""
    from weasyprint import CSS as StyleSheet
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face{{font-family:"{name}";src:url("file://{quote(str(Path(settings.FONTS_DIR).absolute() / file))}")}}'
        for name, file in FACES.items()
        if (Path(settings.FONTS_DIR) / file).is_file()
    )
    text = faces + CSS.read_text(encoding="utf-8")
    return StyleSheet(string=text, font_config=fonts, url_fetcher=_fetcher()), fonts


@cache
def _fetcher() -> Any:
    """Nothing is fetched from anywhere but this machine."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["file", "data"], fail_on_errors=True)
