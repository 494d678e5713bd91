"""What the filing notes (填表说明) ask of each step, in few words; a city's own notes stay with its template."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AMOUNTS = _(
    "Amounts are in 10,000 yuan, as in the accounts. Where nothing was spent, enter 0; do not leave the cell blank."
)
SCORES = _(
    "The execution rate is executed ÷ revised; its score is the weight times the rate, at most the weight. Both are computed."
)
GOAL = _("Write the goal as it was approved with the budget, and beside it what was reached, point by point.")
INDICATORS = (
    _("Take each indicator with its target from the approved budget. Give the result in the unit of the target."),
    _("A score below the weight needs its reason and what is done about it."),
)
FUNDS = (AMOUNTS, _("Initial and revised are the budget at the start of the year and after all adjustments."), SCORES)

NOTES: dict[str, tuple[str | Promise, ...]] = {
    "headcount": (
        _("Authorised is the number approved for the unit; actual counts those in post at the end of the year."),
        _("The control rate is actual ÷ authorised and is computed."),
    ),
    "expenditure": (
        AMOUNTS,
        _(
            "A line with parts is the sum of them and is computed. Operating expenditure is typed; its parts need not make the whole."
        ),
        _("Give each special fund a line of its own."),
    ),
    "buildings": (
        _("Fill in only what was finished in the year; without any, leave both rates blank."),
        _("Name the economy measures that were really taken, not the rules in general."),
    ),
    "department-funds": (
        *FUNDS,
        _("Both splits, by source and by kind, add up to the revised budget or to what was executed."),
    ),
    "department-goal": (GOAL,),
    "department-indicators": INDICATORS,
    "projects": (_("One sheet for each first-level project. Its name is that of the budget."),),
    "funds": (*FUNDS, _("The annual total is the sum of this year's funds, those carried over, and others.")),
    "goal": (GOAL,),
    "indicators": INDICATORS,
    "report": (_("Keep the sections of the outline and number the headings in sequence."),),
    "section": (_("Figures in the text are those of the tables. A sentence drafted from the tables can be changed."),),
    "fund-tables": (_("A unit without such a fund ticks “none”; one with it encloses the table."),),
    "signatures": (
        _("What is left blank here is filled in on submission, from the accounts of the preparer and the unit head."),
    ),
}
