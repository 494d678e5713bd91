"""What the server has acknowledged is in the database, whenever its processes are killed."""

import http.client
import os
import random
import re
import signal
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.site import Site, site
from tests.browser.wire import Wire

PREPARER = "preparer-520001"  # has begun a draft
LEAST = 5  # figures that each person has had acknowledged
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Writer:
    """Types one figure after another into one cell, and remembers what the server said it had saved.

    A figure whose answer was lost may be stored or not; nothing but those and the one acknowledged last may be.
    """

    wire: Wire
    filing: str
    address: str
    known: str
    unsure: set[str] = field(default_factory=set)  # sent since the last acknowledgement, without an answer
    acknowledged: int = 0
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)

    def write(self, number: int) -> None:
        """One save over what is known to be stored."""
        now = f"{number}.25"
        try:
            answer = self.wire.save(self.filing, "expenditure", self.address, self.known, now)
        except BROKEN:
            self.unsure.add(now)
            self.unanswered += 1
            return
        if self.address in answer["saved"]:
            self.known, self.unsure = now, set()
            self.acknowledged += 1
            return
        (refusal,) = answer["refused"]
        assert refusal["conflict"], refusal
        self.finds(refusal["stored"])

    def finds(self, stored: str) -> None:
        """See what is stored now."""
        if stored != self.known and stored not in self.unsure:
            self.faults.append(f"{self.address}: {stored} is stored, {self.known} was acknowledged")
        self.known = stored


def stored_cells(wire: Wire, filing: str) -> dict[str, str]:
    page = wire.ask(f"{filing}expenditure/")[1].decode()
    inputs = re.findall(r"<input[^>]*>", page)
    found = {}
    for one in inputs:
        name = re.search(r'name="was-(expenditure-\d+-(?:budget|final))"', one)
        value = re.search(r'value="([^"]*)"', one)
        if name:
            found[name[1]] = value[1] if value else ""
    return found


def workers(pid: int) -> list[int]:
    """The processes that serve; an empty list while none is there."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_while_people_write(served: Site, kills: int, seed: int) -> list[Writer]:
    chance, done = random.Random(seed), threading.Event()
    filing = Wire(served, PREPARER).draft()
    cells = stored_cells(Wire(served, PREPARER), filing)
    chosen = sorted(cells)[:2]
    writers = [Writer(Wire(served, PREPARER), filing, address, cells[address]) for address in chosen]

    def type_on(writer: Writer) -> None:
        number = 0
        while not done.is_set():
            number += 1
            try:
                writer.write(number)
            except BaseException as error:  # told by the test
                writer.faults.append(repr(error))
                return

    people = [threading.Thread(target=type_on, args=(writer,)) for writer in writers]
    for one in people:
        one.start()
    killed = 0
    ends = time.monotonic() + 60 + 3 * kills
    while time.monotonic() < ends and (killed < kills or any(one.acknowledged < LEAST for one in writers)):
        time.sleep(chance.uniform(0.02, 0.6))
        if killed < kills and (there := workers(served.pid)):
            os.kill(chance.choice(there), signal.SIGKILL)
            killed += 1
    done.set()
    for one in people:
        one.join(120)
    assert killed == kills
    return writers


def nothing_is_lost(served: Site, writers: list[Writer]) -> None:
    stored = stored_cells(Wire(served, PREPARER), writers[0].filing)
    for writer in writers:
        writer.finds(stored[writer.address])
    assert [fault for writer in writers for fault in writer.faults] == []
    assert all(writer.acknowledged >= LEAST for writer in writers)
    served.manage("verify_log")
    kept = served.folder / "browser.sqlite3"
    if kept.exists():
        with sqlite3.connect(kept) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_acknowledged_cell_is_lost_in_a_few_kills(served):
    nothing_is_lost(served, kill_while_people_write(served, kills=3, seed=3))


@pytest.mark.soak
def test_no_acknowledged_cell_is_lost_in_two_hundred_kills(tmp_path):
    with site(tmp_path, "--preload") as served:
        nothing_is_lost(served, kill_while_people_write(served, kills=200, seed=200))
