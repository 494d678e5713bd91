"""The fonts of a PDF are those that WeasyPrint would put into it, whatever was drawn before."""

import io
import subprocess
import sys

import pytest
from django.conf import settings
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint.pdf.fonts import Font

from assessments.document import codec
from reports.documents import pdffonts, render_pdf
from reports.documents.pdf import _style
from tests.reports.documents.samples import TEMPLATE, sample

RARE = "垚€▼éЖ\U0010fffd"  # signs of our own fonts, of those behind them, and of none


def with_signs(signs):
    data = codec.to_json(sample())
    data["basic_data"]["economy_measures"] = signs
    return codec.from_json(data)


@pytest.fixture
def unread():
    """No font is read yet, as in a process that has just begun."""
    _style.cache_clear()
    pdffonts.cut.cache_clear()


def text_of(content):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def glyphs_of(content, numbers):
    """The outlines and the widths of some glyphs of a font."""
    font = TTFont(io.BytesIO(content))
    glyphs, names, found = font.getGlyphSet(), font.getGlyphOrder(), {}
    for number in numbers:
        pen = DecomposingRecordingPen(glyphs)
        glyphs[names[number]].draw(pen)
        found[number] = (glyphs[names[number]].width, pen.value)
    return found


@pytest.mark.usefixtures("unread")
def test_a_piece_of_a_font_has_the_glyphs_that_weasyprint_cuts_out(monkeypatch):
    ours, theirs = {}, {}

    def cut_by_both(font, to_unicode, hinting):
        numbers = [0, *(number for number in to_unicode if number < font.glyph_count)]
        usual(font, to_unicode, hinting)
        ours[font.name] = glyphs_of(font.file_content, numbers)
        Font._harfbuzz_subset(font, to_unicode, hinting)
        theirs[font.name] = glyphs_of(font.file_content, numbers)

    usual = pdffonts.Kept._harfbuzz_subset
    monkeypatch.setattr(pdffonts.Kept, "_harfbuzz_subset", cut_by_both)
    render_pdf(with_signs(RARE), TEMPLATE, part="basic")
    assert len(ours) > 2
    assert ours == theirs


@pytest.mark.usefixtures("unread")
def test_what_harfbuzz_cannot_cut_is_left_to_weasyprint(monkeypatch):
    cut = text_of(render_pdf(sample(), TEMPLATE, part="basic"))
    monkeypatch.setattr(pdffonts, "cut", lambda *_which: None)
    assert text_of(render_pdf(sample(), TEMPLATE, part="basic")) == cut != ""


@pytest.mark.usefixtures("unread")
def test_a_font_is_read_once_for_many_documents(monkeypatch):
    read = []
    usual = Font.__init__
    monkeypatch.setattr(Font, "__init__", lambda *given: (read.append(1), usual(*given))[1])
    render_pdf(sample(), TEMPLATE, part="basic")
    number = len(read)
    assert number > 2
    render_pdf(with_signs("垚"), TEMPLATE, part="basic")
    assert len(read) == number


@pytest.mark.usefixtures("unread")
def test_what_was_drawn_before_leaves_no_trace():
    first = render_pdf(with_signs(RARE), TEMPLATE, part="basic")
    _style.cache_clear()
    for part in ("report", "projects"):  # the same fonts in other sizes, with other signs
        render_pdf(sample(), TEMPLATE, part=part, draft=True)
    assert render_pdf(with_signs(RARE), TEMPLATE, part="basic") == first


def test_the_fonts_are_given_up_before_the_program_ends():
    drawing = (
        "import django; django.setup();"
        "from reports.documents import render_pdf;"
        "from tests.reports.documents.samples import TEMPLATE, sample;"
        "render_pdf(sample(), TEMPLATE, part='basic')"
    )
    ran = subprocess.run([sys.executable, "-c", drawing], cwd=settings.BASE_DIR, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
