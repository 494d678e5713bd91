"""Departments from a table: code, name, supervising department, bureau section, first day."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.importing.bulk.columns import Column, TableRow, day_of
from assessments.importing.bulk.kinds import Kind, Look, RowRefused, Step
from assessments.models import BulkImport, BureauSection, Department, User
from assessments.refusals import Refused
from assessments.selectors.access import year_is_open
from assessments.services.departments import add_department
from assessments.services.years import enrol

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")
COLUMNS = (
    Column("code", gettext_lazy("Code"), gettext_lazy("Digits and letters; every department has its own."), "300009"),
    Column("name", gettext_lazy("Name"), gettext_lazy("At most 120 characters."), "某某中心"),
    Column(
        "supervisor",
        gettext_lazy("Code of the supervising department"),
        gettext_lazy("A department that is there, or one of this file; blank where there is none."),
        "300",
        required=False,
    ),
    Column(
        "section",
        pgettext_lazy("column", "Bureau section"),
        gettext_lazy("The name of a section that is there."),
        "业务一科",
        required=False,
    ),
    Column("begins_on", gettext_lazy("First day"), gettext_lazy("A date like 2025-01-01."), "2025-01-01"),
)


def look(asked: BulkImport, rows: list[TableRow], step: Step) -> Look:
    """Every row by itself, and the rows beside each other: codes once, supervisors there and in no ring."""
    found = Look()
    there = dict(Department.objects.values_list("code", "name"))
    sections = set(BureauSection.objects.values_list("name", flat=True))
    own = {row["code"]: row for row in rows}
    seen: dict[str, int] = {}
    for row in rows:
        found.say(row["row"], *_reasons(row, there, own, sections, seen))
        seen.setdefault(row["code"], row["row"])
        found.plan(row["row"], _("Department %(code)s %(name)s") % {"code": row["code"], "name": row["name"]})
        step()
    if asked.fiscal_year is not None:
        found.say(0, *year_is_open(asked.fiscal_year))
    return found


def _reasons(
    row: TableRow, there: dict[str, str], own: dict[str, TableRow], sections: set[str], seen: dict[str, int]
) -> list[str]:
    reasons = []
    code, above = row["code"], row["supervisor"]
    if code and not CODE.fullmatch(code):
        reasons.append(
            _("The code %(code)s has more than digits, letters and dashes, or is too long.") % {"code": code}
        )
    if code in there:
        reasons.append(_("The code %(code)s is taken by %(name)s.") % {"code": code, "name": there[code]})
    elif code in seen:
        reasons.append(_("The code %(code)s stands in row %(row)s already.") % {"code": code, "row": seen[code]})
    if len(row["name"]) > 120:
        reasons.append(_("The name has more than %(limit)s characters.") % {"limit": 120})
    if above and above not in there and above not in own:
        reasons.append(_("There is no department with the code %(code)s.") % {"code": above})
    if above and _in_a_ring(code, own):
        reasons.append(_("A department cannot stand under itself."))
    if row["section"] and row["section"] not in sections:
        reasons.append(_("There is no bureau section “%(name)s”. Add it first.") % {"name": row["section"]})
    if row["begins_on"] and day_of(row["begins_on"]) is None:
        reasons.append(_("“%(text)s” is no date; write it like 2025-01-01.") % {"text": row["begins_on"]})
    return reasons


def _in_a_ring(code: str, own: dict[str, TableRow]) -> bool:
    """Whether the supervisors of a row lead back to it."""
    passed = {code}
    above = own[code]["supervisor"]
    while above in own and above not in passed:
        passed.add(above)
        above = own[above]["supervisor"]
    return above == code


def carry_out(asked: BulkImport, rows: list[TableRow], by: User) -> list[int]:
    """Make the departments, the supervising ones first, and enrol them in the year that was chosen."""
    there = {one.code: one for one in Department.objects.all()}
    sections = {one.name: one for one in BureauSection.objects.all()}
    made = []
    for row in _supervisors_first(rows):
        try:
            one = add_department(
                row["code"],
                row["name"],
                supervisor=there[row["supervisor"]] if row["supervisor"] else None,
                section=sections[row["section"]] if row["section"] else None,
                begins_on=_day(row["begins_on"]),
                by=by,
            )
            if asked.fiscal_year is not None:
                enrol(asked.fiscal_year, one, by=by)
        except KeyError as error:
            raise RowRefused(row["row"], [_("%(name)s is not there any more.") % {"name": error.args[0]}]) from error
        except Refused as refusal:
            raise RowRefused(row["row"], refusal.reasons) from refusal
        there[one.code] = one
        made.append(one.pk)
    return made


def _supervisors_first(rows: list[TableRow]) -> list[TableRow]:
    own = {row["code"]: row for row in rows}
    placed: dict[str, TableRow] = {}

    def chain(row: TableRow) -> list[TableRow]:
        """The row with those above it that are not placed yet, the lowest first."""
        found: list[TableRow] = []
        current: Any = row
        while current is not None and current["code"] not in placed and current not in found:
            found.append(current)
            current = own.get(current["supervisor"])
        return found

    for row in rows:
        for one in reversed(chain(row)):
            placed[one["code"]] = one
    return list(placed.values())


def _day(text: str) -> date:
    found = day_of(text)
    if found is None:
        raise Refused(_("“%(text)s” is no date; write it like 2025-01-01.") % {"text": text})
    return found


DEPARTMENTS = Kind("departments", lambda roles: roles.administers, COLUMNS, look, carry_out, years="wanted")
