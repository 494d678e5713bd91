"""What is wrong with a filing as a workbook, for whoever works on it away from the product."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.models import Filing
from assessments.rules import Finding
from assessments.rules.output import SEVERITIES
from assessments.views.frame import Line
from assessments.views.listing import taken_out

Groups = Sequence[tuple[str, Sequence[Line]]]


def findings_workbook(request: HttpRequest, filing: Filing, groups: Groups) -> HttpResponse:
    """Every finding in the order of the page, with its figures as they are spelt there."""
    columns = (
        (_("Attachment"), 12),
        (_("Rule"), 6),
        (_("Severity"), 7),
        (_("State"), 8),
        (_("Cell"), 26),
        (_("What is wrong"), 40),
        (_("As entered"), 11),
        (_("Expected"), 11),
        (_("Difference"), 10),
        (_("What to do"), 26),
        (_("Explanation"), 26),
        (_("Basis"), 17),
    )
    rows = [_row(title, line) for title, lines in groups for line in lines]
    title = _("%(year)s %(department)s findings") % {
        "year": filing.enrolment.fiscal_year.year,
        "department": filing.enrolment.name,
    }
    return taken_out(request, "findings", title, columns, rows, count=len(rows), about=filing, fixed=2)


def _row(title: str, line: Line) -> Sequence[str | None]:
    one = line.finding
    return (
        title,
        one.rule,
        _(SEVERITIES[one.severity]),
        _standing(one),
        one.place,
        one.fact,
        one.declared,
        one.expected,
        one.difference,
        one.hint,
        line.answer or None,
        one.basis,
    )


def _standing(finding: Finding) -> str | None:
    if finding.waived:
        return _("Waived")
    return _("Explained") if finding.explained else None
