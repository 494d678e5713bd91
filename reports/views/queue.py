"""What waits for this person, longest waiting first."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import Filing, State
from assessments.selectors.access import roles_of
from assessments.selectors.clock import dues
from assessments.views.listing import page_of, wants_workbook
from reports import selectors
from reports.models import Submission
from reports.views.batch import PASSING, picked
from reports.views.bundles import LABELS
from reports.views.lists import queue_workbook

PAGE_SIZE = 50
ORDERS = {
    "waiting": (),
    "risk": (F("warnings").desc(nulls_last=True),),
    "execution": (F("execution").asc(nulls_last=True),),
    "score": (F("score").asc(nulls_last=True),),
}
# What a filing's newest submission is looked at for: the figure, and what it must be.
RISKS = {
    "warnings": ("risk", Q(warnings__gt=0)),
    "execution": ("execution", Q(execution__lt=90) | Q(execution__gt=100)),
    "late": ("late", Q(late=True)),
    "again": ("round", Q(round__gt=1)),
}
# Figures of a filing's newest submission.
FIGURES = {
    "risk": ("warnings", "open_warnings"),
    "execution": ("execution", "execution_rate"),
    "score": ("score", "total_score"),
    "late": ("late", "late"),
    "round": ("round", "number"),
    "changes": ("changes", "changed_cells"),
    "hash": ("sha256", "sha256"),
}


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The filings whose turn it is here; others have no queue."""
    user: Any = request.user
    roles = roles_of(user)
    if not (roles.reviews or roles.heads):
        raise Http404
    found = selectors.queue(user)
    text, state, order, year, risk = (
        request.GET.get(name, "").strip() for name in ("q", "state", "order", "year", "risk")
    )
    years = list(
        found.order_by("-enrolment__fiscal_year__year")
        .values_list("enrolment__fiscal_year__year", flat=True)
        .distinct()
    )
    if text:
        found = found.filter(Q(enrolment__name__icontains=text) | Q(enrolment__department__code__startswith=text))
    if state in State.values:
        found = found.filter(state=state)
    if year in map(str, years):
        found = found.filter(enrolment__fiscal_year__year=year)
    if risk in RISKS:
        figure, limit = RISKS[risk]
        found = _with_figures(found, (figure,)).filter(limit)
    keys = _ordered(found, order)
    if wants_workbook(request):
        return queue_workbook(request, list(keys), _lines)
    page = page_of(request, keys, PAGE_SIZE)
    page.object_list = _lines(list(page.object_list))
    filtered = any((text, state, year, risk))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "page": page,
        "query": f"{rest.urlencode()}&" if rest else "",
        "q": text,
        "state": state,
        "year": year,
        "years": years,
        "risk": risk,
        "filtered": filtered,
        "comes": () if filtered or page.object_list else selectors.comes_to(roles),
        "order": order or "waiting",
        "may_pass": any(filing.pick for filing in page.object_list),
        "back": request.GET.urlencode(),
        "kinds": LABELS.items(),
        "states": [(one.value, one.label) for one in selectors.QUEUED],
    }
    return render(request, "reports/queue.html", context)


def _ordered(found: QuerySet[Filing], order: str) -> Any:
    """The keys in the order that was asked for; only the figure that they are ordered by is looked up for all of them."""
    keys = ORDERS.get(order, ())
    with_figure = _with_figures(found, (order,)) if keys else found
    return with_figure.order_by(*keys, "state_since", "pk").values_list("pk", flat=True)


def _lines(keys: list[int]) -> list[Any]:
    """The filings of one page, in this order, with what a line shows of them."""
    related = Filing.objects.select_related("enrolment__fiscal_year", "enrolment__department")
    filings: dict[int, Any] = _with_figures(related, FIGURES).in_bulk(keys)
    days = dues([filing.enrolment for filing in filings.values()])
    now = timezone.now()
    for filing in filings.values():
        filing.days_waiting = (now - filing.state_since).days
        filing.due = days[filing.enrolment_id]
        filing.pick = picked(filing) if filing.state in PASSING and filing.sha256 else ""
    return [filings[key] for key in keys if key in filings]


def _with_figures(filings: QuerySet[Filing], names: Iterable[str]) -> QuerySet[Filing]:
    newest = Submission.objects.filter(filing=OuterRef("pk")).order_by("-number")
    figures = {FIGURES[name][0]: Subquery(newest.values(FIGURES[name][1])[:1]) for name in names}
    return filings.annotate(**figures)
