"""The registry of rules: code, severity, sentence, hint and basis of each, and the function that judges.

A rule is a generator over a view of the filing (`views.py`) which yields a `Fact` for each cell that breaks it. It never raises,
never formats a sentence and takes every limit from the policy.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_noop as _

from assessments.rules.finding import Fact, Severity


class Scope(StrEnum):
    """What a rule is given: the whole filing, one evaluation sheet, or one scored row."""

    FILING = "filing"
    SHEET = "sheet"
    ROW = "row"


# Nothing more precise is cited than is known of each source.
FORM = _("Identity of the form")
FORMS = _("The forms of the year")
MEASURES = _("财预〔2020〕10号, Measures for the performance evaluation of project expenditure")
BUDGET_LAW = _("Budget Law")
PUBLICITY = _("Budget Law, art. 14")
ACCOUNTING_LAW = _("Accounting Law, art. 4")

Run = Callable[[Any], Iterator[Fact]]
Judge = TypeVar("Judge", bound=Run)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue. `title`, `hint` and `basis` are message ids."""

    code: str
    severity: Severity
    title: str
    hint: str
    basis: str
    scope: Scope
    run: Run

    @property
    def family(self) -> str:
        return self.code[0]


RULES: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, title: str, *, hint: str, basis: str, scope: Scope = Scope.FILING
) -> Callable[[Judge], Judge]:
    """Register the function under a code that is never used twice."""

    def register(run: Judge) -> Judge:
        if code in RULES:
            raise ValueError(f"rule {code} is registered twice")
        RULES[code] = Rule(code, severity, title, hint, basis, scope, run)
        return run

    return register
