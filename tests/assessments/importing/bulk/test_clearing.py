"""Files that nobody had carried out in time: what they held goes, who sent which file stays."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.importing.bulk import running
from assessments.importing.bulk.running import ask_to_carry_out, clear
from assessments.models import BulkImport, Department, Job
from assessments.refusals import Refused
from assessments.services import jobs

DEPARTMENTS = ("code", "name", "begins_on")


@pytest.fixture
def sent(looked):
    """A file that was looked at so many days ago."""

    def send(days, code="500", name="丁局"):
        asked = looked("departments", DEPARTMENTS, (code, name, "2025-01-01"))
        then = timezone.now() - timedelta(days=days)
        BulkImport.objects.filter(pk=asked.pk).update(asked_at=then, checked_at=then)
        asked.refresh_from_db()
        return asked

    return send


def holds(asked):
    asked.refresh_from_db()
    return bool(asked.rows or asked.planned or asked.messages or asked.raw)


def test_what_a_file_held_goes_after_its_days_and_not_before(sent, settings):
    young, old = sent(29, "500"), sent(31, "501")
    assert clear() == 1
    assert (holds(young), holds(old)) == (True, False)
    assert (old.cleared_at is not None, old.file_name, len(old.sha256)) == (True, "file.xlsx", 64)
    assert clear() == 0
    settings.IMPORT_DAYS = 28
    assert clear() == 1
    assert not holds(young)


def test_what_was_made_stays_and_so_does_its_record(sent, carried_out):
    asked = carried_out(sent(1))
    assert clear(timezone.now() + timedelta(days=999)) == 0
    assert (asked.planned != [], asked.made != [], asked.cleared_at) == (True, True, None)


def test_a_file_with_faults_and_one_that_no_worker_looked_at_go_too(city, sent):
    faulty = sent(31, name="")
    waiting = BulkImport.objects.create(kind="filings", raw=b"x", asked_by=city.administrator)
    BulkImport.objects.filter(pk=waiting.pk).update(asked_at=timezone.now() - timedelta(days=31))
    assert faulty.faulty
    assert clear() == 2
    assert (holds(faulty), holds(waiting)) == (False, False)


def test_the_next_file_and_the_command_clear_away(sent, looked, capsys):
    old = sent(31)
    looked("departments", DEPARTMENTS, ("501", "戊局", "2025-01-01"))
    assert not holds(old)
    sent(31, "502")
    call_command("clear_imports")
    assert capsys.readouterr().out == "1 cleared\n"


def test_a_cleared_file_is_not_carried_out_and_says_so(city, client, sent):
    asked = sent(31)
    arguments = {"import": asked.pk, "by": city.administrator.pk, "language": "en"}
    late = Job.objects.create(kind=running.CARRY_OUT, arguments=arguments, asked_by=city.administrator)
    again = Job.objects.create(kind=running.LOOK, arguments=arguments, asked_by=city.administrator)
    clear()
    asked.refresh_from_db()
    with pytest.raises(Refused):
        ask_to_carry_out(asked, by=city.administrator)
    for job in (late, again):
        jobs.carry_out(job.pk)
    asked.refresh_from_db()
    assert (asked.done_at, asked.made, asked.standing) == (None, [], "cleared away")
    assert not Department.objects.filter(code="500").exists()
    client.force_login(city.administrator)
    page = client.get(reverse("bulk_import", args=(asked.pk,))).content.decode()
    assert reverse("bulk", args=("departments",)) + "#send" in page
    assert 'value="carry_out"' not in page
