"""Opening budgets from a table: the year's initial and revised figures of many departments, put into the blank cells of their drafts."""

import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.document.amounts import Unreadable, read
from assessments.document.cells import Kind as CellKind
from assessments.document.paths import resolve
from assessments.document.template import Template
from assessments.importing.bulk.columns import Column, TableRow
from assessments.importing.bulk.kinds import Kind, Look, RowRefused, Step
from assessments.models import BulkImport, Enrolment, FiscalYear, User
from assessments.refusals import Refused
from assessments.selectors.documents import load, year_template
from assessments.services.cells import Change, Refusal, save_cells
from assessments.services.filings import newest, start_filing

MOST_DEPARTMENTS = 200  # whose drafts are filled in one transaction
FUNDS = ("annual", "current_year", "carried_over", "other")
MARKS = re.compile(r"[\s:：（）()]|^其中|^\d+[、.．]")
COLUMNS = (
    Column("code", gettext_lazy("Code"), gettext_lazy("Of a department that is in the year."), "300009"),
    Column(
        "line",
        pgettext_lazy("of a table", "Line"),
        gettext_lazy("A line of 附件1 (三公经费) or of the funds of 附件2 (年度资金总额), as printed or by its key."),
        "年度资金总额",
    ),
    Column(
        "column",
        pgettext_lazy("of a table", "Column"),
        gettext_lazy("预算数 for a line of 附件1; 年初预算数 or 全年预算数 for the funds of 附件2."),
        "年初预算数",
    ),
    Column("amount", gettext_lazy("Amount (10k CNY)"), gettext_lazy("At most two decimals."), "1234.50"),
)
Filled = list[tuple[TableRow, str]]  # rows with the paths of their cells


class _Cells:
    """Which cell of a filing a line and a column name, by the words of the year's template or by their keys."""

    def __init__(self, template: Template, year: int) -> None:
        self.paths: dict[tuple[str, str], str] = {}
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

    def _name(self, lines: tuple[str, ...], columns: set[str], path: str) -> None:
        for line in lines:
            self.lines.add(_bare(line))
            for column in columns:
                self.paths.setdefault((_bare(line), _bare(column)), path)

    def path(self, row: TableRow) -> str | None:
        return self.paths.get((_bare(row["line"]), _bare(row["column"])))


def _bare(text: str) -> str:
    return MARKS.sub("", text.strip()).lower()


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
                begun, refusals = _fill(enrolment, filled, by=asked.asked_by)
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
                found.plan(filled[0][0]["row"], text % {"code": code, "name": enrolment.name, "count": len(filled)})
            transaction.set_rollback(True)
        for _row in filled:
            step()
    return found


def _by_department(asked: BulkImport, rows: list[TableRow], found: Look) -> dict[str, tuple[Enrolment, Filled]]:
    """The rows that name a cell of a department of the year, by the department's code; what is wrong with the others is said."""
    year = _year(asked)
    cells = _Cells(year_template(year.template), year.year)
    enrolments = {one.department.code: one for one in _enrolments(year)}
    seen: dict[tuple[str, str], int] = {}
    by_code: dict[str, tuple[Enrolment, Filled]] = {}
    for row in rows:
        enrolment, path = enrolments.get(row["code"]), cells.path(row)
        reasons = list(_reasons(row, enrolment, path, cells, year))
        if path is not None and (first := seen.setdefault((row["code"], path), row["row"])) != row["row"]:
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


def _fill(enrolment: Enrolment, filled: Filled, *, by: User) -> tuple[bool, list[tuple[TableRow, Refusal]]]:
    """Put the figures into the department's draft, which is begun where there is none. Only blank cells are filled.

    Returns whether it was begun, and the rows whose cells were refused.
    """
    filing = newest(enrolment)
    begun = filing is None
    if filing is None:
        filing = start_filing(enrolment, by=by, in_bulk=True)
    loaded = load(filing.pk)
    rows: dict[str, TableRow] = {}
    changes = []
    for row, path in filled:
        address = str(loaded.address_of(path))
        rows[address] = row
        stored = resolve(loaded.document, path)
        if getattr(stored, "value", None) is None or stored.value != read(CellKind.AMOUNT, row["amount"]).value:
            changes.append(Change(address, "", row["amount"]))
    saved = save_cells(filing.pk, changes, by=by, in_bulk=True)
    return begun, [(rows[one.address], one) for one in saved.refused]


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
            _begun, refusals = _fill(enrolment, filled, by=by)
        except Refused as refusal:
            raise RowRefused(filled[0][0]["row"], refusal.reasons) from refusal
        for row, refused in refusals:
            raise RowRefused(row["row"], [_said(row, refused)])
        made.append(enrolment.pk)
    return made


BUDGETS = Kind("budgets", lambda roles: roles.administers, COLUMNS, look, carry_out, years="needed", few=60, most=5_000)
