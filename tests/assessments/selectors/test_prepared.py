"""A prepared query answers as the query that it was made of, with the values and rows of now."""

import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from assessments.models import Filing, State, User
from assessments.selectors.access import get_filing, roles_of, visible_filings
from assessments.selectors.documents import hold, with_all
from assessments.selectors.prepared import Among, Blank, Keys, Prepared
from tests import factories

KEY = User._meta.pk


def columns(filing):
    """Every column of a filing and of the rows that were read with it."""
    enrolment = filing.enrolment
    rows = [filing, filing.basic_data, enrolment, enrolment.fiscal_year, enrolment.department, enrolment.supervisor]
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in rows]


@pytest.fixture
def by_name():
    return Prepared(lambda: User.objects.filter(username=Blank("name", User._meta.get_field("username"))))


def test_instances_are_those_of_the_query(city, django_assert_num_queries):
    pk = factories.draft(city).filing.pk
    (found,) = Prepared(lambda: with_all(Filing.objects).filter(pk=Blank("pk", Filing._meta.pk))).ask(pk=pk)
    with django_assert_num_queries(1):
        assert columns(found) == columns(with_all(Filing.objects).get(pk=pk))
    assert not found._state.adding
    assert found._state.db == "default"


def test_rows_are_those_of_now(city, by_name, django_assert_num_queries):
    assert [one.pk for one in by_name.ask(name="zhang")] == [city.preparer.pk]
    User.objects.filter(username="zhang").update(username="' OR 1=1 --")
    with django_assert_num_queries(2):
        assert by_name.ask(name="zhang") == []
        assert by_name.ask(name="' OR 1=1 --") == [city.preparer]


def test_tuples_and_single_values_come_converted(city):
    now = timezone.now()
    session = Session.objects.create(session_key="a", session_data="", expire_date=now)
    later = Session.objects.filter(expire_date__gt=Blank("now", Session._meta.get_field("expire_date")))
    pairs = Prepared(lambda: later.values_list("session_key", "expire_date"))
    assert pairs.ask(now=now - timedelta(seconds=1)) == [("a", session.expire_date)]
    assert pairs.ask(now=now) == []
    assert Prepared(lambda: later.values_list("expire_date", flat=True)).ask(now=now - timedelta(days=1)) == [now]


def test_any_number_of_keys_is_one_value_of_the_query(city, django_assert_num_queries):
    people = {one.pk for one in User.objects.all()}
    among = Prepared(lambda: User.objects.filter(Among("pk", Keys("keys"))).values_list("pk", flat=True))
    assert among.ask(keys=[city.head.pk]) == [city.head.pk]
    with django_assert_num_queries(4):
        assert among.ask(keys=[]) == []
        assert among.ask(keys=[0, -1]) == []
        assert set(among.ask(keys=range(100_000))) == people
        assert set(among.ask(keys={city.head.pk, city.preparer.pk})) == {city.head.pk, city.preparer.pk}


@pytest.mark.parametrize("pk", [0, -1, 2**63 - 1, 2**63, 10**30])
def test_a_key_that_no_row_has_finds_nothing(city, pk):
    assert Prepared(lambda: User.objects.filter(pk=Blank("pk", KEY))).ask(pk=pk) == []
    with pytest.raises(Filing.DoesNotExist):
        get_filing(city.preparer, pk)


def test_a_query_that_nothing_fits_is_not_asked(city, django_assert_num_queries):
    nothing = Prepared(lambda: User.objects.filter(pk__in=(), username=Blank("name", User._meta.get_field("username"))))
    with django_assert_num_queries(0):
        assert nothing.ask(name="zhang") == []
        assert nothing.ask(name="zhang") == []


def test_a_value_that_is_not_named_is_an_error(by_name, db):
    with pytest.raises(KeyError):
        by_name.ask()


def test_a_person_with_roles_of_every_kind_gets_what_is_visible(city):
    filing = factories.draft(city).filing
    one = factories.person("many", "多角色", "supervisor", department=city.supervisor_department)
    for name, place in (
        ("preparer", {"department": city.other_enrolment.department}),
        ("unit_head", {"department": city.other_enrolment.department}),
        ("supervisor", {"department": city.other_enrolment.department}),
        ("bureau_section", {"section": city.section}),
    ):
        one.roles.create(name=name, **place)
    for user in (one, city.preparer, city.stranger, city.auditor, city.performance, city.administrator):
        for state in State:
            Filing.objects.filter(pk=filing.pk).update(state=state)
            try:
                found = [get_filing(user, filing.pk)]
            except Filing.DoesNotExist:
                found = []
            assert found == list(visible_filings(user)), (user, state)


def test_whose_role_ended_gets_nothing_though_others_of_its_kind_do(city):
    filing = factories.draft(city).filing
    assert get_filing(city.preparer, filing.pk) == filing
    city.preparer.roles.update(ended_at=timezone.now())
    again = User.objects.get(pk=city.preparer.pk)
    assert not roles_of(again).prepares
    with pytest.raises(Filing.DoesNotExist):
        get_filing(again, filing.pk)
    with pytest.raises(Filing.DoesNotExist):
        get_filing(city.stranger, filing.pk)
    assert get_filing(city.head, filing.pk) == filing


def test_a_filing_is_held_only_in_a_transaction(transactional_db):
    filing = factories.draft(factories.city()).filing
    with transaction.atomic():
        assert columns(hold(filing.pk)) == columns(with_all(Filing.objects).get(pk=filing.pk))
    with pytest.raises(transaction.TransactionManagementError):
        hold(filing.pk)


def test_each_thread_asks_on_its_own_connection(transactional_db, by_name):
    factories.person("zhang", "张填报")
    found = []

    def ask():
        found.extend(by_name.ask(name="zhang"))
        found.append(connection.connection)
        connection.close()

    with transaction.atomic():
        User.objects.update(username="unseen")  # by others, until it is committed
        assert by_name.ask(name="zhang") == []
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    assert [one.username for one in found[:-1]] == ["zhang"]
    assert found[-1] is not connection.connection
