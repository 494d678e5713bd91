"""What reviewers say while they read: remarks on cells, rejected answers. The preparer answers remarks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.models import Rejection
from assessments.refusals import Refused
from assessments.views.frame import fetch
from reports.judging import reject, take_back
from reports.models import Remark
from reports.remarking import answer, close, pin
from reports.views.reviewing import review_url, show


@login_required
@require_POST
def pin_remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin a remark to a cell; where it is not taken the page shows again what was typed."""
    filing = fetch(request, pk)
    path, text, seen = (request.POST.get(name, "") for name in ("path", "text", "submission"))
    user: Any = request.user
    try:
        pin(filing, path, text, by=user, seen=seen)
    except Refused as refusal:
        _say(request, refusal)
        return _again(request, pk, text, {"pin": path, "text": text})
    messages.success(request, _("The remark is pinned. The preparer sees it at the cell."))
    return redirect(f"{review_url(filing)}#at-{path}")


@login_required
@require_POST
def change_remark(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Answer a remark, close it, or open it again, and go back to where that was done."""
    filing = fetch(request, pk)
    found = get_object_or_404(Remark.objects.select_related("filing"), pk=remark, filing=filing)
    what, user = request.POST.get("what", ""), request.user
    text = request.POST.get("text", "")
    try:
        if what == "answer":
            answer(found, text, bool(request.POST.get("done")), by=user)  # type: ignore[arg-type]
        elif what in ("close", "open"):
            close(found, what == "close", by=user)  # type: ignore[arg-type]
        else:
            raise Refused(_("This button does nothing here."))
    except Refused as refusal:
        _say(request, refusal)
        if text.strip():
            messages.warning(request, _("Not saved: %(text)s") % {"text": text})
    else:
        messages.success(request, _("Saved."))
    return redirect(f"{_back(request, filing)}#remark-{found.pk}")


def _back(request: HttpRequest, filing: Any) -> str:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return review_url(filing)


@login_required
@require_POST
def reject_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject the answer to a warning with a remark; where that is not taken the page shows again what was typed."""
    filing = fetch(request, pk)
    rule, path, remark, seen = (request.POST.get(name, "") for name in ("rule", "path", "remark", "submission"))
    user: Any = request.user
    try:
        made = reject(filing, rule, path, remark, by=user, seen=seen)
    except Refused as refusal:
        _say(request, refusal)
        return _again(request, pk, remark, {"rejected": f"{rule}-{path}", "remark": remark})
    messages.success(request, _("The answer is rejected. Return the filing, so that the preparer answers anew."))
    return redirect(f"{review_url(filing)}#answer-{made.rule}-{path}")


@login_required
@require_POST
def take_back_rejection(request: HttpRequest, pk: int, rejection: int) -> HttpResponse:
    """Let a rejected answer count again."""
    filing = fetch(request, pk)
    if not Rejection.objects.filter(pk=rejection, filing=filing).exists():
        raise Http404
    try:
        take_back(filing, rejection, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The rejection was taken back; the answer counts again."))
    return redirect(f"{review_url(filing)}#warnings-title")


def _again(request: HttpRequest, pk: int, text: str, typed: dict[str, str]) -> HttpResponse:
    """The page with what was typed and not taken; where nobody reviews the filing any more, the text in a message."""
    page = show(request, pk, typed=typed, status=409)
    if page.status_code != 409 and text.strip():
        messages.warning(request, _("Not saved: %(text)s") % {"text": text})
    return page


def _say(request: HttpRequest, refusal: Refused) -> None:
    for reason in refusal.reasons:
        messages.error(request, reason)
