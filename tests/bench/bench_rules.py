"""How long the rules take over one whole filing in memory."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from assessments.document import codec
from assessments.rules import check
from tests.assessments.rules.sample import FILING
from tests.bench.measure import Line

REAL = settings.BASE_DIR.parent / "shared" / "cases" / "yueyang-2024.json"
FAMILIES = "BEX"


def lines() -> Iterator[Line]:
    yield from _lines("an invented filing", json.dumps(FILING).encode())
    if Path(REAL).is_file():
        yield from _lines("the real filing", REAL.read_bytes())


def _lines(name: str, raw: bytes) -> Iterator[Line]:
    filing = codec.loads(raw)
    yield Line(f"families B, E, X over {name}", 0.6, lambda: check(filing, families=FAMILIES), 0, rounds=201)
    yield Line(f"all rules but H over {name}", 1.5, lambda: check(filing), 0, rounds=201)
