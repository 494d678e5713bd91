"""Where every department of a year stands, for the bureau, its sections and supervising departments."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import FiscalYear, State
from assessments.selectors.access import roles_of
from assessments.views.listing import page_of, wants_workbook
from reports import progress as selectors
from reports.progress.bands import RATES, SCORES
from reports.progress.pictures import state_labels
from reports.views.bundles import LABELS
from reports.views.lists import progress_workbook

PAGE_SIZE = 50


@login_required
@require_GET
def progress(request: HttpRequest, year: int) -> HttpResponse:
    """The departments of a year that this person follows, by state, score, execution rate or broken rule."""
    user: Any = request.user
    if not roles_of(user).reviews:
        raise Http404
    row = get_object_or_404(FiscalYear.objects.exclude(status=FiscalYear.Status.PLANNED), year=year)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "state", "score", "rate", "rule")}
    wanted = selectors.Wanted(asked["q"], asked["state"], asked["score"], asked["rate"], asked["rule"])
    keys: Any = selectors.departments(user, row, wanted).values_list(
        "pk", flat=True
    )  # what a line shows is read for one page
    if wants_workbook(request):
        return progress_workbook(request, row, list(keys), partial(_lines, user, row))
    page = page_of(request, keys, PAGE_SIZE)
    page.object_list = _lines(user, row, list(page.object_list))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "year": row,
        "page": page,
        "query": f"{rest.urlencode()}&" if rest else "",
        "asked": asked,
        "filtered": any(asked.values()),
        "reads_policy": roles_of(user).bureau,
        "states": state_labels(),
        "kinds": LABELS.items(),
        "scores": SCORES,
        "rates": RATES,
    }
    return render(request, "reports/progress.html", context)


def _lines(user: Any, year: FiscalYear, keys: list[int]) -> list[Any]:
    """The departments of one page with what a line shows of them."""
    today, labels = timezone.localdate(), dict(State.choices)
    rows = selectors.lines(user, year, keys)
    for row in rows:
        row.state_label = labels.get(row.filing_state, "")
        row.late = row.required and row.filing_state in (None, *selectors.NOT_HANDED_IN) and row.due_on < today
    return rows
