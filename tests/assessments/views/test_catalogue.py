"""The catalogue in the product."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.rules import RULES
from tests.assessments.views.browser import signed_in

PAGE = "/rules/"


@pytest.mark.parametrize("who", ["preparer", "stranger", "performance", "administrator", "auditor"])
def test_anyone_signed_in_reads_every_rule(city, who, django_assert_max_num_queries):
    client = signed_in(getattr(city, who))
    with django_assert_max_num_queries(6):
        response = client.get(PAGE)
    page = response.content.decode()
    assert response.status_code == 200
    assert [code for code in RULES if f'id="{code}"' not in page] == []


def test_nobody_is_sent_to_sign_in_and_nothing_is_posted(city):
    assert Client().get(PAGE).url == f"/sign-in/?next={PAGE}"
    assert signed_in(city.preparer).post(PAGE).status_code == 405


def test_a_finding_leads_to_its_rule(preparer, loaded, url, at):
    actual = at("basic_data.headcount.actual")
    preparer.post(url("headcount"), {f"was-{actual}": "18", actual: "25"})
    page = preparer.get(reverse("findings", args=(loaded.filing.pk,))).content.decode()
    assert f'href="{PAGE}#B03"' in page
