"""The document that the rows of a filing make, and where each row stands in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from assessments.document.cells import Figure, Text
from assessments.document.filing import FUND_TABLES, Filing
from assessments.document.paths import cells
from assessments.document.supplied import OPTIONAL, supplied
from assessments.models import mapping
from assessments.selectors.rows import Rows, StoredRow, unanchored

NOTHING: Mapping[str, Any] = {}


class Assembled:
    """The rows of a filing with what follows from them alone, each worked out when it is first asked for."""

    def __init__(self, rows: Rows, fiscal_year: int) -> None:
        self.rows = rows
        self.fiscal_year = fiscal_year

    @cached_property
    def document(self) -> Filing:
        """The document that the rows make."""
        return _document(self, lambda row: row.absent)

    @cached_property
    def whole(self) -> Filing:
        """The same as a submission reads it (`document.supplied`): what is missing counts as blank."""
        made = _document(self, _not_asked_for)
        lists_are_there = made.department_evaluation is not None and made.report.attachments is not None
        return made if lists_are_there else supplied(made)

    @cached_property
    def prefixes(self) -> dict[str, tuple[str, int]]:
        """Where each row stands in the document: path prefix → (kind, pk)."""
        return _prefixes(self.rows)

    @cached_property
    def places(self) -> dict[tuple[str, int], str]:
        """The path prefix of each row."""
        return {place: prefix for prefix, place in self.prefixes.items()}

    @cached_property
    def by_key(self) -> dict[tuple[str, int], StoredRow]:
        """Each row by its kind and primary key."""
        return {(row.kind, row.pk): row for row in self.rows}

    @cached_property
    def cells(self) -> dict[str, Text | Figure]:
        """Every cell of the document by its path."""
        return cells(self.document)


def _not_asked_for(row: StoredRow) -> str:
    """Of what a row lacks, that which the form does not ask for."""
    if not row.absent:
        return ""
    if row.kind == "filing":
        return " ".join(path for path in row.absent.split() if path in OPTIONAL or _of_none(row, path))
    return _optional(row.absent)


@lru_cache(maxsize=1024)
def _optional(absent: str) -> str:
    return " ".join(path for path in absent.split() if path.partition(".")[0] in OPTIONAL)


def _of_none(row: StoredRow, path: str) -> bool:
    """Whether a path is the list of a fund table that is marked none."""
    return path.endswith(".items") and bool(row.get(mapping.column_of(f"{path.removesuffix('items')}none")))


def _document(made_of: Assembled, absent_of: Callable[[StoredRow], str]) -> Any:
    rows = made_of.rows

    def listed(some: Iterable[StoredRow]) -> tuple[Any, ...]:
        return tuple([row.shape.build(row.values, absent_of(row), NOTHING) for row in some])

    def made(row: StoredRow, outside: Mapping[str, Any]) -> Any:
        return row.shape.build(row.values, absent_of(row), outside)

    indicators = _by_sheet(rows)
    sheets = [(row.parent, made(row, {"indicators": listed(indicators.get(row.pk, ()))})) for row in rows.sheets]
    outside: dict[str, Any] = {
        "fiscal_year": made_of.fiscal_year,
        "basic_data": made(rows.basic, {"expenditure": listed(rows.expenditure)}),
        "department_evaluation": next((sheet for position, sheet in sheets if not position), None),
        "projects": tuple([sheet for position, sheet in sheets if position]),
        "report.sections": listed(rows.sections),
        **_notes(made_of),
    }
    for name in FUND_TABLES:
        outside[f"fund_tables.{name}.items"] = listed(row for row in rows.fund_items if row.parent == name)
    return made(rows.filing, outside)


def _by_sheet(rows: Rows) -> dict[int, list[StoredRow]]:
    """The indicators of each sheet, by its key."""
    found: dict[int, list[StoredRow]] = {}
    for row in rows.indicators:
        found.setdefault(row.parent, []).append(row)
    return found


def _notes(made_of: Assembled) -> dict[str, tuple[Any, ...]]:
    """Explanations and evidence, with the paths to which their anchors lead."""
    rows = made_of.rows
    return {
        "explanations": tuple(row.part(path=unanchored(row.parent[0], made_of.places)) for row in rows.explanations),
        "evidence": tuple(row.part(path=unanchored(row.parent, made_of.places)) for row in rows.evidence),
    }


def _prefixes(rows: Rows) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {"": ("filing", rows.filing.pk), "basic_data": ("basic", rows.basic.pk)}

    def enter(path: str, some: Iterable[StoredRow]) -> None:
        for index, row in enumerate(some):
            found[f"{path}[{index}]"] = (row.kind, row.pk)

    seen: Counter[str] = Counter()
    for row in rows.expenditure:
        key = row.get("line")
        seen[key] += 1
        suffix = f"{key}:{seen[key]}" if seen[key] > 1 else key
        found[f"basic_data.expenditure[{suffix}]"] = (row.kind, row.pk)
    indicators, projects = _by_sheet(rows), 0
    for sheet in rows.sheets:
        path = f"projects[{projects}]" if sheet.parent else "department_evaluation"
        projects += bool(sheet.parent)
        found[path] = (sheet.kind, sheet.pk)
        enter(f"{path}.indicators", indicators.get(sheet.pk, ()))
    enter("report.sections", rows.sections)
    for name in FUND_TABLES:
        enter(f"fund_tables.{name}.items", (row for row in rows.fund_items if row.parent == name))
    return found
