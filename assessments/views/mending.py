"""The page in place of those of a filing that cannot be read, and the form on it with which its preparer mends a draft."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.context import asks_for_json
from assessments.extensions import extensions
from assessments.models import State, User
from assessments.refusals import Refused
from assessments.selectors.access import may_edit
from assessments.selectors.unread import UnreadableFiling
from assessments.services.mending import mend
from assessments.views.frame import fetch, open_filing, person
from assessments.views.steps import changes_in

logger = logging.getLogger(__name__)


class UnreadableFilingMiddleware:
    """Answers for every page that could not be made because a stored cell of its filing cannot be read.

    With 409, not 500: the server works, asking again does not help until a person has mended the filing, and a page's script tells the
    reasons of a 409 and keeps what was typed, where it goes on asking after a 500. Strangers get 404 as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponseBase | None:
        if not isinstance(fault, UnreadableFiling) or not isinstance(request.user, User):
            return None
        return unreadable(request, fault)


def unreadable(request: HttpRequest, fault: UnreadableFiling) -> HttpResponse:
    """What is wrong with which cells, that nothing is lost, and who can put it right; to a script in two sentences."""
    cells = fault.loaded.unread
    filing = fetch(request, fault.loaded.filing.pk)
    logger.error("filing %s cannot be read: %s", filing.pk, ", ".join(str(cell.address) for cell in cells))
    if asks_for_json(request):
        who = _("Nothing was altered. Open the filing anew: its page says who can put this right.")
        return JsonResponse({"reasons": [fault.message, who]}, status=409)
    submitted, draft = extensions.submitted_texts(filing), filing.state == State.DRAFT
    context = {
        "filing": filing,
        "lines": [(cell, submitted.get(cell.path, ""), request.POST.get(str(cell.address), "")) for cell in cells],
        "submitted": bool(submitted),
        # As files, which are drawn from what was frozen; the preview is a page of the filing.
        "downloads": [] if draft else extensions.downloads(filing)[1:],
        "mends": not may_edit(person(request), filing),
        "draft": draft,
    }
    return render(request, "assessments/unreadable.html", context, status=409)


@login_required
@require_http_methods(["GET", "POST"])
def mend_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Write figures over the cells that cannot be read; where they are not taken, the page says why and keeps what was typed.

    A GET, as after the language was changed on that page, leads back to the filing.
    """
    filing = fetch(request, pk)
    if request.method == "GET":
        return redirect("filing", filing.pk)
    try:
        mend(pk, changes_in(request.POST), by=person(request))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        open_filing(request, pk)
    else:
        messages.success(request, _("The filing can be read again."))
    return redirect("filing", filing.pk)
