"""Take a file in, look at it, carry it out: at once where it is short, as a job where it is long."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessments.document.errors import SpokenError
from assessments.importing.bulk.columns import Message, fit
from assessments.importing.bulk.kinds import Kind, Look, RowRefused
from assessments.models import BulkImport, FiscalYear, Job, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of
from assessments.services import jobs, log
from assessments.services.jobs import Progress, job

LOOK, CARRY_OUT = "bulk_look", "bulk_carry_out"
MOST_MESSAGES = 2_000


def kinds() -> dict[str, Kind]:
    """Every kind by its name. What reads Word and Excel files is loaded only here."""
    from assessments.importing.bulk.accounts import ACCOUNTS
    from assessments.importing.bulk.budgets import BUDGETS
    from assessments.importing.bulk.departments import DEPARTMENTS
    from assessments.importing.bulk.filings import FILINGS

    return {kind.name: kind for kind in (DEPARTMENTS, ACCOUNTS, BUDGETS, FILINGS)}


def take_in(kind: Kind, name: str, raw: bytes, *, year: FiscalYear | None, by: User) -> BulkImport:
    """Read a file and have it looked at; nothing is made yet. Raises `Refused` and `FileRefused`."""
    from assessments.importing.bulk.tables import read_table

    _need(kind, by)
    clear()
    rows, messages = ([], []) if kind.read else read_table(name, raw, kind.columns, most=kind.most)
    made = BulkImport.objects.create(
        kind=kind.name,
        file_name=fit(name)[:200],
        sha256=hashlib.sha256(raw).hexdigest(),
        fiscal_year=year,
        rows=rows,
        raw=raw if kind.read else None,
        messages=_kept(messages),
        asked_by=by,
    )
    _ask(LOOK, made, len(rows), kind, by)
    return made


def ask_to_carry_out(asked: BulkImport, *, by: User) -> Job:
    """Have a file carried out that was looked at and has no fault. Raises `Refused`."""
    kind = kinds()[asked.kind]
    _need(kind, by)
    if asked.cleared_at is not None:
        raise Refused(_cleared())
    if asked.checked_at is None:
        raise Refused(_("The file has not been looked at yet."))
    if asked.faulty:
        raise Refused(_("The file has faults; put them right and send it again."))
    return _ask(CARRY_OUT, asked, len(asked.rows), kind, by)


def _ask(work: str, asked: BulkImport, count: int, kind: Kind, by: User) -> Job:
    arguments = {"import": asked.pk, "kind": asked.kind, "by": by.pk, "language": get_language() or ""}
    at_once = count <= kind.few if not (kind.read and work == LOOK) else len(asked.raw or b"") <= 200_000
    return jobs.ask(work, arguments, by=by, at_once=at_once)


def _need(kind: Kind, by: User) -> None:
    if not kind.allowed(roles_of(by)):
        raise Refused(_("Your role does not import this."))


def _cleared() -> str:
    return _("What this file held was cleared away; send it again.")


def clear(now: datetime | None = None) -> int:
    """Let go of what files held that nobody carried out within `IMPORT_DAYS` after they were looked at; how many files."""
    now = now or timezone.now()
    left = BulkImport.objects.filter(done_at=None, cleared_at=None).alias(since=Coalesce("checked_at", "asked_at"))
    old = left.filter(since__lt=now - timedelta(days=settings.IMPORT_DAYS))
    return old.update(rows=[], raw=None, messages=[], planned=[], cleared_at=now)


@job(LOOK)
def look(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Look at a file: what is wrong with each row, and what would be made. Nothing of it stays."""
    with override(arguments["language"] or None):
        asked = BulkImport.objects.select_related("fiscal_year", "asked_by").get(pk=arguments["import"])
        if asked.cleared_at is not None:
            return {"rows": 0, "messages": 0}
        kind = kinds()[asked.kind]
        try:
            found = _looked(asked, kind, progress)
        except (Refused, SpokenError) as error:
            reasons = error.reasons if isinstance(error, Refused) else [str(error)]
            found = Look([Message(0, reason) for reason in reasons])
        asked.messages = sorted([*asked.messages, *_kept(found.messages)], key=lambda one: one[0])[:MOST_MESSAGES]
        asked.planned, asked.raw, asked.checked_at = (
            [[row, fit(text)] for row, text in found.planned],
            None,
            timezone.now(),
        )
        asked.save(update_fields=["rows", "messages", "planned", "raw", "checked_at"])
    return {"rows": len(asked.rows), "messages": len(asked.messages)}


def _looked(asked: BulkImport, kind: Kind, progress: Progress) -> Look:
    """Read the file where that is still to be done, and look at its rows."""
    if kind.read and asked.raw is not None:
        asked.rows, messages = kind.read(asked.file_name, bytes(asked.raw))
        asked.messages = _kept(messages)
    progress.begin(len(asked.rows))
    return kind.look(asked, asked.rows, progress.step)


@job(CARRY_OUT)
def carry_out(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make everything that a file asks for, or nothing; done twice, the second time finds it done."""
    by = User.objects.get(pk=arguments["by"])
    with override(arguments["language"] or None):
        try:
            return {"made": _carried_out(arguments["import"], by)}
        except RowRefused as refusal:
            _refused(arguments["import"], [Message(refusal.row, reason) for reason in refusal.reasons])
        except Refused as refusal:
            _refused(arguments["import"], [Message(0, reason) for reason in refusal.reasons])
    return {"made": 0}


@transaction.atomic
def _carried_out(pk: int, by: User) -> int:
    asked = BulkImport.objects.select_for_update(of=("self",)).select_related("fiscal_year", "asked_by").get(pk=pk)
    if asked.done_at is not None:
        return len(asked.made)
    kind = kinds()[asked.kind]
    _need(kind, by)
    if asked.cleared_at is not None:
        raise Refused(_cleared())
    if asked.faulty or asked.checked_at is None:
        raise Refused(_("The file has faults; put them right and send it again."))
    count = len(asked.rows)
    asked.made = kind.carry_out(asked, asked.rows, by)
    asked.done_at, asked.rows = timezone.now(), []
    asked.save(update_fields=["made", "done_at", "rows"])
    about = {
        "kind": asked.kind,
        "file": asked.file_name,
        "sha256": asked.sha256,
        "rows": count,
        "made": len(asked.made),
    }
    log.record("bulk", by=by, about=asked, after=about)
    return len(asked.made)


def _refused(pk: int, messages: Sequence[Message]) -> None:
    """What changed since the look now stands against the file."""
    asked = BulkImport.objects.get(pk=pk)
    asked.messages = [*_kept(messages), *asked.messages]
    asked.save(update_fields=["messages"])


def _kept(messages: Sequence[Message]) -> list[list[Any]]:
    return [[row, fit(text), against] for row, text, against in messages]
