"""The goal of a sheet and what came of it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assessments.importing.gathering import Gathered, is_empty, under
from assessments.importing.grids import Cell, Row
from assessments.importing.labels import bare

LABELLED = re.compile(r"^([^：:]*)[：:](.*)$", re.DOTALL)
LONGEST = 16  # signs of a label
Values = dict[str, tuple[Cell, str]]


def take_goal(row: Row, queue: Iterator[Row], path: str, data: dict[str, Any], gathered: Gathered) -> bool:
    """Both texts under their heads, in the next row; or each beside its label, or in one cell with it."""
    cells = row.own
    keys = [_key(cell.text) for cell in cells]
    labels = _labels(keys)
    if not labels:
        return False
    goal = data.setdefault("goal", {"expected": None, "actual": None})
    if len(labels) == 2 and all(key or is_empty(cell) for cell, key in zip(cells, keys, strict=True)):
        below = next(queue, None)
        if below is not None:
            places = {cells[at].place: key for key, at in labels.items()}
            found = under(row, [places.get(cell.place) for cell in row.cells], below)
            _take(goal, {key: (cell, cell.text) for key, cell in found.items()}, below, path, gathered, [])
        return True
    values: Values = {}
    for key, at in labels.items():
        match = LABELLED.match(cells[at].text.strip())
        if match and match[2].strip():
            values[key] = cells[at], match[2]
        elif at + 1 < len(cells) and at + 1 not in labels.values():
            values[key] = cells[at + 1], cells[at + 1].text
    known = [cell for cell, key in zip(cells, keys, strict=True) if key]
    _take(goal, values, row, path, gathered, known)
    return True


def _take(goal: dict[str, Any], values: Values, row: Row, path: str, gathered: Gathered, known: Sequence[Cell]) -> None:
    taken = list(known)
    for key, (cell, text) in values.items():
        if goal[key] is None:
            goal[key] = gathered.words(f"{path}.goal.{key}", cell, text, lines=True)
            taken.append(cell)
    gathered.leave_rest(row, taken)


def _key(text: str) -> str | None:
    """What a label says of the goal; `title` where it may be the title of both."""
    label = bare(text.partition("：")[0].partition(":")[0])
    if not label or len(label) > LONGEST:
        return None
    if "完成情况" in label or label.startswith("实际"):
        return "actual"
    if "目标" in label and any(word in label for word in ("预期", "设定", "年初")):
        return "expected"
    return "title" if label.endswith("目标") else None


def _labels(keys: Sequence[str | None]) -> dict[str, int]:
    """Where the labels of the goal and of its result stand; a title stands for the goal where nothing else does."""
    found: dict[str, int] = {key: keys.index(key) for key in ("expected", "actual") if key in keys}
    if "expected" not in found and "title" in keys:
        found["expected"] = keys.index("title")
    return found
