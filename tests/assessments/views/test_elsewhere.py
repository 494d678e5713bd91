"""From a filing to other years and departments: only to what exists for the person, and quickly however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import BasicData, Department, Enrolment, Filing, FiscalYear
from tests import factories
from tests.assessments.views.browser import signed_in


@pytest.fixture
def filing(city):
    return factories.draft(city).filing


def filed(city, department, year, **facts):
    """A further filing of a department in a year."""
    fiscal_year, _new = FiscalYear.objects.get_or_create(
        year=year, defaults={"opens_on": city.year.opens_on, "due_on": city.year.due_on}
    )
    enrolment, _new = Enrolment.objects.get_or_create(
        fiscal_year=fiscal_year, department=department, defaults={"name": department.name, "section": city.section}
    )
    made = Filing.objects.create(enrolment=enrolment, created_by=city.preparer, **facts)
    BasicData.objects.create(filing=made)
    return made


def asked(client, filing, **query):
    return client.get(reverse("elsewhere", args=(filing.pk,)), query)


def links(answer, name):
    return [(one.pk, url) for one, url in answer.context[name]]


def test_the_years_of_the_department_lead_to_the_same_step(city, filing, preparer):
    earlier = filed(city, city.enrolment.department, 2023, state="approved")
    answer = asked(preparer, filing, menu="years", here="headcount")
    assert links(answer, "years") == [
        (filing.pk, f"/filings/{filing.pk}/headcount/"),
        (earlier.pk, f"/filings/{earlier.pk}/headcount/"),
    ]
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    ("here", "page"),
    [
        ("findings", "findings/"),
        ("preview", "preview/"),
        ("projects/1/funds", ""),
        ("report/3", ""),
        ("sign-out", ""),
        ("", ""),
    ],
)
def test_a_page_that_another_filing_has_is_kept_any_other_leads_to_the_overview(city, filing, preparer, here, page):
    (link,) = links(asked(preparer, filing, menu="departments", here=here), "departments")
    assert link == (filing.pk, f"/filings/{filing.pk}/{page}")


def test_only_what_exists_for_the_person_is_named(city, filing, preparer):
    other = filed(city, city.other_enrolment.department, 2024)  # another department's draft
    filed(city, city.enrolment.department, 2023, state="draft")
    assert [one.pk for one, _url in asked(preparer, filing, menu="departments").context["departments"]] == [filing.pk]
    Filing.objects.filter(pk__in=(filing.pk, other.pk)).update(state="second_review")
    reviewer = signed_in(city.performance)
    assert [one.pk for one, _url in asked(reviewer, filing).context["departments"]] == [filing.pk, other.pk]
    assert [one.pk for one, _url in asked(reviewer, filing).context["years"]] == [
        filing.pk
    ]  # the draft of 2023 is not there
    assert asked(signed_in(city.stranger), filing).status_code == 404
    assert asked(signed_in(city.security), filing, menu="years").status_code == 404


def test_of_several_versions_the_newest_that_the_person_sees_is_named(city, filing, preparer):
    Filing.objects.filter(pk=filing.pk).update(state="approved")
    reopened = filed(city, city.enrolment.department, 2024, version=2)
    assert [one.pk for one, _url in asked(preparer, filing, menu="years").context["years"]] == [reopened.pk]
    reviewer = signed_in(city.performance)
    assert [one.pk for one, _url in asked(reviewer, filing, menu="years").context["years"]] == [filing.pk]


def test_departments_are_found_by_code_and_name(city, filing):
    Filing.objects.filter(pk=filing.pk).update(state="approved")
    for place in range(60):
        department = Department.objects.create(code=f"77{place:02}", name=f"某处{place}")
        filed(city, department, 2024, state="approved")
    reviewer = signed_in(city.performance)
    few = asked(reviewer, filing, menu="departments")
    assert (len(few.context["departments"]), few.context["more"]) == (15, True)
    whole = asked(reviewer, filing, page="2")
    assert (whole.context["page"].paginator.count, len(whole.context["departments"])) == (61, 11)
    assert [one.enrolment.name for one, _url in asked(reviewer, filing, q="处59").context["departments"]] == ["某处59"]
    assert [one.enrolment.name for one, _url in asked(reviewer, filing, q="3000").context["departments"]] == [
        "甲市乙支队"
    ]
    assert "empty" in asked(reviewer, filing, q="无").content.decode()


@pytest.mark.parametrize("menu", ["years", "departments", ""])
def test_the_queries_do_not_grow(city, filing, preparer, menu):
    Filing.objects.filter(pk=filing.pk).update(state="approved")
    reviewer = signed_in(city.performance)
    asked(reviewer, filing, menu=menu)
    with CaptureQueriesContext(connection) as few:
        asked(reviewer, filing, menu=menu)
    for place in range(3):
        filed(city, Department.objects.create(code=f"77{place}", name="某处"), 2024, state="approved")
        filed(city, city.enrolment.department, 2020 + place, state="approved")
    with CaptureQueriesContext(connection) as many:
        asked(reviewer, filing, menu=menu)
    assert len(many) == len(few)


def test_the_bar_leads_to_both_menus_and_without_scripts_to_the_page(city, filing, preparer):
    text = preparer.get(f"/filings/{filing.pk}/headcount/").content.decode()
    for menu in ("years", "departments"):
        assert f'data-menu="/filings/{filing.pk}/elsewhere/?menu={menu}&amp;here=headcount"' in text
    assert f'href="/filings/{filing.pk}/elsewhere/?here=headcount"' in text  # without scripts
