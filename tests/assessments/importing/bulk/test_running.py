"""Files of many things: looked at without a trace, then made whole or not at all, once, by whose it is."""

import datetime
import threading

import pytest
from django.db import connections

from assessments.importing.bulk import running
from assessments.importing.bulk.running import ask_to_carry_out, take_in
from assessments.models import (
    BulkImport,
    Department,
    Job,
    LogEntry,
)
from assessments.refusals import Refused
from assessments.services import jobs
from assessments.services.departments import add_department
from tests import factories
from tests.assessments.importing.bulk.workbook import against, workbook

DEPARTMENTS = ("code", "name", "supervisor", "section", "begins_on")


def test_a_file_is_made_whole_or_not_at_all(city, looked, carried_out):
    asked = looked(
        "departments", DEPARTMENTS, ("500", "丁局", "", "", "2025-01-01"), ("501", "戊局", "", "", "2025-01-01")
    )
    add_department(
        "501", "另一局", supervisor=None, section=None, begins_on=datetime.date(2025, 1, 1), by=city.administrator
    )
    carried_out(asked)
    assert asked.done_at is None
    assert [row for row, _text in against(asked)] == [3]
    assert not Department.objects.filter(code="500").exists()
    assert not LogEntry.objects.filter(verb="bulk").exists()


def test_a_file_is_carried_out_once(looked, carried_out):
    asked = looked("departments", DEPARTMENTS, ("500", "丁局", "", "", "2025-01-01"))
    carried_out(asked)
    carried_out(asked)
    assert Department.objects.filter(code="500").count() == 1
    assert LogEntry.objects.filter(verb="bulk").count() == 1


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("departments", "security"),
        ("departments", "performance"),
        ("accounts", "administrator"),
        ("budgets", "preparer"),
        ("filings", "security"),
    ],
)
def test_only_whose_it_is_imports(city, kind, who):
    with pytest.raises(Refused):
        take_in(running.kinds()[kind], "a.xlsx", workbook(DEPARTMENTS), year=city.year, by=getattr(city, who))
    assert not BulkImport.objects.exists()


def test_a_long_file_is_left_to_a_worker(city):
    rows = [(f"5{number:04}", f"丁{number}", "", "", "2025-01-01") for number in range(301)]
    take_in(running.kinds()["departments"], "a.xlsx", workbook(DEPARTMENTS, *rows), year=None, by=city.administrator)
    job, asked = Job.objects.get(), BulkImport.objects.get()
    assert (job.status, asked.checked_at) == (Job.Status.WAITING, None)
    with pytest.raises(Refused):
        ask_to_carry_out(asked, by=city.administrator)
    jobs.carry_out(job.pk)
    job.refresh_from_db()
    asked.refresh_from_db()
    assert (job.finished, job.total, len(asked.planned)) == (301, 301, 301)


@pytest.mark.django_db(transaction=True)
def test_two_workers_carry_a_file_out_once():
    place = factories.city()
    asked = take_in(
        running.kinds()["departments"],
        "a.xlsx",
        workbook(DEPARTMENTS, ("500", "丁局", "", "", "2025-01-01")),
        year=None,
        by=place.administrator,
    )
    arguments = {"import": asked.pk, "by": place.administrator.pk, "language": "en"}
    for _time in range(2):
        Job.objects.create(kind=running.CARRY_OUT, arguments=arguments, asked_by=place.administrator)
    keys = list(Job.objects.filter(kind=running.CARRY_OUT).values_list("pk", flat=True))

    def work(key):
        try:
            jobs.carry_out(key)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert set(Job.objects.values_list("status", flat=True)) == {Job.Status.DONE}
    assert Department.objects.filter(code="500").count() == 1
    assert LogEntry.objects.filter(verb="bulk").count() == 1
