"""The home of who sets a city up: the steps, ticked by what is there, and gone when nothing is left to do."""

import datetime

import pytest

from assessments.models import BureauSection, Department, DepartmentPeriod, Enrolment, FiscalYear, RoleName
from assessments.services.accounts import add_first_account
from assessments.services.policy import confirm_policy
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in

SECTIONS, DEPARTMENTS, YEAR, ENROLLED, LOOKED, ACCOUNTS = range(6)
ADMINISTRATOR, AUDITOR, PERFORMANCE, BY_SECTION, BY_UNIT, BY_SUPERVISOR = range(6)


def done(client):
    """Whether each step of the home is done; an empty list where there are no steps."""
    return [task.done for task in client.get("/").context["tasks"]]


def texts(client):
    return [task.text for task in client.get("/").context["tasks"]]


@pytest.fixture
def administrator(db):
    """The only administrator of an empty installation."""
    return factories.person("wu", "吴管理", RoleName.ADMINISTRATOR)


@pytest.fixture
def early(city):
    """The small city with a due day ahead, in which nobody has begun."""
    city.year.opens_on = datetime.date.today()
    city.year.due_on = datetime.date.today() + datetime.timedelta(1)
    city.year.save()
    return city


def test_an_administrator_of_an_empty_installation_is_led_step_by_step(administrator):
    client = signed_in(administrator)
    assert done(client) == [False] * 6
    page = client.get("/").content.decode()
    for url in ("/departments/#sections", "/imports/departments/", "/departments/#add", "/years/open-first/"):
        assert f'href="{url}"' in page
    section = BureauSection.objects.create(name="业务一科")
    assert done(client) == [True, False, False, False, False, False]
    unit = Department.objects.create(code="300001", name="甲市乙支队")
    period = DepartmentPeriod.objects.create(department=unit, name=unit.name, begins_on=datetime.date(2020, 1, 1))
    assert done(client)[DEPARTMENTS] is False
    assert "甲市乙支队" in texts(client)[DEPARTMENTS]  # it has no section
    DepartmentPeriod.objects.filter(pk=period.pk).update(section=section)
    assert done(client) == [True, True, False, False, False, False]
    today = datetime.date.today()
    year = FiscalYear.objects.create(year=2024, opens_on=today, due_on=today)
    assert done(client) == [True, True, False, False, False, False]  # only planned
    FiscalYear.objects.update(status=FiscalYear.Status.OPEN)
    assert done(client) == [True, True, True, False, False, False]
    Enrolment.objects.create(fiscal_year=year, department=unit, name=unit.name, section=section)
    assert done(client) == [True, True, True, True, False, False]
    confirm_policy(year, by=administrator)
    assert done(client) == [True, True, True, True, True, False]


def test_the_steps_go_when_all_is_done_and_when_somebody_has_begun(early):
    client = signed_in(early.administrator)
    confirm_policy(early.year, by=early.administrator)
    assert done(client) == [True, True, True, True, True, False]
    assert texts(client)[ACCOUNTS].startswith(
        "由安全管理员设置。还缺：每个业务科室有账号；每个部门有填报人和单位负责人。"
    )
    factories.person("he", "何负责", RoleName.UNIT_HEAD, department=early.other_enrolment.department)
    factories.person("lu", "陆初审", RoleName.BUREAU_SECTION, section=early.other_enrolment.section)
    assert done(client) == []


def test_the_steps_end_with_the_first_filing(early):
    client = signed_in(early.administrator)
    assert len(done(client)) == 6
    factories.draft(early)
    assert done(client) == []


@pytest.mark.parametrize(("days", "steps"), [(0, 6), (-1, 7)])
def test_a_due_day_that_is_over_is_a_step(early, days, steps):
    FiscalYear.objects.update(due_on=datetime.date.today() + datetime.timedelta(days), opens_on="2025-01-06")
    assert len(done(signed_in(early.administrator))) == steps


def test_a_year_without_departments_leads_to_where_they_are_added(early):
    Enrolment.objects.all().delete()
    client = signed_in(early.administrator)
    assert done(client)[ENROLLED] is False
    assert 'href="/years/2024/#missing"' in client.get("/").content.decode()


def test_where_every_year_is_closed_nothing_is_to_be_set_up(city):
    FiscalYear.objects.update(status=FiscalYear.Status.CLOSED)
    assert done(signed_in(city.administrator)) == []


def test_the_first_account_sees_which_accounts_are_missing(db):
    first = add_first_account("zheng", "郑安全", factories.PASSWORD)
    first.must_change_password = False
    first.save()
    client = signed_in(first)
    assert done(client) == [False] * 6
    factories.person("wu", "吴管理", RoleName.ADMINISTRATOR)
    factories.person("feng", "冯审计", RoleName.AUDITOR)
    factories.person("sun", "孙复核", RoleName.PERFORMANCE_SECTION)
    assert done(client) == [True, True, False, False, False, False]
    assert "现有 1 个" in texts(client)[PERFORMANCE]
    factories.person("zhou", "周批复", RoleName.PERFORMANCE_SECTION)
    assert done(client) == [True, True, True, False, False, False]


def test_the_security_administrator_sees_who_lacks_whom(city):
    client = signed_in(city.security)
    assert done(client) == [True, True, True, False, False, True]
    assert texts(client)[BY_SECTION] == "共 2 个，还缺 1 个：业务二科。"
    assert texts(client)[BY_UNIT] == "共 2 个，还缺 1 个：甲市丙中心。"
    city.supervisor.roles.update(ended_at="2025-01-01T00:00Z")
    assert texts(client)[BY_SUPERVISOR] == "共 1 个，还缺 1 个：甲市某局。"


def test_an_account_that_is_closed_does_not_count(city):
    city.auditor.is_active = False
    city.auditor.save()
    assert done(signed_in(city.security))[AUDITOR] is False


def test_a_department_that_need_not_file_needs_no_accounts(city):
    Enrolment.objects.filter(pk=city.other_enrolment.pk).update(required=False, not_required_reason="撤销")
    client = signed_in(city.security)
    assert done(client) == []
    assert client.get("/").context["nothing"] == "填报和审核所需的账号均已设置。"


@pytest.mark.parametrize("who", ["administrator", "security"])
def test_the_same_queries_for_two_departments_and_for_four(early, who):
    client = signed_in(getattr(early, who))
    before = queries_of(client, "/")
    for code in ("300002", "300003"):
        factories.department(code, f"甲市{code}", early.supervisor_department, early.section, early.year)
    assert queries_of(client, "/") == before


def test_others_have_no_steps(early):
    for who in (early.preparer, early.head, early.performance, early.auditor):
        assert done(signed_in(who)) == []


# The policy that is confirmed --------------------------------------------------------------------------


def test_a_policy_is_confirmed_once_and_by_whom_stands_on_its_page(city):
    client = signed_in(city.administrator)
    page = client.get("/years/2024/policy/").content.decode()
    assert 'action="/years/2024/policy/confirm/"' in page
    assert client.post("/years/2024/policy/confirm/").url == "/years/2024/policy/"
    client.post("/years/2024/policy/confirm/")
    answer = client.get("/years/2024/policy/")
    assert 'action="/years/2024/policy/confirm/"' not in answer.content.decode()
    assert (answer.context["confirmed"].verb, answer.context["confirmed"].actor_name) == (
        "confirm_policy",
        "吴管理 (wu)",
    )
    assert answer.context["confirmed"].sequence == 1
    assert "policy/confirm" not in signed_in(city.performance).get("/years/2024/policy/").content.decode()


def test_the_policy_of_a_closed_year_is_not_confirmed(city):
    FiscalYear.objects.update(status=FiscalYear.Status.CLOSED)
    client = signed_in(city.administrator)
    assert "policy/confirm" not in client.get("/years/2024/policy/").content.decode()
    client.post("/years/2024/policy/confirm/")
    assert client.get("/years/2024/policy/").context["confirmed"] is None
