"""The signs that no official font may draw in a PDF.

The Fandol fonts number their glyphs by Adobe-GB1, and for some signs (– € ¥ ▼) the number is not the place in the file,
which is what WeasyPrint writes. Some readers look a glyph up by its number and others by its place, so that one or the
other shows nothing there. These signs are left to the fonts behind, whose numbers are the places.
"""

import re

# Where number and place agree in all five fonts, or none of them has the sign.
SOUND = (
    "\\x00-\\u00a4\\u00a7-\\u02c9\\u0391-\\u1e3f\\u2014-\\u205d\\u2103\\u2116-\\u2193\\u2208-\\u226f\\u2299-\\u254b\\u25a0-\\u25b3"
    "\\u25c6-\\u25cf\\u2605-\\u2606\\u2640-\\u2fd5\\u3000-\\u3017\\u3041-\\u8a00\\u8a02-\\u9fa0\\uf979-\\ufe44\\uff01-\\uffe5"
)
ASTRAY = re.compile(f"[^{SOUND}]+")
