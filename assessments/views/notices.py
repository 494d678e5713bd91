"""The inbox."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from assessments.models import Notice
from assessments.selectors.access import visible_filings
from assessments.services.notices import mark_read

PAGE_SIZE = 30
SENTENCES = {
    "submit": _("%(department)s: the filing was submitted."),
    "withdraw": _("%(department)s: the submission was withdrawn."),
    "sign": _("%(department)s: the filing was signed."),
    "supervise": _("%(department)s: the supervising department passed the filing."),
    "first_review": _("%(department)s: the filing passed the first review."),
    "second_review": _("%(department)s: the filing passed the second review."),
    "approve": _("%(department)s: the filing was approved."),
    "return": _("%(department)s: the filing was returned."),
    "publish": _("%(department)s: the filing was published."),
    "reopen": _("%(department)s: the approved filing was reopened; the next version is a draft."),
    "waive": _("%(department)s: rule %(rule)s was waived for the filing."),
    "end_waiver": _("%(department)s: the waiver of rule %(rule)s was withdrawn."),
}


@login_required
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What happened to the filings of this person, newest first; POST marks all as read."""
    user: Any = request.user
    if request.method == "POST":
        mark_read(user)
        return redirect("notices")
    page = Paginator(Notice.objects.filter(recipient=user), PAGE_SIZE).get_page(request.GET.get("page"))
    reachable = set(
        visible_filings(user).filter(pk__in=[one.filing_id for one in page.object_list]).values_list("pk", flat=True)
    )
    for one in page.object_list:
        figures = {name: one.params.get(name, "") for name in ("department", "rule")}
        one.sentence = gettext(SENTENCES[one.verb]) % figures  # type: ignore[attr-defined]
        one.reachable = one.filing_id in reachable  # type: ignore[attr-defined]
    return render(request, "notices/notices.html", {"page": page})
