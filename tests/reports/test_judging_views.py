"""Rejecting answers and waiving rules on their pages, and what everybody else sees of it."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import FiscalYear, Rejection, Waiver
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells
from assessments.services.explanations import explain
from reports.judging import end_waiver, reject, waive
from reports.models import Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to

FINAL = "basic_data.expenditure[procurement].final"
TEXT = "项目延期到下年。"
REASON = "市政府专题会议纪要同意"
TOMORROW = timezone.localdate() + datetime.timedelta(1)


@pytest.fixture
def loaded(city):
    return factories.draft(city, **{FINAL: "10.00"})


@pytest.fixture
def reviewed(city, loaded):
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    return brought_to(city, "first_review", loaded.filing)


def page(user, name, *args):
    response = signed_in(user).get(reverse(name, args=args))
    assert response.status_code == 200
    return squeezed(response.content)


def send(user, filing, **fields):
    sent = {"rule": "B13", "path": FINAL, "submission": Submission.objects.latest("pk").sha256} | fields
    return signed_in(user).post(reverse("reject", args=(filing.pk,)), sent)


def answer(text):
    """What the findings page sends when the warning is answered."""
    return {"explain": f"B13-{FINAL}", f"answer-B13-{FINAL}": text}


# Rejections


def test_an_answer_is_rejected_and_taken_back_on_the_page(city, reviewed):
    content = page(city.section_reviewer, "review", reviewed.pk)
    assert content.count(f'action="{reverse("reject", args=(reviewed.pk,))}"') == 1
    response = send(city.section_reviewer, reviewed, remark="没有说明合同金额")
    assert (response.status_code, response.url) == (302, f"{reverse('review', args=(reviewed.pk,))}#answer-B13-{FINAL}")
    content = page(city.section_reviewer, "review", reviewed.pk)
    assert "没有说明合同金额" in content
    assert re.search(r'<button type="submit"[^>]*disabled aria-describedby="why-first_review"', content)
    made = Rejection.objects.get()
    url = reverse("take_back", args=(reviewed.pk, made.pk))
    assert f'action="{url}"' in content
    assert signed_in(city.section_reviewer).post(url).status_code == 302
    assert "没有说明合同金额" not in page(city.section_reviewer, "review", reviewed.pk)


def test_a_remark_that_is_not_taken_stays_on_the_page(city, reviewed):
    response = send(city.section_reviewer, reviewed, remark="没有说明合同金额", submission="0" * 64)
    assert response.status_code == 409
    content = squeezed(response.content)
    assert "没有说明合同金额</textarea>" in content
    assert "<details open><summary>" in content


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "performance"])
def test_who_does_not_hold_the_filing_reads_rejections_and_makes_none(city, reviewed, who):
    user = getattr(city, who)
    assert send(user, reviewed, remark="不清楚").status_code == 409
    assert not Rejection.objects.exists()
    reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    content = page(user, "review", reviewed.pk)
    assert "没有说明合同金额" in content
    assert reverse("reject", args=(reviewed.pk,)) not in content
    assert reverse("take_back", args=(reviewed.pk, Rejection.objects.get().pk)) not in content


def test_strangers_find_nothing(city, reviewed):
    made = reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    assert send(city.stranger, reviewed, remark="不清楚").status_code == 404
    url = reverse("take_back", args=(reviewed.pk, made.pk))
    assert signed_in(city.stranger).post(url).status_code == 404
    assert (
        signed_in(city.section_reviewer).post(reverse("take_back", args=(reviewed.pk, made.pk + 1))).status_code == 404
    )


def test_the_preparer_reads_the_remark_beside_the_answer_and_answers_anew(city, reviewed):
    reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    act(city, reviewed, "return", "section_reviewer")
    client, url = signed_in(city.preparer), reverse("findings", args=(reviewed.pk,))
    content = squeezed(client.get(url).content)
    item = re.search(
        rf'<li class="finding finding-warning" id="B13-{re.escape(FINAL)}">.*?</details>', content, re.S
    ).group()
    assert "没有说明合同金额" in item
    assert "<details open>" in item
    response = client.post(url, answer(TEXT))
    assert response.status_code == 409
    response = client.post(url, answer("合同金额29万元。"))
    assert response.status_code == 302
    content = squeezed(client.get(url).content)
    assert 'class="finding finding-warning finding-explained"' in content
    assert '<details class="earlier">' in content  # the answer that was rejected before


def test_the_preview_shows_the_answer_that_is_printed_with_the_filing(city, reviewed):
    quoted = f'<p class="quote">{TEXT}</p>'
    assert quoted in page(city.section_reviewer, "preview", reviewed.pk)
    act(city, reviewed, "return", "section_reviewer")
    assert quoted in page(city.preparer, "preview", reviewed.pk)
    save_cells(reviewed.pk, [Change(str(load(reviewed.pk).address_of(FINAL)), "10.00", "11.00")], by=city.preparer)
    assert quoted not in page(city.preparer, "preview", reviewed.pk)  # it answers other figures


def test_after_new_figures_the_old_answer_is_a_proposal(city, reviewed):
    act(city, reviewed, "return", "section_reviewer")
    address = str(load(reviewed.pk).address_of(FINAL))
    save_cells(reviewed.pk, [Change(address, "10.00", "11.00")], by=city.preparer)
    client, url = signed_in(city.preparer), reverse("findings", args=(reviewed.pk,))
    content = squeezed(client.get(url).content)
    assert f"{TEXT}</textarea>" in content
    assert '<p class="late">' in content
    client.post(url, answer(TEXT))
    assert 'class="finding finding-warning finding-explained"' in squeezed(client.get(url).content)


def test_after_the_next_submission_the_reviewer_sees_both_answers(city, reviewed):
    reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    act(city, reviewed, "return", "section_reviewer")
    explain(reviewed.pk, "B13", FINAL, "合同金额29万元。", by=city.preparer)
    brought_to(city, "first_review", reviewed)
    content = page(city.section_reviewer, "review", reviewed.pk)
    assert all(words in content for words in (TEXT, "没有说明合同金额", "合同金额29万元。"))
    assert "disabled" not in content


# Waivers


def grant(user, **fields):
    sent = {"year": "2024", "code": "300001", "rule": "B13", "reason": REASON, "expires_on": TOMORROW.isoformat()}
    return signed_in(user).post(reverse("waivers"), sent | fields)


def test_the_performance_section_waives_for_a_draft_that_it_does_not_read(city, loaded):
    assert signed_in(city.performance).get(reverse("filing", args=(loaded.filing.pk,))).status_code == 404
    assert grant(city.performance).status_code == 302
    content = page(city.performance, "waivers")
    assert all(words in content for words in ("甲市乙支队", "B13", REASON, "孙复核", TOMORROW.isoformat()))
    url = reverse("end_waiver", args=(Waiver.objects.get().pk,))
    assert f'action="{url}"' in content
    assert signed_in(city.approver).post(url).status_code == 302
    assert "周批复" in page(city.performance, "waivers")
    assert f'action="{url}"' not in page(city.performance, "waivers")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "999999"},
        {"code": "400001"},  # has not begun
        {"rule": "B16"},
        {"rule": ""},
        {"reason": " "},
        {"expires_on": "2020-01-01"},
        {"expires_on": "soon"},
        {"year": "1999"},
    ],
)
def test_a_waiver_that_cannot_be_is_refused_and_what_was_typed_stays(city, loaded, wrong):
    response = grant(city.performance, **wrong)
    assert response.status_code == 422
    assert REASON in response.content.decode() or "reason" in wrong
    assert not Waiver.objects.exists()


def test_a_last_day_that_is_over_is_said_at_its_field(city, loaded):
    sent = {"year": "2024", "code": "300001", "rule": "B13", "reason": REASON}
    yesterday = (timezone.localdate() - datetime.timedelta(1)).isoformat()
    form = signed_in(city.performance).post(reverse("waivers"), sent | {"expires_on": yesterday}).context["form"]
    assert form.errors == {"expires_on": ["豁免的截止日不得早于今天。"]}
    today = sent | {"expires_on": timezone.localdate().isoformat()}
    assert signed_in(city.performance).post(reverse("waivers"), today).status_code == 302


@pytest.mark.parametrize("who", ["preparer", "head", "section_reviewer", "supervisor", "administrator", "stranger"])
def test_for_anybody_else_waivers_have_no_page(city, loaded, who):
    waiver = waive(loaded.filing, "B13", REASON, TOMORROW, by=city.performance)
    client = signed_in(getattr(city, who))
    assert grant(getattr(city, who)).status_code == 404
    assert client.get(reverse("waivers")).status_code == 404
    assert client.post(reverse("end_waiver", args=(waiver.pk,))).status_code == 404


def test_who_when_and_why_stand_wherever_the_finding_stands(city, loaded):
    pk = loaded.filing.pk
    waive(loaded.filing, "B13", REASON, TOMORROW, by=city.performance)
    pages = (("findings", pk), ("step", pk, "expenditure"), ("preview", pk), ("submit", pk))
    today = timezone.localdate().isoformat()
    for name, *args in pages:
        content = page(city.preparer, name, *args)
        assert all(words in content for words in (REASON, "孙复核", today, TOMORROW.isoformat())), name
    assert 'class="cell is-figure waived"' in page(city.preparer, "step", pk, "expenditure")
    brought_to(city, "signing", loaded.filing)
    assert REASON in page(city.head, "sign", pk)
    waiver = Waiver.objects.get()
    end_waiver(waiver, by=city.performance)
    content = page(city.head, "sign", pk)
    assert REASON in content
    assert '<p class="late">' in content  # it was withdrawn since
    brought_to(city, "first_review", loaded.filing)
    assert REASON in page(city.section_reviewer, "review", pk)


def test_a_rejected_answer_whose_rule_is_waived_later_leaves_the_move_open(city, reviewed, monkeypatch):
    reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    held = 'disabled aria-describedby="why-first_review"'
    since = "该规则在送审之后获得豁免。"
    idle = "规则豁免期间，此项不认可不妨碍材料通过。"

    def shown():
        content = page(city.section_reviewer, "review", reviewed.pk)
        item = re.search(rf'<li class="[^"]*" id="answer-B13-{re.escape(FINAL)}">.*?</li>', content, re.S).group()
        assert "没有说明合同金额" in item
        return held in content, "finding-waived" in item, REASON in item, since in item, idle in item

    assert shown() == (True, False, False, False, False)
    waiver = waive(factories.fresh(reviewed), "B13", REASON, TOMORROW, by=city.performance)
    assert shown() == (False, True, True, True, True)
    over = datetime.datetime.combine(TOMORROW, datetime.time(16), datetime.UTC)  # midnight in Shanghai
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: over - datetime.timedelta(seconds=1))
        assert shown() == (False, True, True, True, True)
        later.setattr(timezone, "now", lambda: over)
        assert shown() == (True, False, False, False, False)
    end_waiver(waiver, by=city.performance)
    assert shown() == (True, False, False, False, False)


def test_a_waiver_that_was_submitted_and_is_over_leaves_the_rejection_in_force(city, loaded):
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    waiver = waive(loaded.filing, "B13", REASON, TOMORROW, by=city.performance)
    filing = brought_to(city, "first_review", loaded.filing)
    reject(filing, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    idle, since = "规则豁免期间，此项不认可不妨碍材料通过。", "该规则在送审之后获得豁免。"
    content = page(city.section_reviewer, "review", filing.pk)
    assert (idle in content, since in content) == (True, False)
    end_waiver(waiver, by=city.performance)
    content = page(city.section_reviewer, "review", filing.pk)
    assert (idle in content, since in content, 'aria-describedby="why-first_review"' in content) == (False, False, True)


def test_the_review_page_leads_the_performance_section_to_the_form(city, loaded):
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    filing = brought_to(city, "second_review", loaded.filing)
    link = f"{reverse('waivers')}?year=2024&amp;code=300001"
    assert link in page(city.performance, "review", filing.pk)
    assert link not in page(city.section_reviewer, "review", filing.pk)
    content = squeezed(signed_in(city.performance).get(link.replace("&amp;", "&")).content)
    assert 'value="300001"' in content


def test_the_list_is_searched_and_asks_as_often_for_many_as_for_one(city, loaded):
    first = waive(loaded.filing, "B13", REASON, TOMORROW, by=city.performance)
    client, url = signed_in(city.performance), reverse("waivers")
    few = queries_of(client, url)
    Waiver.objects.bulk_create(
        Waiver(
            filing=first.filing,
            rule="B13",
            reason=REASON,
            expires_on=TOMORROW,
            granted_by=first.granted_by,
            granted_on=first.granted_on,
        )
        for _place in range(60)
    )
    assert queries_of(client, url) == few
    found = {
        text: squeezed(client.get(url, {"q": text}).content).count('<th scope="row">')
        for text in ("乙支队", "300", "b13", "B18")
    }
    assert found == {"乙支队": 50, "300": 50, "b13": 50, "B18": 0}


def test_without_an_open_year_nothing_is_waived(city, loaded):
    FiscalYear.objects.update(status="closed")
    assert signed_in(city.performance).get(reverse("waivers")).status_code == 200
    assert grant(city.performance).status_code == 422


def test_the_step_says_what_was_rejected_and_asks_for_another_answer(city, reviewed):
    field = f'name="answer-B13-{FINAL}"'
    assert field not in page(city.section_reviewer, "step", reviewed.pk, "expenditure")
    reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    act(city, reviewed, "return", "section_reviewer")
    content = page(city.preparer, "step", reviewed.pk, "expenditure")
    assert "没有说明合同金额" in content
    assert field in content


@pytest.mark.parametrize("who", ["preparer", "head"])
def test_the_department_hears_of_a_waiver_and_of_its_end(city, loaded, who, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        waiver = waive(loaded.filing, "B13", REASON, TOMORROW, by=city.performance)
    content = page(getattr(city, who), "notices")
    assert all(words in content for words in ("甲市乙支队", "B13", REASON))
    with django_capture_on_commit_callbacks(execute=True):
        end_waiver(waiver, by=city.performance)
    verbs = getattr(city, who).notices.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["waive", "end_waiver"]
    assert page(getattr(city, who), "notices").count("B13") == 2
    assert "B13" not in page(city.stranger, "notices")
