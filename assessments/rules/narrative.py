"""Across the attachments: the text of 附件4 against the tables (X06–X12)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from assessments.document.cells import Figure
from assessments.document.filing import FundTable
from assessments.rules.arithmetic import ZERO, amount, printed, rounded, tolerance
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.meanings import BASIC, PROJECT
from assessments.rules.registry import FORM, FORMS, rule
from assessments.rules.report_text import FUND_WORDS, Place
from assessments.rules.text_figures import amount_after, posts, says_none
from assessments.rules.views import FilingView

HINT = _("Correct the text or the table, so that both state the same.")
BUDGET = "(?:年初)?预算数?"
FINAL = ("决算数", "实际支出")
STAFF, OPERATING = "人员经费", "公用经费"
LEAST = Decimal("0.01")


def _compare(
    place: Place, figure: Figure | None, exact: Decimal | None, allowed: Decimal, sentence: str
) -> Iterator[Fact]:
    """A figure of the text against the exact one."""
    if figure is None or figure.value is None or exact is None or abs(figure.value - exact) <= allowed:
        return
    yield Fact(
        place.path,
        sentence,
        declared=printed(figure),
        expected=amount(exact),
        difference=amount(figure.value - exact),
    )


@rule(
    "X06",
    ERROR,
    _("The basic budget in the text is the initial budget less that of the projects."),
    hint=HINT,
    basis=FORM,
)
def basic_budget_in_the_text(view: FilingView) -> Iterator[Fact]:
    place, projects = view.report.headed(BASIC), view.sum_of_projects("initial")
    initial = view.department.annual.initial if view.department else None
    if place is None or projects is None or initial is None or initial.value is None:
        return
    figure = amount_after(place.section.text, view.year, BASIC + BUDGET, kind=BASIC)
    if figure is None:
        return
    exact = initial.value - projects
    for fact in _compare(
        place,
        figure,
        exact,
        max(LEAST, figure.half_place),
        _(
            "The text gives a basic budget of %(declared)s; the tables give %(initial)s − %(projects)s = %(expected)s 万元."
        ),
    ):
        yield Fact(
            fact.path,
            fact.sentence,
            fact.declared,
            fact.expected,
            fact.difference,
            {"initial": printed(initial), "projects": amount(projects)},
        )


@rule(
    "X07",
    ERROR,
    _("The basic expenditure in the text is that of 附件2."),
    hint=HINT,
    basis=FORM,
)
def basic_final_in_the_text(view: FilingView) -> Iterator[Fact]:
    place, evaluation = view.report.headed(BASIC), view.filing.department_evaluation
    if place is None or evaluation is None or evaluation.by_kind is None:
        return
    figure = amount_after(place.section.text, view.year, *FINAL, kind=BASIC)
    sentence = _("The text gives basic expenditure of %(declared)s; 附件2 gives %(expected)s 万元.")
    if figure is not None:
        yield from _compare(place, figure, evaluation.by_kind.basic.value, figure.half_place, sentence)


@rule(
    "X08",
    ERROR,
    _("Personnel and operating expenses in the text make the basic expenditure in the text."),
    hint=_("Correct the figures in the text."),
    basis=FORM,
)
def parts_of_basic_expenditure_in_the_text(view: FilingView) -> Iterator[Fact]:
    place = view.report.headed(BASIC)
    if place is None:
        return
    staff, operating = (amount_after(place.section.text, view.year, word) for word in (STAFF, OPERATING))
    final = amount_after(place.section.text, view.year, *FINAL, kind=BASIC)
    if staff is None or operating is None or final is None:
        return
    exact = (staff.value or ZERO) + (operating.value or ZERO)
    allowed = max(tolerance(2), staff.half_place + operating.half_place + final.half_place)
    if final.value is None or abs(final.value - exact) <= allowed:
        return
    yield Fact(
        place.path,
        _("The text gives basic expenditure of %(declared)s, but %(staff)s + %(operating)s make %(expected)s 万元."),
        declared=printed(final),
        expected=amount(exact),
        difference=amount(final.value - exact),
        params={"staff": printed(staff), "operating": printed(operating)},
    )


@rule(
    "X09",
    ERROR,
    _("The operating expenses in the text are those of 附件1."),
    hint=HINT,
    basis=FORM,
)
def operating_expenses_in_the_text(view: FilingView) -> Iterator[Fact]:
    place = view.report.headed(BASIC)
    figure = amount_after(place.section.text, view.year, OPERATING) if place else None
    sentence = _("The text gives operating expenses of %(declared)s; 附件1 gives %(expected)s 万元.")
    if place is not None and figure is not None:
        yield from _compare(place, figure, view.cell("operating", "final").value, figure.half_place, sentence)


@rule(
    "X10",
    ERROR,
    _("The project budget and expenditure in the text are those of 附件1."),
    hint=HINT,
    basis=FORM,
)
def project_figures_in_the_text(view: FilingView) -> Iterator[Fact]:
    place = view.report.headed(PROJECT)
    if place is None:
        return
    for column, words, sentence in (
        (
            "budget",
            (PROJECT + BUDGET,),
            _("The text gives a project budget of %(declared)s; 附件1 gives %(expected)s 万元."),
        ),
        ("final", FINAL, _("The text gives project expenditure of %(declared)s; 附件1 gives %(expected)s 万元.")),
    ):
        figure = amount_after(place.section.text, view.year, *words, kind=PROJECT)
        if figure is not None:
            exact = view.cell("project_expenditure", column).value
            yield from _compare(place, figure, exact, figure.half_place, sentence)


@rule(
    "X11",
    ERROR,
    _("The number of posts in the text is the authorised headcount."),
    hint=_("Correct the text or 附件1, so that both state the same."),
    basis=FORM,
)
def posts_in_the_text(view: FilingView) -> Iterator[Fact]:
    """The section's own text speaks first, then those of its sub-sections."""
    basic_data, place = view.filing.basic_data, view.report.headed("基本情况")
    authorised = basic_data.headcount.authorised if basic_data and basic_data.headcount else None
    if place is None or authorised is None or authorised.value is None:
        return
    for one in (place, *view.report.below(place)):
        stated = posts(one.section.text.text or "", view.year)
        if stated is None:
            continue
        if authorised.value not in (stated.number, stated.whole):
            yield Fact(
                one.path,
                _("The text says “%(words)s”, %(declared)s in all; 附件1 authorises %(expected)s."),
                declared=str(stated.number),
                expected=printed(authorised),
                difference=rounded(stated.number - authorised.value).removesuffix(".00"),
                params={"words": stated.words},
            )
        return


def _marked_none(table: FundTable | None) -> bool | None:
    """Whether a fund table is marked none; None where it is neither marked nor filled."""
    if table is None:
        return None
    if table.none:
        return True
    return False if table.items or table.none is False else None


@rule(
    "X12",
    WARNING,
    _("The text of a fund says that there is none exactly when its table is marked none."),
    hint=_("Correct the text or the fund table; if both are right, explain."),
    basis=FORMS,
)
def fund_text_agrees_with_its_table(view: FilingView) -> Iterator[Fact]:
    for name, words in FUND_WORDS.items() if view.filing.fund_tables is not None else ():
        place, marked = view.report.headed(words, level=1), _marked_none(getattr(view.filing.fund_tables, name))
        if place is None or marked is None:
            continue
        said = says_none(tuple(one.section.text.text or "" for one in (place, *view.report.below(place))), view.year)
        if said is None or said == marked:
            continue
        yield Fact(
            place.path,
            _("The text says that there is none, but the fund table has figures or is not marked none.")
            if said
            else _("The fund table is marked none, but the text does not say so."),
        )
