"""Jobs: what was asked for, how far it is, what came out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.models import FiscalYear, Job
from assessments.refusals import Refused
from assessments.rules import RULES
from assessments.services import jobs as services
from assessments.services.validation import VALIDATE_YEAR
from assessments.views.frame import administrator
from assessments.views.listing import AT_ONCE, taken_out, wants_workbook

PAGE_SIZE = 30


def _jobs() -> QuerySet[Job]:
    """The administrator's jobs; a check of the log is the auditor's and shows on the page of the log."""
    return Job.objects.filter(kind=VALIDATE_YEAR).select_related("asked_by")


@login_required
@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, newest first; a check of a whole year can be asked for."""
    user = administrator(request)
    if request.method == "POST":
        years = {str(year): year for year in FiscalYear.objects.values_list("year", flat=True)}
        if (wanted := request.POST.get("year", "")) not in years:
            raise Http404
        made = services.ask(VALIDATE_YEAR, {"year": years[wanted]}, by=user)
        return redirect("job", made.pk)
    if wants_workbook(request):
        return _workbook(request)
    page = Paginator(_jobs(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page, "years": FiscalYear.objects.all()})


def _workbook(request: HttpRequest) -> HttpResponse:
    columns = (
        (_("Work"), 24),
        (_("Status"), 12),
        (pgettext("filings of a job", "Done"), 10),
        (pgettext("filings of a job", "Of"), 10),
        (_("Asked for by"), 16),
        (_("Asked for at"), 18),
    )
    rows = (
        (
            _("Check of a year") + f" {one.arguments.get('year', '')}",
            one.standing,
            one.finished,
            one.total,
            one.asked_by.full_name,
            one.asked_at,
        )
        for one in _jobs().iterator(chunk_size=AT_ONCE)
    )
    return taken_out(request, "jobs", _("Jobs"), columns, rows, count=_jobs().count())


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job with its progress; the page asks again by itself while it runs."""
    administrator(request)
    row = get_object_or_404(_jobs(), pk=pk)
    seconds = _seconds_left(row) if row.under_way else None
    context = {
        "job": row,
        "seconds_left": seconds,
        "minutes_left": round((seconds or 0) / 60),
        "rules": _rules(row),
    }
    response = render(request, "jobs/job.html", context)
    if row.under_way:
        response["Refresh"] = "3"
    return response


def _seconds_left(row: Job) -> int | None:
    if not (row.started_at and row.finished and row.total):
        return None
    spent = (timezone.now() - row.started_at).total_seconds()
    return round(spent / row.finished * (row.total - row.finished))


def _rules(row: Job) -> list[tuple[str, str, int]]:
    """The rules that were broken, most often first: code, sentence, filings."""
    from django.utils.translation import gettext

    counts = (row.result or {}).get("rules", {})
    found = [(code, gettext(RULES[code].title), number) for code, number in counts.items() if code in RULES]
    return sorted(found, key=lambda one: (-one[2], one[0]))


@login_required
@require_http_methods(["POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more for a job that failed, that stopped, or that nobody took up."""
    user = administrator(request)
    row = get_object_or_404(_jobs(), pk=pk)
    try:
        made = services.ask_again(row, by=user)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("job", pk)
    return redirect("job", made.pk)
