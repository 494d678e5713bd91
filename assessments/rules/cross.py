"""Across the attachments: the tables against each other (X01–X05)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from assessments.rules.arithmetic import amount, printed, tolerance
from assessments.rules.expenditure import path
from assessments.rules.finding import ERROR, Fact
from assessments.rules.funds import adds_up
from assessments.rules.registry import BUDGET_LAW, FORM, FORMS, rule
from assessments.rules.views import FilingView, SheetView

PROJECT = "project_expenditure"
ADJUSTMENT = "basic_budget_adjustment"
HINT = _("Correct 附件1 or the project sheets, so that both state the same.")


def _project_sum(view: FilingView, line_column: str, sheet_column: str, sentence: str) -> Iterator[Fact]:
    """项目支出 of 附件1 against the sum of the projects; silent without a sheet or with a blank in one."""
    declared, exact = view.cell(PROJECT, line_column), view.sum_of_projects(sheet_column)
    projects = len(view.filing.projects or ())
    if declared.value is None or exact is None or abs(declared.value - exact) <= tolerance(projects):
        return
    yield Fact(
        path(PROJECT, line_column),
        sentence,
        declared=printed(declared),
        expected=amount(exact),
        difference=amount(declared.value - exact),
        params={"projects": str(projects)},
    )


@rule(
    "X01",
    ERROR,
    _("The final account of project expenditure is what the projects executed together."),
    hint=HINT,
    basis=FORM,
)
def project_final_is_what_the_projects_executed(view: FilingView) -> Iterator[Fact]:
    sentence = _(
        "%(declared)s differs from what the projects of 附件3 (%(projects)s) executed, %(expected)s, by %(difference)s."
    )
    return _project_sum(view, "final", "executed", sentence)


@rule(
    "X02",
    ERROR,
    _("The budget of project expenditure is the projects' initial budgets together."),
    hint=HINT,
    basis=FORM,
)
def project_budget_is_the_projects_initial(view: FilingView) -> Iterator[Fact]:
    sentence = _(
        "%(declared)s differs from the initial budgets of the projects of 附件3 (%(projects)s), %(expected)s, by %(difference)s."
    )
    return _project_sum(view, "budget", "initial", sentence)


def _split_of_executed(view: FilingView) -> SheetView | None:
    """附件2, where its split by kind adds up to the executed amount."""
    sheet = view.department
    if sheet is None or not sheet.by_kind or sheet.annual.executed.value is None:
        return None
    return sheet if adds_up(sheet.by_kind, sheet.annual.executed.value) else None


def _kind(view: FilingView, kind: str) -> Decimal | None:
    parts = view.filing.department_evaluation.by_kind if view.filing.department_evaluation else None
    found: Decimal | None = getattr(parts, kind).value if parts is not None else None
    return found


@rule(
    "X03",
    ERROR,
    _("Project expenditure by kind in 附件2 is that of 附件1."),
    hint=_("Correct 附件1 or 附件2, so that both state the same."),
    basis=FORM,
)
def project_spending_is_the_same_in_both_attachments(view: FilingView) -> Iterator[Fact]:
    final, project = view.cell(PROJECT, "final"), _kind(view, "project")
    if _split_of_executed(view) is None or final.value is None or project is None:
        return
    if abs(project - final.value) > tolerance(1):
        yield Fact(
            "department_evaluation.by_kind.project",
            _(
                "%(declared)s differs from the final account of project expenditure in 附件1, %(expected)s, by %(difference)s."
            ),
            declared=amount(project),
            expected=printed(final),
            difference=amount(project - final.value),
        )


@rule(
    "X04",
    ERROR,
    _("Where there is project expenditure there is a project sheet."),
    hint=_("Add a project sheet for each first-level project."),
    basis=FORMS,
)
def project_spending_has_a_sheet(view: FilingView) -> Iterator[Fact]:
    final = view.cell(PROJECT, "final")
    if view.filing.projects == () and final.value is not None and final.value > 0:
        yield Fact(
            "projects",
            _("附件1 states project expenditure of %(amount)s, but there is no project sheet."),
            declared="0",
            params={"amount": printed(final)},
        )


@rule(
    "X05",
    ERROR,
    _("The adjustment of the basic budget is basic expenditure less its initial budget."),
    hint=_("Take over the computed figure, or correct the figures it is computed from."),
    basis=BUDGET_LAW,
)
def basic_budget_adjustment_is_the_difference(view: FilingView) -> Iterator[Fact]:
    sheet, basic, projects = _split_of_executed(view), _kind(view, "basic"), view.sum_of_projects("initial")
    declared = view.cell(ADJUSTMENT, "budget")
    if sheet is None or basic is None or projects is None or declared.value is None:
        return
    initial = sheet.annual.initial.value
    if initial is None:
        return
    exact = basic - (initial - projects)
    if abs(declared.value - exact) <= tolerance(2 + len(view.filing.projects or ())):
        return
    yield Fact(
        path(ADJUSTMENT, "budget"),
        _("%(declared)s differs from %(basic)s − (%(initial)s − %(projects)s) = %(expected)s by %(difference)s."),
        declared=printed(declared),
        expected=amount(exact),
        difference=amount(declared.value - exact),
        params={"basic": amount(basic), "initial": printed(sheet.annual.initial), "projects": amount(projects)},
    )
