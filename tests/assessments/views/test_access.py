"""Every page of a filing: preparer, reader, reviewer, stranger, nobody."""

import pytest
from django.test import Client

from assessments.models import FiscalYear, State
from assessments.selectors.steps import steps_of
from tests.assessments.views.browser import form_of, signed_in


@pytest.fixture
def pages(loaded):
    pk = loaded.filing.pk
    steps = [f"/filings/{pk}/{step.slug}/" for step in steps_of(loaded)]
    return [f"/filings/{pk}/", f"/filings/{pk}/findings/", f"/filings/{pk}/export.json", *steps]


def codes(client, pages):
    return {client.get(page).status_code for page in pages}


def test_the_preparer_sees_every_page(pages, city):
    assert len(pages) == 3 + 10 + 2 * 3 + 13
    assert codes(signed_in(city.preparer), pages) == {200}


def test_the_head_reads_and_has_nothing_to_type_in(pages, city):
    client = signed_in(city.head)
    assert codes(client, pages) == {200}
    for page in pages[3:]:
        assert set(form_of(client.get(page)).fields) == {"csrfmiddlewaretoken"}


def test_a_stranger_finds_nothing(pages, city):
    assert codes(signed_in(city.stranger), pages) == {404}


@pytest.mark.parametrize(
    "who", ["supervisor", "section_reviewer", "performance", "administrator", "security", "auditor"]
)
def test_a_draft_does_not_exist_for_reviewers(pages, city, who):
    assert codes(signed_in(getattr(city, who)), pages) == {404}


def test_reviewers_read_what_has_reached_them(pages, city, loaded):
    type(loaded.filing).objects.update(state=State.SECOND_REVIEW)
    for who in (city.supervisor, city.section_reviewer, city.performance):
        client = signed_in(who)
        assert codes(client, pages) == {200}
        assert set(form_of(client.get(pages[4])).fields) == {"csrfmiddlewaretoken"}
    assert codes(signed_in(city.stranger), pages) == {404}


def test_nobody_is_sent_to_sign_in(pages):
    client = Client()
    for page in pages:
        response = client.get(page)
        assert response.status_code == 302
        assert response.url == f"/sign-in/?next={page}"


def test_who_may_not_edit_is_told_why_and_nothing_is_saved(loaded, city, url, at, stored):
    path = "basic_data.headcount.actual"
    fields = {f"was-{at(path)}": "18", at(path): "17"}
    response = signed_in(city.head).post(url("headcount"), fields)
    assert response.status_code == 409
    assert "只有本部门填报人" in response.content.decode() or "Only a preparer" in response.content.decode()
    assert stored(path) == "18"
    assert signed_in(city.stranger).post(url("headcount"), fields).status_code == 404
    assert Client().post(url("headcount"), fields).status_code == 302
    assert stored(path) == "18"


@pytest.mark.parametrize("change", ["state", "year"])
def test_what_is_no_open_draft_is_locked(loaded, preparer, url, at, stored, change):
    path = "basic_data.headcount.actual"
    if change == "state":
        type(loaded.filing).objects.update(state=State.SIGNING)
    else:
        FiscalYear.objects.update(status=FiscalYear.Status.CLOSED)
    assert set(form_of(preparer.get(url("headcount"))).fields) == {"csrfmiddlewaretoken"}
    response = preparer.post(url("headcount"), {f"was-{at(path)}": "18", at(path): "17"})
    assert response.status_code == 409
    assert stored(path) == "18"


@pytest.mark.parametrize("slug", ["projects/999999/funds", "report/999999", "projects/1/nothing", "nothing"])
def test_a_step_that_is_not_there(preparer, url, slug):
    assert preparer.get(url(slug)).status_code == 404


def test_another_filings_step_is_not_found_under_this_one(preparer, city, loaded, url):
    from assessments.selectors.documents import load
    from assessments.services.filings import start_filing

    other = load(start_filing(city.other_enrolment, by=city.stranger).pk)
    section = other.rows.sections[0].pk
    assert preparer.get(url(f"report/{section}")).status_code == 404
