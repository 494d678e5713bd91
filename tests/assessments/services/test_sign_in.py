"""How often a sign-in may fail."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from assessments.context import RequestInfo, current_request
from assessments.models import LogEntry, SignInAttempt
from assessments.refusals import Refused
from assessments.services import sign_in
from assessments.services.accounts import reset_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def come_from():
    """Let what follows come from this address."""
    token = current_request.set(RequestInfo("192.0.2.1", "request-1"))
    yield lambda address: current_request.set(RequestInfo(address, "request-1"))
    current_request.reset(token)


def allowed(names):
    """How many of these attempts are let through."""
    count = 0
    for name in names:
        try:
            sign_in.begin(name)
            count += 1
        except Refused:
            continue
    return count


def test_a_name_fails_ten_times_from_wherever(come_from):
    for place in range(sign_in.BY_NAME):
        come_from(f"192.0.2.{place}")
        sign_in.begin("zhang")
    come_from("198.51.100.1")
    with pytest.raises(Refused, match="15"):
        sign_in.begin("Zhang ")
    sign_in.begin("li")


def test_an_address_fails_fifty_times_whatever_the_name(come_from):
    assert allowed(f"name{place}" for place in range(60)) == sign_in.BY_NETWORK
    come_from("192.0.2.2")
    sign_in.begin("name59")


def test_addresses_of_one_customer_are_one_network(come_from):
    for place in range(sign_in.BY_NETWORK):
        come_from(f"2001:db8:1:2::{place:x}")
        sign_in.begin(f"name{place}")
    come_from("2001:db8:1:2:ffff::9")
    with pytest.raises(Refused):
        sign_in.begin("zhang")
    come_from("2001:db8:1:3::1")
    sign_in.begin("zhang")


def test_without_an_address_only_names_are_counted(come_from):
    come_from("")
    assert allowed(f"name{place}" for place in range(60)) == 60


def test_a_quarter_of_an_hour_opens_the_door_and_empties_the_table(come_from):
    assert allowed(["zhang"] * 12) == sign_in.BY_NAME
    SignInAttempt.objects.update(at=timezone.now() - sign_in.WINDOW - timedelta(seconds=1))
    assert allowed(["zhang"]) == 1
    assert SignInAttempt.objects.count() == 1


def test_who_goes_on_trying_does_not_lengthen_the_wait(come_from):
    assert allowed(["zhang"] * 40) == sign_in.BY_NAME
    assert SignInAttempt.objects.count() == sign_in.BY_NAME


def test_the_wait_ends_when_the_oldest_of_the_ten_leaves_the_window(come_from):
    allowed(["zhang"] * 10)
    oldest = SignInAttempt.objects.earliest("pk")
    SignInAttempt.objects.filter(pk=oldest.pk).update(at=timezone.now() - timedelta(minutes=13, seconds=30))
    with pytest.raises(Refused, match=r"\b2\b|2 "):
        sign_in.begin("zhang")


def test_who_comes_in_begins_anew_and_the_others_failures_stay(come_from):
    allowed(["zhang"] * 9 + ["li"])
    sign_in.forget("zhang")
    assert allowed(["zhang"] * 9) == 9
    assert SignInAttempt.objects.count() == 10


def test_a_new_password_opens_the_door(city, come_from):
    allowed(["zhang"] * 11)
    reset_password(city.preparer, by=city.security)
    sign_in.begin("zhang")


def test_what_was_typed_as_a_name_is_kept_nowhere(city, come_from):
    sign_in.begin("MyPassword-7")
    sign_in.failed("MyPassword-7")
    sign_in.failed("zhang")
    kept = f"{list(SignInAttempt.objects.values())}{list(LogEntry.objects.values())}"
    assert "mypassword-7" not in kept.lower()
    assert [entry.actor_name for entry in LogEntry.objects.order_by("sequence")] == ["", "zhang"]


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_do_not_slip_through_together():
    line, through, faults = threading.Barrier(16), [], []

    def guess():
        try:
            line.wait()
            sign_in.begin("zhang")
            through.append(1)
        except Refused:
            pass
        except BaseException as error:  # a thread's fault is told by the test
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert len(through) <= sign_in.BY_NAME
