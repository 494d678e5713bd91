"""How long the check of a whole year takes, and a bundle of PDFs: two processes that share the job, and what memory they take."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.test.utils import override_settings

from assessments.document import codec
from assessments.document.template import to_json
from assessments.models import Filing, Job, State
from assessments.selectors.documents import load
from assessments.selectors.findings import marks_of_many
from assessments.services import jobs, parts
from assessments.services.filings import import_document
from assessments.services.validation import VALIDATE_YEAR
from reports.bundles import Wanted, ask_for
from reports.models import Submission
from tests.bench import peers, place
from tests.bench.copies import copies
from tests.bench.measure import Line

FILINGS = 10_000
ROUNDS = 5
REACH_CHECK_MS = 8_000
INSTANCES = 1_200  # filings a second that one process of Django read on the machine for which the reach was set
PDFS = 60  # of 500: the rate is the same
REACH_PER_SECOND = 4.5


def lines() -> Iterator[Line | str]:
    city = place.city()
    filing = import_document(city.enrolment, place.whole(rows=0), by=city.preparer, replace=True)
    list(marks_of_many([filing.pk]))  # workers live for days: their queries are compiled and their rules loaded
    few = copies(filing, FILINGS // 10)  # few first: memory must not grow with their number
    yield _line(_what(checks := [_check(city) for _round in range(ROUNDS)]), "", checks)
    copies(filing, FILINGS - len(few))
    yield from _whole_year(city, few)
    yield _bundle(city, filing, few[:PDFS])


def _whole_year(city, some: list[int]) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The check of the year; in turn with it, so that both meet the same neighbours on the machine, what Django takes for reading alone."""
    checks, instances, tuples = [], [], []
    for _round in range(ROUNDS):
        checks.append(_check(city))
        instances.append(_seconds(lambda: peers.read_as_instances(some)))
        tuples.append(_seconds(lambda: peers.read_as_tuples(some)))
    yield _line(_what(checks), f"≤ {REACH_CHECK_MS}", checks, _verdict(_median(checks, "seconds")))
    for how, seconds in (("instances of models", instances), ("`values_list`", tuples)):
        read = [f"{one * 1000:.0f}" for one in (statistics.median(seconds), max(seconds))]
        yield f"| beside it, in turn: {len(some):,} filings read, one process: {how} | | {' | '.join(read)} | | | |"
    # The machine for which the reach was set had another speed: there Django read so many filings a second in the same way.
    rates = [len(some) / one for one in instances]
    there = statistics.median(ran.seconds * rate / INSTANCES for ran, rate in zip(checks, rates, strict=True))
    what = f"the same, were this machine as quick as one that reads {INSTANCES:,} instances a second (it read {statistics.median(rates):.0f})"
    yield f"| {what} | ≤ {REACH_CHECK_MS} | {there * 1000:.0f} | | | | {_verdict(there)} |"


def _what(checks: "list[Ran]") -> str:
    megabytes = max(ran.megabytes for ran in checks)
    return (
        f"all rules over {Filing.objects.count():,} filings of {_size()} rows, 2 processes, {megabytes} MB each at most"
    )


def _verdict(seconds: float) -> str:
    return "reached" if seconds * 1000 <= REACH_CHECK_MS else "MISSED"


def _seconds(read: Callable[[], None]) -> float:
    began = time.perf_counter()
    read()
    return time.perf_counter() - began


def _check(city) -> "Ran":  # type: ignore[no-untyped-def]
    asked = Job.objects.create(kind=VALIDATE_YEAR, arguments={"year": city.year.year}, asked_by=city.performance)
    made, ran = _by_two(asked)
    if made.result["filings"] != Filing.objects.count() or made.result["unjudged"]:
        raise RuntimeError(f"The check left filings out: {made.result}")
    return ran


def _size() -> int:
    """The rows of the filing that is copied."""
    return sum(1 for _row in load(Filing.objects.order_by("pk").values_list("pk", flat=True)[0]).rows) - 2


def _bundle(city, filing: Filing, keys: list[int]) -> str:  # type: ignore[no-untyped-def]
    Filing.objects.filter(pk__in=keys).update(state=State.APPROVED)
    loaded = load(filing.pk)
    texts = {"document_text": codec.dumps(loaded.document), "template_text": json.dumps(to_json(loaded.template))}
    Submission.objects.filter(filing__in=keys).update(**texts)
    with tempfile.TemporaryDirectory() as folder, override_settings(**_on_disk(Path(folder))):
        asked = Job.objects.get(pk=_asked(city, keys))
        made, ran = _by_two(asked)
    rate = made.result["files"] / ran.seconds
    what = f"{made.result['files']} filings as PDF in one ZIP, 2 processes, {ran.megabytes} MB each at most: {rate:.1f} filings/s"
    return _line(f"{what} (≥ {REACH_PER_SECOND})", "", [ran], "reached" if rate >= REACH_PER_SECOND else "MISSED")


def _on_disk(folder: Path) -> dict[str, Any]:
    """The settings by which both processes keep finished documents in one place, as the product does."""
    kept = {"BACKEND": "reports.documents.files.DocumentFiles", "LOCATION": folder / "documents"}
    return {"CACHES": settings.CACHES | {"documents": kept | {"TIMEOUT": None}}, "BUNDLES_DIR": folder / "bundles"}


def _asked(city, keys: list[int]) -> int:  # type: ignore[no-untyped-def]
    """A bundle that was asked for; nobody carries it out at once."""
    usual, jobs.KINDS["bundle"] = jobs.KINDS["bundle"], lambda arguments, progress: None
    try:
        made = ask_for(city.performance, Wanted(picked=tuple(keys)))
    finally:
        jobs.KINDS["bundle"] = usual
    return Job.objects.create(kind=made.kind, arguments=made.arguments, asked_by=made.asked_by).pk


def _line(what: str, reach: str, runs: "list[Ran]", verdict: str = "") -> str:
    spent, worst = [f"{one * 1000:.0f}" for one in (_median(runs, "seconds"), max(ran.seconds for ran in runs))]
    return f"| {what} | {reach} | {spent} | {worst} | {_median(runs, 'processor') * 1000:.0f} | | {verdict} |"


def _median(runs: "list[Ran]", name: str) -> float:
    return statistics.median(getattr(ran, name) for ran in runs)


# Two processes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """What two processes took: the time on the wall, the processor's time and the memory of the one that took more."""

    seconds: float
    processor: float
    megabytes: int


def _by_two(asked: Job) -> tuple[Job, Ran]:
    """The job carried out by its own worker and one that helps."""
    connections.close_all()
    began = time.perf_counter()
    used = [os.wait4(child, 0)[2] for child in [_begin(_carry_out, asked), _begin(_help, asked)]]
    spent = time.perf_counter() - began
    made = Job.objects.get(pk=asked.pk)
    if made.status != Job.Status.DONE:
        raise RuntimeError(made.message)
    processor = max(one.ru_utime + one.ru_stime for one in used)
    return made, Ran(spent, processor, max(one.ru_maxrss for one in used) // 1024)


def _begin(work: Callable[[int], None], asked: Job) -> int:
    """A process that does its share; its key."""
    child = os.fork()
    if not child:
        try:
            parts.HELPERS, parts.HELP_SECONDS = 0, float("inf")  # the other process helps
            work(asked.pk)
            connections.close_all()
        finally:
            os._exit(0)
    return child


def _carry_out(pk: int) -> None:
    jobs.carry_out(pk)


def _help(pk: int) -> None:
    while Job.objects.filter(pk=pk, status__in=(Job.Status.WAITING, Job.Status.RUNNING)).exists():
        parts.help_with_job.call(pk)
        time.sleep(0.05)
