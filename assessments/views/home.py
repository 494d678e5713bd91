"""The home page by role."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.extensions import extensions
from assessments.forms.board import open_count
from assessments.selectors.access import get_filing
from assessments.selectors.checklist import COMPLETE, checklist
from assessments.selectors.home import Card, cards, own_enrolments
from assessments.selectors.kept import judged
from assessments.views.frame import person, step_url


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person comes for: own filings first, then what other rooms add."""
    user = person(request)
    own, earlier = by_age(cards(user))
    current = next((card for card in own if card.in_work and card.prepares), None)
    begun = current or next((card for card in own if card.filing is not None), None)
    context = {
        "cards": own,
        "earlier": [(card, extensions.downloads(card.filing)) for card in earlier],
        "begun": begun,
        "events": extensions.timeline(begun.filing) if begun is not None else [],
        "next": next_thing(request, current) if current is not None else None,
        "may_upload": bool(own_enrolments(user)),
        "panels": extensions.home_panels(request),
    }
    return render(request, "assessments/home.html", context)


def by_age(found: list[Card]) -> tuple[list[Card], list[Card]]:
    """The cards of each department's newest year, or of what is still in work; and the filings of earlier years."""
    newest: dict[int, int] = {}
    for card in found:
        newest.setdefault(card.enrolment.department_id, card.enrolment.fiscal_year.year)
    own, earlier = [], []
    for card in found:
        if card.in_work or newest[card.enrolment.department_id] == card.enrolment.fiscal_year.year:
            own.append(card)
        elif card.filing is not None:
            earlier.append(card)
    return own, earlier


def next_thing(request: HttpRequest, card: Card) -> dict[str, Any]:
    """What comes next in the newest draft: the first step that is not filled in, else the first with an error, else nothing."""
    assert card.filing is not None  # noqa: S101  (a card in work has one)
    found = judged(get_filing(person(request), card.filing.pk))
    statuses = checklist(found.loaded, found.findings, found.facts.filled)
    step = next((one for one in statuses if one.state != COMPLETE), None)
    step = step or next((one for one in statuses if one.errors), None)
    return {
        "filing": card.filing.pk,
        "step": step.step if step else None,
        "url": step_url(card.filing.pk, step.step.slug) if step else "",
        "open": open_count(found.findings),
        "complete": sum(one.state == COMPLETE for one in statuses),
        "steps": len(statuses),
    }
