"""The official documents as files."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.models import State
from assessments.selectors.kept import judged
from assessments.services import log
from assessments.views.frame import fetch
from reports.documents import PARTS
from reports.drawn import drawn
from reports.printed import printed

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
@require_GET
def document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The whole filing, or one attachment with `?part=`, as PDF, DOCX or XLSX. What is not approved carries a watermark.

    What was submitted is printed as it was frozen, whatever became of its rows.
    """
    part = request.GET.get("part", "all")
    if kind not in KINDS or part not in PARTS:
        raise Http404
    filing = fetch(request, pk)
    page = printed(filing, judged(filing).loaded if filing.state == State.DRAFT else None)
    content = drawn(page, kind, part)
    log.record(
        "export",
        by=request.user,  # type: ignore[arg-type]
        about=filing,
        after={
            "kind": kind,
            "part": part,
            "draft": page.draft,
            "submission": page.submission.sha256 if page.submission else "",
            "sha256": hashlib.sha256(content).hexdigest(),  # by which `verify_filing` knows the file again
        },
    )
    name = _("%(year)s %(department)s self-evaluation") % {
        "year": filing.enrolment.fiscal_year.year,
        "department": filing.enrolment.name,
    }
    draft = _(" (draft)") if page.draft else ""
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = content_disposition_header(kind != "pdf", f"{name}{draft}.{kind}") or ""
    return response
