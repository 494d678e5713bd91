"""Remarks on cells: reviewers pin and close them, the preparer answers them. Nothing here moves a filing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.document.cells import Figure, Text
from assessments.document.paths import cells
from assessments.document.places import place
from assessments.extensions import Pin
from assessments.models import Filing, State, User
from assessments.refusals import Refused
from assessments.selectors.access import may_edit
from assessments.selectors.documents import Loaded, hold, load_rows
from assessments.selectors.likeness import Likeness
from assessments.selectors.rows import anchored, unanchored
from assessments.services import log
from reports.judging import note, written
from reports.models import Remark
from reports.workflow import current_submission, may_judge, reasons_of_reading


@transaction.atomic
def pin(filing: Filing, path: str, text: str, *, by: User, seen: str | None = None) -> Remark:
    """Pin a remark to a cell of the submission under review. Raises `Refused`.

    `seen` is the hash of the submission that the person read. A second click finds the remark pinned.
    """
    row = hold(filing.pk)
    if reasons := may_judge(by, row) or reasons_of_reading(row, seen):
        raise Refused(reasons)
    text = written(text, _("Write the remark."))
    submission = current_submission(row)
    cell = cells(submission.document).get(path) if submission else None
    if submission is None or cell is None:
        raise Refused(_("This filing has no such cell."))
    what = {"filing": row, "submission_number": submission.number, "text": text, "by": by}
    what["anchor"] = anchored(path, load_rows(row).prefixes)
    known = Remark.objects.filter(**what, closed_at=None).first()
    if known is not None:
        return known
    words = place(submission.document, path)
    made = Remark.objects.create(**what, place=words, was=cell.text or "", at=timezone.now())
    note(row)
    log.record("remark", by=by, about=row, after={made.anchor: text})
    return made


@transaction.atomic
def answer(remark: Remark, text: str, done: bool, *, by: User) -> None:
    """Answer a remark and say whether it is done; neither takes an answer back. Raises `Refused`."""
    row = hold(remark.filing_id)
    if reasons := may_edit(by, row):
        raise Refused(reasons)
    found = Remark.objects.get(pk=remark.pk)
    if found.closed_at is not None:
        raise Refused(_("This remark is closed."))
    before = {"answer": found.answer, "done": found.done}
    text = written(text, "") if text.strip() else ""
    found.answer, found.done = text, done
    given = bool(text) or done
    found.answered_by, found.answered_at = (by, timezone.now()) if given else (None, None)
    found.save(update_fields=["answer", "done", "answered_by", "answered_at"])
    note(row)
    log.record("answer_remark", by=by, about=row, before=before, after={"answer": text, "done": done, "to": found.text})


@transaction.atomic
def close(remark: Remark, closed: bool, *, by: User) -> None:
    """Say that a remark is settled, or that it is not after all. Raises `Refused`."""
    row = hold(remark.filing_id)
    if reasons := may_judge(by, row):
        raise Refused(reasons)
    found = Remark.objects.get(pk=remark.pk)
    if (found.closed_at is not None) == closed:
        return
    found.closed_by, found.closed_at = (by, timezone.now()) if closed else (None, None)
    found.save(update_fields=["closed_by", "closed_at"])
    note(row)
    log.record("close_remark", by=by, about=row, after={"closed": closed, "remark": found.text})


# What pages show -------------------------------------------------------------------------------------


def pins(loaded: Loaded) -> list[Pin]:
    """The remarks of a filing, those that are not closed first: one query, none where nothing was ever said."""
    if loaded.filing.noted_at is None:
        return []
    found = Remark.objects.filter(filing=loaded.filing).select_related("by", "answered_by", "closed_by").order_by("pk")
    stored = cells(loaded.document)
    return sorted((_pin(one, loaded, stored) for one in found), key=lambda one: bool(one.closed_by))


def _pin(one: Remark, loaded: Loaded, stored: Mapping[str, Text | Figure]) -> Pin:
    path = unanchored(one.anchor, loaded.places)
    there = stored.get(path)
    return Pin(
        key=one.pk,
        path=path if there is not None else "",
        place=one.place,
        was=one.was,
        now=(there.text or "") if there is not None else "",
        text=one.text,
        by=one.by.full_name,
        at=one.at,
        submission=one.submission_number,
        answer=one.answer,
        done=one.done,
        answered_by=one.answered_by.full_name if one.answered_by else "",
        answered_at=one.answered_at,
        closed_by=one.closed_by.full_name if one.closed_by else "",
        url=reverse("remark", args=(loaded.filing.pk, one.pk)),
    )


def pin_url(user: Any, filing: Filing) -> str:
    """Where this person pins a remark to a cell of the filing, its path to be put behind; nothing where they may not."""
    if may_judge(user, filing):
        return ""
    name = "sign" if filing.state == State.SIGNING else "review"
    return f"{reverse(name, args=(filing.pk,))}?pin="


def rows_replaced(likeness: Likeness) -> None:
    """Remarks go along with their rows when a document is taken in."""
    changed: Iterable[Remark] = Remark.objects.filter(filing=likeness.filing, anchor__contains="[#")
    for one in changed:
        one.anchor = likeness.anchor_of(one.anchor)
        one.save(update_fields=["anchor"])
