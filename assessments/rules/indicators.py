"""One scored row: is it complete, and does its score follow from its figures (E13–E18, E30)."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from assessments.document.amounts import spell
from assessments.document.cells import Figure
from assessments.document.targets import Aim
from assessments.rules.arithmetic import HUNDRED, amount, printed, rounded
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.registry import FORMS, MEASURES, Scope, rule
from assessments.rules.views import RowView, SheetView
from assessments.rules.wording import BLANK
from assessments.rules.words import is_unfilled


@rule(
    "E13",
    ERROR,
    _("A score lies between 0 and its weight."),
    hint=_("Correct the score or the weight."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def scores_lie_within_their_weights(sheet: SheetView) -> Iterator[Fact]:
    yield from _score_within(sheet.path + ".funds.annual", sheet.annual.weight, sheet.annual.score)
    for row in sheet.rows:
        yield from _score_within(row.path, row.row.weight, row.row.score)


def _score_within(path: str, weight: Figure, score: Figure) -> tuple[Fact, ...]:
    if weight.value is None or score.value is None or 0 <= score.value <= weight.value:
        return ()
    if score.value < 0:
        sentence, limit, difference = _("The score %(declared)s is below 0."), "0", score.value
    else:
        sentence, limit = _("The score %(declared)s is above its weight %(expected)s."), printed(weight)
        difference = score.value - weight.value
    return (Fact(f"{path}.score", sentence, printed(score), limit, rounded(difference, score)),)


@rule(
    "E14",
    ERROR,
    _("An indicator that lost points says why."),
    hint=_("Write why the target was missed and what will be done about it."),
    basis=MEASURES,
    scope=Scope.ROW,
)
def lost_points_have_a_reason(row: RowView) -> Iterator[Fact]:
    if row.lost_points and row.row.deviation.present and not row.has_reason:
        yield Fact(
            row.path + ".deviation",
            _("The score %(score)s is below the weight %(weight)s, but no reason of substance is given."),
            declared=(row.row.deviation.text or "").strip() or None,
            params={"score": printed(row.row.score), "weight": printed(row.row.weight)},
        )


@rule(
    "E15",
    WARNING,
    _("A score is not above the one that target and actual give."),
    hint=_("Change it to %(expected)s, or say in the deviation reason why it is higher."),
    basis=MEASURES,
    scope=Scope.ROW,
)
def score_is_not_above_the_computed_one(row: RowView) -> Iterator[Fact]:
    score = row.row.score
    if score.value is None or row.proposal is None or score.value <= row.proposal.score:
        return
    expected = spell(row.proposal.score)
    yield Fact(
        row.path + ".score",
        _("%(declared)s is above the score computed from target and actual, %(expected)s (%(reasoning)s)."),
        declared=printed(score),
        expected=expected,
        difference=spell(score.value - row.proposal.score),
        params={"reasoning": row.proposal.reasoning.removesuffix(expected).rstrip(" =→")},
    )


@rule(
    "E16",
    WARNING,
    _("A result does not overshoot its target by far, unless a reason is given."),
    hint=_("Check target and actual; if they are right, say in the deviation reason why the target was set so low."),
    basis=MEASURES,
    scope=Scope.ROW,
)
def result_does_not_overshoot_by_far(row: RowView) -> Iterator[Fact]:
    value, goal, limit = row.actual.value, row.actual.goal, row.policy.overshoot
    if value is None or goal is None or row.target.quantity is None or row.has_reason:
        return
    if goal == 0 and value != 0:
        sentence, share = _("%(declared)s was reached although the target “%(expected)s” asks for 0."), ""
    elif row.target.aim is Aim.AT_LEAST and goal > 0 and value * HUNDRED >= limit * goal:
        sentence = _("%(declared)s is %(share)s of the target “%(expected)s”; below %(limit)s is expected.")
        share = rounded(value * HUNDRED / goal) + "%"
    else:
        return
    yield Fact(
        row.path + ".actual",
        sentence,
        declared=(row.row.actual.text or "").strip(),
        expected=(row.row.target.text or "").strip(),
        params={"share": share, "limit": f"{limit:f}%"},
    )


@rule(
    "E17",
    ERROR,
    _("A scored indicator has target, actual and score, and its sheet a total score."),
    hint=_("Fill in the cell; an indicator that is not scored has neither weight nor score."),
    basis=FORMS,
    scope=Scope.SHEET,
)
def scored_rows_are_complete(sheet: SheetView) -> Iterator[Fact]:
    scored = [row for row in sheet.rows if row.row.weight.value is not None or row.row.score.value is not None]
    for row in scored:
        for key, cell in (("target", row.row.target), ("actual", row.row.actual)):
            if cell.present and is_unfilled(cell.text):
                yield Fact(f"{row.path}.{key}", BLANK)
        if row.row.score.present and row.row.score.value is None:
            yield Fact(f"{row.path}.score", BLANK)
    total = sheet.sheet.total_score
    if scored and total.present and total.value is None:
        yield Fact(sheet.path + ".total_score", _("The total score is blank, although indicators are scored."))


@rule(
    "E18",
    WARNING,
    _("Where the target is a figure, the actual is a figure of the same unit without a sign of comparison."),
    hint=_("Write the actual as a plain figure in the unit of the target."),
    basis=MEASURES,
    scope=Scope.ROW,
)
def actual_is_measured_as_the_target(row: RowView) -> Iterator[Fact]:
    text = row.row.actual.text
    if row.target.quantity is None or row.actual.value is not None or is_unfilled(text):
        return
    yield Fact(
        row.path + ".actual",
        _("“%(declared)s” cannot be compared with the target “%(expected)s”."),
        declared=(text or "").strip(),
        expected=(row.row.target.text or "").strip(),
    )


@rule(
    "E30",
    ERROR,
    _("The score of a qualitative indicator lies within the band of its attainment."),
    hint=_("Change the score or the attainment."),
    basis=MEASURES,
    scope=Scope.ROW,
)
def score_lies_within_its_band(row: RowView) -> Iterator[Fact]:
    """met: from the first cut to 100 %; partly: from the second up to the first; not: below the second."""
    attainment, weight, score = row.row.attainment, row.row.weight.value, row.row.score.value
    if attainment is None or weight is None or score is None or weight <= 0:
        return
    if row.proposal is not None or not row.row.target.present or (row.target.measurable and not row.row.actual.present):
        return
    met, partly = (weight * cut / HUNDRED for cut in row.policy.bands)
    low, high, within = {
        "met": (met, weight, met <= score <= weight),
        "partly": (partly, met, partly <= score < met),
        "not": (met * 0, partly, 0 <= score < partly),
    }[attainment]
    if within:
        return
    yield Fact(
        row.path + ".score",
        BANDS[attainment],
        declared=printed(row.row.score),
        expected=f"{amount(low)}–{amount(high)}",
        params={"low": amount(low), "high": amount(high)},
    )


BANDS = {
    "met": _("%(declared)s does not fit a goal that was met, which scores from %(low)s to %(high)s."),
    "partly": _(
        "%(declared)s does not fit a goal that was partly met, which scores from %(low)s to less than %(high)s."
    ),
    "not": _("%(declared)s does not fit a goal that was not met, which scores from %(low)s to less than %(high)s."),
}
