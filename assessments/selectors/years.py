"""What the pages of fiscal years list."""

from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.models import CONCLUDED, Department, DepartmentPeriod, Enrolment, Extension, Filing, FiscalYear, State


def years() -> list[Any]:
    """Every year, newest first, with how many departments must file and how many have begun and are through; three queries."""
    found: list[Any] = list(FiscalYear.objects.defer("template", "policy").order_by("-year"))
    required = Enrolment.objects.filter(required=True).order_by().values_list("fiscal_year")
    departments = dict(required.annotate(number=Count("pk")))
    filings = Filing.objects.order_by().values_list("enrolment__fiscal_year")
    begun = dict(filings.filter(version=1).annotate(number=Count("pk")))
    concluded = filings.filter(state__in=CONCLUDED)
    through = dict(concluded.annotate(number=Count("enrolment", distinct=True)))
    for year in found:
        year.departments, year.begun, year.through = (
            counted.get(year.pk, 0) for counted in (departments, begun, through)
        )
    return found


def progress(year: FiscalYear, today: date, *, text: str = "", state: str = "") -> QuerySet[Enrolment]:
    """The departments of a year with the state of their newest filing and their due day, in one query.

    `state` is a State, "none" for those that have not begun, or "late" for those past their due day and not signed.
    """
    newest = Filing.objects.filter(enrolment=OuterRef("pk")).order_by("-version")
    extended = Extension.objects.filter(enrolment=OuterRef("pk")).order_by("-granted_at", "-pk")
    found: Any = Enrolment.objects.filter(fiscal_year=year).select_related("department", "supervisor", "section")
    found = found.annotate(
        filing_id=Subquery(newest.values("pk")[:1]),
        filing_state=Subquery(newest.values("state")[:1]),
        state_since=Subquery(newest.values("state_since")[:1]),
        due_on=Coalesce(Subquery(extended.values("due_on")[:1]), F("fiscal_year__due_on"), output_field=DateField()),
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(department__code__startswith=text))
    if state in ("none", "late"):
        found = found.filter(required=True)
    if state == "none":
        found = found.filter(_not_begun())
    elif state == "late":
        found = found.filter(_past_due(year, today), _at(State.DRAFT, State.SIGNING) | _not_begun())
    elif state in State.values:
        found = found.filter(_at(state))
    return found.order_by("department__code")


# Which departments a list has is asked of whole sets: the annotations above would be looked up for each department of the year, shown or not


def _not_begun() -> Q:
    return Q(~Exists(Filing.objects.filter(enrolment=OuterRef("pk"))))


def _at(*states: str) -> Q:
    """Enrolments whose newest filing stands at one of these states. What is in work is always the newest (`filing_one_in_work`)."""
    filings = _newest() if set(states) & set(CONCLUDED) else Filing.objects.all()
    return Q(pk__in=filings.filter(state__in=states).values("enrolment"))


def _newest() -> QuerySet[Filing]:
    later = Filing.objects.filter(enrolment=OuterRef("enrolment"), version__gt=OuterRef("version"))
    return Filing.objects.filter(~Exists(later))


def _past_due(year: FiscalYear, today: date) -> Q:
    """Enrolments whose due day is over: that of their newest extension, of most the year's."""
    newer = Q(granted_at__gt=OuterRef("granted_at")) | Q(granted_at=OuterRef("granted_at"), pk__gt=OuterRef("pk"))
    holding = Extension.objects.filter(~Exists(Extension.objects.filter(newer, enrolment=OuterRef("enrolment"))))
    if year.due_on < today:
        return ~Q(pk__in=holding.filter(due_on__gte=today).values("enrolment"))
    return Q(pk__in=holding.filter(due_on__lt=today).values("enrolment"))


def not_enrolled(year: FiscalYear) -> QuerySet[Department]:
    """The departments that could be in a year and are not: added after it opened, or left out."""
    standing = DepartmentPeriod.objects.filter(department=OuterRef("pk"), begins_on__lte=year.due_on)
    standing = standing.exclude(ends_on__lt=year.opens_on)
    there = Enrolment.objects.filter(fiscal_year=year, department=OuterRef("pk"))
    return Department.objects.filter(Exists(standing), ~Exists(there)).order_by("code")


def counts(year: FiscalYear) -> dict[str, int]:
    """How many departments stand in which state; "none" for those that have not begun. Two queries."""
    required = Enrolment.objects.filter(fiscal_year=year, required=True)
    newest = _newest().filter(enrolment__fiscal_year=year, enrolment__required=True)
    found = dict(newest.order_by().values_list("state").annotate(number=Count("pk")))
    begun = sum(found.values())
    return found | {"none": required.count() - begun}
