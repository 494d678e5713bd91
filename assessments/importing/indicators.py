"""The scored rows of an evaluation sheet, its total and its grade."""

import re
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, is_amount, is_as_wide, is_filler, joined, under
from assessments.importing.grids import Cell, Row
from assessments.importing.labels import INDICATOR_KEYS, Words, bare, columns

LABELLED = re.compile(r"^([^：:]*)[：:](.*)$", re.DOTALL)
BRACKETS = re.compile(r"[（(]\s*[0-9０-９.．]+\s*分?\s*[)）]")
GRADE = re.compile(r"^(?:自评|评价|评定)?(?:等级|结论)[：:]?\s*(.*)$")
GRADES = ("优", "良", "中", "差")
TOTALS = ("总分", "合计", "总计", "总得分")
LONGEST_LEVEL = 20


def is_indicator_head(row: Row, words: Words) -> bool:
    """Whether a row heads the indicators."""
    names = set(columns(row, words.indicators))
    return "level3" in names and len(names & {"level1", "level2", "target", "actual", "weight", "score"}) >= 2


class Indicators:
    """Reads the rows under a head into the data of a sheet."""

    def __init__(self, path: str, gathered: Gathered, data: dict[str, Any]) -> None:
        self.path, self.gathered, self.data = path, gathered, data
        self.heads: Row = Row(())
        self.names: list[str | None] = []
        self.merged: set[str] = set()  # levels whose names are merged down in this form
        data.setdefault("indicators", [])

    def begin(self, heads: Row, names: list[str | None], rows: list[Row]) -> None:
        """Read on under this head. A level name that no row merges down is one that goes on until the next."""
        self.heads, self.names = heads, names
        for row in rows:
            found = under(heads, names, row)
            self.merged.update(level for level in ("level1", "level2") if level in found and found[level].continued)

    def read(self, row: Row) -> None:
        """Take a row: an indicator, the total, the grade; another is listed."""
        text = "".join(bare(cell.text) for cell in row.own)
        if text.startswith(TOTALS) and "total_weight" not in self.data:
            self._total(row)
        elif text and self._take_grade(row):
            return
        elif "total_weight" in self.data or self._is_note(row):
            self.gathered.leave(row.filled)
        elif not is_filler(Row(tuple(row.own))):
            self._indicator(row)

    def _is_note(self, row: Row) -> bool:
        """Words across the table, or alone under no column of it."""
        if row.alone is None:
            return False
        cell = row.filled[0]
        found = next((name for name, own in self._under(row).items() if own.place == cell.place), None)
        return len(row.cells) == 1 or found is None or (found == "level1" and len(joined(cell.text)) > LONGEST_LEVEL)

    def _under(self, row: Row) -> dict[Any, Cell]:
        return under(self.heads, self.names, row)

    def _indicator(self, row: Row) -> None:
        found = self._under(row)
        rows = self.data["indicators"]
        path = f"{self.path}.indicators[{len(rows)}]"
        made: dict[str, Any] = {}
        for name in INDICATOR_KEYS:
            cell = found.get(name)
            if name in ("weight", "score"):
                made[name] = self.gathered.figure(f"{path}.{name}", Kind.NUMBER, cell)
            elif name in ("level1", "level2"):
                made[name] = self.gathered.words(f"{path}.{name}", cell, _level(cell.text) if cell else None)
            else:
                made[name] = self.gathered.words(f"{path}.{name}", cell, lines=name == "deviation")
        if rows:
            self._inherit(made, rows[-1], found)
        rows.append(made)
        self.gathered.leave_rest(row, [*found.values(), *(cell for cell in row.own if bare(cell.text) == "绩效指标")])

    def _inherit(self, made: dict[str, Any], above: dict[str, Any], found: dict[Any, Cell]) -> None:
        """A level name that was written once and not merged goes on until the next."""
        same = found.get("level1") is None or found["level1"].continued or made["level1"] == above["level1"]
        if made["level1"] is None and "level1" in found and "level1" not in self.merged:
            made["level1"], same = above["level1"], True
        if made["level2"] is None and same and "level2" in found and "level2" not in self.merged:
            made["level2"] = above["level2"]

    def _total(self, row: Row) -> None:
        found, label = self._total_cells(row), row.own[0]
        for key, name in (("total_weight", "weight"), ("total_score", "score")):
            self.data[key] = self.gathered.figure(f"{self.path}.{key}", Kind.NUMBER, found.get(name))
        match = LABELLED.match(joined(label.text))
        if match and is_amount(match[2]) and self.data["total_score"] is None:
            self.data["total_score"] = self.gathered.figure(f"{self.path}.total_score", Kind.NUMBER, label, match[2])
        taken = {label.place, *(cell.place for cell in found.values())}
        for cell in row.filled:
            if cell.place not in taken and not self._grade(cell, joined(cell.text)):
                self.gathered.leave([cell])

    def _total_cells(self, row: Row) -> dict[str, Cell]:
        """The cells of the points and the score: under their columns where the row is as wide as the head, else by order."""
        label = row.own[0]
        if row.cells[0].place.sheet or is_as_wide(self.heads, row):
            found = self._under(row)
            placed = {name: found[name] for name in ("weight", "score") if name in found}
            if len(placed) == 2 and label not in placed.values():
                return placed
        known = [name for name in self.names if name is not None]
        after = known[known.index("weight") :] if "weight" in known else known
        by_order = dict(zip(after, row.own[1:], strict=False))
        return {name: by_order[name] for name in ("weight", "score") if name in by_order}

    def _take_grade(self, row: Row) -> bool:
        """等级：优 in a row of its own."""
        cells = row.filled
        if not 1 <= len(cells) <= 2 or not GRADE.match(joined(cells[0].text)):
            return False
        return self._grade(cells[-1], "".join(joined(cell.text) for cell in cells))

    def _grade(self, cell: Cell, shown: str) -> bool:
        match = GRADE.match(shown)
        if self.data.get("grade") is not None or not (match or shown in GRADES):
            return False
        self.data["grade"] = self.gathered.words(f"{self.path}.grade", cell, match[1] if match else shown)
        return True


def _level(text: str) -> str:
    """A level's name without its points and the spaces that only spread it."""
    return "".join(BRACKETS.sub("", text).split())
