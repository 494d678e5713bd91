"""Accounts and their roles, kept by the security administrator."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import get_hasher, make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import BureauSection, Department, Role, RoleName, User
from assessments.models.people import ALONE, DEPARTMENT_ROLES
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import log, sign_in

SHORT = 1_000  # rounds of the hash of a password that chance made
APART = {RoleName.PREPARER: RoleName.UNIT_HEAD, RoleName.UNIT_HEAD: RoleName.PREPARER}

INSTALLATION = "installation"  # who acts in the log where no account is there yet


def new_password() -> str:
    """A first password that is read out or handed over once, and changed by its owner at the first sign-in."""
    return secrets.token_urlsafe(9)


def add_account(username: str, full_name: str, phone: str, *, by: User) -> tuple[User, str]:
    """Make an account without roles. Returns it with its first password, which is kept nowhere. Raises `Refused`.

    Names that differ only in capitals are one name: two people could not tell them apart.
    """
    password = new_password()
    return _add(username, full_name, phone, password, by=by), password


def add_account_without_password(username: str, full_name: str, phone: str, *, by: User) -> User:
    """The same for one of many: nobody can sign in with it until `first_passwords` gives it a password. Raises `Refused`."""
    return _add(username, full_name, phone, None, by=by)


def _add(username: str, full_name: str, phone: str, password: str | None, *, by: User) -> User:
    if reasons := _not_a_security_administrator(by):
        raise Refused(reasons)
    taken = _("The sign-in name %(name)s is taken.") % {"name": username}
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(taken)
    try:
        with transaction.atomic():
            made = User.objects.create_user(
                username=username, password=password, full_name=full_name, phone=phone, must_change_password=True
            )
            log.record("account", by=by, about=made, after={"username": username, "full_name": full_name})
    except IntegrityError as error:
        raise Refused(taken) from error
    return made


def first_passwords(users: QuerySet[User], *, by: User) -> list[tuple[User, str]]:
    """Give each of these accounts that nobody has signed in with a new first password, and return them. Raises `Refused`.

    Those that were handed out before end. The passwords are kept nowhere, and are long chance signs, for which a short hash is enough; the
    first sign-in makes it a long one.
    """
    if reasons := _not_a_security_administrator(by):
        raise Refused(reasons)
    with transaction.atomic():
        waiting = users.filter(must_change_password=True, last_login=None, is_active=True).exclude(pk=by.pk)
        rows = list(waiting.select_for_update(no_key=True).order_by("username"))
        given = [(row, new_password()) for row in rows]
        for row, password in given:
            row.password = _short_hash(password)
            log.record("password", by=by, about=row, after={"reset": True})
        User.objects.bulk_update(rows, ["password"])
        sign_in.forget_many([row.username for row in rows])
    return given


def _short_hash(password: str) -> str:
    hasher = get_hasher()
    if hasattr(hasher, "iterations"):
        return str(hasher.encode(password, hasher.salt(), SHORT))  # type: ignore[call-arg]
    return make_password(password)


@transaction.atomic
def add_first_account(username: str, full_name: str, password: str) -> User:
    """Make the first security administrator, who makes every other account on the pages. Raises `Refused`.

    Whoever runs the installation knows the password; its owner changes it at the first sign-in.
    """
    log.hold()  # of two at once the second finds the first
    if Role.objects.filter(name=RoleName.SECURITY_ADMINISTRATOR, ended_at=None, user__is_active=True).exists():
        raise Refused(
            _("There is a security administrator already, who makes accounts on the pages. Nothing was changed.")
        )
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("The sign-in name %(name)s is taken.") % {"name": username})
    made = User.objects.create_user(
        username=username, password=password, full_name=full_name, must_change_password=True
    )
    role = Role.objects.create(user=made, name=RoleName.SECURITY_ADMINISTRATOR)
    after = {"username": username, "full_name": full_name}
    log.record("account", by=None, actor_name=INSTALLATION, about=made, after=after)
    log.record("grant_role", by=None, actor_name=INSTALLATION, about=made, after=_facts(role))
    return made


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """Give an account a new first password and return it. Raises `Refused`."""
    row = _hold(user, by=by)
    password = new_password()
    row.set_password(password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    sign_in.forget(row.username)  # a new password is no use behind a shut door
    log.record("password", by=by, about=row, after={"reset": True})
    return password


@transaction.atomic
def set_active(user: User, active: bool, *, by: User) -> None:
    """Close an account or open it again. Its roles stay; they do not act while it is closed. Raises `Refused`."""
    row = _hold(user, by=by)
    before = row.is_active
    if before == active:
        return
    row.is_active = active
    row.save(update_fields=["is_active"])
    log.record("account", by=by, about=row, before={"active": before}, after={"active": active})


@transaction.atomic
def grant_role(
    user: User, name: str, *, department: Department | None = None, section: BureauSection | None = None, by: User
) -> Role:
    """Give an account a role. Raises `Refused`.

    Nobody grants to themselves; roles that must be apart are never in one account, also when two are granted at once.
    """
    row = _hold(user, by=by)
    place: dict[str, Any] = {"department": None, "section": None}
    if name in DEPARTMENT_ROLES:
        place["department"] = department
    elif name == RoleName.BUREAU_SECTION:
        place["section"] = section
    if reasons := _reasons_of_place(name, place) or _reasons_of_roles(row, name, place):
        raise Refused(reasons)
    role = Role.objects.create(user=row, name=name, **place)
    log.record("grant_role", by=by, about=row, after=_facts(role))
    return role


def _reasons_of_place(name: str, place: dict[str, Any]) -> list[str]:
    if name not in RoleName.values:
        return [_("There is no such role.")]
    if name in DEPARTMENT_ROLES and place["department"] is None:
        return [_("This role needs a department.")]
    if name == RoleName.BUREAU_SECTION and place["section"] is None:
        return [_("This role needs a bureau section.")]
    return []


def _reasons_of_roles(user: User, name: str, place: dict[str, Any]) -> list[str]:
    """The reasons that lie in the roles which the account has."""
    running = Role.objects.filter(user=user, ended_at=None).select_related("department", "section").order_by("pk")
    return clashes(name, place, [(one.name, {"department": one.department, "section": one.section}) for one in running])


def clashes(name: str, place: dict[str, Any], others: Sequence[tuple[str, dict[str, Any]]]) -> list[str]:
    """Why a role cannot stand beside others of one account; none means that it can."""
    if (name, place) in others:
        return [_("The account has this role already.")]
    against = [other for other, _place in others if other != name and (name in ALONE or other in ALONE)]
    if against:
        return [
            _("“%(role)s” cannot be in one account with “%(other)s”. Give it to another account, or end that role.")
            % {"role": RoleName(name).label, "other": RoleName(against[0]).label}
        ]
    apart = APART.get(RoleName(name))
    if any(other == apart and where["department"] == place["department"] for other, where in others):
        return [_("Who prepares a department's filing cannot head the department as well.")]
    return []


@transaction.atomic
def end_role(role: Role, *, by: User) -> None:
    """End a role; it stays on record. One that has ended is left as it is. Raises `Refused`."""
    _hold(role.user, by=by)
    row = Role.objects.select_related("user", "department", "section").get(pk=role.pk)
    if row.ended_at is not None:
        return
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    log.record("end_role", by=by, about=row.user, before=_facts(row))


def _facts(role: Role) -> dict[str, str]:
    return {"role": role.name, "place": str(role.department or role.section or "")}


def _hold(user: User, *, by: User) -> User:
    """The account's row, held until the end of the transaction. Raises `Refused`.

    The row of who acts is held as well and their roles are read anew: two security administrators who end each other's role at once would
    leave none.
    """
    held = User.objects.select_for_update(no_key=True).filter(pk__in=(user.pk, by.pk)).order_by("pk")
    rows = {row.pk: row for row in held}
    reasons = _not_a_security_administrator(rows[by.pk])
    if user.pk == by.pk:
        reasons.append(_("Nobody changes the own account here; ask another security administrator."))
    if reasons:
        raise Refused(reasons)
    return rows[user.pk]


def _not_a_security_administrator(by: User) -> list[str]:
    return [] if roles_of(by).secures else [_("Only a security administrator does this.")]
