"""Readers of the values in a `perfeval-policy/1` file. Each takes the JSON value and its path."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.document import strictjson
from assessments.document.amounts import spell
from assessments.document.errors import PathError, shorten

FIGURE = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?")
Reader = Callable[[Any, str], Any]


class PolicyError(PathError):
    """A policy that cannot be read, with the key where it fails."""


def parse(raw: str | bytes) -> Any:
    try:
        return strictjson.parse(raw)
    except strictjson.JsonError as error:
        raise PolicyError("", error.sentence, **error.params) from error


def wrong_format(expected: str) -> PolicyError:
    return PolicyError("format", _("The format must be “%(expected)s”."), expected=expected)


def members(value: Any, path: str, names: tuple[str, ...]) -> dict[str, Any]:
    """The object's members, none of them unknown or written twice."""
    if not isinstance(value, dict):
        raise PolicyError(path, _("An object is expected here."))
    twice = strictjson.repeated_key(value)
    if twice is not None:
        raise PolicyError(strictjson.join(path, twice), _("This key is written twice."))
    for key in value:
        if key not in names:
            raise PolicyError(strictjson.join(path, key), _("This key is unknown."))
    return dict(value)


def figure(value: Any, path: str, least: int = 0, most: int = 100) -> Decimal:
    """A plain figure, written as a string of digits, within bounds."""
    if not isinstance(value, str):
        raise PolicyError(path, _("A figure written as a string is expected here."))
    if not FIGURE.fullmatch(value):
        raise PolicyError(path, _("“%(text)s” is not a figure."), text=shorten(value))
    number = Decimal(value)
    if not least <= number <= most:
        raise PolicyError(path, _("%(value)s lies outside %(least)s to %(most)s."), value=value, least=least, most=most)
    return number


def percent(least: int = 0, most: int = 100) -> Reader:
    return lambda value, path: figure(value, path, least, most)


def whole(least: int, most: int) -> Reader:
    def read(value: Any, path: str) -> int:
        number = figure(value, path, least, most)
        if number != int(number):
            raise PolicyError(path, _("A whole number is expected here."))
        return int(number)

    return read


def choice(*names: str) -> Reader:
    def read(value: Any, path: str) -> str:
        if value not in names:
            raise PolicyError(path, _("One of these is expected here: %(choices)s."), choices=", ".join(names))
        return str(value)

    return read


def flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise PolicyError(path, _("true or false is expected here."))
    return value


def figures(value: Any, path: str, length: int, most: int) -> tuple[Decimal, ...]:
    if not isinstance(value, list) or len(value) != length:
        raise PolicyError(path, _("A list of %(length)s figures is expected here."), length=length)
    return tuple(figure(item, f"{path}[{index}]", 0, most) for index, item in enumerate(value))


def descending(length: int) -> Reader:
    """So many percents, each below the one before it."""

    def read(value: Any, path: str) -> tuple[Decimal, ...]:
        cuts = figures(value, path, length, 100)
        for index, (upper, lower) in enumerate(pairwise(cuts), start=1):
            if lower >= upper:
                raise PolicyError(f"{path}[{index}]", _("Each figure must be below the one before it."))
        return cuts

    return read


def limits(most: int) -> Reader:
    """A lowest and a highest percent."""

    def read(value: Any, path: str) -> tuple[Decimal, ...]:
        low, high = figures(value, path, 2, most)
        if low > high:
            raise PolicyError(f"{path}[1]", _("The highest figure lies below the lowest."))
        return low, high

    return read


def caps(value: Any, path: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """Pairs of (execution rate below, highest total), in any order; the lower the rate, the lower the total."""
    if not isinstance(value, list) or len(value) > 100:
        raise PolicyError(path, _("A list of [execution rate below, highest total] is expected here."))
    pairs = []
    for index, item in enumerate(value):
        rate, total = figures(item, f"{path}[{index}]", 2, 100)
        pairs.append((rate, total))
    pairs.sort()
    for (rate, total), (next_rate, next_total) in pairwise(pairs):
        if rate == next_rate or total > next_total:
            raise PolicyError(path, _("A lower execution rate must not allow a higher total."))
    return tuple(pairs)


def named_percents(value: Any, path: str, names: tuple[str, ...]) -> dict[str, Decimal]:
    given = members(value, path, names)
    return {key: figure(item, f"{path}.{key}") for key, item in given.items()}


def need_hundred(total: Decimal, path: str) -> None:
    if total != 100:
        raise PolicyError(path, _("The weights make %(total)s, not 100."), total=spell(total))


def spelt(value: Any) -> Any:
    """A value of the policy as JSON, each figure in its shortest spelling."""
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return [spelt(item) for item in value]
    if is_dataclass(value):
        return {field.name: spelt(getattr(value, field.name)) for field in fields(value)}
    return spell(value) if isinstance(value, Decimal) else str(value)
