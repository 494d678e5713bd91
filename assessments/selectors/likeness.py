"""Which row of a document that was taken in stands for which row of the one that it replaced.

Rows are made anew when a document is taken in. What was said about a row goes to the one row that is like it: the same project, the
same indicator of the same sheet, the same section, item or line. Where none or several are alike, the row at the same place takes it.
"""

from collections.abc import Hashable
from functools import cached_property

from assessments.models import Filing
from assessments.selectors.documents import Loaded
from assessments.selectors.rows import StoredRow, anchored, unanchored

OWN = {
    "sheet": ("name",),
    "indicator": ("level1", "level2", "level3"),
    "section": ("number", "heading"),
    "fund": ("code", "name"),
    "expenditure": ("line", "label"),
}


class Likeness:
    """The rows of one filing before and after another document was taken in."""

    def __init__(self, before: Loaded, after: Loaded) -> None:
        self._before = before
        self._after = after

    @property
    def filing(self) -> Filing:
        return self._after.filing

    def anchor_of(self, anchor: str) -> str:
        """The anchor of the row that stands for this one's; the anchor itself where it named no row, or none stands for it."""
        if "[#" not in anchor:
            return anchor
        path = unanchored(anchor, self._before.places)
        if path == anchor:
            return anchor
        head, _, tail = anchor.rpartition("]")
        prefix = unanchored(f"{head}]", self._before.places)
        row = self._before.by_key[self._before.prefixes[prefix]]
        alike = self._alike.get(_identity(self._before, row), [])
        wanted = alike[0] if len(alike) == 1 else prefix
        found = anchored(f"{wanted}{tail}", self._after.prefixes)
        return found if "[#" in found else anchor

    @cached_property
    def _alike(self) -> dict[Hashable, list[str]]:
        found: dict[Hashable, list[str]] = {}
        for row in self._after.rows:
            prefix = self._after.places.get((row.kind, row.pk), "")
            if prefix.endswith("]"):
                found.setdefault(_identity(self._after, row), []).append(prefix)
        return found


def _identity(loaded: Loaded, row: StoredRow) -> Hashable:
    """What makes a row the same row in another document: its own words, and what it belongs to."""
    own = tuple((row.get(column) or "").strip() for column in OWN.get(row.kind, ()))
    if row.kind == "indicator":
        sheet = loaded.by_key["sheet", row.parent]
        return row.kind, bool(sheet.parent) and (sheet.get("name") or "").strip(), own
    return row.kind, row.parent if row.kind == "fund" else None, own
