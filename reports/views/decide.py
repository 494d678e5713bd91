"""Read a submitted filing and decide on it: the unit head signs, the reviewers pass or return."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessments.models import Filing, State
from assessments.refusals import Refused
from assessments.views.frame import fetch, person
from reports import selectors
from reports.forms import ReasonForm, SignForm
from reports.models import Verb
from reports.views.moves import moved
from reports.views.reviewing import show
from reports.workflow import PASSING, move


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int, signing: bool = False) -> HttpResponse:
    """The filing as printed beside its findings, last year and changes, with the actions under it."""
    filing = _filing_or_next(request, pk)
    if isinstance(filing, HttpResponse):
        return filing
    forms = {"reason": ReasonForm(), "password": SignForm()}
    status = 200
    if request.method == "POST":
        done = _act(request, filing, forms)
        if done is not None:
            return done
        status = 422
    return show(request, pk, forms, status=status)


def _filing_or_next(request: HttpRequest, pk: int) -> Filing | HttpResponse:
    """The filing. Who returned it sees it no more: the second of two clicks hears that the first was carried out, and moves on."""
    try:
        return fetch(request, pk)
    except Http404:
        made = selectors.own_newest_decision(person(request), pk, request.POST.get("verb", ""))
        if made is None:
            raise
        messages.success(request, moved(made))
        return _next(person(request))


def _act(request: HttpRequest, filing: Filing, forms: dict[str, Any]) -> HttpResponse | None:
    """Make the move that was asked for; None where the page must be shown again with what is wrong."""
    verb = request.POST.get("verb", "")
    user: Any = request.user
    if verb not in (*PASSING, Verb.RETURN):
        return redirect("review", filing.pk)
    password, reason = None, ""
    if verb == Verb.SIGN:
        forms["password"] = SignForm(request.POST)
        if not forms["password"].is_valid():
            return None
        password = forms["password"].cleaned_data["password"]
    if verb == Verb.RETURN:
        forms["reason"] = ReasonForm(request.POST)
        if not forms["reason"].is_valid():
            return None
        reason = forms["reason"].cleaned_data["reason"]
    try:
        decision = move(
            filing, verb, by=user, reason=reason, password=password, seen=request.POST.get("submission", "")
        )
    except Refused as refusal:
        for sentence in refusal.reasons:
            messages.error(request, sentence)
        return None
    messages.success(request, moved(decision))
    return _next(user)


def _next(user: Any) -> HttpResponse:
    """The next filing that waits for this person; home when none does."""
    waiting = selectors.queue(user).only("pk", "state").first()
    if waiting is None:
        return redirect("home")
    return redirect("sign" if waiting.state == State.SIGNING else "review", waiting.pk)
