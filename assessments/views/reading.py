"""What was read from a filled form, cell by cell, before it is taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments.document.codec import dumps
from assessments.document.computed import computed_cells
from assessments.document.errors import SpokenError
from assessments.document.paths import cells
from assessments.document.places import place
from assessments.forms.upload import UploadForm
from assessments.models import Enrolment
from assessments.rules import Finding, check
from assessments.selectors.documents import year_policy
from assessments.services.filings import document_fits

PAGE = "assessments/upload.html"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it was read: its words, its text, where it stood, the computed figure where that differs, its findings."""

    words: str
    text: str
    source: str
    computed: str
    findings: tuple[Finding, ...]


def show_reading(
    request: HttpRequest, form: UploadForm, enrolment: Enrolment, files: Sequence[tuple[str, bytes]]
) -> HttpResponse:
    """The page that shows what the files say. Nothing is saved: the document travels in the page until it is taken."""
    from assessments.importing.extract import extract  # loads lxml, which only reading needs

    try:
        found = extract(files)
    except SpokenError as error:
        form.add_error("file", str(error))
        return render(request, PAGE, {"form": form}, status=422)
    for one in found.unread:
        form.add_error("file", _("%(place)s: %(message)s") % {"place": one.place, "message": one.message})
    for reason in document_fits(enrolment, found.filing):
        form.add_error(None, reason)
    if form.errors:
        return render(request, PAGE, {"form": form}, status=422)
    findings = check(found.filing, year_policy(enrolment.fiscal_year.policy))
    context = {
        "enrolment": enrolment,
        "rows": _rows(found, findings, year_policy(enrolment.fiscal_year.policy)),
        "findings": findings,
        "leftovers": found.leftovers,
        "document": dumps(found.filing),
    }
    return render(request, "assessments/upload_read.html", context)


def _rows(found: Any, findings: Sequence[Finding], policy: Any) -> list[ReadCell]:
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    computed = computed_cells(found.filing, policy)
    rows = []
    for path, cell in cells(found.filing).items():
        if not cell.present:
            continue
        better = computed.get(path)
        rows.append(
            ReadCell(
                words=place(found.filing, path),
                text=cell.text or "",
                source=str(found.places.get(path, "")),
                computed=better.text if better and better.text != (cell.text or "") else "",
                findings=tuple(by_path.get(path, ())),
            )
        )
    return rows
