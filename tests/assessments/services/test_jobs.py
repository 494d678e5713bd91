import pytest

from assessments.models import Job, LogEntry
from assessments.refusals import Refused
from assessments.services import jobs
from assessments.services.validation import VALIDATE_YEAR
from tests import factories

FINAL = "basic_data.expenditure[procurement].final"


@pytest.fixture
def broken():
    """A kind of work that fails the first time."""
    calls = []

    def work(arguments, progress):
        progress.begin(2)
        progress.step()
        calls.append(arguments)
        if len(calls) == 1:
            raise RuntimeError("the disk is full")
        progress.step()
        return {"calls": len(calls)}

    jobs.KINDS["broken"] = work
    yield calls
    del jobs.KINDS["broken"]


@pytest.mark.django_db(transaction=True)
def test_a_job_is_carried_out_and_keeps_its_result():
    city = factories.city()
    factories.draft(city, **{FINAL: "10.00"})
    made = jobs.ask(VALIDATE_YEAR, {"year": 2024}, by=city.administrator)
    row = Job.objects.get(pk=made.pk)
    assert (row.status, row.total, row.finished) == (Job.Status.DONE, 1, 1)
    assert row.result == {"filings": 1, "with_errors": 0, "rules": {"B13": 1}}
    assert LogEntry.objects.filter(verb="job").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_says_why_and_can_be_asked_for_again(broken, caplog):
    city = factories.city()
    made = jobs.ask("broken", {"n": 1}, by=city.administrator)
    failed = Job.objects.get(pk=made.pk)
    assert (failed.status, failed.message, failed.finished) == (Job.Status.FAILED, "RuntimeError: the disk is full", 1)
    again = jobs.ask_again(failed, by=city.administrator)
    assert Job.objects.get(pk=again.pk).result == {"calls": 2}
    with pytest.raises(Refused):
        jobs.ask_again(Job.objects.get(pk=again.pk), by=city.administrator)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_done_is_not_done_again(broken):
    city = factories.city()
    broken.append({})
    made = jobs.ask("broken", {}, by=city.administrator)
    jobs.carry_out(made.pk)
    assert len(broken) == 2


def test_the_same_work_is_not_asked_for_twice_while_it_waits(city, broken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        first = jobs.ask("broken", {"n": 1}, by=city.administrator)
        assert jobs.ask("broken", {"n": 1}, by=city.administrator) == first
        assert jobs.ask("broken", {"n": 2}, by=city.administrator) != first


def test_unknown_work_is_refused(city):
    with pytest.raises(Refused):
        jobs.ask("nonsense", {}, by=city.administrator)
