"""Which cell of the document stands in which column, and how a row becomes a part of the document and back.

The shape is read from the field metadata of `document.filing`; only the short prefixes of column names are written here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from assessments.document import filing as document
from assessments.document.amounts import read
from assessments.document.cells import ABSENT_FIGURE, ABSENT_TEXT, Figure, Kind, Text

PREFIXES = {
    "funds.annual.": "annual_",
    "funds.current_year.": "current_year_",
    "funds.carried_over.": "carried_over_",
    "funds.other.": "other_",
    "by_source.": "source_",
    "by_kind.": "kind_",
    "headcount.": "",
    "buildings.": "",
    "signatures.": "",
    "fund_tables.": "",
}
BLANK_TEXT = Text()
LIST_COLUMNS = frozenset({"report.attachments"})

Build = Callable[[Sequence[Any], frozenset[str], Mapping[str, Any]], Any]


def column_of(path: str) -> str:
    """The column of a path that is relative to its row: `funds.annual.rate` stands in `annual_rate`."""
    for prefix, short in PREFIXES.items():
        if path.startswith(prefix):
            return short + path.removeprefix(prefix).replace(".", "_")
    return path.replace(".", "_")


@dataclass(frozen=True, slots=True)
class Slot:
    """A column with the cell that it keeps; `kind` is None for a value that is no cell."""

    path: str
    column: str
    kind: Kind | None


@dataclass(slots=True)
class RowShape:
    """How one kind of row maps to a dataclass of the document.

    `outside` names the paths, relative to the row, that other rows keep.
    """

    shape: type
    outside: frozenset[str] = frozenset()
    slots: dict[str, Slot] = field(init=False)  # by column
    columns: tuple[str, ...] = field(init=False)
    place_of: dict[str, int] = field(init=False)  # of a column in `columns`
    _build: Build = field(init=False)

    def __post_init__(self) -> None:
        found: list[Slot] = []
        self._collect(self.shape, "", found)
        self.slots = {slot.column: slot for slot in found}
        self.columns = tuple(self.slots)
        self.place_of = {column: place for place, column in enumerate(self.columns)}
        places = {slot.path: place for place, slot in enumerate(found)}
        self._build = self._builder(self.shape, "", places)

    def build(self, values: Sequence[Any], absent: str, outside: Mapping[str, Any]) -> Any:
        """The part of the document that a row keeps; `values` in the order of `columns`, `outside` by path."""
        return self._build(values, frozenset(absent.split()) if absent else frozenset(), outside)

    def values(self, thing: Any) -> dict[str, Any]:
        """The columns of a row, `absent` and the Decimals included, that keep a part of the document."""
        found: dict[str, Any] = {}
        absent: list[str] = []
        self._spread(self.shape, thing, "", found, absent)
        found["absent"] = " ".join(absent)
        return found

    def path_of(self, column: str) -> str:
        slot = self.slots.get(column)
        return slot.path if slot is not None else column

    # the pieces

    def _collect(self, shape: Any, prefix: str, found: list[Slot]) -> None:
        for part in fields(shape):
            path = prefix + part.name
            if path in self.outside:
                continue
            way, inner = next(iter(part.metadata.items()))
            if way == "cell":
                found.append(Slot(path, column_of(path), inner))
            elif way == "plain" or path in LIST_COLUMNS:
                found.append(Slot(path, column_of(path), None))
            elif way == "object":
                self._collect(inner, f"{path}.", found)

    def _builder(self, shape: Any, prefix: str, places: Mapping[str, int]) -> Build:
        texts: list[tuple[str, int]] = []
        figures: list[tuple[str, int, Kind]] = []
        blanks: list[tuple[str, str, Text | Figure]] = []
        plain: list[tuple[str, int, bool]] = []
        nested: list[tuple[str, str, Build]] = []
        outside: list[tuple[str, str]] = []
        for part in fields(shape):
            path = prefix + part.name
            way, inner = next(iter(part.metadata.items()))
            if path in self.outside or (way == "objects" and path not in LIST_COLUMNS):
                outside.append((part.name, path))
            elif way == "cell":
                if inner is Kind.TEXT:
                    texts.append((part.name, places[path]))
                else:
                    figures.append((part.name, places[path], inner))
                blanks.append((part.name, path, ABSENT_TEXT if inner is Kind.TEXT else ABSENT_FIGURE))
            elif way == "object":
                nested.append((part.name, path, self._builder(inner, f"{path}.", places)))
            else:
                plain.append((part.name, places[path], path in LIST_COLUMNS))

        def build(values: Sequence[Any], absent: frozenset[str], given: Mapping[str, Any]) -> Any:
            made: dict[str, Any] = {
                name: BLANK_TEXT if values[place] is None else Text(values[place]) for name, place in texts
            }
            for name, place, kind in figures:
                made[name] = read(kind, values[place])
            for name, path, blank in blanks if absent else ():
                if path in absent:
                    made[name] = blank
            for name, place, is_list in plain:
                value = values[place]
                if is_list:
                    made[name] = None if value is None else tuple(value)
                else:
                    made[name] = None if value == "" else value
            for name, path, inner_build in nested:
                made[name] = None if path in absent else inner_build(values, absent, given)
            for name, path in outside:
                made[name] = None if path in absent else given.get(path)
            return shape(**made)

        return build

    def _spread(self, shape: Any, thing: Any, prefix: str, found: dict[str, Any], absent: list[str]) -> None:
        for part in fields(shape):
            path = prefix + part.name
            way, inner = next(iter(part.metadata.items()))
            value = None if thing is None else getattr(thing, part.name)
            if path in self.outside or (way == "objects" and path not in LIST_COLUMNS):
                if thing is not None and value is None:
                    absent.append(path)
            elif way == "cell":
                self._spread_cell(path, inner, value, thing is not None, found, absent)
            elif way == "object":
                if thing is not None and value is None:
                    absent.append(path)
                self._spread(inner, value, f"{path}.", found, absent)
            elif path in LIST_COLUMNS:
                found[column_of(path)] = None if value is None else list(value)
            else:
                found[column_of(path)] = "" if value is None and inner is str else value

    @staticmethod
    def _spread_cell(
        path: str, kind: Kind, value: Text | Figure | None, there: bool, found: dict[str, Any], absent: list[str]
    ) -> None:
        column = column_of(path)
        found[column] = None if value is None else value.text
        if kind is not Kind.TEXT:
            found[f"{column}_value"] = value.value if isinstance(value, Figure) else None
        if there and value is not None and not value.present:
            absent.append(path)


EXPENDITURE = RowShape(document.ExpenditureLine)
INDICATOR = RowShape(document.Indicator)
SECTION = RowShape(document.Section)
FUND_ITEM = RowShape(document.FundItem)
DEPARTMENT_SHEET = RowShape(document.DepartmentEvaluation, frozenset({"indicators"}))
PROJECT_SHEET = RowShape(document.ProjectEvaluation, frozenset({"indicators"}))
BASIC = RowShape(document.BasicData, frozenset({"expenditure"}))
FILING = RowShape(
    document.Filing,
    frozenset(
        {
            "fiscal_year",
            "basic_data",
            "department_evaluation",
            "projects",
            "report.sections",
            *(f"fund_tables.{name}.items" for name in document.FUND_TABLES),
            "explanations",
            "evidence",
        }
    ),
)
EXPLANATION = RowShape(document.Explanation, frozenset({"path"}))
EVIDENCE = RowShape(document.Evidence, frozenset({"path"}))
