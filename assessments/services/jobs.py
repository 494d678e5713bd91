"""Long work: asked for here, carried out by a worker, with its progress and result in a row of ours.

A kind of work is a function registered with `@job(kind)`; it takes the job's arguments and a `Progress`, and returns data for JSON. It
must be safe to carry out twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.models import Job, User
from assessments.refusals import Refused
from assessments.services import log

logger = logging.getLogger(__name__)
STEP = 20  # progress is written every so many items


@dataclass(slots=True)
class Progress:
    """Tells how far a job is."""

    job: Job

    def begin(self, total: int) -> None:
        self.job.total, self.job.finished = total, 0
        self.job.save(update_fields=["total", "finished"])

    def step(self) -> None:
        self.job.finished = min(self.job.finished + 1, self.job.total)
        if self.job.finished % STEP == 0 or self.job.finished == self.job.total:
            self.job.save(update_fields=["finished"])


Work = Callable[[dict[str, Any], Progress], Any]
KINDS: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register a kind of work."""

    def register(work: Work) -> Work:
        if kind in KINDS:
            raise ValueError(f"the job {kind} is registered twice")
        KINDS[kind] = work
        return work

    return register


def ask(kind: str, arguments: dict[str, Any], *, by: User) -> Job:
    """Ask for a piece of work. The same work that already waits or runs is not asked for twice. Raises `Refused`."""
    if kind not in KINDS:
        raise Refused(_("There is no such work."))
    with transaction.atomic():
        under_way = Job.objects.filter(
            kind=kind, arguments=arguments, asked_by=by, status__in=(Job.Status.WAITING, Job.Status.RUNNING)
        ).first()
        if under_way is not None:
            return under_way
        made = Job.objects.create(kind=kind, arguments=arguments, asked_by=by)
        log.record("job", by=by, about=made, after={"kind": kind, "arguments": arguments})
        transaction.on_commit(lambda: carry_out_job.enqueue(made.pk))
    return made


def ask_again(failed: Job, *, by: User) -> Job:
    """Ask for a failed job once more."""
    if failed.status != Job.Status.FAILED:
        raise Refused(_("This job did not fail."))
    return ask(failed.kind, failed.arguments, by=by)


@task()
def carry_out_job(pk: int) -> None:
    """What a worker is handed: the key of a job."""
    carry_out(pk)


def carry_out(pk: int) -> None:
    """Do the work of a job; a job that is done is left alone. A failure leaves a plain message and a line in the process's log."""
    row = Job.objects.get(pk=pk)
    if row.status == Job.Status.DONE:
        return
    row.status, row.started_at, row.message = Job.Status.RUNNING, timezone.now(), ""
    row.save(update_fields=["status", "started_at", "message"])
    try:
        result = KINDS[row.kind](row.arguments, Progress(row))  # not in one transaction: progress must be seen
    except Exception as error:
        logger.exception("job %s failed", pk)
        row.status, row.ended_at = Job.Status.FAILED, timezone.now()
        row.message = f"{type(error).__name__}: {error}"[:500]
        row.save(update_fields=["status", "ended_at", "message", "finished"])
        return
    row.status, row.ended_at, row.result = Job.Status.DONE, timezone.now(), result
    row.finished = row.total
    row.save(update_fields=["status", "ended_at", "result", "finished"])
