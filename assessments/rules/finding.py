"""A finding: what a rule says about one cell of a filing.

A finding stores the sentence it was made from and the figures in it; the sentence is translated when it is read. So findings can be
frozen as JSON in a snapshot and shown in either language later.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from assessments.document.filing import Filing
from assessments.document.fixed import fixed
from assessments.document.places import place as place_of

Json = dict[str, Any]

PLACED = _("%(place)s: %(fact)s")


class Severity(StrEnum):
    """What a finding means for submission: an error blocks it, a warning until explained, a notice never; what is waived does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


NO_FIGURES: Mapping[str, str] = MappingProxyType({})


class Fact(NamedTuple):
    """What a rule yields: the place, the sentence (a message id) and its figures, all of them spelt."""

    path: str
    sentence: str
    declared: str | None = None
    expected: str | None = None
    difference: str | None = None
    params: Mapping[str, str] = NO_FIGURES
    hint: str | None = None  # where the rule's own hint does not fit


@fixed
class Waived:
    """That a rule does not keep this filing back: who said so on which day, why, and the last day on which it counts."""

    by: str
    on: date
    reason: str
    until: date

    def to_json(self) -> Json:
        return {"by": self.by, "on": self.on.isoformat(), "reason": self.reason, "until": self.until.isoformat()}

    @classmethod
    def from_json(cls, data: Json) -> "Waived":
        return cls(data["by"], date.fromisoformat(data["on"]), data["reason"], date.fromisoformat(data["until"]))


@fixed
class Finding:
    """One finding. `declared`, `expected` and `difference` are spelt as they are shown; None where there is none."""

    rule: str
    severity: Severity
    path: str
    declared: str | None
    expected: str | None
    difference: str | None
    sentence: str
    advice: str
    cited: str
    params: Mapping[str, str]
    explained: bool = False
    waived: Waived | None = None
    stored_place: str | None = None
    filing: Filing | None = field(default=None, repr=False, compare=False)

    @property
    def place(self) -> str:
        """The place in words of the form: 「附件1 三公经费 本年决算数」."""
        if self.stored_place is not None:
            return self.stored_place
        return place_of(self.filing, self.path) if self.filing is not None else self.path

    @property
    def fact(self) -> str:
        """The sentence with its figures, without the place."""
        return gettext(self.sentence) % self._figures()

    @property
    def message(self) -> str:
        """Place and sentence, in the language of the reader."""
        return gettext(PLACED) % {"place": self.place, "fact": self.fact}

    @property
    def hint(self) -> str:
        """What to do about it, in the language of the reader."""
        return gettext(self.advice) % self._figures()

    @property
    def basis(self) -> str:
        """What the rule rests on, in the language of the reader."""
        return gettext(self.cited)

    @property
    def fingerprint(self) -> str:
        """Hash of the rule and the figures it rests on; the same wherever the row stands and whatever the language."""
        figures = [self.rule, self.declared, self.expected, self.difference, sorted(self.params.items())]
        return hashlib.sha256(json.dumps(figures, ensure_ascii=False).encode()).hexdigest()[:32]

    @property
    def blocks(self) -> bool:
        """Whether it keeps a filing from being submitted."""
        return self.waived is None and (self.severity is ERROR or (self.severity is WARNING and not self.explained))

    def _figures(self) -> dict[str, str]:
        return {
            "declared": self.declared or "",
            "expected": self.expected or "",
            "difference": self.difference or "",
            **self.params,
        }

    def to_json(self) -> Json:
        """The finding as it is frozen in a snapshot; `from_json` takes it back."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "path": self.path,
            "place": self.place,
            "declared": self.declared,
            "expected": self.expected,
            "difference": self.difference,
            "sentence": self.sentence,
            "advice": self.advice,
            "basis": self.cited,
            "params": dict(self.params),
            "explained": self.explained,
            "waived": self.waived.to_json() if self.waived else None,
        }

    @classmethod
    def from_json(cls, data: Json) -> "Finding":
        """The finding that `to_json` wrote; one that was frozen before rules could be waived says nothing of it."""
        waived = data.get("waived")
        return cls(
            rule=data["rule"],
            severity=Severity(data["severity"]),
            path=data["path"],
            declared=data["declared"],
            expected=data["expected"],
            difference=data["difference"],
            sentence=data["sentence"],
            advice=data["advice"],
            cited=data["basis"],
            params=dict(data["params"]),
            explained=data["explained"],
            waived=Waived.from_json(waived) if waived else None,
            stored_place=data["place"],
        )

    def to_report(self) -> Json:
        """The finding as `perfeval-findings/1` prints it, in the language that is active."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "path": self.path,
            "declared": self.declared,
            "expected": self.expected,
            "difference": self.difference,
            "message": self.message,
            "hint": self.hint,
            "basis": self.basis,
            "explained": self.explained,
        }
