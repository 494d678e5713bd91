"""Reading JSON without forgiving anything: no duplicate keys, no NaN, no floats, bounded in size."""

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from assessments.document.errors import SpokenError

MAX_BYTES = 4_000_000
MAX_DIGITS = 40


class JsonError(SpokenError):
    """A text that is no JSON, or not of the strict kind."""


class Repeating(dict[str, Any]):
    """An object in which a key stood twice; whoever walks the data knows the path and says so."""

    repeated = ""


def repeated_key(data: dict[str, Any]) -> str | None:
    """The key that stood twice in this object, if any."""
    return data.repeated if isinstance(data, Repeating) else None


def join(path: str, key: str) -> str:
    """The path of a member; a key that is not a plain word is shortened so that the path stays one line."""
    plain = key if len(key) <= 60 and key.isprintable() else ascii(key[:60])
    return f"{path}.{plain}" if path else plain


def parse(raw: str | bytes) -> Any:
    """The data of a JSON text. A number with a point becomes a Decimal, never a float. Raises `JsonError`."""
    text = _decode(raw)
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_decimal, parse_int=_integer, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise JsonError(
            _("This is not JSON: line %(line)s, column %(column)s."), line=error.lineno, column=error.colno
        ) from error
    except RecursionError as error:
        raise JsonError(_("The JSON is nested too deeply.")) from error


def _decode(raw: str | bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise JsonError(_("The file is larger than %(limit)s bytes."), limit=MAX_BYTES)
    if isinstance(raw, str):
        return raw.removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError(_("The file is not UTF-8: byte %(place)s."), place=error.start) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    seen: set[str] = set()
    marked = Repeating(data)
    for key, _value in pairs:
        if key in seen:
            marked.repeated = key
            break
        seen.add(key)
    return marked


def _bounded(digits: str) -> str:
    if len(digits) > MAX_DIGITS:
        raise JsonError(_("A number in the JSON is longer than %(limit)s digits."), limit=MAX_DIGITS)
    return digits


def _decimal(digits: str) -> Decimal:
    return Decimal(_bounded(digits))


def _integer(digits: str) -> int:
    return int(_bounded(digits))


def _constant(name: str) -> NoReturn:
    raise JsonError(_("%(name)s is not JSON."), name=name)
