"""How long the rules take over one whole filing in memory."""

import json
from collections.abc import Iterator
from pathlib import Path

from assessments.document import codec
from assessments.document.filing import Filing
from assessments.rules import check
from assessments.rules.previous import same_characters
from tests.assessments.rules.sample import FILING
from tests.bench import peers
from tests.bench.measure import Line
from tests.bench.place import REAL

FAMILIES = "BEX"


def lines() -> Iterator[Line | str]:
    yield from _lines("an invented filing", json.dumps(FILING).encode())
    yield from peers.comparisons()
    if Path(REAL).is_file():
        yield from _lines("the real filing", REAL.read_bytes())
        yield from _compared("the real filing", REAL.read_bytes())


def _lines(name: str, raw: bytes) -> Iterator[Line]:
    filing = codec.loads(raw)
    yield Line(f"families B, E, X over {name}", 0.6, lambda: check(filing, families=FAMILIES), 0, rounds=201)
    yield Line(f"all rules but H over {name}", 1.5, lambda: check(filing), 0, rounds=201)


def _reworked(raw: bytes) -> Filing:
    """The filing as if of the year before, every tenth character of its report another: long sections come near the limit of H03."""
    data = json.loads(raw)
    data["fiscal_year"] -= 1
    for section in data["report"]["sections"]:
        section["text"] = "".join(
            mark if place % 10 else "某" for place, mark in enumerate(section.get("text") or "", start=1)
        )
    return codec.from_json(data)


def _compared(name: str, raw: bytes) -> Iterator[Line]:
    filing, previous = codec.loads(raw), _reworked(raw)

    def anew() -> None:
        same_characters.cache_clear()
        check(filing, previous=previous, families="H")

    yield Line(f"family H over {name}, the text changed", 15, anew, 0, rounds=51)
    yield Line(
        f"family H over {name}, the text as it was",
        1,
        lambda: check(filing, previous=previous, families="H"),
        0,
        rounds=201,
    )
