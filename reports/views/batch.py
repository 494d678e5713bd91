"""Pass several filings of the queue at once: each carried out on its own, on exactly the submission that was listed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.models import Filing, State
from assessments.refusals import Refused
from assessments.selectors.access import roles_of, visible_filings
from reports.models import Verb
from reports.views.moves import moved
from reports.workflow import move

# What passing means at each state. Signing is not among them: it asks for the password.
PASSING: dict[str, Verb] = {
    State.SUPERVISION: Verb.SUPERVISE,
    State.FIRST_REVIEW: Verb.FIRST_REVIEW,
    State.SECOND_REVIEW: Verb.SECOND_REVIEW,
    State.APPROVAL: Verb.APPROVE,
}
MOST = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one filing that was ticked: what was done, or the reasons against it."""

    department: str
    url: str
    done: str = ""
    reasons: tuple[str, ...] = ()


def picked(filing: Any) -> str:
    """What a tick sends: the filing, the state in which it was listed and the hash of the submission that was listed."""
    return f"{filing.pk}.{filing.state}.{filing.sha256}"


@login_required
@require_POST
def pass_many(request: HttpRequest) -> HttpResponse:
    """Pass what was ticked, and say of each what became of it. Sent twice, it finds the moves made."""
    user: Any = request.user
    if not roles_of(user).reviews:
        raise Http404
    back = f"{reverse('queue')}?{request.POST.get('back', '')}"
    picks = list(dict.fromkeys(request.POST.getlist("pick")))
    if not picks or len(picks) > MOST:
        messages.error(request, _("Tick at least one filing, and no more than %(most)s at once.") % {"most": MOST})
        return redirect(back)
    outcomes = _outcomes(user, picks)
    passed = sum(1 for one in outcomes if one.done)
    context = {"outcomes": outcomes, "passed": passed, "refused": len(outcomes) - passed, "back": back}
    return render(request, "reports/passed.html", context)


def _outcomes(user: Any, picks: list[str]) -> list[Outcome]:
    """What becomes of each tick, in their order; what does not exist for this person is refused without its name."""
    parted = [pick.split(".") for pick in picks]
    keys = [parts[0] for parts in parted if len(parts) == 3 and parts[0].isascii() and parts[0].isdigit()]
    known = {
        str(filing.pk): filing
        for filing in visible_filings(user)
        .filter(pk__in=[key for key in keys if len(key) < 19])
        .select_related("enrolment__fiscal_year")
    }
    return [_outcome(user, known.get(parts[0]), parts[1:]) for parts in parted]


def _outcome(user: Any, filing: Filing | None, listed: list[str]) -> Outcome:
    if filing is None or len(listed) != 2 or listed[0] not in PASSING:
        return Outcome("", "", reasons=(_("This filing is not in your queue any more."),))
    department = f"{filing.enrolment.fiscal_year.year} {filing.enrolment.name}"
    url = reverse("review", args=(filing.pk,))
    try:
        decision = move(filing, PASSING[listed[0]], by=user, seen=listed[1])
    except Refused as refusal:
        return Outcome(department, url, reasons=tuple(refusal.reasons))
    return Outcome(department, url, done=moved(decision))
