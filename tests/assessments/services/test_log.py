"""The log: registered verbs, one chain, and a database that refuses to change it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from assessments.context import RequestInfo, current_request
from assessments.models import LogEntry, LogHead
from assessments.models.log_triggers import install, missing_triggers, remove
from assessments.services import log
from perfeval.checks import log_is_guarded


@pytest.fixture
def entries(city):
    token = current_request.set(RequestInfo("127.0.0.9", "request-1"))
    log.record("sign_in", by=city.preparer)
    log.record("edit", by=city.preparer, about=city.enrolment, before={"a": "1"}, after={"a": "2"})
    log.record("sign_in_failed", by=None, actor_name="nobody")
    current_request.reset(token)
    return list(LogEntry.objects.order_by("sequence"))


def test_entries_follow_each_other(entries, city):
    first, second, third = entries
    assert [one.sequence for one in entries] == [1, 2, 3]
    assert (first.previous_hash, second.previous_hash) == ("", first.entry_hash)
    assert (second.actor_id, second.actor_name) == (city.preparer.pk, "张填报 (zhang)")
    assert (second.address, second.request_id) == ("127.0.0.9", "request-1")
    assert (second.object_kind, second.object_id) == ("enrolment", str(city.enrolment.pk))
    assert (second.before, second.after) == ('{"a": "1"}', '{"a": "2"}')
    assert third.actor_name == "nobody"
    assert log.verify() == log.Verdict(3)


def test_a_verb_that_is_not_registered_is_refused(city):
    with pytest.raises(ValueError, match="smile"):
        log.record("smile", by=city.preparer)


@pytest.mark.parametrize(
    "change", [lambda: LogEntry.objects.update(verb="edit"), lambda: LogEntry.objects.all().delete()]
)
def test_the_database_refuses_to_change_an_entry(entries, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert list(LogEntry.objects.order_by("sequence")) == entries


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
def test_the_database_refuses_to_truncate(entries):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE assessments_logentry")


@pytest.mark.parametrize("column", ["verb", "actor_name", "address", "object_id", "before", "after", "previous_hash"])
def test_one_changed_byte_is_found(entries, column):
    remove(connection)
    LogEntry.objects.filter(sequence=2).update(**{column: "x"})
    verdict = log.verify()
    assert (verdict.holds, verdict.broken_at) == (False, 2)
    install(connection)


def test_a_missing_entry_is_found_in_the_middle_and_at_the_end(entries):
    remove(connection)
    LogEntry.objects.filter(sequence=3).delete()
    assert log.verify().broken_at == 3
    LogEntry.objects.filter(sequence=1).delete()
    assert log.verify().broken_at == 2
    install(connection)


def test_a_missing_trigger_is_an_error_of_the_system_check(db):
    assert log_is_guarded(databases=["default"]) == []
    with connection.cursor() as cursor:
        on = " ON assessments_logentry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER assessments_logentry_no_delete{on}")
    (error,) = log_is_guarded(databases=["default"])
    assert error.id == "perfeval.E002"
    assert "assessments_logentry_no_delete" in error.msg
    install(connection)
    assert missing_triggers(connection) == []


def test_the_command_tells_by_its_exit_code(entries, capsys):
    call_command("verify_log")
    assert "3" in capsys.readouterr().out
    LogHead.objects.update(entry_hash="")
    with pytest.raises(CommandError) as broken:
        call_command("verify_log")
    assert broken.value.returncode == 1


def test_what_is_appended_while_the_chain_is_read_does_not_break_it(entries, city):
    assert log.verify(lambda: log.record("edit", by=city.preparer)) == log.Verdict(3)
    assert log.verify() == log.Verdict(6)


def test_an_entry_after_the_end_is_found(entries):
    LogHead.objects.update(sequence=2, entry_hash=entries[1].entry_hash)
    assert log.verify() == log.Verdict(2, 3, "it stands after the end of the chain")


def test_an_empty_log_holds(db):
    assert log.verify() == log.Verdict(0)
    LogHead.objects.all().delete()
    assert log.verify() == log.Verdict(0)
