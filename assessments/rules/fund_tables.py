"""The three fund tables (F01–F03)."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from assessments.document.filing import FUND_TABLES, FundItem
from assessments.rules.arithmetic import amount, printed
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.registry import BUDGET_LAW, FORMS, rule
from assessments.rules.views import FilingView
from assessments.rules.wording import NEGATIVE

COLUMNS = ("initial", "revised", "executed")


def _items(view: FilingView) -> Iterator[tuple[str, FundItem]]:
    for name in FUND_TABLES if view.filing.fund_tables is not None else ():
        table = getattr(view.filing.fund_tables, name)
        for index, item in enumerate((table.items if table is not None else None) or ()):
            yield f"fund_tables.{name}.items[{index}]", item


@rule(
    "F01",
    ERROR,
    _("Each fund table is filled or marked none."),
    hint=_("Enter the items of the table, or mark it as none."),
    basis=FORMS,
)
def fund_tables_are_filled_or_none(view: FilingView) -> Iterator[Fact]:
    for name in FUND_TABLES if view.filing.fund_tables is not None else ():
        table = getattr(view.filing.fund_tables, name)
        if table is None or not (table.none or table.items):
            yield Fact(f"fund_tables.{name}", _("The table has no items and is not marked none."))


@rule(
    "F02",
    ERROR,
    _("No amount of a fund table is negative."),
    hint=_("Correct the amount."),
    basis=FORMS,
)
def fund_amounts_are_not_negative(view: FilingView) -> Iterator[Fact]:
    for path, item in _items(view):
        for column in COLUMNS:
            figure = getattr(item, column)
            if figure.value is not None and figure.value < 0:
                yield Fact(f"{path}.{column}", NEGATIVE, declared=printed(figure))


@rule(
    "F03",
    WARNING,
    _("Spending from a fund stays within its revised budget."),
    hint=_("Correct the figure, or say what paid for the difference."),
    basis=BUDGET_LAW,
)
def fund_spending_stays_within_the_revised_budget(view: FilingView) -> Iterator[Fact]:
    for path, item in _items(view):
        executed, revised = item.executed.value, item.revised.value
        if executed is not None and revised is not None and executed > revised:
            yield Fact(
                f"{path}.executed",
                _("%(declared)s is %(difference)s above the revised budget %(expected)s."),
                declared=printed(item.executed),
                expected=printed(item.revised),
                difference=amount(executed - revised),
            )
