"""Filing documents from JSON and back, losing nothing and forgiving nothing.

The shape is read from the field metadata of `document.filing`; this module knows only what metadata
cannot say: line keys, the marks of a fund table, and the bounds of a text.
"""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.document import strictjson
from assessments.document.amounts import Unreadable, read
from assessments.document.cells import Kind, Text
from assessments.document.errors import PathError
from assessments.document.filing import FORMAT, Evidence, ExpenditureLine, Explanation, Filing, FundTable, Section
from assessments.document.lines import REPEATED_LINES, is_line_key

MAX_TEXT = 100_000
MAX_ITEMS = 2_000
FIRST_YEAR, LAST_YEAR = 1990, 2099
# What neither a database column nor a Word file can hold: control marks, lone surrogates, non-characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Reader = Callable[[Any, str], Any]


class DocumentError(PathError):
    """A document that cannot be read, with the path where it fails."""


def loads(raw: str | bytes) -> Filing:
    """The filing that a JSON text states. Raises `DocumentError`."""
    try:
        data = strictjson.parse(raw)
    except strictjson.JsonError as error:
        raise DocumentError("", error.sentence, **error.params) from error
    return from_json(data)


def from_json(data: Any) -> Filing:
    """The filing that parsed JSON states. Raises `DocumentError`, which names the path."""
    if not isinstance(data, dict):
        raise DocumentError("", _("A filing is a JSON object."))
    if data.get("format") != FORMAT:
        raise DocumentError("format", _("The format must be “%(expected)s”."), expected=FORMAT)
    filing: Filing = _object(Filing, data, "", aside="format")
    return filing


def to_json(filing: Filing) -> dict[str, Any]:
    """The document as JSON data: what was supplied and nothing else, in the order of the dataclasses."""
    return {"format": FORMAT} | _written(filing)


def dumps(filing: Filing, *, indent: int | None = None) -> str:
    """The document as canonical JSON: equal documents give equal texts."""
    separators = (",", ":") if indent is None else None
    return json.dumps(to_json(filing), ensure_ascii=False, indent=indent, separators=separators)


# Reading ------------------------------------------------------------------------------------------


def _object(shape: type, data: Any, path: str, aside: str | None = None) -> Any:
    if not isinstance(data, dict):
        raise DocumentError(path, _("An object is expected here."))
    twice = strictjson.repeated_key(data)
    if twice is not None:
        raise DocumentError(strictjson.join(path, twice), _("This key is written twice."))
    readers = _readers(shape)
    prefix = f"{path}." if path else ""
    values = {}
    for key, value in data.items():
        if key == aside:
            continue
        reader = readers.get(key)
        if reader is None:
            raise DocumentError(strictjson.join(path, str(key)), _("This key is unknown."))
        values[key] = reader(value, prefix + key)
    for key in _required(shape):
        if key not in values:
            raise DocumentError(prefix + key, _("This key is required."))
    made = shape(**values)
    if shape is FundTable:
        _check_fund_table(made, path)
    return made


@cache
def _required(shape: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(shape) if field.metadata.get("required"))


@cache
def _readers(shape: type) -> dict[str, Reader]:
    return {field.name: _reader(shape, field.name, dict(field.metadata)) for field in fields(shape)}


def _reader(shape: type, name: str, metadata: dict[str, Any]) -> Reader:
    if "cell" in metadata:
        return _text_cell if metadata["cell"] is Kind.TEXT else _figure_reader(metadata["cell"])
    if "object" in metadata:
        inner = metadata["object"]
        return lambda value, path: None if value is None else _object(inner, value, path)
    if "objects" in metadata:
        return _list_reader(metadata["objects"])
    return _plain_reader(shape, name, metadata)


def _string(value: Any, path: str) -> str:
    if not isinstance(value, str):
        if isinstance(value, bool | dict | list) or value is None:
            raise DocumentError(path, _("A string is expected here."))
        raise DocumentError(path, _("A JSON number stands where a string belongs."))
    if len(value) > MAX_TEXT:
        raise DocumentError(path, _("The text is longer than %(limit)s characters."), limit=MAX_TEXT)
    unfit = UNFIT.search(value)
    if unfit:
        raise DocumentError(path, _("The text holds a control character (%(code)s)."), code=ascii(unfit[0])[1:-1])
    return value


def _text_cell(value: Any, path: str) -> Text:
    return Text(None if value is None else _string(value, path))


def _figure_reader(kind: Kind) -> Reader:
    def reader(value: Any, path: str) -> Any:
        try:
            return read(kind, None if value is None else _string(value, path))
        except Unreadable as error:
            raise DocumentError(path, error.sentence, **error.params) from error

    return reader


def _list_reader(shape: type) -> Reader:
    if shape is ExpenditureLine:
        return _lines

    def reader(value: Any, path: str) -> Any:
        if value is None:
            return None
        _check_list(value, path)
        if shape is str:
            return tuple(_string(item, f"{path}[{index}]") for index, item in enumerate(value))
        return tuple(_object(shape, item, f"{path}[{index}]") for index, item in enumerate(value))

    return reader


def _check_list(value: Any, path: str) -> None:
    if not isinstance(value, list):
        raise DocumentError(path, _("A list is expected here."))
    if len(value) > MAX_ITEMS:
        raise DocumentError(path, _("The list has more than %(limit)s items."), limit=MAX_ITEMS)


def _lines(value: Any, path: str) -> tuple[ExpenditureLine, ...] | None:
    """The rows of 附件1, each named in paths by its line key: `[office]`, `[special_fund:2]`."""
    if value is None:
        return None
    _check_list(value, path)
    seen: dict[str, int] = {}
    lines = []
    for index, item in enumerate(value):
        key = _line_key(item, f"{path}[{index}]")
        seen[key] = seen.get(key, 0) + 1
        place = f"{path}[{key}]" if seen[key] == 1 else f"{path}[{key}:{seen[key]}]"
        if seen[key] > 1 and key not in REPEATED_LINES:
            raise DocumentError(place, _("This line stands twice."))
        lines.append(_object(ExpenditureLine, item, place))
    return tuple(lines)


def _line_key(item: Any, path: str) -> str:
    if not isinstance(item, dict):
        raise DocumentError(path, _("An object is expected here."))
    if "line" not in item:
        raise DocumentError(f"{path}.line", _("This key is required."))
    key = _string(item["line"], f"{path}.line")
    if not is_line_key(key):
        raise DocumentError(f"{path}.line", _("The line “%(line)s” is unknown."), line=ascii(key[:60])[1:-1])
    return key


LONGEST = {
    (ExpenditureLine, "line"): 60,
    (Explanation, "rule"): 10,
    (Explanation, "path"): 300,
    (Evidence, "path"): 300,
}
RANGES = {(Filing, "fiscal_year"): (FIRST_YEAR, LAST_YEAR), (Section, "level"): (1, 9)}


def _plain_reader(shape: type, name: str, metadata: dict[str, Any]) -> Reader:
    if metadata["plain"] is int:
        return _integer_reader(*RANGES[shape, name])
    if metadata["plain"] is bool:
        return _flag
    if metadata["choices"]:
        return _choice_reader(metadata["choices"])
    return _key_reader(LONGEST[shape, name])


def _integer_reader(least: int, most: int) -> Reader:
    def reader(value: Any, path: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise DocumentError(path, _("A whole number is expected here."))
        if not least <= value <= most:
            raise DocumentError(path, _("The number must be %(least)s to %(most)s."), least=least, most=most)
        return value

    return reader


def _flag(value: Any, path: str) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise DocumentError(path, _("true or false is expected here."))
    return value


def _choice_reader(choices: tuple[str, ...]) -> Reader:
    def reader(value: Any, path: str) -> str | None:
        if value is None:
            return None
        if value not in choices:
            raise DocumentError(path, _("One of these is expected here: %(choices)s."), choices=", ".join(choices))
        return str(value)

    return reader


def _key_reader(longest: int) -> Reader:
    def reader(value: Any, path: str) -> str:
        text = _string(value, path)
        if not text.strip() or len(text) > longest:
            raise DocumentError(path, _("A key of 1 to %(longest)s characters is expected here."), longest=longest)
        return text

    return reader


def _check_fund_table(table: FundTable, path: str) -> None:
    if table.none and table.items is not None:
        raise DocumentError(path, _("A fund table is marked none or has items, not both."))


# Writing ------------------------------------------------------------------------------------------


@cache
def _members(shape: type) -> tuple[tuple[str, str], ...]:
    """Each field with the way in which it is written."""
    return tuple((field.name, next(iter(field.metadata))) for field in fields(shape))


def _written(thing: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    shape: Any = type(thing)
    for name, way in _members(shape):
        value = getattr(thing, name)
        if way == "cell":
            if value.present:
                data[name] = value.text
        elif value is not None:
            data[name] = _written_part(way, value)
    return data


def _written_part(way: str, value: Any) -> Any:
    if way == "object":
        return _written(value)
    if way == "objects":
        return [item if isinstance(item, str) else _written(item) for item in value]
    return value
