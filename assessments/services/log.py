"""The append-only log: every move, edit, export, sign-in and role, each entry holding the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from assessments.context import current_request
from assessments.models import LogEntry, LogHead, User

# What can be logged. A new verb is registered here with its meaning.
VERBS = {
    "start": "a filing was begun",
    "import": "a document was taken in",
    "edit": "cells were changed",
    "add_row": "a row was added",
    "remove_row": "a row was removed",
    "move_row": "a row changed its place",
    "explain": "a warning was explained",
    "export": "a filing or document was taken out",
    "submit": "a filing was submitted",
    "withdraw": "a submission was withdrawn",
    "sign": "a filing was signed",
    "supervise": "the supervisor passed a filing",
    "first_review": "the bureau section passed a filing",
    "second_review": "the performance section passed a filing",
    "approve": "a filing was approved",
    "return": "a filing was returned",
    "publish": "a filing was published",
    "reopen": "an approved filing was reopened",
    "sign_in": "an account signed in",
    "sign_in_failed": "a sign-in was refused",
    "sign_out": "an account signed out",
    "password": "a password was changed",
    "account": "an account was made or changed",
    "grant_role": "a role was granted",
    "end_role": "a role was ended",
    "department": "a department was made or changed",
    "open_year": "a fiscal year was opened",
    "year": "a fiscal year was changed",
    "enrolment": "what a department owes in a year was changed",
    "extension": "a due day was extended",
    "job": "a job was asked for",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds: how many entries were read, and the first that does not fit, with the reason."""

    entries: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


@transaction.atomic(savepoint=False)
def record(
    verb: str,
    *,
    by: User | None,
    about: models.Model | None = None,
    before: Any = None,
    after: Any = None,
    actor_name: str = "",
) -> LogEntry:
    """Append one entry. `before` and `after` are data for JSON. Raises `ValueError` for a verb that is not registered."""
    if verb not in VERBS:
        raise ValueError(f"{verb} is no verb of the log")
    head = LogHead.objects.select_for_update().filter(pk=1).first() or LogHead(pk=1)
    info = current_request.get()
    entry = LogEntry(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor_name=(actor_name or (f"{by.full_name} ({by.username})" if by else ""))[:150],
        verb=verb,
        address=info.address[:45],
        request_id=info.request_id[:64],
        object_kind=about._meta.model_name or "" if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        object_name=str(about)[:200] if about is not None else "",
        before=_canonical(before),
        after=_canonical(after),
        previous_hash=head.entry_hash,
    )
    entry.entry_hash = hash_of(entry)
    entry.save(force_insert=True)
    head.sequence, head.entry_hash = entry.sequence, entry.entry_hash
    head.save()
    return entry


def verify() -> Verdict:
    """Read the whole chain and say where it breaks first."""
    count, previous = 0, ""
    for entry in LogEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        count += 1
        for reason in _faults(entry, count, previous):
            return Verdict(count, entry.sequence, reason)
        previous = entry.entry_hash
    head = LogHead.objects.filter(pk=1).first()
    if (head.sequence, head.entry_hash) != (count, previous) if head else count:
        return Verdict(count, count + 1, "the newest entries are missing")
    return Verdict(count)


def _faults(entry: LogEntry, place: int, previous: str) -> Iterator[str]:
    if entry.sequence != place:
        yield "an entry before this one is missing"
    if entry.previous_hash != previous:
        yield "it does not follow the entry before"
    if entry.entry_hash != hash_of(entry):
        yield "it was changed"


def hash_of(entry: LogEntry) -> str:
    """SHA-256 over every column of an entry but the hash itself."""
    columns = [
        entry.sequence,
        _moment(entry.at),
        entry.actor_id,
        entry.actor_name,
        entry.verb,
        entry.address,
        entry.request_id,
        entry.object_kind,
        entry.object_id,
        entry.object_name,
        entry.before,
        entry.after,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(columns, ensure_ascii=False).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(tz=timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def _canonical(data: Any) -> str:
    return "" if data is None else json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
