"""The template of a fiscal year: the lines, headings, labels and standard sentences of its four attachments.

Another city's form is another template. Labels are Chinese data, not translated. A text may hold places in
braces: `{year}`, `{prior_year}` and `{department}` everywhere, and in a standard sentence the figures that it
states. The JSON form is `perfeval-template/1`.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

FORMAT = "perfeval-template/1"
COLUMNS = ("prior_final", "budget", "final")
GROUPS = ("output", "benefit", "satisfaction")
PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of 附件1. `label` is as printed, `name` the same in running text."""

    key: str
    label: str
    name: str
    parent: str | None = None
    indent: int = 0
    repeated: bool = False
    columns: tuple[str, ...] = COLUMNS


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of 附件4; a section of level 2 belongs to the one of level 1 before it."""

    key: str
    level: int
    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """A level-1 indicator with the level-2 names under it; `group` is its key in the policy's weights."""

    group: str
    level1: str
    level2: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A label or a standard sentence under its key."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """Everything that the forms of one year print besides what is filled in."""

    name: str
    lines: tuple[Line, ...]
    sections: tuple[Heading, ...]
    indicators: tuple[IndicatorGroup, ...]
    attachments: tuple[str, ...]
    labels: tuple[Wording, ...]
    sentences: tuple[Wording, ...]
    _found: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        self._found.update(
            lines={line.key: line for line in self.lines},
            sections={section.key: section for section in self.sections},
            labels={wording.key: wording.text for wording in self.labels},
            sentences={wording.key: wording.text for wording in self.sentences},
        )

    def line(self, key: str) -> Line | None:
        """The line with this key; None for a key that this year does not have."""
        found: Line | None = self._found["lines"].get(key)
        return found

    def children(self, key: str) -> tuple[Line, ...]:
        """The lines directly under a line."""
        return tuple(line for line in self.lines if line.parent == key)

    def section(self, key: str) -> Heading:
        found: Heading = self._found["sections"][key]
        return found

    def label(self, key: str, year: int, department: str = "") -> str:
        """A label of the forms with its year filled in; KeyError for an unknown key."""
        return fill(self._found["labels"][key], year=year, prior_year=year - 1, department=department)

    def sentence(self, key: str, year: int, **figures: object) -> str:
        """A standard sentence of 附件4 with its figures filled in; KeyError for a figure that is not given."""
        return fill(self._found["sentences"][key], year=year, prior_year=year - 1, **figures)


def fill(text: str, **values: object) -> str:
    """The text with its places in braces filled."""
    return PLACE.sub(lambda match: str(values[match[1]]), text)


@cache
def default() -> Template:
    """The built-in template: the forms of Yueyang."""
    from assessments.document.template_default import DEFAULT

    return DEFAULT


def from_json(data: Any) -> Template:
    """The template that parsed JSON states. Raises `TemplateError`, which names the path."""
    from assessments.document import template_form

    return template_form.from_json(data)


def to_json(template: Template) -> dict[str, Any]:
    """The template in the form that `from_json` takes."""
    from assessments.document import template_form

    return template_form.to_json(template)
