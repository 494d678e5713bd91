"""A filing as its document, with the template and policy of its year and the address of each cell."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Manager, QuerySet

from assessments.document import policy as policies
from assessments.document import template as templates
from assessments.document.amounts import Unreadable
from assessments.document.cells import Figure, Text
from assessments.document.computed import Computed, computed_cells
from assessments.document.filing import Filing as Document
from assessments.document.places import place
from assessments.document.policy import Policy
from assessments.document.template import Template
from assessments.extensions import extensions
from assessments.models import Filing, FiscalYear, State, mapping
from assessments.selectors.assembly import Assembled
from assessments.selectors.prepared import Among, Blank, Keys, Prepared
from assessments.selectors.rows import Rows, StoredRow, rows_of, rows_of_many
from assessments.selectors.unread import UnreadableFiling, UnreadCell, unread_in

BATCH = 200  # filings that are read at once, where many are

SHAPES = {
    "filing": mapping.FILING,
    "basic": mapping.BASIC,
    "expenditure": mapping.EXPENDITURE,
    "sheet": mapping.PROJECT_SHEET,
    "indicator": mapping.INDICATOR,
    "section": mapping.SECTION,
    "fund": mapping.FUND_ITEM,
}


class Address(NamedTuple):
    """A stored cell: `expenditure-12-budget`. The kind of row, its key, the column."""

    kind: str
    pk: int
    column: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.pk}-{self.column}"


def parse_address(text: str) -> Address | None:
    """The address that a text spells; None where it spells none."""
    kind, _, rest = text.partition("-")
    pk, _, column = rest.partition("-")
    if kind not in SHAPES or not (pk.isascii() and pk.isdigit() and len(pk) < 19) or not column.isidentifier():
        return None
    return Address(kind, int(pk), column)


@dataclass(frozen=True)
class Loaded:
    """A filing read whole: the row, its rows, and the year's template and policy; the document is made when it is asked for.

    Where a stored cell cannot be read there is no document: whatever needs one raises `UnreadableFiling`.
    """

    filing: Filing
    made: Assembled
    template: Template
    policy: Policy

    @property
    def rows(self) -> Rows:
        """The rows as they were read."""
        return self.made.rows

    @property
    def document(self) -> Document:
        """The document of the filing."""
        return self._made("document")

    @property
    def whole(self) -> Document:
        """The same as a submission reads it: what is missing counts as blank."""
        return self._made("whole")

    @property
    def prefixes(self) -> dict[str, tuple[str, int]]:
        """Where each row stands in the document: path prefix → (kind, pk)."""
        return self.made.prefixes

    @property
    def places(self) -> dict[tuple[str, int], str]:
        """The path prefix of each row."""
        return self.made.places

    @property
    def by_key(self) -> dict[tuple[str, int], StoredRow]:
        """Each row by its kind and primary key."""
        return self.made.by_key

    @property
    def cells(self) -> dict[str, Text | Figure]:
        """Every cell of the document by its path."""
        return self._made("cells")

    def _made(self, what: str) -> Any:
        try:
            return getattr(self.made, what)
        except Unreadable as fault:
            raise UnreadableFiling(self) from fault

    @cached_property
    def unread(self) -> tuple[UnreadCell, ...]:
        """The stored cells that cannot be read, in the order of the form."""
        found = [(Address(one.row.kind, one.row.pk, one.column), one) for one in unread_in(self.rows)]
        blank: dict[tuple[str, int], dict[str, None]] = {}
        for address, _one in found:
            blank.setdefault((address.kind, address.pk), {})[address.column] = None
        rest = self.with_rows(self.rows.with_cells(blank))
        paths = [self.path_of(address) or "" for address, _one in found]
        return tuple(
            UnreadCell(address, path, place(rest.document, path, self.template), one.kind, one.text, one.fault)
            for (address, one), path in zip(found, paths, strict=True)
        )

    @cached_property
    def computed(self) -> dict[str, Computed]:
        """Every computed cell by its path."""
        return computed_cells(self.document, self.policy)

    def address_of(self, path: str) -> Address:
        """Where a path of the document is stored.

        A path that names no single cell gives an address whose column names the part (`sheet-4-kind`); it serves as a mark on the page.
        """
        prefix = path
        while prefix not in self.prefixes:
            prefix = prefix.rpartition(".")[0] if "." in prefix else ""
        kind, pk = self.prefixes[prefix]
        rest = path[len(prefix) :].lstrip(".") if prefix else path
        return Address(kind, pk, _mark(rest))

    def path_of(self, address: Address) -> str | None:
        """The path of a stored cell; None for an address that is not of this filing."""
        row = self.by_key.get((address.kind, address.pk))
        if row is None or address.column not in row.shape.slots:
            return None
        prefix = self.places.get((address.kind, address.pk))
        if prefix is None:
            return None
        rest = row.shape.path_of(address.column)
        return f"{prefix}.{rest}" if prefix else rest

    def with_rows(self, rows: Rows) -> "Loaded":
        """The same filing as it reads with other rows."""
        return replace(self, made=Assembled(rows, self.made.fiscal_year))

    def beside(self, filing: Filing) -> "Loaded":
        """The same rows with their filing as it was read just now, and the template and policy of now."""
        policy = policy_of(filing)
        template = year_template(filing.enrolment.fiscal_year.template)
        made = replace(self, filing=filing, template=template, policy=policy)
        if policy == self.policy and "computed" in vars(self):
            vars(made)["computed"] = self.computed  # was worked out already
        return made


def _mark(rest: str) -> str:
    column = mapping.column_of(rest)
    if column == rest.replace(".", "_") and rest in ("by_source", "by_kind", "headcount", "buildings"):
        return rest
    return "".join(mark if mark.isalnum() else "_" for mark in column).strip("_") or "all"


def load(pk: int) -> Loaded:
    """The filing with this key, in six queries; one more for the policy under which it was submitted. Raises `Filing.DoesNotExist`."""
    for filing in _alone.ask(pk=pk):
        return load_rows(filing)
    raise Filing.DoesNotExist


_alone = Prepared(lambda: with_all(Filing.objects).filter(pk=Blank("pk", Filing._meta.pk)))


def hold(pk: int) -> Filing:
    """The filing with this key, its row and that of its basic data locked until the transaction ends. Raises `Filing.DoesNotExist`."""
    for filing in _locked.ask(pk=pk):
        return filing
    raise Filing.DoesNotExist


# The joined row is locked too: PostgreSQL reads only locked rows anew after it has waited for another writer.
_locked = Prepared(
    lambda: (
        with_all(Filing.objects)
        .filter(pk=Blank("pk", Filing._meta.pk), basic_data__isnull=False)
        .select_for_update(of=("self", "basic_data"))
    )
)


def with_all(filings: QuerySet[Filing] | Manager[Filing]) -> QuerySet[Filing]:
    """Filings with all that their pages ask of them: enrolment, departments, fiscal year, basic data, and the marks of later rooms."""
    related = ("enrolment__fiscal_year", "enrolment__department", "enrolment__supervisor", "basic_data")
    return filings.select_related(*related).annotate(**extensions.marks)


def load_rows(filing: Filing) -> Loaded:
    """The same for a filing that was read with its enrolment, fiscal year and basic data: five queries, one more when it is submitted."""
    return _loaded(filing, rows_of(filing), policy_of(filing))


def load_many(keys: Iterable[int], *, size: int = BATCH) -> Iterator[Loaded]:
    """The filings with these keys, in their order, `size` of them read at once: in six queries, one for their years, one for frozen policies.

    They come with their enrolment and fiscal year; their department and supervisor are not read. A key without a filing is passed over.
    """
    years: dict[int, FiscalYear] = {}
    wanted = iter(keys)
    while batch := list(islice(wanted, size)):
        found = {filing.pk: filing for filing in _several.ask(keys=batch)}
        filings = [found[key] for key in batch if key in found]
        years |= FiscalYear.objects.in_bulk({filing.enrolment.fiscal_year_id for filing in filings} - years.keys())
        for filing in filings:
            filing.enrolment.fiscal_year = years[filing.enrolment.fiscal_year_id]
        terms = policies_of(filings)
        for filing, rows in zip(filings, rows_of_many(filings), strict=True):
            yield _loaded(filing, rows, terms[filing.pk])


_several = Prepared(lambda: Filing.objects.select_related("enrolment", "basic_data").filter(Among("pk", Keys("keys"))))


def _loaded(filing: Filing, rows: Rows, policy: Policy) -> Loaded:
    year = filing.enrolment.fiscal_year
    return Loaded(filing, Assembled(rows, year.year), year_template(year.template), policy)


def policy_of(filing: Filing) -> Policy:
    """The policy that judges a filing: the year's while it is a draft, afterwards the one under which it was submitted."""
    return policies_of([filing])[filing.pk]


def policies_of(filings: Sequence[Filing]) -> dict[int, Policy]:
    """The same for many filings, by their keys; one query where any of them is submitted."""
    submitted = [filing.pk for filing in filings if filing.state != State.DRAFT]
    frozen = extensions.frozen_policies(submitted) if submitted else {}
    return {one.pk: frozen.get(one.pk) or year_policy(one.enrolment.fiscal_year.policy) for one in filings}


def year_template(data: dict[str, object]) -> Template:
    """The template that a year's JSON states; the built-in one where it states none."""
    return _template(json.dumps(data)) if data else templates.default()


def year_policy(data: dict[str, object]) -> Policy:
    """The policy that a year's JSON states; the defaults where it states none."""
    return _policy(json.dumps(data)) if data else policies.DEFAULT


@lru_cache(maxsize=32)
def _template(text: str) -> Template:
    return templates.from_json(json.loads(text))


@lru_cache(maxsize=32)
def _policy(text: str) -> Policy:
    return policies.from_json(json.loads(text))
