"""The paths by which findings, explanations and evidence name a cell (filing-format.md, Paths)."""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.document.cells import Figure, Text
from assessments.document.errors import PathError
from assessments.document.filing import ExpenditureLine, Filing
from assessments.document.lines import is_line_key

EXPENDITURE = "basic_data.expenditure"
STEP = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\[(?P<item>[a-z0-9_]+)(?::(?P<nth>[1-9][0-9]{0,3}))?\])?")


class UnknownPath(PathError):
    """A path that the shape of a filing does not have."""

    def __init__(self, path: str) -> None:
        super().__init__(path, _("This is no path of a filing."))


def line_paths(lines: tuple[ExpenditureLine, ...]) -> Iterator[tuple[str, ExpenditureLine]]:
    """Each line of 附件1 with its path; the second of a key is `[key:2]`."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.line] = nth = seen.get(line.line, 0) + 1
        yield f"{EXPENDITURE}[{line.line}]" if nth == 1 else f"{EXPENDITURE}[{line.line}:{nth}]", line


def cells(filing: Filing) -> dict[str, Text | Figure]:
    """Every cell of the supplied parts by its path, in document order; an absent cell stands with `present` False."""
    found: dict[str, Text | Figure] = {}
    _collect(filing, "", found)
    return found


def _collect(thing: Any, prefix: str, found: dict[str, Text | Figure]) -> None:
    shape: Any = type(thing)
    for name, way, _inner in _shape(shape):
        value = getattr(thing, name)
        if way == "cell":
            found[prefix + name] = value
        elif value is None or way == "plain":
            continue
        elif way == "object":
            _collect(value, f"{prefix}{name}.", found)
        else:
            for path, item in _items(prefix + name, value):
                _collect(item, f"{path}.", found)


def _items(path: str, value: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    if path == EXPENDITURE:
        yield from line_paths(value)
        return
    for index, item in enumerate(value):
        if not isinstance(item, str):
            yield f"{path}[{index}]", item


@cache
def _shape(shape: type) -> tuple[tuple[str, str, Any], ...]:
    return tuple((field.name, *next(iter(field.metadata.items()))) for field in fields(shape))


def resolve(filing: Filing, path: str) -> Any:
    """What stands at a path: a cell, an object, a list or a plain value; None where that part was not supplied.

    Raises `UnknownPath` for a path that no filing has.
    """
    thing: Any = filing
    shape: Any = Filing
    for step in path.split("."):
        match = STEP.fullmatch(step)
        ways = {name: (way, inner) for name, way, inner in _shape(shape)} if isinstance(shape, type) else {}
        if match is None or match["name"] not in ways:
            raise UnknownPath(path)
        way, inner = ways[match["name"]]
        thing = None if thing is None else getattr(thing, match["name"])
        shape = inner if way == "object" else None
        if match["item"] is not None:
            if way != "objects":
                raise UnknownPath(path)
            thing, shape = _item(thing, inner, match, path), inner if inner is not str else None
    return thing


def _item(items: tuple[Any, ...] | None, shape: Any, match: re.Match[str], path: str) -> Any:
    if shape is ExpenditureLine:
        if not is_line_key(match["item"]):
            raise UnknownPath(path)
        found = [line for line in items or () if line.line == match["item"]]
        index = int(match["nth"] or 1) - 1
    else:
        if not re.fullmatch(r"0|[1-9][0-9]{0,5}", match["item"]) or match["nth"]:
            raise UnknownPath(path)
        found = list(items or ())
        index = int(match["item"])
    return found[index] if index < len(found) else None
