"""The log, for the auditor."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.models import LogEntry
from assessments.selectors.access import roles_of
from assessments.services.log import VERBS, verify
from assessments.views.searching import query, sought

PAGE_SIZE = 100


@login_required
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, by verb, person or object; `?verify=1` reads the whole chain."""
    if not roles_of(request.user).audits:  # type: ignore[arg-type]
        raise Http404
    found = LogEntry.objects.order_by("-sequence")
    verb, text = request.GET.get("verb", ""), sought(request)
    if verb in VERBS:
        found = found.filter(verb=verb)
    if text:
        found = found.filter(Q(actor_name__icontains=text) | Q(object_name__icontains=text))
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "verbs": list(VERBS),
        "verb": verb,
        "q": text,
        "query": query(request, "verify"),
        "verdict": verify() if request.GET.get("verify") == "1" else None,
    }
    return render(request, "log/log.html", context)
