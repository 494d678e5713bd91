"""The small city that the tests live in: named people, two departments, one open year.

`city()` makes it once a test. Zhang prepares the filing of the first department, Li heads it, Wang supervises, Zhao is of its bureau section,
Sun and Zhou are of the performance section, Wu administers, Zheng guards the accounts, Feng audits; Chen, the stranger, prepares for the second.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from assessments.document import codec
from assessments.models import (
    BureauSection,
    Department,
    DepartmentPeriod,
    Enrolment,
    Filing,
    FiscalYear,
    Role,
    RoleName,
    User,
)
from assessments.selectors.documents import Loaded, load
from assessments.services.filings import import_document
from tests.assessments.rules.sample import sample

PASSWORD = "correct-horse-8"
YEAR = 2024


@dataclass
class City:
    year: FiscalYear
    enrolment: Enrolment
    other_enrolment: Enrolment
    supervisor_department: Department
    section: BureauSection
    preparer: User
    head: User
    supervisor: User
    section_reviewer: User
    performance: User
    approver: User
    administrator: User
    security: User
    auditor: User
    stranger: User


def person(username: str, full_name: str, role: RoleName | None = None, **place: Any) -> User:
    user = User.objects.create_user(username=username, password=PASSWORD, full_name=full_name, phone="0737-4220015")
    if role is not None:
        Role.objects.create(user=user, name=role, **place)
    return user


def department(
    code: str, name: str, supervisor: Department | None, section: BureauSection, year: FiscalYear
) -> Enrolment:
    made = Department.objects.create(code=code, name=name)
    DepartmentPeriod.objects.create(
        department=made, name=name, supervisor=supervisor, section=section, begins_on=datetime.date(2020, 1, 1)
    )
    return Enrolment.objects.create(
        fiscal_year=year, department=made, name=name, supervisor=supervisor, section=section
    )


def city(year: int = YEAR) -> City:
    fiscal_year = FiscalYear.objects.create(
        year=year,
        status=FiscalYear.Status.OPEN,
        opens_on=datetime.date(2025, 1, 6),
        due_on=datetime.date(2025, 3, 31),
    )
    section = BureauSection.objects.create(name="业务一科")
    other_section = BureauSection.objects.create(name="业务二科")
    above = Department.objects.create(code="300", name="甲市某局")
    own = department("300001", "甲市乙支队", above, section, fiscal_year)
    other = department("400001", "甲市丙中心", None, other_section, fiscal_year)
    return City(
        year=fiscal_year,
        enrolment=own,
        other_enrolment=other,
        supervisor_department=above,
        section=section,
        preparer=person("zhang", "张填报", RoleName.PREPARER, department=own.department),
        head=person("li", "李负责", RoleName.UNIT_HEAD, department=own.department),
        supervisor=person("wang", "王主管", RoleName.SUPERVISOR, department=above),
        section_reviewer=person("zhao", "赵初审", RoleName.BUREAU_SECTION, section=section),
        performance=person("sun", "孙复核", RoleName.PERFORMANCE_SECTION),
        approver=person("zhou", "周批复", RoleName.PERFORMANCE_SECTION),
        administrator=person("wu", "吴管理", RoleName.ADMINISTRATOR),
        security=person("zheng", "郑安全", RoleName.SECURITY_ADMINISTRATOR),
        auditor=person("feng", "冯审计", RoleName.AUDITOR),
        stranger=person("chen", "陈路人", RoleName.PREPARER, department=other.department),
    )


def draft(place: City, **changes: Any) -> Loaded:
    """The draft of Zhang's department: the small filing in which every rule is silent, with changes by path."""
    data = sample(**changes)
    data["department"] = {"name": place.enrolment.name, "supervisor": "甲市某局", "code": None}
    data["fiscal_year"] = place.year.year
    filing = import_document(place.enrolment, codec.from_json(data), by=place.preparer, replace=True)
    return load(filing.pk)


def fresh(filing: Filing) -> Filing:
    """The filing as it stands in the database now."""
    return Filing.objects.select_related("enrolment__fiscal_year", "basic_data").get(pk=filing.pk)
