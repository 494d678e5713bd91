"""What each parameter of a policy is called, means and governs, and how its value reads in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

LIST_MARK = " · "
KEPT = "\N{NO-BREAK SPACE}"  # a figure stays on the line of its name and its unit


@dataclass(frozen=True, slots=True)
class Words:
    """One parameter: its key, name, meaning, unit, the names of its parts where it has several, and the rules that read it."""

    key: str
    label: Any
    meaning: Any
    unit: str = "%"
    parts: tuple[tuple[str, Any], ...] = ()  # (rest of the path, name)
    choices: tuple[tuple[str, Any], ...] = ()
    rules: tuple[str, ...] = ()


GROUPS: tuple[tuple[Any, tuple[Words, ...]], ...] = (
    (
        _("Scoring"),
        (
            Words(
                "weights",
                _("Weights of the groups"),
                _("Points of the four groups of an evaluation sheet; together they make 100."),
                unit="",
                parts=(
                    (".execution", pgettext_lazy("group of indicators", "Execution")),
                    (".output", pgettext_lazy("group of indicators", "Output")),
                    (".benefit", pgettext_lazy("group of indicators", "Benefit")),
                    (".satisfaction", pgettext_lazy("group of indicators", "Satisfaction")),
                ),
                rules=("E11",),
            ),
            Words(
                "grades",
                _("Grades"),
                _("The least total of 优, 良 and 中, each below the one before; anything less is 差."),
                unit="",
                parts=(("[0]", "优 ≥"), ("[1]", "良 ≥"), ("[2]", "中 ≥")),
                rules=("E31",),
            ),
            Words(
                "bands",
                _("Bands of qualitative indicators"),
                _(
                    "The least share of the weight for “met” and for “partly met”; the bands touch, and what is not met has the rest down to 0."
                ),
                parts=(("[0]", pgettext_lazy("band", "met ≥")), ("[1]", pgettext_lazy("band", "partly met ≥"))),
                rules=("E30",),
            ),
            Words(
                "at_most",
                _("Formula of an at-most indicator"),
                _("What a row scores whose result A exceeds a target T that asks for at most."),
                unit="",
                choices=(
                    ("ratio", _("ratio: weight × T ÷ A")),
                    ("linear", _("linear: weight × (1 − (A − T) ÷ T), at least 0")),
                ),
                rules=("E15",),
            ),
            Words(
                "score_places",
                _("Decimals of a score"),
                _("Scores that the product computes are rounded half up to so many decimals."),
                unit="",
                rules=("E15",),
            ),
            Words(
                "caps",
                _("Caps on the total"),
                _(
                    "Below an execution rate the total score is at most so much; a lower rate never allows a higher total."
                ),
                unit="",
                rules=("E19",),
            ),
        ),
    ),
    (
        _("Execution and budget"),
        (
            Words(
                "overshoot",
                _("Result far above the target"),
                _("A result of an at-least target is suspicious from this share of the target on."),
                rules=("E16",),
            ),
            Words(
                "rate_gap",
                _("Scores ahead of execution"),
                _("By how much the share of points may exceed the execution rate."),
                rules=("E22",),
            ),
            Words(
                "least_execution",
                _("Least execution rate"),
                _("An execution rate below this needs an explanation."),
                rules=("E23",),
            ),
            Words(
                "budget_change",
                _("Revision of the budget"),
                _("By how much the revised budget may differ from the initial one."),
                rules=("E24",),
            ),
            Words(
                "procurement",
                _("Execution of procurement"),
                _("Between which shares of its budget government procurement should end."),
                parts=(("[0]", pgettext_lazy("limit", "lowest")), ("[1]", pgettext_lazy("limit", "highest"))),
                rules=("B13",),
            ),
            Words(
                "project_final",
                _("Final project expenditure"),
                _("The highest share of its budget that project expenditure may reach without an explanation."),
                rules=("B14",),
            ),
        ),
    ),
    (
        _("Plausibility"),
        (
            Words(
                "unit_slip",
                _("Factor of a slipped unit"),
                _("Figures of one line that differ by this factor or more look like 元 entered as 万元."),
                unit="",
                rules=("B19",),
            ),
            Words(
                "same_rows",
                _("Results equal to their targets"),
                _("From so many at-least rows on it is noted when every result equals its target."),
                unit="",
                rules=("E25",),
            ),
            Words(
                "unmeasured",
                _("Targets that cannot be measured"),
                _("The highest share of the weights that rows without a measurable target may carry."),
                rules=("E26",),
            ),
            Words(
                "similarity",
                _("Report like last year's"),
                _("From which likeness on a section of the report counts as copied."),
                rules=("H03",),
            ),
        ),
    ),
    (
        _("Procedure"),
        (
            Words(
                "recheck_share",
                _("Share of projects rechecked"),
                _("The share of a department's projects that the bureau rechecks, at least one."),
            ),
            Words(
                "publication_days",
                _("Days until publication"),
                _("Calendar days after approval within which a filing is published."),
                unit="",
            ),
            Words(
                "stamped_scan",
                _("Stamped scan"),
                _("Whether a stamped scan is attached before the first review."),
                unit="",
            ),
        ),
    ),
)
WORDS = {words.key: words for _title, group in GROUPS for words in group}


def spoken(key: str, value: Any) -> str:
    """A value of the policy, as `to_json` has it, in words: `优 ≥ 90 · 良 ≥ 80 · 中 ≥ 60`."""
    words = WORDS[key]
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if key == "caps":
        return _caps(value)
    if words.choices:
        return str(dict(words.choices)[value])
    if words.parts:
        figures = value.values() if isinstance(value, dict) else value
        named = zip(words.parts, figures, strict=True)
        return LIST_MARK.join(f"{name}{KEPT}{figure}{_unit(words)}" for (_path, name), figure in named)
    return f"{value}{_unit(words)}"


def _unit(words: Words) -> str:
    return f"{KEPT}{words.unit}" if words.unit else ""


def _caps(pairs: Sequence[Sequence[str]]) -> str:
    if not pairs:
        return gettext("none")
    return LIST_MARK.join(
        gettext("below %(rate)s %%: at most %(total)s") % {"rate": rate, "total": total} for rate, total in pairs
    )
