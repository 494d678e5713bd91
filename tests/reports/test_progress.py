"""Where a year stands: to each what is theirs, every number with its list, as fast for many as for one."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from assessments.models import Enrolment, Extension, Filing, FiscalYear
from assessments.rules import RULES
from reports import progress
from reports.models import BrokenRule, Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to


def home(user):
    return signed_in(user).get("/")


def names(user, **query):
    response = signed_in(user).get(reverse("progress", args=(2024,)), query)
    assert response.status_code == 200
    return [row.name for row in response.context["page"].object_list]


def due(city, days):
    today = timezone.localdate()
    FiscalYear.objects.update(
        opens_on=today - datetime.timedelta(90), due_on=today + datetime.timedelta(days)
    )  # of this city's one year
    city.year.refresh_from_db()


def test_to_each_the_departments_that_are_theirs(city):
    brought_to(city, "first_review")
    found = {
        who: progress.states(getattr(city, who), city.year, timezone.localdate())[0]
        for who in ("performance", "administrator", "section_reviewer", "supervisor", "preparer", "head", "stranger")
    }
    whole, one, nothing = {"none": 1, "first_review": 1}, {"first_review": 1}, {}
    assert found == {
        "performance": whole,
        "administrator": whole,
        "section_reviewer": one,
        "supervisor": one,
        "preparer": nothing,
        "head": nothing,
        "stranger": nothing,
    }


def test_figures_only_of_what_the_person_may_read(city):
    filing = factories.draft(city).filing
    expected = {
        "signing": set(),
        "supervision": {"supervisor"},
        "first_review": {"supervisor", "section_reviewer", "performance"},
        "approved": {"supervisor", "section_reviewer", "performance"},
    }
    for state, who in expected.items():
        brought_to(city, state, filing)
        people = ("supervisor", "section_reviewer", "performance")
        seen = {one for one in people if progress.figures(getattr(city, one), city.year).total}
        assert seen == who, state


def test_a_returned_filing_counts_no_more_until_it_comes_again(city):
    filing = brought_to(city, "first_review")
    act(city, filing, "return", "section_reviewer")
    assert progress.figures(city.performance, city.year).total == 0
    brought_to(city, "first_review", filing)
    assert Submission.objects.filter(filing=filing).count() == 2
    assert progress.figures(city.performance, city.year).total == 1


def test_a_reopened_filing_counts_once_and_the_approved_one_until_the_next_arrives(city):
    filing = brought_to(city, "approved")
    act(city, filing, "reopen")
    assert progress.submissions(city.performance, city.year).get().filing == filing
    later = Filing.objects.get(version=2)
    brought_to(city, "first_review", later)
    assert progress.submissions(city.performance, city.year).get().filing == later
    assert progress.states(city.performance, city.year, timezone.localdate())[0] == {"none": 1, "first_review": 1}


def test_filings_are_counted_in_their_bands(city, many):
    filing = brought_to(city, "second_review")
    figures = [("59.99", "59.99"), ("60", "100.00"), ("95.00", "100.01"), (None, None)]
    for one, (score, rate) in zip([filing, *many(3, filing)], figures, strict=True):
        Submission.objects.filter(filing=one).update(total_score=score, execution_rate=rate)
    found = progress.figures(city.performance, city.year)
    assert found.by_bands == {
        ("0-60", "0-60"): 1,
        ("60-70", "95-100"): 1,
        ("95-100", "100"): 1,
        ("none", "none"): 1,
    }
    assert len(names(city.performance, score="60-70")) == 1
    assert names(city.performance, score="60-70", rate="0-60") == []
    assert names(city.performance, rate="0-60") == [filing.enrolment.name]
    assert len(names(city.performance, score="none")) == 1
    assert len(names(city.performance, score="nonsense")) == 5  # limits nothing


def test_submitting_names_the_broken_rules_and_the_most_broken_stand_first(city, many):
    filing = brought_to(city, "second_review")
    frozen = Submission.objects.get()
    assert {one.rule for one in frozen.findings} == set(frozen.broken_rules.values_list("rule", flat=True))
    (other,) = many(1, filing)
    BrokenRule.objects.all().delete()
    for submission, rule in ((frozen, "B13"), (frozen, "B10"), (other.submissions.get(), "B13")):
        BrokenRule.objects.create(submission=submission, rule=rule)
    assert progress.figures(city.performance, city.year).by_rule == (("B13", 2), ("B10", 1))
    assert names(city.performance, rule="B10") == [filing.enrolment.name]
    assert len(names(city.performance, rule="B13")) == 2
    assert names(city.performance, rule="'") == []
    content = squeezed(home(city.performance).content)
    assert f'<a href="{reverse("progress", args=(2024,))}?rule=B13">B13</a>' in content
    with override("zh-hans"):
        assert f'<span class="chart-title">{gettext(RULES["B13"].title)}</span>' in content


def test_late_is_past_the_due_day_and_not_signed(city):
    filing = factories.draft(city).filing
    due(city, -1)
    late = {"甲市乙支队", "甲市丙中心"}
    assert set(names(city.performance, state="late")) == late
    assert {name for name, _due in home(city.performance).context["panels"][-1].context["summary"].latest} == late
    Extension.objects.create(
        enrolment=city.other_enrolment,
        due_on=timezone.localdate(),
        reason="水灾",
        granted_by=city.administrator,
    )
    assert names(city.performance, state="late") == ["甲市乙支队"]
    brought_to(city, "supervision", filing)
    assert names(city.performance, state="late") == []


def test_who_need_not_file_is_counted_nowhere(city):
    Enrolment.objects.filter(pk=city.other_enrolment.pk).update(required=False, not_required_reason="撤销")
    due(city, -1)
    assert progress.states(city.performance, city.year, timezone.localdate()) == ({"none": 1}, 1)


def test_the_list_links_to_what_may_be_read_alone(city):
    filing = brought_to(city, "supervision")
    page = reverse("progress", args=(2024,))
    link = f'href="{reverse("review", args=(filing.pk,))}"'
    assert link not in signed_in(city.performance).get(page).content.decode()
    assert link in signed_in(city.supervisor).get(page).content.decode()


def test_an_administrator_sees_progress_and_no_figures(city):
    brought_to(city, "approved")
    content, title, _rest = squeezed(home(city.administrator).content).partition('id="reopen-title"')
    assert title
    assert 'id="progress-title"' in content
    assert "甲市" not in content
    assert 'class="chart dots"' not in content
    assert f'<a href="{reverse("year", args=(2024,))}?state=approved">' in content


@pytest.mark.parametrize("who", ["preparer", "head", "security", "auditor", "stranger"])
def test_others_have_no_progress_of_the_year(city, who):
    assert 'id="progress-title"' not in home(getattr(city, who)).content.decode()
    assert signed_in(getattr(city, who)).get(reverse("progress", args=(2024,))).status_code == 404


def test_a_year_that_is_planned_or_was_never_does_not_exist(city):
    client = signed_in(city.performance)
    assert client.get(reverse("progress", args=(2031,))).status_code == 404
    FiscalYear.objects.update(status=FiscalYear.Status.PLANNED)
    assert client.get(reverse("progress", args=(2024,))).status_code == 404
    page = client.get("/").content.decode()
    assert reverse("progress", args=(2024,)) not in page
    assert "还没有开放的年度" in page


def test_the_open_year_comes_before_a_newer_closed_one(city):
    days = {"opens_on": datetime.date(2026, 1, 1), "due_on": datetime.date(2026, 3, 31)}
    FiscalYear.objects.create(year=2025, status=FiscalYear.Status.CLOSED, **days)
    assert progress.current_year() == city.year


def test_the_pictures_hold_no_style_of_their_own_and_are_tables(city, many):
    filing = brought_to(city, "second_review")
    many(3, filing)
    content = home(city.performance).content.decode()
    assert content.count("<svg") > 3
    assert "style=" not in content
    assert not re.search(r'<svg(?![^>]*aria-hidden="true")', content)
    assert content.count('<table class="chart') >= 3


def test_as_many_queries_for_thirty_departments_as_for_one(city, many):
    filing = brought_to(city, "second_review")
    client = signed_in(city.performance)
    pages = ("/", reverse("progress", args=(2024,)), reverse("progress", args=(2024,)) + "?state=late&score=95-100")
    one = [queries_of(client, page) for page in pages]
    many(29, filing)
    assert [queries_of(client, page) for page in pages] == one


def test_a_large_year_is_counted_once_a_minute_and_after_an_own_move(city, many, monkeypatch):
    monkeypatch.setattr(progress, "KEPT_FROM", 1)
    monkeypatch.setattr(progress, "hash_of", lambda scope: f"test-{id(monkeypatch)}")
    filing = brought_to(city, "second_review")
    assert progress.summary(city.performance, city.year).states["second_review"] == 1
    many(2, filing)
    assert progress.summary(city.performance, city.year).states["second_review"] == 1
    act(city, filing, "second_review")
    assert progress.summary(city.performance, city.year).states == {"none": 1, "second_review": 2, "approval": 1}
