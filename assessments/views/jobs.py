"""Jobs: what was asked for, how far it is, what came out. A job that has a page of its own is led to from here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.importing.bulk import running
from assessments.models import BulkImport, FiscalYear, Job
from assessments.refusals import Refused
from assessments.rules import RULES
from assessments.selectors.access import roles_of
from assessments.services import jobs as services
from assessments.services.policy_preview import PREVIEW_POLICY
from assessments.services.validation import VALIDATE_YEAR
from assessments.views.frame import administrator, person
from assessments.views.listing import in_pieces, page_of, taken_out, wants_workbook

PAGE_SIZE = 30


def _jobs(request: HttpRequest) -> QuerySet[Job]:
    """The jobs that this person's role asks for, whoever of the role did; for anybody else there is no such page.

    A check of the log shows on the page of the log, a bundle to who asked for it.
    """
    roles = roles_of(person(request))
    imports = [name for name, kind in running.kinds().items() if kind.allowed(roles)]
    if not imports and not roles.administers:
        raise Http404
    found = Q(kind__in=(running.LOOK, running.CARRY_OUT), arguments__kind__in=imports)
    if roles.administers:
        found |= Q(kind__in=(VALIDATE_YEAR, PREVIEW_POLICY))
    return Job.objects.filter(found).select_related("asked_by")


@login_required
@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, newest first; an administrator can ask for a check of a whole year."""
    if request.method == "POST":
        user = administrator(request)
        numbers = {str(year): year for year in FiscalYear.objects.values_list("year", flat=True)}
        if (wanted := request.POST.get("year", "")) not in numbers:
            raise Http404
        made = services.ask(VALIDATE_YEAR, {"year": numbers[wanted]}, by=user)
        return redirect("job", made.pk)
    if wants_workbook(request):
        return _workbook(request)
    page = page_of(request, _jobs(request), PAGE_SIZE)
    _name_all(list(page))
    years = FiscalYear.objects.all() if roles_of(person(request)).administers else ()
    return render(request, "jobs/jobs.html", {"page": page, "years": years})


def _name_all(rows: Sequence[Any]) -> None:
    """Give each job the words for what it does as `what`, and its page as `url`."""
    keys = {row.arguments.get("import") for row in rows} - {None}
    files = BulkImport.objects.only("kind", "file_name").in_bulk(keys)
    for row in rows:
        year = row.arguments.get("year", "")
        if row.kind == PREVIEW_POLICY:
            row.what = _("Effect of another policy") + f" {year}"
            row.url = reverse("policy_preview", args=(year, row.pk))
        elif row.kind == VALIDATE_YEAR:
            row.what = _("Check of a year") + f" {year}"
            row.url = reverse("job", args=(row.pk,))
        else:
            row.what = _of_file(row, files.get(row.arguments["import"]))
            row.url = reverse("bulk_import", args=(row.arguments["import"],))


def _of_file(row: Job, file: BulkImport | None) -> str:
    name = f"{file.get_kind_display()} · {file.file_name}" if file is not None else ""
    words = _("Look at a file: %(name)s") if row.kind == running.LOOK else _("Import of a file: %(name)s")
    return words % {"name": name}


def _workbook(request: HttpRequest) -> HttpResponse:
    columns = (
        (_("Work"), 24),
        (_("Status"), 12),
        (pgettext("filings of a job", "Done"), 10),
        (pgettext("filings of a job", "Of"), 10),
        (_("Asked for by"), 16),
        (_("Asked for at"), 18),
    )
    keys = list(_jobs(request).values_list("pk", flat=True))
    return taken_out(request, "jobs", _("Jobs"), columns, map(_row, in_pieces(keys, _named)), count=len(keys))


def _named(keys: list[int]) -> Iterable[Job]:
    rows = list(Job.objects.filter(pk__in=keys).select_related("asked_by"))
    _name_all(rows)
    return rows


def _row(one: Any) -> Sequence[Any]:
    return one.what, one.standing, one.finished, one.total, one.asked_by.full_name, one.asked_at


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One check of a year with its progress; the page asks again by itself while it runs. Any other job has its own page."""
    row: Any = get_object_or_404(_jobs(request), pk=pk)
    if row.kind != VALIDATE_YEAR:
        _name_all([row])
        return redirect(row.url)
    context = {
        "job": row,
        "left": _time_left(row),
        "rules": _rules(row),
    }
    response = render(request, "jobs/job.html", context)
    if row.under_way:
        response["Refresh"] = "3"
    return response


def _time_left(row: Job) -> str:
    """How long a job still takes, in words; empty where that cannot be told."""
    if not (row.under_way and row.started_at and row.finished and row.total):
        return ""
    spent = (timezone.now() - row.started_at).total_seconds()
    seconds = round(spent / row.finished * (row.total - row.finished))
    if seconds < 100:
        words = ngettext("about %(seconds)s second left", "about %(seconds)s seconds left", seconds)
        return words % {"seconds": seconds}
    minutes = round(seconds / 60)
    return ngettext("about %(minutes)s minute left", "about %(minutes)s minutes left", minutes) % {"minutes": minutes}


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
    row = get_object_or_404(_jobs(request).filter(kind=VALIDATE_YEAR), pk=pk)
    try:
        made = services.ask_again(row, by=user)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("job", pk)
    return redirect("job", made.pk)
