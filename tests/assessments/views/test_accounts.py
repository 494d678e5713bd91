"""The pages of accounts and roles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Department, Role, RoleName, User
from tests import factories
from tests.assessments.views.browser import signed_in

NEW = {"username": "li.si", "full_name": "李四", "phone": "0737-1"}


@pytest.fixture
def browser(city):
    return signed_in(city.security)


def url_of(user):
    return reverse("account", args=(user.pk,))


def names(answer):
    return [one.username for one in answer.context["page"].object_list]


def test_an_account_is_made_and_its_password_shown_once(browser):
    answer = browser.post("/accounts/", NEW)
    password = answer.context["password"]
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert User.objects.get(username="li.si").check_password(password)
    assert password not in browser.get(url_of(User.objects.get(username="li.si"))).content.decode()


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"username": "zhang"}, 409), ({"username": "李四"}, 422), ({"username": ""}, 422), ({"full_name": ""}, 422)],
)
def test_what_is_wrong_with_a_new_account_is_said_and_what_was_typed_kept(browser, changes, status):
    before = User.objects.count()
    answer = browser.post("/accounts/", NEW | changes)
    assert answer.status_code == status
    assert 'value="0737-1"' in answer.content.decode()
    assert 'role="alert"' in answer.content.decode().split('class="filters"')[0]  # said above a long list
    assert User.objects.count() == before


def test_an_account_is_found_by_name_person_department_and_section(city, browser):
    assert names(browser.get("/accounts/", {"q": "ZHAN"})) == ["zhang"]
    assert names(browser.get("/accounts/", {"q": "李负"})) == ["li"]
    assert names(browser.get("/accounts/", {"q": "乙支队"})) == ["li", "zhang"]
    assert names(browser.get("/accounts/", {"q": "业务一科"})) == ["zhao"]
    assert names(browser.get("/accounts/", {"q": "\0"})) == names(browser.get("/accounts/"))
    nothing = browser.get("/accounts/", {"q": "没有的人"})
    assert names(nothing) == []
    assert 'class="empty"' in nothing.content.decode()


def test_an_account_is_not_found_by_a_role_that_has_ended(city, browser):
    Role.objects.filter(user=city.preparer).update(ended_at=timezone.now())
    assert names(browser.get("/accounts/", {"q": "乙支队"})) == ["li"]


def test_the_next_page_keeps_what_was_sought(city, browser):
    for place in range(60):
        factories.person(f"p{place}", f"员工 & 丙{place}")
    answer = browser.get("/accounts/", {"q": "& 丙"})
    assert answer.context["query"] == "q=%26+%E4%B8%99&"
    assert len(names(browser.get(f"/accounts/?{answer.context['query']}page=2"))) == 10


@pytest.mark.parametrize("page", ["list", "one"])
def test_pages_take_the_same_queries_for_one_role_and_for_three(city, browser, page):
    newcomer = factories.person("new", "钱新来", RoleName.PREPARER, department=city.enrolment.department)
    url = "/accounts/" if page == "list" else url_of(newcomer)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for place in range(2):
        above = Department.objects.create(code=f"9{place}", name=f"某局{place}")
        Role.objects.create(user=newcomer, name=RoleName.SUPERVISOR, department=above)
        factories.person(f"p{place}", "某人", RoleName.BUREAU_SECTION, section=city.section)
    with CaptureQueriesContext(connection) as many:
        browser.get(url)
    assert len(many) == len(few)


def test_roles_are_granted_and_ended_on_the_page(city, browser):
    newcomer = factories.person("new", "钱新来")
    url = url_of(newcomer)
    department = city.enrolment.department
    assert browser.post(url, {"what": "grant", "name": "preparer", "department": department.code}).url == url
    refused = browser.post(url, {"what": "grant", "name": "auditor"})
    assert refused.status_code == 409
    assert 'class="message message-error"' in refused.content.decode()
    assert browser.post(url, {"what": "grant", "name": "mayor"}).status_code == 422
    assert browser.post(url, {"what": "grant", "name": "preparer", "department": "9999"}).status_code == 422
    role = newcomer.roles.get()
    assert browser.post(url, {"what": "end", "role": role.pk}).url == url
    assert newcomer.roles.get().ended_at is not None
    assert "乙支队" in browser.get(url).content.decode()  # it stays on record


@pytest.mark.parametrize("key", ["", "x", "²", "-1", "99999999999999999999"])
def test_a_role_that_is_not_there_is_not_found(city, browser, key):
    assert browser.post(url_of(city.preparer), {"what": "end", "role": key}).status_code == 404


def test_the_role_of_another_account_is_not_ended_here(city, browser):
    role = Role.objects.get(user=city.stranger)
    assert browser.post(url_of(city.preparer), {"what": "end", "role": role.pk}).status_code == 404
    assert Role.objects.get(pk=role.pk).ended_at is None


def test_who_is_closed_is_out_at_once_and_back_when_opened(city, browser):
    theirs = signed_in(city.preparer)
    assert theirs.get("/").status_code == 200
    browser.post(url_of(city.preparer), {"what": "close"})
    assert theirs.get("/").status_code == 302
    browser.post(url_of(city.preparer), {"what": "open"})
    assert theirs.get("/").status_code == 200


def test_a_new_password_ends_the_sessions_of_the_account(city, browser):
    theirs = signed_in(city.preparer)
    answer = browser.post(url_of(city.preparer), {"what": "password"})
    assert answer["Cache-Control"] == "no-store"
    assert theirs.get("/").status_code == 302
    assert User.objects.get(pk=city.preparer.pk).check_password(answer.context["password"])


def test_the_own_account_is_only_looked_at(city, browser):
    url = url_of(city.security)
    page = browser.get(url).content.decode()
    assert 'name="what"' not in page
    for what in ("close", "password"):
        assert browser.post(url, {"what": what}).status_code == 409
    assert browser.post(url, {"what": "nonsense"}).status_code == 422
    assert browser.get("/accounts/999999/").status_code == 404
