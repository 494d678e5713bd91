"""Reading a filing and deciding on it: sign, pass, return; what was typed is kept, what was not read is not decided."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments.models import Filing
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells
from reports.models import Decision, Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to


def page_of(filing):
    filing = factories.fresh(filing)
    return reverse("sign" if filing.state == "signing" else "review", args=(filing.pk,))


def post(user, filing, verb, **fields):
    """Send the form of the page as it stands now."""
    submission = Submission.objects.filter(filing=filing).latest("number").sha256
    return signed_in(user).post(page_of(filing), {"verb": verb, "submission": submission} | fields)


def state(filing):
    return factories.fresh(filing).state


def test_the_head_signs_with_the_password(city):
    filing = brought_to(city, "signing")
    response = post(city.head, filing, "sign", password=factories.PASSWORD)
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert state(filing) == "supervision"
    assert Decision.objects.get(verb="sign").by == city.head


@pytest.mark.parametrize("password", ["", "wrong", factories.PASSWORD + " "])
def test_without_the_right_password_nothing_is_signed(city, password):
    filing = brought_to(city, "signing")
    response = post(city.head, filing, "sign", password=password)
    assert response.status_code == 422
    assert state(filing) == "signing"
    assert factories.PASSWORD not in response.content.decode()


def test_what_the_signature_means_and_the_hash_stand_on_the_page(city):
    filing = brought_to(city, "signing")
    content = squeezed(signed_in(city.head).get(page_of(filing)).content)
    sha256 = Submission.objects.get().sha256
    assert f"<code>{sha256[:16]}…</code>" in content
    assert content.count(f'name="submission" value="{sha256}"') == 3  # sign, return, a remark
    assert content.count("<h1") == 1
    assert 'type="password"' in content


@pytest.mark.parametrize(
    ("start", "verb", "who", "end"),
    [
        ("supervision", "supervise", "supervisor", "first_review"),
        ("first_review", "first_review", "section_reviewer", "second_review"),
        ("second_review", "second_review", "performance", "approval"),
        ("approval", "approve", "approver", "approved"),
    ],
)
def test_a_reviewer_passes_it_on(city, start, verb, who, end):
    filing = brought_to(city, start)
    assert post(getattr(city, who), filing, verb).status_code == 302
    assert state(filing) == end


@pytest.mark.parametrize(
    ("start", "who"),
    [
        ("signing", "head"),
        ("supervision", "supervisor"),
        ("first_review", "section_reviewer"),
        ("second_review", "performance"),
        ("approval", "approver"),
    ],
)
def test_who_holds_it_returns_it_with_a_reason(city, start, who):
    filing = brought_to(city, start)
    assert post(getattr(city, who), filing, "return", reason="  附件2与附件1不一致  ").status_code == 302
    assert state(filing) == "draft"
    assert Decision.objects.get(verb="return").reason == "附件2与附件1不一致"
    timeline = squeezed(signed_in(city.preparer).get(reverse("filing", args=(filing.pk,))).content)
    assert "附件2与附件1不一致" in timeline


@pytest.mark.parametrize("reason", ["", " \n ", "长" * 2001])
def test_a_return_without_a_fit_reason_is_refused_and_what_was_typed_stays(city, reason):
    filing = brought_to(city, "first_review")
    response = post(city.section_reviewer, filing, "return", reason=reason)
    assert response.status_code == 422
    content = response.content.decode()
    assert '<details class="act" open' in content
    assert reason.strip() in content
    assert state(filing) == "first_review"


def test_the_second_reviewer_sees_why_another_account_approves(city):
    filing = brought_to(city, "approval")
    content = squeezed(signed_in(city.performance).get(page_of(filing)).content)
    assert re.search(r'<button type="submit"[^>]*disabled aria-describedby="why-approve"', content)
    assert 'id="why-approve"' in content
    assert post(city.performance, filing, "approve").status_code == 422
    assert state(filing) == "approval"


@pytest.mark.parametrize("verb", ["approve", "second_review", "publish", "submit", "reopen", "", "nothing"])
def test_a_move_that_is_none_here_changes_nothing(city, verb):
    filing = brought_to(city, "first_review")
    assert post(city.section_reviewer, filing, verb).status_code in (302, 422)
    assert state(filing) == "first_review"


def test_a_page_that_stood_open_over_a_new_submission_decides_nothing(city):
    filing = brought_to(city, "first_review")
    read = Submission.objects.get().sha256
    act(city, filing, "return", "section_reviewer")
    actual = str(load(filing.pk).address_of("basic_data.headcount.actual"))
    save_cells(filing.pk, [Change(actual, "18", "17")], by=city.preparer)
    brought_to(city, "first_review", filing)
    client = signed_in(city.section_reviewer)
    for fields in ({"verb": "first_review", "submission": read}, {"verb": "first_review"}):
        assert client.post(page_of(filing), fields).status_code == 422
    assert state(filing) == "first_review"
    assert post(city.section_reviewer, filing, "first_review").status_code == 302


def test_a_second_click_finds_the_move_made(city):
    filing = brought_to(city, "second_review")
    page, sha256 = page_of(filing), Submission.objects.get().sha256
    client = signed_in(city.performance)
    for fields in ({"verb": "second_review"}, {"verb": "second_review"}):
        assert client.post(page, fields | {"submission": sha256}).status_code == 302
    assert Decision.objects.filter(verb="second_review").count() == 1
    client = signed_in(city.approver)
    for _click in range(2):
        again = client.post(page, {"verb": "return", "reason": "请核对", "submission": sha256})
        assert (again.status_code, again.url) == (302, reverse("home"))
    assert Decision.objects.filter(verb="return").count() == 1
    assert client.get(page).status_code == 404  # a draft again, which does not exist for reviewers
    assert client.post(page, {"verb": "approve", "submission": sha256}).status_code == 404


def test_after_the_decision_the_next_filing_opens(city, many):
    filing = brought_to(city, "second_review")
    older, newer = many(2, filing)
    Filing.objects.filter(pk=older.pk).update(state_since="2025-01-01T00:00Z")
    Filing.objects.filter(pk=newer.pk).update(state_since="2025-02-01T00:00Z")
    assert post(city.performance, filing, "second_review").url == reverse("review", args=(older.pk,))


def test_withdrawn_while_the_head_reads_it_is_not_signed(city):
    filing = brought_to(city, "signing")
    page, sha256 = page_of(filing), Submission.objects.get().sha256
    act(city, filing, "withdraw")
    client = signed_in(city.head)
    response = client.post(page, {"verb": "sign", "submission": sha256, "password": factories.PASSWORD}, follow=True)
    assert response.redirect_chain == [(reverse("filing", args=(filing.pk,)), 302)]
    assert 'class="message message-error"' in response.content.decode()
    assert state(filing) == "draft"


def test_what_changed_since_the_last_submission_is_listed_cell_by_cell(city):
    filing = brought_to(city, "first_review")
    content = squeezed(signed_in(city.section_reviewer).get(page_of(filing)).content)
    assert 'id="changes-title"' not in content  # a first submission has nothing to compare with
    act(city, filing, "return", "section_reviewer")
    actual = str(load(filing.pk).address_of("basic_data.headcount.actual"))
    save_cells(filing.pk, [Change(actual, "18", "17")], by=city.preparer)
    act(city, filing, "submit")
    submitted = Submission.objects.get(number=2)
    from reports.comparing import changes

    found = {one.path: (one.before, one.now) for one in changes(submitted)}
    assert found["basic_data.headcount.actual"] == ("18", "17")
    assert set(found) <= {"basic_data.headcount.actual", "basic_data.headcount.control_rate"}
    brought_to(city, "first_review", filing)
    section = re.search(
        r'id="changes-title".*?</table>', squeezed(signed_in(city.section_reviewer).get(page_of(filing)).content), re.S
    ).group()
    assert re.search(r"附件1[^<]*</a></th><td>18</td><td>17</td>", section)


def test_last_years_figures_stand_beside_this_years(city):
    from assessments.models import Enrolment, FiscalYear

    before = brought_to(city, "approved")
    year = FiscalYear.objects.create(year=2025, opens_on="2026-01-05", due_on="2999-03-31", status="open")
    FiscalYear.objects.filter(pk=city.year.pk).update(year=2023)
    FiscalYear.objects.filter(pk=year.pk).update(year=2024)
    place = factories.City(**(vars(city) | {"year": FiscalYear.objects.get(pk=year.pk)}))
    place.enrolment = Enrolment.objects.create(
        fiscal_year=place.year,
        department=city.enrolment.department,
        name=city.enrolment.name,
        supervisor=city.enrolment.supervisor,
        section=city.section,
    )
    filing = factories.draft(place).filing
    from assessments.document.template import default
    from assessments.extensions import extensions
    from reports.comparing import key_figures

    last = extensions.previous_document(factories.fresh(filing))
    assert last == Submission.objects.get(filing=before).document
    rows = {
        one.label: (one.before, one.now, one.change) for one in key_figures(load(filing.pk).document, last, default())
    }
    assert rows["三公经费"] == ("4.50", "4.50", "0.0%")
    from reports.selectors import previous_filing

    readers = {who: previous_filing(getattr(city, who), factories.fresh(filing)) for who in ("performance", "stranger")}
    assert readers == {"performance": before.pk, "stranger": None}
    alone = {one.label: one.before for one in key_figures(load(filing.pk).document, None, default())}
    assert set(alone.values()) == {"—"}


def test_the_page_asks_the_database_as_often_for_many_decisions_as_for_few(city):
    filing = brought_to(city, "first_review")
    client = signed_in(city.section_reviewer)
    few = queries_of(client, page_of(filing))
    for _round in range(3):
        act(city, filing, "return", "section_reviewer")
        brought_to(city, "first_review", filing)
    many = queries_of(client, page_of(filing))
    assert many <= few + 1  # the earlier submission, which there is now


@pytest.mark.parametrize(
    ("path", "before", "now", "change"),
    [
        ("department_evaluation.funds.annual.rate", "98.00%", "99.50%", "+1.50 pp"),
        ("department_evaluation.funds.annual.rate", "99.50%", "98%", "-1.50 pp"),
        ("department_evaluation.funds.annual.rate", "0.00%", "98%", "+98.00 pp"),
        ("department_evaluation.total_score", "95", "92.55", "-2.45 points"),
        ("department_evaluation.total_score", "95", None, ""),
        ("department_evaluation.funds.annual.executed", "80.00", "100.00", "+25.0%"),
        ("department_evaluation.funds.annual.executed", "0.00", "100.00", ""),
        ("department_evaluation.funds.annual.executed", None, "100.00", ""),
    ],
)
def test_rates_and_scores_are_compared_in_points(path, before, now, change):
    from assessments.document import codec
    from assessments.document.template import default
    from reports.comparing import KEY_FIGURES, key_figures
    from tests.assessments.rules.sample import sample

    then, today = (codec.from_json(sample(**{path: text})) for text in (before, now))
    place = [one for _label, one in KEY_FIGURES].index(path)
    with override("en"):
        assert key_figures(today, then, default())[place].change == change


def test_a_submission_without_any_change_says_so_in_one_line(city):
    filing = brought_to(city, "first_review")
    act(city, filing, "return", "section_reviewer")
    brought_to(city, "first_review", filing)
    content = squeezed(signed_in(city.section_reviewer).get(page_of(filing)).content)
    assert 'id="changes-title"' not in content
    assert '<p class="unchanged">' in content


def test_the_decision_stands_before_the_pages_and_is_reached_after_them(city):
    filing = brought_to(city, "first_review")
    content = squeezed(signed_in(city.section_reviewer).get(page_of(filing)).content)
    panel, pages = content.index('id="decision-title"'), content.index('<div class="printed judging"')
    assert panel < pages < content.index('href="#decision-title"')
    assert 'href="#decision-title"' not in signed_in(city.supervisor).get(page_of(filing)).content.decode()
