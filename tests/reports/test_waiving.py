"""Rules that the performance section waives for a filing."""

import datetime
import json

import pytest
from django.utils import timezone
from django.utils.translation import override

from assessments.models import (
    Filing,
    FiscalYear,
    LogEntry,
    Role,
    RoleName,
    Waiver,
)
from assessments.refusals import Refused
from assessments.rules import Finding
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_beside, findings_of
from assessments.selectors.kept import judged
from assessments.services.explanations import explain
from assessments.services.filings import replace_document
from reports.judging import end_waiver, reject, take_back, waive
from reports.models import Submission
from reports.submitting import reasons_in
from reports.workflow import may
from tests import factories
from tests.reports.judgements import FINAL, TEXT, TOMORROW, waived
from tests.reports.paths import act, brought_to


def test_waived_rules_do_not_keep_a_filing_back(city, blocked):
    assert len(reasons_in(findings_of(load(blocked.pk)))) == 2
    waived(city, blocked)
    assert len(reasons_in(findings_of(load(blocked.pk)))) == 1
    waived(city, blocked, "B18")
    found = findings_of(load(blocked.pk))
    assert [(one.rule, one.waived.by, one.waived.reason, one.blocks) for one in found] == [
        ("B13", "孙复核", "市政府专题会议纪要同意", False),
        ("B18", "孙复核", "市政府专题会议纪要同意", False),
    ]
    assert reasons_in(found) == []
    act(city, blocked, "submit")


def test_the_snapshot_keeps_the_waiver_whatever_becomes_of_it(city, blocked):
    waivers = [waived(city, blocked, rule) for rule in ("B13", "B18")]
    act(city, blocked, "submit")
    for waiver in waivers:
        end_waiver(waiver, by=city.performance)
    frozen = Submission.objects.get().findings
    assert [(one.waived.by, one.waived.until, one.blocks) for one in frozen] == [("孙复核", TOMORROW, False)] * 2
    assert all(one.blocks for one in findings_of(load(blocked.pk)))
    act(city, blocked, "withdraw")
    with pytest.raises(Refused):
        act(city, blocked, "submit")


def test_a_waiver_counts_through_its_last_day(city, blocked):
    waived(city, blocked)
    loaded = load(blocked.pk)

    def blocking(days):
        day = timezone.localdate() + datetime.timedelta(days)
        return {one.rule for one in findings_beside(loaded, None, day) if one.blocks}

    assert [blocking(days) for days in (0, 1, 2)] == [{"B18"}, {"B18"}, {"B13", "B18"}]


def test_the_day_ends_in_shanghai(city, blocked, monkeypatch):
    waived(city, blocked)
    last = datetime.datetime.combine(TOMORROW, datetime.time(15, 59, 59), datetime.UTC)
    for now, blocks in ((last, False), (last + datetime.timedelta(seconds=1), True)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        found = {one.rule: one.blocks for one in judged(factories.fresh(blocked)).findings}
        assert found == {"B13": blocks, "B18": True}


def test_a_snapshot_from_before_waivers_reads(city, blocked):
    data = [one.to_json() for one in findings_of(load(blocked.pk))]
    for one in data:
        del one["waived"]
    assert [Finding.from_json(one).waived for one in json.loads(json.dumps(data))] == [None, None]


def test_what_is_kept_of_a_filing_sees_waivers_come_and_go(city, blocked):
    def open_now():
        return [one.rule for one in judged(factories.fresh(blocked)).findings if one.blocks]

    assert open_now() == ["B13", "B18"]
    waiver = waived(city, blocked)
    assert open_now() == ["B18"]
    end_waiver(waiver, by=city.approver)
    assert open_now() == ["B13", "B18"]


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "section_reviewer", "administrator", "stranger"])
def test_only_the_performance_section_waives(city, blocked, who):
    with pytest.raises(Refused):
        waived(city, blocked, by=who)
    waiver = waived(city, blocked)
    with pytest.raises(Refused):
        end_waiver(waiver, by=getattr(city, who))


def test_nobody_waives_for_a_filing_that_the_same_account_prepared(city, blocked):
    Role.objects.create(user=city.preparer, name=RoleName.PERFORMANCE_SECTION)
    with pytest.raises(Refused):
        waived(city, blocked, by="preparer")


@pytest.mark.parametrize(
    ("rule", "reason", "days"),
    [("B16", "同意", 1), ("Z99", "同意", 1), ("B13", " ", 1), ("B13", "长" * 2001, 1), ("B13", "同意", -1)],
)
def test_what_cannot_be_waived_is_refused(city, blocked, rule, reason, days):
    with pytest.raises(Refused):
        waive(blocked, rule, reason, timezone.localdate() + datetime.timedelta(days), by=city.performance)


def test_a_rule_is_waived_once_at_a_time(city, blocked):
    first = waived(city, blocked)
    with pytest.raises(Refused):
        waived(city, blocked)
    end_waiver(first, by=city.performance)
    end_waiver(first, by=city.performance)
    waived(city, blocked)
    assert LogEntry.objects.filter(verb="end_waiver").count() == 1


def test_nothing_is_waived_for_an_approved_filing_or_in_a_closed_year(city, blocked):
    clean = brought_to(city, "approved")
    with pytest.raises(Refused):
        waived(city, clean)
    act(city, clean, "reopen")
    FiscalYear.objects.update(status="closed")
    with pytest.raises(Refused):
        waived(city, Filing.objects.get(version=2))


def passing_on(filing, city):
    """The reasons that stop the section from passing the filing on now."""
    return may(city.section_reviewer, "first_review", factories.fresh(filing))


def test_a_rejected_answer_stops_nothing_while_its_rule_is_waived(city, reviewed):
    reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    waived(city, reviewed, "B18")
    assert len(passing_on(reviewed, city)) == 1  # another rule is waived
    waiver = waived(city, reviewed)
    assert passing_on(reviewed, city) == []
    end_waiver(waiver, by=city.performance)
    assert len(passing_on(reviewed, city)) == 1
    waived(city, reviewed)
    act(city, reviewed, "first_review")
    assert factories.fresh(reviewed).state == "second_review"


def test_a_rejected_answer_stops_again_after_the_last_day_of_the_waiver_in_shanghai(city, reviewed, monkeypatch):
    reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    waived(city, reviewed)
    last = datetime.datetime.combine(TOMORROW, datetime.time(15, 59, 59), datetime.UTC)
    for now, reasons in ((last, 0), (last + datetime.timedelta(seconds=1), 1)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert len(passing_on(reviewed, city)) == reasons


def test_a_rejection_under_a_waiver_that_was_submitted_stops_once_that_is_over(city):
    loaded = factories.draft(city, **{FINAL: "10.00"})
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    waiver = waived(city, loaded.filing)
    filing = brought_to(city, "first_review", loaded.filing)
    reject(filing, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    assert passing_on(filing, city) == []
    end_waiver(waiver, by=city.performance)
    assert len(passing_on(filing, city)) == 1


def test_of_two_rejected_answers_the_one_whose_rule_is_not_waived_is_counted(city):
    loaded = factories.draft(city, **{FINAL: "10.00", "department_evaluation.indicators[0].actual": "500"})
    paths = {one.rule: one.path for one in findings_of(loaded) if one.blocks}
    assert set(paths) == {"B13", "E16"}
    for rule, path in paths.items():
        explain(loaded.filing.pk, rule, path, TEXT, by=city.preparer)
    filing = brought_to(city, "first_review", loaded.filing)
    for rule, path in paths.items():
        reject(filing, rule, path, "再说清楚", by=city.section_reviewer)
    with override("en"):
        assert passing_on(filing, city) == ["2 answers were rejected: return the filing, or take the rejections back."]
        waived(city, filing)
        assert passing_on(filing, city) == ["1 answer was rejected: return the filing, or take the rejection back."]
        waived(city, filing, "E16")
        assert passing_on(filing, city) == []


def test_waivers_that_run_go_along_into_the_next_version(city, blocked):
    waived(city, blocked)
    waived(city, blocked, "B18")
    past = waived(city, blocked, "B12")
    end_waiver(waived(city, blocked, "B10"), by=city.performance)
    brought_to(city, "approved", blocked)
    yesterday = timezone.localdate() - datetime.timedelta(1)
    Waiver.objects.filter(pk=past.pk).update(granted_on=yesterday, expires_on=yesterday)
    act(city, blocked, "reopen")
    later = Filing.objects.get(version=2)
    assert sorted(later.waivers.values_list("rule", flat=True)) == ["B13", "B18"]
    assert reasons_in(findings_of(load(later.pk))) == []
    assert Waiver.objects.filter(filing=blocked).count() == 4


def test_waivers_stay_when_a_document_is_taken_in(city, blocked):
    waived(city, blocked)
    replace_document(blocked, load(blocked.pk).document, by=city.preparer)
    assert only_open(blocked) == ["B18"]


def only_open(filing):
    return [one.rule for one in findings_of(load(filing.pk)) if one.blocks]


def test_a_filing_of_which_nothing_was_said_asks_nothing_more(city, blocked, django_assert_num_queries):
    with django_assert_num_queries(6):
        findings_of(load(blocked.pk))
    waived(city, blocked)
    with django_assert_num_queries(8):
        findings_of(load(blocked.pk))


def test_waivers_and_rejections_are_logged_with_who_and_why(city, reviewed):
    made = reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    take_back(reviewed, made.pk, by=city.section_reviewer)
    end_waiver(waived(city, reviewed), by=city.approver)
    verbs = ("reject", "take_back", "waive", "end_waiver")
    entries = LogEntry.objects.filter(verb__in=verbs).values_list("verb", "actor_id", "object_kind")
    who = (city.section_reviewer, city.section_reviewer, city.performance, city.approver)
    assert list(entries) == [(verb, user.pk, "filing") for verb, user in zip(verbs, who, strict=True)]
