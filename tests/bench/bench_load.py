"""The step page of sixty rows under load: two server processes, four people who ask without a pause, on this machine alone."""

import contextlib
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from assessments.document import codec
from reports.demo.city import TOUCHSTONE
from tests.bench import place
from tests.browser.site import site
from tests.browser.wire import Wire

SECONDS = 8
PEOPLE = 4
REACH_PER_SECOND, REACH_P95_MS = 150, 50


def lines() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as served:
        file = Path(folder) / "filing.json"
        file.write_text(codec.dumps(place.whole()), encoding="utf-8")
        served.manage("import_filing", str(file), "--department", TOUCHSTONE, "--replace")
        preparer = Wire(served, "preparer")
        filing = preparer.draft()
        for name, page in (("step of 60 rows × 3 inputs", f"{filing}expenditure/"), ("overview", filing)):
            preparer.ask(page)
            before = _worked_ms(served.pid)
            spent = _under_load(preparer, page)
            yield _row(name, spent, (_worked_ms(served.pid) - before) / len(spent))


def _row(name: str, spent: list[float], cpu: float) -> str:
    rate, p95 = len(spent) / SECONDS, statistics.quantiles(spent, n=20)[-1]
    verdict = "reached" if rate >= REACH_PER_SECOND and p95 <= REACH_P95_MS else "MISSED"
    what = f"{name}, {PEOPLE} people at once, 2 workers: {rate:.0f} requests/s (≥ {REACH_PER_SECOND}), p95"
    return f"| {what} | ≤ {REACH_P95_MS} | {p95:.2f} | {max(spent):.2f} | {cpu:.2f} | | {verdict} |"


def _worked_ms(server: int) -> float:
    """The processor's time of the server's workers so far, as Linux tells it."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            facts = process.read_text().rpartition(")")[2].split()
            ticks += int(facts[11]) + int(facts[12]) if int(facts[1]) == server else 0
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _under_load(preparer: Wire, page: str) -> list[float]:
    """The milliseconds of every answer within the time."""
    spent: list[float] = []
    faults: list[str] = []
    ends = time.perf_counter() + SECONDS

    def person() -> None:
        while time.perf_counter() < ends and not faults:
            started = time.perf_counter()
            status, _body = preparer.ask(page)
            spent.append((time.perf_counter() - started) * 1000)
            if status != 200:
                faults.append(f"{page}: {status}")

    people = [threading.Thread(target=person) for _one in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    if faults:
        raise RuntimeError(faults[0])
    return spent
