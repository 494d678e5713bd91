"""The append-only log: every move, edit, export, sign-in and role, each entry holding the hash of the one before."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from assessments.context import current_request
from assessments.models import LogEntry, LogHead, User
from assessments.selectors.prepared import Prepared

# What can be logged. A new verb is registered here with its meaning, which is translated when it is shown.
VERBS = {
    "start": gettext_noop("a filing was begun"),
    "import": gettext_noop("a document was taken in"),
    "edit": gettext_noop("cells were changed"),
    "add_row": gettext_noop("a row was added"),
    "remove_row": gettext_noop("a row was removed"),
    "move_row": gettext_noop("a row changed its place"),
    "explain": gettext_noop("a warning was explained"),
    "reject": gettext_noop("an answer to a warning was rejected"),
    "take_back": gettext_noop("the rejection of an answer was taken back"),
    "waive": gettext_noop("a rule was waived for a filing"),
    "end_waiver": gettext_noop("a waiver was withdrawn"),
    "remark": gettext_noop("a remark was pinned to a cell"),
    "answer_remark": gettext_noop("a remark was answered"),
    "close_remark": gettext_noop("a remark was closed or opened again"),
    "export": gettext_noop("a filing or document was taken out"),
    "submit": gettext_noop("a filing was submitted"),
    "withdraw": gettext_noop("a submission was withdrawn"),
    "sign": gettext_noop("a filing was signed"),
    "supervise": gettext_noop("the supervisor passed a filing"),
    "first_review": gettext_noop("the bureau section passed a filing"),
    "second_review": gettext_noop("the performance section passed a filing"),
    "approve": gettext_noop("a filing was approved"),
    "return": gettext_noop("a filing was returned"),
    "publish": gettext_noop("a filing was published"),
    "reopen": gettext_noop("an approved filing was reopened"),
    "sign_in": gettext_noop("an account signed in"),
    "sign_in_failed": gettext_noop("a sign-in was refused"),
    "sign_out": gettext_noop("an account signed out"),
    "password": gettext_noop("a password was changed"),
    "account": gettext_noop("an account was made or changed"),
    "grant_role": gettext_noop("a role was granted"),
    "end_role": gettext_noop("a role was ended"),
    "department": gettext_noop("a department was made or changed"),
    "open_year": gettext_noop("a fiscal year was opened"),
    "year": gettext_noop("a fiscal year was changed"),
    "policy": gettext_noop("the policy of a year was changed"),
    "confirm_policy": gettext_noop("the policy of a year was looked over and stands"),
    "enrolment": gettext_noop("what a department owes in a year was changed"),
    "extension": gettext_noop("a due day was extended"),
    "bulk": gettext_noop("a file of many departments, accounts or filings was carried out"),
    "job": gettext_noop("a job was asked for"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds: how many entries were read, and the first that does not fit, with the reason (translated when shown)."""

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
    head = hold()
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


def hold() -> LogHead:
    """The end of the log, locked until the transaction ends: whoever else appends, or holds it to do something once, waits."""
    return next(iter(_end.ask()), None) or LogHead(pk=1)


_end = Prepared(lambda: LogHead.objects.select_for_update().filter(pk=1))


def verify(read: Callable[[], None] = lambda: None) -> Verdict:
    """Read the chain up to its present end and say where it breaks first. `read` is called after each entry.

    People go on working meanwhile: what is appended after the end was looked up is left for the next time.
    """
    newest = LogEntry.objects.aggregate(newest=models.Max("sequence"))["newest"] or 0
    head = LogHead.objects.filter(pk=1).first() or LogHead(pk=1)
    count, previous = 0, ""
    for entry in LogEntry.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(chunk_size=2000):
        count += 1
        for reason in _faults(entry, count, previous):
            return Verdict(count, entry.sequence, reason)
        previous = entry.entry_hash
        read()
    if (head.sequence, head.entry_hash) != (count, previous):
        return Verdict(count, count + 1, gettext_noop("the newest entries are missing"))
    if newest > head.sequence:
        return Verdict(count, count + 1, gettext_noop("it stands after the end of the chain"))
    return Verdict(count)


def _faults(entry: LogEntry, place: int, previous: str) -> Iterator[str]:
    if entry.sequence != place:
        yield gettext_noop("an entry before this one is missing")
    if entry.previous_hash != previous:
        yield gettext_noop("it does not follow the entry before")
    if entry.entry_hash != hash_of(entry):
        yield gettext_noop("it was changed")


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
