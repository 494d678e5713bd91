"""Rules that are waived: the performance section grants, looks through and withdraws waivers here, of drafts too, which it does not read."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.models import Waiver
from assessments.refusals import Refused
from assessments.rules import RULES
from assessments.selectors.access import roles_of
from assessments.services.filings import newest
from assessments.views.listing import AT_ONCE, page_of, taken_out, wants_workbook
from assessments.views.searching import query, sought
from reports.forms import WaiverForm, years_to_waive_in
from reports.judging import end_waiver, waive

PAGE_SIZE = 50


def _of_performance(request: HttpRequest) -> Any:
    if not roles_of(request.user).performance:  # type: ignore[arg-type]
        raise Http404
    return request.user


@login_required
@require_http_methods(["GET", "POST"])
def waivers(request: HttpRequest) -> HttpResponse:
    """Every waiver, newest first, and the form that grants one. `?code=`, `?year=` and `?rule=` fill it in."""
    user = _of_performance(request)
    if wants_workbook(request):
        return _workbook(request)
    form = WaiverForm(request.POST or None, initial=_asked(request))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _grant(form, user):
            messages.success(request, _("The rule is waived. The preparer sees it beside the findings."))
            return redirect("waivers")
        status = 422
    return render(request, "reports/waivers.html", _listed(request) | {"form": form}, status=status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    asked = {name: request.GET[name] for name in ("code", "year", "rule") if request.GET.get(name)}
    year = next(iter(years_to_waive_in()), None)
    today = timezone.localdate()
    return {"year": year and year.year, "expires_on": max(year.due_on, today) if year else today} | asked


def _grant(form: WaiverForm, user: Any) -> bool:
    """Waive the rule, or say in the form why not."""
    filing = newest(form.enrolment) if form.enrolment else None
    if filing is None:
        form.add_error("code", _("This department has not begun its filing of that year."))
        return False
    wanted = form.cleaned_data
    try:
        waive(filing, wanted["rule"], wanted["reason"], wanted["expires_on"], by=user)
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        return False
    return True


def _found(text: str) -> QuerySet[Waiver]:
    """The waivers of a department or rule, the newest first."""
    found = Waiver.objects.select_related(
        "filing__enrolment__department", "filing__enrolment__fiscal_year", "granted_by", "withdrawn_by"
    )
    if text:
        place = Q(filing__enrolment__name__icontains=text) | Q(filing__enrolment__department__code__startswith=text)
        found = found.filter(place | Q(rule__iexact=text))
    return found.order_by("-pk")


def _listed(request: HttpRequest) -> dict[str, Any]:
    text = sought(request)
    page = page_of(request, _found(text), PAGE_SIZE)
    today = timezone.localdate()
    lines = [
        {
            "waiver": one,
            "title": _title(one),
            "runs": _runs(one, today),
        }
        for one in page.object_list
    ]
    return {"page": page, "lines": lines, "q": text, "query": query(request)}


def _title(waiver: Waiver) -> str:
    return gettext(RULES[waiver.rule].title) if waiver.rule in RULES else ""


def _runs(waiver: Waiver, today: date) -> bool:
    return waiver.withdrawn_on is None and waiver.expires_on >= today


def _workbook(request: HttpRequest) -> HttpResponse:
    columns = (
        (_("Code"), 10),
        (_("Department"), 28),
        (_("Fiscal year"), 8),
        (_("Version"), 6),
        (_("Rule"), 6),
        (_("What it asks"), 34),
        (_("Reason"), 40),
        (_("Waived by"), 10),
        (_("Waived on"), 12),
        (_("Counts until"), 12),
        (_("Status"), 10),
        (_("Withdrawn by"), 10),
        (_("Withdrawn on"), 12),
    )
    found = _found(sought(request))
    return taken_out(request, "waivers", _("Waived rules"), columns, _rows(found), count=found.count(), fixed=2)


def _rows(found: QuerySet[Waiver]) -> Iterator[Sequence[Any]]:
    today = timezone.localdate()
    for one in found.iterator(chunk_size=AT_ONCE):
        enrolment = one.filing.enrolment
        yield (
            enrolment.department.code,
            enrolment.name,
            enrolment.fiscal_year.year,
            one.filing.version,
            one.rule,
            _title(one),
            one.reason,
            one.granted_by.full_name,
            one.granted_on,
            one.expires_on,
            _("In force") if _runs(one, today) else _("Withdrawn") if one.withdrawn_on else _("Run out"),
            one.withdrawn_by.full_name if one.withdrawn_by else None,
            one.withdrawn_on,
        )


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a waiver."""
    user = _of_performance(request)
    waiver = get_object_or_404(Waiver.objects.select_related("filing"), pk=pk)
    try:
        end_waiver(waiver, by=user)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("The waiver was withdrawn."))
    return redirect("waivers")
