"""What is printed as a Word file reads back as the same filing."""

import pytest

from assessments.document import codec
from assessments.document.paths import cells
from assessments.document.template import default
from assessments.importing.extract import extract
from reports.documents import render_docx


@pytest.mark.parametrize("name", ["yueyang-2024", "clean-2023", "clean-2024", "example-fund-tables"])
def test_every_printed_cell_reads_back(cases, name):
    filing = codec.loads((cases / f"{name}.json").read_bytes())
    found = extract([("filing.docx", render_docx(filing, default(), draft=False))])
    assert (found.unread, found.leftovers) == ((), ())
    read = cells(found.filing)
    printed = {path: cell.text for path, cell in cells(filing).items() if (cell.text or "").strip()}
    assert {path: read[path].text if path in read else None for path in printed} == printed
