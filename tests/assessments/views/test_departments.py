"""The pages of departments, and joining a year."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import BureauSection, Department, DepartmentPeriod, Enrolment
from tests.assessments.views.browser import signed_in

NEW = {"what": "department", "code": "500", "name": "甲市戊局", "begins_on": "2025-02-01"}


@pytest.fixture
def browser(city):
    return signed_in(city.administrator)


def url_of(department):
    return reverse("department", args=(department.pk,))


def test_a_department_is_added_and_joins_the_open_year(city, browser):
    year = reverse("year", args=(2024,))
    assert browser.get(year).context["enrol"] is None
    assert browser.post("/departments/", NEW | {"section": city.section.pk}).url == "/departments/"
    made = Department.objects.get(code="500")
    assert 'value="enrol"' in browser.get(year).content.decode()
    assert browser.post(year, {"what": "enrol", "department": "500"}).url == year
    assert Enrolment.objects.get(department=made).section == city.section
    assert browser.post(year, {"what": "enrol", "department": "500"}).status_code == 409  # a page that was still open
    assert browser.post(year, {"what": "enrol", "department": "x"}).status_code == 422
    assert 'value="enrol"' not in browser.get(year).content.decode()


def test_no_department_joins_a_closed_year_and_one_that_ended_is_not_offered(city, browser):
    made = Department.objects.create(code="500", name="甲市戊局")
    DepartmentPeriod.objects.create(department=made, name=made.name, begins_on="2020-01-01", ends_on="2025-01-05")
    year = reverse("year", args=(2024,))
    assert browser.get(year).context["enrol"] is None
    DepartmentPeriod.objects.update(ends_on=None)
    assert browser.get(year).context["enrol"] is not None
    city.year.status = "closed"
    city.year.save()
    assert 'value="enrol"' not in browser.get(year).content.decode()
    assert browser.post(year, {"what": "enrol", "department": "500"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"code": "300001"}, 409), ({"code": "五百"}, 422), ({"name": ""}, 422), ({"begins_on": "soon"}, 422)],
)
def test_what_is_wrong_with_a_new_department_is_said_and_what_was_typed_kept(city, browser, changes, status):
    before = Department.objects.count()
    answer = browser.post("/departments/", NEW | changes)
    assert answer.status_code == status
    assert '<a href="#add">' in answer.content.decode().split('class="filters"')[0]  # said above a long list
    typed = (NEW | changes)["code"]
    assert f'value="{typed}"' in answer.content.decode()
    assert Department.objects.count() == before


def test_departments_are_found_by_name_and_code(city, browser):
    def found(text):
        return [one.department.code for one in browser.get("/departments/", {"q": text}).context["page"].object_list]

    assert found("") == ["300001", "400001"]
    assert (found("丙中心"), found("3000"), found("00001"), found("\0")) == (["400001"], ["300001"], [], found(""))
    assert 'class="empty"' in browser.get("/departments/", {"q": "无"}).content.decode()


def test_a_department_is_changed_and_ended_on_its_page(city, browser):
    url = url_of(city.enrolment.department)
    change = {"what": "change", "name": "新名", "begins_on": "2026-01-01"}
    assert browser.post(url, change).url == url
    again = browser.post(url, change)
    assert again.status_code == 409
    assert "2026" in again.content.decode()
    assert browser.post(url, {"what": "end", "ends_on": "2025-12-31"}).status_code == 409
    assert browser.post(url, {"what": "end", "ends_on": ""}).status_code == 422
    assert browser.post(url, {"what": "end", "ends_on": "2026-12-31"}).url == url
    assert browser.post(url, {"what": "nonsense"}).status_code == 422
    assert browser.get("/departments/999999/").status_code == 404
    rows = browser.get("/departments/").context["page"].object_list
    assert [(one.name, str(one.ends_on or "")) for one in rows] == [("新名", "2026-12-31"), ("甲市丙中心", "")]


def test_a_section_is_added_once(city, browser):
    assert browser.post("/departments/", {"what": "section", "name": "业务三科"}).status_code == 302
    assert browser.post("/departments/", {"what": "section", "name": "业务三科"}).status_code == 409
    assert browser.post("/departments/", {"what": "section", "name": ""}).status_code == 422
    assert BureauSection.objects.count() == 3


@pytest.mark.parametrize("page", ["list", "one"])
def test_pages_take_the_same_queries_for_one_department_and_for_three(city, browser, page):
    url = "/departments/" if page == "list" else url_of(city.enrolment.department)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for place in range(2):
        made = Department.objects.create(code=f"9{place}", name=f"某局{place}")
        facts = {"supervisor": city.supervisor_department, "section": city.section, "name": made.name}
        DepartmentPeriod.objects.create(department=made, begins_on="2020-01-01", **facts)
        own = city.enrolment.department
        DepartmentPeriod.objects.create(department=own, begins_on=f"201{place}-01-01", ends_on="2019-01-01", **facts)
    with CaptureQueriesContext(connection) as many:
        browser.get(url)
    assert len(many) == len(few)


@pytest.mark.parametrize("page", ["departments", "department", "year", "account"])
def test_no_page_lists_all_departments_to_choose_from(city, browser, page):
    """A field for a department is empty however many there are; it takes a code or name."""
    client = signed_in(city.security) if page == "account" else browser
    made = Department.objects.create(code="77001", name="某处")
    DepartmentPeriod.objects.create(department=made, name="某处", begins_on="2020-01-01")
    args = {"department": [city.enrolment.department_id], "year": [2024], "account": [city.preparer.pk]}.get(page, [])
    text = client.get(reverse(page, args=args)).content.decode()
    assert 'data-suggest="/departments/suggest/' in text
    assert "77001" not in text.partition('id="add"')[2]


def test_a_department_is_named_by_code_or_name_and_what_is_unknown_is_said(city, browser):
    assert browser.post("/departments/", NEW | {"supervisor": "300"}).status_code == 302
    made = Department.objects.get(code="500")
    assert made.periods.get().supervisor == city.supervisor_department
    page = browser.get(url_of(made)).content.decode()
    assert 'value="300 甲市某局"' in page  # as the field understands it again
    for typed, said in (("甲市", "300001 甲市乙支队"), ("无此单位", "无此单位")):
        answer = browser.post("/departments/", NEW | {"code": "501", "supervisor": typed})
        assert answer.status_code == 422
        assert said in answer.content.decode().partition('id="add"')[2]
        assert f'value="{typed}"' in answer.content.decode()
    assert not Department.objects.filter(code="501").exists()


def test_suggestions_are_few_and_for_a_year_only_those_that_are_missing(city, browser):
    def near(**asked):
        return browser.get("/departments/suggest/", asked).json()["departments"]

    assert near(q="3000") == ["300001 甲市乙支队"]
    assert near(q="3000", missing="2024") == []
    for place in range(20):
        made = Department.objects.create(code=f"77{place:03}", name="某处")
        DepartmentPeriod.objects.create(department=made, name="某处", begins_on="2020-01-01")
    assert len(near(q="77")) == len(near(q="某处", missing="2024")) == 12
    assert near(q="\0") == near(q="")
    assert browser.get("/departments/suggest/", {"missing": "2030"}).status_code == 404
    assert signed_in(city.security).get("/departments/suggest/", {"q": "丙"}).json() == {
        "departments": ["400001 甲市丙中心"]
    }


def test_a_city_without_departments_is_told_how_to_begin(city, browser):
    def said(**asked):
        return re.search(r'class="empty">\s*([^<]*?)\s*<', browser.get("/departments/", asked).content.decode())

    assert said() is None
    nothing_found = said(q="无")[1]
    DepartmentPeriod.objects.all().delete()
    assert said(q="无")[1] == nothing_found
    assert said()[1] not in ("", nothing_found)
