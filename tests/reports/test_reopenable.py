"""What an administrator finds on the home page and in the list of a year: the approved filings that may be reopened."""

import pytest
from django.urls import reverse

from assessments.models import Filing, FiscalYear
from reports.selectors import reopenable
from reports.workflow import may
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import act, brought_to

ROLES = ("preparer", "head", "supervisor", "section_reviewer", "performance", "security", "auditor", "stranger")


def concluded(city, number):
    """So many approved filings of other departments, the last one approved last."""
    found = []
    for place in range(number):
        enrolment = factories.department(f"8{place:03}", f"甲市第{place}所", None, city.section, city.year)
        found.append(Filing.objects.create(enrolment=enrolment, created_by=city.preparer, state="approved"))
    return found


def panel(user):
    found = [one for one in signed_in(user).get("/").context["panels"] if one.template == "reports/panel_reopen.html"]
    return found[0].context["filings"] if found else None


@pytest.mark.parametrize("state", ["draft", "signing", "first_review", "approval", "approved", "published"])
def test_what_the_administrator_may_reopen_is_listed_with_the_way_there(city, state):
    filing = brought_to(city, state)
    expected = state in ("approved", "published")
    assert [one.pk for one in panel(city.administrator)] == ([filing.pk] if expected else [])
    client = signed_in(city.administrator)
    for page in ("/", reverse("year", args=(2024,))):
        assert (reverse("filing", args=(filing.pk,)) in client.get(page).content.decode()) is expected
    assert (reverse("reopen", args=(filing.pk,)) in client.get("/").content.decode()) is expected
    assert (may(city.administrator, "reopen", factories.fresh(filing)) == []) is expected


def test_one_whose_next_version_is_in_work_and_one_of_a_closed_year_are_not_listed(city):
    filing = brought_to(city, "approved")
    act(city, filing, "reopen")
    assert panel(city.administrator) == []
    other = concluded(city, 1)[0]
    assert [one.pk for one in panel(city.administrator)] == [other.pk]
    FiscalYear.objects.update(status="closed")
    assert panel(city.administrator) == []


def test_the_last_concluded_stand_first_and_ten_at_most(city):
    found = concluded(city, 12)
    assert [one.pk for one in panel(city.administrator)] == [one.pk for one in found[:1:-1]]


@pytest.mark.parametrize("who", ROLES)
def test_nobody_else_is_led_to_reopen(city, who):
    brought_to(city, "approved")
    assert panel(getattr(city, who)) is None
    assert not reopenable(getattr(city, who)).exists()


def test_the_home_page_makes_as_many_queries_for_many_as_for_one(city):
    concluded(city, 1)
    client = signed_in(city.administrator)
    one = queries_of(client, "/")
    for place in range(3):
        enrolment = factories.department(f"9{place:03}", f"甲市又第{place}所", None, city.section, city.year)
        Filing.objects.create(enrolment=enrolment, created_by=city.preparer, state="published")
    assert queries_of(client, "/") == one
