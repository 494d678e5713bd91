"""Departments and what changes about them from a day on."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import BureauSection, Department, DepartmentPeriod, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import log

# A day outside is mistyped: no department is older than the republic, and no year lies behind the last one.
EARLIEST, LATEST = date(1949, 10, 1), date(2099, 12, 31)


def add_department(
    code: str,
    name: str,
    *,
    supervisor: Department | None,
    section: BureauSection | None,
    begins_on: date,
    by: User,
) -> Department:
    """Make a department that stands from a day on, also one before the opening day of a year that is open. Raises `Refused`.

    It was there before it was entered; such a year does not have it until it is enrolled there.
    """
    _guard(by)
    if reasons := _against(begins_on, supervisor):
        raise Refused(reasons)
    try:
        with transaction.atomic():
            made = Department.objects.create(code=code, name=name)
            DepartmentPeriod.objects.create(
                department=made, name=name, supervisor=supervisor, section=section, begins_on=begins_on
            )
            log.record("department", by=by, about=made, after={"code": code, "name": name, "begins_on": begins_on})
    except IntegrityError as error:
        raise Refused(_("The code %(code)s is taken.") % {"code": code}) from error
    return made


@transaction.atomic
def change_department(
    department: Department,
    *,
    name: str,
    supervisor: Department | None,
    section: BureauSection | None,
    begins_on: date,
    by: User,
) -> DepartmentPeriod:
    """Give a department a new name, supervisor or section from a day on; what was before stays. Raises `Refused`."""
    _guard(by)
    row = Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    last = row.periods.order_by("-begins_on").first()
    reasons = _against(begins_on, supervisor)
    if last is not None and begins_on <= last.begins_on:
        reasons.append(_("The change must begin after %(day)s, when the last one began.") % {"day": last.begins_on})
    if last is not None and last.ends_on is not None and last.begins_on < begins_on <= last.ends_on:
        reasons.append(_("The department ends on %(day)s; it can begin again only after that.") % {"day": last.ends_on})
    if supervisor is not None and (supervisor.pk == row.pk or _stands_under(supervisor, row, begins_on)):
        reasons.append(_("A department cannot stand under itself."))
    if reasons:
        raise Refused(reasons)
    if last is not None and last.ends_on is None:
        last.ends_on = begins_on - timedelta(days=1)
        last.save(update_fields=["ends_on"])
    made = DepartmentPeriod.objects.create(
        department=row, name=name, supervisor=supervisor, section=section, begins_on=begins_on
    )
    before = {"name": row.name}
    row.name = name
    row.save(update_fields=["name"])
    log.record("department", by=by, about=row, before=before, after={"name": name, "begins_on": begins_on})
    return made


def _against(day: date, supervisor: Department | None = None) -> list[str]:
    """The reasons against a day, and against a supervisor that had ended on it."""
    reasons = []
    if not EARLIEST <= day <= LATEST:
        reasons.append(
            _("%(day)s is not between %(first)s and %(last)s.") % {"day": day, "first": EARLIEST, "last": LATEST}
        )
    newest = supervisor.periods.order_by("-begins_on").first() if supervisor is not None else None
    if newest is not None and newest.ends_on is not None and newest.ends_on < day:
        reasons.append(
            _("The supervising department %(name)s ended on %(day)s.") % {"name": newest.name, "day": newest.ends_on}
        )
    return reasons


def _stands_under(department: Department, above: Department, day: date) -> bool:
    """Whether a department stands under another on a day, however far."""
    seen = set()
    current: int | None = department.pk
    while current is not None and current not in seen:
        seen.add(current)
        period = DepartmentPeriod.objects.filter(department=current, begins_on__lte=day).order_by("-begins_on").first()
        current = period.supervisor_id if period else None
        if current == above.pk:
            return True
    return False


@transaction.atomic
def end_department(department: Department, *, ends_on: date, by: User) -> None:
    """End a department; years that open later do not have it. Raises `Refused`."""
    _guard(by)
    row = Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    last = row.periods.order_by("-begins_on").first()
    if last is None or last.ends_on is not None:
        raise Refused(_("The department has ended already."))
    if reasons := _against(ends_on):
        raise Refused(reasons)
    if ends_on < last.begins_on:
        raise Refused(
            _("The last day is before %(day)s, when the department took its present form.") % {"day": last.begins_on}
        )
    last.ends_on = ends_on
    last.save(update_fields=["ends_on"])
    log.record("department", by=by, about=row, after={"ends_on": ends_on})


def add_section(name: str, *, by: User) -> BureauSection:
    """Make a section of the finance bureau. Raises `Refused`."""
    _guard(by)
    try:
        with transaction.atomic():
            made = BureauSection.objects.create(name=name)
            log.record("department", by=by, about=made, after={"section": name})
    except IntegrityError as error:
        raise Refused(_("There is a section of this name already.")) from error
    return made


def _guard(by: User) -> None:
    if not roles_of(by).administers:
        raise Refused(_("Only an administrator does this."))
