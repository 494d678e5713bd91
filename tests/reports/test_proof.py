"""What was frozen and decided is held against the log: one changed byte is found, and nothing that stands is doubted."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from assessments.models import Filing, Job, LogEntry, LogHead
from assessments.models.log_triggers import install, remove
from assessments.services import log
from reports import proof
from reports.models import BrokenRule, Decision, Submission
from reports.proof import prove
from tests import factories
from tests.assessments.views.browser import signed_in
from tests.reports.paths import act, brought_to


@pytest.fixture
def approved(city):
    """A filing that was returned once and then approved."""
    filing = brought_to(city, "first_review", factories.draft(city).filing)
    act(city, filing, "return", "section_reviewer")
    return brought_to(city, "approved", filing)


@pytest.fixture
def other(city):
    """A draft of the other department."""
    return factories.draft(replace(city, enrolment=city.other_enrolment, preparer=city.stranger)).filing


def faults():
    return len(prove().faults)


def test_what_stands_as_it_was_is_not_doubted(city, approved, capsys):
    assert (prove().snapshots, prove().faults) == (2, [])
    act(city, approved, "reopen")
    brought_to(city, "published", approved)
    assert (prove().snapshots, prove().faults) == (2, [])
    call_command("verify_log")
    assert "2" in capsys.readouterr().out.splitlines()[1]


def columns(table):
    return [one.attname for one in table._meta.concrete_fields if not one.primary_key]


def is_found(change):
    """Whether a change is found; it is undone."""
    with transaction.atomic():
        change()
        found = faults() >= 1
        transaction.set_rollback(True)
    return found


def test_every_column_of_a_snapshot_is_held(city, approved, other):
    changed = {
        "filing_id": other.pk,
        "number": 3,
        "late": False,
        "submitted_by_id": city.head.pk,
        "submitted_at": F("submitted_at") + timedelta(microseconds=1),
        "execution_rate": "95.01",
        "total_score": "98.96",
        "open_warnings": 1,
        "changed_cells": 1,
    }
    assert faults() == 0
    for column in columns(Submission):
        value = {column: changed.get(column, Concat(Value("~"), Substr(column, 2)))}
        assert is_found(lambda value=value: Submission.objects.filter(number=2).update(**value)), column


def test_every_column_of_a_decision_is_held(city, approved, other):
    changed = {
        "filing_id": other.pk,
        "submission_id": Submission.objects.get(number=1).pk,  # of the same content
        "verb": "sign",
        "from_state": "signing",
        "to_state": "published",
        "by_id": city.head.pk,
        "at": F("at") + timedelta(microseconds=1),
        "reason": "另有理由",
    }
    for column in columns(Decision):
        value = {column: changed[column]}
        assert is_found(lambda value=value: Decision.objects.filter(verb="approve").update(**value)), column


def test_what_is_gone_or_too_much_is_found(city, approved):
    first = Submission.objects.get(number=1)

    def without_the_first():
        for table in (BrokenRule, Decision):
            table.objects.filter(submission=first)._raw_delete("default")
        Submission.objects.filter(pk=first.pk)._raw_delete("default")

    for change in (
        lambda: Filing.objects.update(state="published"),
        lambda: BrokenRule.objects.create(submission=first, rule="B01"),
        lambda: Decision.objects.filter(verb="return")._raw_delete("default"),
        lambda: log.record("publish", by=city.head, about=approved, before={}, after={}),
        without_the_first,
    ):
        assert is_found(change)


def test_a_filing_that_is_gone_is_found(city, approved):
    assert prove().faults == []
    for table in (BrokenRule, Decision, Submission):
        table.objects.all()._raw_delete("default")
    name = str(approved)
    Filing.objects.filter(pk=approved.pk).delete()
    (fault,) = prove().faults
    assert fault.startswith(name)


def test_whoever_changes_a_snapshot_with_its_hash_is_found_by_the_log(city, approved):
    first = Submission.objects.get(number=1)
    first.policy_text = first.policy_text.replace('"ratio"', '"linear"')
    Submission.objects.filter(pk=first.pk).update(policy_text=first.policy_text, sha256=first.hash_of_content())
    assert len(prove().faults) == 1


def test_the_command_and_the_page_of_the_log_tell(city, approved, django_capture_on_commit_callbacks):
    Submission.objects.filter(number=1).update(rule_set="0")
    with pytest.raises(CommandError) as broken:
        call_command("verify_log")
    assert broken.value.returncode == 1
    browser = signed_in(city.auditor)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/log/")
    (fault,) = Job.objects.get(kind="check_log").result["faults"]
    assert fault in browser.get("/log/").content.decode()
    assert fault in str(broken.value)


def test_what_is_moved_while_it_is_read_is_not_doubted(city, approved, monkeypatch):
    """A filing is published between the reading of its decisions and that of the log."""
    decided = proof._decided

    def and_meanwhile_published(keys):
        found = decided(keys)
        if factories.fresh(approved).state == "approved":
            act(city, approved, "publish")
        return found

    monkeypatch.setattr(proof, "_decided", and_meanwhile_published)
    assert prove().faults == []
    assert factories.fresh(approved).state == "published"


@pytest.mark.parametrize("tries", [20, pytest.param(1000, marks=pytest.mark.soak)], ids=["few", "many"])
def test_one_changed_character_anywhere_is_found(city, approved, tries):
    """Any character of any text or figure of the log, the snapshots and the decisions, drawn at random."""
    remove(connection)
    chance = random.Random(tries)
    for _try in range(tries):
        table = chance.choice([LogEntry, LogHead, Submission, Decision])
        row = chance.choice(list(table.objects.all()))
        field = chance.choice(
            [one for one in table._meta.concrete_fields if not one.primary_key and not one.is_relation]
        )
        value = getattr(row, field.attname)
        if isinstance(value, str):
            if not value:
                continue
            place = chance.randrange(len(value))
            changed = (
                value[:place]
                + chance.choice([mark for mark in "0189ab年、" if mark != value[place]])
                + value[place + 1 :]
            )
        elif isinstance(value, bool):
            changed = not value
        elif isinstance(value, datetime):
            changed = value + timedelta(microseconds=10 ** chance.randrange(12))
        elif value is None:
            continue
        else:
            changed = value + chance.choice([1, 10])
        with suppress(IntegrityError), transaction.atomic():  # what a constraint refuses is found too
            table.objects.filter(pk=row.pk).update(**{field.attname: changed})
            assert not log.verify().holds or faults(), (table.__name__, field.attname, value, changed)
            transaction.set_rollback(True)
    install(connection)
