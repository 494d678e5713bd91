"""The step page of sixty rows under load: two server processes, four people who ask without a pause, on this machine alone."""

import http.client
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from assessments.document import codec
from reports.demo.city import TOUCHSTONE
from tests.bench import place
from tests.browser.site import PASSWORD, Site, site

SECONDS = 8
PEOPLE = 4
REACH_PER_SECOND, REACH_P95_MS = 150, 50


def lines() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as served:
        file = Path(folder) / "filing.json"
        file.write_text(codec.dumps(place.whole()), encoding="utf-8")
        served.manage("import_filing", str(file), "--department", TOUCHSTONE, "--replace")
        cookies = _sign_in(served)
        filing = re.search(r'href="(/filings/\d+/)', _ask(served, "/", cookies)[1].decode())
        if filing is None:
            raise RuntimeError("The preparer's home shows no filing.")
        for name, page in (("step of 60 rows × 3 inputs", f"{filing[1]}expenditure/"), ("overview", filing[1])):
            yield _row(name, _under_load(served, page, cookies))


def _row(name: str, spent: list[float]) -> str:
    rate, p95 = len(spent) / SECONDS, statistics.quantiles(spent, n=20)[-1]
    verdict = "reached" if rate >= REACH_PER_SECOND and p95 <= REACH_P95_MS else "MISSED"
    what = f"{name}, {PEOPLE} people at once, 2 workers: {rate:.0f} requests/s (≥ {REACH_PER_SECOND}), p95"
    return f"| {what} | ≤ {REACH_P95_MS} | {p95:.2f} | {max(spent):.2f} | | {verdict} |"


def _under_load(served: Site, page: str, cookies: str) -> list[float]:
    """The milliseconds of every answer within the time."""
    spent: list[float] = []
    faults: list[str] = []
    ends = time.perf_counter() + SECONDS

    def person() -> None:
        while time.perf_counter() < ends and not faults:
            started = time.perf_counter()
            status, _body, _cookies = _ask(served, page, cookies)
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


def _ask(served: Site, page: str, cookies: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str]:
    """One request on a connection of its own: the status, what came, and the cookies that were set."""
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=30)
    headers = {"Cookie": cookies, "Referer": served.url}
    try:
        if form is None:
            connection.request("GET", page, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", page, urlencode(form), headers)
        answer = connection.getresponse()
        given = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return answer.status, answer.read(), "; ".join(given)
    finally:
        connection.close()


def _sign_in(served: Site) -> str:
    _status, body, cookies = _ask(served, "/sign-in/", "")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body.decode())
    if token is None:
        raise RuntimeError("The door has no form.")
    form = {"csrfmiddlewaretoken": token[1], "username": "preparer", "password": PASSWORD}
    status, _body, signed = _ask(served, "/sign-in/", cookies, form)
    if status != 302:
        raise RuntimeError(f"Signing in was answered with {status}.")
    return signed
