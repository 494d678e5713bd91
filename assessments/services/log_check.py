"""Read the whole log, and hold against it what was submitted and decided, as a job, for the auditor."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.extensions import extensions
from assessments.models import Job, LogHead, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services.jobs import Progress, ask, job
from assessments.services.log import verify

CHECK_LOG = "check_log"
MOST_FAULTS = 50  # that are kept for the page
PORTION = 1000  # entries that count as one step of the progress


@job(CHECK_LOG)
def check_log(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the chain and all that was frozen and decided. Returns how many entries and snapshots were read, and what is wrong, if anything."""
    end = LogHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    progress.begin(end // PORTION)
    entries = 0

    def read() -> None:
        nonlocal entries
        entries += 1
        if entries % PORTION == 0:
            progress.step()

    verdict = verify(read)
    proof = extensions.prove(progress.step)
    return {
        "entries": verdict.entries,
        "broken_at": verdict.broken_at,
        "reason": verdict.reason,
        "snapshots": proof.snapshots,
        "faults": proof.faults[:MOST_FAULTS],
    }


def ask_for_check(*, by: User) -> Job:
    """Ask for a check of the whole log. Raises `Refused`."""
    if not roles_of(by).audits:
        raise Refused(_("Only an auditor does this."))
    return ask(CHECK_LOG, {}, by=by)


def last_check() -> Job | None:
    """The check that was asked for last."""
    return Job.objects.filter(kind=CHECK_LOG).select_related("asked_by").order_by("-pk").first()
