"""What this room puts on the home page: what waits for a person, and where the year stands."""

from typing import Any

from django.http import HttpRequest

from assessments.extensions import Panel
from assessments.selectors.access import roles_of
from reports import progress, selectors
from reports.progress.pictures import list_url, pictures


def home_panels(request: HttpRequest) -> list[Panel]:
    """The panels of this person, by role."""
    user: Any = request.user
    roles = roles_of(user)
    panels = []
    if roles.reviews or roles.heads:
        waiting = selectors.queue(user).select_related("enrolment__fiscal_year")
        first = list(waiting[:10])
        queue = {"filings": first, "count": waiting.count(), "comes": () if first else selectors.comes_to(roles)}
        panels.append(Panel("reports/panel_queue.html", queue))
    year = progress.current_year() if progress.follows(user) else None
    if year is not None:
        summary = progress.summary(user, year)
        url = list_url(year.year, reviews=roles.reviews)
        context = {"year": year, "summary": summary, "pictures": pictures(summary, url), "url": url}
        context["reviews"] = roles.reviews
        panels.append(Panel("reports/panel_progress.html", context))
    elif roles.reviews:
        panels.append(Panel("reports/panel_no_year.html"))
    if year is not None and roles.administers:
        filings = selectors.reopenable(user).select_related("enrolment__fiscal_year", "enrolment__department")
        panels.append(Panel("reports/panel_reopen.html", {"year": year, "filings": list(filings[:10])}))
    return panels
