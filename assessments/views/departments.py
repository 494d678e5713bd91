"""Departments: list, add, change from a day on, end."""

import re
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.forms.administration import DepartmentForm, EndForm, NewDepartmentForm, SectionForm
from assessments.models import BureauSection, Department, DepartmentPeriod, FiscalYear
from assessments.selectors.access import roles_of
from assessments.selectors.departments import SUGGESTED, like, spelt
from assessments.selectors.years import not_enrolled
from assessments.services import departments as services
from assessments.views.frame import administrator, person
from assessments.views.listing import AT_ONCE, page_of, taken_out, wants_workbook
from assessments.views.searching import query, sought
from assessments.views.several import Part, several

PAGE_SIZE = 50
YEAR = re.compile(r"[0-9]{4}")


@login_required
@require_http_methods(["GET", "POST"])
def departments(request: HttpRequest) -> HttpResponse:
    """All departments in their newest form, also those that ended, and the sections of the bureau; both can be added to."""
    user = administrator(request)
    new = several(
        request,
        {
            "department": Part(NewDepartmentForm, partial(services.add_department, by=user)),
            "section": Part(SectionForm, partial(services.add_section, by=user)),
        },
    )
    if new.done:
        messages.success(request, _("Saved."))
        return redirect("departments")
    text = sought(request)
    newest = DepartmentPeriod.objects.filter(department=OuterRef("department")).order_by("-begins_on").values("pk")[:1]
    found = DepartmentPeriod.objects.filter(pk=Subquery(newest))
    found = found.select_related("department", "supervisor", "section")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(department__code__startswith=text))
    found = found.order_by("department__code")
    if wants_workbook(request):
        return _workbook(request, found)
    page = page_of(request, found, PAGE_SIZE)
    context = {
        "page": page,
        "q": text,
        "query": query(request),
        "form": new.forms["department"],
        "section": new.forms["section"],
        "sections": BureauSection.objects.order_by("name"),
    }
    return render(request, "departments/departments.html", context, status=new.status)


def _workbook(request: HttpRequest, found: QuerySet[DepartmentPeriod]) -> HttpResponse:
    columns = (
        (_("Code"), 14),
        (_("Name"), 36),
        (_("Supervising department"), 30),
        (_("Bureau section"), 18),
        (_("From"), 12),
        (_("Last day"), 12),
    )
    fields = ("department__code", "name", "supervisor__name", "section__name", "begins_on", "ends_on")
    rows = found.values_list(*fields).iterator(chunk_size=AT_ONCE)
    return taken_out(request, "departments", _("Departments"), columns, rows, count=found.count(), fixed=2)


@login_required
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Departments near what is typed into a field, as texts that the field understands; `missing` names a year in which they are not."""
    roles = roles_of(person(request))
    if not (roles.administers or roles.secures):
        raise Http404
    year = request.GET.get("missing", "")
    among = not_enrolled(get_object_or_404(FiscalYear, year=year)) if YEAR.fullmatch(year) else None
    found = like(sought(request), among)[:SUGGESTED]
    return JsonResponse({"departments": [spelt(one) for one in found]})


@login_required
@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """One department with its history."""
    user = administrator(request)
    row = get_object_or_404(Department, pk=pk)
    last = row.periods.select_related("supervisor").order_by("-begins_on").first()
    initial = (
        {"name": row.name, "supervisor": last.supervisor, "section": last.section_id} if last else {"name": row.name}
    )
    page = several(
        request,
        {
            "change": Part(partial(DepartmentForm, initial=initial), partial(services.change_department, row, by=user)),
            "end": Part(EndForm, partial(services.end_department, row, by=user)),
        },
    )
    if page.done:
        messages.success(request, _("Saved."))
        return redirect("department", row.pk)
    periods = row.periods.select_related("supervisor", "section").order_by("-begins_on")
    context = {"department": row, "periods": periods, "form": page.forms["change"], "end": page.forms["end"]}
    return render(request, "departments/department.html", context, status=page.status)
