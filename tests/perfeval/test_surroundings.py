"""Headers, language, request id, health and system checks."""

import logging

import pytest
from django.core import checks as django_checks
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from assessments.context import current_request
from perfeval.checks import FONT_FILES, database_folder_is_there, fonts_are_there
from perfeval.middleware import LanguageMiddleware, RequestMiddleware


@pytest.mark.django_db
def test_health_answers_and_says_no_more(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_health_fails_where_the_database_does_not_answer(client):
    def refuse(*args):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "database does not answer"})


@pytest.mark.django_db
def test_health_is_only_read(client):
    assert client.post("/health/").status_code == 405


@pytest.mark.django_db
def test_every_answer_carries_the_policy_and_the_secure_headers(client):
    headers = client.get("/health/").headers
    assert sorted(part.strip() for part in headers["Content-Security-Policy"].split(";")) == [
        "default-src 'self'",
        "img-src 'self' data:",
    ]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_pages_are_chinese_whatever_the_browser_prefers(client):
    assert client.get("/health/", headers={"accept-language": "en"}).headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    ("cookie", "language"),
    [("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans"), ("../en", "zh-hans"), (None, "zh-hans")],
)
def test_the_language_is_the_chosen_one_if_there_is_such_a_one(settings, cookie, language):
    request = RequestFactory().get("/")
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = LanguageMiddleware(lambda request: HttpResponse(get_language()))(request)
    assert (response.content.decode(), response.headers["Content-Language"]) == (language, language)
    assert response.headers["Vary"] == "Cookie"


def ask(**headers):
    """The request info that the view sees, and the response."""
    seen = []

    def view(request):
        seen.append(current_request.get())
        return HttpResponse()

    response = RequestMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR="10.0.0.7", headers=headers))
    return seen[0], response


def test_the_request_is_known_while_it_is_answered_and_forgotten_after():
    info, response = ask()
    assert (info.address, info.request_id) == ("10.0.0.7", response.headers["X-Request-ID"])
    assert len(info.request_id) == 32
    assert current_request.get().request_id == ""


def test_the_request_is_forgotten_where_the_view_fails():
    def fail(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        RequestMiddleware(fail)(RequestFactory().get("/"))
    assert current_request.get().request_id == ""


def test_a_stranger_cannot_choose_address_or_id():
    info, _ = ask(x_forwarded_for="1.2.3.4", x_request_id="chosen-by-stranger")
    assert info.address == "10.0.0.7"
    assert info.request_id != "chosen-by-stranger"


def test_our_proxy_is_believed(settings):
    settings.BEHIND_PROXY = True
    info, _ = ask(x_forwarded_for="6.6.6.6, 192.0.2.9", x_request_id="id-of-the-proxy")
    assert (info.address, info.request_id) == ("192.0.2.9", "id-of-the-proxy")


def test_an_id_that_could_break_the_log_is_replaced(settings):
    settings.BEHIND_PROXY = True
    assert len(ask(x_request_id="two words")[0].request_id) == 32


def test_the_access_log_has_a_line_for_each_request(caplog):
    with caplog.at_level(logging.INFO, "perfeval.access"):
        ask()
    assert [record.getMessage().rsplit(" ", 2)[0] for record in caplog.records] == ["10.0.0.7 GET / 200"]


def test_missing_fonts_are_a_warning(settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    assert [(found.id, found.level) for found in fonts_are_there()] == [("perfeval.W001", django_checks.WARNING)]
    for name in FONT_FILES:
        (tmp_path / name).touch()
    assert fonts_are_there() == []


def test_a_missing_database_folder_is_an_error(monkeypatch, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("This run is on PostgreSQL.")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "none" / "x.sqlite3"))
    assert [found.id for found in database_folder_is_there()] == ["perfeval.E001"]
    (tmp_path / "none").mkdir()
    assert database_folder_is_there() == []
