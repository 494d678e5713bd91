"""Passing several filings at once: each on its own, on what was listed, with the reasons for those refused."""

import re

import pytest
from django.urls import reverse

from assessments.models import Filing
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells
from reports.models import Decision, Submission
from tests import factories
from tests.assessments.views.browser import signed_in
from tests.reports.paths import act, brought_to

URL = "/queue/pass/"


def listed(user, **query):
    """The ticks that the queue offers to a person."""
    content = signed_in(user).get(reverse("queue"), query).content.decode()
    return re.findall(r'name="pick"\s+value="([^"]*)"', content)


def send(user, picks, **more):
    return signed_in(user).post(URL, {"pick": picks} | more)


def outcomes(response):
    assert response.status_code == 200
    return [(one.department, bool(one.done), len(one.reasons)) for one in response.context["outcomes"]]


def states():
    return sorted(Filing.objects.values_list("state", flat=True))


@pytest.mark.parametrize(
    ("start", "who", "end"),
    [
        ("supervision", "supervisor", "first_review"),
        ("first_review", "section_reviewer", "second_review"),
        ("second_review", "performance", "approval"),
        ("approval", "approver", "approved"),
    ],
)
def test_what_is_ticked_is_passed(city, start, who, end):
    filing = brought_to(city, start)
    (pick,) = listed(getattr(city, who))
    assert outcomes(send(getattr(city, who), [pick])) == [("2024 甲市乙支队", True, 0)]
    assert factories.fresh(filing).state == end
    assert Decision.objects.latest("pk").submission == Submission.objects.get()


def test_only_what_is_ticked_is_passed_and_the_refused_ones_say_why(city, many):
    filing = brought_to(city, "approval")
    many(2, filing)
    mine, *others = listed(city.performance)
    response = send(city.performance, [mine, others[0]])
    assert outcomes(response) == [("2024 甲市乙支队", False, 1), (f"2024 {_name(others[0])}", True, 0)]
    assert (response.context["passed"], response.context["refused"]) == (1, 1)
    assert states() == ["approval", "approval", "second_review"]


def _name(pick):
    return Filing.objects.get(pk=pick.split(".")[0]).enrolment.name


def test_a_submission_that_took_the_place_of_the_listed_one_is_not_passed(city):
    filing = brought_to(city, "first_review")
    picks = listed(city.section_reviewer)
    act(city, filing, "return", "section_reviewer")
    actual = str(load(filing.pk).address_of("basic_data.headcount.actual"))
    save_cells(filing.pk, [Change(actual, "18", "17")], by=city.preparer)
    brought_to(city, "first_review", filing)
    assert outcomes(send(city.section_reviewer, picks)) == [("2024 甲市乙支队", False, 1)]
    assert states() == ["first_review"]


def test_a_filing_that_moved_on_meanwhile_is_not_moved_once_more(city):
    """The second review was listed; another account made it. Passing must not approve what waits there now."""
    filing = brought_to(city, "second_review")
    picks = listed(city.approver)
    act(city, filing, "second_review")
    assert outcomes(send(city.approver, picks)) == [("2024 甲市乙支队", False, 1)]
    assert states() == ["approval"]


def test_sent_twice_it_is_done_once(city):
    brought_to(city, "second_review")
    picks = listed(city.performance)
    for _click in range(2):
        assert outcomes(send(city.performance, picks * 2)) == [("2024 甲市乙支队", True, 0)]
    assert Decision.objects.filter(verb="second_review").count() == 1


@pytest.mark.parametrize("who", ["supervisor", "section_reviewer"])
def test_what_is_at_another_desk_is_refused(city, who):
    brought_to(city, "second_review")
    picks = listed(city.performance)
    assert outcomes(send(getattr(city, who), picks)) == [("2024 甲市乙支队", False, 1)]
    assert states() == ["second_review"]


def test_what_does_not_exist_for_a_person_is_not_named(city):
    brought_to(city, "second_review")
    picks = listed(city.performance)
    Filing.objects.update(state="supervision")
    assert outcomes(send(city.performance, picks)) == [("", False, 1)]
    assert "甲市" not in send(city.performance, picks).content.decode()


@pytest.mark.parametrize("who", ["preparer", "head", "administrator", "security", "auditor", "stranger"])
def test_who_reviews_nothing_passes_nothing(city, who):
    brought_to(city, "second_review")
    picks = listed(city.performance)
    assert send(getattr(city, who), picks).status_code == 404
    assert states() == ["second_review"]


@pytest.mark.parametrize(
    "pick",
    ["", "x", "1", "1.2", "a.second_review.b", "²..", "9" * 40 + ".second_review.x", "-1.second_review.x", "1.2.3.4"],
)
def test_what_is_no_tick_is_refused(city, pick):
    brought_to(city, "second_review")
    assert outcomes(send(city.performance, [pick])) == [("", False, 1)]


@pytest.mark.parametrize("state", ["signing", "draft", "approved", "nothing"])
def test_a_tick_with_a_state_where_nothing_is_passed_is_refused(city, state):
    filing = brought_to(city, "second_review")
    sha256 = Submission.objects.get().sha256
    assert [one[1] for one in outcomes(send(city.performance, [f"{filing.pk}.{state}.{sha256}"]))] == [False]
    assert states() == ["second_review"]


def test_nothing_or_too_much_ticked_goes_back_to_the_same_list(city):
    for picks in ([], [str(number) for number in range(51)]):
        response = send(city.performance, picks, back="state=approval&page=2")
        assert (response.status_code, response.url) == (302, "/queue/?state=approval&page=2")
    assert send(city.performance, [], back="x\r\nSet-Cookie: a=b").url.startswith("/queue/?x%0D%0A")


def test_the_head_signs_one_by_one(city):
    brought_to(city, "signing")
    assert listed(city.head) == []
    assert "btn-primary" not in signed_in(city.head).get("/queue/").content.decode()
