"""The summary report of a year, for those who follow its departments: on the page, as PDF and as Word file."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.models import FiscalYear
from assessments.selectors.access import roles_of
from assessments.services import log
from reports.documents import render as drawn
from reports.documents.cache import kept
from reports.documents.html import Page, body
from reports.documents.summary import Summary, summary_printout
from reports.rollup import summary
from reports.views.documents import KINDS


@login_required
@require_GET
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The report as it is printed."""
    row, found = _summary(request, year)
    page = summary_printout(found)
    html = mark_safe(body(page, Page(False, {})))  # every text is escaped there
    return render(request, "reports/rollup.html", {"year": row, "draft": page.draft, "html": html})


@login_required
@require_GET
def document(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The report as PDF or Word file, with a watermark while not every department is approved. Logged."""
    if kind not in ("pdf", "docx"):
        raise Http404
    row, found = _summary(request, year)
    page = summary_printout(found)
    content = kept(("summary", kind, repr(found)), lambda: drawn(page, kind))
    log.record("export", by=request.user, about=row, after={"kind": kind, "report": found.title, "draft": page.draft})  # type: ignore[arg-type]
    draft = _(" (draft)") if page.draft else ""
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = content_disposition_header(kind != "pdf", f"{found.title}{draft}.{kind}") or ""
    return response


def _summary(request: HttpRequest, year: int) -> tuple[FiscalYear, Summary]:
    user: Any = request.user
    if not roles_of(user).reviews:
        raise Http404
    row = get_object_or_404(FiscalYear.objects.exclude(status=FiscalYear.Status.PLANNED), year=year)
    return row, summary(user, row)
