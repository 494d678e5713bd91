"""附件2 and 附件3 from their rows, each known by its labels."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, is_amount, joined, under
from assessments.importing.goals import take_goal
from assessments.importing.grids import Cell, Row
from assessments.importing.heads import Rows
from assessments.importing.indicators import Indicators, is_indicator_head
from assessments.importing.labels import PROJECT_HEAD, Labels, Words, bare, counted, exact_key, key_of

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
LABELLED = re.compile(r"^([^：:]*)[：:](.*)$", re.DOTALL)
AMONG = re.compile(r"^\s*其中[：:]\s*")
KINDS = {"rate": Kind.RATE, "weight": Kind.NUMBER, "score": Kind.NUMBER}
SOURCE = ("total", "general_public", "government_fund", "fiscal_account", "other")
ANNUAL = ("initial", "revised", "executed", "weight", "rate", "score")


def read_sheet(rows: list[Row], path: str, gathered: Gathered, words: Words) -> dict[str, Any]:
    """An evaluation sheet of the format; a department's name or a project's head stand under their own keys."""
    return _Reader(path, gathered, words, project=path.startswith("projects")).read(rows)


class _Reader:
    def __init__(self, path: str, gathered: Gathered, words: Words, *, project: bool) -> None:
        self.path, self.gathered, self.words, self.project = path, gathered, words, project
        self.data: dict[str, Any] = {}
        self.funds: tuple[Row, list[str | None]] | None = None
        self.indicators: Indicators | None = None
        self.amounts: list[Cell] = []  # of the row that is read, beside the labels of the split

    def read(self, rows: list[Row]) -> dict[str, Any]:
        queue = Rows(rows)
        for row in queue:
            if row.paragraph:
                self.gathered.leave(row.filled)
            elif is_indicator_head(row, self.words):
                self.indicators = self.indicators or Indicators(self.path, self.gathered, self.data)
                self.indicators.begin(*queue.heads(row, self.words.indicators), queue.rest)
            elif self.indicators is not None:
                self.indicators.read(row)
            elif self._is_funds_head(row):
                self.funds = queue.heads(row, self.words.funds)
            elif not (take_goal(row, queue, self.path, self.data, self.gathered) or self._head(row)):
                self._money(row)
        return self.data

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
        key = key_of(match[1], self.words.funds) if match and is_amount(match[2]) else None
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
        text = AMONG.sub("", joined(cell.text))
        match = LABELLED.match(text)
        label, amount = (match[1], match[2]) if match else (text, "")
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
        if not amount.strip() and after is not None and is_amount(after.text):
            self.amounts.append(after)
            cell, amount = after, after.text
        if figures[key] is None:
            figures[key] = self.gathered.figure(path, Kind.AMOUNT, cell, amount)
            return True
        return not amount.strip()


def _figures(row: Row) -> bool:
    return any(is_amount(cell.text) for cell in row.own)


def _with_next(row: Row) -> Iterator[tuple[Cell, Cell | None]]:
    return zip(row.own, [*row.own[1:], None], strict=False)  # a row without cells has none to come
