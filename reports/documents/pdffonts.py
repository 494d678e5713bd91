"""The fonts of a PDF: each is read once a process, and cut down to the signs of a document in one go.

WeasyPrint copies the file of every font for every document, some fifty megabytes, and cuts it twice; the glyphs that come out are the same.
"""

import atexit
from functools import lru_cache
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

LEFT_OUT = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
CUT = 16  # pieces of fonts that are kept, of half a megabyte at most: most signs of a filing are those of its last drawing


class Fonts(dict[int, Any]):
    """The fonts of one document by WeasyPrint's key, asked for as `key in fonts` before one is read.

    Should a version ask in another way, its own fonts are used, and the pages stay the same.
    """

    def __init__(self, kept: dict[int, "Kept"]) -> None:
        super().__init__()
        self.kept = kept

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key) and key in self.kept:
            self[key] = self.kept[key]
        return super().__contains__(key)

    def __setitem__(self, key: int, font: Any) -> None:
        if key not in self.kept and _is_plain(font):
            self.kept[key] = Kept(font)
        super().__setitem__(key, Kept(self.kept[key]) if key in self.kept else font)


def _is_plain(font: Any) -> bool:
    """Whether a font has nothing but outlines; pictures and what varies are drawn through objects that do not last."""
    return not (font.bitmap or font.png or font.svg or font.colr or "fvar" in font.tables or harfbuzz_subset is None)


class Kept(Font):
    """A font as if it were just read."""

    def __init__(self, font: Any) -> None:
        self.__dict__.update({name: value for name, value in font.__dict__.items() if name != "file_content"})
        self.content: bytes | None = None
        self.widths: dict[int, int] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}

    @property
    def file_content(self) -> bytes:
        """What is put into the PDF: what was cut out, or the whole file."""
        content: bytes = self.content or get_hb_object_data(self.hb_face)
        return content

    @file_content.setter
    def file_content(self, content: bytes) -> None:
        self.content = content

    def _harfbuzz_subset(self, to_unicode: dict[int, str], hinting: bool) -> None:
        self.content = cut(self.hb_face, frozenset(to_unicode), hinting, bool(self.missing))
        if not self.content:
            super()._harfbuzz_subset(to_unicode, hinting)


@lru_cache(CUT)
def cut(face: Any, glyphs: frozenset[int], hinting: bool, missing: bool) -> bytes | None:
    """The file of a font with these glyphs only, under the numbers that they have; None where it cannot be made."""
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), glyphs)
    tables = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(tables, (harfbuzz.hb_tag_from_string(name, -1) for name in LEFT_OUT))
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
        | (0 if hinting else harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING)
        | (harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE if missing else 0)
    )
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    made = ffi.gc(harfbuzz_subset.hb_subset_or_fail(face, wanted), harfbuzz.hb_face_destroy)
    content: bytes | None = get_hb_object_data(made) if made else None
    return content


atexit.register(cut.cache_clear)  # the fonts must be given up before the modules they need are


def _add(numbers: Any, more: Any) -> None:
    found = sorted(more)
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new("hb_codepoint_t[]", found), len(found))
