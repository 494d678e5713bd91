"""The one place where figures are parsed, rounded and spelt.

A figure is a sign, digits (in groups of three with commas, or without any), at most one point between
digits, and at most one unit that belongs to the kind of cell. Full-width forms count as their plain ones.
White space may stand round the sign, the number and the unit, never between two digits: `1 234` may be
one number or two. Everything else is refused; nothing is guessed.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from django.utils.translation import gettext_lazy as _

from assessments.document.cells import Figure, Kind, is_blank
from assessments.document.errors import SpokenError, shorten

MAX_INTEGER_DIGITS = 14
MAX_PLACES = 10
MAX_STORED_PLACES = 12  # in the unit of the column, as the database keeps them
MAX_LENGTH = 64

WIDE = str.maketrans("０１２３４５６７８９．，％﹪＋－−﹣", "0123456789.,%%+---")
FIGURE = re.compile(r"\s*([+-]?)\s*([0-9][0-9,]*)(?:\.([0-9]+))?\s*([^0-9\s.,+\-](?:.*\S)?)?\s*", re.DOTALL)
# As almost all are printed: read at once, with what the rest says in full.
PLAIN = re.compile(rf"([0-9]{{1,{MAX_INTEGER_DIGITS}}}(?:\.([0-9]{{1,{MAX_PLACES}}}))?)(%|万元)?")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")

ONE = Decimal(1)
BLANK = Figure()  # of a cell without a text
UNITS: dict[Kind, dict[str, Decimal]] = {
    Kind.AMOUNT: {
        "元": Decimal("0.0001"),
        "千元": Decimal("0.1"),
        "万": ONE,
        "万元": ONE,
        "百万元": Decimal(100),
        "亿": Decimal(10000),
        "亿元": Decimal(10000),
    },
    Kind.RATE: {"%": ONE, "百分比": ONE, "‰": Decimal("0.1")},
    Kind.NUMBER: dict.fromkeys(("人", "名", "个", "分", "㎡", "m²", "m2", "M²", "M2", "平方米", "平米"), ONE),
}

# Wide enough for every figure that can be read, its products and its quotients.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class Unreadable(SpokenError):
    """A cell that should state a figure and does not state exactly one."""


def is_blank_figure(text: str | None) -> bool:
    """Whether a figure's cell states nothing: the blanks of every cell, and 不适用."""
    return is_blank(text) or "".join((text or "").split()) == "不适用"


def read(kind: Kind, text: str | None) -> Figure:
    """The figure that a cell prints; a blank cell has no value. Raises `Unreadable`.

    `value` is in the unit of the column: 万元, per cent, or the plain number.
    """
    if text is None:
        return BLANK
    plain = PLAIN.fullmatch(text)
    if plain is not None:
        number, decimals, unit = plain.groups("")
        if not unit or UNITS[kind].get(unit) is ONE:
            return Figure(text, Decimal(number), len(decimals))
    if is_blank_figure(text):
        return Figure(text)
    if len(text) > MAX_LENGTH:
        raise Unreadable(_("“%(text)s” is too long for a figure."), text=shorten(text))
    match = FIGURE.fullmatch(text.translate(WIDE))
    if match is None:
        raise Unreadable(_("“%(text)s” is not a figure."), text=shorten(text))
    sign, digits, decimals, unit = match.groups()
    scale = _scale(kind, text, unit)
    whole = _ungroup(text, digits)
    _check_size(text, whole, decimals or "", scale)
    printed = Decimal(f"{sign}{whole}.{decimals}" if decimals else sign + whole)
    value = EXACT.multiply(printed, scale)
    return Figure(text=text, value=value if value else abs(value), places=len(decimals or ""), scale=scale)


def _scale(kind: Kind, text: str, unit: str | None) -> Decimal:
    if unit is None:
        return ONE
    scale = UNITS[kind].get("".join(unit.split()))
    if scale is None:
        raise Unreadable(
            _("“%(text)s” is not a figure: “%(unit)s” is no unit of this cell (%(units)s)."),
            text=shorten(text),
            unit=shorten(unit, 20),
            units=" ".join(UNITS[kind]),
        )
    return scale


def _ungroup(text: str, digits: str) -> str:
    if "," not in digits:
        return digits
    if not GROUPED.fullmatch(digits):
        raise Unreadable(_("“%(text)s”: commas must set off groups of three digits."), text=shorten(text))
    return digits.replace(",", "")


def _check_size(text: str, whole: str, decimals: str, scale: Decimal) -> None:
    """Refuse what no ledger holds, so that every later sum and column is wide enough."""
    limit = MAX_INTEGER_DIGITS - max(0, scale.adjusted())
    if len(whole.lstrip("0")) > limit:
        raise Unreadable(
            _("“%(text)s” has more than %(limit)s digits before the point."), text=shorten(text), limit=limit
        )
    limit = min(MAX_PLACES, MAX_STORED_PLACES + scale.adjusted())
    if len(decimals) > limit:
        raise Unreadable(_("“%(text)s” has more than %(limit)s decimals."), text=shorten(text), limit=limit)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """The value to so many decimals; a half goes away from zero, as on the forms."""
    return EXACT.quantize(value, _unit(places))


@cache
def _unit(places: int) -> Decimal:
    """One in the last of so many decimals."""
    return ONE.scaleb(-places)


def spell(value: Decimal, places: int | None = None) -> str:
    """The value in plain digits: with exactly `places` decimals, or as few as state it whole."""
    if places is not None:
        rounded = round_half_up(value, places)
        return format(rounded if rounded else abs(rounded), "f")
    text = format(value if value else abs(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
