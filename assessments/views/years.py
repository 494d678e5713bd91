"""Fiscal years: list, open the next, set days, see who stands where."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.forms.years import EnrolForm, ExtensionForm, ObligationForm, OpenYearForm, YearForm
from assessments.models import Department, Enrolment, FiscalYear, State
from assessments.refusals import Refused
from assessments.selectors import years as selectors
from assessments.selectors.access import roles_of, visible_filings
from assessments.services import years as services
from assessments.views.frame import person
from assessments.views.listing import wants_workbook
from assessments.views.searching import query, sought
from assessments.views.years_lists import year_workbook, years_workbook

PAGE_SIZE = 50


def _administrator(request: HttpRequest) -> Any:
    """The administrator who asks; for anybody else these pages do not exist."""
    if not roles_of(request.user).administers:  # type: ignore[arg-type]
        raise Http404
    return request.user


@login_required
@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """Every year with its progress, and the way to the next."""
    _administrator(request)
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
    _administrator(request)
    if FiscalYear.objects.exists():
        return redirect("years")
    return _open(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def open_year(request: HttpRequest, year: int) -> HttpResponse:
    """Open a year like `year`."""
    _administrator(request)
    return _open(request, get_object_or_404(FiscalYear, year=year))


def _open(request: HttpRequest, like: FiscalYear | None) -> HttpResponse:
    user = person(request)
    proposal = {"year": timezone.localdate().year - 1}
    if like is not None:
        proposal = {"year": like.year + 1, "opens_on": _later(like.opens_on), "due_on": _later(like.due_on)}
    form = OpenYearForm(request.POST or None, initial=proposal)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.open_year(**form.cleaned_data, like=like, by=user)
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
                status = 409
            else:
                messages.success(request, _("Fiscal year %(year)s is open.") % {"year": made.year})
                return redirect("year", made.year)
    departments = like.enrolments.count() if like else Department.objects.count()
    return render(request, "years/open.html", {"form": form, "like": like, "departments": departments}, status=status)


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
    user = _administrator(request)
    row = get_object_or_404(FiscalYear, year=year)
    if wants_workbook(request):
        return year_workbook(request, row, _departments(request, row))
    what = request.POST.get("what", "")
    days = {"status": row.status, "opens_on": row.opens_on, "due_on": row.due_on}
    missing = selectors.not_enrolled(row)
    form = YearForm(request.POST if what == "days" else None, initial=days)
    enrol = EnrolForm(request.POST if what == "enrol" else None, year=row.year)
    status = 200
    if request.method == "POST":
        status = 422
        chosen: Any = {"days": form, "enrol": enrol}.get(what)
        act: Any = services.change_year if what == "days" else services.enrol
        if chosen is not None and chosen.is_valid():
            try:
                act(row, **chosen.cleaned_data, by=user)
            except Refused as refusal:
                chosen.add_error(None, refusal.reasons)
                status = 409
            else:
                messages.success(request, _("Saved."))
                return redirect("year", row.year)
    context = {"form": form, "enrol": enrol if missing.exists() else None}
    return render(request, "years/year.html", _progress(request, row) | context, status=status)


def _departments(request: HttpRequest, row: FiscalYear) -> Any:
    """The departments of a year that were asked for."""
    return selectors.progress(row, timezone.localdate(), text=sought(request), state=request.GET.get("state", ""))


def _progress(request: HttpRequest, row: FiscalYear) -> dict[str, Any]:
    today = timezone.localdate()
    text, state = sought(request), request.GET.get("state", "")
    page = Paginator(_departments(request, row), PAGE_SIZE).get_page(request.GET.get("page"))
    labels = dict(State.choices)
    for enrolment in page.object_list:
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
    user = _administrator(request)
    row = get_object_or_404(Enrolment.objects.select_related("fiscal_year", "department"), pk=pk)
    obligation = {"required": row.required, "reason": row.not_required_reason, "public": row.public}
    what = request.POST.get("what", "")
    extension = ExtensionForm(request.POST if what == "extension" else None)
    duty = ObligationForm(request.POST if what == "obligation" else None, initial=obligation)
    status = 200
    if request.method == "POST":
        status = 422
        form: Any = {"extension": extension, "obligation": duty}.get(what)
        if form is not None and form.is_valid():
            act: Any = services.grant_extension if what == "extension" else services.set_obligation
            try:
                act(row, **form.cleaned_data, by=user)
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
                status = 409
            else:
                messages.success(request, _("Saved."))
                return redirect("enrolment", row.pk)
    context = {
        "enrolment": row,
        "filings": visible_filings(user).filter(enrolment=row).order_by("-version"),
        "extension": extension,
        "obligation": duty,
        "extensions": row.extensions.select_related("granted_by").order_by("-granted_at"),
    }
    return render(request, "years/enrolment.html", context, status=status)
