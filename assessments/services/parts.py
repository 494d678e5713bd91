"""A job that several workers share: its items lie in parts, and whoever is free takes the next.

The worker that was handed the job calls `share`, does parts itself and waits for those that others took; the others are handed
`help_with_job`, which does parts for a short while and goes to the end of the queue, so that other work is not kept waiting. What is done with
a part is registered with `@part(kind)` and must be safe to do twice: a part whose worker went silent is given to another.
"""

import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django_tasks import task

from assessments.models import Job, JobPart
from assessments.services.jobs import Progress

logger = logging.getLogger(__name__)
HELPERS = 3  # workers beside the one that was handed the job
HELP_SECONDS = 5.0  # after which a helper goes to the end of the queue
SILENCE = timedelta(minutes=1)  # after which the worker of a part counts as gone
TOLD_EVERY = 1.0  # seconds
PAUSE = 0.1  # seconds, while others finish what they took

Step = Callable[[], None]
PartWork = Callable[[dict[str, Any], list[Any], Step], Any]
KINDS: dict[str, PartWork] = {}


def part(kind: str) -> Callable[[PartWork], PartWork]:
    """Register what is done with a part of a kind of job: a function of the job's arguments, the items, and what to call after each."""

    def register(work: PartWork) -> PartWork:
        if kind in KINDS:
            raise ValueError(f"the parts of {kind} are registered twice")
        KINDS[kind] = work
        return work

    return register


def share(progress: Progress, items: Sequence[Any], size: int) -> list[Any]:
    """Do a job in parts of so many items, with whoever helps; what came of each part, in order. Raises what a part raised."""
    job = progress.job
    progress.begin(len(items))
    JobPart.objects.exclude(job__status=Job.Status.RUNNING).delete()
    pieces = [items[start : start + size] for start in range(0, len(items), size)]
    JobPart.objects.bulk_create(
        JobPart(job=job, number=number, items=list(piece)) for number, piece in enumerate(pieces)
    )
    try:
        for _helper in range(min(HELPERS, len(pieces) - 1)):
            help_with_job.enqueue(job.pk)
        own = _Share(job, lambda: progress.reach(_finished(job)))
        while job.parts.filter(done=False).exists():
            if not own.do_next():
                time.sleep(PAUSE)
                own.tell()
        return list(job.parts.order_by("number").values_list("result", flat=True))
    finally:
        job.parts.all().delete()


@task()
def help_with_job(pk: int) -> None:
    """What another worker is handed: the key of a job whose parts are shared."""
    ends = time.monotonic() + HELP_SECONDS
    job = Job.objects.get(pk=pk)
    share_of = _Share(job)
    while Job.objects.filter(pk=pk, status=Job.Status.RUNNING, started_at=job.started_at).exists():
        try:
            if not share_of.do_next():
                return
        except Exception:
            logger.exception("a part of job %s failed; it is left to the job's own worker", pk)
            return
        if time.monotonic() > ends:
            help_with_job.enqueue(pk)
            return


@dataclass(slots=True)
class _Share:
    """What one worker does of a job; `after` is called now and then while it works."""

    job: Job
    after: Step = lambda: None
    name: str = field(default_factory=lambda: uuid4().hex)
    told: float = 0.0

    def do_next(self) -> bool:
        """Take the next part and do it; False where none is free."""
        taken = self._take()
        if taken is None:
            return False
        own = JobPart.objects.filter(pk=taken.pk, taken_by=self.name)
        finished = 0

        def step() -> None:
            nonlocal finished
            finished += 1
            if time.monotonic() - self.told >= TOLD_EVERY:
                own.update(finished=finished, seen_at=timezone.now())
                self.tell()

        try:
            with _seldom_collected():
                result = KINDS[self.job.kind](self.job.arguments, taken.items, step)
        except BaseException:
            own.update(taken_by="", seen_at=None, finished=0)
            raise
        own.update(done=True, result=result, finished=len(taken.items), seen_at=timezone.now())
        self.tell()
        return True

    def tell(self) -> None:
        """Tell how far it is, not too often."""
        if time.monotonic() - self.told >= TOLD_EVERY:
            self.told = time.monotonic()
            self.after()

    def _take(self) -> JobPart | None:
        now = timezone.now()
        free = Q(taken_by="") | Q(seen_at__lt=now - SILENCE)
        with transaction.atomic():
            found = (
                self.job.parts.filter(free, done=False).select_for_update(skip_locked=True).order_by("number").first()
            )
            if found is not None:
                found.taken_by, found.seen_at, found.finished = self.name, now, 0
                found.save(update_fields=["taken_by", "seen_at", "finished"])
        return found


def _finished(job: Job) -> int:
    return job.parts.aggregate(number=Sum("finished"))["number"] or 0


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Garbage is looked for seldom: thousands of filings come and go, and each search walks all that is in hand."""
    usual = gc.get_threshold()
    gc.set_threshold(usual[0] * 100, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
