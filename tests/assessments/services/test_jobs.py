import pytest
from django.utils import timezone

from assessments.models import Job, LogEntry
from assessments.models.jobs import PATIENCE, SILENCE
from assessments.refusals import Refused
from assessments.rules import rule_set
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
    assert row.result == {"filings": 1, "with_errors": 0, "rules": {"B13": 1}, "rule_set": rule_set(), "unjudged": []}
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


# A worker that dies ------------------------------------------------------------------------------------

LONG_AGO = timezone.now() - SILENCE - PATIENCE


def running(city, **facts):
    """A job whose worker was last heard of long ago."""
    facts = {"status": Job.Status.RUNNING, "started_at": LONG_AGO, "seen_at": LONG_AGO, "arguments": {"n": 1}} | facts
    return Job.objects.create(kind="broken", asked_by=city.administrator, **facts)


def test_a_job_whose_worker_is_silent_has_stopped(city):
    assert running(city).stopped
    assert not running(city).under_way
    assert not running(city, seen_at=timezone.now()).stopped
    assert running(city, status=Job.Status.DONE).stopped is False
    assert str(running(city).standing) != str(running(city).get_status_display())


@pytest.mark.parametrize("ask", [jobs.ask_again, lambda job, *, by: jobs.ask(job.kind, job.arguments, by=by)])
@pytest.mark.django_db(transaction=True)
def test_a_job_that_stopped_is_asked_for_again_and_done(broken, ask):
    city = factories.city()
    broken.append({})
    old = running(city)
    new = ask(old, by=city.administrator)
    old.refresh_from_db()
    assert (new.pk != old.pk, old.status, old.message) == (True, Job.Status.FAILED, jobs.STOPPED)
    assert Job.objects.get(pk=new.pk).status == Job.Status.DONE


def test_a_job_that_works_is_not_given_up(city, broken):
    seen = running(city)
    Job.objects.filter(pk=seen.pk).update(seen_at=timezone.now())  # the worker was only slow
    with pytest.raises(Refused):
        jobs.ask_again(seen, by=city.administrator)
    assert Job.objects.get(pk=seen.pk).status == Job.Status.RUNNING
    assert jobs.ask("broken", {"n": 1}, by=city.administrator) == seen


def test_a_slow_worker_whose_job_was_given_up_stops_and_alters_nothing(city, caplog):
    def work(arguments, progress):
        progress.begin(2)
        Job.objects.update(status=Job.Status.FAILED, message="given up")
        progress.step()  # not told yet
        progress.step()
        raise AssertionError("it went on")

    jobs.KINDS["slow"] = work
    try:
        made = Job.objects.create(kind="slow", asked_by=city.administrator)
        jobs.carry_out(made.pk)
    finally:
        del jobs.KINDS["slow"]
    made.refresh_from_db()
    assert (made.status, made.message, made.finished) == (Job.Status.FAILED, "given up", 0)


def test_a_worker_that_is_told_to_end_says_so(city, broken):
    def work(arguments, progress):
        raise SystemExit

    jobs.KINDS["broken"] = work
    made = Job.objects.create(kind="broken", asked_by=city.administrator)
    with pytest.raises(SystemExit):
        jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, made.message) == (Job.Status.FAILED, jobs.STOPPED)


def test_work_that_nobody_took_up_is_handed_out_again_and_done_once(city, broken, django_capture_on_commit_callbacks):
    waiting = running(city, status=Job.Status.WAITING, started_at=None, seen_at=None)
    assert not waiting.overdue
    Job.objects.update(asked_at=LONG_AGO)
    waiting.refresh_from_db()
    assert waiting.overdue
    broken.append({})
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.ask_again(waiting, by=city.administrator) == waiting
        assert jobs.ask("broken", {"n": 1}, by=city.administrator) == waiting
    assert len(broken) == 2
    assert Job.objects.get().status == Job.Status.DONE
