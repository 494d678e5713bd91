"""A filing as a submission reads it: every part supplied, so that what is missing counts as blank.

A file may leave parts out, and rules that need them stay silent. A draft on the way to submission may not: judged in this form, a missing
part is found like a blank one.
"""

from dataclasses import fields, replace
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
    for part in fields(thing):
        way, inner = next(iter(part.metadata.items()))
        value = getattr(thing, part.name)
        if way == "cell":
            if not value.present:
                changes[part.name] = Text() if inner is Kind.TEXT else Figure()
        elif way == "plain" or part.name in OPTIONAL:
            continue
        elif way == "object":
            full = _supplied(inner() if value is None else value)
            if full is not value:
                changes[part.name] = full
        elif value is None:
            changes[part.name] = ()
        elif inner is not str:
            full = tuple(_supplied(item) for item in value)
            if any(new is not old for new, old in zip(full, value, strict=True)):
                changes[part.name] = full
    return replace(thing, **changes) if changes else thing
