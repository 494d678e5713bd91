"""The inbox."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from assessments.models import Notice
from assessments.selectors.access import visible_filings
from assessments.services.notices import mark_read
from assessments.views.listing import AT_ONCE, page_of, taken_out, wants_workbook

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
    found = Notice.objects.filter(recipient=user)
    if wants_workbook(request):
        return _workbook(request, found)
    page = page_of(request, found, PAGE_SIZE)
    reachable = set(
        visible_filings(user).filter(pk__in=[one.filing_id for one in page.object_list]).values_list("pk", flat=True)
    )
    for one in page.object_list:
        one.sentence = _sentence(one)
        one.reachable = one.filing_id in reachable
    return render(request, "notices/notices.html", {"page": page})


def _sentence(notice: Notice) -> str:
    """What happened, in the language of the reader."""
    return gettext(SENTENCES[notice.verb]) % {name: notice.params.get(name, "") for name in ("department", "rule")}


def _workbook(request: HttpRequest, found: QuerySet[Notice]) -> HttpResponse:
    columns = (
        (gettext("Time"), 18),
        (pgettext("in the inbox", "What happened"), 60),
        (gettext("Reason"), 60),
        (pgettext("in the inbox", "Read at"), 18),
    )
    return taken_out(request, "notices", gettext("Inbox"), columns, _rows(found), count=found.count())


def _rows(found: QuerySet[Notice]) -> Iterator[Sequence[Any]]:
    for one in found.iterator(chunk_size=AT_ONCE):
        yield one.sent_at, _sentence(one), one.params.get("reason"), one.read_at
