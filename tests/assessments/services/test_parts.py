"""A job in parts: shared by whoever is free, each part taken once, a silent or failing helper made good."""

import gc
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assessments.models import Job, JobPart
from assessments.services import jobs, parts
from tests import factories


@pytest.fixture
def doubling(monkeypatch):
    """A shared kind of job that doubles numbers; it keeps which parts were done, and can be told what else to do with one."""
    done, also = [], {}

    def whole(arguments, progress):
        return parts.share(progress, range(arguments["upto"]), 3)

    def some(arguments, items, step):
        for _one in items:
            step()
        also.get(items[0], lambda: None)()
        done.append(items)
        return [2 * one for one in items]

    monkeypatch.setitem(jobs.KINDS, "double", whole)
    monkeypatch.setitem(parts.KINDS, "double", some)
    monkeypatch.setattr(parts, "TOLD_EVERY", 0)
    return done, also


def job(city, upto=8, **facts):
    return Job.objects.create(kind="double", arguments={"upto": upto}, asked_by=city.administrator, **facts)


@pytest.mark.parametrize("helpers", [0, 3])
def test_every_part_is_done_once_and_the_results_come_in_order(city, doubling, monkeypatch, helpers):
    monkeypatch.setattr(parts, "HELPERS", helpers)
    made = job(city)
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, made.total, made.finished) == (Job.Status.DONE, 8, 8)
    assert made.result == [[0, 2, 4], [6, 8, 10], [12, 14]]
    assert doubling[0] == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert not JobPart.objects.exists()


def test_nothing_to_do_is_done(city, doubling):
    made = job(city, upto=0)
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, made.result) == (Job.Status.DONE, [])


def test_a_failing_part_fails_the_job_with_its_message_and_leaves_no_parts(city, doubling, caplog):
    def fails():
        raise RuntimeError("the disk is full")

    doubling[1][3] = fails
    made = job(city)
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, made.message) == (Job.Status.FAILED, "RuntimeError: the disk is full")
    assert not JobPart.objects.exists()


def test_a_part_that_failed_at_a_helper_is_done_by_the_jobs_own_worker(city, doubling, caplog):
    calls = []

    def fails_once():
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("out of memory")

    doubling[1][0] = fails_once
    made = job(city)
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, len(calls)) == (Job.Status.DONE, 2)


def test_a_part_whose_helper_went_silent_is_done_by_another(city, doubling, monkeypatch):
    monkeypatch.setattr(parts, "HELPERS", 0)
    made = job(city)

    def dies(ago):
        gone = {"taken_by": "gone", "seen_at": timezone.now() - ago}
        JobPart.objects.filter(number=2).update(**gone)

    doubling[1][0] = lambda: dies(parts.SILENCE + timedelta(seconds=1))
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.status, made.result[2]) == (Job.Status.DONE, [12, 14])


def test_a_part_that_was_taken_over_is_not_ended_by_its_first_worker(city, doubling, monkeypatch):
    monkeypatch.setattr(parts, "HELPERS", 0)
    made = job(city, upto=2)
    doubling[1][0] = lambda: JobPart.objects.filter(taken_by__gt="", done=False).update(
        taken_by="another", done=True, result=["its own"]
    )
    jobs.carry_out(made.pk)
    made.refresh_from_db()
    assert made.result == [["its own"]]


def test_a_helper_that_comes_when_all_is_done_does_nothing(city, doubling):
    made = job(city, status=Job.Status.DONE)
    JobPart.objects.create(job=made, number=0, items=[1])
    parts.help_with_job.call(made.pk)
    assert doubling[0] == []


def test_a_helper_goes_to_the_end_of_the_queue(city, doubling, monkeypatch):
    monkeypatch.setattr(parts, "HELP_SECONDS", -1)
    handed = []
    monkeypatch.setattr(type(parts.help_with_job), "enqueue", lambda self, pk: handed.append(pk))
    made = job(city, status=Job.Status.RUNNING, started_at=timezone.now())
    JobPart.objects.bulk_create(JobPart(job=made, number=number, items=[number]) for number in range(2))
    parts.help_with_job.call(made.pk)
    assert (doubling[0], handed) == ([[0]], [made.pk])


def test_parts_of_a_job_that_was_given_up_are_cleared_away(city, doubling):
    JobPart.objects.create(job=job(city, status=Job.Status.FAILED), number=0, items=[1])
    jobs.carry_out(job(city).pk)
    assert not JobPart.objects.exists()


def test_garbage_is_collected_as_usual_afterwards(city, doubling):
    usual, inside = gc.get_threshold(), []
    doubling[1][0] = lambda: inside.append(gc.get_threshold())
    jobs.carry_out(job(city).pk)
    assert inside[0][0] > usual[0]
    assert gc.get_threshold() == usual


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_part(doubling):
    made = job(factories.city(), status=Job.Status.RUNNING, started_at=timezone.now())
    JobPart.objects.bulk_create(JobPart(job=made, number=number, items=[number]) for number in range(30))

    def help_out():
        try:
            parts.help_with_job.call(made.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=help_out) for _one in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(doubling[0]) == [[number] for number in range(30)]
    assert JobPart.objects.filter(done=True).count() == 30
