"""Whether a PDF is what was approved: the filing that it carries, its snapshot and decisions, and every byte of it."""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.document import codec
from assessments.document import filing as document
from assessments.models import CONCLUDED, Filing, LogEntry
from reports.comparing import differences
from reports.documents import render_pdf
from reports.models import Decision, Submission, Verb

LARGEST = 32 * 1024 * 1024  # bytes; a whole filing has less than one million
SHOWN = 10  # differing cells that are named
ATTACHED = "filing.json"


class UnreadableDocument(Exception):
    """A file that holds no filing which could be looked for; the message is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is held to be, and the reasons against it; none means that it is what was approved."""

    year: int
    department: str
    filing: Filing | None = None
    sha256: str = ""  # of the snapshot
    approved_on: date | None = None
    reasons: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.reasons


def verify(raw: bytes, among: QuerySet[Filing]) -> Verdict:
    """Compare a PDF with what was approved among some filings. Raises UnreadableDocument."""
    text = attached(raw)
    try:
        carried = codec.loads(text)
    except codec.DocumentError as error:
        raise UnreadableDocument(_("The filing in this PDF cannot be read: %(error)s") % {"error": error}) from error
    department = ((carried.department.name.text if carried.department else None) or "").strip()
    submission = _approved(among, carried.fiscal_year, department, text)
    if submission is None:
        reason = _("No approved filing of this department and year has these figures or this name.")
        return Verdict(carried.fiscal_year, department, reasons=(reason,))
    approval = Decision.objects.filter(submission=submission, verb=Verb.APPROVE).order_by("-pk").first()
    reasons = [*_snapshot_faults(submission, approval), *_superseded(submission), *_content_faults(submission, carried)]
    if not reasons:
        reasons += _byte_faults(submission, raw)
    return Verdict(
        carried.fiscal_year,
        submission.filing.enrolment.name,
        submission.filing,
        submission.sha256,
        timezone.localdate(approval.at) if approval else None,
        tuple(reasons),
    )


def attached(raw: bytes) -> str:
    """The filing that a PDF carries, as text. Raises UnreadableDocument."""
    from pypdf import PdfReader

    if len(raw) > LARGEST:
        raise UnreadableDocument(_("The file is larger than any filing."))
    if not raw.startswith(b"%PDF-"):
        raise UnreadableDocument(_("The file is not a PDF."))
    try:
        found = PdfReader(io.BytesIO(raw)).attachments.get(ATTACHED, [])
        contents = list(found) if isinstance(found, list) else [found]
    except Exception as error:  # a broken file makes the reader raise whatever it stumbles over
        raise UnreadableDocument(_("The PDF is damaged or encrypted.")) from error
    if len(contents) != 1:
        raise UnreadableDocument(
            _("The PDF carries no filing. Only the PDF of a whole filing that was approved can be verified.")
        )
    try:
        return contents[0].decode()
    except UnicodeDecodeError as error:
        raise UnreadableDocument(_("The PDF is damaged or encrypted.")) from error


def _approved(among: QuerySet[Filing], year: int, department: str, text: str) -> Submission | None:
    """The approved submission with this document, else the one that the department of this name had approved last."""
    concluded = among.filter(enrolment__fiscal_year__year=year, state__in=CONCLUDED)
    approved = Submission.objects.filter(
        filing__in=concluded, decisions__verb=Verb.APPROVE, decisions__to_state__in=CONCLUDED
    ).select_related("filing__enrolment__fiscal_year")
    newest = approved.order_by("-filing__version", "-number")
    named = newest.filter(filing__enrolment__name=department)
    return named.filter(document_text=text).first() or newest.filter(document_text=text).first() or named.first()


def _snapshot_faults(submission: Submission, approval: Decision | None) -> list[str]:
    """What is wrong with the snapshot itself: changed after it was frozen, or approved nowhere in the log."""
    faults = []
    if submission.hash_of_content() != submission.sha256:
        faults.append(_("The snapshot in the database was changed after it was frozen."))
    entries = LogEntry.objects.filter(
        object_kind="filing", object_id=str(submission.filing_id), verb=Verb.APPROVE
    ).values_list("after", flat=True)
    if approval is None or not any(json.loads(one or "{}").get("submission") == submission.sha256 for one in entries):
        faults.append(_("The log holds no approval of this snapshot."))
    return faults


def _superseded(submission: Submission) -> list[str]:
    """Whether a later version was approved in the place of this one."""
    filing = submission.filing
    later = (
        Decision.objects.filter(
            filing__enrolment=filing.enrolment_id,
            filing__version__gt=filing.version,
            filing__state__in=CONCLUDED,
            verb=Verb.APPROVE,
        )
        .select_related("filing")
        .order_by("-filing__version", "-pk")
        .first()
    )
    if later is None:
        return []
    day = date_format(timezone.localtime(later.at), "Y-m-d")
    return [
        _("It was approved, but version %(version)s, approved on %(day)s, took its place.")
        % {"version": later.filing.version, "day": day}
    ]


def _content_faults(submission: Submission, carried: document.Filing) -> list[str]:
    """The cells in which the filing in the file differs from the approved one."""
    if carried == submission.document:
        return []
    found = differences(submission.document, carried)
    if not found:
        return [_("The filing in the file is not the approved one, though no cell differs.")]
    faults = [
        _("%(place)s: approved “%(before)s”, in the file “%(now)s”.")
        % {"place": one.place, "before": _short(one.before), "now": _short(one.now)}
        for one in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        faults.append(_("%(count)s more cells differ.") % {"count": len(found) - SHOWN})
    return faults


def _short(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 40 else text


def _byte_faults(submission: Submission, raw: bytes) -> list[str]:
    """Whether the file is, byte for byte, the approved document as it is drawn now or as it was handed out earlier."""
    drawn = render_pdf(submission.document, submission.template)
    if drawn == raw or hashlib.sha256(raw).hexdigest() in _handed_out(submission):
        return []
    place = next((at for at, (one, other) in enumerate(zip(drawn, raw, strict=False)) if one != other), None)
    return [
        _(
            "The filing in it is the approved one, but the file is not the document that was approved: it was changed, "
            "or drawn by another version of the program (first difference at byte %(place)s; %(size)s bytes, "
            "approved %(expected)s)."
        )
        % {
            "place": min(len(drawn), len(raw)) + 1 if place is None else place + 1,
            "size": len(raw),
            "expected": len(drawn),
        }
    ]


def _handed_out(submission: Submission) -> set[str]:
    """The hashes of the files of this snapshot that were taken out as approved, from the log."""
    entries = LogEntry.objects.filter(
        object_kind="filing", object_id=str(submission.filing_id), verb="export"
    ).values_list("after", flat=True)
    read = (json.loads(one or "{}") for one in entries)
    return {
        one["sha256"]
        for one in read
        if one.get("submission") == submission.sha256 and one.get("draft") is False and "sha256" in one
    }
