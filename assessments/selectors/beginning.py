"""What an installation or a new year lacks before departments can file, told by the rows alone; a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from assessments.models import (
    BureauSection,
    Department,
    DepartmentPeriod,
    Enrolment,
    Filing,
    FiscalYear,
    Role,
    RoleName,
)
from assessments.selectors.policies import looked_over

NAMED = 5  # of those that lack something


@dataclass(frozen=True, slots=True)
class Lack:
    """Of how many how many lack something, and the names of some of these."""

    total: int = 0
    lacking: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setup:
    """What stands of the city's years and departments; `year` is the newest that is not closed."""

    year: FiscalYear | None
    first: bool  # there never was a year
    sections: int
    departments: Lack  # without a section
    enrolled: int
    looked_over: bool  # somebody changed the year's policy, or said that it stands


@dataclass(frozen=True, slots=True)
class Staff:
    """Which accounts stand ready: how many of each role of the whole city, and the places that lack one."""

    city: Counter[str] = field(default_factory=Counter)
    units: Lack = Lack()  # without a preparer or without a unit head
    sections: Lack = Lack()
    supervisors: Lack = Lack()


def setup() -> Setup | None:
    """How far the newest year is prepared; None once a filing of it is begun, or where every year is closed."""
    filings = Filing.objects.filter(enrolment__fiscal_year=OuterRef("pk"))
    years: list[Any] = list(FiscalYear.objects.defer("template", "policy").annotate(begun=Exists(filings)))
    year = newest(years)
    if years and (year is None or year.begun):
        return None
    standing = DepartmentPeriod.objects.filter(ends_on=None)
    without = standing.filter(section=None).order_by("department__code").values_list("name", flat=True)
    counted = standing.aggregate(total=Count("pk"), lacking=Count("pk", filter=Q(section=None)))
    return Setup(
        year=year,
        first=not years,
        sections=BureauSection.objects.count(),
        departments=Lack(**counted, names=tuple(without[:NAMED])),
        enrolled=Enrolment.objects.filter(fiscal_year=year, required=True).count(),
        looked_over=year is not None and looked_over(year).exists(),
    )


def newest(years: list[Any]) -> Any:
    """The newest year that is not closed."""
    still = [one for one in years if one.status != FiscalYear.Status.CLOSED]
    return max(still, key=lambda one: one.year, default=None)


def staff() -> Staff:
    """The accounts that filing needs: of the departments that must file in the newest year, of all where there is none."""
    year = newest(list(FiscalYear.objects.defer("template", "policy")))
    units: QuerySet[Any]
    if year is None:
        units = DepartmentPeriod.objects.filter(ends_on=None)
    else:
        units = Enrolment.objects.filter(fiscal_year=year, required=True)
    preparers, heads = (
        _roles(name, department=OuterRef("department")) for name in (RoleName.PREPARER, RoleName.UNIT_HEAD)
    )
    lacking = units.filter(~Exists(preparers) | ~Exists(heads)).order_by("department__code")
    above: QuerySet[Any, Any] = units.exclude(supervisor=None).exclude(supervisor=F("department")).values("supervisor")
    reviewing: QuerySet[Any, Any] = units.exclude(section=None).values("section")
    sections = BureauSection.objects.filter(pk__in=reviewing)
    city = _roles().filter(department=None, section=None).order_by().values_list("name")
    return Staff(
        city=Counter(dict(city.annotate(number=Count("user", distinct=True)))),
        units=Lack(units.count(), lacking.count(), tuple(lacking.values_list("name", flat=True)[:NAMED])),
        sections=_lack(sections.order_by("name"), _roles(RoleName.BUREAU_SECTION, section=OuterRef("pk"))),
        supervisors=_lack(
            Department.objects.filter(pk__in=above).order_by("code"),
            _roles(RoleName.SUPERVISOR, department=OuterRef("pk")),
        ),
    )


def _roles(name: str = "", **place: Any) -> QuerySet[Role]:
    """The running roles of open accounts."""
    found = Role.objects.filter(ended_at=None, user__is_active=True, **place)
    return found.filter(name=name) if name else found


def _lack(places: QuerySet[Any], roles: QuerySet[Role]) -> Lack:
    found = list(places.annotate(held=Exists(roles)).values_list("name", "held"))
    names = [name for name, held in found if not held]
    return Lack(len(found), len(names), tuple(names[:NAMED]))
