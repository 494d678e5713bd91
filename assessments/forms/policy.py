"""The form of a year's policy: one field for each value of `perfeval-policy/1`, named by its path."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.document import policy as policies
from assessments.document.policy import Policy, PolicyError
from assessments.document.policy_words import GROUPS, Words, spoken

SPARE = 2  # blank rows of caps beside the filled ones
MOST_CAPS = 100
LIMIT = 64 * 1024  # bytes of a policy file
CAP = re.compile(r"caps\[(\d{1,3})\]\[[01]\]")


class FigureField(forms.CharField):
    """A figure as text; width and a percent sign do not matter."""

    def __init__(self, label: Any, *, required: bool = True) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
        super().__init__(label=label, required=required, max_length=20, widget=widget)

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return text.removesuffix("%").strip()


@dataclass(frozen=True, slots=True)
class Item:
    """A parameter on the page: its words, its fields, what is wrong with it, and whether it differs from what is in force."""

    words: Words
    cells: list[Any]
    errors: list[tuple[str, str]]  # (name of the part, what is wrong)
    changed: bool
    in_force: str

    @property
    def pairs(self) -> list[list[Any]]:
        """The fields of a list of pairs, row by row."""
        return [self.cells[place : place + 2] for place in range(0, len(self.cells), 2)]


class PolicyForm(forms.Form):
    """The whole policy, checked as a whole. `was` is the policy that was shown; `policy` is what was entered."""

    was = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: Policy, stored: Policy, **kwargs: Any) -> None:
        self.stored = policies.to_json(stored)
        self.whole: dict[str, str] = {}  # what is wrong with a parameter as a whole
        values = policies.to_json(shown)
        super().__init__(*args, **kwargs)
        self.rows = min(max(len(values["caps"]), _rows_sent(self.data) if self.is_bound else 0) + SPARE, MOST_CAPS)
        self.initial = {**dict(_flat(values)), "was": json.dumps(self.stored)}
        for _title, group in GROUPS:
            for words in group:
                self.fields.update(self._fields_of(words))

    def _fields_of(self, words: Words) -> dict[str, forms.Field]:
        if words.choices:
            choice = forms.ChoiceField(label=words.label, choices=words.choices, widget=forms.RadioSelect)
            return {words.key: choice}
        if words.key == "stamped_scan":
            return {words.key: forms.BooleanField(label=words.label, required=False)}
        if words.key == "caps":
            return {
                f"caps[{row}][{side}]": FigureField(label, required=False)
                for row in range(self.rows)
                for side, label in enumerate((_("execution rate below (%)"), _("highest total")))
            }
        parts = words.parts or (("", words.label),)
        return {f"{words.key}{rest}": FigureField(label) for rest, label in parts}

    def clean_was(self) -> Policy:
        try:
            return policies.loads(self.cleaned_data["was"])
        except PolicyError as error:
            raise ValidationError(_("The page was not sent whole. Load it anew.")) from error

    def clean(self) -> dict[str, Any]:
        """Every value is read as one of a policy file is; what is wrong is said at its field."""
        cleaned = super().clean() or {}
        data, places = self._entered()
        for error in policies.faults(data):
            self._say(error, places)
        if not self.errors:
            cleaned["policy"] = policies.from_json({"format": policies.FORMAT} | data)
        return cleaned

    def _entered(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The values whose fields were filled well, as JSON; and where a cap of the list stands on the page."""
        data: dict[str, Any] = {}
        places: dict[str, str] = {}
        for _title, group in GROUPS:
            for words in group:
                names = [name for name in self.fields if _key(name) == words.key]
                if any(name in self.errors for name in names):
                    continue
                if words.key == "caps":
                    data["caps"] = self._caps(places)
                else:
                    data[words.key] = _nested(words, [self.cleaned_data.get(name) for name in names])
        return data, places

    def _caps(self, places: dict[str, str]) -> list[list[str]]:
        """The filled rows. Where a row between them is blank, the list is shorter than the page."""
        found: list[list[str]] = []
        for row in range(self.rows):
            pair = [self.cleaned_data[f"caps[{row}][{side}]"] for side in (0, 1)]
            if any(pair) and not all(pair):
                self.add_error(f"caps[{row}][{pair.index('')}]", _("Fill both figures of a row, or neither."))
            elif any(pair):
                for side in (0, 1):
                    places[f"caps[{len(found)}][{side}]"] = f"caps[{row}][{side}]"
                found.append(pair)
        return found

    def _say(self, error: PolicyError, places: dict[str, str]) -> None:
        """An error at its field, or at the parameter as a whole."""
        name = places.get(error.path, error.path)
        if name in self.fields:
            self.add_error(name, error.message)
        else:
            self.whole[_key(name)] = error.message
            self.add_error(None, error.message)

    def groups(self) -> Iterator[tuple[Any, list[Item]]]:
        """The parameters as they stand on the page."""
        for title, group in GROUPS:
            yield title, [self._item(words) for words in group]

    def _item(self, words: Words) -> Item:
        cells = [self[name] for name in self.fields if _key(name) == words.key]
        wrong = [(str(cell.label) if len(cells) > 1 else "", str(text)) for cell in cells for text in cell.errors]
        if words.key in self.whole:
            wrong.append(("", self.whole[words.key]))
        stored = dict(_flat({words.key: self.stored[words.key]}))
        changed = any((cell.value() or "") != (stored.get(cell.name) or "") for cell in cells)
        return Item(words, cells, wrong, changed, spoken(words.key, self.stored[words.key]))


class PolicyFileForm(forms.Form):
    """A policy from a file, as `validate_filing --policy` takes it."""

    file = forms.FileField(label=_("Policy file (JSON)"))

    def clean_file(self) -> Policy:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise ValidationError(
                _("The file has %(size)s bytes; a policy has at most %(limit)s."),
                params={"size": file.size, "limit": LIMIT},
            )
        try:
            return policies.loads(file.read())
        except PolicyError as error:
            raise ValidationError(_("This file is not a policy: %(error)s"), params={"error": error}) from error


def _rows_sent(data: Any) -> int:
    """The last row of caps in which something was sent."""
    rows = [int(found[1]) + 1 for name in data if data[name] and (found := CAP.fullmatch(name))]
    return min(max(rows, default=0), MOST_CAPS)


def _key(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _nested(words: Words, values: list[Any]) -> Any:
    """The values of a parameter's fields as the policy file has them."""
    if not words.parts:
        return values[0]
    if words.parts[0][0].startswith("."):
        return {rest[1:]: value for (rest, _name), value in zip(words.parts, values, strict=True)}
    return values


def _flat(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each value by its path."""

    def walk(path: str, value: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(value, dict):
            for key, item in value.items():
                yield from walk(f"{path}.{key}", item)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from walk(f"{path}[{index}]", item)
        else:
            yield path, value

    for key, value in values.items():
        if key != "format":
            yield from walk(key, value)
