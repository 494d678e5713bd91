"""Fiscal years: list, open the next, set days, see who stands where."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.forms.years import EnrolForm, ExtensionForm, ObligationForm, OpenYearForm, YearForm
from assessments.models import CONCLUDED, Department, Enrolment, FiscalYear, State
from assessments.selectors import years as selectors
from assessments.selectors.access import visible_filings
from assessments.services import years as services
from assessments.views.frame import administrator, person
from assessments.views.listing import page_of, wants_workbook
from assessments.views.searching import query, sought
from assessments.views.several import ALONE, Part, several
from assessments.views.years_lists import year_workbook, years_workbook

PAGE_SIZE = 50


@login_required
@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """Every year with its progress, and the way to the next."""
    administrator(request)
    found = selectors.years()
    return (
        years_workbook(request, found)
        if wants_workbook(request)
        else render(request, "years/years.html", {"years": found})
    )


@login_required
@require_http_methods(["GET", "POST"])
def open_first(request: HttpRequest) -> HttpResponse:
    """Open the first year of an installation; where there is one, the next is opened from it."""
    administrator(request)
    if FiscalYear.objects.exists():
        return redirect("years")
    return _open(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def open_year(request: HttpRequest, year: int) -> HttpResponse:
    """Open a year like `year`."""
    administrator(request)
    return _open(request, get_object_or_404(FiscalYear, year=year))


def _open(request: HttpRequest, like: FiscalYear | None) -> HttpResponse:
    user = person(request)
    proposal = {"year": timezone.localdate().year - 1}
    if like is not None:
        proposal = {"year": like.year + 1, "opens_on": _later(like.opens_on), "due_on": _later(like.due_on)}
    act = partial(services.open_year, like=like, by=user)
    page = several(request, {ALONE: Part(partial(OpenYearForm, initial=proposal), act)})
    if page.done:
        messages.success(request, _("Fiscal year %(year)s is open.") % {"year": page.result.year})
        return redirect("year", page.result.year)
    departments = like.enrolments.count() if like else Department.objects.count()
    context = {"form": page.forms[ALONE], "like": like, "departments": departments}
    return render(request, "years/open.html", context, status=page.status)


def _later(day: Any) -> Any:
    """The same day a year later; the last of February stays the last of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@login_required
@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year: its days and status, and where every department stands."""
    user = administrator(request)
    row = get_object_or_404(FiscalYear, year=year)
    if wants_workbook(request):
        return year_workbook(request, row, _departments(request, row))
    days = {"status": row.status, "opens_on": row.opens_on, "due_on": row.due_on}
    page = several(
        request,
        {
            "days": Part(partial(YearForm, initial=days), partial(services.change_year, row, by=user)),
            "enrol": Part(partial(EnrolForm, year=row.year), partial(services.enrol, row, by=user)),
        },
    )
    if page.done:
        messages.success(request, _("Saved."))
        return redirect("year", row.year)
    enrol = page.forms["enrol"]
    missing = bool(enrol.errors) or selectors.not_enrolled(row).exists()
    context = {"form": page.forms["days"], "enrol": enrol if missing else None}
    return render(request, "years/year.html", _progress(request, row) | context, status=page.status)


def _departments(request: HttpRequest, row: FiscalYear) -> Any:
    """The departments of a year that were asked for."""
    return selectors.progress(row, timezone.localdate(), text=sought(request), state=request.GET.get("state", ""))


def _progress(request: HttpRequest, row: FiscalYear) -> dict[str, Any]:
    today = timezone.localdate()
    text, state = sought(request), request.GET.get("state", "")
    page = page_of(request, _departments(request, row), PAGE_SIZE)
    labels = dict(State.choices)
    for enrolment in page.object_list:
        enrolment.concluded = enrolment.filing_state in CONCLUDED  # only these an administrator reads
        enrolment.state_label = labels.get(enrolment.filing_state, "")
        enrolment.late = (
            enrolment.required
            and enrolment.filing_state in (None, State.DRAFT, State.SIGNING)
            and enrolment.due_on < today
        )
    counted = selectors.counts(row)
    return {
        "year": row,
        "page": page,
        "q": text,
        "state": state,
        "query": query(request),
        "counts": [
            (value, label, counted.get(value, 0)) for value, label in (("none", _("Not begun")), *State.choices)
        ],
    }


@login_required
@require_http_methods(["GET", "POST"])
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """One department in one year: extension and obligation."""
    user = administrator(request)
    row = get_object_or_404(Enrolment.objects.select_related("fiscal_year", "department"), pk=pk)
    obligation = {"required": row.required, "reason": row.not_required_reason, "public": row.public}
    page = several(
        request,
        {
            "extension": Part(ExtensionForm, partial(services.grant_extension, row, by=user)),
            "obligation": Part(
                partial(ObligationForm, initial=obligation), partial(services.set_obligation, row, by=user)
            ),
        },
    )
    if page.done:
        messages.success(request, _("Saved."))
        return redirect("enrolment", row.pk)
    context = {
        "enrolment": row,
        "filings": visible_filings(user).filter(enrolment=row).order_by("-version"),
        "extension": page.forms["extension"],
        "obligation": page.forms["obligation"],
        "extensions": row.extensions.select_related("granted_by").order_by("-granted_at"),
    }
    return render(request, "years/enrolment.html", context, status=page.status)
