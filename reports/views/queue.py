"""What waits for this person, longest waiting first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import State
from assessments.selectors.access import roles_of
from assessments.selectors.clock import dues
from reports import selectors
from reports.models import Submission

PAGE_SIZE = 50
ORDERS = {
    "waiting": ("state_since", "pk"),
    "risk": (F("warnings").desc(nulls_last=True), "state_since", "pk"),
    "execution": (F("execution").asc(nulls_last=True), "state_since", "pk"),
    "score": (F("score").asc(nulls_last=True), "state_since", "pk"),
}


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The filings whose turn it is here; others have no queue."""
    user: Any = request.user
    roles = roles_of(user)
    if not (roles.reviews or roles.heads):
        raise Http404
    found = annotated(selectors.queue(user))
    text, state, order = (request.GET.get(name, "").strip() for name in ("q", "state", "order"))
    if text:
        found = found.filter(Q(enrolment__name__icontains=text) | Q(enrolment__department__code__startswith=text))
    if state in State.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by(*ORDERS.get(order, ORDERS["waiting"])), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    days = dues([filing.enrolment for filing in page.object_list])
    for filing in page.object_list:
        filing.days_waiting = (now - filing.state_since).days
        filing.due = days[filing.enrolment_id]
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "page": page,
        "query": f"{rest.urlencode()}&" if rest else "",
        "q": text,
        "state": state,
        "order": order or "waiting",
        "states": [(one.value, one.label) for one in selectors.QUEUED],
    }
    return render(request, "reports/queue.html", context)


def annotated(filings: Any) -> Any:
    """Filings with the figures of their newest submission, in the same one query."""
    newest = Submission.objects.filter(filing=OuterRef("pk")).order_by("-number")
    return filings.select_related("enrolment__fiscal_year", "enrolment__department").annotate(
        warnings=Subquery(newest.values("open_warnings")[:1]),
        execution=Subquery(newest.values("execution_rate")[:1]),
        score=Subquery(newest.values("total_score")[:1]),
        late=Subquery(newest.values("late")[:1]),
        round=Subquery(newest.values("number")[:1]),
    )
