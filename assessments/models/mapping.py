"""Which cell of the document stands in which column, and how a row becomes a part of the document and back.

The shape is read from the field metadata of `document.filing`; only the short prefixes of column names are written here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache, partial
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
LIST_COLUMNS = frozenset({"report.attachments"})

SHORT = 40  # texts of up to so many characters often stand in many filings alike

Read = Callable[[Any], Any]
Piece = Callable[[list[Any], list[str], Mapping[str, Any]], Sequence[Any]]
Build = Callable[[list[Any], list[str], Mapping[str, Any]], Any]


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
    _readers: tuple[tuple[Read, Any], ...] = field(init=False)  # of each column, with what stands for no value
    _absent: dict[str, tuple[int, Text | Figure]] = field(
        init=False
    )  # by path: a cell's place, and what it is where it is absent
    _build: Build = field(init=False)

    def __post_init__(self) -> None:
        found: list[Slot] = []
        self._collect(self.shape, "", found)
        self.slots = {slot.column: slot for slot in found}
        self.columns = tuple(self.slots)
        self.place_of = {column: place for place, column in enumerate(self.columns)}
        self._readers = tuple(_reader(slot) for slot in found)
        self._absent = {
            slot.path: (place, ABSENT_TEXT if slot.kind is Kind.TEXT else ABSENT_FIGURE)
            for place, slot in enumerate(found)
            if slot.kind is not None
        }
        self._build = self._builder(self.shape, "")

    def build(self, values: Sequence[Any], absent: str, outside: Mapping[str, Any]) -> Any:
        """The part of the document that a row keeps; `values` in the order of `columns`, `outside` by path."""
        cells = [
            nothing if value is None else reader(value)
            for value, (reader, nothing) in zip(values, self._readers, strict=True)
        ]
        lacking = absent.split()
        for path in lacking:
            if path in self._absent:
                place, cell = self._absent[path]
                cells[place] = cell
        return self._build(cells, lacking, outside)

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

    def _builder(self, shape: Any, prefix: str) -> Build:
        """What makes a part of the document of the row's cells, a run of them or an inner part at a time, in the order of the dataclass."""
        pieces: list[Piece] = []
        run: slice | None = None
        for part in fields(shape):
            path = prefix + part.name
            way, inner = next(iter(part.metadata.items()))
            if path in self.outside or (way == "objects" and path not in LIST_COLUMNS):
                pieces.append(_given(path))
                run = None
            elif way == "object":
                pieces.append(_unless_absent(path, self._builder(inner, f"{path}.")))
                run = None
            else:
                place = self.place_of[column_of(path)]
                if run is not None:
                    pieces.pop()
                run = slice(place if run is None else run.start, place + 1)
                pieces.append(_run(run))
        if len(pieces) == 1 and run == slice(0, len(self.columns)):
            return lambda cells, absent, given: shape(*cells)

        def build(cells: list[Any], absent: list[str], given: Mapping[str, Any]) -> Any:
            made: list[Any] = []
            for piece in pieces:
                made += piece(cells, absent, given)
            return shape(*made)

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


def _reader(slot: Slot) -> tuple[Read, Any]:
    """What reads a value of a column, and what stands for none."""
    if slot.kind is None:
        return (tuple if slot.path in LIST_COLUMNS else _stated), None
    if slot.kind is Kind.TEXT:
        return _text, Text()
    return _figure_reader(slot.kind), read(slot.kind, None)


@cache
def _figure_reader(kind: Kind) -> Read:
    """The reader of a kind of figure. Short texts are kept, but for amounts, of which few are alike."""
    reader = partial(read, kind)
    return reader if kind is Kind.AMOUNT else lru_cache(maxsize=16384)(reader)


_short_text = lru_cache(maxsize=16384)(Text)


def _text(text: str) -> Text:
    return _short_text(text) if len(text) <= SHORT else Text(text)


def _stated(value: Any) -> Any:
    return None if value == "" else value


def _run(places: slice) -> Piece:
    return lambda cells, absent, given: cells[places]


def _given(path: str) -> Piece:
    return lambda cells, absent, given: (None if path in absent else given.get(path),)


def _unless_absent(path: str, build: Build) -> Piece:
    return lambda cells, absent, given: (None if path in absent else build(cells, absent, given),)


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
