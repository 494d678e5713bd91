"""Whose request it is: what ends a session ends it with the next request."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from assessments.models import User
from tests import factories


@pytest.fixture
def browsers(city):
    """Two browsers in which the same person is signed in, each having asked for a page."""
    both = Client(), Client()
    for one in both:
        one.force_login(city.preparer)
        assert signed_in(one)
    return both


def signed_in(browser):
    return browser.get("/").status_code == 200


def test_signing_out_ends_one_session_though_its_cookie_is_shown_again(browsers):
    one, other = browsers
    cookie = one.cookies["sessionid"].value
    one.post("/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not signed_in(thief)
    assert signed_in(other)


def test_a_new_password_ends_the_other_sessions(browsers):
    one, other = browsers
    new = "staple-battery-9"
    given = {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new}
    assert one.post("/password/", given).status_code == 302
    assert signed_in(one)
    assert not signed_in(other)


def test_a_closed_account_is_out_at_once(browsers, city):
    User.objects.filter(pk=city.preparer.pk).update(is_active=False)
    assert not any(signed_in(one) for one in browsers)


def test_a_session_ends_in_time(browsers):
    one, other = browsers
    Session.objects.filter(pk=one.cookies["sessionid"].value).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not signed_in(one)
    assert signed_in(other)


def test_two_people_are_two(browsers, city):
    stranger = Client()
    stranger.force_login(city.stranger)
    assert stranger.get("/").context["user"] == city.stranger
    assert browsers[0].get("/").context["user"] == city.preparer


@pytest.mark.parametrize("key", ["", "x", "x" * 32, "x" * 4000, "' OR 1=1 --"])
def test_an_invented_cookie_opens_nothing(db, key):
    browser = Client()
    browser.cookies["sessionid"] = key
    assert not signed_in(browser)
