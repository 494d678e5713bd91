"""How long the official documents take, drawn and from the cache."""

import json
from collections.abc import Iterator
from pathlib import Path

from assessments.document import codec
from assessments.document.template import default
from reports.documents import render, render_docx, render_pdf
from reports.documents.cache import kept
from reports.documents.view_model import printout
from tests.assessments.rules.sample import FILING
from tests.bench import peers
from tests.bench.measure import Line
from tests.bench.place import REAL


def lines() -> Iterator[Line | str]:
    data = json.loads(Path(REAL).read_bytes()) if Path(REAL).is_file() else FILING
    filing, template = codec.from_json(data), default()
    yield Line("PDF of the whole filing, warm", 400, lambda: render_pdf(filing, template), rounds=5)
    printed = render_docx(filing, template)
    yield from peers.printers(printed, render(printout(filing, template), "html").decode())
    yield Line("PDF of one attachment", 110, lambda: render_pdf(filing, template, part="department"), rounds=5)
    yield Line("DOCX of the whole filing", 90, lambda: render_docx(filing, template))
    yield from peers.cells_written(printed)
    yield Line(
        "PDF unchanged, from the cache", 5, lambda: kept((codec.dumps(filing),), lambda: render_pdf(filing, template))
    )
