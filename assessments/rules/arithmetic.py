"""When two figures agree (rules.md, "Rounding"), and how an exact figure is spelt beside a printed one."""

from collections.abc import Iterable
from decimal import Decimal

from assessments.document.amounts import spell
from assessments.document.cells import Figure

ZERO = Decimal(0)
HUNDRED = Decimal(100)
HALF_CENT = Decimal("0.005")
SCORE_PLACES = 1  # a score and a total agree by at least one decimal


def tolerance(parts: int) -> Decimal:
    """How far a sum of so many printed amounts may lie from its total."""
    return HALF_CENT * (parts + 1)


def half_place(figure: Figure, least: int = 0) -> Decimal:
    """Half of the last printed place, counting at least so many places."""
    if figure.places >= least:
        return figure.half_place
    return figure.scale.scaleb(-least) / 2


def is_quotient(figure: Figure, dividend: Decimal, divisor: Decimal, least: int = 0) -> bool:
    """Whether the figure is dividend ÷ divisor (above 0), rounded as printed. Exact: nothing is divided."""
    if figure.value is None:
        return False
    return abs(figure.value * divisor - dividend) <= half_place(figure, least) * divisor


def values(figures: Iterable[Figure]) -> list[Decimal]:
    """What the printed ones among the figures state."""
    return [figure.value for figure in figures if figure.value is not None]


def all_values(figures: Iterable[Figure]) -> list[Decimal] | None:
    """What the figures state; None when one of them is blank or missing."""
    stated = [figure.value for figure in figures]
    filled = [value for value in stated if value is not None]
    return filled if len(filled) == len(stated) else None


def printed(figure: Figure) -> str:
    """The figure as it was printed."""
    return "" if figure.text is None else figure.text.strip()


def amount(value: Decimal) -> str:
    """An exact amount: two decimals, or as many as it has."""
    whole, _point, decimals = spell(value).partition(".")
    return f"{whole}.{decimals:0<2}"


def rounded(value: Decimal, figure: Figure | None = None) -> str:
    """A computed figure: two decimals, or as many as the figure beside it prints."""
    return spell(value, 2 if figure is None else max(2, figure.places))


def percent(value: Decimal, figure: Figure | None = None) -> str:
    """A computed rate with its sign."""
    return rounded(value, figure) + "%"
