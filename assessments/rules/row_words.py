"""What stands in the words of a row: budget copies, fillers, foreign years (E28, E29, E32)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_noop as _

from assessments.document.cells import Text
from assessments.document.filing import Indicator, ProjectEvaluation
from assessments.document.targets import read_quantity
from assessments.rules.arithmetic import printed, tolerance
from assessments.rules.finding import ERROR, NOTICE, WARNING, Fact
from assessments.rules.registry import FORMS, MEASURES, Scope, rule
from assessments.rules.views import RowView, SheetView
from assessments.rules.words import is_left_over, narrow

YEAR = re.compile(
    r"(?<![0-9])([0-9]{4})\s*年|(?<![0-9.])([0-9]{4})([-./])(?:1[0-2]|0?[1-9])\3(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
)
ROW_TEXTS = ("level1", "level2", "level3", "target", "actual", "deviation", "change_reason")


@rule(
    "E28",
    NOTICE,
    _("A cost indicator does not merely repeat the budget."),
    hint=_("Measure what one unit of the work costs, not the budget as a whole."),
    basis=MEASURES,
    scope=Scope.ROW,
)
def cost_row_does_not_repeat_the_budget(row: RowView) -> Iterator[Fact]:
    revised, executed = row.annual.revised, row.annual.executed
    if not row.is_cost or revised.value is None or executed.value is None:
        return
    actual = read_quantity(row.row.actual.text or "")
    target = row.target.quantity
    if target is None or actual is None or actual.sign or target.wan is None or actual.wan is None:
        return
    if abs(target.wan - revised.value) <= tolerance(1) and abs(actual.wan - executed.value) <= tolerance(1):
        yield Fact(
            row.path + ".target",
            _(
                "Target “%(declared)s” and actual “%(actual)s” only repeat the revised budget %(expected)s and the executed %(executed)s."
            ),
            declared=(row.row.target.text or "").strip(),
            expected=printed(revised),
            params={"actual": (row.row.actual.text or "").strip(), "executed": printed(executed)},
        )


def _texts(sheet: SheetView) -> Iterator[tuple[str, Text]]:
    """Every cell of words of a sheet, its rows apart, with its path."""
    evaluation = sheet.sheet
    if isinstance(evaluation, ProjectEvaluation):
        for key in ("name", "supervisor", "implementer"):
            yield f"{sheet.path}.{key}", getattr(evaluation, key)
    if evaluation.goal is not None:
        yield sheet.path + ".goal.expected", evaluation.goal.expected
        yield sheet.path + ".goal.actual", evaluation.goal.actual
    yield sheet.path + ".grade", evaluation.grade


def _row_texts(row: Indicator) -> tuple[Text, ...]:
    return row.level1, row.level2, row.level3, row.target, row.actual, row.deviation, row.change_reason


@rule(
    "E29",
    ERROR,
    _("No instruction or filler of the form is left."),
    hint=_("Write the content, or clear the cell and take the row out."),
    basis=FORMS,
    scope=Scope.SHEET,
)
def no_filler_is_left(sheet: SheetView) -> Iterator[Fact]:
    for path, cell in _texts(sheet):
        if cell.text and is_left_over(cell.text):
            yield _left_over(path, cell.text)
    for row in sheet.rows:
        for key, cell in zip(ROW_TEXTS, _row_texts(row.row), strict=True):
            if cell.text and is_left_over(cell.text):
                yield _left_over(f"{row.path}.{key}", cell.text)


def _left_over(path: str, text: str) -> Fact:
    return Fact(path, _("“%(declared)s” is filler or an instruction of the form."), declared=text.strip())


@lru_cache(maxsize=8192)
def years(text: str) -> tuple[int, ...]:
    """The years that a text names: four digits before 年, or in a full date."""
    return tuple([int(match[1] or match[2]) for match in YEAR.finditer(narrow(text))])


@rule(
    "E32",
    WARNING,
    _("A year named in target or actual is the fiscal year."),
    hint=_("Correct the year; if another year is meant, explain."),
    basis=FORMS,
    scope=Scope.ROW,
)
def years_are_the_fiscal_year(row: RowView) -> Iterator[Fact]:
    for key, text in (("target", row.row.target.text), ("actual", row.row.actual.text)):
        named = years(text) if text else ()
        others = [year for year in named if year != row.year] if named else ()
        if others:
            yield Fact(
                f"{row.path}.{key}",
                _("“%(text)s” names the year %(declared)s; the fiscal year is %(expected)s."),
                declared=str(others[0]),
                expected=str(row.year),
                params={"text": (text or "").strip()},
            )
