"""What another policy would change on the filings of a year, as a job. Nothing is saved by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assessments.document import policy as policies
from assessments.document.policy import Policy
from assessments.extensions import extensions
from assessments.models import FiscalYear, State
from assessments.rules import Finding
from assessments.selectors.documents import Loaded, load_many
from assessments.selectors.findings import findings_beside
from assessments.selectors.policies import newest_filings
from assessments.services.jobs import Progress, job

PREVIEW_POLICY = "preview_policy"


@job(PREVIEW_POLICY)
def preview_policy(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Judge every newest filing of a year by its own policy and by the wanted one.

    Returns how many filings were judged and how many of them are drafts, and each filing that would change (`filings`): its enrolment,
    whether it is a draft, the findings gained and lost by rule, and whether it is kept from submission before and after.
    """
    year = FiscalYear.objects.get(year=arguments["year"])
    wanted = policies.from_json(arguments["policy"])
    keys = list(newest_filings(year).values_list("pk", flat=True))
    progress.begin(len(keys))
    drafts, changed = 0, []
    for loaded in load_many(keys):
        draft = loaded.filing.state == State.DRAFT
        drafts += draft
        if effect := _effect(loaded, wanted):
            changed.append({"enrolment": loaded.filing.enrolment_id, "draft": draft} | effect)
        progress.step()
    return {"judged": len(keys), "drafts": drafts, "filings": changed}


def _effect(loaded: Loaded, wanted: Policy) -> dict[str, Any] | None:
    """What would change on one filing; None where nothing does."""
    previous = extensions.previous_document(loaded.filing)
    before = findings_beside(loaded, previous)
    after = findings_beside(replace(loaded, policy=wanted), previous)
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
