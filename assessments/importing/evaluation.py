"""附件2 and 附件3 from their rows, each known by its labels."""

import re
from itertools import pairwise
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, bare, is_filler, joined, strangers, under
from assessments.importing.grids import Cell, Row

FUNDS = (
    ("年初预算", "initial"),
    ("全年预算", "revised"),
    ("调整后预算", "revised"),
    ("调整预算", "revised"),
    ("执行率", "rate"),
    ("执行数", "executed"),
    ("决算数", "executed"),
    ("分值", "weight"),
    ("权重", "weight"),
    ("得分", "score"),
    ("自评分", "score"),
)
FUND_ROWS = (
    ("资金总额", "annual"),
    ("财政拨款", "current_year"),
    ("上年结转", "carried_over"),
    ("其他资金", "other"),
)
INDICATORS = (
    ("一级指标", "level1"),
    ("二级指标", "level2"),
    ("三级指标", "level3"),
    ("偏差", "deviation"),
    ("改进措施", "deviation"),
    ("指标值", "target"),
    ("目标值", "target"),
    ("完成值", "actual"),
    ("完成情况", "actual"),
    ("分值", "weight"),
    ("权重", "weight"),
    ("得分", "score"),
    ("自评分", "score"),
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
ROW_CELLS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
SOURCE = ("total", "general_public", "government_fund", "fiscal_account", "other")
GRADE = re.compile(r"^(?:等级|评价等级|评定等级)[：:]?\s*(.*)$")


def read_sheet(rows: list[Row], path: str, gathered: Gathered) -> dict[str, Any]:
    """An evaluation sheet of the format; a department's name or a project's head stand under their own keys."""
    return _Reader(path, gathered, project=path.startswith("projects")).read(rows)


def _key(cell: Cell, labels: tuple[tuple[str, str], ...]) -> str | None:
    text = bare(cell.text)
    return None if cell.continued else next((key for label, key in labels if label in text), None)


class _Reader:
    def __init__(self, path: str, gathered: Gathered, *, project: bool) -> None:
        self.path, self.gathered, self.project = path, gathered, project
        self.data: dict[str, Any] = {}
        self.funds: tuple[Row, list[str | None]] | None = None
        self.indicators: tuple[Row, list[str | None]] | None = None

    def read(self, rows: list[Row]) -> dict[str, Any]:
        queue = iter(rows)
        for row in queue:
            text = "".join(bare(cell.text) for cell in row.own)
            if "三级指标" in text:
                self.indicators = row, [_key(cell, INDICATORS) for cell in row.cells]
                self.data.setdefault("indicators", [])
            elif self.indicators is not None:
                self._below(row, text)
            elif "年初预算" in text and "执行" in text:
                self.funds = row, [_key(cell, FUNDS) for cell in row.cells]
            elif ("预期目标" in text or "设定目标" in text) and "实际" in text:
                self._goal(row, next(queue, None))
            elif not self._head(row):
                self._money(row)
        return self.data

    def _head(self, row: Row) -> bool:
        """Names beside their labels: department, project, supervisor, implementer."""
        own, found = row.own, False
        for label, value in pairwise(own):
            key = self._head_key(bare(label.text))
            if key and key not in self.data:
                prefix = f"{self.path}." if self.project else "department."
                self.data[key] = self.gathered.words(prefix + key, value)
                found = True
        return found

    def _head_key(self, label: str) -> str | None:
        if self.project:
            names = {"项目支出名称": "name", "项目名称": "name", "实施单位": "implementer", "主管部门": "supervisor"}
        else:
            names = {"部门名称": "name", "单位名称": "name", "主管部门": "supervisor", "预算编码": "code"}
        return next((key for name, key in names.items() if name in label and len(label) <= len(name) + 6), None)

    def _money(self, row: Row) -> None:
        label = next((cell for cell in row.own if _key(cell, FUND_ROWS)), None)
        if self.funds is not None and label is not None and (self.project or "资金总额" in bare(label.text)):
            self._fund_row(row, str(_key(label, FUND_ROWS)), label)
            return
        taken = [cell.place for cell in row.own if self._split(cell, row)]
        self.gathered.leave([cell for cell in row.filled if cell.place not in taken])

    def _fund_row(self, row: Row, key: str, label: Cell) -> None:
        assert self.funds is not None  # noqa: S101  (the caller has seen the head)
        found = under(*self.funds, row)
        names = ("initial", "revised", "executed", "weight", "rate", "score")[: 6 if key == "annual" else 3]
        self.data.setdefault("funds", {})[key] = {
            name: self.gathered.figure(f"{self.path}.funds.{key}.{name}", KINDS.get(name, Kind.AMOUNT), found.get(name))
            for name in names
        }
        self.gathered.leave(
            [cell for name, cell in found.items() if name not in names and cell.text.strip()]
            + [cell for cell in strangers(*self.funds, row) if cell.place != label.place]
        )

    def _split(self, cell: Cell, row: Row) -> bool:
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
        if figures[key] is None:
            figures[key] = self.gathered.figure(path, Kind.AMOUNT, cell, amount)
        return True

    def _goal(self, heads: Row, row: Row | None) -> None:
        keys = [
            None
            if cell.continued
            else "actual"
            if "实际" in bare(cell.text)
            else "expected"
            if "目标" in bare(cell.text) and "总体" not in bare(cell.text)
            else None
            for cell in heads.cells
        ]
        found = under(heads, keys, row) if row is not None else {}
        self.data["goal"] = {
            key: self.gathered.words(f"{self.path}.goal.{key}", found.get(key), lines=True)
            for key in ("expected", "actual")
        }

    def _below(self, row: Row, text: str) -> None:
        if text.startswith(("总分", "合计", "总计", "总得分")):
            self._total(row)
        elif "total_weight" in self.data or row.paragraph:
            self.gathered.leave(row.filled)
        elif not is_filler(Row(tuple(cell for cell in row.cells if not cell.continued))):
            self._indicator(row)

    def _indicator(self, row: Row) -> None:
        assert self.indicators is not None  # noqa: S101  (the caller has seen the head)
        found = under(*self.indicators, row)
        rows = self.data["indicators"]
        path = f"{self.path}.indicators[{len(rows)}]"
        made: dict[str, Any] = {}
        for name in ROW_CELLS:
            cell = found.get(name)
            if name in ("weight", "score"):
                made[name] = self.gathered.figure(f"{path}.{name}", Kind.NUMBER, cell)
            elif name in ("level1", "level2"):
                made[name] = self.gathered.words(f"{path}.{name}", cell, BRACKETS.sub("", cell.text) if cell else None)
            else:
                made[name] = self.gathered.words(f"{path}.{name}", cell, lines=name == "deviation")
        rows.append(made)
        self.gathered.leave([cell for cell in strangers(*self.indicators, row) if bare(cell.text) != "绩效指标"])

    def _total(self, row: Row) -> None:
        assert self.indicators is not None  # noqa: S101  (the caller has seen the head)
        names = [name for name in self.indicators[1] if name is not None]
        after = names[names.index("weight") :] if "weight" in names else names
        cells = row.own[1:]
        found = dict(zip(after, cells, strict=False))
        for key, name in (("total_weight", "weight"), ("total_score", "score")):
            self.data[key] = self.gathered.figure(f"{self.path}.{key}", Kind.NUMBER, found.get(name))
        for cell in cells[len(found) :] + [cell for name, cell in found.items() if name not in ("weight", "score")]:
            shown = joined(cell.text)
            match = GRADE.match(shown)
            if shown and (match or shown in ("优", "良", "中", "差")):
                self.data["grade"] = self.gathered.words(f"{self.path}.grade", cell, match[1] if match else shown)
            else:
                self.gathered.leave([cell])
