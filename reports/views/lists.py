"""The queue and the progress of a year as workbooks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.lists import Rate
from assessments.models import FiscalYear
from assessments.views.listing import in_pieces, taken_out
from assessments.views.years_lists import state_words

Lines = Callable[[list[int]], list[Any]]


def queue_workbook(request: HttpRequest, keys: Sequence[int], lines: Lines) -> HttpResponse:
    """What waits for a person; `lines` reads filings by their keys with what a line shows of them."""
    columns = (
        (_("Code"), 14),
        (_("Department"), 36),
        (_("Fiscal year"), 10),
        (_("State"), 14),
        (_("Waiting since"), 18),
        (_("Days waiting"), 10),
        (_("Days left"), 10),
        (_("Warnings"), 10),
        (_("Execution rate"), 12),
        (_("Score"), 10),
        (_("Changes"), 10),
        (_("Submitted late"), 10),
    )
    return taken_out(
        request, "queue", _("Queue"), columns, map(_waiting, in_pieces(keys, lines)), count=len(keys), fixed=2
    )


def _waiting(one: Any) -> Sequence[Any]:
    enrolment = one.enrolment
    return (
        enrolment.department.code,
        enrolment.name,
        enrolment.fiscal_year.year,
        one.get_state_display(),
        one.state_since,
        one.days_waiting,
        one.due.days_left,
        one.warnings,
        rate(one.execution),
        one.score,
        one.changes,
        _("yes") if one.late else None,
    )


def progress_workbook(request: HttpRequest, year: FiscalYear, keys: Sequence[int], lines: Lines) -> HttpResponse:
    """Where the departments of a year stand that a person follows."""
    columns = (
        (_("Code"), 14),
        (_("Department"), 36),
        (_("State"), 14),
        (_("Since"), 18),
        (_("Due day"), 12),
        (_("late"), 8),
        (_("Warnings"), 10),
        (_("Execution rate"), 12),
        (_("Score"), 10),
    )
    title = _("Progress of %(year)s") % {"year": year.year}
    rows = _standing(in_pieces(keys, lines))
    return taken_out(request, "progress", title, columns, rows, count=len(keys), about=year, fixed=2)


def _standing(lines: Iterator[Any]) -> Iterator[Sequence[Any]]:
    for one in lines:
        figures = one.submission
        yield (
            one.department.code,
            one.name,
            state_words(one.filing_state, required=one.required),
            one.state_since,
            one.due_on,
            _("yes") if one.late else None,
            *((figures.open_warnings, rate(figures.execution_rate), figures.total_score) if figures else ()),
        )


def rate(figure: Any) -> Rate | None:
    """A rate in per cent as the lists have it."""
    return None if figure is None else Rate(figure)
