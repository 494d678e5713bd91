"""A filing beside its last year and beside its last submission."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.document import filing as document
from assessments.document.amounts import EXACT, round_half_up, spell
from assessments.document.cells import NOTHING, Figure
from assessments.document.paths import UnknownPath, cells, resolve
from assessments.document.places import place
from assessments.document.template import Template
from reports.models import Submission

KEY_FIGURES = (
    ("funds.initial", "department_evaluation.funds.annual.initial"),
    ("funds.revised", "department_evaluation.funds.annual.revised"),
    ("funds.executed", "department_evaluation.funds.annual.executed"),
    ("funds.rate", "department_evaluation.funds.annual.rate"),
    ("total", "department_evaluation.total_score"),
)
# What is itself a share or a score is compared in points; a per cent of a per cent misleads.
IN_POINTS = ("funds.rate", "total")
KEY_LINES = ("three_public", "project_expenditure", "operating", "procurement")


@dataclass(frozen=True, slots=True)
class Compared:
    """One key figure: last year, this year, and the change: of amounts in per cent of last year's, of rates and scores in points."""

    label: str
    before: str
    now: str
    change: str


def key_figures(now: document.Filing, before: document.Filing | None, template: Template) -> list[Compared]:
    """Budget, execution, score and the lines that reviewers look at first, beside those of last year."""
    rows = [
        _compared(template.label(label, now.fiscal_year), _figure(before, path), _figure(now, path), label)
        for label, path in KEY_FIGURES
    ]
    for key in KEY_LINES:
        line = template.line(key)
        path = f"basic_data.expenditure[{key}].final"
        rows.append(_compared(line.name if line else key, _figure(before, path), _figure(now, path)))
    return rows


def _figure(filing: document.Filing | None, path: str) -> Figure:
    if filing is None:
        return Figure()
    try:
        found = resolve(filing, path)
    except UnknownPath:
        return Figure()
    return found if isinstance(found, Figure) else Figure()


def _compared(label: str, before: Figure, now: Figure, key: str = "") -> Compared:
    change = ""
    if before.value is not None and now.value is not None:
        difference = EXACT.subtract(now.value, before.value)
        if key in IN_POINTS:
            points = _signed(round_half_up(difference, 2), 2)
            change = (_("%(points)s pp") if key == "funds.rate" else _("%(points)s points")) % {"points": points}
        elif before.value:
            change = f"{_signed(round_half_up(EXACT.divide(difference * 100, before.value), 1), 1)}%"
    return Compared(label, before.text or NOTHING, now.text or NOTHING, change)


def _signed(value: Decimal, places: int) -> str:
    return f"{'+' if value > Decimal(0) else ''}{spell(value, places)}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that is not as it was in the last submission."""

    path: str
    place: str
    before: str
    now: str


def changes(submission: Submission) -> list[Changed] | None:
    """The cells that changed since the submission before this one; None for a first submission."""
    earlier = Submission.objects.filter(filing=submission.filing_id, number=submission.number - 1).first()
    return None if earlier is None else differences(earlier.document, submission.document)


def differences(before: document.Filing, now: document.Filing) -> list[Changed]:
    """The cells whose text is not the same in two documents, in document order."""
    old, new = cells(before), cells(now)
    found = []
    for path in dict.fromkeys((*new, *old)):
        was = (old[path].text if path in old else None) or ""
        text = (new[path].text if path in new else None) or ""
        if was != text:
            found.append(Changed(path, place(now if path in new else before, path), was, text))
    return found
