"""Submit, reopen, and the moves that need nothing but a click."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.refusals import Refused
from assessments.views.frame import add_answers, fetch, filing_context, lines_of, open_filing
from reports.forms import ReasonForm
from reports.models import Verb
from reports.submitting import filled
from reports.workflow import may, move

SIMPLE = (Verb.WITHDRAW, Verb.PUBLISH)


@login_required
@require_POST
def simple(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Withdraw or publish."""
    filing = fetch(request, pk)
    if verb not in SIMPLE:
        raise Http404
    try:
        decision = move(filing, verb, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, moved(decision))
    return redirect("filing", filing.pk)


def moved(decision: Any) -> str:
    """What a move did, in a sentence."""
    return _("%(verb)s: done. %(department)s is now at “%(state)s”.") % {
        "verb": decision.get_verb_display(),
        "department": decision.filing.enrolment.name,
        "state": decision.get_to_state_display(),
    }


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still wrong; or what will be filled in and frozen, and the button."""
    filing = fetch(request, pk)
    user: Any = request.user
    status = 200
    if request.method == "POST":
        try:
            decision = move(filing, Verb.SUBMIT, by=user)
        except Refused:
            status = 409  # the page below says why
        else:
            messages.success(request, moved(decision))
            return redirect("filing", filing.pk)
    judged = open_filing(request, pk)
    reasons = may(user, Verb.SUBMIT, judged.loaded.filing)
    ready = filled(judged.loaded.filing, user)
    explained = lines_of(ready.loaded, [one for one in ready.findings if one.explained or one.waived])
    add_answers(ready.loaded, explained, editable=False, typed={})
    context = filing_context(request, judged.loaded, judged.findings, "submit") | {
        "reasons": reasons,
        "cells": [(ready.loaded.template.label(f"signatures.{name}", 0), text) for name, text in ready.cells.items()],
        "blocking": lines_of(ready.loaded, [one for one in ready.findings if one.blocks]),
        "explained": explained,
    }
    return render(request, "reports/submit.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version of an approved filing, with a reason."""
    filing = fetch(request, pk)
    user: Any = request.user
    reasons = may(user, Verb.REOPEN, filing)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decision = move(filing, Verb.REOPEN, by=user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            status = 409
        else:
            messages.success(request, moved(decision))
            return redirect("filing", filing.pk)
    elif request.method == "POST":
        status = 422
    judged = open_filing(request, pk)
    context = filing_context(request, judged.loaded, judged.findings, "reopen") | {"form": form, "reasons": reasons}
    return render(request, "reports/reopen.html", context, status=status)
