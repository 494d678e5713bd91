"""One figure to reach, and how it is measured."""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


@dataclass(frozen=True)
class Line:
    """What is measured: the call is made `rounds` times after two for warming up; its median is compared with the figure to reach.

    Without such a figure it is what others take. The processor's time of work `elsewhere`, in a program that goes on, is not known.
    """

    what: str
    reach_ms: float | None
    call: Callable[[], object]
    reach_queries: int | None = None
    rounds: int = 15
    elsewhere: bool = False


@dataclass(frozen=True)
class Measured:
    line: Line
    median_ms: float
    worst_ms: float
    cpu_ms: float
    queries: int

    def __str__(self) -> str:
        line = self.line
        queries = f"{self.queries}" + ("" if line.reach_queries is None else f" (≤ {line.reach_queries})")
        spent = f"{self.median_ms:.2f} | {self.worst_ms:.2f} | {'' if line.elsewhere else f'{self.cpu_ms:.2f}'}"
        if line.reach_ms is None:
            return f"| {line.what} | | {spent} | | |"
        missed = self.median_ms > line.reach_ms or (
            line.reach_queries is not None and self.queries > line.reach_queries
        )
        return f"| {line.what} | ≤ {line.reach_ms:g} | {spent} | {queries} | {'MISSED' if missed else 'reached'} |"


HEAD = "| what | reach, ms | median, ms | worst, ms | CPU, ms | queries | |\n|---|---|---|---|---|---|---|"


def absent(what: str) -> str:
    """The line of a program that this machine does not have."""
    return f"| {what} | | not installed | | | | |"


def measure(line: Line) -> Measured:
    """Median and worst of the wall clock, median of the processor's time, queries without those of transactions."""
    line.call()
    with CaptureQueriesContext(connection) as captured:
        line.call()
        queries = sum(not query["sql"].startswith(TRANSACTION) for query in captured.captured_queries)
    spent, worked = [], []
    for _ in range(line.rounds):
        started, begun = time.perf_counter(), _processor()
        line.call()
        spent.append((time.perf_counter() - started) * 1000)
        worked.append((_processor() - begun) * 1000)
    return Measured(line, statistics.median(spent), max(spent), statistics.median(worked), queries)


def _processor() -> float:
    """The processor's time of this process, of the commands that it ran and of PostgreSQL's process for it.

    A machine at work with something else lengthens it by a third or so, the wall clock many times.
    """
    commands = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + commands.ru_utime + commands.ru_stime + _server()


def _server() -> float:
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0
    facts = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(facts.read_text().split()[0]) / 1e9 if facts.is_file() else 0
