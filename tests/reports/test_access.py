"""Every page of reports, in every state, for every person: written by hand from domain.md."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import State
from reports.models import Decision
from tests.assessments.views.browser import signed_in
from tests.reports.paths import brought_to

OWN = {"preparer", "head"}
BUREAU = {"section_reviewer", "performance", "approver"}
SEEN = {
    "draft": OWN,
    "signing": OWN,
    "supervision": OWN | {"supervisor"},
    "first_review": OWN | BUREAU | {"supervisor"},
    "second_review": OWN | BUREAU | {"supervisor"},
    "approval": OWN | BUREAU | {"supervisor"},
    "approved": OWN | BUREAU | {"supervisor", "administrator"},
    "published": OWN | BUREAU | {"supervisor", "administrator"},
}
PEOPLE = (
    "preparer", "head", "supervisor", "section_reviewer", "performance", "approver", "administrator", "security",
    "auditor", "stranger",
)  # fmt: skip
PAGES = ("preview", "sign", "review", "submit", "reopen")
QUEUE = {"head", "supervisor", *BUREAU}


@pytest.mark.parametrize("state", [state.value for state in State])
def test_a_filing_exists_for_those_whom_it_has_reached(city, state):
    filing = brought_to(city, state)
    for who in PEOPLE:
        client = signed_in(getattr(city, who))
        for page in PAGES:
            status = client.get(reverse(page, args=(filing.pk,))).status_code
            to_read = 302 if state == "draft" and page in ("sign", "review") else 200  # nothing to decide on yet
            assert status == (to_read if who in SEEN[state] else 404), (who, page)


@pytest.mark.parametrize("state", ["draft", "first_review", "approved"])
def test_nothing_is_done_for_whom_a_filing_does_not_exist(city, state):
    filing = brought_to(city, state)
    before = Decision.objects.count()
    for who in set(PEOPLE) - SEEN[state]:
        client = signed_in(getattr(city, who))
        for page in ("sign", "review", "submit", "reopen"):
            fields = {"verb": "return", "reason": "理由", "password": "x"}
            assert client.post(reverse(page, args=(filing.pk,)), fields).status_code == 404, (who, page)
        for verb in ("withdraw", "publish", "approve", "nothing"):
            assert client.post(reverse("move", args=(filing.pk, verb))).status_code == 404, (who, verb)
        for kind in ("pdf", "docx", "xlsx"):
            assert client.get(reverse("document", args=(filing.pk, kind))).status_code == 404, (who, kind)
    assert Decision.objects.count() == before


def test_nobody_is_sent_to_sign_in(draft):
    client = Client()
    for page in (*(reverse(name, args=(draft.pk,)) for name in PAGES), reverse("queue")):
        assert client.get(page).url == f"/sign-in/?next={page}"
    for kind in ("pdf", "docx", "xlsx"):
        page = reverse("document", args=(draft.pk, kind))
        assert client.get(page).url == f"/sign-in/?next={page}"
    assert client.post(reverse("move", args=(draft.pk, "withdraw"))).status_code == 302


@pytest.mark.parametrize("who", PEOPLE)
def test_those_who_decide_have_a_queue(city, who):
    assert signed_in(getattr(city, who)).get(reverse("queue")).status_code == (200 if who in QUEUE else 404)


def test_a_move_is_never_made_by_looking(city):
    filing = brought_to(city, "signing")
    client = signed_in(city.preparer)
    assert client.get(reverse("move", args=(filing.pk, "withdraw"))).status_code == 405
    assert client.get(reverse("review", args=(filing.pk,)), {"verb": "return", "reason": "理由"}).status_code == 200
    filing.refresh_from_db()
    assert filing.state == "signing"


@pytest.mark.parametrize("verb", ["sign", "approve", "submit", "return", "nothing"])
def test_moves_that_must_be_read_for_have_no_bare_click(city, verb):
    filing = brought_to(city, "signing")
    assert signed_in(city.head).post(reverse("move", args=(filing.pk, verb))).status_code == 404


def test_without_its_token_a_form_does_nothing(city):
    filing = brought_to(city, "signing")
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.preparer)
    assert client.post(reverse("move", args=(filing.pk, "withdraw"))).status_code == 403
    filing.refresh_from_db()
    assert filing.state == "signing"
