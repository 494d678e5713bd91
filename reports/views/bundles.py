"""Many filings as one file: asked for, under way, taken."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.models import Department, FiscalYear, Job, State
from assessments.refusals import Refused
from assessments.selectors.access import roles_of, visible_filings
from assessments.services import log
from assessments.views.listing import in_pieces, page_of, taken_out, wants_workbook
from reports import bundles as services
from reports.bundles import BUNDLE, KINDS, Wanted

PAGE_SIZE = 30
MOST_PICKED = 500
LABELS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


@login_required
@require_http_methods(["GET", "POST"])
def bundles(request: HttpRequest) -> HttpResponse:
    """The bundles that this person asked for, and the form that asks for another: of a year, a state, a supervisor, or of what was ticked."""
    user = _reviewer(request)
    if request.method == "POST":
        try:
            made = services.ask_for(user, _wanted(request))
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return redirect("bundles")
        return redirect("bundle", made.pk)
    if wants_workbook(request):
        return _workbook(request, user)
    page = page_of(request, _own(user), PAGE_SIZE)
    name_all(list(page))
    readable = visible_filings(user).exclude(state=State.DRAFT)
    context = {
        "page": page,
        "years": FiscalYear.objects.exclude(status=FiscalYear.Status.PLANNED),
        "states": [one for one in State.choices if one[0] not in (State.DRAFT, State.SIGNING)],
        "supervisors": Department.objects.filter(pk__in=readable.values("enrolment__supervisor")),
        "kinds": LABELS.items(),
        "days": settings.BUNDLE_DAYS,
        "asked": request.GET,
    }
    return render(request, "reports/bundles.html", context)


def _workbook(request: HttpRequest, user: Any) -> HttpResponse:
    columns = (
        (_("Bundle"), 50),
        (_("Status"), 12),
        (pgettext("filings of a job", "Done"), 10),
        (pgettext("filings of a job", "Of"), 10),
        (_("Asked for at"), 18),
    )
    keys = list(_own(user).values_list("pk", flat=True))
    return taken_out(request, "bundles", _("Bundles"), columns, map(_row, in_pieces(keys, _named)), count=len(keys))


def _named(keys: list[int]) -> list[Job]:
    rows = list(Job.objects.filter(pk__in=keys))
    name_all(rows)
    return rows


def _row(job: Any) -> Sequence[Any]:
    return job.what, job.standing, job.finished, job.total, job.asked_at


@login_required
@require_GET
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """One bundle of this person's: how far it is, what came of it, where it is taken."""
    row = get_object_or_404(_own(_reviewer(request)), pk=pk)
    file = services.file_of(row)
    there = row.status == Job.Status.DONE and file.is_file()
    begun = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC) if there else timezone.now()
    ends = begun + timedelta(days=settings.BUNDLE_DAYS)
    name_all([row])
    context = {"job": row, "there": there, "ends": ends, "allowed": _same_scope(request, row)}
    response = render(request, "reports/bundle.html", context)
    if row.under_way and not row.overdue:
        response["Refresh"] = "3"
    return response


@login_required
@require_GET
def bundle_file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The ZIP, to whom it was made for, while their roles are those that it was made under."""
    user = _reviewer(request)
    row = get_object_or_404(_own(user), pk=pk)
    if not _same_scope(request, row):
        raise Http404
    try:
        file = services.file_of(row).open("rb")
    except OSError:
        messages.error(request, _("The file is not there any more. Ask for it again."))
        return redirect("bundle", pk)
    log.record("export", by=user, about=row, after={"kind": "zip", "filings": (row.result or {}).get("filings")})
    name = _("Self-evaluations %(what)s") % {"what": timezone.localtime(row.asked_at).strftime("%Y-%m-%d %H%M")}
    return FileResponse(file, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


def _reviewer(request: HttpRequest) -> Any:
    """Who asks, if they review; for others there are no bundles."""
    if not roles_of(request.user).reviews:  # type: ignore[arg-type]
        raise Http404
    return request.user


def _own(user: Any) -> Any:
    return Job.objects.filter(kind=BUNDLE, asked_by=user)


def _same_scope(request: HttpRequest, row: Job) -> bool:
    return bool(row.arguments.get("scope") == services.scope_of(request.user))  # type: ignore[arg-type]


def _wanted(request: HttpRequest) -> Wanted:
    """What a form asks for; a tick of the queue names the filing first, then what else the queue needs."""
    sent = request.POST
    ticks = [*sent.getlist("picked"), *(pick.partition(".")[0] for pick in sent.getlist("pick"))]
    picked = sorted({int(tick) for tick in ticks if _is_key(tick)})
    if len(picked) > MOST_PICKED or ("ticked" in sent and not picked):
        raise Refused(
            _("Tick at least one filing, and no more than %(most)s at once.") % {"most": MOST_PICKED},
        )
    numbers = {name: int(sent.get(name, "")) if _is_key(sent.get(name, "")) else 0 for name in ("year", "supervisor")}
    return Wanted(
        **numbers,
        state=sent.get("state", "") if sent.get("state") in State.values else "",
        picked=tuple(picked),
        kinds=tuple(kind for kind in KINDS if kind in sent.getlist("kind")),
    )


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def name_all(rows: Sequence[Any]) -> None:
    """Give each bundle the words for what it is of, as `what`, and its page as `url`."""
    keys = {row.arguments.get("supervisor") or 0 for row in rows}
    names = dict(Department.objects.filter(pk__in=keys).values_list("pk", "name"))
    for row in rows:
        kinds = ", ".join(LABELS[kind] for kind in row.arguments.get("kinds", ()) if kind in LABELS)
        row.what = f"{_of(row.arguments, names)} · {kinds}"
        row.url = reverse("bundle", args=(row.pk,))


def _of(arguments: dict[str, Any], names: dict[int, str]) -> str:
    picked: Sequence[int] = arguments.get("picked") or ()
    if picked:
        return _("%(number)s ticked filings") % {"number": len(picked)}
    state = dict(State.choices).get(arguments.get("state", ""), "")
    parts = (str(arguments.get("year", "")), str(state), names.get(arguments.get("supervisor") or 0, ""))
    return " · ".join(one for one in parts if one)
