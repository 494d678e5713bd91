"""Pictures of counts, drawn by the server: how long a bar is, how large a dot. Each stands in the cell of a table that holds the number."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

LENGTH = 1000  # of the longest bar, in the units of its picture
RADIUS = 100  # of the largest dot


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its name and the list behind it; `url` is empty where there is nothing to list."""

    label: str
    number: int
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A count and the length of its bar, from 0 to LENGTH."""

    count: Count
    length: int
    share: int  # per cent of all


@dataclass(frozen=True, slots=True)
class Dot:
    """A count and the radius of its dot, from 0 to RADIUS; its area shows the number."""

    count: Count
    radius: int


def bars(counts: Sequence[Count], total: int | None = None) -> list[Bar]:
    """Bars beside each other; whatever is not 0 is seen. Shares are of `total`, else of their sum."""
    most = max((one.number for one in counts), default=0)
    whole = sum(one.number for one in counts) if total is None else total
    return [
        Bar(one, max(one.number * LENGTH // most, 4) if one.number else 0, _per_cent(one.number, whole))
        for one in counts
    ]


def dots(rows: Sequence[Sequence[Count]]) -> list[list[Dot]]:
    """Dots in a table, compared with the largest of all."""
    most = max((one.number for row in rows for one in row), default=0)
    return [
        [Dot(one, max(isqrt(one.number * RADIUS**2 // most), 12) if one.number else 0) for one in row] for row in rows
    ]


def _per_cent(number: int, whole: int) -> int:
    """Rounded half up."""
    return (number * 200 + whole) // (whole * 2) if whole else 0
