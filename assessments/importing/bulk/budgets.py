"""Opening budgets from a table: the year's initial and revised figures of many departments and of their projects, put into the blank cells of
their drafts. A project that a draft lacks is added to it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.document.amounts import Unreadable, read
from assessments.document.cells import Kind as CellKind
from assessments.document.errors import shorten
from assessments.document.paths import resolve
from assessments.document.template import Template
from assessments.importing.bulk.columns import Column, TableRow
from assessments.importing.bulk.kinds import Kind, Look, RowRefused, Step
from assessments.models import BulkImport, Enrolment, Filing, FiscalYear, User
from assessments.refusals import Refused
from assessments.selectors.documents import Loaded, load, year_template
from assessments.selectors.unread import UnreadableFiling
from assessments.services.cells import Change, Refusal, save_cells
from assessments.services.filings import newest, start_filing
from assessments.services.rows import add_row

MOST_DEPARTMENTS = 200  # whose drafts are filled in one transaction
FUNDS = ("annual", "current_year", "carried_over", "other")
MARKS = re.compile(r"[\s:：（）()]|^其中|^\d+[、.．]")
COLUMNS = (
    Column("code", gettext_lazy("Code"), gettext_lazy("Of a department that is in the year."), "300009"),
    Column(
        "project",
        pgettext_lazy("of a table", "Project"),
        gettext_lazy("Name of a project of 附件3; blank for the department. One that the draft lacks is added."),
        "",
        required=False,
    ),
    Column(
        "line",
        pgettext_lazy("of a table", "Line"),
        gettext_lazy(
            "A line of 附件1 (三公经费) or of the funds of 附件2 and 附件3 (年度资金总额), as printed or by its key."
        ),
        "年度资金总额",
    ),
    Column(
        "column",
        pgettext_lazy("of a table", "Column"),
        gettext_lazy("预算数 for a line of 附件1; 年初预算数 or 全年预算数 for the funds of 附件2 and 附件3."),
        "年初预算数",
    ),
    Column("amount", gettext_lazy("Amount (10k CNY)"), gettext_lazy("At most two decimals."), "1234.50"),
)
Filled = list[
    tuple[TableRow, str]
]  # rows with the paths of their cells; those of a project's cells begin within its sheet


class _Cells:
    """Which cell of a filing a line and a column name, by the words of the year's template or by their keys."""

    def __init__(self, template: Template, year: int) -> None:
        self.paths: dict[tuple[str, str], str] = {}
        self.of_projects: dict[tuple[str, str], str] = {}
        self.lines: set[str] = set()
        of_lines = {"budget", "预算", "预算数", template.label("expenditure.budget", year)}
        for line in template.lines:
            if "budget" in line.columns:
                self._name((line.key, line.label, line.name), of_lines, f"basic_data.expenditure[{line.key}].budget")
        for part in FUNDS:
            for column in ("initial", "revised"):
                heads = {column, template.label(f"funds.{column}", year)}
                names = (part, template.label(f"funds.{part}", year))
                self._name(names, heads, f"department_evaluation.funds.{part}.{column}")
                self._name(names, heads, f"funds.{part}.{column}", self.of_projects)

    def _name(
        self, lines: tuple[str, ...], columns: set[str], path: str, paths: dict[tuple[str, str], str] | None = None
    ) -> None:
        for line in lines:
            self.lines.add(_bare(line))
            for column in columns:
                (self.paths if paths is None else paths).setdefault((_bare(line), _bare(column)), path)

    def path(self, row: TableRow) -> str | None:
        """The path of the cell; that of a project's cell is relative to its sheet."""
        paths = self.of_projects if _project(row) else self.paths
        return paths.get((_bare(row["line"]), _bare(row["column"])))

    def of_no_project(self, row: TableRow) -> bool:
        """Whether a project is named beside a line that only a department has."""
        return bool(_project(row)) and _bare(row["line"]) not in {line for line, _column in self.of_projects}


def _bare(text: str) -> str:
    return MARKS.sub("", text.strip()).lower()


def _project(row: TableRow) -> str:
    """The project of a row; a file that was looked at before projects could be named has none."""
    return str(row.get("project", ""))


def _same(name: str | None) -> str:
    """What tells one project from another: its name without white space."""
    return "".join((name or "").split())


def look(asked: BulkImport, rows: list[TableRow], step: Step) -> Look:
    """Every row by itself; then each department's draft is filled and the filling undone, so that what stands against it is known."""
    found = Look()
    by_code = _by_department(asked, rows, found)
    if len(by_code) > MOST_DEPARTMENTS:
        found.say(
            0, _("The file has figures of more than %(limit)s departments. Divide it.") % {"limit": MOST_DEPARTMENTS}
        )
        return found
    for code, (enrolment, filled) in by_code.items():
        with transaction.atomic():
            try:
                begun, added, refusals = _fill(enrolment, filled, by=asked.asked_by)
            except Refused as refusal:
                found.say(filled[0][0]["row"], *refusal.reasons)
            else:
                for row, refused in refusals:
                    found.say(row["row"], _said(row, refused))
                text = (
                    _("%(code)s %(name)s: %(count)s figures; its draft is begun")
                    if begun
                    else _("%(code)s %(name)s: %(count)s figures")
                )
                text %= {"code": code, "name": enrolment.name, "count": len(filled)}
                if added:
                    text += _("; added projects: %(names)s") % {"names": "、".join(map(shorten, added))}
                found.plan(filled[0][0]["row"], text)
            transaction.set_rollback(True)
        for _row in filled:
            step()
    return found


def _by_department(asked: BulkImport, rows: list[TableRow], found: Look) -> dict[str, tuple[Enrolment, Filled]]:
    """The rows that name a cell of a department of the year, by the department's code; what is wrong with the others is said."""
    year = _year(asked)
    cells = _Cells(year_template(year.template), year.year)
    enrolments = {one.department.code: one for one in _enrolments(year)}
    seen: dict[tuple[str, str, str], int] = {}
    by_code: dict[str, tuple[Enrolment, Filled]] = {}
    for row in rows:
        enrolment, path = enrolments.get(row["code"]), cells.path(row)
        reasons = list(_reasons(row, enrolment, path, cells, year))
        cell = (row["code"], _same(_project(row)), path or "")
        if path is not None and (first := seen.setdefault(cell, row["row"])) != row["row"]:
            reasons.append(_("The same cell stands in row %(row)s already.") % {"row": first})
        found.say(row["row"], *reasons)
        if enrolment is not None and path is not None and not reasons:
            by_code.setdefault(row["code"], (enrolment, []))[1].append((row, path))
    return by_code


def _reasons(
    row: TableRow, enrolment: Enrolment | None, path: str | None, cells: _Cells, year: FiscalYear
) -> Iterator[str]:
    if row["code"] and enrolment is None:
        yield _("No department with the code %(code)s is in %(year)s.") % {"code": row["code"], "year": year.year}
    if row["line"] and _bare(row["line"]) not in cells.lines:
        yield _("There is no line “%(line)s”.") % {"line": row["line"]}
    elif row["line"] and cells.of_no_project(row):
        yield _("The line “%(line)s” is one of the department; a project has those of its funds.") % {
            "line": row["line"]
        }
    elif row["line"] and row["column"] and path is None:
        yield _("The line “%(line)s” has no budget column “%(column)s”.") % {
            "line": row["line"],
            "column": row["column"],
        }
    try:
        read(CellKind.AMOUNT, row["amount"])
    except Unreadable as error:
        yield str(error)


def _enrolments(year: FiscalYear) -> Any:
    return Enrolment.objects.filter(fiscal_year=year).select_related("department", "fiscal_year", "supervisor")


def _year(asked: BulkImport) -> FiscalYear:
    if asked.fiscal_year is None:
        raise Refused(_("Choose the fiscal year."))
    return asked.fiscal_year


def _fill(enrolment: Enrolment, filled: Filled, *, by: User) -> tuple[bool, list[str], list[tuple[TableRow, Refusal]]]:
    """Put the figures into the department's draft, which is begun where there is none. Only blank cells are filled.

    Returns whether it was begun, the projects that were added to it, and the rows whose cells were refused.
    """
    filing = newest(enrolment)
    begun = filing is None
    if filing is None:
        filing = start_filing(enrolment, by=by, in_bulk=True)
    rows: dict[str, TableRow] = {}
    changes, added = _projects(filing, filled, rows, by=by)
    loaded = _read(filing)
    sheets = {
        _same(sheet.name.text): f"projects[{place}]." for place, sheet in enumerate(loaded.document.projects or ())
    }
    sheets |= {_same(name): f"{loaded.places['sheet', key]}." for name, key in added.items()}
    for row, within in filled:
        path = sheets[_same(_project(row))] + within if _project(row) else within
        address = str(loaded.address_of(path))
        rows[address] = row
        stored = resolve(loaded.document, path)
        if getattr(stored, "value", None) is None or stored.value != read(CellKind.AMOUNT, row["amount"]).value:
            changes.append(Change(address, "", row["amount"]))
    saved = save_cells(filing.pk, changes, by=by, in_bulk=True)
    return begun, list(added), [(rows[one.address], one) for one in saved.refused]


def _read(filing: Filing) -> Loaded:
    """The draft; one that cannot be read is refused by name, and the other departments are looked at."""
    loaded = load(filing.pk)
    try:
        loaded.document  # noqa: B018  (it is put together when it is first asked for)
    except UnreadableFiling as fault:
        raise Refused(fault.message) from fault
    return loaded


def _projects(
    filing: Filing, filled: Filled, rows: dict[str, TableRow], *, by: User
) -> tuple[list[Change], dict[str, int]]:
    """Add a sheet for each project that the draft lacks: the names to be saved in them (`rows` learns for which row), and the sheets by name.

    Raises `Refused` where the draft has two projects of a name.
    """
    there = Counter(_same(sheet.name.text) for sheet in _read(filing).document.projects or ())
    changes, added = [], {}
    for row, _path in filled:
        name = _project(row)
        if there[_same(name)] > 1:
            raise Refused(_("The draft has several projects with the name “%(name)s”.") % {"name": name})
        if name and not there[_same(name)]:
            added[name] = add_row(filing.pk, "sheet", by=by, in_bulk=True)
            address = f"sheet-{added[name]}-name"
            rows[address] = row
            changes.append(Change(address, "", name))
            there[_same(name)] = 1
    return changes, added


def _said(row: TableRow, refused: Refusal) -> str:
    """Why a cell was refused. What a department has typed is not shown to others."""
    if refused.conflict:
        return _("%(line)s, %(column)s: the draft has another figure here already; it is not replaced.") % {
            "line": row["line"],
            "column": row["column"],
        }
    return refused.reason


def carry_out(asked: BulkImport, rows: list[TableRow], by: User) -> list[int]:
    """Fill the drafts."""
    found = Look()
    by_code = _by_department(asked, rows, found)
    for message in found.messages:
        raise RowRefused(message.row, [message.text])
    made = []
    for enrolment, filled in by_code.values():
        try:
            _begun, _added, refusals = _fill(enrolment, filled, by=by)
        except Refused as refusal:
            raise RowRefused(filled[0][0]["row"], refusal.reasons) from refusal
        for row, refused in refusals:
            raise RowRefused(row["row"], [_said(row, refused)])
        made.append(enrolment.pk)
    return made


BUDGETS = Kind("budgets", lambda roles: roles.administers, COLUMNS, look, carry_out, years="needed", few=60, most=5_000)
