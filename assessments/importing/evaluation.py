"""附件2 and 附件3 from their rows, each known by its labels."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, is_as_wide, is_empty, is_filler, joined, under
from assessments.importing.grids import Cell, Row
from assessments.importing.labels import (
    INDICATOR_KEYS,
    PROJECT_HEAD,
    Labels,
    Words,
    bare,
    columns,
    counted,
    exact_key,
    key_of,
)

SPLITS = (
    ("收入性质", "by_source", "total"),
    ("支出性质", "by_kind", "total"),
    ("一般公共预算", "by_source", "general_public"),
    ("政府性基金", "by_source", "government_fund"),
    ("专户", "by_source", "fiscal_account"),
    ("其他资金", "by_source", "other"),
    ("基本支出", "by_kind", "basic"),
    ("项目支出", "by_kind", "project"),
)
LABELLED = re.compile(r"^(?:其中[：:])?\s*([^：:]*)[：:](.*)$", re.DOTALL)
BRACKETS = re.compile(r"[（(]\s*[0-9０-９.．]+\s*分?\s*[)）]")
KINDS = {"rate": Kind.RATE, "weight": Kind.NUMBER, "score": Kind.NUMBER}
SOURCE = ("total", "general_public", "government_fund", "fiscal_account", "other")
ANNUAL = ("initial", "revised", "executed", "weight", "rate", "score")
GRADE = re.compile(r"^(?:自评|评价|评定)?(?:等级|结论)[：:]?\s*(.*)$")
GRADES = ("优", "良", "中", "差")
AMOUNT = re.compile(r"[+\-－]?[0-9０-９][0-9０-９.,，．]*\s*(?:%|％|元|万元|千元|亿元|万|亿|分)?")
LONGEST_LABEL, LONGEST_LEVEL = 16, 20
TOTALS = ("总分", "合计", "总计", "总得分")


def read_sheet(rows: list[Row], path: str, gathered: Gathered, words: Words) -> dict[str, Any]:
    """An evaluation sheet of the format; a department's name or a project's head stand under their own keys."""
    return _Reader(path, gathered, words, project=path.startswith("projects")).read(rows)


class _Reader:
    def __init__(self, path: str, gathered: Gathered, words: Words, *, project: bool) -> None:
        self.path, self.gathered, self.words, self.project = path, gathered, words, project
        self.data: dict[str, Any] = {}
        self.funds: tuple[Row, list[str | None]] | None = None
        self.indicators: tuple[Row, list[str | None]] | None = None
        self.amounts: list[Cell] = []  # of the row that is read, beside the labels of the split
        self.merged: set[str] = set()  # levels whose names are merged down in this form

    def read(self, rows: list[Row]) -> dict[str, Any]:
        queue = iter(rows)
        for row in queue:
            text = "".join(bare(cell.text) for cell in row.own)
            if row.paragraph:
                self.gathered.leave(row.filled)
            elif self._is_indicator_head(row):
                self.indicators = row, columns(row, self.words.indicators)
                self.data.setdefault("indicators", [])
                self._find_merged(rows)
            elif self.indicators is not None:
                self._below(row, text)
            elif self._is_funds_head(row):
                self.funds = row, columns(row, self.words.funds)
            elif not (self._goal(row, queue) or self._head(row)):
                self._money(row)
        return self.data

    def _is_indicator_head(self, row: Row) -> bool:
        names = set(columns(row, self.words.indicators))
        return "level3" in names and len(names & {"level1", "level2", "target", "actual", "weight", "score"}) >= 2

    def _is_funds_head(self, row: Row) -> bool:
        return self.funds is None and not _figures(row) and counted(row.own, self.words.funds) >= 2

    # Head ----------------------------------------------------------------------------------------------------

    def _head(self, row: Row) -> bool:
        """Names beside their labels: department, project, supervisor, implementer."""
        labels: Labels = PROJECT_HEAD if self.project else self.words.department
        taken: list[Cell] = []
        for label, value in pairwise(row.own):
            key = exact_key(label.text, labels)
            if key and key not in self.data and label not in taken:
                self.data[key] = self.gathered.words((f"{self.path}." if self.project else "department.") + key, value)
                taken += [label, value]
        for cell in row.own:
            match = LABELLED.match(joined(cell.text))
            key = exact_key(match[1], labels) if match and match[2].strip() and cell not in taken else None
            if match and key and key not in self.data:
                self.data[key] = self.gathered.words(
                    (f"{self.path}." if self.project else "department.") + key, cell, match[2]
                )
                taken.append(cell)
        if taken:
            self.gathered.leave_rest(row, taken)
        return bool(taken)

    # Funds ---------------------------------------------------------------------------------------------------

    def _money(self, row: Row) -> None:
        label = next((cell for cell in row.own if key_of(cell.text, self.words.fund_rows)), None)
        key = key_of(label.text, self.words.fund_rows) if label else None
        if self.funds is not None and label is not None and (self.project or key == "annual"):
            self._fund_row(row, str(key), label)
            return
        taken = [cell for cell, after in _with_next(row) if self._split(cell, after, row)]
        taken += [cell for cell in row.own if cell not in taken and self._labelled_fund(cell)]
        taken += self.amounts
        self.amounts = []
        self.gathered.leave_rest(row, taken)

    def _fund_row(self, row: Row, key: str, label: Cell) -> None:
        assert self.funds is not None  # noqa: S101  (the caller has seen the head)
        found = under(*self.funds, row)
        names = ANNUAL[: 6 if key == "annual" else 3]
        part = self.data.setdefault("funds", {})
        if key in part:
            self.gathered.leave(row.filled)
            return
        part[key] = {
            name: self.gathered.figure(f"{self.path}.funds.{key}.{name}", KINDS.get(name, Kind.AMOUNT), found.get(name))
            for name in names
        }
        self.gathered.leave_rest(row, [label, *(found.get(name) for name in names)])

    def _labelled_fund(self, cell: Cell) -> bool:
        """A cell like 全年预算数：880.00 in a form without a table of funds."""
        match = LABELLED.match(joined(cell.text))
        key = key_of(match[1], self.words.funds) if match and _is_amount(match[2]) else None
        if match is None or key is None or self.funds is not None:
            return False
        annual = self.data.setdefault("funds", {}).setdefault("annual", dict.fromkeys(ANNUAL))
        if annual[key] is not None:
            return False
        annual[key] = self.gathered.figure(
            f"{self.path}.funds.annual.{key}", KINDS.get(key, Kind.AMOUNT), cell, match[2]
        )
        return True

    def _split(self, cell: Cell, after: Cell | None, row: Row) -> bool:
        """A cell like 一般公共预算：799.01; the amount may stand in the next cell."""
        match = LABELLED.match(joined(cell.text))
        label, amount = (match[1], match[2]) if match else (joined(cell.text), "")
        name = bare(label)
        found = next(((part, key) for words, part, key in SPLITS if words in name), None)
        if name in ("合计", "小计"):
            found = ("by_source" if cell.place == row.own[0].place else "by_kind", "total")
        if self.project or found is None:
            return False
        part, key = found
        names = SOURCE if part == "by_source" else ("total", "basic", "project")
        figures = self.data.setdefault(part, dict.fromkeys(names))
        path = f"{self.path}.{part}.{key}"
        if not amount.strip() and after is not None and _is_amount(after.text):
            self.amounts.append(after)
            cell, amount = after, after.text
        if figures[key] is None:
            figures[key] = self.gathered.figure(path, Kind.AMOUNT, cell, amount)
            return True
        return not amount.strip()

    # Goal ----------------------------------------------------------------------------------------------------

    def _goal(self, row: Row, queue: Iterator[Row]) -> bool:
        """The goal and what came of it: both under their heads, or each beside its label or in one cell with it."""
        cells = row.own
        labels = _goal_labels(cells)
        if not labels:
            return False
        goal = self.data.setdefault("goal", {"expected": None, "actual": None})
        if len(labels) == 2 and all(key or is_empty(cell) for cell, key in _goal_words(cells)):
            below = next(queue, None)
            if below is not None:
                places = {cells[at].place: key for key, at in labels.items()}
                found = under(row, [places.get(cell.place) for cell in row.cells], below)
                self._take_goal(goal, {key: (cell, cell.text) for key, cell in found.items()}, below)
            return True
        values: dict[str, tuple[Cell, str]] = {}
        for key, at in labels.items():
            match = LABELLED.match(cells[at].text.strip())
            if match and match[2].strip():
                values[key] = cells[at], match[2]
            elif at + 1 < len(cells) and at + 1 not in labels.values():
                values[key] = cells[at + 1], cells[at + 1].text
        known = [cells[at] for at in labels.values()] + [cell for cell, key in _goal_words(cells) if key]
        self._take_goal(goal, values, row, known)
        return True

    def _take_goal(
        self, goal: dict[str, Any], values: dict[str, tuple[Cell, str]], row: Row, known: Sequence[Cell] = ()
    ) -> None:
        taken = list(known)
        for key, (cell, text) in values.items():
            if goal[key] is None:
                goal[key] = self.gathered.words(f"{self.path}.goal.{key}", cell, text, lines=True)
                taken.append(cell)
        self.gathered.leave_rest(row, taken)

    # Indicators ----------------------------------------------------------------------------------------------

    def _find_merged(self, rows: list[Row]) -> None:
        """Whether the level names of this form are merged down: then a blank one is blank, else it means the one above."""
        assert self.indicators is not None  # noqa: S101  (the caller has set them)
        for row in rows[rows.index(self.indicators[0]) + 1 :]:
            found = under(*self.indicators, row)
            self.merged.update(level for level in ("level1", "level2") if level in found and found[level].continued)

    def _below(self, row: Row, text: str) -> None:
        if text.startswith(TOTALS) and "total_weight" not in self.data:
            self._total(row)
        elif text and self._take_grade(row):
            return
        elif "total_weight" in self.data or row.paragraph or self._is_note(row):
            self.gathered.leave(row.filled)
        elif not is_filler(Row(tuple(row.own))):
            self._indicator(row)

    def _is_note(self, row: Row) -> bool:
        """Words across the table, or alone under no column of it."""
        if row.alone is None:
            return False
        assert self.indicators is not None  # noqa: S101  (the caller has seen the head)
        cell = row.filled[0]
        found = next((name for name, own in under(*self.indicators, row).items() if own.place == cell.place), None)
        return len(row.cells) == 1 or found is None or (found == "level1" and len(joined(cell.text)) > LONGEST_LEVEL)

    def _indicator(self, row: Row) -> None:
        assert self.indicators is not None  # noqa: S101  (the caller has seen the head)
        found = under(*self.indicators, row)
        rows = self.data["indicators"]
        path = f"{self.path}.indicators[{len(rows)}]"
        made: dict[str, Any] = {}
        for name in INDICATOR_KEYS:
            cell = found.get(name)
            if name in ("weight", "score"):
                made[name] = self.gathered.figure(f"{path}.{name}", Kind.NUMBER, cell)
            elif name in ("level1", "level2"):
                made[name] = self.gathered.words(f"{path}.{name}", cell, BRACKETS.sub("", cell.text) if cell else None)
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

    # Totals --------------------------------------------------------------------------------------------------

    def _total(self, row: Row) -> None:
        found = self._total_cells(row)
        label = row.own[0]
        for key, name in (("total_weight", "weight"), ("total_score", "score")):
            self.data[key] = self.gathered.figure(f"{self.path}.{key}", Kind.NUMBER, found.get(name))
        match = LABELLED.match(joined(label.text))
        if match and _is_amount(match[2]) and self.data["total_score"] is None:
            self.data["total_score"] = self.gathered.figure(f"{self.path}.total_score", Kind.NUMBER, label, match[2])
        rest = [
            cell for cell in row.filled if cell.place not in {label.place, *(cell.place for cell in found.values())}
        ]
        for cell in rest:
            if not self._grade(cell, joined(cell.text)):
                self.gathered.leave([cell])

    def _total_cells(self, row: Row) -> dict[str, Cell]:
        """The cells of the points and the score: under their columns where the row is as wide as the head, else by order."""
        assert self.indicators is not None  # noqa: S101  (the caller has seen the head)
        heads, names = self.indicators
        label = row.own[0]
        if row.cells[0].place.sheet or is_as_wide(heads, row):
            found = under(heads, names, row)
            placed = {
                name: found[name] for name in ("weight", "score") if name in found and found[name].place != label.place
            }
            if len(placed) == 2:
                return placed
        known = [name for name in names if name is not None]
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


def _figures(row: Row) -> bool:
    return any(_is_amount(cell.text) for cell in row.own)


def _is_amount(text: str) -> bool:
    """Whether a text is a figure with at most its unit."""
    return bool(AMOUNT.fullmatch(joined(text)))


def _with_next(row: Row) -> Iterator[tuple[Cell, Cell | None]]:
    return zip(row.own, [*row.own[1:], None], strict=True)


def _goal_key(text: str) -> str | None:
    """What a label says of the goal; `title` where it may be the title of both."""
    label = bare(text.partition("：")[0].partition(":")[0])
    if not label or len(label) > LONGEST_LABEL:
        return None
    if "完成情况" in label or label.startswith("实际"):
        return "actual"
    if any(word in label for word in ("预期", "设定", "年初")) and "目标" in label:
        return "expected"
    return "title" if label.endswith("目标") else None


def _goal_words(cells: Sequence[Cell]) -> list[tuple[Cell, str | None]]:
    return [(cell, _goal_key(cell.text)) for cell in cells]


def _goal_labels(cells: Sequence[Cell]) -> dict[str, int]:
    """Where the labels of the goal and of its result stand; a title stands for the goal where nothing else does."""
    keys = [key for _cell, key in _goal_words(cells)]
    found: dict[str, int] = {key: keys.index(key) for key in ("expected", "actual") if key in keys}
    if "expected" not in found and "title" in keys:
        found["expected"] = keys.index("title")
    return found
