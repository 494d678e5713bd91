"""The log, for the auditor."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.models import LogEntry
from assessments.selectors.access import roles_of
from assessments.services.log import VERBS
from assessments.services.log_check import ask_for_check, last_check
from assessments.views.frame import person
from assessments.views.listing import AT_ONCE, page_of, taken_out, wants_workbook
from assessments.views.log_words import LogWords, about
from assessments.views.searching import query, sought

PAGE_SIZE = 100
PRINTED_LINES = 4  # of what was there before and after; a whole filing would take pages


@login_required
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, by verb, person or object; a check of the whole chain is asked for by POST and shows here when it is done."""
    user = person(request)
    if not roles_of(user).audits:
        raise Http404
    if request.method == "POST":
        ask_for_check(by=user)
        return redirect("log")
    if wants_workbook(request):
        return _workbook(request)
    check = last_check()
    running = check is not None and check.under_way
    response = render(request, "log/log.html", _entries(request) | {"check": check, "running": running})
    if running:
        response["Refresh"] = "3"
    return response


def _found(request: HttpRequest) -> QuerySet[LogEntry]:
    """The entries that were asked for, newest first."""
    found = LogEntry.objects.order_by("-sequence")
    verb, text = request.GET.get("verb", ""), sought(request)
    if verb in VERBS:
        found = found.filter(verb=verb)
    return found.filter(Q(actor_name__icontains=text) | about(text)) if text else found


def _workbook(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    columns = (
        ("#", 8),
        (_("Time"), 17),
        (_("Person"), 22),
        (_("Verb"), 18),
        (_("Object"), 26),
        (_("Before"), 46, PRINTED_LINES),
        (_("After"), 46, PRINTED_LINES),
        (_("Address"), 16),
    )
    fields = ("sequence", "at", "actor_name", "verb", "object_kind", "object_name", "before", "after", "address")
    meanings, words = _meanings(), LogWords()
    rows = (
        (sequence, at, person, meanings.get(verb, verb), words.of(kind, name), *rest)
        for sequence, at, person, verb, kind, name, *rest in found.values_list(*fields).iterator(chunk_size=AT_ONCE)
    )
    note = _("a long value is printed in part and stands in the file whole")
    return taken_out(request, "log", _("Log"), columns, rows, count=found.count(), note=note)


def _meanings() -> dict[str, str]:
    return {name: gettext(meaning) for name, meaning in VERBS.items()}


def _entries(request: HttpRequest) -> dict[str, Any]:
    found, verb, text = _found(request), request.GET.get("verb", ""), sought(request)
    page = page_of(request, found, PAGE_SIZE)
    meanings, words = _meanings(), LogWords()
    for entry in page.object_list:
        entry.meaning = meanings.get(entry.verb, entry.verb)
        entry.object_words = words.of(entry.object_kind, entry.object_name)
    return {"page": page, "verbs": meanings.items(), "verb": verb, "q": text, "query": query(request)}
