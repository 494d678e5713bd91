"""What a city's form states, and how many of its cells were read right."""

import re
import unicodedata
from dataclasses import dataclass

from assessments.document import codec
from assessments.document.cells import Figure
from assessments.document.filing import Filing
from assessments.document.paths import cells
from tests.assessments.importing.cities.habits import LABELS, Data, Habit

POINTS = re.compile(r"（\d+分）$")


def expected(habit: Habit, data: Data) -> Data:
    """The filing that a form of this city states: its own labels, and what it does not print left out."""
    labels = habit.labels
    lines = []
    for line in data["basic_data"]["expenditure"]:
        label = (
            f"{habit.special}：{line['label']}"
            if line["line"] == "special_fund"
            else labels.get(line["line"], LABELS[line["line"]])
        )
        lines.append(line | {"label": label})
    basic = data["basic_data"] | {"expenditure": lines}
    made = data | {"basic_data": basic}
    for sheet in (data["department_evaluation"], *data["projects"]):
        for one in sheet["indicators"]:  # points in brackets are no part of a level's name
            one |= {level: POINTS.sub("", one[level]) for level in ("level1", "level2") if one[level]}
    made["department"] = {
        "name": data["department"]["name"],
        "supervisor": data["projects"][0]["supervisor"],
        "code": None,
    }
    return made


@dataclass(frozen=True)
class Score:
    """How many cells a form states or was read to state, and which of them were read otherwise."""

    cells: int
    wrong: tuple[tuple[str, str, str], ...]

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / max(self.cells, 1)


def score(data: Data, found: Filing) -> Score:
    """Compare what a form states with what was read: a figure by its value, a text by its words."""
    said = _said(codec.from_json(data))
    read = _said(found)
    paths = [path for path in dict.fromkeys([*said, *read]) if not path.endswith(("attainment",))]
    wrong = tuple(
        (path, str(said.get(path)), str(read.get(path))) for path in paths if said.get(path) != read.get(path)
    )
    return Score(len(paths), wrong)


def _said(filing: Filing) -> dict[str, object]:
    found: dict[str, object] = {}
    for path, cell in cells(filing).items():
        if path.startswith(("explanations", "evidence")):
            continue
        if isinstance(cell, Figure):
            if cell.value is not None:
                found[path] = cell.value
        elif words := re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text or "")):
            found[path] = words
    for line in (filing.basic_data.expenditure if filing.basic_data else None) or ():
        found[f"line {line.line} {line.label.text}"] = True
    return found
