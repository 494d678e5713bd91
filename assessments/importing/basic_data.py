"""附件1 from its rows, each known by its label."""

import hashlib
import re
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, align, bare, is_filler, joined, under
from assessments.importing.grids import Cell, Row

HEADCOUNT = (("控制率", "control_rate"), ("编制", "authorised"), ("在职", "actual"), ("实有", "actual"))
BUILDINGS = (
    ("投资概算控制率", "investment_control_rate"),
    ("投资控制率", "investment_control_rate"),
    ("规模控制率", "area_control_rate"),
    ("批复规模", "approved_area"),
    ("实际规模", "actual_area"),
    ("预算投资", "budgeted_investment"),
    ("实际投资", "actual_investment"),
)
KINDS = {
    "control_rate": Kind.RATE,
    "area_control_rate": Kind.RATE,
    "investment_control_rate": Kind.RATE,
    "budgeted_investment": Kind.AMOUNT,
    "actual_investment": Kind.AMOUNT,
}
LINES = (
    ("三公经费", "three_public"),
    ("公务用车购置和", "official_vehicles"),
    ("公务用车购置及", "official_vehicles"),
    ("公务用车运行", "vehicle_running"),
    ("公务用车购置", "vehicle_purchase"),
    ("公车购置", "vehicle_purchase"),
    ("公车运行", "vehicle_running"),
    ("出国", "overseas_travel"),
    ("公务接待", "official_reception"),
    ("业务工作", "project_operations"),
    ("运行维护经费", "project_maintenance"),
    ("专项资金", "special_fund"),
    ("项目支出", "project_expenditure"),
    ("公用经费", "operating"),
    ("办公经费", "office"),
    ("办公费", "office"),
    ("水费", "utilities_travel"),
    ("会议费", "meetings_training"),
    ("政府采购", "procurement"),
    ("基本支出预算调整", "basic_budget_adjustment"),
)
NUMBERING = re.compile(r"^(?:其中[：:]?)?(?:[0-9０-９一二三四五六七八九十]+[、.．])?(?:其中[：:]?)?")
COLUMNS = ("prior_final", "budget", "final")


def read_basic_data(rows: list[Row], gathered: Gathered) -> dict[str, Any]:
    """The `basic_data` of the format."""
    return _Reader(gathered).read(rows)


class _Reader:
    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.data: dict[str, Any] = {}
        self.heads: Row | None = None
        self.names: list[str | None] = []
        self.counts: dict[str, int] = {}

    def read(self, rows: list[Row]) -> dict[str, Any]:
        queue = iter(rows)
        for row in queue:
            text = "".join(bare(cell.text) for cell in row.own)
            if "编制数" in text and "控制率" in text:
                self._pairs("headcount", HEADCOUNT, row, next(queue, None))
            elif "批复规模" in text:
                self._pairs("buildings", BUILDINGS, row, next(queue, None))
            elif "决算" in text and "预算" in text and len(row.filled) >= 3 and not _figures(row):
                self.heads, self.names = row, columns(row)
            elif "厉行节约" in text:
                self._measures(row)
            elif is_filler(row):
                continue
            elif self.heads is not None and len(row.own) > 1:
                self._line(row)
            else:
                self.gathered.leave(row.filled)
        return self.data

    def _pairs(self, part: str, labels: tuple[tuple[str, str], ...], heads: Row, row: Row | None) -> None:
        if row is None:
            self.gathered.leave(heads.filled)
            return
        names = [named(cell, labels) for cell in heads.cells]
        found = under(heads, names, row)
        self.data[part] = {
            key: self.gathered.figure(f"basic_data.{part}.{key}", KINDS.get(key, Kind.NUMBER), found.get(key))
            for key in dict.fromkeys(key for _label, key in labels)
        }
        taken = {cell.place for cell in found.values()}
        self.gathered.leave([cell for cell in row.filled if cell.place not in taken])

    def _measures(self, row: Row) -> None:
        cell = row.own[1] if len(row.own) > 1 else None
        self.data["economy_measures"] = self.gathered.words("basic_data.economy_measures", cell, lines=True)

    def _line(self, row: Row) -> None:
        label, key = row.own[0], line_key(row.own[0].text)
        if key is None:
            if not any(cell.text.strip() for cell in row.own[1:]):
                self.gathered.leave(row.filled)
                return
            key = "x_" + hashlib.sha256(bare(label.text).encode()).hexdigest()[:8]
        nth = self.counts[key] = self.counts.get(key, 0) + 1
        if nth > 1 and key != "special_fund":
            self.gathered.leave(row.filled)
            return
        path = f"basic_data.expenditure[{key}]" if nth == 1 else f"basic_data.expenditure[{key}:{nth}]"
        assert self.heads is not None  # noqa: S101  (the caller has seen the head)
        found = under(self.heads, self.names, row)
        line: dict[str, Any] = {"line": key, "label": self.gathered.words(f"{path}.label", label)}
        for column in COLUMNS:
            line[column] = self.gathered.figure(f"{path}.{column}", Kind.AMOUNT, found.get(column))
        self.data.setdefault("expenditure", []).append(line)
        taken = {cell.place for cell in found.values()} | {label.place}
        self.gathered.leave([cell for cell in row.filled if cell.place not in taken])


def named(cell: Cell, labels: tuple[tuple[str, str], ...]) -> str | None:
    """The key of the first label that a head's cell contains."""
    text = bare(cell.text)
    return next((key for label, key in labels if label in text), None) if not cell.continued else None


def columns(heads: Row) -> list[str | None]:
    """Which column of the head is which: the earlier of two final accounts is last year's."""
    names: list[str | None] = []
    for cell in heads.cells:
        text = bare(cell.text)
        if "决算" in text and "预算" not in text:
            names.append("final" if "prior_final" in names else "prior_final")
        elif "预算" in text and "决算" not in text and "budget" not in names:
            names.append("budget")
        else:
            names.append(None)
    return names


def line_key(label: str) -> str | None:
    """The key of a line of 附件1 by its label; None for a line that the format does not know."""
    text = bare(NUMBERING.sub("", joined(label)))
    return next((key for name, key in LINES if name in text), None)


def _figures(row: Row) -> bool:
    return any(re.fullmatch(r"[0-9.,]+", joined(cell.text)) for cell in align(row, row) if cell)
