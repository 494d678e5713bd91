"""A step of a filing laid out as blocks of cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.document.cells import Figure, Kind
from assessments.document.computed import Computed
from assessments.document.filing import Filing as Document
from assessments.extensions import Pin
from assessments.forms.cells import Cell, Words
from assessments.rules import Finding, Severity
from assessments.selectors.kept import Judged
from assessments.selectors.rows import StoredRow
from assessments.selectors.steps import Step, slug_of
from assessments.services.cells import Refusal

# Never typed, whether or not they can be computed now.
NEVER_TYPED = frozenset(
    {
        "control_rate",
        "area_control_rate",
        "investment_control_rate",
        "annual_rate",
        "annual_score",
        "total_weight",
        "total_score",
    }
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A button of a row or block; `confirm` names what is lost and asks for a second press."""

    value: str
    label: Words
    title: Words = ""
    confirm: Words = ""


@dataclass(slots=True)
class Row:
    """A row of a table: its head, its cells, what may be done with it, and what is wrong in it."""

    key: str
    cells: Sequence[Cell | Words]
    head: Words | Cell | None = None
    indent: int = 0
    tools: Sequence[Tool] = ()
    notes: Sequence[Finding] = ()
    link: str = ""  # where the head leads

    def __post_init__(self) -> None:
        for cell in (self.head, *self.cells):
            if isinstance(cell, Cell):
                cell.notes, cell.noted = self.key, bool(self.notes)


@dataclass(slots=True)
class Table:
    """A table of figures. `head` holds (label, class) of each column."""

    title: Words
    head: Sequence[tuple[Words, str]]
    rows: list[Row]
    id: str = ""
    tools: Sequence[Tool] = ()
    note: Words = ""
    kind: str = "table"
    notes: Sequence[Finding] = ()

    @property
    def does(self) -> bool:
        """Whether the rows have a column of buttons."""
        return bool(self.head) and self.head[-1][1] == "does"


@dataclass(slots=True)
class Fields:
    """Cells one under the other, each with its label."""

    title: Words
    cells: Sequence[Cell]
    id: str = ""
    tools: Sequence[Tool] = ()
    note: Words = ""
    notes: Sequence[Finding] = ()
    kind: str = "fields"
    full: bool = False

    def __post_init__(self) -> None:
        for cell in self.cells:
            cell.notes = self.key

    @property
    def key(self) -> str:
        """What its list of findings is called."""
        return self.cells[0].address


@dataclass(slots=True)
class Lines:
    """A list of short texts, edited as lines of one text. It is no cell: it is saved when its page is left."""

    name: str
    title: Words
    lines: list[str]
    notes: Sequence[Finding] = ()
    editable: bool = True
    note: Words = ""
    tools: Sequence[Tool] = ()
    kind: str = "lines"

    @property
    def id(self) -> str:
        return f"lines-{self.name}"


Block = Table | Fields | Lines


@dataclass
class Board:
    """What a step's layout stands on: the filing, what may be done with it, what was refused just now."""

    judged: Judged
    step: Step
    editable: bool
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    submitted: Mapping[str, str] = field(default_factory=dict)  # the texts of the last submission by path
    pins: Sequence[Pin] = ()  # what was remarked on cells of the filing
    pin_url: str = ""  # where a remark is pinned to a cell, its path to be put behind; "" where the reader may not

    def __post_init__(self) -> None:
        self.loaded = self.judged.loaded
        self.document: Document = self.loaded.document
        self.year: int = self.document.fiscal_year
        self.template = self.loaded.template
        self.computed: dict[str, Computed] = self.loaded.computed
        self.untaken = {one.path: one for one in self.judged.facts.untaken}
        self.findings = [one for one in self.judged.findings if slug_of(self.loaded, one.path) == self.step.slug]
        self.by_address: dict[str, list[Finding]] = {}
        for finding in self.findings:
            self.by_address.setdefault(str(self.loaded.address_of(finding.path)), []).append(finding)
        self.by_row: dict[str, list[Finding]] = {}
        for address, found in self.by_address.items():
            self.by_row.setdefault(address.rpartition("-")[0], []).extend(found)
        self.pinned: dict[str, list[Pin]] = {}
        for pin in self.pins:
            if pin.path and not pin.closed_by:
                self.pinned.setdefault(pin.path, []).append(pin)
        self.shown: set[str] = set()
        self._labels: dict[str, str] = {}

    def label(self, key: str) -> str:
        """A label of the year's forms."""
        if key not in self._labels:
            self._labels[key] = self.template.label(key, self.year, self.loaded.filing.enrolment.name)
        return self._labels[key]

    def moving(self, key: str, loses: str) -> list[Tool]:
        """The buttons that move a row and remove it; `loses` says what goes with it."""
        up, down, remove = self._moving
        return [Tool(f"up:{key}", "↑", up), Tool(f"down:{key}", "↓", down), Tool(f"remove:{key}", "✕", remove, loses)]

    @cached_property
    def _moving(self) -> tuple[str, str, str]:
        return _("Move up"), _("Move down"), _("Remove")

    def url(self, slug: str) -> str:
        """The address of another step of this filing."""
        return reverse("step", args=(self.loaded.filing.pk, slug))

    def cell(self, row: StoredRow, column: str, label: Words, **more: Any) -> Cell:
        """The cell in a column of a row."""
        key = f"{row.kind}-{row.pk}"
        address = f"{key}-{column}"
        self.shown.add(address)
        slot = row.shape.slots[column]
        prefix = self.loaded.places[row.kind, row.pk]
        path = f"{prefix}.{slot.path}" if prefix else slot.path
        refusal = self.refused.get(address)
        return Cell(
            address,
            label,
            _text(row.get(column)),
            kind=slot.kind or Kind.TEXT,
            editable=self.editable,
            output=column in NEVER_TYPED,
            computed=self.computed.get(path),
            untaken=self.untaken.get(path),
            findings=self.by_address.get(address, ()),
            typed=refusal.typed if refusal else None,
            why=refusal.reason if refusal else "",
            path=path,
            submitted=self.submitted.get(path),
            approved=self._approved(path) if column == "prior_final" else None,
            pins=self.pinned.get(path, ()),
            pin_url=f"{self.pin_url}{quote(path)}#pin" if self.pin_url else "",
            **more,
        )

    def _approved(self, path: str) -> Figure | None:
        """What last year's approved filing states for a figure of this year that repeats it."""
        before = self.judged.facts.before
        if not before or "[special_fund" in path:
            return None
        found = before.get(f"{path.removesuffix('prior_final')}final")
        return found if isinstance(found, Figure) and not found.blank else None

    def notes(self, row: StoredRow, columns: Iterable[str] | None = None) -> list[Finding]:
        """What is wrong in a row, or in some of its columns; the row as a whole counts too."""
        key = f"{row.kind}-{row.pk}"
        if columns is None:
            self.shown.add(f"{key}-all")  # the row in its table
            return self.by_row.get(key, [])
        wanted = {f"{key}-{column}" for column in columns}
        return [one for address, found in self.by_address.items() if address in wanted for one in found]

    def marks(self) -> list[str]:
        """Addresses that findings of this step lead to and that no cell bears: places in the page of their own."""
        return [address for address in self.by_address if address not in self.shown]

    def sheet(self) -> StoredRow:
        """The evaluation sheet of this step: a project's, else 附件2."""
        wanted = self.step.owner
        rows = self.loaded.rows.sheets
        return next(row for row in rows if (row.pk == wanted if wanted is not None else not row.parent))

    def sheet_document(self) -> Any:
        """The sheet as it stands in the document; None where it was not supplied."""
        if self.step.owner is None:
            return self.document.department_evaluation
        prefix = self.loaded.places["sheet", self.step.owner]
        return (self.document.projects or ())[int(prefix[len("projects[") : -1])]


def open_count(findings: Iterable[Finding]) -> int:
    """How many findings keep the filing from being submitted."""
    return sum(finding.blocks for finding in findings)


def by_weight(finding: Finding) -> int:
    """Errors first, then open warnings, then what is explained or waived, then notices."""
    if finding.severity is Severity.NOTICE:
        return 3
    if not finding.blocks:
        return 2
    return 0 if finding.severity is Severity.ERROR else 1


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
