"""The weights and kinds of the indicators of a sheet (E11, E12, E20, E21)."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from assessments.document.amounts import spell
from assessments.document.cells import Figure
from assessments.rules.arithmetic import HUNDRED, ZERO, all_values, printed
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.registry import FORMS, MEASURES, Scope, rule
from assessments.rules.views import SheetView
from assessments.rules.words import GROUP_NAMES, OUTPUT_KINDS, bare


@rule(
    "E11",
    ERROR,
    _("Execution, output, benefit and satisfaction have the weights of the year's policy."),
    hint=_("Change the weights so that each group has the weight of the policy."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def weights_are_those_of_the_policy(sheet: SheetView) -> Iterator[Fact]:
    """One finding a group. Silent while any indicator has neither level."""
    if not sheet.levels_known:
        return
    execution, due = sheet.annual.weight, sheet.policy.weights.execution
    if execution.value is not None and execution.value != due:
        yield Fact(
            sheet.path + ".funds.annual.weight",
            _("The weight of execution is %(declared)s; the policy asks for %(expected)s."),
            declared=printed(execution),
            expected=spell(due),
            difference=spell(execution.value - due),
        )
    groups: dict[str | None, list[Figure]] = {}
    for row in sheet.counted:
        groups.setdefault(row.group, []).append(row.row.weight)
    for group, name in GROUP_NAMES.items() if sheet.rows else ():
        stated = all_values(groups.get(group, ()))
        if stated is None or (not stated and not sheet.weights_complete):
            continue
        total, due = sum(stated, ZERO), getattr(sheet.policy.weights, group)
        if total != due:
            yield Fact(
                sheet.path + ".indicators",
                _("The weights of the %(group)s indicators make %(declared)s; the policy asks for %(expected)s."),
                declared=spell(total),
                expected=spell(due),
                difference=spell(total - due),
                params={"group": name},
            )


@rule(
    "E12",
    ERROR,
    _("All weights and the total weight make 100, and each weight is above 0."),
    hint=_("Change the weights so that they make 100."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def weights_make_100(sheet: SheetView) -> Iterator[Fact]:
    for row in sheet.rows:
        if row.row.weight.value is not None and row.row.weight.value <= 0:
            yield Fact(
                row.path + ".weight",
                _("The weight %(declared)s is not above 0."),
                declared=printed(row.row.weight),
                hint=_("Give the indicator a weight, or take it out."),
            )
    declared, total = sheet.sheet.total_weight, sheet.all_weights
    if total is not None and total != HUNDRED:
        stated, sentence = (
            total,
            _("The weights of execution and of all indicators make %(declared)s, not %(expected)s."),
        )
    elif declared.value is not None and declared.value != HUNDRED:
        stated, sentence = declared.value, _("The total weight says %(declared)s, not %(expected)s.")
    else:
        return
    yield Fact(
        sheet.path + ".total_weight",
        sentence,
        declared=spell(stated),
        expected="100",
        difference=spell(stated - HUNDRED),
    )


@rule(
    "E20",
    ERROR,
    _("A sheet has indicators of quantity, quality, time, cost, benefit and satisfaction."),
    hint=_("Add an indicator of this kind, or correct the level under which it stands."),
    basis=MEASURES,
    scope=Scope.SHEET,
)
def every_kind_of_indicator_is_there(sheet: SheetView) -> Iterator[Fact]:
    """One finding a missing kind. Silent while any indicator has neither level."""
    if sheet.sheet.indicators is None or not sheet.levels_known:
        return
    there = {kind for row in sheet.indicators for kind in row.kinds}
    there |= {GROUP_NAMES[row.group] for row in sheet.indicators if row.group}
    for kind in (*OUTPUT_KINDS, GROUP_NAMES["benefit"], GROUP_NAMES["satisfaction"]):
        if kind not in there:
            yield Fact(sheet.path + ".indicators", _("There is no %(kind)s indicator."), params={"kind": kind})


@rule(
    "E21",
    WARNING,
    _("No two indicators of a sheet have the same level 3."),
    hint=_("Name the indicators apart, or put them together; otherwise explain why both are needed."),
    basis=FORMS,
    scope=Scope.SHEET,
)
def level_3_is_not_repeated(sheet: SheetView) -> Iterator[Fact]:
    seen: set[str] = set()
    for row in sheet.indicators:
        name = bare(row.row.level3.text or "")
        if name and name in seen:
            yield Fact(
                row.path + ".level3",
                _("“%(declared)s” stands in this sheet already."),
                declared=(row.row.level3.text or "").strip(),
            )
        seen.add(name)
