"""Sign in and out, the password, the language, and the pages that say no."""

import pytest
from django.test import Client

from assessments.models import LogEntry
from assessments.services.accounts import add_account, reset_password
from tests import factories
from tests.assessments.views.browser import signed_in


def verbs():
    return list(LogEntry.objects.order_by("sequence").values_list("verb", "actor_name"))


def test_who_signs_in_comes_back_to_the_page_and_is_logged(city):
    client = Client()
    page = " ".join(client.get("/sign-in/?next=/filings/upload/").content.decode().split())
    assert 'name="next" value="/filings/upload/"' in page
    fields = {"username": "zhang", "password": factories.PASSWORD, "next": "/filings/upload/"}
    response = client.post("/sign-in/", fields)
    assert response.url == "/filings/upload/"
    assert verbs() == [("sign_in", "张填报 (zhang)")]


def test_another_host_is_never_gone_to(city):
    fields = {"username": "zhang", "password": factories.PASSWORD, "next": "https://evil.example/"}
    assert Client().post("/sign-in/", fields).url == "/"


def test_a_wrong_password_is_refused_and_logged(city):
    response = Client().post("/sign-in/", {"username": "zhang", "password": "wrong"})
    assert response.status_code == 200
    assert "wrong" not in response.content.decode()
    assert verbs() == [("sign_in_failed", "zhang")]


def test_an_open_page_signs_in_again_by_script(city):
    client = Client(headers={"accept": "application/json"})
    refused = client.post("/sign-in/", {"username": "zhang", "password": "wrong"})
    assert (refused.status_code, len(refused.json()["reasons"])) == (422, 1)
    answer = client.post("/sign-in/", {"username": "zhang", "password": factories.PASSWORD})
    assert (answer.status_code, answer.json()) == (200, {})
    assert verbs() == [("sign_in_failed", "zhang"), ("sign_in", "张填报 (zhang)")]


def test_what_was_typed_as_an_unknown_name_is_not_logged(city):
    Client().post("/sign-in/", {"username": factories.PASSWORD, "password": "zhang"})
    assert verbs() == [("sign_in_failed", "")]
    assert factories.PASSWORD not in str(LogEntry.objects.values())


@pytest.mark.parametrize("name", ["", "\0", "x" * 500, "𝕏" * 160])
def test_odd_names_are_refused_like_others(city, name):
    assert Client().post("/sign-in/", {"username": name, "password": "wrong"}).status_code == 200


def test_after_ten_failures_the_right_password_waits_too(city):
    for _ in range(10):
        Client().post("/sign-in/", {"username": "zhang", "password": "wrong"})
    fields = {"username": "zhang", "password": factories.PASSWORD, "next": "/filings/upload/"}
    client = Client()
    answer = client.post("/sign-in/", fields)
    assert answer.status_code == 429
    page = " ".join(answer.content.decode().split())
    assert 'role="alert"' in page
    assert 'value="zhang"' in page
    assert 'name="next" value="/filings/upload/"' in page
    assert factories.PASSWORD not in page
    assert client.get("/").status_code == 302
    script = client.post("/sign-in/", fields, headers={"accept": "application/json"})
    assert (script.status_code, len(script.json()["reasons"])) == (429, 1)
    assert verbs() == [("sign_in_failed", "zhang")] * 10  # what is not looked at does not fill the log
    assert Client().post("/sign-in/", fields | {"username": "li"}).status_code == 302


def test_who_signs_in_in_between_is_never_shut_out(city):
    for _ in range(3):
        for _ in range(9):
            Client().post("/sign-in/", {"username": "zhang", "password": "wrong"})
        fields = {"username": "zhang", "password": factories.PASSWORD}
        assert Client().post("/sign-in/", fields).status_code == 302


def test_an_account_that_is_closed_does_not_sign_in(city):
    city.preparer.is_active = False
    city.preparer.save()
    client = Client()
    client.post("/sign-in/", {"username": "zhang", "password": factories.PASSWORD})
    assert client.get("/").status_code == 302


def test_signing_out_needs_a_post_and_is_logged(city):
    client = signed_in(city.preparer)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.get("/").status_code == 302
    assert verbs() == [("sign_out", "张填报 (zhang)")]


def test_the_password_is_changed(city):
    client = signed_in(city.preparer)
    new = "another-long-one-9"
    wrong = {"old_password": "no", "new_password1": new, "new_password2": new}
    assert client.post("/password/", wrong).status_code == 200
    right = wrong | {"old_password": factories.PASSWORD}
    assert client.post("/password/", right).url == "/"
    assert client.get("/").status_code == 200  # still signed in
    assert Client().login(username="zhang", password=new)
    assert verbs() == [("password", "张填报 (zhang)")]
    assert Client().get("/password/").status_code == 302


NEW = "another-long-one-9"


@pytest.fixture
def newcomer(city):
    """Somebody whom the security administrator has just handed a password, signed in with it."""
    _made, password = add_account("li.si", "李四", "", by=city.security)
    client = Client()
    answer = client.post("/sign-in/", {"username": "li.si", "password": password})
    assert answer.url == "/"
    return client, password


@pytest.mark.parametrize("url", ["/", "/filings/upload/", "/filings/1/", "/accounts/", "/rules/"])
def test_a_first_password_opens_nothing_but_its_own_change(newcomer, url):
    client, _password = newcomer
    assert client.get(url).url == client.post(url).url == "/password/"


@pytest.mark.parametrize("how", [{"content_type": "application/json"}, {"headers": {"accept": "application/json"}}])
def test_a_script_is_told_of_a_first_password_and_not_led_away(newcomer, how):
    client, _password = newcomer
    answer = client.post("/filings/1/cells/", {"changes": []}, **how)
    assert (answer.status_code, answer.json()["other"], len(answer.json()["reasons"])) == (401, True, 1)


def test_with_a_first_password_one_can_leave_and_choose_the_language(newcomer):
    client, _password = newcomer
    page = client.get("/password/")
    assert page.status_code == 200
    assert 'class="message message-warning"' in page.content.decode()
    assert 'class="bar-links"' not in page.content.decode()
    assert client.get("/health/").status_code == 200
    assert client.post("/language/", {"language": "en", "next": "/password/"}).url == "/password/"
    assert client.get("/no-such-page/").status_code == 404
    assert client.post("/sign-out/").url == "/sign-in/"


def test_a_first_password_that_was_changed_opens_everything(newcomer):
    client, password = newcomer
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    refused = client.post("/password/", same)
    assert refused.context["form"].errors.keys() == {"new_password1"}
    assert client.get("/").url == "/password/"
    assert client.post("/password/", same | {"new_password1": NEW, "new_password2": NEW}).url == "/"
    page = client.get("/")
    assert page.status_code == 200
    assert 'class="message message-warning"' not in client.get("/password/").content.decode()


def test_a_password_that_was_reset_is_changed_again(city):
    password = reset_password(city.preparer, by=city.security)
    client = Client()
    client.post("/sign-in/", {"username": "zhang", "password": password})
    assert client.get("/").url == "/password/"


def test_chinese_whatever_the_browser_prefers_until_english_is_chosen(db):
    client = Client()
    page = client.get("/sign-in/", headers={"accept-language": "en"})
    assert '<html lang="zh-hans">' in page.content.decode()
    assert client.post("/language/", {"language": "en", "next": "/sign-in/"}).url == "/sign-in/"
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()
    assert client.get("/language/?language=zh-hans").status_code == 302
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()  # a GET changes nothing


def test_a_page_that_is_not_there(city):
    response = signed_in(city.preparer).get("/no-such-page/")
    assert response.status_code == 404
    assert "<main" in response.content.decode()


def test_the_page_of_a_fault_needs_nothing(db):
    from django.test import RequestFactory
    from django.views.defaults import bad_request, permission_denied, server_error

    request = RequestFactory().get("/")
    assert server_error(request).status_code == 500
    assert b"<main" in server_error(request).content
    assert b"<main" in bad_request(request, ValueError()).content
    assert b"<main" in permission_denied(request, ValueError()).content
