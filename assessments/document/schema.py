"""The JSON Schema (2020-12) of `perfeval-filing/1`, generated from the dataclasses.

It states the shape; whether a text is a figure is for `document.amounts` to say.
"""

import json
from dataclasses import fields
from typing import Any

from assessments.document.cells import Kind
from assessments.document.codec import FIRST_YEAR, LAST_YEAR, LONGEST, MAX_ITEMS, MAX_TEXT, RANGES
from assessments.document.filing import FORMAT, ExpenditureLine, Filing, FundTable
from assessments.document.lines import FURTHER_LINE, LINE_KEYS

UNITS = {Kind.AMOUNT: "万元", Kind.RATE: "%", Kind.NUMBER: "a plain number"}


def json_schema() -> dict[str, Any]:
    """The schema of a whole filing."""
    definitions: dict[str, Any] = {}
    filing = _object(Filing, definitions)
    filing["properties"] = {"format": {"const": FORMAT}} | filing["properties"]
    filing["required"] = ["format", *filing["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "description": f"One department's filing for one fiscal year ({FIRST_YEAR} to {LAST_YEAR}).",
        **filing,
        "$defs": dict(sorted(definitions.items())),
    }


def published() -> str:
    """The text of the file in docs/."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _object(shape: type, definitions: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    properties = {field.name: _field(shape, field.name, dict(field.metadata), definitions) for field in fields(shape)}
    required = [field.name for field in fields(shape) if field.metadata.get("required")]
    schema["properties"] = properties
    if required:
        schema["required"] = required
    schema["additionalProperties"] = False
    if shape is FundTable:
        schema["not"] = {
            "properties": {"none": {"const": True}, "items": {"type": "array"}},
            "required": ["none", "items"],
        }
    return schema


def _field(shape: type, name: str, metadata: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "cell" in metadata:
        return _cell(metadata["cell"])
    if "object" in metadata:
        return {"oneOf": [{"type": "null"}, _reference(metadata["object"], definitions)]}
    if "objects" in metadata:
        inner = metadata["objects"]
        items = {"type": "string", "maxLength": MAX_TEXT} if inner is str else _reference(inner, definitions)
        return {"type": ["array", "null"], "items": items, "maxItems": MAX_ITEMS}
    return _plain(shape, name, metadata)


def _cell(kind: Kind) -> dict[str, Any]:
    text = {"type": ["string", "null"], "maxLength": MAX_TEXT}
    return text if kind is Kind.TEXT else text | {"description": f"A figure as printed; {UNITS[kind]}."}


def _reference(shape: type, definitions: dict[str, Any]) -> dict[str, Any]:
    if shape.__name__ not in definitions:
        definitions[shape.__name__] = {}
        definitions[shape.__name__] = _object(shape, definitions)
    return {"$ref": f"#/$defs/{shape.__name__}"}


def _plain(shape: type, name: str, metadata: dict[str, Any]) -> dict[str, Any]:
    if metadata["plain"] is int:
        least, most = RANGES[shape, name]
        return {"type": "integer", "minimum": least, "maximum": most}
    if metadata["plain"] is bool:
        return {"type": ["boolean", "null"]}
    if metadata["choices"]:
        return {"enum": [*metadata["choices"], None]}
    key: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST[shape, name]}
    if shape is ExpenditureLine:
        key["anyOf"] = [{"enum": list(LINE_KEYS)}, {"pattern": f"^{FURTHER_LINE.pattern}$"}]
    return key
