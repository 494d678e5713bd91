"""附件1: the expenditure table (B04–B14, B19). A group rule is applied to each column on its own."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from assessments.document.cells import Figure
from assessments.document.filing import BasicData
from assessments.document.lines import project_parts
from assessments.rules.arithmetic import HUNDRED, ZERO, all_values, amount, percent, printed, tolerance, values
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.registry import BUDGET_LAW, FORM, FORMS, rule
from assessments.rules.views import COLUMNS, FilingView
from assessments.rules.wording import CORRECT_SUM, EXPLAIN, NEGATIVE, SUM_DIFFERS

REQUIRED_LINES = (
    "three_public",
    "official_vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "overseas_travel",
    "official_reception",
    "project_expenditure",
    "operating",
    "office",
    "utilities_travel",
    "meetings_training",
    "procurement",
)
OPERATING_PARTS = ("office", "utilities_travel", "meetings_training")
MAY_BE_NEGATIVE = "basic_budget_adjustment"
PLACES = 2


def path(line: str, column: str = "") -> str:
    """The path of a line of 附件1 or of one of its cells."""
    place = f"basic_data.expenditure[{line}]"
    return f"{place}.{column}" if column else place


@rule(
    "B04",
    ERROR,
    _("Every line that the form requires has its three figures."),
    hint=_("Fill in the missing figures; where nothing was spent, write 0."),
    basis=FORMS,
)
def required_lines_have_all_figures(view: FilingView) -> Iterator[Fact]:
    if view.expenditure is None:
        return
    for key in REQUIRED_LINES:
        line = view.lines.get(key)
        if line is None:
            yield Fact(path(key), _("The line is missing from the table."))
            continue
        blanks = sum(figure.present and figure.value is None for figure in (line.prior_final, line.budget, line.final))
        if blanks:
            yield Fact(path(key), _("Figures are blank: %(blanks)s of 3."), params={"blanks": str(blanks)})


def _amounts(view: FilingView) -> Iterator[tuple[str, str, Figure]]:
    """Every amount of 附件1: its row or block, its key, its figure."""
    for key, line in view.lines.items():
        yield key, "prior_final", line.prior_final
        yield key, "budget", line.budget
        yield key, "final", line.final
    buildings = (view.filing.basic_data or BasicData()).buildings
    if buildings is not None:
        yield "", "budgeted_investment", buildings.budgeted_investment
        yield "", "actual_investment", buildings.actual_investment


@rule(
    "B05",
    ERROR,
    _("No amount is negative or has more than two decimals."),
    hint=_(
        "Enter the amount in 万元 with two decimals at most; only the adjustment of the basic budget may be negative."
    ),
    basis=FORMS,
)
def amounts_are_not_negative_and_have_two_decimals(view: FilingView) -> Iterator[Fact]:
    for line, key, figure in _amounts(view):
        if figure.value is None or (figure.value >= 0 and figure.places <= PLACES):
            continue
        place = path(line, key) if line else f"basic_data.buildings.{key}"
        if figure.value < 0 and line != MAY_BE_NEGATIVE:
            yield Fact(place, NEGATIVE, declared=printed(figure))
        elif figure.places > PLACES:
            yield Fact(
                place,
                _("%(declared)s has %(places)s decimals; two are the most."),
                declared=printed(figure),
                params={"places": str(figure.places)},
            )


def _sum_of(view: FilingView, total: str, parts: tuple[str, ...]) -> Iterator[Fact]:
    """A total of the table and its parts, column by column; a blank part silences the column."""
    for column in COLUMNS:
        stated = all_values(view.cell(part, column) for part in parts)
        if stated is not None:
            yield from _compare_sum(view.cell(total, column), stated, path(total, column))


def _compare_sum(declared: Figure, parts: list[Decimal], place: str) -> Iterator[Fact]:
    exact = sum(parts, ZERO)
    if declared.value is None or abs(declared.value - exact) <= tolerance(len(parts)):
        return
    yield Fact(
        place,
        SUM_DIFFERS,
        declared=printed(declared),
        expected=amount(exact),
        difference=amount(declared.value - exact),
        params={"sum": " + ".join(map(amount, parts))},
    )


@rule(
    "B06",
    ERROR,
    _("The three public expenses are official vehicles, overseas travel and official reception together."),
    hint=CORRECT_SUM,
    basis=FORM,
)
def three_public_expenses_add_up(view: FilingView) -> Iterator[Fact]:
    return _sum_of(view, "three_public", ("official_vehicles", "overseas_travel", "official_reception"))


@rule(
    "B07",
    ERROR,
    _("Official vehicles are their purchase and their running together."),
    hint=CORRECT_SUM,
    basis=FORM,
)
def official_vehicles_add_up(view: FilingView) -> Iterator[Fact]:
    return _sum_of(view, "official_vehicles", ("vehicle_purchase", "vehicle_running"))


@rule(
    "B08",
    ERROR,
    _("Project expenditure is the sum of its lines, where one of them has a figure."),
    hint=CORRECT_SUM,
    basis=FORM,
)
def project_expenditure_adds_up(view: FilingView) -> Iterator[Fact]:
    lines = view.expenditure or ()
    parts = [lines[place] for place in project_parts(line.line for line in lines)]
    for column in COLUMNS:
        stated = values(getattr(part, column) for part in parts)
        if stated:
            yield from _compare_sum(
                view.cell("project_expenditure", column), stated, path("project_expenditure", column)
            )


@rule(
    "B09",
    ERROR,
    _("The lines under operating expenses are together at most the operating expenses."),
    hint=_("Correct the operating expenses or the lines under them."),
    basis=FORM,
)
def operating_covers_its_lines(view: FilingView) -> Iterator[Fact]:
    for column in COLUMNS:
        total = view.cell("operating", column)
        parts = all_values(view.cell(part, column) for part in OPERATING_PARTS)
        if total.value is None or parts is None:
            continue
        exact = sum(parts, ZERO)
        if exact - total.value > tolerance(len(parts)):
            yield Fact(
                path("operating", column),
                _("%(declared)s is less than the lines under it, %(sum)s = %(expected)s, by %(difference)s."),
                declared=printed(total),
                expected=amount(exact),
                difference=amount(total.value - exact),
                params={"sum": " + ".join(map(amount, parts))},
            )


def _within(view: FilingView, line: str, column: str, limit: str, sentence: str, at: str) -> Iterator[Fact]:
    figure, most = view.cell(line, column), view.cell(line, limit)
    if figure.value is not None and most.value is not None and figure.value > most.value:
        yield Fact(
            path(line, at),
            sentence,
            declared=printed(figure),
            expected=printed(most),
            difference=amount(figure.value - most.value),
        )


@rule(
    "B10",
    WARNING,
    _("The three public expenses stay within their budget."),
    hint=EXPLAIN,
    basis=FORMS,
)
def three_public_expenses_stay_within_budget(view: FilingView) -> Iterator[Fact]:
    sentence = _("The final account %(declared)s is %(difference)s above the budget %(expected)s.")
    return _within(view, "three_public", "final", "budget", sentence, "final")


@rule(
    "B11",
    WARNING,
    _("The three public expenses are not above those of the year before."),
    hint=EXPLAIN,
    basis=FORMS,
)
def three_public_expenses_do_not_grow(view: FilingView) -> Iterator[Fact]:
    sentence = _("This year's final account %(declared)s is %(difference)s above last year's, %(expected)s.")
    return _within(view, "three_public", "final", "prior_final", sentence, "prior_final")


@rule(
    "B12",
    WARNING,
    _("Operating expenses stay within their budget."),
    hint=EXPLAIN,
    basis=FORMS,
)
def operating_expenses_stay_within_budget(view: FilingView) -> Iterator[Fact]:
    sentence = _("The final account %(declared)s is %(difference)s above the budget %(expected)s.")
    return _within(view, "operating", "final", "budget", sentence, "final")


@rule(
    "B13",
    WARNING,
    _("Procurement is carried out within the limits of the year's policy."),
    hint=_("Check both figures; if they are right, say why procurement strayed from its budget."),
    basis=BUDGET_LAW,
)
def procurement_follows_its_budget(view: FilingView) -> Iterator[Fact]:
    final, budget = view.cell("procurement", "final"), view.cell("procurement", "budget")
    if final.value is None or budget.value is None or budget.value <= 0:
        return
    low, high = view.policy.procurement
    reached = final.value * HUNDRED
    if low * budget.value <= reached <= high * budget.value:
        return
    yield Fact(
        path("procurement", "final"),
        _("%(declared)s of the budgeted %(expected)s is %(rate)s; %(low)s to %(high)s is expected."),
        declared=printed(final),
        expected=printed(budget),
        difference=amount(final.value - budget.value),
        params={"rate": percent(reached / budget.value), "low": f"{low:f}%", "high": f"{high:f}%"},
    )


@rule(
    "B14",
    WARNING,
    _("Project expenditure stays within the policy's share of its budget; without a budget there is none."),
    hint=_("Check both figures; if they are right, say where the additional budget came from."),
    basis=BUDGET_LAW,
)
def project_expenditure_follows_its_budget(view: FilingView) -> Iterator[Fact]:
    final, budget = view.cell("project_expenditure", "final"), view.cell("project_expenditure", "budget")
    if final.value is None or budget.value is None:
        return
    limit = view.policy.project_final
    if budget.value == 0 and final.value != 0:
        sentence, rate = _("%(declared)s was spent although the budget is %(expected)s."), ""
    elif budget.value > 0 and final.value * HUNDRED > limit * budget.value:
        sentence = _("%(declared)s of the budgeted %(expected)s is %(rate)s; at most %(limit)s is expected.")
        rate = percent(final.value * HUNDRED / budget.value)
    else:
        return
    yield Fact(
        path("project_expenditure", "final"),
        sentence,
        declared=printed(final),
        expected=printed(budget),
        difference=amount(final.value - budget.value),
        params={"rate": rate, "limit": f"{limit:f}%"},
    )


@rule(
    "B19",
    WARNING,
    _("No figure of a line is so many times another that 元 may have been entered as 万元."),
    hint=_("Check the unit of each figure: the table is in 万元. If the figures are right, explain the change."),
    basis=FORMS,
)
def figures_of_a_line_share_a_unit(view: FilingView) -> Iterator[Fact]:
    factor = view.policy.unit_slip
    for key, line in view.lines.items():
        figures = (line.prior_final, line.budget, line.final)
        sizes = [abs(figure.value) for figure in figures if figure.value]
        if len(sizes) > 1 and max(sizes) >= factor * min(sizes):
            stated = [figure for figure in figures if figure.value]
            small, large = (stated[sizes.index(size)] for size in (min(sizes), max(sizes)))
            yield Fact(
                path(key),
                _("%(declared)s is %(factor)s times or more %(expected)s in the same line."),
                declared=printed(large),
                expected=printed(small),
                params={"factor": f"{factor:f}"},
            )
