"""The filing as it is printed, with the findings as marks that can be switched off."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.views.frame import filing_context, lines_of, open_filing
from reports.documents import render_html
from reports.printed import printed


@login_required
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every page of the filing; `?marks=0` leaves the findings out."""
    judged = open_filing(request, pk)
    filing = judged.loaded.filing
    page = printed(filing, judged.loaded)
    marks = request.GET.get("marks") != "0"
    lines = lines_of(judged.loaded, page.findings) if marks else []
    answers = page.answers
    for line in lines:
        if line.finding.explained:
            line.answer = answers.get((line.finding.rule, line.finding.path), "")
    context = filing_context(request, judged.loaded, judged.findings, "preview") | {
        "page": page,
        "marks": marks,
        "lines": lines,
        "html": render_html(page.document, page.template, marks=_marks(page.findings) if marks else {}),
    }
    return render(request, "reports/preview.html", context)


def _marks(findings: object) -> dict[str, str]:
    """The weightiest mark of each cell."""
    weights = {"error": 3, "warning": 2, "notice": 1}
    found: dict[str, str] = {}
    for one in findings:  # type: ignore[attr-defined]
        if weights[one.severity] > weights.get(found.get(one.path, ""), 0):
            found[one.path] = str(one.severity)
    return found
