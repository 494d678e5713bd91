"""Whole filings from a ZIP of Word and Excel files, one file a department, or from one such file. Each becomes a draft."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.document import codec
from assessments.document.errors import PathError
from assessments.document.filing import Filing as Document
from assessments.importing.archives import is_archive, unpack
from assessments.importing.bulk.columns import Message, TableRow, fit
from assessments.importing.bulk.kinds import Kind, Look, RowRefused, Step
from assessments.importing.extract import Extracted, extract
from assessments.importing.package import FileRefused
from assessments.models import BulkImport, Enrolment, User
from assessments.refusals import Refused
from assessments.rules import Severity, check
from assessments.selectors.documents import year_policy
from assessments.services.filings import import_document

MOST_FILES = 100  # that are taken in in one transaction
NAMED = 3  # things that were not understood, as far as they are named
CODES = re.compile(r"[0-9A-Za-z-]+")


def read(name: str, raw: bytes) -> tuple[list[TableRow], list[Message]]:
    """Each file as a row: its number, its name, the code in the form, and the filing; and what could not be read."""
    files, others = unpack(raw) if is_archive(raw) else ([(name, raw)], [])
    if len(files) > MOST_FILES:
        raise Refused(_("The archive has more than %(limit)s filings. Divide it.") % {"limit": MOST_FILES})
    messages = [
        Message(0, _("%(file)s is no form; it was not read.") % {"file": other}, against=False) for other in others
    ]
    rows: list[TableRow] = []
    for number, (named, content) in enumerate(files, start=1):
        file = fit(named)
        row: TableRow = {"row": number, "file": file, "code": "", "document": None}
        try:
            found = extract([(file, content)])
        except (FileRefused, PathError) as error:
            messages.append(Message(number, _("%(file)s: %(reason)s") % {"file": file, "reason": error}))
        else:
            row |= {"code": _code_in(found.filing), "document": codec.to_json(found.filing)}
            messages += _unread(number, file, found)
        rows.append(row)
    return rows, messages


def _code_in(filing: Document) -> str:
    code = filing.department.code if filing.department else None
    return (code.text or "").strip() if code is not None else ""


def _unread(number: int, file: str, found: Extracted) -> list[Message]:
    messages = [
        Message(number, _("%(place)s: %(reason)s") % {"place": one.place, "reason": one.message})
        for one in found.unread
    ]
    if left := found.leftovers:
        listed = "; ".join(f"{one.place} “{one.text[:40]}”" for one in left[:NAMED])
        text = _("%(file)s: %(count)s things were not understood and are left out: %(listed)s")
        messages.append(Message(number, text % {"file": file, "count": len(left), "listed": listed}, against=False))
    return messages


def look(asked: BulkImport, rows: list[TableRow], step: Step) -> Look:
    """Which department each file is of; then it is taken in and the taking undone, so that what stands against it is known."""
    found = Look()
    enrolments = _enrolments(asked)
    seen: dict[int, int] = {}
    for row in rows:
        if row["document"] is not None:
            enrolment, reasons = _of(row, enrolments)
            if enrolment is not None and (first := seen.setdefault(enrolment.pk, row["row"])) != row["row"]:
                reasons.append(_("File %(row)s is of the same department.") % {"row": first})
            if enrolment is not None and not reasons:
                reasons = _tried(asked, enrolment, row, found)
            found.say(
                row["row"], *(_("%(file)s: %(reason)s") % {"file": row["file"], "reason": one} for one in reasons)
            )
        step()
    return found


def _tried(asked: BulkImport, enrolment: Enrolment, row: TableRow, found: Look) -> list[str]:
    """What stands against taking a file in; what would be made is planned."""
    document = codec.from_json(row["document"])
    findings = check(document, year_policy(enrolment.fiscal_year.policy))
    errors = sum(one.severity is Severity.ERROR for one in findings)
    warnings = sum(one.severity is Severity.WARNING for one in findings)
    text = _("%(code)s %(name)s from %(file)s: %(errors)s errors and %(warnings)s warnings in its figures and texts")
    found.plan(
        row["row"],
        text
        % {
            "code": enrolment.department.code,
            "name": enrolment.name,
            "file": row["file"],
            "errors": errors,
            "warnings": warnings,
        },
    )
    try:
        with transaction.atomic():
            import_document(enrolment, document, by=asked.asked_by, in_bulk=True)
            transaction.set_rollback(True)
    except Refused as refusal:
        return list(refusal.reasons)
    return []


def _enrolments(asked: BulkImport) -> dict[str, Enrolment]:
    found = Enrolment.objects.filter(fiscal_year=asked.fiscal_year)
    return {one.department.code: one for one in found.select_related("department", "fiscal_year", "supervisor")}


def _of(row: TableRow, enrolments: dict[str, Enrolment]) -> tuple[Enrolment | None, list[str]]:
    """The department of a file: by the code in its name and by the one in its form, which must not differ."""
    named = [code for code in CODES.findall(row["file"].rpartition(".")[0]) if code in enrolments]
    codes = {*named, *([row["code"]] if row["code"] else [])}
    if not codes:
        return None, [_("neither the name of the file nor its form has the code of a department of the year")]
    if len(codes) > 1:
        return None, [_("the file names several departments: %(codes)s") % {"codes": "、".join(sorted(codes))}]
    code = codes.pop()
    if code not in enrolments:
        return None, [_("no department with the code %(code)s is in the year") % {"code": code}]
    return enrolments[code], []


def carry_out(asked: BulkImport, rows: list[TableRow], by: User) -> list[int]:
    """Take the filings in as drafts."""
    enrolments = _enrolments(asked)
    made = []
    for row in rows:
        enrolment, reasons = _of(row, enrolments)
        if enrolment is None:
            raise RowRefused(row["row"], reasons)
        try:
            made.append(import_document(enrolment, codec.from_json(row["document"]), by=by, in_bulk=True).pk)
        except Refused as refusal:
            raise RowRefused(row["row"], refusal.reasons) from refusal
    return made


FILINGS: Any = Kind("filings", lambda roles: roles.administers, (), look, carry_out, years="needed", few=3, read=read)
