"""Read a submitted filing and decide on it: the unit head signs, the reviewers pass or return."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.extensions import extensions
from assessments.models import Filing, State
from assessments.refusals import Refused
from assessments.rules import Severity
from assessments.views.frame import Line, fetch, filing_context, open_filing, person
from reports import selectors
from reports.comparing import changes, key_figures
from reports.documents import render_html
from reports.forms import ReasonForm, SignForm
from reports.models import Verb
from reports.printed import Printed, printed
from reports.views.moves import moved
from reports.workflow import available, move

PASSING = (Verb.SIGN, Verb.SUPERVISE, Verb.FIRST_REVIEW, Verb.SECOND_REVIEW, Verb.APPROVE)


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
    judged = open_filing(request, pk)
    if judged.loaded.filing.state == State.DRAFT:
        return redirect("filing", filing.pk)
    page = printed(judged.loaded.filing, judged.loaded)
    context = filing_context(request, judged.loaded, page.findings, "review") | {
        "signing": judged.loaded.filing.state == State.SIGNING,
        "page": page,
        "html": render_html(page.document, page.template, marks={}),
        "figures": key_figures(page.document, extensions.previous_document(filing), page.template),
        "last_year": selectors.previous_filing(person(request), judged.loaded.filing),
        "changes": changes(page.submission) if page.submission else None,
        "explained": _answered(judged.loaded, page),
        "notices": [Line(judged.loaded, one) for one in page.findings if one.severity is Severity.NOTICE],
        "actions": available(request.user, judged.loaded.filing),  # type: ignore[arg-type]
        "events": extensions.timeline(filing),
        "passing": PASSING,
        "forms": forms,
    }
    return render(request, "reports/decide.html", context, status=status)


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


def _answered(loaded: Any, page: Printed) -> list[Line]:
    """The warnings of the submission, each with its answer."""
    answers = {(one.rule, one.path): one.text.text or "" for one in page.document.explanations or ()}
    return [
        Line(loaded, one, answers.get((one.rule, one.path), ""))
        for one in page.findings
        if one.severity is Severity.WARNING
    ]
