"""Long work: asked for here, carried out by a worker, with its progress and result in a row of ours.

A kind of work is a function registered with `@job(kind)`; it takes the job's arguments and a `Progress`, and returns data for JSON. It
must be safe to carry out twice.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.models import Job, User
from assessments.refusals import Refused
from assessments.services import log

logger = logging.getLogger(__name__)
STEP = 20  # progress is written every so many items
TOLD_EVERY = 2.0  # and after so many seconds
STOPPED = "The worker was stopped before it had finished."  # as whoever runs the installation reads it


class TakenOver(Exception):
    """The job was given up as stopped, or runs anew; what this worker does for it is not wanted any more."""


@dataclass(slots=True)
class Progress:
    """Tells how far a job is, and by that its worker lives."""

    job: Job
    told: float = 0.0

    def begin(self, total: int) -> None:
        self.job.total, self.job.finished = total, 0
        self._tell()

    def step(self) -> None:
        self.job.finished = min(self.job.finished + 1, self.job.total)
        often = self.job.finished % STEP == 0 or self.job.finished == self.job.total
        if often or time.monotonic() - self.told >= TOLD_EVERY:
            self._tell()

    def reach(self, finished: int) -> None:
        """So many are finished; told now, whoever finished them."""
        self.job.finished = min(finished, self.job.total)
        self._tell()

    def _tell(self) -> None:
        self.told = time.monotonic()
        how_far = {"total": self.job.total, "finished": self.job.finished, "seen_at": timezone.now()}
        if not _run_of(self.job).update(**how_far):
            raise TakenOver


Work = Callable[[dict[str, Any], Progress], Any]
KINDS: dict[str, Work] = {}
SHARED: set[str] = set()


def job(kind: str, *, shared: bool = False) -> Callable[[Work], Work]:
    """Register a kind of work. What is shared is done once for all who ask for it meanwhile; anything else once for each."""

    def register(work: Work) -> Work:
        if kind in KINDS:
            raise ValueError(f"the job {kind} is registered twice")
        KINDS[kind] = work
        if shared:
            SHARED.add(kind)
        return work

    return register


def ask(kind: str, arguments: dict[str, Any], *, by: User, at_once: bool = False) -> Job:
    """Ask for a piece of work. The same work that already waits or runs, of a shared kind whoever asked, is not asked for twice.

    What is little work can be done at once, in this process; it leaves the same row. Raises `Refused`.
    """
    if kind not in KINDS:
        raise Refused(_("There is no such work."))
    with transaction.atomic():
        same = Job.objects.filter(kind=kind, arguments=arguments)
        if kind in SHARED:
            log.hold()  # whoever else asks waits
        else:
            User.objects.select_for_update(no_key=True).get(pk=by.pk)  # a second click waits for the first
            same = same.filter(asked_by=by)
        under_way = same.filter(status__in=(Job.Status.WAITING, Job.Status.RUNNING)).first()
        if under_way is not None and not (under_way.stopped and _give_up(under_way)):
            if under_way.overdue:
                _hand_out(under_way)
            return under_way
        made = Job.objects.create(kind=kind, arguments=arguments, asked_by=by)
        log.record("job", by=by, about=made, after={"kind": kind, "arguments": arguments})
        if at_once:
            transaction.on_commit(lambda: carry_out(made.pk))
        else:
            _hand_out(made)
    return made


def ask_again(job: Job, *, by: User) -> Job:
    """Ask once more for a job that failed or stopped; one that nobody took up is handed out again. Raises `Refused`."""
    if job.overdue:
        _hand_out(job)
        return job
    if job.stopped and not _give_up(job):
        raise Refused(_("The work goes on after all."))
    if job.under_way or job.status == Job.Status.DONE:
        raise Refused(_("This job did not fail."))
    return ask(job.kind, job.arguments, by=by)


def _hand_out(job: Job) -> None:
    transaction.on_commit(lambda: carry_out_job.enqueue(job.pk))


def _give_up(job: Job) -> bool:
    """Mark a job as stopped, unless its worker was heard of meanwhile. Whatever that worker still does is not taken."""
    silent = _run_of(job).filter(seen_at=job.seen_at)
    job.status, job.ended_at, job.message = Job.Status.FAILED, timezone.now(), STOPPED
    return bool(silent.update(status=job.status, ended_at=job.ended_at, message=job.message))


@task()
def carry_out_job(pk: int) -> None:
    """What a worker is handed: the key of a job."""
    carry_out(pk)


def carry_out(pk: int) -> None:
    """Do the work of a job that waits; any other is left alone. A failure leaves a plain message and a line in the process's log."""
    job = _take_up(pk)
    if job is None:
        return
    try:
        result = KINDS[job.kind](job.arguments, Progress(job))  # not in one transaction: progress must be seen
    except TakenOver:
        logger.warning("job %s was given up meanwhile", pk)
    except Exception as error:
        logger.exception("job %s failed", pk)
        _end(job, status=Job.Status.FAILED, message=f"{type(error).__name__}: {error}"[:500])
    except BaseException:
        _end(job, status=Job.Status.FAILED, message=STOPPED)
        raise
    else:
        _end(job, status=Job.Status.DONE, result=result, finished=job.total)


def _take_up(pk: int) -> Job | None:
    """Begin a job that waits; None where another worker was handed the same one and was first."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=pk, status=Job.Status.WAITING)
    if not waiting.update(status=Job.Status.RUNNING, started_at=now, seen_at=now, message=""):
        return None
    return Job.objects.get(pk=pk)


def _run_of(job: Job) -> QuerySet[Job]:
    """The row of a job while this very run of it goes on."""
    return Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, started_at=job.started_at)


def _end(job: Job, **facts: Any) -> None:
    now = timezone.now()
    _run_of(job).update(**({"finished": job.finished, "ended_at": now, "seen_at": now} | facts))
