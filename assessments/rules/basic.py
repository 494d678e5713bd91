"""附件1: headcount, buildings and economy measures (B01–B03, B15–B18)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from assessments.document.cells import Figure
from assessments.document.filing import Buildings, Headcount
from assessments.rules.arithmetic import HUNDRED, is_quotient, percent, printed, rounded
from assessments.rules.finding import ERROR, NOTICE, WARNING, Fact
from assessments.rules.registry import FORM, FORMS, rule
from assessments.rules.views import FilingView
from assessments.rules.wording import BLANK, CORRECT_RATE, EXPLAIN, RATE_BLANK, RATE_DIFFERS

HEADCOUNT = "basic_data.headcount."
BUILDINGS = "basic_data.buildings."


def _headcount(view: FilingView) -> Headcount:
    return (view.filing.basic_data.headcount if view.filing.basic_data else None) or Headcount()


@rule(
    "B01",
    ERROR,
    _("Authorised and actual headcount are given, whole and not negative."),
    hint=_("Enter the number of people as a whole number, 0 where there are none."),
    basis=FORMS,
)
def headcount_is_given_and_whole(view: FilingView) -> Iterator[Fact]:
    headcount = _headcount(view)
    for key, figure in (("authorised", headcount.authorised), ("actual", headcount.actual)):
        if not figure.present:
            continue
        if figure.value is None:
            yield Fact(HEADCOUNT + key, BLANK)
        elif figure.value < 0 or figure.value != figure.value.to_integral_value():
            yield Fact(HEADCOUNT + key, _("%(declared)s is not a whole number from 0 on."), declared=printed(figure))


@rule(
    "B02",
    ERROR,
    _("The control rate of the headcount is given and equals actual ÷ authorised."),
    hint=CORRECT_RATE,
    basis=FORM,
)
def headcount_control_rate_is_actual_by_authorised(view: FilingView) -> Iterator[Fact]:
    headcount = _headcount(view)
    yield from _control_rate(HEADCOUNT + "control_rate", headcount.control_rate, headcount.actual, headcount.authorised)


@rule(
    "B03",
    WARNING,
    _("The actual headcount is within the authorised one."),
    hint=_("Check both numbers; if they are right, say why more people are employed than authorised."),
    basis=FORMS,
)
def actual_headcount_is_within_the_authorised(view: FilingView) -> Iterator[Fact]:
    actual, authorised = _headcount(view).actual, _headcount(view).authorised
    if actual.value is not None and authorised.value is not None and actual.value > authorised.value:
        yield Fact(
            HEADCOUNT + "actual",
            _("%(declared)s people in post are %(difference)s more than the %(expected)s authorised."),
            declared=printed(actual),
            expected=printed(authorised),
            difference=rounded_whole(actual.value - authorised.value),
        )


def rounded_whole(value: Decimal) -> str:
    """A difference of heads without idle decimals."""
    return rounded(value).removesuffix(".00")


Rate = tuple[str, Figure, Figure, Figure]


def _rates(view: FilingView) -> Iterator[Rate]:
    """The two building rates: path, rate, dividend, divisor."""
    buildings = (view.filing.basic_data.buildings if view.filing.basic_data else None) or Buildings()
    yield BUILDINGS + "area_control_rate", buildings.area_control_rate, buildings.actual_area, buildings.approved_area
    yield (
        BUILDINGS + "investment_control_rate",
        buildings.investment_control_rate,
        buildings.actual_investment,
        buildings.budgeted_investment,
    )


def _control_rate(path: str, rate: Figure, dividend: Figure, divisor: Figure) -> Iterator[Fact]:
    """A rate that must be given and be dividend ÷ divisor, where the divisor is above 0."""
    if not rate.present or dividend.value is None or divisor.value is None or divisor.value <= 0:
        return
    exact = dividend.value * HUNDRED
    if rate.value is not None and is_quotient(rate, exact, divisor.value):
        return
    expected = exact / divisor.value
    yield Fact(
        path,
        RATE_BLANK if rate.value is None else RATE_DIFFERS,
        declared=None if rate.value is None else printed(rate),
        expected=percent(expected, rate),
        difference=None if rate.value is None else percent(rate.value - expected, rate),
        params={"dividend": printed(dividend), "divisor": printed(divisor)},
    )


@rule(
    "B15",
    ERROR,
    _("The control rates of floor area and investment are given and equal actual ÷ approved."),
    hint=CORRECT_RATE,
    basis=FORM,
)
def building_rates_are_actual_by_approved(view: FilingView) -> Iterator[Fact]:
    for path, rate, dividend, divisor in _rates(view):
        yield from _control_rate(path, rate, dividend, divisor)


@rule(
    "B16",
    NOTICE,
    _("Where nothing was approved or budgeted, the control rate is blank."),
    hint=_("Leave the rate blank or write 不适用."),
    basis=FORMS,
)
def building_rates_without_divisor_are_blank(view: FilingView) -> Iterator[Fact]:
    for path, rate, _dividend, divisor in _rates(view):
        if rate.value is None or not divisor.present:
            continue
        if divisor.value is None:
            sentence = _("The rate says %(declared)s although the figure to divide by is blank; no rate can be stated.")
        elif divisor.value == 0:
            sentence = _("The rate says %(declared)s although the figure to divide by is 0; no rate can be stated.")
        else:
            continue
        yield Fact(path, sentence, declared=printed(rate))


@rule(
    "B17",
    WARNING,
    _("The control rates of floor area and investment are at most 100%."),
    hint=EXPLAIN,
    basis=FORMS,
)
def building_rates_are_at_most_100(view: FilingView) -> Iterator[Fact]:
    for path, rate, _dividend, _divisor in _rates(view):
        if rate.value is not None and rate.value > HUNDRED:
            yield Fact(
                path,
                _("%(declared)s is above 100%%: more was built or spent than approved."),
                declared=printed(rate),
                expected="100%",
                difference=percent(rate.value - HUNDRED, rate),
            )


@rule(
    "B18",
    ERROR,
    _("The measures of economy are written."),
    hint=_("Write what the unit does to keep spending down."),
    basis=FORMS,
)
def economy_measures_are_written(view: FilingView) -> Iterator[Fact]:
    basic_data = view.filing.basic_data
    if basic_data is not None and basic_data.economy_measures.present and basic_data.economy_measures.blank:
        yield Fact("basic_data.economy_measures", BLANK)
