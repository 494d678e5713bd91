"""Where each step of a filing stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.document.cells import Figure, Text
from assessments.document.filing import FUND_TABLES
from assessments.rules import Finding, Severity
from assessments.selectors.documents import Loaded
from assessments.selectors.steps import Place, Step, place_of, slug_of, steps_of

NOT_STARTED, INCOMPLETE, COMPLETE = "not_started", "incomplete", "complete"
# What the forms print before anybody fills them in.
PRINTED = frozenset({"label", "level1", "level2", "number", "heading", "title", "supervisor", "implementer"})


@dataclass(frozen=True, slots=True)
class StepStatus:
    """A step: not started, incomplete or complete; its open findings; who saved it last and when."""

    step: Step
    state: str
    errors: int = 0
    warnings: int = 0
    by: str = ""
    at: datetime | None = None

    @property
    def open(self) -> int:
        return self.errors + self.warnings


def checklist(loaded: Loaded, findings: Iterable[Finding], filled: frozenset[str] | None = None) -> list[StepStatus]:
    """The status of every step.

    A step is not started while nothing was typed in it, and incomplete while a finding says that one of its cells must be filled in.
    `filled` are its `filled_steps` where they are known.
    """
    if filled is None:
        filled = filled_steps(loaded)
    errors: Counter[str] = Counter()
    warnings: Counter[str] = Counter()
    missing: set[str] = set()
    for finding in findings:
        slug = slug_of(loaded, finding.path)
        if not finding.blocks:
            continue
        if finding.severity is Severity.ERROR:
            errors[slug] += 1
            if _is_missing(finding, loaded.cells):
                missing.add(slug)
        else:
            warnings[slug] += 1
    found = []
    for step in steps_of(loaded):
        slug = step.slug
        state = NOT_STARTED if slug not in filled else INCOMPLETE if slug in missing else COMPLETE
        by, at = _last_save(loaded, slug)
        found.append(StepStatus(step, state, errors[slug], warnings[slug], by, at))
    return found


def _is_missing(finding: Finding, stored: dict[str, Text | Figure]) -> bool:
    """Whether an error is about something that is not there: a blank cell, or a part as a whole."""
    cell = stored.get(finding.path)
    return finding.declared is None if cell is None else cell.blank


def filled_steps(loaded: Loaded) -> frozenset[str]:
    """The slugs of the steps in which something was typed; computed cells do not count."""
    places: set[Place] = set()
    examples: dict[Place, str] = {}
    for path, cell in loaded.cells.items():
        place = place_of(path)
        if place in places or cell.blank or path in loaded.computed or path.rpartition(".")[2] in PRINTED:
            continue
        if path.startswith("department."):
            continue
        places.add(place)
        examples[place] = path
    found = {slug_of(loaded, path) for path in examples.values()}
    if loaded.document.projects:
        found.add("projects")
    if any(getattr(loaded.filing, f"{name}_none") for name in FUND_TABLES):
        found.add("fund-tables")
    found |= _bare_headings(loaded, found)
    if any(slug.startswith("report/") for slug in found):
        found.add("report")
    return frozenset(found)


def _bare_headings(loaded: Loaded, filled: set[str]) -> set[str]:
    """The sections without a text of their own that stand over a filled one: a heading is filled in with what is under it."""
    found: set[str] = set()
    below: list[int] = []  # the levels of the filled sections after this one that belong to no section between
    for row in reversed(loaded.rows.sections):
        level, slug = row.get("level"), f"report/{row.pk}"
        started = slug in filled or any(other > level for other in below)
        below = [other for other in below if other <= level]
        if started:
            found.add(slug)
            below.append(level)
    return found


def _last_save(loaded: Loaded, slug: str) -> tuple[str, datetime | None]:
    saved = loaded.filing.step_saves.get(slug)
    if not saved:
        return "", None
    return str(saved[1]), datetime.fromisoformat(saved[2])
