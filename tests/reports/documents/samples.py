"""Filings to draw, and the words that must stand on their pages."""

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from assessments.document import codec
from assessments.document.filing import Filing
from assessments.document.template_default import DEFAULT as TEMPLATE
from tests.assessments.rules.sample import FILING

UNPRINTED = {
    "format",
    "line",
    "code",
    "supervisor",
    "explanations",
    "evidence",
    "attainment",
    "approved",
    "change_reason",
}
PRINTED_THERE = ("projects[", "fund_tables.")  # where a supervisor and a code are printed


def sample() -> Filing:
    return codec.from_json(FILING)


def words(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of every cell that the forms print and that is not blank."""
    if isinstance(data, dict):
        for key, value in data.items():
            inside = f"{path}.{key}" if path else key
            if key not in UNPRINTED or (key in ("code", "supervisor") and path.startswith(PRINTED_THERE)):
                yield from words(value, inside)
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from words(value, f"{path}[{place}]")
    elif isinstance(data, str) and data.strip():
        yield path, data


def missing(data: dict[str, Any], text: str) -> list[str]:
    """The paths whose text is not in a page's text, white space left out."""
    bare = squeezed(text)
    return [path for path, word in words(data) if squeezed(word) not in bare]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def grid_of(table: Any) -> list[list[str]]:
    """A table as a full grid: a merged cell shows its text in its first place and `^` or `<` in the others."""
    rows = []
    for row in table._tbl.tr_lst:
        cells = []
        for cell in row.tc_lst:
            above = cell.vMerge == "continue"
            text = "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell.p_lst)
            cells += ["^" if above else text] + ["<"] * (cell.grid_span - 1)
        rows.append(cells)
    return rows


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


__all__ = ["FILING", "TEMPLATE", "grid_of", "missing", "opened", "sample", "squeezed", "words"]
