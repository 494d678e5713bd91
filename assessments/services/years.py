"""Fiscal years: open the next from the last, set its days, extend them, say who must file."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.document import policy, template
from assessments.models import (
    CONCLUDED,
    Department,
    DepartmentPeriod,
    Enrolment,
    Extension,
    Filing,
    FiscalYear,
    User,
)
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import log

YEARS_OF_FILING = 8  # after a fiscal year, in which it may be filed for, late answers included
NAMED = 5  # departments that a refusal names


def open_year(year: int, *, like: FiscalYear | None, opens_on: date, due_on: date, by: User) -> FiscalYear:
    """Open a year with the lines and policy of another and the departments of its opening day. Raises `Refused`.

    A year that is there already is never written over: who tries again is told so. The first year of an installation is like none; it begins
    with the built-in forms and policy.
    """
    reasons = _not_an_administrator(by)
    if like is None and FiscalYear.objects.exists():
        reasons.append(_("There is a fiscal year already; open the next from it."))
    if FiscalYear.objects.filter(year=year).exists():
        reasons.append(_("Fiscal year %(year)s is there already. Nothing was changed.") % {"year": year})
    if not 2000 <= year <= 2099:
        reasons.append(_("The year must be 2000 to 2099."))
    reasons += _against_days(year, opens_on, due_on)
    if reasons:
        raise Refused(reasons)
    try:
        with transaction.atomic():
            made = FiscalYear.objects.create(
                year=year,
                status=FiscalYear.Status.OPEN,
                opens_on=opens_on,
                due_on=due_on,
                template=like.template if like else template.to_json(template.default()),
                policy=like.policy if like else policy.to_json(policy.DEFAULT),
                opened_from=like,
            )
            count = _enrol(made, like)
            log.record(
                "open_year",
                by=by,
                about=made,
                after={
                    "from": like.year if like else None,
                    "opens_on": opens_on,
                    "due_on": due_on,
                    "departments": count,
                },
            )
    except IntegrityError as error:
        raise Refused(_("Fiscal year %(year)s is there already. Nothing was changed.") % {"year": year}) from error
    return made


def _against_days(year: int, opens_on: date, due_on: date) -> list[str]:
    """The reasons against the days of a year: one mistyped by a decade would leave every department late, or none."""
    reasons = []
    if due_on < opens_on:
        reasons.append(_("The due day is before the opening day."))
    if not year <= opens_on.year <= due_on.year <= year + YEARS_OF_FILING and due_on >= opens_on:
        reasons.append(
            _("Filing for %(year)s is opened and due between 1 January %(year)s and 31 December %(last)s.")
            % {"year": year, "last": year + YEARS_OF_FILING}
        )
    return reasons


def _enrol(year: FiscalYear, like: FiscalYear | None) -> int:
    """Enrol every department that stands on the opening day, with its name, supervisor and section of that day."""
    periods = DepartmentPeriod.objects.filter(begins_on__lte=year.opens_on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=year.opens_on)
    )
    before = {one.department_id: one for one in Enrolment.objects.filter(fiscal_year=like)}
    rows = []
    for period in periods.order_by("department__code"):
        last = before.get(period.department_id)
        rows.append(
            Enrolment(
                fiscal_year=year,
                department_id=period.department_id,
                name=period.name,
                supervisor_id=period.supervisor_id,
                section_id=period.section_id,
                public=last.public if last else True,
            )
        )
    return len(Enrolment.objects.bulk_create(rows))


@transaction.atomic
def change_year(year: FiscalYear, *, status: str, opens_on: date, due_on: date, by: User) -> None:
    """Set status and days of a year. A year is closed only when nothing is in work any more. Raises `Refused`.

    The year's row is held, as it is by whoever begins a filing: none slips in while the year is being closed.
    """
    row = FiscalYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    reasons = _not_an_administrator(by)
    if status not in FiscalYear.Status.values:
        reasons.append(_("There is no such status."))
    reasons += _against_days(row.year, opens_on, due_on)
    if status == FiscalYear.Status.PLANNED and Filing.objects.filter(enrolment__fiscal_year=row).exists():
        reasons.append(_("Filings have begun; the year cannot be planned again."))
    if status == FiscalYear.Status.CLOSED:
        reasons += _in_work(row)
    if reasons:
        raise Refused(reasons)
    before = _facts(row)
    row.status, row.opens_on, row.due_on = status, opens_on, due_on
    row.save(update_fields=["status", "opens_on", "due_on"])
    log.record("year", by=by, about=row, before=before, after=_facts(row))


def _in_work(year: FiscalYear) -> list[str]:
    """The reason why a year cannot be closed: its filings that are not approved yet, the first of them by name."""
    found = Filing.objects.filter(enrolment__fiscal_year=year).exclude(state__in=CONCLUDED)
    count = found.count()
    if not count:
        return []
    names = found.order_by("enrolment__department__code").values_list("enrolment__name", flat=True)[:NAMED]
    return [
        ngettext(
            "%(count)s filing is still in work and must be approved before the year is closed: %(names)s.",
            "%(count)s filings are still in work and must be approved before the year is closed: %(names)s.",
            count,
        )
        % {"count": count, "names": "、".join(names) + ("…" if count > NAMED else "")}
    ]


def _facts(year: FiscalYear) -> dict[str, str]:
    return {"status": year.status, "opens_on": str(year.opens_on), "due_on": str(year.due_on)}


@transaction.atomic
def grant_extension(enrolment: Enrolment, *, due_on: date, reason: str, by: User) -> Extension:
    """Give one department a later due day, with the reason. Raises `Refused`."""
    reasons = _not_an_administrator(by) + _closed(enrolment.fiscal_year)
    if not reason.strip():
        reasons.append(_("Give a reason."))
    if due_on <= enrolment.fiscal_year.due_on:
        reasons.append(
            _("An extension must be later than the due day of the year, %(day)s.")
            % {"day": enrolment.fiscal_year.due_on}
        )
    if reasons:
        raise Refused(reasons)
    made = Extension.objects.create(enrolment=enrolment, due_on=due_on, reason=reason.strip()[:200], granted_by=by)
    log.record("extension", by=by, about=enrolment, after={"due_on": str(due_on), "reason": made.reason})
    return made


@transaction.atomic
def set_obligation(enrolment: Enrolment, *, required: bool, reason: str, public: bool, by: User) -> None:
    """Say whether a department must file in a year, and whether its filing may be published. Raises `Refused`."""
    row = Enrolment.objects.select_for_update().select_related("fiscal_year").get(pk=enrolment.pk)
    reasons = _not_an_administrator(by) + _closed(row.fiscal_year)
    if not required and not reason.strip():
        reasons.append(_("Give a reason."))
    if not required and Filing.objects.filter(enrolment=row).exists():
        reasons.append(_("The department has begun its filing; it cannot be freed from it now."))
    if reasons:
        raise Refused(reasons)
    before = {"required": row.required, "reason": row.not_required_reason, "public": row.public}
    row.required, row.public = required, public
    row.not_required_reason = "" if required else reason.strip()[:200]
    row.save(update_fields=["required", "not_required_reason", "public"])
    after = {"required": row.required, "reason": row.not_required_reason, "public": row.public}
    log.record("enrolment", by=by, about=row, before=before, after=after)


@transaction.atomic
def enrol(year: FiscalYear, department: Department, *, by: User) -> Enrolment:
    """Enrol a department that is not in a year yet: as it stands on the opening day, or as it began after that. Raises `Refused`."""
    row = FiscalYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    reasons = _not_an_administrator(by) + _closed(row)
    if Enrolment.objects.filter(fiscal_year=row, department=department).exists():
        reasons.append(_("The department is in this year already."))
    period = _period_in(row, department)
    if period is None:
        reasons.append(_("The department ended before the year opened, or begins after it is due."))
    if reasons or period is None:
        raise Refused(reasons)
    made = Enrolment.objects.create(
        fiscal_year=row,
        department=department,
        name=period.name,
        supervisor=period.supervisor,
        section=period.section,
    )
    log.record("enrolment", by=by, about=made, after={"name": made.name})
    return made


def _period_in(year: FiscalYear, department: Department) -> DepartmentPeriod | None:
    """How a department stands on the opening day of a year, or else how it began before the due day; None where it does neither."""
    return (
        DepartmentPeriod.objects.filter(department=department, begins_on__lte=year.due_on)
        .exclude(ends_on__lt=year.opens_on)
        .select_related("supervisor", "section")
        .order_by("begins_on")
        .first()
    )


def _not_an_administrator(by: User) -> list[str]:
    return [] if roles_of(by).administers else [_("Only an administrator does this.")]


def _closed(year: FiscalYear) -> list[str]:
    if year.status != FiscalYear.Status.CLOSED:
        return []
    return [_("Fiscal year %(year)s is closed.") % {"year": year.year}]
