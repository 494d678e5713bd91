"""Two questions that WeasyPrint asks again for every line and every cell, answered once for each style: a fifth of the time.

How long is each of fourteen lengths of a box, and how high is a line of this font. Boxes of one style are many, and their styles do not change
any more when they are laid out.
"""

from typing import Any

from weasyprint import VERSION
from weasyprint.layout import block, inline, page, percent, table
from weasyprint.text import line_break

WRITTEN_FOR = "70"  # the version of WeasyPrint; any other goes without, and the pages stay the same
LAID_OUT_BY = (block, inline, page, table)
SIDES = ("top", "right", "bottom", "left")
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *(f"{least}{length}" for least in ("", "min_", "max_") for length in ("width", "height")),
)


def answer_once() -> None:
    """Put both answers where the layout asks for them, in a version that they were written for."""
    if VERSION.partition(".")[0] == WRITTEN_FOR:
        inline.strut = strut
        for module in LAID_OUT_BY:
            module.resolve_percentages = resolve_percentages


def strut(style: Any) -> tuple[float, float]:
    """How high a line is, and where its baseline lies."""
    if "strut" not in style.__dict__:
        style.strut = line_break.strut(style)
    answer: tuple[float, float] = style.strut
    return answer


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the lengths of a box; without percentages they are those of its style, whatever contains it."""
    style = box.style
    if "lengths" not in style.__dict__:
        style.lengths = _lengths(style)
    if style.lengths is None:
        percent.resolve_percentages(box, containing_block)
        return
    box.__dict__.update(style.lengths)
    for border in BORDERS:  # those of cells are set before, where borders collapse
        if style["border_collapse"] != "collapse" or not hasattr(box, border):
            setattr(box, border, style[border])
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _lengths(style: Any) -> dict[str, Any] | None:
    """The lengths in px or `auto`, by the names of a box; None where one is a percentage or to be calculated."""
    found: dict[str, Any] = {}
    for name in LENGTHS:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name.startswith("min_") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return None
    return found
