"""The rows of filings as they lie in the database.

Five queries whatever the size of a filing and however many are read together. `Rows` are plain tuples, so that a change can be judged before
it is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, Value

from assessments.document.lines import REPEATED_LINES
from assessments.models import (
    EvidenceRow,
    ExpenditureRow,
    ExplanationRow,
    Filing,
    FundItemRow,
    IndicatorRow,
    SectionRow,
    SheetRow,
    mapping,
)
from assessments.models.mapping import RowShape
from assessments.selectors.prepared import Among, Keys, Prepared


class StoredRow(NamedTuple):
    """One row: its key, the row or table it belongs to, what it lacks, and its values in the order of the shape's columns."""

    kind: str
    pk: int
    parent: Any
    absent: str
    values: tuple[Any, ...]
    shape: RowShape

    def get(self, column: str) -> Any:
        return self.values[self.shape.place_of[column]]

    def part(self, **outside: Any) -> Any:
        """The part of the document that this row keeps."""
        return self.shape.build(self.values, self.absent, outside)

    def with_cells(self, cells: Mapping[str, Any]) -> "StoredRow":
        """The row as it reads after these columns are changed; a changed cell is absent no longer."""
        values = tuple(cells.get(column, value) for column, value in zip(self.shape.columns, self.values, strict=True))
        return StoredRow(self.kind, self.pk, self.parent, self.absent_after(cells), values, self.shape)

    def absent_after(self, cells: Mapping[str, Any]) -> str:
        """What is still absent once these columns are supplied: a supplied cell supplies the objects it is in.

        The other cells of an object that was absent until now stay absent.
        """
        lacking = self.absent.split()
        if not lacking:
            return ""
        for column in cells:
            path = self.shape.path_of(column)
            for gone in [item for item in lacking if path == item or path.startswith(f"{item}.")]:
                lacking.remove(gone)
                siblings = (slot.path for slot in self.shape.slots.values() if slot.kind is not None)
                lacking += [other for other in siblings if other.startswith(f"{gone}.") and other != path]
        return " ".join(lacking)


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a filing, each list in the order of the form."""

    filing: StoredRow
    basic: StoredRow
    expenditure: tuple[StoredRow, ...]
    sheets: tuple[StoredRow, ...]
    indicators: tuple[StoredRow, ...]
    sections: tuple[StoredRow, ...]
    fund_items: tuple[StoredRow, ...]
    explanations: tuple[StoredRow, ...]
    evidence: tuple[StoredRow, ...]

    def __iter__(self) -> Iterator[StoredRow]:
        yield self.filing
        yield self.basic
        for group in (self.expenditure, self.sheets, self.indicators, self.sections, self.fund_items):
            yield from group

    def with_cells(self, changes: Mapping[tuple[str, int], Mapping[str, Any]]) -> "Rows":
        """The rows as they read after these changes, keyed by kind and primary key."""

        def changed(row: StoredRow) -> StoredRow:
            cells = changes.get((row.kind, row.pk))
            return row.with_cells(cells) if cells else row

        filing = _supplied(changed(self.filing), changes, self)

        def all_changed(rows: tuple[StoredRow, ...]) -> tuple[StoredRow, ...]:
            return tuple(changed(row) for row in rows)

        return replace(
            self,
            filing=filing,
            basic=changed(self.basic),
            expenditure=all_changed(self.expenditure),
            sheets=all_changed(self.sheets),
            indicators=all_changed(self.indicators),
            sections=all_changed(self.sections),
            fund_items=all_changed(self.fund_items),
        )


def _supplied(filing: StoredRow, changes: Mapping[tuple[str, int], Any], rows: Rows) -> StoredRow:
    """A part that was absent is supplied once a cell of it is written."""
    lacking = filing.absent.split()
    if ("basic", rows.basic.pk) in changes and "basic_data" in lacking:
        lacking.remove("basic_data")
    for sheet in rows.sheets:
        if not sheet.parent and ("sheet", sheet.pk) in changes and "department_evaluation" in lacking:
            lacking.remove("department_evaluation")
    return filing._replace(absent=" ".join(lacking))


# Reading -------------------------------------------------------------------------------------------


def rows_of(filing: Filing) -> Rows:
    """The rows of a filing that was read with its `basic_data`. Five queries."""
    return next(rows_of_many([filing]))


def rows_of_many(filings: Sequence[Filing]) -> Iterator[Rows]:
    """The rows of each of these filings, which were read with their `basic_data`. Five queries for all of them."""
    keys = [filing.pk for filing in filings]
    expenditure, items = _read_lines(keys)
    lists = (
        expenditure,
        _read_sheets(keys),
        _read("indicator", mapping.INDICATOR, _indicators.ask(keys=keys)),
        _read("section", mapping.SECTION, _sections.ask(keys=keys)),
        items,
        *_read_notes(keys),
    )
    for filing in filings:
        yield Rows(
            _of_instance("filing", mapping.FILING, filing),
            _of_instance("basic", mapping.BASIC, filing.basic_data),
            *(tuple(by_filing.get(filing.pk, ())) for by_filing in lists),
        )


ByFiling = dict[int, list[StoredRow]]
KEYS = Keys("keys")  # of the filings


def _of_instance(kind: str, shape: RowShape, instance: Any) -> StoredRow:
    values = tuple([getattr(instance, column) for column in shape.columns])
    return StoredRow(kind, instance.pk, None, instance.absent, values, shape)


_indicators = Prepared(
    lambda: (
        IndicatorRow.objects.filter(Among("sheet__filing", KEYS))
        .order_by("sheet__filing", "sheet__position", "position")
        .values_list("sheet__filing_id", "sheet_id", "pk", "absent", *mapping.INDICATOR.columns)
    )
)
_sections = Prepared(
    lambda: (
        SectionRow.objects.filter(Among("filing", KEYS))
        .order_by("filing", "position")
        .values_list("filing_id", "position", "pk", "absent", *mapping.SECTION.columns)
    )
)


def _read(kind: str, shape: RowShape, rows: Iterable[Any]) -> ByFiling:
    found: ByFiling = defaultdict(list)
    for row in rows:
        key, parent, pk, absent = row[:4]
        found[key].append(StoredRow(kind, pk, parent, absent, row[4:], shape))
    return found


def _lines() -> Any:
    """The lines of 附件1 and the items of the fund tables, all of two texts and three amounts."""

    def lines(model: Any, shape: RowShape, kind: str, table: Any) -> Any:
        named = model.objects.filter(Among("filing", KEYS)).order_by().annotate(kind=Value(kind), of=table)
        return named.values_list("kind", "filing_id", "of", "position", "pk", "absent", *shape.columns)

    spent = lines(ExpenditureRow, mapping.EXPENDITURE, "expenditure", Value(""))
    return spent.union(lines(FundItemRow, mapping.FUND_ITEM, "fund", F("table")), all=True)


_all_lines = Prepared(_lines)


def _read_lines(keys: Sequence[int]) -> tuple[ByFiling, ByFiling]:
    expenditure, items = defaultdict(list), defaultdict(list)
    for row in sorted(_all_lines.ask(keys=keys), key=itemgetter(slice(5))):
        kind, key, table, position, pk, absent = row[:6]
        if kind == "expenditure":
            expenditure[key].append(StoredRow(kind, pk, position, absent, row[6:], mapping.EXPENDITURE))
        else:
            items[key].append(StoredRow(kind, pk, table, absent, row[6:], mapping.FUND_ITEM))
    return expenditure, items


def _notes() -> Any:
    """Explanations and evidence, both two texts on an anchor."""

    def notes(model: Any, shape: RowShape, kind: str, fingerprint: Any) -> Any:
        named = model.objects.filter(Among("filing", KEYS)).order_by().annotate(kind=Value(kind), print=fingerprint)
        return named.values_list("kind", "filing_id", "position", "pk", "absent", "anchor", "print", *shape.columns)

    explained = notes(ExplanationRow, mapping.EXPLANATION, "explanation", F("fingerprint"))
    return explained.union(notes(EvidenceRow, mapping.EVIDENCE, "evidence", Value("")), all=True)


_all_notes = Prepared(_notes)


def _read_notes(keys: Sequence[int]) -> tuple[ByFiling, ByFiling]:
    explanations, evidence = defaultdict(list), defaultdict(list)
    for row in sorted(_all_notes.ask(keys=keys)):
        kind, key, _place, pk, absent, anchor, fingerprint = row[:7]
        if kind == "explanation":
            explanations[key].append(StoredRow(kind, pk, (anchor, fingerprint), absent, row[7:], mapping.EXPLANATION))
        else:
            evidence[key].append(StoredRow(kind, pk, anchor, absent, row[7:], mapping.EVIDENCE))
    return explanations, evidence


@cache
def _columns_of_sheets() -> tuple[tuple[str, ...], tuple[Any, Any]]:
    """The columns of both shapes, and what picks from them those of 附件2 and those of a project."""
    columns = tuple(dict.fromkeys((*mapping.DEPARTMENT_SHEET.columns, *mapping.PROJECT_SHEET.columns)))
    shapes = (mapping.DEPARTMENT_SHEET, mapping.PROJECT_SHEET)
    department, project = (itemgetter(*map(columns.index, shape.columns)) for shape in shapes)
    return columns, (department, project)


_sheets = Prepared(
    lambda: (
        SheetRow.objects.filter(Among("filing", KEYS))
        .order_by("filing", "position")
        .values_list("filing_id", "position", "pk", "absent", *_columns_of_sheets()[0])
    )
)


def _read_sheets(keys: Sequence[int]) -> ByFiling:
    """Sheets know by their position which of the two shapes they have."""
    _columns, own = _columns_of_sheets()
    found: ByFiling = defaultdict(list)
    for row in _sheets.ask(keys=keys):
        key, position, pk, absent = row[:4]
        shape = mapping.PROJECT_SHEET if position else mapping.DEPARTMENT_SHEET
        found[key].append(StoredRow("sheet", pk, position, absent, own[bool(position)](row[4:]), shape))
    return found


# Anchors: paths in which a place in a list is the row's own key -----------------------------------------


def anchored(path: str, prefixes: Mapping[str, tuple[str, int]]) -> str:
    """The path with the keys of its rows in place of their positions: `projects[#5].indicators[#12].score`."""
    for prefix in sorted(_heads(path), key=len, reverse=True):
        place = prefixes.get(prefix)
        if place is not None and prefix.endswith("]") and not _fixed(prefix):
            head, _, _ = prefix.rpartition("[")
            return f"{anchored(head, prefixes)}[#{place[1]}]{path[len(prefix) :]}"
    return path


def _fixed(prefix: str) -> bool:
    """A line of 附件1 that stands once is known by its key."""
    return (
        prefix.startswith("basic_data.expenditure[")
        and prefix.rpartition("[")[2].rstrip("]").split(":")[0] not in REPEATED_LINES
    )


def unanchored(anchor: str, places: Mapping[tuple[str, int], str]) -> str:
    """The path of an anchor as the rows stand now; what leads to no row is left as it is."""
    if "[#" not in anchor:
        return anchor
    head, _, rest = anchor.rpartition("[#")
    key, _, tail = rest.partition("]")
    kind = _kind_of_list(head)
    prefix = places.get((kind, int(key))) if key.isdigit() else None
    return anchor if prefix is None else prefix + tail


def _kind_of_list(head: str) -> str:
    if head.endswith(".indicators"):
        return "indicator"
    if head.startswith("projects"):
        return "sheet"
    if head.startswith("report.sections"):
        return "section"
    if head.startswith("fund_tables."):
        return "fund"
    return "expenditure"


def _heads(path: str) -> Iterator[str]:
    """Every beginning of a path that ends after a bracket."""
    for place, mark in enumerate(path):
        if mark == "]":
            yield path[: place + 1]
