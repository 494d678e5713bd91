"""Submitting, withdrawing, publishing and reopening by their pages."""

import pytest
from django.urls import reverse

from assessments.models import Filing
from assessments.services.explanations import explain
from reports.models import Decision, Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to

PROCUREMENT = "basic_data.expenditure[procurement].final"


def submit_page(filing):
    return reverse("submit", args=(filing.pk,))


def state(filing):
    return factories.fresh(filing).state


def test_a_clean_draft_is_submitted_with_one_button(city, draft):
    client = signed_in(city.preparer)
    content = squeezed(client.get(submit_page(draft)).content)
    assert content.count("<h1") == 1
    assert '<form method="post">' in content
    response = client.post(submit_page(draft))
    assert (response.status_code, response.url) == (302, reverse("filing", args=(draft.pk,)))
    assert state(draft) == "signing"
    again = client.post(submit_page(draft))
    assert (again.status_code, again.url) == (302, reverse("filing", args=(draft.pk,)))
    assert Submission.objects.count() == 1


def test_looking_at_the_page_freezes_nothing(city, draft):
    signed_in(city.preparer).get(submit_page(draft))
    assert state(draft) == "draft"
    assert not Submission.objects.exists()


def test_what_will_be_filled_in_is_shown_before(city):
    blank = dict.fromkeys(("prepared_by", "prepared_on", "phone", "head"))
    filing = factories.draft(city, signatures=blank).filing
    content = squeezed(signed_in(city.preparer).get(submit_page(filing)).content)
    facts = content[content.index('<dl class="facts">') : content.index("</dl>")]
    assert facts.count("<dt>") == 4
    for text in ("张填报", "李负责", "0737-4220015"):
        assert f"<dd>{text}</dd>" in facts
    assert factories.fresh(filing).prepared_by is None


def test_what_is_in_the_way_is_listed_with_links_and_there_is_no_button(city):
    filing = factories.draft(city, **{PROCUREMENT: "10.00", "basic_data.economy_measures": None}).filing
    client = signed_in(city.preparer)
    content = squeezed(client.get(submit_page(filing)).content)
    assert '<form method="post">' not in content
    assert content.count('class="finding finding-error"') == 1
    assert content.count('class="finding finding-warning"') == 1
    assert f'href="/filings/{filing.pk}/expenditure/#expenditure-' in content
    assert client.post(submit_page(filing)).status_code == 409
    assert state(filing) == "draft"


def test_an_explained_warning_is_shown_and_no_longer_in_the_way(city):
    filing = factories.draft(city, **{PROCUREMENT: "10.00"}).filing
    explain(filing.pk, "B13", PROCUREMENT, "采购项目延期到下年。", by=city.preparer)
    content = squeezed(signed_in(city.preparer).get(submit_page(filing)).content)
    assert '<form method="post">' in content
    assert content.count("finding-explained") == 1
    assert content.count('<p class="quote">采购项目延期到下年。</p>') == 1


def test_the_head_does_not_submit_and_is_told_why(city, draft):
    client = signed_in(city.head)
    assert '<form method="post">' not in squeezed(client.get(submit_page(draft)).content)
    assert client.post(submit_page(draft)).status_code == 409
    assert state(draft) == "draft"


def test_withdrawn_corrected_and_submitted_again(city, draft):
    client = signed_in(city.preparer)
    withdraw = reverse("move", args=(draft.pk, "withdraw"))
    client.post(submit_page(draft))
    assert client.post(withdraw).url == reverse("filing", args=(draft.pk,))
    assert state(draft) == "draft"
    client.post(withdraw)  # the second click
    client.post(submit_page(draft))
    assert [one.verb for one in Decision.objects.order_by("pk")] == ["submit", "withdraw", "submit"]
    assert [one.number for one in Submission.objects.order_by("number")] == [1, 2]


def test_once_signed_it_is_not_withdrawn(city):
    filing = brought_to(city, "supervision")
    response = signed_in(city.preparer).post(reverse("move", args=(filing.pk, "withdraw")), follow=True)
    assert 'class="message message-error"' in response.content.decode()
    assert state(filing) == "supervision"


def test_the_head_publishes_what_was_approved(city):
    filing = brought_to(city, "approved")
    for who in ("preparer", "performance", "administrator"):
        signed_in(getattr(city, who)).post(reverse("move", args=(filing.pk, "publish")))
        assert state(filing) == "approved"
    signed_in(city.head).post(reverse("move", args=(filing.pk, "publish")))
    assert state(filing) == "published"


@pytest.mark.parametrize("start", ["approved", "published"])
def test_the_administrator_reopens_with_a_reason(city, start):
    filing = brought_to(city, start)
    client, page = signed_in(city.administrator), reverse("reopen", args=(filing.pk,))
    for reason in ("", "  ", "长" * 2001):
        assert client.post(page, {"reason": reason}).status_code == 422
    assert Filing.objects.count() == 1
    assert client.post(page, {"reason": "决算批复后调整"}).status_code == 302
    assert client.post(page, {"reason": "决算批复后调整"}).status_code == 302  # the second click
    assert [(one.version, one.state) for one in Filing.objects.order_by("version")] == [(1, start), (2, "draft")]
    assert Decision.objects.get(verb="reopen").reason == "决算批复后调整"


@pytest.mark.parametrize("who", ["preparer", "head", "performance"])
def test_nobody_else_reopens(city, who):
    filing = brought_to(city, "approved")
    page = reverse("reopen", args=(filing.pk,))
    client = signed_in(getattr(city, who))
    assert "<textarea" not in squeezed(client.get(page).content)
    assert client.post(page, {"reason": "理由"}).status_code == 409
    assert Filing.objects.count() == 1


def test_the_overview_offers_what_the_guard_allows(city):
    filing = brought_to(city, "signing")
    overview = reverse("filing", args=(filing.pk,))
    mine = squeezed(signed_in(city.preparer).get(overview).content)
    assert f'action="{reverse("move", args=(filing.pk, "withdraw"))}"' in mine
    assert reverse("sign", args=(filing.pk,)) not in mine
    heads = squeezed(signed_in(city.head).get(overview).content)
    assert f'href="{reverse("sign", args=(filing.pk,))}"' in heads
    assert reverse("move", args=(filing.pk, "withdraw")) not in heads


def test_the_submit_page_asks_the_database_as_often_for_any_number_of_findings(city):
    clean = factories.draft(city).filing
    few = queries_of(signed_in(city.preparer), submit_page(clean))
    broken = factories.draft(city, **{PROCUREMENT: "10.00", "basic_data.economy_measures": None}).filing
    assert queries_of(signed_in(city.preparer), submit_page(broken)) == few


def test_a_returned_filing_comes_back_to_the_preparer_with_its_reason(city):
    filing = brought_to(city, "first_review")
    act(city, filing, "return", "section_reviewer", reason="请核对第三页")
    content = squeezed(signed_in(city.preparer).get("/").content)
    assert "请核对第三页" in content or reverse("filing", args=(filing.pk,)) in content


def test_the_administrator_finds_what_can_be_reopened_on_the_page_of_the_department(city):
    page = reverse("enrolment", args=(city.enrolment.pk,))
    filing = brought_to(city, "approval")
    administrator = signed_in(city.administrator)
    link = f'href="{reverse("filing", args=(filing.pk,))}"'
    assert link not in administrator.get(page).content.decode()
    brought_to(city, "approved", filing)
    assert link in administrator.get(page).content.decode()
