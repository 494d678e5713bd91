"""A filing as a submission reads it: every part supplied, so that what is missing counts as blank.

A file may leave parts out, and rules that need them stay silent. A draft on the way to submission may not: judged in this form, a missing
part is found like a blank one.
"""

from dataclasses import fields
from functools import cache
from operator import is_not
from typing import Any

from assessments.document.cells import Figure, Kind, Text
from assessments.document.filing import Filing, FundTable

# What a form does not ask for: these stay missing.
OPTIONAL = frozenset({"approved", "explanations", "evidence"})


def supplied(filing: Filing) -> Filing:
    """The same filing with a blank for every missing cell, object and list."""
    made: Filing = _supplied(filing)
    return made


def _supplied(thing: Any) -> Any:
    if isinstance(thing, FundTable) and thing.none:
        return thing  # whole: a table marked none has no list of items
    changes: dict[str, Any] = {}
    for name, way, inner in _asked_for(thing.__class__):
        value = getattr(thing, name)
        if way == "cell":
            if not value.present:
                changes[name] = inner
        elif way == "object":
            full = _supplied(inner() if value is None else value)
            if full is not value:
                changes[name] = full
        elif value is None:
            changes[name] = ()
        elif inner is not str:
            full = tuple([_supplied(item) for item in value])
            if any(map(is_not, full, value)):
                changes[name] = full
    if not changes:
        return thing
    shape = thing.__class__
    return shape(**{name: changes.get(name, getattr(thing, name)) for name in _names(shape)})


@cache
def _names(shape: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(shape))


@cache
def _asked_for(shape: type) -> tuple[tuple[str, str, Any], ...]:
    """What the form asks for in a part: its name, what it is, and the blank of a cell or the class of an object or of a list's items."""
    asked: list[tuple[str, str, Any]] = []
    for part in fields(shape):
        way, inner = next(iter(part.metadata.items()))
        if way != "plain" and part.name not in OPTIONAL:
            blank = Text() if inner is Kind.TEXT else Figure()
            asked.append((part.name, way, blank if way == "cell" else inner))
    return tuple(asked)
