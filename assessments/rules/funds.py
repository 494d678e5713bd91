"""The funds of an evaluation sheet (E01–E10, E22–E24)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from assessments.document.cells import Figure
from assessments.document.filing import DepartmentEvaluation
from assessments.rules.arithmetic import (
    HUNDRED,
    SCORE_PLACES,
    ZERO,
    amount,
    is_quotient,
    percent,
    printed,
    rounded,
    tolerance,
    values,
)
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.registry import BUDGET_LAW, FORM, FORMS, MEASURES, Scope, rule
from assessments.rules.views import SheetView
from assessments.rules.wording import BLANK, CORRECT_RATE, CORRECT_SUM, FILL_IN, RATE_BLANK, RATE_DIFFERS, SUM_DIFFERS

COLUMNS = ("initial", "revised", "executed")
ANNUAL = ".funds.annual."


def plus(parts: list[Decimal]) -> str:
    """The parts of a sum as they are shown: 5.37 + 0.00 + 1.84."""
    return " + ".join(map(amount, parts))


def adds_up(parts: list[Decimal], total: Decimal) -> bool:
    """Whether printed amounts make a total."""
    return abs(sum(parts, ZERO) - total) <= tolerance(len(parts))


@rule(
    "E01",
    ERROR,
    _("Initial budget, revised budget and executed amount are given."),
    hint=FILL_IN,
    basis=FORMS,
    scope=Scope.SHEET,
)
def annual_funds_are_given(sheet: SheetView) -> Iterator[Fact]:
    for column in COLUMNS:
        figure: Figure = getattr(sheet.annual, column)
        if figure.present and figure.value is None:
            yield Fact(sheet.path + ANNUAL + column, BLANK)


@rule(
    "E02",
    ERROR,
    _("The execution rate is given and equals executed ÷ revised budget."),
    hint=CORRECT_RATE,
    basis=FORM,
    scope=Scope.SHEET,
)
def rate_is_executed_by_revised(sheet: SheetView) -> Iterator[Fact]:
    rate = sheet.annual.rate
    if sheet.execution is None or not rate.present:
        return
    executed, revised = sheet.execution
    if rate.value is not None and is_quotient(rate, executed * HUNDRED, revised):
        return
    expected = executed * HUNDRED / revised
    blank = rate.value is None
    yield Fact(
        sheet.path + ANNUAL + "rate",
        RATE_BLANK if blank else RATE_DIFFERS,
        declared=None if blank else printed(rate),
        expected=percent(expected, rate),
        difference=None if rate.value is None else percent(rate.value - expected, rate),
        params={"dividend": printed(sheet.annual.executed), "divisor": printed(sheet.annual.revised)},
    )


@rule(
    "E03",
    ERROR,
    _("The execution score is weight × executed ÷ revised budget, at most the weight."),
    hint=_("Take over the computed score, or correct the figures it is computed from."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def execution_score_follows_the_rate(sheet: SheetView) -> Iterator[Fact]:
    weight, score = sheet.annual.weight, sheet.annual.score
    if sheet.execution is None or weight.value is None or score.value is None:
        return
    executed, revised = sheet.execution
    points = weight.value * min(executed, revised)
    if is_quotient(score, points, revised, SCORE_PLACES):
        return
    yield Fact(
        sheet.path + ANNUAL + "score",
        _(
            "%(declared)s differs from %(weight)s × %(executed)s ÷ %(revised)s = %(expected)s (at most the weight) by %(difference)s."
        ),
        declared=printed(score),
        expected=rounded(points / revised, score),
        difference=rounded(score.value - points / revised, score),
        params={
            "weight": printed(weight),
            "executed": printed(sheet.annual.executed),
            "revised": printed(sheet.annual.revised),
        },
    )


@rule(
    "E04",
    ERROR,
    _("Without a revised budget nothing is executed."),
    hint=_("Enter the revised budget, or correct the executed amount."),
    basis=BUDGET_LAW,
    scope=Scope.SHEET,
)
def nothing_is_executed_without_a_budget(sheet: SheetView) -> Iterator[Fact]:
    revised, executed = sheet.annual.revised.value, sheet.annual.executed.value
    if revised == 0 and executed is not None and executed != 0:
        yield Fact(
            sheet.path + ANNUAL + "executed",
            _("%(declared)s was executed although the revised budget is 0."),
            declared=printed(sheet.annual.executed),
            expected="0",
            difference=amount(executed),
        )


@rule(
    "E05",
    WARNING,
    _("Spending stays within the revised budget."),
    hint=_("Correct the figure, or say what paid for the difference."),
    basis=BUDGET_LAW,
    scope=Scope.SHEET,
)
def spending_stays_within_the_revised_budget(sheet: SheetView) -> Iterator[Fact]:
    if sheet.execution is None:
        return
    executed, revised = sheet.execution
    if executed > revised:
        yield Fact(
            sheet.path + ANNUAL + "executed",
            _("%(declared)s is %(difference)s above the revised budget %(expected)s."),
            declared=printed(sheet.annual.executed),
            expected=printed(sheet.annual.revised),
            difference=amount(executed - revised),
        )


@rule(
    "E06",
    ERROR,
    _("The annual funds are this year's grant, the carried-over and the other funds together."),
    hint=CORRECT_SUM,
    basis=FORM,
    scope=Scope.SHEET,
)
def annual_funds_add_up(sheet: SheetView) -> Iterator[Fact]:
    for column in COLUMNS if sheet.fund_parts else ():
        parts = values(getattr(part, column) for part in sheet.fund_parts)
        yield from _compare(sheet.path + ANNUAL + column, getattr(sheet.annual, column), parts)


def _compare(path: str, declared: Figure, parts: list[Decimal]) -> Iterator[Fact]:
    """A declared total against its parts, where any part has a figure."""
    if not parts or declared.value is None or adds_up(parts, declared.value):
        return
    exact = sum(parts, ZERO)
    yield Fact(
        path,
        SUM_DIFFERS,
        declared=printed(declared),
        expected=amount(exact),
        difference=amount(declared.value - exact),
        params={"sum": plus(parts)},
    )


def _make_revised_or_executed(sheet: SheetView, path: str, parts: list[Decimal]) -> Iterator[Fact]:
    """A split of the annual funds must make the revised budget or the executed amount."""
    revised, executed = sheet.annual.revised, sheet.annual.executed
    if not parts or revised.value is None or executed.value is None:
        return
    if adds_up(parts, revised.value) or adds_up(parts, executed.value):
        return
    total = sum(parts, ZERO)
    nearest = min((executed, revised), key=lambda figure: abs(total - (figure.value or ZERO)))
    yield Fact(
        path,
        _("The parts %(sum)s make %(declared)s, neither the revised budget %(revised)s nor the executed %(executed)s."),
        declared=amount(total),
        expected=printed(nearest),
        difference=amount(total - (nearest.value or ZERO)),
        params={"sum": plus(parts), "revised": printed(revised), "executed": printed(executed)},
    )


@rule(
    "E07",
    ERROR,
    _("The split by source adds up to the revised budget or to the executed amount."),
    hint=_("Correct the parts, or the annual funds."),
    basis=FORM,
    scope=Scope.SHEET,
)
def split_by_source_adds_up(sheet: SheetView) -> Iterator[Fact]:
    return _make_revised_or_executed(sheet, sheet.path + ".by_source", sheet.by_source)


@rule(
    "E08",
    ERROR,
    _("The split by kind adds up to the revised budget or to the executed amount."),
    hint=_("Correct the parts, or the annual funds."),
    basis=FORM,
    scope=Scope.SHEET,
)
def split_by_kind_adds_up(sheet: SheetView) -> Iterator[Fact]:
    return _make_revised_or_executed(sheet, sheet.path + ".by_kind", sheet.by_kind)


@rule(
    "E09",
    WARNING,
    _("The splits by source and by kind make the same figure."),
    hint=_(
        "State both splits of the same figure, the revised budget or the executed amount; otherwise explain why they differ."
    ),
    basis=FORM,
    scope=Scope.SHEET,
)
def both_splits_make_the_same(sheet: SheetView) -> Iterator[Fact]:
    source, kind = sheet.by_source, sheet.by_kind
    if not source or not kind:
        return
    difference = sum(kind, ZERO) - sum(source, ZERO)
    if abs(difference) > tolerance(len(source) + len(kind)):
        yield Fact(
            sheet.path + ".by_kind",
            _("The parts make %(declared)s, those by source %(expected)s: a difference of %(difference)s."),
            declared=amount(sum(kind, ZERO)),
            expected=amount(sum(source, ZERO)),
            difference=amount(difference),
        )


@rule(
    "E10",
    ERROR,
    _("A declared total of a split is the sum of its parts."),
    hint=CORRECT_SUM,
    basis=FORM,
    scope=Scope.SHEET,
)
def declared_totals_of_splits_add_up(sheet: SheetView) -> Iterator[Fact]:
    evaluation = sheet.sheet
    if not isinstance(evaluation, DepartmentEvaluation):
        return
    if evaluation.by_source is not None:
        yield from _compare(sheet.path + ".by_source.total", evaluation.by_source.total, sheet.by_source)
    if evaluation.by_kind is not None:
        yield from _compare(sheet.path + ".by_kind.total", evaluation.by_kind.total, sheet.by_kind)


@rule(
    "E22",
    WARNING,
    _("The share of points reached is not far above the share of the budget executed."),
    hint=_("Check the scores; if they are right, say how so much was reached with so little of the budget."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def points_do_not_run_ahead_of_execution(sheet: SheetView) -> Iterator[Fact]:
    if sheet.execution is None or sheet.weights is None or sheet.scores is None:
        return
    executed, revised = sheet.execution
    weights, scores, gap = sheet.weights, sheet.scores, sheet.policy.rate_gap
    if weights <= 0 or scores <= 0 or min(executed, revised) * weights * HUNDRED >= (HUNDRED - gap) * scores * revised:
        return
    reached, spent = scores / weights * HUNDRED, min(executed, revised) / revised * HUNDRED
    yield Fact(
        sheet.path + ".total_score",
        _(
            "The rows reach %(declared)s of their points with %(expected)s of the budget executed; the gap is %(gap)s, at most %(limit)s is expected."
        ),
        declared=percent(reached),
        expected=percent(spent),
        difference=percent(reached - spent),
        params={"gap": percent((reached - spent) / reached * HUNDRED), "limit": f"{gap:f}%"},
    )


@rule(
    "E23",
    WARNING,
    _("At least the policy's share of the revised budget is executed."),
    hint=_("Check both figures; if they are right, say why so much of the budget was left."),
    basis=BUDGET_LAW,
    scope=Scope.SHEET,
)
def budget_is_executed(sheet: SheetView) -> Iterator[Fact]:
    if sheet.execution is None:
        return
    executed, revised = sheet.execution
    least = sheet.policy.least_execution
    if executed * HUNDRED < least * revised:
        yield Fact(
            sheet.path + ANNUAL + "executed",
            _("%(declared)s of the revised budget %(expected)s is %(rate)s; at least %(limit)s is expected."),
            declared=printed(sheet.annual.executed),
            expected=printed(sheet.annual.revised),
            difference=amount(executed - revised),
            params={"rate": percent(executed * HUNDRED / revised), "limit": f"{least:f}%"},
        )


@rule(
    "E24",
    WARNING,
    _("The budget was revised by no more than the policy's share of the initial one."),
    hint=_("Check both figures; if they are right, say why the budget was changed so much."),
    basis=BUDGET_LAW,
    scope=Scope.SHEET,
)
def budget_was_not_revised_much(sheet: SheetView) -> Iterator[Fact]:
    initial, revised = sheet.annual.initial, sheet.annual.revised
    if initial.value is None or revised.value is None:
        return
    change, limit = revised.value - initial.value, sheet.policy.budget_change
    if initial.value == 0 and revised.value != 0:
        sentence, rate = _("%(declared)s was budgeted in the year although the initial budget is %(expected)s."), ""
    elif initial.value > 0 and abs(change) * HUNDRED > limit * initial.value:
        sentence = _(
            "%(declared)s differs from the initial budget %(expected)s by %(difference)s, that is %(rate)s; at most %(limit)s is expected."
        )
        rate = percent(abs(change) * HUNDRED / initial.value)
    else:
        return
    yield Fact(
        sheet.path + ANNUAL + "revised",
        sentence,
        declared=printed(revised),
        expected=printed(initial),
        difference=amount(change),
        params={"rate": rate, "limit": f"{limit:f}%"},
    )
