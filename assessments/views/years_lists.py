"""The lists of years, and of a year's departments, as workbooks."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.models import Enrolment, FiscalYear, State
from assessments.views.listing import AT_ONCE, taken_out


def years_workbook(request: HttpRequest, found: Sequence[Any]) -> HttpResponse:
    """Every year with its progress."""
    columns = (
        (_("Fiscal year"), 12),
        (_("Status"), 12),
        (_("Opening day"), 14),
        (_("Due day"), 14),
        (_("Must file"), 12),
        (_("Begun"), 12),
        (_("Approved"), 12),
    )
    rows = (
        (one.year, one.get_status_display(), one.opens_on, one.due_on, one.departments, one.begun, one.through)
        for one in found
    )
    return taken_out(request, "years", _("Fiscal years"), columns, rows, count=len(found))


def year_workbook(request: HttpRequest, year: FiscalYear, found: QuerySet[Enrolment]) -> HttpResponse:
    """Where every department of a year stands."""
    columns = (
        (_("Code"), 14),
        (_("Department"), 36),
        (_("Supervising department"), 30),
        (_("State"), 14),
        (_("Since"), 18),
        (_("Due day"), 12),
    )
    fields: Any = (
        "department__code",
        "name",
        "supervisor__name",
        "required",
        "filing_state",
        "state_since",
        "due_on",
    )
    rows = (
        (code, name, above, state_words(state, required=required), since, due)
        for code, name, above, required, state, since, due in found.values_list(*fields).iterator(chunk_size=AT_ONCE)
    )
    title = _("Departments of %(year)s") % {"year": year.year}
    return taken_out(request, "year", title, columns, rows, count=found.count(), about=year, fixed=2)


def state_words(state: str | None, *, required: bool) -> str:
    """Where a department stands, in the words of the lists."""
    if not required:
        return _("Need not file")
    return str(State(state).label) if state else _("Not begun")
