"""Whether what was frozen and decided stands as it was: snapshots against their hashes, decisions and states against the log.

The log proves itself by its chain (`assessments.services.log.verify`); here everything else that must not change is held against it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from assessments.extensions import Proof
from assessments.models import Filing, LogEntry, State
from reports.models import BrokenRule, Decision, Submission, Verb
from reports.submitting import listed

PORTION = 100  # filings that are read at once

Faults = dict[int, list[str]]  # by the key of the filing
Move = dict[str, Any]  # the columns of a decision


def prove(read: Callable[[], None] = lambda: None) -> Proof:
    """Read every snapshot and decision. `read` is called after each portion of filings.

    What somebody moves meanwhile looks wrong for a moment: a filing with a fault is read again while its row is held.
    """
    proof = Proof()
    filings = Filing.objects.select_related("enrolment__fiscal_year", "enrolment__department").order_by("pk")
    last = 0
    while portion := list(filings.filter(pk__gt=last)[:PORTION]):
        last = portion[-1].pk
        proof.snapshots += Submission.objects.filter(filing__in=portion).count()
        found = _faults_of(portion)
        for filing in portion:
            if filing.pk in found:
                proof.faults += [f"{filing}: {fault}" for fault in _faults_while_held(filing.pk)]
        read()
    proof.faults += _gone()
    return proof


@transaction.atomic
def _faults_while_held(filing: int) -> list[str]:
    row = Filing.objects.select_for_update().get(pk=filing)
    return _faults_of([row]).get(filing, [])


def _faults_of(filings: Sequence[Filing]) -> Faults:
    """What is wrong with each of some filings; those without a fault are not in it."""
    keys = [filing.pk for filing in filings]
    decided, told = _decided(keys), _told(keys)
    found: Faults = defaultdict(list)
    for filing in filings:
        moves = decided[filing.pk]
        if not (_agree(moves, told[filing.pk]) and _on_the_newest(moves)):
            found[filing.pk].append(_("its decisions are not those of the log"))
        if filing.state != (moves[-1]["to_state"] if moves else State.DRAFT):
            found[filing.pk].append(_("its state is not the one that its last decision led to"))
    for filing, snapshots in groupby(_snapshots(keys), key=attrgetter("filing_id")):
        before = None
        for number, snapshot in enumerate(snapshots, start=1):
            for fault in _faults_of_snapshot(snapshot, number, before, decided[filing]):
                found[filing].append(_("snapshot %(number)s: %(fault)s") % {"number": snapshot.number, "fault": fault})
            before = snapshot
    return found


# Snapshots ---------------------------------------------------------------------------------------------


def _snapshots(filings: Sequence[int]) -> Iterator[Submission]:
    return Submission.objects.filter(filing__in=filings).order_by("filing", "number").iterator(chunk_size=20)


def _faults_of_snapshot(
    snapshot: Submission, number: int, before: Submission | None, moves: Sequence[Move]
) -> Iterator[str]:
    if snapshot.hash_of_content() != snapshot.sha256:
        yield _("its content was changed")
        return
    made = [(one["by"], one["at"]) for one in moves if one["submission"] == snapshot.pk and one["verb"] == Verb.SUBMIT]
    if made != [(snapshot.submitted_by_id, snapshot.submitted_at)] or snapshot.number != number:
        yield _("it is not what a decision to submit left")
    if before is not None and before.hash_of_content() != before.sha256:
        return  # it cannot be compared with what was changed
    figures = listed(snapshot.document, snapshot.findings, before.document if before is not None else None)
    rules = set(BrokenRule.objects.filter(submission=snapshot).values_list("rule", flat=True))
    if any(getattr(snapshot, name) != value for name, value in figures.items()) or rules != {
        one.rule for one in snapshot.findings
    }:
        yield _("the figures that lists show of it were changed")


# Decisions and the log ---------------------------------------------------------------------------------


def _decided(filings: Sequence[int]) -> dict[int, list[Move]]:
    """The decisions on each filing, in order."""
    found: dict[int, list[Move]] = defaultdict(list)
    columns = ("filing", "submission", "verb", "by", "from_state", "to_state", "at", "reason")
    rows = Decision.objects.filter(filing__in=filings).order_by("pk")
    for one in rows.values(*columns, sha256=models.F("submission__sha256"), late=models.F("submission__late")):
        found[one["filing"]].append(one)
    return found


def _told(filings: Sequence[int]) -> dict[int, list[LogEntry]]:
    """What the log tells of the moves of each filing, in order."""
    found: dict[int, list[LogEntry]] = defaultdict(list)
    names = [str(key) for key in filings]
    for entry in LogEntry.objects.filter(object_kind="filing", object_id__in=names, verb__in=Verb.values).order_by(
        "pk"
    ):
        found[int(entry.object_id)].append(entry)
    return found


def _agree(moves: Sequence[Move], entries: Sequence[LogEntry]) -> bool:
    return len(moves) == len(entries) and all(map(_is_told, moves, entries))


def _on_the_newest(moves: Sequence[Move]) -> bool:
    """Whether each decision fell on the snapshot that was the newest."""
    newest = None
    for move in moves:
        if move["verb"] == Verb.SUBMIT:
            newest = move["submission"]
        if move["submission"] != newest:
            return False
    return True


def _is_told(move: Move, entry: LogEntry) -> bool:
    """Whether an entry of the log tells of this decision, with the hash of what was decided on."""
    before, after = json.loads(entry.before), json.loads(entry.after)
    told = {"verb": entry.verb, "by": entry.actor_id, "from_state": before.get("state"), "to_state": after.get("state")}
    told |= {"sha256": after.get("submission"), "reason": after.get("reason"), "at": after.get("at")}
    if move["verb"] == Verb.SUBMIT:
        told["late"] = after.get("late")
    return told == {name: move[name] for name in told} | {"at": move["at"].isoformat()}


def _gone() -> list[str]:
    """The filings that the log tells of and that are no more."""
    told = LogEntry.objects.filter(object_kind="filing", verb=Verb.SUBMIT).values_list("object_id", "object_name")
    there = {str(key) for key in Filing.objects.values_list("pk", flat=True)}
    return [_("%(filing)s: it is gone") % {"filing": name} for key, name in dict(told).items() if key not in there]
