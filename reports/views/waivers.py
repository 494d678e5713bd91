"""Rules that are waived: the performance section grants, looks through and withdraws waivers here, of drafts too, which it does not read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
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


def _listed(request: HttpRequest) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()[:60]
    found = Waiver.objects.select_related(
        "filing__enrolment__department", "filing__enrolment__fiscal_year", "granted_by", "withdrawn_by"
    )
    if text:
        place = Q(filing__enrolment__name__icontains=text) | Q(filing__enrolment__department__code__startswith=text)
        found = found.filter(place | Q(rule__iexact=text))
    page = Paginator(found.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    lines = [
        {
            "waiver": one,
            "title": gettext(RULES[one.rule].title) if one.rule in RULES else "",
            "runs": one.withdrawn_on is None and one.expires_on >= today,
        }
        for one in page.object_list
    ]
    rest = request.GET.copy()
    rest.pop("page", None)
    return {"page": page, "lines": lines, "q": text, "query": f"{rest.urlencode()}&" if rest else ""}


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
