"""Bulk import: send a file, see what is wrong and what would be made, then have it carried out whole."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.document.errors import SpokenError
from assessments.forms.bulk import BulkForm
from assessments.importing.bulk import running, workbooks
from assessments.importing.bulk.kinds import Kind
from assessments.models import BulkImport, Job, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import jobs
from assessments.services.accounts import first_passwords
from assessments.views.frame import person
from assessments.views.listing import AT_ONCE, TYPE, page_of, taken_out, wants_workbook

PAGE_SIZE = 100


def _kind(request: HttpRequest, name: str) -> Kind:
    """The kind, where this person imports it; for anybody else there is none."""
    kind = running.kinds().get(name)
    if kind is None or not kind.allowed(roles_of(person(request))):
        raise Http404
    return kind


@login_required
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a file of one kind; the files that were sent before."""
    chosen = _kind(request, kind)
    if wants_workbook(request):
        return _workbook(request, chosen)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BulkForm(*sent, years=chosen.years, archive=chosen.read is not None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file, year = form.cleaned_data["file"], form.cleaned_data.get("fiscal_year")
            try:
                made = running.take_in(chosen, file.name, file.read(), year=year, by=person(request))
            except SpokenError as error:
                form.add_error("file", str(error))
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
                status = 409
            else:
                return redirect("bulk_import", made.pk)
    context = {
        "kind": chosen,
        "title": BulkImport.Kind(chosen.name).label,
        "kinds": _others(request),
        "form": form,
        "page": page_of(request, _sent(chosen), PAGE_SIZE),
    }
    return render(request, "bulk/bulk.html", context, status=status)


def _sent(kind: Kind) -> QuerySet[BulkImport]:
    """The files of a kind that were sent before, the newest first."""
    return BulkImport.objects.filter(kind=kind.name).select_related("asked_by").defer("rows", "raw", "planned")


def _workbook(request: HttpRequest, kind: Kind) -> HttpResponse:
    columns = (
        (_("File"), 40),
        (_("Sent by"), 16),
        (_("Sent at"), 18),
        (_("State"), 16),
        (pgettext("of a file", "Carried out at"), 18),
    )
    found = _sent(kind)
    rows = (
        (one.file_name, one.asked_by.full_name, one.asked_at, one.standing, one.done_at)
        for one in found.iterator(chunk_size=AT_ONCE)
    )
    title = _("Files sent before") + f" {BulkImport.Kind(kind.name).label}"
    return taken_out(request, f"imports/{kind.name}", title, columns, rows, count=found.count())


def _others(request: HttpRequest) -> list[tuple[str, Any]]:
    roles = roles_of(person(request))
    return [(name, BulkImport.Kind(name).label) for name, kind in running.kinds().items() if kind.allowed(roles)]


@login_required
@require_GET
def bulk_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind as an Excel file: its heads, an example row, and what to fill in."""
    chosen = _kind(request, kind)
    if not chosen.columns:
        raise Http404
    title = str(BulkImport.Kind(chosen.name).label)
    return _file(workbooks.form(chosen.columns, title), f"{chosen.name}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def bulk_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what was found, what would be made or was made."""
    asked = get_object_or_404(BulkImport.objects.select_related("fiscal_year", "asked_by").defer("raw", "rows"), pk=pk)
    _kind(request, asked.kind)
    status = 200
    if request.method == "POST":
        try:
            return _act(request, asked, request.POST.get("what", ""))
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            status = 409
    response = render(request, "bulk/bulk_import.html", _context(request, asked), status=status)
    if response.status_code == 200 and (job := _job(asked)) is not None and job.under_way:
        response["Refresh"] = "3"
    return response


def _act(request: HttpRequest, asked: BulkImport, what: str) -> HttpResponse:
    by = person(request)
    job = _job(asked)
    if what == "again" and job is not None:
        jobs.ask_again(job, by=by)
    elif what == "passwords" and asked.kind == BulkImport.Kind.ACCOUNTS and asked.done_at is not None:
        return _passwords(asked, by)
    elif what == "carry_out":
        running.ask_to_carry_out(asked, by=by)
    else:
        raise Refused(_("Choose what is to be done."))
    return redirect("bulk_import", asked.pk)


def _passwords(asked: BulkImport, by: User) -> HttpResponse:
    """New first passwords for those who have not signed in yet, as a file that is made once."""
    given = first_passwords(User.objects.filter(pk__in=asked.made), by=by)
    if not given:
        raise Refused(_("Everybody of this file has signed in already, or the account is closed."))
    heads = (_("Sign-in name"), pgettext("of a person", "Name"), _("First password"))
    rows = [(user.username, user.full_name, password) for user, password in given]
    return _file(workbooks.table(str(_("First passwords")), heads, rows), f"passwords-{asked.pk}.xlsx")


def _job(asked: BulkImport) -> Job | None:
    """The newest piece of work for this file."""
    return Job.objects.filter(kind__in=(running.LOOK, running.CARRY_OUT), arguments__import=asked.pk).first()


def _context(request: HttpRequest, asked: BulkImport) -> dict[str, Any]:
    against = [(row, text) for row, text, stands in asked.messages if stands]
    lines = asked.planned
    return {
        "asked": asked,
        "title": BulkImport.Kind(asked.kind).label,
        "job": _job(asked),
        "unit": _("File") if asked.kind == BulkImport.Kind.FILINGS else pgettext("of a table", "Row"),
        "against": against,
        "notes": [(row, text) for row, text, stands in asked.messages if not stands],
        "page": page_of(request, lines, PAGE_SIZE),
        "waiting": (
            User.objects.filter(pk__in=asked.made, last_login=None, must_change_password=True).count()
            if asked.kind == BulkImport.Kind.ACCOUNTS
            else 0
        ),
    }
