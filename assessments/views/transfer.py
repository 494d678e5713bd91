"""Begin a filing, take one in from a file, and take one out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.document.codec import DocumentError, dumps, loads
from assessments.document.combine import with_rest
from assessments.document.filing import Filing as Document
from assessments.forms.upload import UploadForm
from assessments.models import CONCLUDED, Enrolment, Filing
from assessments.refusals import Refused
from assessments.rules import Severity, check
from assessments.selectors.access import may_edit
from assessments.selectors.documents import load, year_policy, year_template
from assessments.selectors.home import own_enrolments
from assessments.services import log
from assessments.services.filings import document_fits, import_document, newest, start_filing
from assessments.views.frame import open_filing, person
from assessments.views.reading import emptied, missing, other_name, show_reading


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the filing of a department and year with the blank forms."""
    enrolment = _own(request, pk)
    try:
        filing = start_filing(enrolment, by=person(request))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("home")
    messages.success(request, _("The filing was begun with the blank forms of the year."))
    return redirect("filing", filing.pk)


def _own(request: HttpRequest, pk: Any) -> Enrolment:
    enrolment = next((one for one in own_enrolments(person(request)) if str(one.pk) == str(pk)), None)
    if enrolment is None:
        raise Http404
    return enrolment


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a filing document in. What would be replaced is shown first and replaced only when the person says so."""
    enrolments = own_enrolments(person(request))
    if not enrolments:
        raise Http404
    if request.method == "GET":
        form = UploadForm(enrolments, initial={"enrolment": request.GET.get("enrolment", "")})
        return render(request, "assessments/upload.html", {"form": form})
    form = UploadForm(enrolments, request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "assessments/upload.html", {"form": form}, status=422)
    enrolment = _own(request, form.cleaned_data["enrolment"])
    if filled := form.filled_forms:
        return show_reading(request, form, enrolment, filled)
    try:
        incoming = loads(form.content)
    except DocumentError as error:
        form.add_error("file", _("This file is not a filing: %(error)s") % {"error": error})
        return render(request, "assessments/upload.html", {"form": form}, status=422)
    return _take_in(request, form, enrolment, incoming)


def _take_in(request: HttpRequest, form: UploadForm, enrolment: Enrolment, incoming: Document) -> HttpResponse:
    current = newest(enrolment)
    replacing = current is not None and current.state not in CONCLUDED
    agreed = bool(form.cleaned_data["replace"])
    if replacing and not agreed and current is not None:
        reasons = [*document_fits(enrolment, incoming), *may_edit(person(request), current)]
        if not reasons:
            return _ask(request, enrolment, incoming, current, keep=form.cleaned_data["keep"])
        return _refuse(request, form, reasons)
    try:
        filing = import_document(
            enrolment, incoming, by=person(request), replace=agreed, keep=form.cleaned_data["keep"]
        )
    except Refused as refusal:
        return _refuse(request, form, refusal.reasons)
    if named := other_name(enrolment, incoming):
        messages.warning(
            request,
            _("The file names the department “%(given)s”; it was taken in for “%(own)s”.")
            % {"given": named, "own": enrolment.name},
        )
    messages.success(request, _("The file was taken in as a draft."))
    return redirect("filing", filing.pk)


def _refuse(request: HttpRequest, form: UploadForm, reasons: list[str]) -> HttpResponse:
    for reason in reasons:
        form.add_error(None, reason)
    return render(request, "assessments/upload.html", {"form": form}, status=409)


def _ask(request: HttpRequest, enrolment: Enrolment, given: Document, current: Filing, *, keep: bool) -> HttpResponse:
    """Show what is there and what would come in its place; with `keep` only the attachments of the file would."""
    before, template = load(current.pk).document, year_template(enrolment.fiscal_year.template)
    incoming = with_rest(given, before) if keep else given
    findings = check(incoming, year_policy(enrolment.fiscal_year.policy))
    context = {
        "enrolment": enrolment,
        "current": current,
        "incoming": incoming,
        "keep": keep,
        "kept": missing(given, template) if keep else [],
        "emptied": emptied(before, incoming, template),
        "other": other_name(enrolment, given),
        "lines": len((incoming.basic_data.expenditure if incoming.basic_data else None) or ()),
        "projects": len(incoming.projects or ()),
        "sections": len((incoming.report.sections if incoming.report else None) or ()),
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
        "document": dumps(given),
    }
    return render(request, "assessments/upload_replace.html", context, status=409)


@login_required
@require_GET
def export_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The filing as a filing document, to keep or to take elsewhere. Logged."""
    loaded = open_filing(request, pk).loaded
    filing = loaded.filing
    name = f"{filing.enrolment.department.code}-{filing.enrolment.fiscal_year.year}.json"
    log.record("export", by=person(request), about=filing, after={"file": name})
    response = HttpResponse(dumps(loaded.document, indent=1) + "\n", content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
