"""What another policy would change on the filings of a year, as a job that several workers share. Nothing is saved by it."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

from assessments.document import policy as policies
from assessments.models import FiscalYear, State
from assessments.rules import Finding
from assessments.selectors.findings import findings_under_another
from assessments.selectors.policies import newest_filings
from assessments.selectors.unjudged import Unjudged, named, told_apart
from assessments.services.jobs import Progress, job
from assessments.services.parts import Step, part, share

PREVIEW_POLICY = "preview_policy"
PART = 200  # filings that one worker takes at once


@job(PREVIEW_POLICY)
def preview_policy(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Judge every newest filing of a year by its own policy and by the wanted one.

    Returns how many filings were judged and how many of them are drafts, and each filing that would change (`filings`): its enrolment,
    whether it is a draft, the findings gained and lost by rule, and whether it is kept from submission before and after; and those that
    could not be judged (`unjudged`): department's code and name, version, what is wrong.
    """
    year = FiscalYear.objects.get(year=arguments["year"])
    keys = list(newest_filings(year).values_list("pk", flat=True))
    parts = share(progress, keys, PART)
    return {
        "judged": sum(one["judged"] for one in parts),
        "drafts": sum(one["drafts"] for one in parts),
        "filings": [row for one in parts for row in one["filings"]],
        "unjudged": [row for one in parts for row in one["unjudged"]],
    }


@part(PREVIEW_POLICY)
def preview_some(arguments: dict[str, Any], keys: list[int], step: Step) -> dict[str, Any]:
    """The same of these filings."""
    judged, drafts, changed, unjudged = 0, 0, [], []
    judge = partial(findings_under_another, policy=policies.from_json(arguments["policy"]))
    for one in told_apart(judge, keys):
        step()
        if isinstance(one, Unjudged):
            unjudged.append(one)
            continue
        loaded, before, after = one
        judged += 1
        draft = loaded.filing.state == State.DRAFT
        drafts += draft
        if effect := _effect(before, after):
            changed.append({"enrolment": loaded.filing.enrolment_id, "draft": draft} | effect)
    return {"judged": judged, "drafts": drafts, "filings": changed, "unjudged": named(unjudged)}


def _effect(before: Iterable[Finding], after: Iterable[Finding]) -> dict[str, Any] | None:
    """What would change on one filing; None where nothing does."""
    gained, lost = _rules(after, before), _rules(before, after)
    blocked = [any(one.blocks for one in found) for found in (before, after)]
    if not gained and not lost and blocked[0] == blocked[1]:
        return None
    return {"gained": gained, "lost": lost, "blocked": blocked}


def _rules(found: Iterable[Finding], others: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each rule are not among the others. A warning whose answer no longer holds is another than the answered one."""
    known = {_identity(one) for one in others}
    return dict(sorted(Counter(one.rule for one in found if _identity(one) not in known).items()))


def _identity(finding: Finding) -> tuple[Any, ...]:
    return (finding.rule, finding.path, finding.explained)
