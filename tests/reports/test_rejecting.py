"""Answers that reviewers reject."""

import pytest

from assessments.document import codec
from assessments.models import (
    ExplanationRow,
    Filing,
    LogEntry,
    Rejection,
    Role,
    RoleName,
)
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services.explanations import explain
from assessments.services.filings import replace_document
from reports.judging import reject, take_back
from reports.models import Submission
from tests import factories
from tests.reports.judgements import FINAL, TEXT, only, returned
from tests.reports.paths import act, brought_to


def test_a_rejected_answer_must_be_given_anew_though_the_figures_are_the_same(city, reviewed):
    reject(reviewed, "B13", FINAL, "没有说明合同金额", by=city.section_reviewer)
    returned(city, reviewed)
    assert not only(reviewed).explained
    with pytest.raises(Refused):
        act(city, reviewed, "submit")
    for same in (TEXT, f"  {TEXT}\n"):
        with pytest.raises(Refused):
            explain(reviewed.pk, "B13", FINAL, same, by=city.preparer)
    explain(reviewed.pk, "B13", FINAL, "合同金额29万元,跨年支付。", by=city.preparer)
    assert only(reviewed).explained
    act(city, reviewed, "submit")
    assert Submission.objects.get(number=2).document.explanations[0].text.text == "合同金额29万元,跨年支付。"


def test_a_rejected_text_stays_rejected_when_other_texts_came_between(city, reviewed):
    reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    returned(city, reviewed)
    explain(reviewed.pk, "B13", FINAL, "另一个理由。", by=city.preparer)
    explain(reviewed.pk, "B13", FINAL, "", by=city.preparer)
    with pytest.raises(Refused):
        explain(reviewed.pk, "B13", FINAL, TEXT, by=city.preparer)
    assert not ExplanationRow.objects.exists()


def test_rejecting_moves_nothing_and_stops_the_passing_until_it_is_taken_back(city, reviewed):
    made = reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    assert factories.fresh(reviewed).state == "first_review"
    with pytest.raises(Refused) as refusal:
        act(city, reviewed, "first_review")
    assert len(refusal.value.reasons) == 1
    take_back(reviewed, made.pk, by=city.section_reviewer)
    act(city, reviewed, "first_review")
    returned_later = act(city, reviewed, "return", "performance")
    assert returned_later.to_state == "draft"
    assert only(reviewed).explained
    with pytest.raises(Refused):
        take_back(reviewed, made.pk, by=city.performance)


def test_a_rejection_of_an_earlier_submission_does_not_stop_a_later_one(city, reviewed):
    made = reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    returned(city, reviewed)
    explain(reviewed.pk, "B13", FINAL, "合同跨年支付。", by=city.preparer)
    brought_to(city, "first_review", reviewed)
    with pytest.raises(Refused):
        take_back(reviewed, made.pk, by=city.section_reviewer)
    brought_to(city, "approved", reviewed)


def test_what_the_unit_head_rejected_does_not_count_after_the_preparer_withdrew(city):
    loaded = factories.draft(city, **{FINAL: "10.00"})
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    filing = brought_to(city, "signing", loaded.filing)
    reject(filing, "B13", FINAL, "再说清楚", by=city.head)
    with pytest.raises(Refused):
        act(city, filing, "sign")
    act(city, filing, "withdraw")
    assert not only(filing).explained


def test_a_second_click_finds_the_answer_rejected(city, reviewed):
    first, second = (reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer) for _click in range(2))
    assert first == second
    assert LogEntry.objects.filter(verb="reject").count() == 1


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "performance", "administrator", "stranger"])
def test_only_who_holds_the_filing_rejects(city, reviewed, who):
    with pytest.raises(Refused):
        reject(reviewed, "B13", FINAL, "再说清楚", by=getattr(city, who))
    assert not Rejection.objects.exists()


def test_nobody_rejects_in_a_filing_that_the_same_account_prepared(city, reviewed):
    Role.objects.create(user=city.preparer, name=RoleName.BUREAU_SECTION, section=city.section)
    with pytest.raises(Refused):
        reject(reviewed, "B13", FINAL, "再说清楚", by=city.preparer)


def test_who_rejected_is_no_preparer_and_decides_later(city, reviewed):
    made = reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    take_back(reviewed, made.pk, by=city.section_reviewer)
    act(city, reviewed, "first_review")
    assert factories.fresh(reviewed).state == "second_review"


@pytest.mark.parametrize(
    ("rule", "path", "remark"),
    [
        ("B13", FINAL, " "),
        ("B13", FINAL, "长" * 2001),
        ("B13", FINAL, "a\x00b"),
        ("B12", FINAL, "不清楚"),
        ("B13", "phone", "不清楚"),
    ],
)
def test_what_is_no_answer_or_no_remark_is_refused(city, reviewed, rule, path, remark):
    with pytest.raises(Refused):
        reject(reviewed, rule, path, remark, by=city.section_reviewer)


def test_a_page_of_an_older_submission_rejects_nothing(city, reviewed):
    with pytest.raises(Refused):
        reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer, seen="0" * 64)


def test_a_draft_is_not_reviewed(city):
    loaded = factories.draft(city, **{FINAL: "10.00"})
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    with pytest.raises(Refused):
        reject(loaded.filing, "B13", FINAL, "再说清楚", by=city.head)


def test_a_rejected_answer_is_not_brought_back_by_a_file(city, reviewed):
    reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    returned(city, reviewed)
    replace_document(reviewed, load(reviewed.pk).document, by=city.preparer)
    assert ExplanationRow.objects.get().text == TEXT
    assert not only(reviewed).explained


def test_a_rejected_answer_follows_its_row_into_a_replaced_document(city):
    loaded = factories.draft(city, **{"department_evaluation.indicators[0].actual": "500"})
    finding = next(one for one in findings_of(loaded) if one.rule == "E16")
    for one in findings_of(loaded):
        if one.blocks:
            explain(loaded.filing.pk, one.rule, one.path, TEXT, by=city.preparer)
    filing = brought_to(city, "first_review", loaded.filing)
    reject(filing, "E16", finding.path, "再说清楚", by=city.section_reviewer)
    returned(city, filing)
    data = codec.to_json(load(filing.pk).document)
    rows = data["department_evaluation"]["indicators"]
    rows.append(rows.pop(0))
    for one in data["explanations"]:
        one["path"] = one["path"].replace("indicators[0]", f"indicators[{len(rows) - 1}]")
    replace_document(filing, codec.from_json(data), by=city.preparer)
    moved = [one for one in findings_of(load(filing.pk)) if one.rule == "E16"]
    assert [(one.path, one.explained) for one in moved] == [
        (f"department_evaluation.indicators[{len(rows) - 1}].actual", False)
    ]


def test_an_approved_filing_takes_no_rejections_into_its_next_version(city, reviewed):
    reject(reviewed, "B13", FINAL, "再说清楚", by=city.section_reviewer)
    returned(city, reviewed)
    explain(reviewed.pk, "B13", FINAL, "合同跨年支付。", by=city.preparer)
    brought_to(city, "approved", reviewed)
    act(city, reviewed, "reopen")
    later = Filing.objects.get(version=2)
    assert only(later).explained
    brought_to(city, "approved", later)
