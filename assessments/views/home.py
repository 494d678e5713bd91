"""The home page by role."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.extensions import extensions
from assessments.forms.board import open_count
from assessments.selectors.access import Roles, get_filing, roles_of
from assessments.selectors.checklist import COMPLETE, checklist
from assessments.selectors.home import Card, cards
from assessments.selectors.kept import judged
from assessments.selectors.unread import UnreadableFiling
from assessments.views.beginning import tasks
from assessments.views.frame import person, step_url


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person comes for: own filings first, then what other rooms add."""
    user = person(request)
    roles = roles_of(user)
    own, earlier = by_age(cards(user))
    current = next((card for card in own if card.in_work and card.prepares), None)
    begun = current or next((card for card in own if card.filing is not None), None)
    to_do, panels = tasks(roles), extensions.home_panels(request)
    context = {
        "cards": own,
        "earlier": [(card, extensions.downloads(card.filing)) for card in earlier],
        "begun": begun,
        "events": extensions.timeline(begun.filing) if begun is not None else [],
        "next": next_thing(request, current) if current is not None else None,
        "tasks": to_do,
        "panels": panels,
        "nothing": nothing(roles, own=bool(own), more=bool(to_do or panels)),
    }
    return render(request, "assessments/home.html", context)


def nothing(roles: Roles, *, own: bool, more: bool) -> str:
    """What is said to who has no filing of the own department (`own`) or nothing at all (nor `more`); empty where there is something."""
    if roles == Roles():
        return _(
            "Your account has no role yet. The security administrator gives it one; until then there is nothing to see."
        )
    if (roles.prepares or roles.heads) and not own:
        return _(
            "No year is open for your department yet. Its forms stand here as soon as an administrator opens the year."
        )
    if own or more:
        return ""
    if roles.secures:
        return _("Every account that filing needs is there.")
    if roles.audits:
        return _(
            "Everything that is done stands in the log. Its page finds entries and checks that the chain is whole."
        )
    return _("Nothing waits for you here. Your pages are named at the top.")


def by_age(found: list[Card]) -> tuple[list[Card], list[Card]]:
    """The cards of each department's newest year, and of what is still in work or owed; and the filings of earlier years."""
    newest: dict[int, int] = {}
    for card in found:
        newest.setdefault(card.enrolment.department_id, card.enrolment.fiscal_year.year)
    own, earlier = [], []
    for card in found:
        if card.in_work or card.owed or newest[card.enrolment.department_id] == card.enrolment.fiscal_year.year:
            own.append(card)
        elif card.filing is not None:
            earlier.append(card)
    return own, earlier


def next_thing(request: HttpRequest, card: Card) -> dict[str, Any]:
    """What comes next in the newest draft: the first step that is not filled in, else the first with an error, else nothing.

    A draft that cannot be read does not keep the home page from opening.
    """
    assert card.filing is not None  # noqa: S101  (a card in work has one)
    try:
        found = judged(get_filing(person(request), card.filing.pk))
    except UnreadableFiling:
        return {"filing": card.filing.pk, "unreadable": True}
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
