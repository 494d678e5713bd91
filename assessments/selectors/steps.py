"""The steps in which a filing is filled in, and which of them a path belongs to.

A step is a page of its own (design.md, decision 2). Projects and report sections have steps of their own, known by the keys of their rows.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.selectors.documents import Loaded

ONE_ITEM = re.compile(r"(projects|report\.sections)\[(\d+)\]\.?")


class Place(NamedTuple):
    """A step without the keys of a filing: its name, and the position of its project or section."""

    name: str
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the wizard. `owner` is the key of the project's sheet or of the section."""

    slug: str
    title: str | Promise
    group: str
    name: str
    owner: int | None = None
    parent: str = ""  # the slug of the list in which the step stands


FIXED = (
    ("headcount", _("Headcount"), "basic_data"),
    ("expenditure", _("Control of expenditure"), "basic_data"),
    ("buildings", _("Buildings and economy measures"), "basic_data"),
    ("department-funds", _("Funds"), "department_evaluation"),
    ("department-goal", _("Goal of the year"), "department_evaluation"),
    ("department-indicators", _("Indicators"), "department_evaluation"),
    ("projects", _("Projects"), "projects"),
    ("report", _("Title, sections, attachments"), "report"),
    ("fund-tables", _("Three further tables"), "fund_tables"),
    ("signatures", _("Signatures"), "signatures"),
)
SHEET_PARTS = {"funds": _("Funds"), "goal": _("Goal of the year"), "indicators": _("Indicators")}
OF_PREFIX = (
    ("basic_data.expenditure", "expenditure"),
    ("basic_data.buildings", "buildings"),
    ("basic_data.economy_measures", "buildings"),
    ("basic_data", "headcount"),
    ("projects", "projects"),
    ("report", "report"),
    ("fund_tables", "fund-tables"),
    ("signatures", "signatures"),
    ("department.", "department-funds"),
)


def steps_of(loaded: Loaded) -> tuple[Step, ...]:
    """Every step of a filing in the order of the forms."""
    steps: list[Step] = []
    for name, title, group in FIXED:
        steps.append(Step(name, title, group, name))
        if name == "projects":
            steps += _project_steps(loaded)
        elif name == "report":
            steps += _section_steps(loaded)
    return tuple(steps)


def _project_steps(loaded: Loaded) -> list[Step]:
    return [
        Step(f"projects/{row.pk}/{part}", title, "projects", part, row.pk, "projects")
        for row in loaded.rows.sheets
        if row.parent
        for part, title in SHEET_PARTS.items()
    ]


def _section_steps(loaded: Loaded) -> list[Step]:
    return [
        Step(f"report/{row.pk}", section_title(row.get("number"), row.get("heading")), "report", "section", row.pk)
        for row in loaded.rows.sections
    ]


def section_title(number: str | None, heading: str | None) -> str:
    """A section as a link names it; a heading that runs on into its text is cut."""
    words = f"{number or ''}{heading or ''}".strip() or "……"
    return words if len(words) <= 24 else words[:23] + "…"


def find_step(loaded: Loaded, slug: str) -> Step | None:
    """The step with this slug in this filing."""
    return next((step for step in steps_of(loaded) if step.slug == slug), None)


@lru_cache(maxsize=16384)
def place_of(path: str) -> Place:
    """The step that a path of any filing belongs to."""
    item = ONE_ITEM.match(path)
    if item:
        index = int(item[2])
        return Place("section", index) if item[1] != "projects" else Place(_sheet_part(path[item.end() :]), index)
    if path.startswith("department_evaluation"):
        return Place("department-" + _sheet_part(path.partition(".")[2]))
    return Place(next((name for prefix, name in OF_PREFIX if path.startswith(prefix)), "signatures"))


def _sheet_part(rest: str) -> str:
    if rest.startswith(("indicators", "total_", "grade")):
        return "indicators"
    return "goal" if rest.startswith("goal") else "funds"


def slug_of(loaded: Loaded, path: str) -> str:
    """The slug of the step on which a path of this filing is edited."""
    name, index = place_of(path)
    if index is None:
        return name
    stored = loaded.prefixes.get(f"report.sections[{index}]" if name == "section" else f"projects[{index}]")
    if stored is None:
        return "report" if name == "section" else "projects"
    return f"report/{stored[1]}" if name == "section" else f"projects/{stored[1]}/{name}"
