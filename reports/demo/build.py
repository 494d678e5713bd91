"""Make the demonstration: departments, accounts, last year approved, this year in every state.

Everything goes through the same services and moves that people use.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from assessments.document import codec, policy, template
from assessments.document.filing import Filing as Document
from assessments.models import (
    BureauSection,
    Department,
    DepartmentPeriod,
    Enrolment,
    Filing,
    FiscalYear,
    Role,
    RoleName,
    State,
    User,
)
from assessments.selectors.documents import load
from assessments.selectors.untaken import untaken
from assessments.services.cells import Change, take_computed
from assessments.services.filings import import_document, start_filing
from reports.demo.city import SECTIONS, TOUCHSTONE, UNITS, Unit, person
from reports.demo.documents import unit_document
from reports.models import Verb
from reports.remarking import pin
from reports.workflow import move

LAST_YEAR, THIS_YEAR = 2023, 2024
TOUCHSTONE_FILE = Path(__file__).with_name("touchstone.json")
PATH = (Verb.SUBMIT, Verb.SIGN, Verb.SUPERVISE, Verb.FIRST_REVIEW, Verb.SECOND_REVIEW, Verb.APPROVE, Verb.PUBLISH)

# Where each unit stands this year; who is not named has not begun.
STATES: dict[str, str] = {
    "210": State.SECOND_REVIEW,
    "210001": State.SUPERVISION,
    "210002": State.FIRST_REVIEW,
    "210003": "returned",
    "210004": State.SIGNING,
    "410": State.APPROVAL,
    "410001": State.SUPERVISION,
    "410002": State.APPROVED,
    TOUCHSTONE: "touchstone",
    "520": State.PUBLISHED,
    "520001": "started",
    "630": State.FIRST_REVIEW,
    "710": State.SECOND_REVIEW,
    "710001": "blank",
}
NOT_REQUIRED = {"810": "本年机构改革，并入市委办公室一并评价"}
WAITING_DAYS = {
    State.SIGNING: 1,
    State.SUPERVISION: 3,
    State.FIRST_REVIEW: 6,
    State.SECOND_REVIEW: 4,
    State.APPROVAL: 2,
}


@dataclass
class Demo:
    """What was made, for the sign-in table."""

    password: str
    accounts: list[tuple[str, str, str]] = field(default_factory=list)  # username, name, what it is
    users: dict[str, User] = field(default_factory=dict)


def exists() -> bool:
    """Whether the database holds the demonstration already."""
    return Department.objects.filter(code=TOUCHSTONE, name__startswith="云汀市").exists()


@transaction.atomic
def build(password: str = "") -> Demo:
    """Make the demonstration in a database that has no fiscal year and no account."""
    demo = Demo(password or f"yunting-{secrets.token_hex(3)}")
    sections = {key: BureauSection.objects.create(name=name) for key, name in SECTIONS.items()}
    departments = _departments(sections)
    _accounts(demo, departments, sections)
    today = timezone.localdate()
    for year, due in ((LAST_YEAR, today - timedelta(days=359)), (THIS_YEAR, today + timedelta(days=6))):
        fiscal_year = _year(year, due, departments, sections)
        for unit in UNITS:
            _file(demo, unit, fiscal_year)
        if year == LAST_YEAR:
            fiscal_year.status = FiscalYear.Status.CLOSED
            fiscal_year.save()
    _spread_waiting()
    return demo


def _departments(sections: dict[str, BureauSection]) -> dict[str, Department]:
    made = {unit.code: Department.objects.create(code=unit.code, name=unit.name) for unit in UNITS}
    DepartmentPeriod.objects.bulk_create(
        DepartmentPeriod(
            department=made[unit.code],
            name=unit.name,
            supervisor=made.get(unit.supervisor or ""),
            section=sections[unit.section],
            begins_on=date(2020, 1, 1),
        )
        for unit in UNITS
    )
    return made


def _accounts(demo: Demo, departments: dict[str, Department], sections: dict[str, BureauSection]) -> None:
    hashed = make_password(demo.password)

    def account(username: str, name: str, what: str, role: RoleName, **place: Any) -> None:
        user = User.objects.create(username=username, password=hashed, full_name=name, phone="0000-2345678")
        Role.objects.create(user=user, name=role, **place)
        demo.users[username] = user
        demo.accounts.append((username, name, what))

    first = sorted(UNITS, key=lambda unit: unit.code != TOUCHSTONE)
    for place, unit in enumerate(first):
        suffix = "" if unit.code == TOUCHSTONE else f"-{unit.code}"
        department = departments[unit.code]
        account(f"preparer{suffix}", person(place), f"填报人 · {unit.name}", RoleName.PREPARER, department=department)
        account(
            f"head{suffix}", person(place, 1), f"单位负责人 · {unit.name}", RoleName.UNIT_HEAD, department=department
        )
    for place, code in enumerate(dict.fromkeys(unit.supervisor for unit in first if unit.supervisor)):
        suffix = "" if code == "410" else f"-{code}"
        above = departments[code]
        account(
            f"supervisor{suffix}", person(place, 7), f"主管部门 · {above.name}", RoleName.SUPERVISOR, department=above
        )
    for place, (key, section) in enumerate(sections.items()):
        suffix = "" if key == "nature" else f"-{key}"
        account(
            f"section{suffix}",
            person(place, 11),
            f"业务科室 · {section.name}",
            RoleName.BUREAU_SECTION,
            section=section,
        )
    account("performance", person(3, 13), "绩效科 · 复核", RoleName.PERFORMANCE_SECTION)
    account("approver", person(4, 13), "绩效科 · 批复", RoleName.PERFORMANCE_SECTION)
    account("administrator", person(5, 13), "系统管理员", RoleName.ADMINISTRATOR)
    account("security", person(6, 13), "安全管理员", RoleName.SECURITY_ADMINISTRATOR)
    account("auditor", person(7, 13), "审计员", RoleName.AUDITOR)


def _year(year: int, due: date, departments: dict[str, Department], sections: dict[str, BureauSection]) -> FiscalYear:
    made = FiscalYear.objects.create(
        year=year,
        status=FiscalYear.Status.OPEN,
        opens_on=due - timedelta(days=45),
        due_on=due,
        template=template.to_json(template.default()),
        policy=policy.to_json(policy.DEFAULT),
        opened_from=FiscalYear.objects.filter(year=year - 1).first(),
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            fiscal_year=made,
            department=departments[unit.code],
            name=unit.name,
            supervisor=departments.get(unit.supervisor or ""),
            section=sections[unit.section],
            required=year == LAST_YEAR or unit.code not in NOT_REQUIRED,
            not_required_reason=NOT_REQUIRED.get(unit.code, "") if year == THIS_YEAR else "",
        )
        for unit in UNITS
    )
    return made


# Filings -------------------------------------------------------------------------------------------


def _file(demo: Demo, unit: Unit, year: FiscalYear) -> None:
    enrolment = Enrolment.objects.select_related("fiscal_year", "department", "supervisor").get(
        fiscal_year=year, department__code=unit.code
    )
    preparer = demo.users["preparer" if unit.code == TOUCHSTONE else f"preparer-{unit.code}"]
    goal = STATES.get(unit.code, "") if year.year == THIS_YEAR else State.APPROVED
    if goal == "touchstone":
        import_document(enrolment, codec.loads(TOUCHSTONE_FILE.read_bytes()), by=preparer)
    elif goal == "blank":
        start_filing(enrolment, by=preparer)
    elif goal == "started":
        import_document(enrolment, _half(unit_document(unit, year.year)), by=preparer)
    elif goal:
        filing = _whole(unit_document(unit, year.year), enrolment, preparer)
        _carry(demo, unit, filing, goal)


def _half(whole: Document) -> Document:
    """A filing that somebody has begun: 附件1 is filled, the rest is blank."""
    from dataclasses import replace

    from assessments.document.blank import blank_filing

    name = whole.department.name.text if whole.department else ""
    empty = blank_filing(template.default(), whole.fiscal_year, name=name or "", supervisor=None, code=None)
    return replace(empty, basic_data=whole.basic_data)


def _whole(content: Document, enrolment: Enrolment, preparer: User) -> Filing:
    filing = import_document(enrolment, content, by=preparer)
    loaded = load(filing.pk)
    seen = untaken(loaded)
    take_computed(filing.pk, [Change(one.address, one.stored, one.computed) for one in seen], by=preparer)
    return load(filing.pk).filing


def _carry(demo: Demo, unit: Unit, filing: Filing, goal: str) -> None:
    """Move a filing along its path until it stands where it should."""
    suffix = "" if unit.code == TOUCHSTONE else f"-{unit.code}"
    supervisor = f"supervisor{'' if unit.supervisor == '410' else f'-{unit.supervisor}'}"
    who = {
        Verb.SUBMIT: f"preparer{suffix}",
        Verb.SIGN: f"head{suffix}",
        Verb.SUPERVISE: supervisor,
        Verb.FIRST_REVIEW: "section" if unit.section == "nature" else f"section-{unit.section}",
        Verb.SECOND_REVIEW: "performance",
        Verb.APPROVE: "approver",
        Verb.PUBLISH: f"head{suffix}",
    }
    for verb in PATH:
        if filing.state == goal:
            return
        if verb == Verb.SUPERVISE and filing.state != State.SUPERVISION:
            continue
        move(filing, verb, by=demo.users[who[verb]], password=demo.password)
        filing.refresh_from_db()
        if goal == "returned" and filing.state == State.FIRST_REVIEW:
            reviewer = demo.users[who[Verb.FIRST_REVIEW]]
            pin(
                filing,
                "department_evaluation.indicators[0].actual",
                "与报告第六部分的数不一致，请写明来源。",
                by=reviewer,
            )
            reason = "附件2第一项指标的完成值与报告第六部分说法不一致，请核对后重新送审。"
            move(filing, Verb.RETURN, by=reviewer, reason=reason)
            return


def _spread_waiting() -> None:
    """Let the queues look like a working week rather than a minute."""
    for place, filing in enumerate(Filing.objects.filter(state__in=WAITING_DAYS).order_by("pk")):
        days = WAITING_DAYS[State(filing.state)] + place % 3
        Filing.objects.filter(pk=filing.pk).update(state_since=timezone.now() - timedelta(days=days))
