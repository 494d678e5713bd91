"""Accounts with their roles from a table. One row is one role; a person with several roles has several rows."""

import re
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from assessments.importing.bulk.columns import LANGUAGES, Column, TableRow
from assessments.importing.bulk.kinds import Kind, Look, RowRefused, Step
from assessments.models import BulkImport, BureauSection, Department, RoleName, User
from assessments.models.people import DEPARTMENT_ROLES
from assessments.refusals import Refused
from assessments.services.accounts import add_account_without_password, clashes, grant_role

USERNAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,59}")
COLUMNS = (
    Column("username", gettext_lazy("Sign-in name"), gettext_lazy("Digits, letters, dots and dashes."), "zhangsan"),
    Column("full_name", pgettext_lazy("of a person", "Name"), gettext_lazy("At most 60 characters."), "张三"),
    Column("phone", gettext_lazy("Phone"), gettext_lazy("May be blank."), "0700-1234567", required=False),
    Column(
        "role",
        gettext_lazy("Role"),
        gettext_lazy(
            "As the product names it: Preparer, Unit head, Supervising department and so on; a row for each role."
        ),
        "填报人",
    ),
    Column(
        "department",
        gettext_lazy("Department code"),
        gettext_lazy("For a preparer, a unit head and a supervising department."),
        "300009",
        required=False,
    ),
    Column(
        "section",
        pgettext_lazy("column", "Bureau section"),
        gettext_lazy("For the role of a bureau section: its name."),
        "",
        required=False,
    ),
)


def look(asked: BulkImport, rows: list[TableRow], step: Step) -> Look:
    """Every row by itself, and the roles of one person beside each other."""
    found = Look()
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    departments = {one.code: one for one in Department.objects.all()}
    sections = {one.name: one for one in BureauSection.objects.all()}
    names = role_names()
    people: dict[str, TableRow] = {}
    roles: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for row in rows:
        key = row["username"].lower()
        found.say(row["row"], *_of_person(row, taken, people.get(key)))
        people.setdefault(key, row)
        name = names.get(row["role"].lower())
        reasons, place = _of_place(row, name, departments, sections)
        if name is not None and not reasons:
            reasons = clashes(name, place, roles[key])
            roles[key].append((name, place))
        found.say(row["row"], *reasons)
        found.plan(row["row"], _planned(row, name, place))
        step()
    return found


def _of_person(row: TableRow, taken: set[str], first: TableRow | None) -> list[str]:
    reasons = []
    if row["username"] and not USERNAME.fullmatch(row["username"]):
        text = _("The sign-in name %(name)s has more than digits, letters, dots and dashes, or is too long.")
        reasons.append(text % {"name": row["username"]})
    if row["username"].lower() in taken:
        reasons.append(_("The sign-in name %(name)s is taken.") % {"name": row["username"]})
    for key, limit in (("full_name", 60), ("phone", 40)):
        if len(row[key]) > limit:
            reasons.append(
                _("“%(text)s” has more than %(limit)s characters.") % {"text": row[key][:20], "limit": limit}
            )
    if first is not None and any(first[key] != row[key] for key in ("username", "full_name", "phone")):
        reasons.append(
            _("Row %(row)s has the same sign-in name with another spelling, name or phone.") % {"row": first["row"]}
        )
    return reasons


def _of_place(
    row: TableRow, name: str | None, departments: dict[str, Department], sections: dict[str, BureauSection]
) -> tuple[list[str], dict[str, Any]]:
    """Where the role acts, and what is wrong with it."""
    place: dict[str, Any] = {"department": None, "section": None}
    reasons = []
    if name is None:
        return [_("There is no role “%(role)s”.") % {"role": row["role"]}] if row["role"] else [], place
    for key, needed, known, missing in (
        ("department", name in DEPARTMENT_ROLES, departments, _("There is no department with the code %(code)s.")),
        ("section", name == RoleName.BUREAU_SECTION, sections, _("There is no bureau section “%(code)s”.")),
    ):
        if needed and not row[key]:
            wanted = (
                _("This role needs a department.") if key == "department" else _("This role needs a bureau section.")
            )
            reasons.append(wanted)
        elif row[key] and not needed:
            reasons.append(_("This role has no “%(text)s”; leave the cell blank.") % {"text": row[key]})
        elif row[key] and row[key] not in known:
            reasons.append(missing % {"code": row[key]})
        elif needed:
            place[key] = known[row[key]]
    return reasons, place


def _planned(row: TableRow, name: str | None, place: dict[str, Any]) -> str:
    role = RoleName(name).label if name else row["role"]
    where = place["department"] or place["section"] or ""
    return _("Account %(username)s %(name)s: %(role)s %(where)s") % {
        "username": row["username"],
        "name": row["full_name"],
        "role": role,
        "where": where,
    }


def role_names() -> dict[str, str]:
    """Each role by what it may be called: its name in either language, and its key."""
    found = {str(name): str(name) for name in RoleName.values}
    for language in LANGUAGES:
        with override(language):
            found |= {str(RoleName(name).label).lower(): str(name) for name in RoleName.values}
    return found


def carry_out(asked: BulkImport, rows: list[TableRow], by: User) -> list[int]:
    """Make the accounts, none of which can sign in yet, and grant their roles."""
    departments = {one.code: one for one in Department.objects.all()}
    sections = {one.name: one for one in BureauSection.objects.all()}
    names = role_names()
    made: dict[str, User] = {}
    for row in rows:
        try:
            user = made.get(row["username"])
            if user is None:
                user = add_account_without_password(row["username"], row["full_name"], row["phone"], by=by)
                made[row["username"]] = user
            grant_role(
                user,
                names[row["role"].lower()],
                department=departments.get(row["department"]),
                section=sections.get(row["section"]),
                by=by,
            )
        except Refused as refusal:
            raise RowRefused(row["row"], refusal.reasons) from refusal
    return [user.pk for user in made.values()]


ACCOUNTS = Kind("accounts", lambda roles: roles.secures, COLUMNS, look, carry_out)
