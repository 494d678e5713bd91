"""Many filings as one ZIP: their documents with a register, made by a job that workers share.

Each document is drawn into the cache of finished documents, so that a job which was broken off, or is asked for again after one filing changed,
draws only what is not there. The ZIP is written to disk and kept for `BUNDLE_DAYS`; only who asked for it takes it.
"""

import hashlib
import json
import logging
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.lists import Column, Sheet, workbook
from assessments.models import Filing, Job, State, User
from assessments.refusals import Refused
from assessments.selectors.access import roles_of, visible_filings
from assessments.services import log
from assessments.services.jobs import Progress, ask, job
from assessments.services.parts import Step, part, share
from reports import checks, drawn
from reports.documents.cache import program, stored
from reports.models import Submission
from reports.names import free_name
from reports.printed import printed

logger = logging.getLogger(__name__)
BUNDLE = "bundle"
KINDS = ("pdf", "docx", "xlsx")
PART = 8  # filings that one worker takes at once
PACKED = 50  # filings that are read at once when the documents are put together
SHOWN = 50  # faults that the page shows; the register has all
HALF_WRITTEN = ".part"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which filings are taken: those ticked, else all of a year, of a state, of a supervisor's units; and as what."""

    year: int = 0
    state: str = ""
    supervisor: int = 0
    picked: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ("pdf",)


def selection(user: User, wanted: Wanted) -> QuerySet[Filing]:
    """The filings that this person may read among those wanted, drafts aside; of each department of a year the newest version."""
    found = visible_filings(user).exclude(state=State.DRAFT)
    if wanted.picked:
        return found.filter(pk__in=wanted.picked)
    found = found.filter(pk__in=checks.newest(user).values("pk"), enrolment__fiscal_year__year=wanted.year)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.supervisor:
        found = found.filter(enrolment__supervisor=wanted.supervisor)
    return found


def ask_for(user: User, wanted: Wanted) -> Job:
    """Ask for a bundle; the one that was made before is given again while nothing in it has changed. Raises `Refused`."""
    if not wanted.kinds or not set(wanted.kinds) <= set(KINDS):
        raise Refused(_("Choose at least one kind of document."))
    filings = selection(user, wanted)
    content = _content(filings)
    if not content:
        raise Refused(_("No filing that you may read is among these."))
    chosen = asdict(wanted) | {"picked": list(wanted.picked), "kinds": list(wanted.kinds)}
    arguments = chosen | {"scope": scope_of(user), "content": content}
    made = Job.objects.filter(kind=BUNDLE, asked_by=user, arguments=arguments, status=Job.Status.DONE).first()
    if made is not None and file_of(made).is_file():
        os.utime(file_of(made))
        return made
    return ask(BUNDLE, arguments, by=user)


def scope_of(user: User) -> str:
    """A short name for what a person may read by their roles; a bundle is not handed out under others than it was made under."""
    roles = roles_of(user)
    held = (roles.prepares, roles.heads, roles.supervises, roles.sections, roles.city)
    return hashlib.sha256(repr([sorted(one) for one in held]).encode()).hexdigest()[:16]


def _content(filings: QuerySet[Filing]) -> str:
    """A hash over all that a bundle is made from; empty without filings."""
    newest = Submission.objects.filter(filing=OuterRef("pk")).order_by("-number").values("sha256")[:1]
    columns = ("pk", "version", "state", "sha256", "enrolment__name", "enrolment__department__code")
    rows = list(filings.annotate(sha256=Subquery(newest)).order_by("pk").values_list(*columns))
    return hashlib.sha256(json.dumps([program(), rows]).encode()).hexdigest() if rows else ""


def file_of(made: Job) -> Path:
    """Where the ZIP of a job lies, if it is there."""
    return Path(settings.BUNDLES_DIR) / f"{made.pk}.zip"


def clear(now: float | None = None) -> int:
    """Remove the bundles whose time is over, and what a worker left half written a day ago; how many files."""
    now = time.time() if now is None else now
    days = {".zip": settings.BUNDLE_DAYS, HALF_WRITTEN: 1}
    removed = 0
    for file in Path(settings.BUNDLES_DIR).glob("*"):
        if file.suffix in days and now - file.stat().st_mtime > days[file.suffix] * 86400:
            file.unlink(missing_ok=True)
            removed += 1
    return removed


# The work ---------------------------------------------------------------------------------------------------


@job(BUNDLE)
def bundle(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Draw the documents of the filings that were asked for and pack them. Returns how many files, their size, and what is missing."""
    clear()
    asked = progress.job
    wanted = Wanted(**{name: arguments[name] for name in ("year", "state", "supervisor", "picked", "kinds")})
    keys = selection(asked.asked_by, wanted).order_by("enrolment__department__code", "pk").values_list("pk", flat=True)
    drawn_ones = [entry for piece in share(progress, list(keys), PART) for entry in piece]
    gone = sorted(set(wanted.picked) - {entry["pk"] for entry in drawn_ones})
    return _packed(asked, [*drawn_ones, *map(_gone, gone)], progress)


@part(BUNDLE)
def draw_some(arguments: dict[str, Any], keys: list[int], step: Step) -> list[dict[str, Any]]:
    """Draw the documents of these filings into the cache; for each what was drawn, and under which name it is kept."""
    found = []
    for key in keys:
        found.append(_entry(key, arguments["kinds"]))
        step()
    return found


def _entry(pk: int, kinds: Iterable[str]) -> dict[str, Any]:
    """What was drawn of a filing. What cannot be drawn is named with the reason, and the others go on."""
    filing = Filing.objects.select_related("enrolment__fiscal_year").get(pk=pk)
    entry: dict[str, Any] = {"pk": pk, "state": filing.state, "submission": "", "number": None, "draft": True}
    entry |= {"files": {}, "faults": []}
    try:
        page = printed(filing)
    except Exception as error:
        logger.exception("filing %s cannot be printed", pk)
        return entry | {"faults": [_reason("", error)]}
    entry["draft"] = page.draft
    if page.submission is not None:
        entry |= {"submission": page.submission.sha256, "number": page.submission.number}
    for kind in kinds:
        try:
            drawn.drawn(page, kind)
        except Exception as error:
            logger.exception("filing %s cannot be drawn as %s", pk, kind)
            entry["faults"].append(_reason(kind, error))
        else:
            entry["files"][kind] = drawn.key(page, kind)
    return entry


def _reason(kind: str, error: Exception) -> str:
    return f"{kind.upper()} {type(error).__name__}: {error}".strip()[:300]


def _gone(pk: int) -> dict[str, Any]:
    """The entry of a filing that was ticked and is not this person's to read any more."""
    return {
        "pk": pk,
        "state": "",
        "submission": "",
        "number": None,
        "draft": True,
        "files": {},
        "faults": [_("It is not with you any more.")],
    }


# The ZIP ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register: the department, the year, the version, what was drawn and the names of its files."""

    code: str
    name: str
    year: int
    version: int
    entry: dict[str, Any]
    names: tuple[str, ...]


def _packed(made: Job, entries: Sequence[dict[str, Any]], progress: Progress) -> dict[str, Any]:
    """Write the ZIP beside its place and move it there when it is whole."""
    place = file_of(made)
    place.parent.mkdir(parents=True, exist_ok=True)
    faults: list[list[str]] = []
    files = 0
    with NamedTemporaryFile(dir=place.parent, suffix=HALF_WRITTEN, delete=False) as half:
        try:
            with ZipFile(half, "w", ZIP_STORED) as packed:
                lines = list(_write(packed, made, entries, progress))
                _put(packed, _("Register") + ".xlsx", _register(lines))
            half.flush()
            os.fsync(half.fileno())
            os.replace(half.name, place)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise
    for line in lines:
        files += len(line.names)
        faults += [[line.code, line.name, one] for one in line.entry["faults"]]
    size = place.stat().st_size
    return {"filings": len(entries), "files": files, "size": size, "faults": faults[:SHOWN], "missing": len(faults)}


def _write(packed: ZipFile, made: Job, entries: Sequence[dict[str, Any]], progress: Progress) -> Iterator[Line]:
    taken: set[str] = set()
    for start in range(0, len(entries), PACKED):
        some = entries[start : start + PACKED]
        related = Filing.objects.select_related("enrolment__fiscal_year", "enrolment__department")
        filings = related.in_bulk([entry["pk"] for entry in some])
        with transaction.atomic():  # the entries of the log
            for entry in some:
                filing = filings.get(entry["pk"])
                if filing is not None:
                    yield _write_one(packed, made, filing, entry, taken)
        progress.reach(progress.job.total)


def _write_one(packed: ZipFile, made: Job, filing: Filing, entry: dict[str, Any], taken: set[str]) -> Line:
    contents = {kind: stored(key) for kind, key in entry["files"].items()}
    if None in contents.values():  # the cache did not keep all of them
        entry = _entry(filing.pk, entry["files"])
        contents = {kind: stored(key) for kind, key in entry["files"].items()}
    names = []
    for kind, content in contents.items():
        if content is None:
            entry["faults"].append(_("%(kind)s: the cache of documents did not keep it.") % {"kind": kind.upper()})
            continue
        names.append(free_name(_stem(filing, entry), kind, taken))
        _put(packed, names[-1], content)
        _record(made, filing, entry, kind, content)
    enrolment = filing.enrolment
    return Line(
        enrolment.department.code, enrolment.name, enrolment.fiscal_year.year, filing.version, entry, tuple(names)
    )


def _stem(filing: Filing, entry: dict[str, Any]) -> str:
    about = _("%(year)s %(department)s self-evaluation") % {
        "year": filing.enrolment.fiscal_year.year,
        "department": filing.enrolment.name,
    }
    draft = _(" (draft)") if entry["draft"] else ""
    return f"{filing.enrolment.department.code} {about}{draft}"


def _put(packed: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content)


def _record(made: Job, filing: Filing, entry: dict[str, Any], kind: str, content: bytes) -> None:
    """Each document that leaves is in the log, as when it is taken out alone."""
    after = {"kind": kind, "part": "all", "draft": entry["draft"], "submission": entry["submission"]}
    after |= {"sha256": hashlib.sha256(content).hexdigest(), "job": made.pk}
    log.record("export", by=made.asked_by, about=filing, after=after)


def _register(lines: Sequence[Line]) -> bytes:
    """The list of all filings of a bundle, as a workbook."""
    heads = ((_("Code"), 10), (_("Department"), 28), (_("Fiscal year"), 8), (_("State"), 12), (_("Version"), 8),
             (_("Submission"), 8), (_("Hash of the submission"), 66), (_("Files"), 60), (_("Missing, and why"), 60))  # fmt: skip
    labels = dict(State.choices)
    rows = (
        (
            line.code,
            line.name,
            line.year,
            str(labels.get(line.entry["state"], "")),
            line.version,
            line.entry["number"],
            line.entry["submission"],
            "; ".join(line.names),
            "; ".join(line.entry["faults"]),
        )
        for line in lines
    )
    title = _("Register of the documents")
    return workbook(title, [Sheet(_("Register"), title, [Column(*head) for head in heads], rows, fixed=2)])
