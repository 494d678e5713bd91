"""Filings of many that cannot be judged, mostly for a stored cell that cannot be read: told apart from those read together with them."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DatabaseError

from assessments.models import Filing
from assessments.selectors.documents import Address
from assessments.selectors.rows import rows_of
from assessments.selectors.unread import unread_in

logger = logging.getLogger(__name__)
MOST = 500  # characters of a fault
Found = TypeVar("Found", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A filing that could not be judged, and what is wrong with it, as whoever runs the installation reads it."""

    key: int
    fault: str


def told_apart(judge: Callable[[Sequence[int]], Iterator[Found]], keys: Sequence[int]) -> Iterator[Found | Unjudged]:
    """What `judge` yields of these filings, a `Loaded` first in each; in place of one that makes it fail, an `Unjudged`.

    Those not yielded when it fails are halved until the faulty one stands alone. What the database itself refuses is raised.
    """
    judged: set[int] = set()
    try:
        for found in judge(keys):
            judged.add(found[0].filing.pk)
            yield found
    except DatabaseError:
        raise
    except Exception as error:
        rest = [key for key in keys if key not in judged]
        if not rest:
            raise
        if len(rest) > 1:
            half = len(rest) // 2
            yield from told_apart(judge, rest[:half])
            yield from told_apart(judge, rest[half:])
        else:
            logger.exception("the filing with the key %s cannot be judged", *rest)
            yield Unjudged(rest[0], fault_of(rest[0], error))


def named(unjudged: Sequence[Unjudged]) -> list[list[Any]]:
    """Those filings as data for JSON: the code and name of the department, the version, what is wrong. Of their own cells nothing is read."""
    found = Filing.objects.filter(pk__in=[one.key for one in unjudged])
    names = {
        key: rest for key, *rest in found.values_list("pk", "enrolment__department__code", "enrolment__name", "version")
    }
    return [[*names[one.key], one.fault] for one in unjudged if one.key in names]


def fault_of(key: int, error: Exception) -> str:
    """The cells of a filing that cannot be read, each with its address; the error itself where it is none of them."""
    try:
        cells = "; ".join(_unreadable_cells(key))
    except Exception:  # not even its rows can be read
        cells = ""
    return (cells or f"{type(error).__name__}: {error}")[:MOST]


def _unreadable_cells(key: int) -> Iterator[str]:
    for one in unread_in(rows_of(Filing.objects.select_related("basic_data").get(pk=key))):
        yield f"{Address(one.row.kind, one.row.pk, one.column)}: {one.fault}"
