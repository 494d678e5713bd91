"""A filing from one or several files of Word or Excel: the document that their attachments make together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.document import codec
from assessments.document.errors import PathError
from assessments.document.filing import FORMAT, Filing
from assessments.document.template import Template, default
from assessments.importing.archives import is_archive, unpack
from assessments.importing.basic_data import read_basic_data
from assessments.importing.beside import signatures, take_department, take_signatures, unit_of
from assessments.importing.dividing import FUND_TABLES, Page, Part, divide
from assessments.importing.evaluation import read_sheet
from assessments.importing.excel import read_sheets
from assessments.importing.excel_aside import beside_the_cells
from assessments.importing.gathering import Gathered, Leftover, Unread
from assessments.importing.grids import Cell, Place, Row
from assessments.importing.labels import Words, bare, words_of
from assessments.importing.narrative import begins_text, read_fund_table, read_report
from assessments.importing.package import OLE, FileRefused, open_package
from assessments.importing.word import read_word
from assessments.importing.years import year_of

BINARY = (b"PK", OLE)  # what a file of Word or Excel begins with


@dataclass(frozen=True, slots=True)
class Extracted:
    """A filing read from files, with the place of each cell, the figures that could not be read and what was not understood."""

    filing: Filing
    places: dict[str, Place]
    unread: tuple[Unread, ...]
    leftovers: tuple[Leftover, ...]


class UnreadFigures(PathError):
    """A file with figures that cannot be read; the sentence names every one with its place."""

    def __init__(self, unread: Sequence[Unread]) -> None:
        listed = "; ".join(f"{one.place}: {one.message}" for one in unread)
        super().__init__(
            unread[0].path, _("%(count)s figures cannot be read: %(listed)s"), count=len(unread), listed=listed
        )
        self.unread = tuple(unread)


def read_whole(name: str, raw: bytes) -> Filing:
    """The filing in a file of any kind, JSON, Word or Excel, every figure of it. Raises `FileRefused` and `PathError`."""
    if not raw.startswith(BINARY):
        return codec.loads(raw)
    found = extract([(name, raw)])
    if found.unread:
        raise UnreadFigures(found.unread)
    return found.filing


def extract(files: Sequence[tuple[str, bytes]], template: Template | None = None) -> Extracted:
    """The filing that the files make together; figures that cannot be read are blank in it and listed.

    The words of the year's template are known besides those of the cities. Raises `FileRefused` for a dangerous or damaged file and
    where there is no form, and `codec.DocumentError`.
    """
    gathered = Gathered()
    forms = list(_unpacked(files, gathered))
    pages = [page for name, raw in forms for page in _named(name, raw, gathered, alone=len(forms) == 1)]
    data = _Filing(gathered, pages, template or default()).read()
    return Extracted(codec.from_json(data), gathered.places, tuple(gathered.unread), tuple(gathered.leftovers))


def _unpacked(files: Sequence[tuple[str, bytes]], gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    """The files, and those in an archive in its place; a file in it that is no form is listed."""
    for name, raw in files:
        if not is_archive(raw):
            yield name, raw
            continue
        forms, others = unpack(raw)
        yield from forms
        for other in others:
            said = _("A file that is no form; it was not read.")
            gathered.leftovers.append(Leftover(Place(f"{name} {other}", 0, 0, 0), str(said)))


def _named(name: str, raw: bytes, gathered: Gathered, *, alone: bool) -> list[Page]:
    """The pages of a file; of several the sentence that refuses one names it."""
    try:
        return _pages(name, raw, gathered)
    except FileRefused as error:
        if alone:
            raise
        raise FileRefused(_("%(file)s: %(reason)s"), file=name, reason=str(error)) from error


def _pages(name: str, raw: bytes, gathered: Gathered) -> list[Page]:
    """What a file holds: of Word one run of rows, of Excel one for each sheet. What its page does not show is listed."""
    package = open_package(raw)
    if package.kind == "docx":
        rows, unseen = read_word(package, name)
        gathered.leave(unseen)
        return [Page(tuple(rows))]
    pages = []
    gathered.leave(Cell(text, Place(name, 0, 0, 0)) for text in beside_the_cells(package))
    for sheet in read_sheets(package, name):
        gathered.leave(sheet.unseen)
        pages.append(Page(sheet.rows, sheet.name))
    return pages


class _Filing:
    """Takes the attachments one after the other."""

    def __init__(self, gathered: Gathered, pages: Sequence[Page], template: Template) -> None:
        self.gathered, self.template = gathered, template
        self.year = year_of(pages)
        self.parts = divide(pages, gathered)
        self.data: dict[str, Any] = {}
        self.files: dict[str, str] = {}  # where each form was read
        self.department: dict[str, Any] = {"name": None, "supervisor": None, "code": None}

    def read(self) -> dict[str, Any]:
        if not self.parts:
            raise FileRefused(_("The file holds no form of a filing: none of its titles and labels was found."))
        if self.year is None:
            raise FileRefused(_("The file names no fiscal year (2024年度)."))
        words = words_of(self.template, self.year)
        self.data = {"format": FORMAT, "fiscal_year": self.year, "department": self.department}
        signed: dict[str, str | None] = {}
        above: dict[str, Any] = {}  # what stands above a table or on a cover
        for kind, own in sorted(self.parts, key=_report_last):
            self.gathered.unit = unit_of(own, self.gathered) if kind != "report" else ""
            rest, running = [], False  # whether the report's text has begun, in which a label is a word like any other
            for row in own:
                running = running or (kind == "report" and begins_text(row))
                if not self._beside(kind, row, signed, above, words, running=running):
                    rest.append(row)
            self._take(kind, rest, words, above)
        if signed:
            self.data["signatures"] = signatures(signed)
        self._name_department(above)
        return self.data

    def _beside(
        self,
        kind: str,
        row: Row,
        signed: dict[str, str | None],
        above: dict[str, Any],
        words: Words,
        *,
        running: bool,
    ) -> bool:
        """Whether a row says something that stands beside the tables."""
        alone = row.alone
        if alone is not None and bare(alone) in words.notes:
            return True  # a note that the form itself prints; another note is somebody's words and is shown
        if alone is not None and kind != "report" and bare(alone).removesuffix("度") == f"{self.year}年":
            return True
        if take_signatures(row, signed, self.gathered, several=running):
            return True
        if running or not (row.paragraph or alone is not None or kind == "basic"):
            return False
        return take_department(row, above, self.gathered)

    def _take(self, kind: str, rows: list[Row], words: Words, above: dict[str, Any]) -> None:
        data, gathered = self.data, self.gathered
        if kind == "basic" and "basic_data" not in data:
            data["basic_data"] = read_basic_data(rows, gathered, words, self.template)
        elif kind == "department" and "department_evaluation" not in data:
            sheet = read_sheet(rows, "department_evaluation", gathered, words)
            for key in self.department:
                self.department[key] = sheet.pop(key, None)
            data["department_evaluation"] = sheet
        elif kind == "project":
            projects = data.setdefault("projects", [])
            projects.append(read_sheet(rows, f"projects[{len(projects)}]", gathered, words))
        elif kind == "report" and "report" not in data:
            data["report"] = read_report(rows, gathered, self.department["name"] or above.get("name"))
        elif kind in FUND_TABLES and kind not in data.get("fund_tables", {}):
            data.setdefault("fund_tables", {})[kind] = read_fund_table(rows, kind, gathered, words)
        elif (first := self.files.get(kind)) and rows and rows[0].own and rows[0].own[0].place.file != first:
            said = _("This form stands in %(file)s too; what stands there counts, and this one was not read.")
            gathered.leftovers.append(Leftover(rows[0].own[0].place, str(said) % {"file": first}))
        else:
            for row in rows:
                gathered.leave(row.filled)
        if rows and rows[0].own:
            self.files.setdefault(kind, rows[0].own[0].place.file)

    def _name_department(self, above: dict[str, Any]) -> None:
        """What 附件2 does not say of the department, other places do; the supervisor stands in the sheets of its projects."""
        for key, value in above.items():
            own = self.department[key]
            if own is None:
                self.department[key] = value
            elif own != value:
                self.gathered.leftovers.append(Leftover(self.gathered.places[f"department.{key}"], value))
        projects = self.data.get("projects") or []
        if self.department["supervisor"] is None and projects and "department_evaluation" in self.data:
            self.department["supervisor"] = projects[0].get("supervisor")


def _report_last(part: Part) -> bool:
    """Attachments keep their order; the report comes last, for its cover says again what the others say first."""
    return part[0] == "report"
