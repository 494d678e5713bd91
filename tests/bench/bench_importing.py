"""How long a filled Word file takes to be read back, and to be refused where a table has more rows than any form."""

import json
import random
from collections.abc import Iterator

from assessments.document import codec
from assessments.document.template import default
from assessments.importing.extract import extract
from assessments.importing.package import FileRefused
from reports.documents import render_docx
from tests.assessments.importing.files import docx, table
from tests.assessments.rules.sample import FILING
from tests.bench import peers
from tests.bench.measure import Line
from tests.bench.place import REAL

REAL_DOCX = REAL.with_suffix(".docx")


def lines() -> Iterator[Line | str]:
    data = json.loads(REAL.read_bytes()) if REAL.is_file() else FILING
    printed = render_docx(codec.from_json(data), default())
    yield Line("DOCX of the product read back", 60, lambda: extract([("filing.docx", printed)]))
    yield from peers.cells_read(printed)
    if REAL_DOCX.is_file():
        real = REAL_DOCX.read_bytes()
        yield Line("DOCX of the real filing read back", 60, lambda: extract([("filing.docx", real)]))
    for rows in (2_001, 10_000):
        chance = random.Random(rows)  # alike rows would be refused for being packed too closely
        large = docx(table(*([f"{chance.random()}" for _column in range(4)] for _row in range(rows))))
        yield Line(f"DOCX refused for a table of {rows:,} rows", 10_000, lambda large=large: _refused(large), rounds=3)


def _refused(raw: bytes) -> None:
    try:
        extract([("filing.docx", raw)])
    except FileRefused as refusal:
        if "2000" in str(refusal):
            return
        raise
    raise RuntimeError("The file was taken.")
