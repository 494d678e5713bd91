"""Taking the computed figures in the place of what a file stated or left blank."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.models import User
from assessments.refusals import Refused
from assessments.services.cells import Change, Saved, take_computed
from assessments.views.frame import fetch, person

ALL = "all"  # the button that takes every figure which the page lists


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one or all of the computed figures that the page of findings lists."""
    filing = fetch(request, pk)
    try:
        tell(request, take_seen(pk, request.POST, by=person(request)))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("findings", filing.pk)


def take_seen(pk: int, posted: Any, *, by: User) -> Saved:
    """Take what the pressed button names, one figure with those beneath it, or every one listed beside it. Raises `Refused`."""
    pressed = posted.get("take", "")
    sent = posted.getlist("seen") if pressed == ALL else [pressed]
    return take_computed(pk, dict.fromkeys(change for text in sent for change in _seen(text)), by=by)


def _seen(text: str) -> Iterator[Change]:
    """The cells with both their figures as they stood on the page: see `selectors.untaken.Untaken.seen`."""
    try:
        for address, stored, computed in json.loads(text):
            yield Change(str(address), was=str(stored), now=str(computed))
    except (TypeError, ValueError, RecursionError):
        yield Change(text, was="", now="")  # no page sends this; it is refused as the name of no cell


def tell(request: HttpRequest, saved: Saved) -> None:
    """Say how many figures were taken, and why the others were not."""
    count = len(saved.saved)
    if count:
        words = ngettext("%(count)s computed figure was taken.", "%(count)s computed figures were taken.", count)
        messages.success(request, words % {"count": count})
    for one in saved.refused:
        messages.error(request, one.reason)
