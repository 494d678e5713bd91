"""`perfeval-template/1`: templates from JSON and back, strictly."""

import re
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.document import strictjson
from assessments.document.errors import PathError
from assessments.document.lines import is_line_key
from assessments.document.template import (
    COLUMNS,
    FORMAT,
    GROUPS,
    PLACE,
    Heading,
    IndicatorGroup,
    Line,
    Template,
    Wording,
)
from assessments.document.template_default import LABELS, SENTENCE_PLACES, SENTENCES

MAX_TEXT = 2_000
MAX_ITEMS = 500
EVERYWHERE = frozenset({"year", "prior_year", "department"})
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class TemplateError(PathError):
    """A template that cannot be read, with the path where it fails."""


def loads(raw: str | bytes) -> Template:
    """The template that a JSON text states. Raises `TemplateError`."""
    try:
        data = strictjson.parse(raw)
    except strictjson.JsonError as error:
        raise TemplateError("", error.sentence, **error.params) from error
    return from_json(data)


def from_json(data: Any) -> Template:
    """The template that parsed JSON states. Raises `TemplateError`, which names the path."""
    names = ("format", "name", "lines", "sections", "indicators", "attachments", "labels", "sentences")
    given = _members(data, "", names, required=names)
    if given["format"] != FORMAT:
        raise TemplateError("format", _("The format must be “%(expected)s”."), expected=FORMAT)
    return Template(
        name=_text(given["name"], "name", frozenset()),
        lines=_lines(given["lines"]),
        sections=_sections(given["sections"]),
        indicators=tuple(_group(item, path) for item, path in _items(given["indicators"], "indicators")),
        attachments=tuple(_text(item, path) for item, path in _items(given["attachments"], "attachments")),
        labels=_wordings(given["labels"], "labels", LABELS),
        sentences=_wordings(given["sentences"], "sentences", SENTENCES),
    )


def to_json(template: Template) -> dict[str, Any]:
    """The template in the form that `from_json` takes."""
    return {
        "format": FORMAT,
        "name": template.name,
        "lines": [_plain(line) for line in template.lines],
        "sections": [_plain(section) for section in template.sections],
        "indicators": [_plain(group) for group in template.indicators],
        "attachments": list(template.attachments),
        "labels": {wording.key: wording.text for wording in template.labels},
        "sentences": {wording.key: wording.text for wording in template.sentences},
    }


def _plain(thing: Any) -> dict[str, Any]:
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _members(value: Any, path: str, names: tuple[str, ...], required: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TemplateError(path, _("An object is expected here."))
    twice = strictjson.repeated_key(value)
    if twice is not None:
        raise TemplateError(strictjson.join(path, twice), _("This key is written twice."))
    for key in value:
        if key not in names:
            raise TemplateError(strictjson.join(path, key), _("This key is unknown."))
    for key in required:
        if key not in value:
            raise TemplateError(strictjson.join(path, key), _("This key is required."))
    return value


def _items(value: Any, path: str) -> list[tuple[Any, str]]:
    if not isinstance(value, list):
        raise TemplateError(path, _("A list is expected here."))
    if len(value) > MAX_ITEMS:
        raise TemplateError(path, _("The list has more than %(limit)s items."), limit=MAX_ITEMS)
    return [(item, f"{path}[{index}]") for index, item in enumerate(value)]


def _text(value: Any, path: str, places: frozenset[str] = EVERYWHERE) -> str:
    """A text that is not blank; its places in braces are known ones."""
    if not isinstance(value, str) or not value.strip():
        raise TemplateError(path, _("A string with words is expected here."))
    if len(value) > MAX_TEXT or not value.isprintable():
        raise TemplateError(path, _("The text must be one line of at most %(limit)s characters."), limit=MAX_TEXT)
    rest = PLACE.sub(lambda match: "" if match[1] in places else match[0], value)
    if "{" in rest or "}" in rest:
        raise TemplateError(path, _("Braces may hold only: %(places)s."), places=", ".join(sorted(places)))
    return value


def _number(value: Any, path: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise TemplateError(path, _("The number must be %(least)s to %(most)s."), least=least, most=most)
    return value


def _choice(value: Any, path: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise TemplateError(path, _("One of these is expected here: %(choices)s."), choices=", ".join(choices))
    return str(value)


def _lines(value: Any) -> tuple[Line, ...]:
    lines: dict[str, Line] = {}
    for item, path in _items(value, "lines"):
        line = _line(item, path)
        if line.key in lines:
            raise TemplateError(f"{path}.key", _("This line stands twice."))
        if line.parent is not None and (not isinstance(line.parent, str) or line.parent not in lines):
            raise TemplateError(f"{path}.parent", _("The parent must be a line above this one."))
        lines[line.key] = line
    return tuple(lines.values())


def _line(item: Any, path: str) -> Line:
    names = tuple(field.name for field in fields(Line))
    given = _members(item, path, names, required=("key", "label", "name"))
    key = given["key"]
    if not isinstance(key, str) or len(key) > 60 or not is_line_key(key):
        raise TemplateError(f"{path}.key", _("A line key of the format, or x_ with a-z, 0-9, _, is expected here."))
    repeated = given.get("repeated", False)
    if not isinstance(repeated, bool):
        raise TemplateError(f"{path}.repeated", _("true or false is expected here."))
    if repeated and key != "special_fund":
        raise TemplateError(f"{path}.repeated", _("Only the line special_fund may be repeated."))
    columns = _items(given.get("columns", list(COLUMNS)), f"{path}.columns")
    return Line(
        key=key,
        label=_text(given["label"], f"{path}.label"),
        name=_text(given["name"], f"{path}.name"),
        parent=given.get("parent"),
        indent=_number(given.get("indent", 0), f"{path}.indent", 0, 9),
        repeated=repeated,
        columns=tuple(_choice(column, place, COLUMNS) for column, place in columns),
    )


def _sections(value: Any) -> tuple[Heading, ...]:
    sections: dict[str, Heading] = {}
    for item, path in _items(value, "sections"):
        names = tuple(field.name for field in fields(Heading))
        given = _members(item, path, names, required=names)
        key = _key(given["key"], f"{path}.key")
        if key in sections:
            raise TemplateError(f"{path}.key", _("This key is written twice."))
        deepest = 1 + max((section.level for section in list(sections.values())[-1:]), default=0)
        sections[key] = Heading(
            key=key,
            level=_number(given["level"], f"{path}.level", 1, deepest),
            number=_text(given["number"], f"{path}.number"),
            heading=_text(given["heading"], f"{path}.heading"),
        )
    return tuple(sections.values())


def _key(value: Any, path: str) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise TemplateError(path, _("A key of a-z, 0-9 and _ is expected here."))
    return value


def _group(item: Any, path: str) -> IndicatorGroup:
    names = ("group", "level1", "level2")
    given = _members(item, path, names, required=names)
    level2 = _items(given["level2"], f"{path}.level2")
    return IndicatorGroup(
        group=_choice(given["group"], f"{path}.group", GROUPS),
        level1=_text(given["level1"], f"{path}.level1"),
        level2=tuple(_text(name, place) for name, place in level2),
    )


def _wordings(value: Any, path: str, known: dict[str, str]) -> tuple[Wording, ...]:
    """All the wordings that the forms ask for, no more and no fewer."""
    given = _members(value, path, tuple(known), required=tuple(known))
    return tuple(
        Wording(key, _text(text, f"{path}.{key}", EVERYWHERE | SENTENCE_PLACES.get(key, frozenset())))
        for key, text in given.items()
    )
