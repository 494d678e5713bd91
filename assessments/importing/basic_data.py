"""附件1 from its rows, each known by its label."""

import hashlib
import re
from typing import Any

from assessments.document.cells import Kind
from assessments.document.template import Template
from assessments.importing.gathering import Gathered, is_empty, is_filler, joined, under
from assessments.importing.grids import Cell, Row
from assessments.importing.heads import Rows
from assessments.importing.labels import BUILDING_KEYS, Labels, Words, bare, columns, counted

KINDS = {
    "control_rate": Kind.RATE,
    "area_control_rate": Kind.RATE,
    "investment_control_rate": Kind.RATE,
    "budgeted_investment": Kind.AMOUNT,
    "actual_investment": Kind.AMOUNT,
}
HEADCOUNT_KEYS = ("authorised", "actual", "control_rate")
COLUMNS = ("prior_final", "budget", "final")
YEAR = re.compile(r"20[0-9]{2}")
FINALS = ("决算", "执行数", "实际支出", "支出数")
LABELLED = re.compile(r"^([^：:]*)[：:](.+)$", re.DOTALL)
SENTENCE = re.compile(r"[：:，。；]|.{12}")
LONG = 200  # signs of a label that a line may have


def read_basic_data(rows: list[Row], gathered: Gathered, words: Words, template: Template) -> dict[str, Any]:
    """The `basic_data` of the format."""
    return _Reader(gathered, words, template).read(rows)


class _Reader:
    def __init__(self, gathered: Gathered, words: Words, template: Template) -> None:
        self.gathered, self.words, self.template = gathered, words, template
        self.data: dict[str, Any] = {}
        self.heads: Row | None = None
        self.names: list[str | None] = []
        self.counts: dict[str, int] = {}

    def read(self, rows: list[Row]) -> dict[str, Any]:
        queue = Rows(rows)
        for row in queue:
            text = "".join(bare(cell.text) for cell in row.own)
            if row.paragraph:
                self.gathered.leave(row.filled)
            elif "headcount" not in self.data and counted(row.own, self.words.headcount) >= 2:
                self._pairs("headcount", HEADCOUNT_KEYS, self.words.headcount, row, queue)
            elif "buildings" not in self.data and counted(row.own, self.words.buildings) >= 2:
                self._pairs("buildings", BUILDING_KEYS, self.words.buildings, row, queue)
            elif self._begins(row, queue):
                continue
            elif "厉行节约" in text:
                self._measures(row)
            elif is_filler(row):
                continue
            elif self.heads is not None and len(row.own) > 1:
                self._line(row)
            else:
                self.gathered.leave(row.filled)
        return self.data

    def _begins(self, row: Row, queue: Rows) -> bool:
        """Take the head of the lines, of one row or two."""
        for heads in (row, queue.whole(row)):
            names = line_columns(heads)
            if "budget" in names and ("final" in names or "prior_final" in names):
                self.heads, self.names = heads, names
                self._words_beside(heads, names)
                if heads is not row:
                    queue.skip()
                return True
        return False

    def _pairs(self, part: str, keys: tuple[str, ...], labels: Labels, heads: Row, queue: Any) -> None:
        """Figures under their labels, or each beside its label in one cell or the next."""
        names = columns(heads, labels)
        found = self._beside(heads, names)
        row = heads
        if not found:
            below = next(queue, None)
            row = below if below is not None else Row(())
            found = {name: (cell, cell.text) for name, cell in under(heads, names, row).items()} if row.cells else {}
        self.data[part] = {
            key: self.gathered.figure(f"basic_data.{part}.{key}", KINDS.get(key, Kind.NUMBER), *found.get(key, (None,)))
            for key in keys
        }
        taken = [cell for cell, _text in found.values()]
        if row is not heads:
            self._words_beside(heads, names)
        else:
            taken += [row.own[0], *(cell for cell, name in zip(heads.cells, names, strict=True) if name)]
        self.gathered.leave_rest(row, taken)

    def _words_beside(self, heads: Row, names: list[str | None]) -> None:
        """List what stands right of the last column of a head and is somebody's words, no head of a further column."""
        last = max(at for at, name in enumerate(names) if name)
        self.gathered.leave(
            cell for cell in heads.cells[last + 1 :] if not cell.continued and SENTENCE.search(joined(cell.text))
        )

    def _beside(self, row: Row, names: list[str | None]) -> dict[str, tuple[Cell, str]]:
        found: dict[str, tuple[Cell, str]] = {}
        for at, (cell, name) in enumerate(zip(row.cells, names, strict=True)):
            if name is None:
                continue
            match = LABELLED.match(joined(cell.text))
            after = row.cells[at + 1] if at + 1 < len(row.cells) else None
            if match and _is_figure(match[2]):
                found[name] = cell, match[2]
            elif after is not None and _is_figure(after.text):
                found[name] = after, after.text
        return found

    def _measures(self, row: Row) -> None:
        cells = row.own
        at = next((at for at, cell in enumerate(cells) if "厉行节约" in bare(cell.text)), 0)
        match = LABELLED.match(cells[at].text.strip())
        text = next((cell for cell in cells[at + 1 :] if cell.text.strip()), None)
        path = "basic_data.economy_measures"
        if text is None and match:
            self.data["economy_measures"] = self.gathered.words(path, cells[at], match[2], lines=True)
        else:
            blank = cells[at + 1] if at + 1 < len(cells) else None
            self.data["economy_measures"] = self.gathered.words(path, text or blank, lines=True)
        self.gathered.leave_rest(row, [cells[at], text])

    def _line(self, row: Row) -> None:
        assert self.heads is not None  # noqa: S101  (the caller has seen the head)
        found = under(self.heads, self.names, row)
        label = self._label(row, found)
        key = self.words.line_key(label.text) if label is not None else None
        figures = any(not is_empty(cell) for cell in found.values())
        if label is None or (key is None and not figures) or len(joined(label.text)) > LONG:
            self.gathered.leave(row.filled)
            return
        key = key or "x_" + hashlib.sha256(bare(label.text).encode()).hexdigest()[:8]
        nth = self.counts.get(key, 0) + 1
        if nth > 1 and not self._repeats(key):
            self.gathered.leave(row.filled)
            return
        self.counts[key] = nth
        path = f"basic_data.expenditure[{key}]" if nth == 1 else f"basic_data.expenditure[{key}:{nth}]"
        line: dict[str, Any] = {"line": key, "label": self.gathered.words(f"{path}.label", label)}
        known = self.template.line(key)
        for column in COLUMNS:
            cell = found.get(column)
            line[column] = self.gathered.figure(f"{path}.{column}", Kind.AMOUNT, cell)
            if known and column not in known.columns and cell is not None and is_empty(cell):
                line[column] = None  # a dash that the form itself prints where the line has no such figure
        self.data.setdefault("expenditure", []).append(line)
        self.gathered.leave_rest(row, [label, *found.values()])

    def _label(self, row: Row, found: dict[Any, Cell]) -> Cell | None:
        """The cell that names the line: the last known one before its figures, else the longest."""
        figures = {cell.place for cell in found.values()}
        cells = []
        for cell in row.own:
            if cell.place in figures:
                break
            if not is_empty(cell):
                cells.append(cell)
        known = [cell for cell in cells if self.words.line_key(cell.text)]
        return known[-1] if known else max(cells, key=lambda cell: len(bare(cell.text)), default=None)

    def _repeats(self, key: str) -> bool:
        known = self.template.line(key)
        return key == "special_fund" or (known is not None and known.repeated)


def line_columns(heads: Row) -> list[str | None]:
    """Which column of the head is which: of two final accounts that of the earlier year, or the first, is last year's."""
    finals: list[tuple[int, str]] = []
    names: list[str | None] = [None] * len(heads.cells)
    budgets = []
    for at, cell in enumerate(heads.cells):
        text = bare(cell.text)
        if cell.continued or len(text) > 20 or "率" in text:
            continue
        if any(word in text for word in FINALS) and "预算" not in text:
            finals.append((at, text))
        elif "预算" in text and "决算" not in text:
            budgets.append((at, text))
    if budgets:
        plain = [one for one in budgets if "调整" not in one[1]] or budgets
        names[plain[0][0]] = "budget"
    for name, at in _finals(finals).items():
        names[at] = name
    return names


def _finals(finals: list[tuple[int, str]]) -> dict[str, int]:
    if len(finals) == 1:
        at, text = finals[0]
        return {"prior_final" if "上年" in text or "去年" in text else "final": at}
    years = [int(match[0]) if (match := YEAR.search(text)) else None for _at, text in finals[:2]]
    prior = 0
    if any("上年" in text or "去年" in text for _at, text in finals[:2]):
        prior = next(place for place, (_at, text) in enumerate(finals) if "上年" in text or "去年" in text)
    elif len(years) == 2 and years[0] and years[1] and years[1] < years[0]:
        prior = 1
    return {"prior_final": finals[prior][0], "final": finals[1 - prior][0]} if finals else {}


def _is_figure(text: str) -> bool:
    """Whether a text beside a label is a figure, with its unit or sign, and no label."""
    return bool(re.fullmatch(r"[\s0-9０-９.,，．+\-－%％‰]*[0-9０-９][\s0-9０-９.,，．%％‰]*[^\s0-9]{0,4}\s*", text))
