"""The policy of a fiscal year: changed whole, by one administrator at a time, and only after its effect was looked at."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.document import policy as policies
from assessments.document.policy import Policy
from assessments.document.policy_words import WORDS, spoken
from assessments.models import FiscalYear, Job, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.selectors.documents import year_policy
from assessments.selectors.policies import looked_over, newest_filings
from assessments.services import jobs, log
from assessments.services.policy_preview import PREVIEW_POLICY

FEW = 30  # filings that are judged while the page is waited for


def reasons_against_change(year: FiscalYear, by: User) -> list[str]:
    """Why this person does not change the policy of this year; none means yes."""
    reasons = [] if roles_of(by).administers else [_("Only an administrator does this.")]
    if year.status == FiscalYear.Status.CLOSED:
        reasons.append(_("Fiscal year %(year)s is closed.") % {"year": year.year})
    return reasons


def ask_preview(year: FiscalYear, wanted: Policy, *, by: User) -> Job:
    """Ask what a policy would change on the filings of a year. Few filings are judged at once. Raises `Refused`."""
    reasons = reasons_against_change(year, by)
    stored = year_policy(year.policy)
    if not policies.changes(stored, wanted):
        reasons.append(_("This is the policy in force; nothing would change."))
    if reasons:
        raise Refused(reasons)
    arguments = {"year": year.year, "was": policies.to_json(stored), "policy": policies.to_json(wanted)}
    return jobs.ask(PREVIEW_POLICY, arguments, by=by, at_once=newest_filings(year)[: FEW + 1].count() <= FEW)


@transaction.atomic
def change_policy(year: FiscalYear, wanted: Policy, *, was: Policy, by: User) -> None:
    """Set the policy of a year in place of `was`. Raises `Refused` where it is no longer that, with both values of each key.

    Drafts are judged by it from now on. What was submitted keeps the policy that was frozen with it.
    """
    row = FiscalYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    stored = year_policy(row.policy)
    reasons = reasons_against_change(row, by)
    changed = policies.changes(stored, wanted)
    if not changed and not reasons:
        return  # a repeated click, or somebody else wanted the same
    if meanwhile := policies.changes(was, stored):
        reasons += [overtaken(key, stored, wanted) for key in meanwhile]
    if reasons:
        raise Refused(reasons)
    row.policy = policies.to_json(wanted)
    row.save(update_fields=["policy"])
    before, after = ({key: values[side] for key, values in changed.items()} for side in (0, 1))
    log.record("policy", by=by, about=row, before=before, after=after)


def save_previewed(year: FiscalYear, preview: Job, *, by: User) -> None:
    """Set the policy whose effect was looked at. Raises `Refused`."""
    if preview.status != Job.Status.DONE:
        raise Refused(_("What this policy would change is not known yet. Wait for it, or ask for it again."))
    was, wanted = (policies.from_json(preview.arguments[name]) for name in ("was", "policy"))
    change_policy(year, wanted, was=was, by=by)


@transaction.atomic
def confirm_policy(year: FiscalYear, *, by: User) -> None:
    """Record that the policy and the forms of a year were looked over and stand as they are. Raises `Refused`."""
    row = FiscalYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    if reasons := reasons_against_change(row, by):
        raise Refused(reasons)
    if not looked_over(row).exists():
        log.record("confirm_policy", by=by, about=row)


def overtaken(key: str, stored: Policy, wanted: Policy) -> str:
    """The refusal of a value whose place another has taken, with both values."""
    return _("“%(label)s” was changed meanwhile: it is %(stored)s now, and you would set %(wanted)s.") % {
        "label": WORDS[key].label,
        "stored": _value(key, stored),
        "wanted": _value(key, wanted),
    }


def _value(key: str, policy: Policy) -> Any:
    return spoken(key, policies.to_json(policy)[key])
