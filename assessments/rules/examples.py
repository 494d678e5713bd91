"""An example of each rule that holds and one that does not: a few cells, one of which is changed. A test runs them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.document import codec
from assessments.document.filing import FORMAT, Filing

Cells = Mapping[str, Any]
STEP = re.compile(r"([a-z_0-9]+)(?:\[([^\]]+)\])?")
YEAR = 2024


@dataclass(frozen=True, slots=True)
class Example:
    """With `holds` at `path` the rule is silent, with `breaks` it speaks; `cells` is what stands beside it."""

    path: str
    holds: Any
    breaks: Any
    cells: Cells = field(default_factory=dict)
    previous: Cells | None = None

    def filing(self, value: Any) -> Filing:
        """The filing of these cells with a value in the changed one."""
        return document({**self.cells, self.path: value})

    def filing_before(self) -> Filing | None:
        """The filing of the year before, where the rule looks at one."""
        return None if self.previous is None else document(self.previous, YEAR - 1)


def document(cells: Cells, year: int = YEAR) -> Filing:
    """The filing that has these cells and no others."""
    data: dict[str, Any] = {"format": FORMAT, "fiscal_year": year}
    for path, value in cells.items():
        steps = STEP.findall(path)
        holder = data
        for name, item in steps[:-1]:
            holder = _item(holder.setdefault(name, []), name, item) if item else holder.setdefault(name, {})
        holder[steps[-1][0]] = value
    return codec.from_json(data)


def _item(items: list[dict[str, Any]], name: str, reference: str) -> dict[str, Any]:
    if not reference.isdigit():
        for line in items:
            if line["line"] == reference:
                return line
        items.append({"line": reference})
        return items[-1]
    while len(items) <= int(reference):
        items.append({"level": 1} if name == "sections" else {})
    return items[int(reference)]
