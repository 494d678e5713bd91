"""Accounts and roles: who keeps them, and which roles are never in one account."""

import threading
from itertools import permutations

import pytest
from django.db import connections

from assessments.models import LogEntry, Role, RoleName, User
from assessments.refusals import Refused
from assessments.services import log
from assessments.services.accounts import add_account, end_role, grant_role, reset_password, set_active
from tests import factories

KEEPERS = ("administrator", "security_administrator", "auditor")
WORKERS = ("preparer", "unit_head", "supervisor", "bureau_section", "performance_section")


@pytest.fixture
def newcomer(city):
    return factories.person("new", "钱新来")


@pytest.fixture
def grant(city):
    """Give a role in the place that it needs, by the security administrator."""

    def give(user, name, department=None):
        place = department or city.enrolment.department
        return grant_role(user, name, department=place, section=city.section, by=city.security)

    return give


def running(user):
    return sorted(Role.objects.filter(user=user, ended_at=None).values_list("name", flat=True))


def verbs():
    return list(LogEntry.objects.order_by("sequence").values_list("verb", flat=True))


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "section_reviewer", "administrator", "auditor"])
def test_only_a_security_administrator_keeps_accounts(city, newcomer, who):
    by = getattr(city, who)
    role = Role.objects.get(user=city.stranger)
    for act in (
        lambda: add_account("li.si", "李四", "", by=by),
        lambda: reset_password(newcomer, by=by),
        lambda: set_active(newcomer, False, by=by),
        lambda: grant_role(newcomer, RoleName.AUDITOR, by=by),
        lambda: end_role(role, by=by),
    ):
        with pytest.raises(Refused):
            act()
    assert verbs() == []
    assert User.objects.get(pk=newcomer.pk).is_active


def test_nobody_changes_the_own_account(city):
    own = city.security
    for act in (
        lambda: reset_password(own, by=own),
        lambda: set_active(own, False, by=own),
        lambda: grant_role(own, RoleName.AUDITOR, by=own),
        lambda: end_role(Role.objects.get(user=own), by=own),
    ):
        with pytest.raises(Refused):
            act()
    assert running(own) == ["security_administrator"]


def test_an_account_is_made_without_roles_and_its_password_is_kept_nowhere(city):
    made, password = add_account("li.si", "李四", "0737-1", by=city.security)
    assert (made.full_name, made.phone, running(made)) == ("李四", "0737-1", [])
    assert made.check_password(password)
    assert password not in "".join(
        f"{entry.before}{entry.after}{entry.object_name}" for entry in LogEntry.objects.all()
    )


@pytest.mark.parametrize("name", ["zhang", "Zhang", "ZHANG"])
def test_a_name_that_is_taken_is_refused_whatever_its_capitals(city, name):
    with pytest.raises(Refused, match=name):
        add_account(name, "张三", "", by=city.security)
    assert verbs() == []


def test_a_new_password_replaces_the_old(city):
    password = reset_password(city.preparer, by=city.security)
    row = User.objects.get(pk=city.preparer.pk)
    assert row.check_password(password)
    assert not row.check_password(factories.PASSWORD)


def test_an_account_is_closed_and_opened_and_each_is_logged_once(city):
    for active in (False, False, True, True):
        set_active(city.preparer, active, by=city.security)
    assert User.objects.get(pk=city.preparer.pk).is_active
    assert verbs() == ["account", "account"]
    assert running(city.preparer) == ["preparer"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *permutations(KEEPERS, 2),
        *((keeper, worker) for keeper in KEEPERS for worker in WORKERS),
        *((worker, keeper) for keeper in KEEPERS for worker in WORKERS),
        ("preparer", "unit_head"),
        ("unit_head", "preparer"),
    ],
)
def test_roles_that_must_be_apart(city, newcomer, grant, first, second):
    had = grant(newcomer, first)
    with pytest.raises(Refused):
        grant(newcomer, second)
    assert running(newcomer) == [first]
    end_role(had, by=city.security)
    grant(newcomer, second)  # who gave the first up may have the second
    assert running(newcomer) == [second]
    assert log.verify().holds


def test_roles_that_go_together(city, newcomer, grant):
    grant(newcomer, "preparer")
    grant(newcomer, "unit_head", city.other_enrolment.department)
    grant(newcomer, "preparer", city.supervisor_department)
    grant(newcomer, "supervisor", city.supervisor_department)
    assert running(newcomer) == ["preparer", "preparer", "supervisor", "unit_head"]


def test_a_role_is_granted_once_and_where_it_acts(city, newcomer, grant):
    grant(newcomer, "preparer")
    with pytest.raises(Refused):
        grant(newcomer, "preparer")
    for name in ("preparer", "bureau_section", "mayor"):
        with pytest.raises(Refused):
            grant_role(newcomer, name, by=city.security)
    other = factories.person("other", "另一人")
    role = grant(other, "auditor")
    assert (role.department, role.section) == (None, None)  # a place that was chosen by mistake is left out


def test_a_role_is_ended_once_and_stays_on_record(city):
    role = Role.objects.get(user=city.preparer)
    end_role(role, by=city.security)
    ended = Role.objects.get(pk=role.pk).ended_at
    end_role(role, by=city.security)  # a page that was still open
    assert Role.objects.get(pk=role.pk).ended_at == ended
    assert verbs() == ["end_role"]


def at_once(*acts):
    """Run the acts beside each other; those that are refused are counted, any other fault fails the test."""
    line, refused, faults = threading.Barrier(len(acts)), [], []

    def run(act):
        try:
            line.wait()
            act()
        except Refused as refusal:
            refused.append(refusal)
        except BaseException as error:  # a thread's fault is told by the test
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    return len(refused)


def again(user):
    """The account as another request knows it."""
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pair", [("preparer", "unit_head"), ("administrator", "auditor"), ("auditor", "preparer")])
def test_two_grants_at_once_never_give_a_forbidden_pair(pair):
    city = factories.city()
    newcomer = factories.person("new", "钱新来")

    def give(name):
        return lambda: grant_role(again(newcomer), name, department=city.enrolment.department, by=again(city.security))

    assert at_once(*map(give, pair)) == 1
    assert len(running(newcomer)) == 1
    assert log.verify().holds


@pytest.mark.django_db(transaction=True)
def test_two_security_administrators_who_end_each_other_leave_one():
    city = factories.city()
    other = factories.person("he", "何安全", RoleName.SECURITY_ADMINISTRATOR)
    mine, theirs = Role.objects.get(user=city.security), Role.objects.get(user=other)
    assert at_once(lambda: end_role(theirs, by=again(city.security)), lambda: end_role(mine, by=again(other))) == 1
    assert Role.objects.filter(name=RoleName.SECURITY_ADMINISTRATOR, ended_at=None).count() == 1
