"""One cell of a form: what was printed in it and, for a figure, the number that it states.

A cell is in one of three states that never mix: *absent* (its key was not supplied), *blank* (supplied, but
nothing is stated: null, empty, dashes, 无) and *printed*. Blank is never zero.
"""

import re
from decimal import Decimal
from enum import StrEnum

from assessments.document.fixed import fixed


class Kind(StrEnum):
    """What a cell holds, which decides how its text is read."""

    TEXT = "text"
    AMOUNT = "amount"  # 万元
    RATE = "rate"  # per cent
    NUMBER = "number"  # heads, points, square metres


@fixed
class Text:
    """A cell of words. `text` is as printed; None is JSON null."""

    text: str | None = None
    present: bool = True

    @property
    def blank(self) -> bool:
        """True when the cell is absent or states nothing."""
        return is_blank(self.text)


@fixed
class Figure:
    """A cell of a figure.

    `value` is in the unit of the column (万元, per cent, points, heads), None when absent or blank. `places` counts
    the decimals as printed, in the unit printed; `scale` is that unit in units of the column (0.0001 for 元 in a
    column of 万元), so half a printed place is `scale * 5 / 10 ** (places + 1)`.
    """

    text: str | None = None
    value: Decimal | None = None
    places: int = 0
    scale: Decimal = Decimal(1)
    present: bool = True

    @property
    def blank(self) -> bool:
        return self.value is None

    @property
    def half_place(self) -> Decimal:
        """Half of the last printed decimal place, in the unit of the column."""
        return self.scale.scaleb(-self.places) / 2


ABSENT_TEXT = Text(present=False)
ABSENT_FIGURE = Figure(present=False)

BLANK_MARKS = "-－–—―─/／\\＼"
BLANK = re.compile(rf"\s*无\s*|[\s{re.escape(BLANK_MARKS)}]*")
NOTHING = "—"  # what readers see where nothing is stated


def is_blank(text: str | None) -> bool:
    """Whether a printed text states nothing (filing-format.md, Conventions)."""
    return text is None or BLANK.fullmatch(text) is not None
