"""The mass check of a year: the same findings as on the page of each filing, counted and kept."""

import datetime
from collections import Counter
from dataclasses import replace

import pytest
from django.db import OperationalError
from django.utils import timezone

from assessments.models import BasicData, Enrolment, ExpenditureRow, Filing, FilingCheck, FiscalYear, Job, Waiver
from assessments.rules import Severity, rule_set
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of, marks_of_many
from assessments.selectors.unjudged import told_apart
from assessments.services import jobs
from assessments.services.explanations import explain
from assessments.services.validation import PART, VALIDATE_YEAR, validate_some
from tests import factories
from tests.assessments.selectors.test_documents import several
from tests.reports.paths import act, brought_to

FINAL = "basic_data.expenditure[procurement].final"
HEADCOUNT = "basic_data.headcount.actual"


def checked(filing):
    validate_some({}, [filing.pk], lambda: None)
    return FilingCheck.objects.get(filing=filing)


def marks(found):
    """What is counted of findings."""
    return Counter((one.rule, one.severity, one.explained, one.waived) for one in found)


def test_many_are_judged_as_each_alone(city):
    keys = several(city, 5)
    assert [(one.filing.pk, marks(found)) for one, found in marks_of_many(keys, size=2)] == [
        (key, marks(findings_of(load(key)))) for key in keys
    ]


def test_many_are_judged_beside_last_years_filings(city):
    brought_to(city, "approved")
    days = {"opens_on": datetime.date(2026, 1, 6), "due_on": datetime.date(2026, 3, 31)}
    year = FiscalYear.objects.create(year=2025, status="open", **days)
    enrolment = Enrolment.objects.create(fiscal_year=year, department=city.enrolment.department, name="甲市乙支队")
    filing = factories.draft(replace(city, year=year, enrolment=enrolment)).filing
    [(_loaded, found)] = marks_of_many([filing.pk])
    assert marks(found) == marks(findings_of(load(filing.pk)))
    assert "H01" in {one.rule for one in found}


@pytest.mark.parametrize("number", [1, 6])
def test_many_are_judged_in_a_fixed_number_of_queries(city, number, django_assert_num_queries):
    keys = several(city, number)
    today = timezone.localdate()
    for key in keys:
        Waiver.objects.create(
            filing_id=key, rule="B01", reason="同意", expires_on=today, granted_by=city.performance, granted_on=today
        )
    Filing.objects.update(noted_at=timezone.now())
    with django_assert_num_queries(10):
        assert len(list(marks_of_many(keys))) == number


def test_what_is_kept_are_the_findings_counted(city):
    filing = factories.draft(city, **{FINAL: "10.00", HEADCOUNT: "99"}).filing
    found = findings_of(load(filing.pk))
    kept = checked(filing)
    assert kept.rules == {code: sum(one.rule == code for one in found) for code in sorted({one.rule for one in found})}
    assert kept.errors == sum(one.severity is Severity.ERROR for one in found) > 0
    assert kept.open_warnings == sum(one.severity is Severity.WARNING for one in found) > 0
    assert (kept.explained, kept.waived, kept.waived_rules, kept.holds_until) == (0, 0, {}, None)
    assert (kept.revision, kept.rule_set) == (filing.revision, rule_set())


def test_an_explained_warning_is_counted_apart_and_a_waived_rule_too(city):
    filing = factories.draft(city, **{FINAL: "10.00"}).filing
    explain(filing.pk, "B13", FINAL, "跨年采购", by=city.preparer)
    kept = checked(filing)
    assert (kept.open_warnings, kept.explained, kept.rules) == (0, 1, {"B13": 1})
    today = timezone.localdate()
    Waiver.objects.create(
        filing=filing, rule="B13", reason="同意", expires_on=today, granted_by=city.performance, granted_on=today
    )
    Filing.objects.update(noted_at=timezone.now())
    kept = checked(factories.fresh(filing))
    assert (kept.explained, kept.waived, kept.rules, kept.waived_rules) == (0, 1, {}, {"B13": 1})
    assert kept.holds_until == today
    assert kept.noted_at == Filing.objects.get().noted_at


@pytest.mark.django_db(transaction=True)
def test_a_year_is_checked_whole_and_again(settings):
    city = factories.city()
    factories.draft(city, **{FINAL: "10.00"})
    made = jobs.ask(VALIDATE_YEAR, {"year": 2024}, by=city.performance)
    row = Job.objects.get(pk=made.pk)
    expected = {"filings": 1, "with_errors": 0, "rules": {"B13": 1}, "rule_set": rule_set(), "unjudged": []}
    assert (row.status, row.result) == (Job.Status.DONE, expected)
    factories.draft(city)
    jobs.ask(VALIDATE_YEAR, {"year": 2024}, by=city.performance)
    assert [one.rules for one in FilingCheck.objects.all()] == [{}]


def test_two_people_who_ask_at_once_get_one_job(city, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        first = jobs.ask(VALIDATE_YEAR, {"year": 2024}, by=city.performance)
        assert jobs.ask(VALIDATE_YEAR, {"year": 2024}, by=city.supervisor) == first
        assert jobs.ask(VALIDATE_YEAR, {"year": 2023}, by=city.supervisor) != first


def test_a_year_goes_in_parts(city, monkeypatch):
    several(city, 4)
    monkeypatch.setattr("assessments.services.validation.PART", 1)
    made = Job.objects.create(kind=VALIDATE_YEAR, arguments={"year": 2024}, asked_by=city.performance)
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, made.result["filings"], FilingCheck.objects.count(), PART) == (Job.Status.DONE, 2, 2, 200)


def unreadable(key):
    """Make a stored cell of a filing one that cannot be read, as only a change beside the product can; its address."""
    row = ExpenditureRow.objects.filter(filing=key).order_by("position")[0]
    ExpenditureRow.objects.filter(pk=row.pk).update(budget="十二")
    return f"expenditure-{row.pk}-budget"


@pytest.mark.parametrize("place", range(5))
def test_a_filing_that_cannot_be_read_is_named_and_the_others_are_judged(city, place, caplog):
    keys = several(city, 5)
    address = unreadable(keys[place])
    steps = []
    result = validate_some({}, keys, lambda: steps.append(1))
    rest = keys[:place] + keys[place + 1 :]
    assert (result["filings"], len(steps)) == (4, 5)
    assert [(one.pk, one.fault != "") for one in FilingCheck.objects.order_by("pk")] == [
        (key, key == keys[place]) for key in keys
    ]
    filing = Filing.objects.get(pk=keys[place])
    [[code, name, version, fault]] = result["unjudged"]
    assert (code, name, version) == (filing.enrolment.department.code, filing.enrolment.name, 1)
    assert fault.startswith(f"{address}: ")
    assert "十二" in fault
    assert [FilingCheck.objects.get(pk=key).rules for key in rest] == [
        {code: sum(one.rule == code for one in found) for code in sorted({one.rule for one in found})}
        for found in (findings_of(load(key)) for key in rest)
    ]
    assert [str(keys[place]) in record.getMessage() for record in caplog.records] == [True]


def test_a_filing_that_is_mended_is_judged_again(city, caplog):
    filing = factories.draft(city, **{FINAL: "10.00"}).filing
    before = filing.expenditure.order_by("position")[0].budget
    unreadable(filing.pk)
    assert checked(filing).fault != ""
    ExpenditureRow.objects.filter(budget="十二").update(budget=before)
    again = checked(filing)
    assert (again.fault, again.rules) == ("", {"B13": 1})


def test_what_is_wrong_is_told_where_it_is_no_cell(city, caplog):
    filing = factories.draft(city).filing
    BasicData.objects.filter(filing=filing).delete()
    assert checked(filing).fault.startswith("RelatedObjectDoesNotExist: ")


def test_a_database_that_refuses_is_no_fault_of_a_filing(city):
    def judge(keys):
        raise OperationalError("the disk is full")
        yield

    with pytest.raises(OperationalError):
        list(told_apart(judge, [1, 2]))


def test_both_versions_of_a_reopened_filing_are_checked(city):
    filing = brought_to(city, "approved")
    act(city, filing, "reopen")
    made = Job.objects.create(kind=VALIDATE_YEAR, arguments={"year": 2024}, asked_by=city.performance)
    jobs.carry_out(made.pk)
    assert FilingCheck.objects.count() == Filing.objects.count() == 2
