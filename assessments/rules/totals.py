"""A sheet as a whole: total, grade, goal and how it was measured (E19, E25–E27, E31)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_noop as _

from assessments.document.amounts import spell
from assessments.document.scoring import GRADES, cap, grade
from assessments.document.targets import Aim
from assessments.rules.arithmetic import HUNDRED, SCORE_PLACES, ZERO, amount, half_place, percent, printed
from assessments.rules.finding import ERROR, NOTICE, WARNING, Fact
from assessments.rules.registry import FORM, MEASURES, Scope, rule
from assessments.rules.views import SheetView
from assessments.rules.words import narrow

WHOLE = r"(?<![0-9.])100(?:\.0+)?%"
NOT = "(?<![未没])(?<!未能|没有|没能|不能|无法)"
LESS = "不足|不到|不及|未达|未到|未能|没有|没达|低于|小于|接近"  # 完成率未达100%
CLAIM = re.compile(rf"(?=[全完]){NOT}(?:全部完成|完成率?(?:(?!{LESS})[^，。；,;0-9]){{0,6}}(?<![近约]){WHOLE})")
NOTHING_ELSE = re.compile(rf"\W*{WHOLE}\W*")


@lru_cache(maxsize=1024)
def claims_full_completion(text: str) -> bool:
    """Whether a text claims that all was done: 全部完成, 完成 … 100%, or 100% alone."""
    bare = narrow("".join(text.split()))
    return CLAIM.search(bare) is not None or NOTHING_ELSE.fullmatch(bare) is not None


@rule(
    "E19",
    ERROR,
    _("The total score is the execution score and all row scores together."),
    hint=_("Take over the computed total, or correct the scores."),
    basis=FORM,
    scope=Scope.SHEET,
)
def total_score_adds_up(sheet: SheetView) -> Iterator[Fact]:
    """Where the policy caps the total by the execution rate, the cap is the most."""
    total, execution, rows = sheet.sheet.total_score, sheet.annual.score, sheet.scores
    if total.value is None or execution.value is None or rows is None:
        return
    if sheet.policy.caps and (sheet.annual.revised.value is None or sheet.annual.executed.value is None):
        return
    exact, most = execution.value + rows, cap(sheet.annual, sheet.policy) if sheet.policy.caps else None
    sentence = _(
        "%(declared)s differs from execution %(execution)s + indicators %(rows)s = %(expected)s by %(difference)s."
    )
    if most is not None and exact > most:
        exact = most
        sentence = _(
            "%(declared)s differs from %(expected)s, the most that the execution rate allows"
            " (execution %(execution)s + indicators %(rows)s are more)."
        )
    if abs(total.value - exact) <= half_place(total, SCORE_PLACES):
        return
    yield Fact(
        sheet.path + ".total_score",
        sentence,
        declared=printed(total),
        expected=amount(exact),
        difference=amount(total.value - exact),
        params={"execution": printed(execution), "rows": amount(rows)},
    )


@rule(
    "E25",
    NOTICE,
    _("Not every at-least target is met exactly."),
    hint=_("Check that the actual values are results and not copies of the targets."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def not_every_result_equals_its_target(sheet: SheetView) -> Iterator[Fact]:
    results = [row.actual for row in sheet.rows if row.target.aim is Aim.AT_LEAST and row.actual.value is not None]
    if len(results) >= sheet.policy.same_rows and all(result.value == result.goal for result in results):
        yield Fact(
            sheet.path + ".indicators",
            _("All %(declared)s results of at-least targets equal their targets exactly."),
            declared=str(len(results)),
        )


@rule(
    "E26",
    NOTICE,
    _("Indicators without a measurable target carry at most the policy's share of the weights."),
    hint=_("Set targets in figures or dates where that is possible."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def most_weights_are_measurable(sheet: SheetView) -> Iterator[Fact]:
    weights, limit = sheet.weights, sheet.policy.unmeasured
    if weights is None or weights <= 0 or not all(row.row.target.present for row in sheet.counted):
        return
    unmeasured = sum((row.row.weight.value or ZERO for row in sheet.counted if not row.target.measurable), ZERO)
    if unmeasured * HUNDRED > limit * weights:
        yield Fact(
            sheet.path + ".indicators",
            _(
                "Indicators without a measurable target carry %(declared)s of %(expected)s points, %(share)s; at most %(limit)s is expected."
            ),
            declared=spell(unmeasured),
            expected=spell(weights),
            params={"share": percent(unmeasured * HUNDRED / weights), "limit": f"{limit:f}%"},
        )


@rule(
    "E27",
    WARNING,
    _("The goal does not claim full completion while an indicator lost points."),
    hint=_("Say what was not reached, or correct the scores."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def goal_admits_what_was_missed(sheet: SheetView) -> Iterator[Fact]:
    text = sheet.sheet.goal.actual.text if sheet.sheet.goal is not None else None
    if not text or not claims_full_completion(text):
        return
    lost = [row for row in sheet.rows if row.lost_points]
    if lost:
        first = lost[0].row
        yield Fact(
            sheet.path + ".goal.actual",
            _(
                "Full completion is claimed, but %(rows)s indicators lost points, first “%(first)s” with %(score)s of %(weight)s."
            ),
            params={
                "rows": str(len(lost)),
                "first": (first.level3.text or "").strip(),
                "score": printed(first.score),
                "weight": printed(first.weight),
            },
        )


@rule(
    "E31",
    ERROR,
    _("The declared grade fits the declared total score."),
    hint=_("Correct the grade or the total score."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def grade_fits_the_total(sheet: SheetView) -> Iterator[Fact]:
    declared, total = (sheet.sheet.grade.text or "").strip(), sheet.sheet.total_score
    if total.value is None or declared[:1] not in GRADES:
        return
    due = grade(total.value, sheet.policy)
    if declared[:1] != due:
        yield Fact(
            sheet.path + ".grade",
            _("The grade is “%(declared)s”; a total score of %(total)s makes “%(expected)s”."),
            declared=declared,
            expected=due,
            params={"total": printed(total)},
        )
