"""The log, for the auditor."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from assessments.models import LogEntry
from assessments.selectors.access import roles_of
from assessments.services.log import VERBS
from assessments.services.log_check import ask_for_check, last_check
from assessments.views.frame import person
from assessments.views.searching import query, sought

PAGE_SIZE = 100


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
    check = last_check()
    running = check is not None and check.under_way
    response = render(request, "log/log.html", _entries(request) | {"check": check, "running": running})
    if running:
        response["Refresh"] = "3"
    return response


def _entries(request: HttpRequest) -> dict[str, Any]:
    found = LogEntry.objects.order_by("-sequence")
    verb, text = request.GET.get("verb", ""), sought(request)
    if verb in VERBS:
        found = found.filter(verb=verb)
    if text:
        found = found.filter(Q(actor_name__icontains=text) | Q(object_name__icontains=text))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    meanings = {name: gettext(meaning) for name, meaning in VERBS.items()}
    for entry in page.object_list:
        entry.meaning = meanings.get(entry.verb, entry.verb)  # type: ignore[attr-defined]
    return {"page": page, "verbs": meanings.items(), "verb": verb, "q": text, "query": query(request)}
