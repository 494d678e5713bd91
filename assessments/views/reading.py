"""What was read from filled forms, attachment by attachment and cell by cell, before it is taken in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.document.cells import Figure
from assessments.document.codec import dumps
from assessments.document.computed import computed_cells
from assessments.document.errors import SpokenError
from assessments.document.filing import Filing
from assessments.document.paths import cells
from assessments.document.places import place
from assessments.document.policy import Policy
from assessments.document.template import Template
from assessments.forms.upload import UploadForm
from assessments.models import CONCLUDED, Enrolment
from assessments.models import Filing as DraftFiling
from assessments.rules import Finding, Severity, check
from assessments.selectors.documents import year_policy, year_template
from assessments.selectors.untaken import holds
from assessments.services.filings import document_fits, newest

if TYPE_CHECKING:
    from assessments.importing.extract import Extracted
    from assessments.importing.gathering import Unread

PAGE = "assessments/upload.html"
PARTS = ("basic_data", "department_evaluation", "projects", "report", "fund_tables", "signatures")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it was read: its words, its text, where it stood, the computed figure where that differs, what is wrong with it.

    `unread` says why a figure could not be read; its cell would be blank.
    """

    words: str
    text: str
    figure: bool
    source: str
    computed: str
    formula: str
    findings: Sequence[Finding]
    unread: "Unread | None"


@dataclass(slots=True)
class Group:
    """An attachment, or one project's sheet: its cells, and the findings that belong to no single cell of it."""

    key: str
    title: str
    cells: list[ReadCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many errors and warnings it has."""
        found = [*self.findings, *(finding for cell in self.cells for finding in cell.findings)]
        return sum(finding.severity is not Severity.NOTICE for finding in found)

    @property
    def unread(self) -> int:
        return sum(cell.unread is not None for cell in self.cells)


def show_reading(
    request: HttpRequest, form: UploadForm, enrolment: Enrolment, files: Sequence[tuple[str, bytes]]
) -> HttpResponse:
    """The page that shows what the files say. Nothing is saved: the document travels in the page until it is taken."""
    from assessments.importing.extract import extract  # loads lxml, which only reading needs

    policy, template = year_policy(enrolment.fiscal_year.policy), year_template(enrolment.fiscal_year.template)
    try:
        found = extract(files, template)
    except SpokenError as error:
        form.add_error("file", str(error))
        return render(request, PAGE, {"form": form}, status=422)
    for reason in document_fits(enrolment, found.filing):
        form.add_error(None, reason)
    if form.errors:
        return render(request, PAGE, {"form": form}, status=422)
    findings = check(found.filing, policy)
    context = {
        "enrolment": enrolment,
        "files": [name for name, _raw in files],
        "groups": groups(found, findings, policy, template),
        "missing": missing(found.filing, template),
        "current": _draft(enrolment),
        "other": other_name(enrolment, found.filing),
        "unread": [(place(found.filing, one.path, template), one) for one in found.unread],
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
        "leftovers": found.leftovers,
        "document": dumps(found.filing),
    }
    return render(request, "assessments/upload_read.html", context)


def _draft(enrolment: Enrolment) -> DraftFiling | None:
    """The draft in whose place the document would come."""
    current = newest(enrolment)
    return current if current is not None and current.state not in CONCLUDED else None


def groups(found: "Extracted", findings: Iterable[Finding], policy: Policy, template: Template) -> list[Group]:
    """The cells and findings by attachment, in the order of the document."""
    made: dict[str, Group] = {}
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    unread = {one.path: one for one in found.unread}
    computed = computed_cells(found.filing, policy)
    for path, cell in cells(found.filing).items():
        if not cell.present and path not in unread:
            continue
        better = computed.get(path)
        differs = better is not None and isinstance(cell, Figure) and not holds(cell, better)
        made.setdefault(_key(path), _group(path, found.filing, template)).cells.append(
            ReadCell(
                words=_within(path, found.filing, template),
                text=cell.text or "",
                figure=isinstance(cell, Figure),
                source=str(found.places.get(path, "")),
                computed=better.text if better and differs else "",
                formula=better.formula if better and differs else "",
                findings=by_path.pop(path, ()),
                unread=unread.get(path),
            )
        )
    for path, left in by_path.items():
        made.setdefault(_key(path), _group(path, found.filing, template)).findings.extend(left)
    return list(made.values())


def _key(path: str) -> str:
    """The attachment that a path belongs to; of projects each one."""
    return path.partition(".")[0]


def _group(path: str, filing: Filing, template: Template) -> Group:
    key = _key(path)
    return Group(key.replace("[", "-").rstrip("]"), place(filing, key, template))


def _within(path: str, filing: Filing, template: Template) -> str:
    """The words of a cell without those of its attachment, under whose title it stands."""
    whole = place(filing, path, template)
    title = place(filing, _key(path), template)
    for start in (title, title.partition(" ")[0]):
        if whole.startswith(f"{start} "):
            return whole[len(start) + 1 :]
    return whole


def emptied(before: Filing, after: Filing, template: Template) -> list[tuple[str, int]]:
    """How many cells of each attachment say something before and nothing afterwards."""
    texts = {path: cell.text for path, cell in cells(after).items()}
    counts: dict[str, int] = {}
    for path, cell in cells(before).items():
        if (cell.text or "").strip() and not (texts.get(path) or "").strip():
            title = place(before, _key(path), template)
            counts[title] = counts.get(title, 0) + 1
    return list(counts.items())


def other_name(enrolment: Enrolment, filing: Filing) -> str:
    """The name of another department that a file names; empty where it names this one or none."""
    named = ((filing.department.name.text if filing.department else None) or "").strip()
    return "" if named == enrolment.name else named


def missing(filing: Filing, template: Template) -> list[str]:
    """The attachments that the files do not hold."""
    supplied: Mapping[str, object] = {part: getattr(filing, part) for part in PARTS}
    return [place(filing, part, template) for part in PARTS if not supplied[part]]
