"""Accounts and their roles, kept by the security administrator."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import BureauSection, Department, Role, RoleName, User
from assessments.models.people import DEPARTMENT_ROLES
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import log

APART = {RoleName.PREPARER: RoleName.UNIT_HEAD, RoleName.UNIT_HEAD: RoleName.PREPARER}


def new_password() -> str:
    """A first password that is read out or handed over once."""
    return secrets.token_urlsafe(9)


def add_account(username: str, full_name: str, phone: str, *, by: User) -> tuple[User, str]:
    """Make an account without roles. Returns it with its first password, which is kept nowhere. Raises `Refused`."""
    _guard(by)
    password = new_password()
    try:
        with transaction.atomic():
            made = User.objects.create_user(username=username, password=password, full_name=full_name, phone=phone)
            log.record("account", by=by, about=made, after={"username": username, "full_name": full_name})
    except IntegrityError as error:
        raise Refused(_("The sign-in name %(name)s is taken.") % {"name": username}) from error
    return made, password


def reset_password(user: User, *, by: User) -> str:
    """Give an account a new first password and return it. Raises `Refused`."""
    _guard(by, user)
    password = new_password()
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        log.record("password", by=by, about=user, after={"reset": True})
    return password


@transaction.atomic
def set_active(user: User, active: bool, *, by: User) -> None:
    """Close an account or open it again. Its roles stay; they do not act while it is closed. Raises `Refused`."""
    _guard(by, user)
    before = user.is_active
    user.is_active = active
    user.save(update_fields=["is_active"])
    log.record("account", by=by, about=user, before={"active": before}, after={"active": active})


@transaction.atomic
def grant_role(
    user: User, name: str, *, department: Department | None = None, section: BureauSection | None = None, by: User
) -> Role:
    """Give an account a role. Raises `Refused`.

    Nobody grants to themselves, and who prepares a department's filing never heads that department.
    """
    _guard(by, user)
    place: dict[str, Any] = {"department": None, "section": None}
    if name in DEPARTMENT_ROLES:
        place["department"] = department
    elif name == RoleName.BUREAU_SECTION:
        place["section"] = section
    reasons = _reasons_against(user, name, place)
    if reasons:
        raise Refused(reasons)
    role = Role.objects.create(user=user, name=name, **place)
    log.record("grant_role", by=by, about=user, after={"role": name, "place": str(department or section or "")})
    return role


def _reasons_against(user: User, name: str, place: dict[str, Any]) -> list[str]:
    if name not in RoleName.values:
        return [_("There is no such role.")]
    if name in DEPARTMENT_ROLES and place["department"] is None:
        return [_("This role needs a department.")]
    if name == RoleName.BUREAU_SECTION and place["section"] is None:
        return [_("This role needs a bureau section.")]
    running = Role.objects.filter(user=user, ended_at=None)
    if running.filter(name=name, **place).exists():
        return [_("The account has this role already.")]
    if name in APART and running.filter(name=APART[RoleName(name)], department=place["department"]).exists():
        return [_("Who prepares a department's filing cannot head the department as well.")]
    return []


@transaction.atomic
def end_role(role: Role, *, by: User) -> None:
    """End a role; it stays on record. Raises `Refused`."""
    _guard(by, role.user)
    if role.ended_at is not None:
        return
    role.ended_at = timezone.now()
    role.save(update_fields=["ended_at"])
    log.record(
        "end_role",
        by=by,
        about=role.user,
        before={"role": role.name, "place": str(role.department or role.section or "")},
    )


def _guard(by: User, user: User | None = None) -> None:
    if not roles_of(by).secures:
        raise Refused(_("Only a security administrator does this."))
    if user is not None and user.pk == by.pk:
        raise Refused(_("Nobody changes the own account here; ask another security administrator."))
