"""A filing from one or several Word files: which rows belong to which attachment, and the document that they make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.document import codec
from assessments.document.errors import PathError
from assessments.document.filing import FORMAT, Filing
from assessments.document.template import default
from assessments.importing.basic_data import read_basic_data
from assessments.importing.evaluation import read_sheet
from assessments.importing.gathering import Gathered, Leftover, Unread, bare, joined
from assessments.importing.grids import Place, Row, texts
from assessments.importing.narrative import read_fund_table, read_report
from assessments.importing.package import OLE, FileRefused, open_package
from assessments.importing.word import read_word

MARK = re.compile(r"^附件[0-9０-９一二三四五六七八九]+$")
NUMBERED = re.compile(r"^(?:[0-9]+|[一二三四五六七八九十]+)[、.．]")
YEARS = re.compile(r"(20[0-9]{2})\s*年度")
SIGNATURES = (
    ("填表人", "prepared_by"),
    ("填报日期", "prepared_on"),
    ("联系电话", "phone"),
    ("单位负责人签字", "head"),
)
SIGNED = re.compile("(" + "|".join(label for label, _key in SIGNATURES) + ")[（(]?[^：:（(]{0,4}[)）]?[：:]")
TITLES = (
    ("政府性基金预算支出情况表", "government_fund"),
    ("国有资本经营预算支出情况表", "state_capital"),
    ("社会保险基金预算支出情况表", "social_insurance"),
    ("基础数据表", "basic"),
    ("项目支出绩效自评表", "project"),
    ("整体支出绩效自评表", "department"),
    ("绩效自评报告", "report"),
    ("绩效评价报告", "report"),
)
BINARY = (b"PK", OLE)  # what a file of Word or Excel begins with
FUND_TABLES = ("government_fund", "state_capital", "social_insurance")


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
    """The filing in a file of any kind, JSON or Word, every figure of it. Raises `FileRefused` and `PathError`."""
    if not raw.startswith(BINARY):
        return codec.loads(raw)
    found = extract([(name, raw)])
    if found.unread:
        raise UnreadFigures(found.unread)
    return found.filing


def extract(files: Sequence[tuple[str, bytes]]) -> Extracted:
    """The filing that the files make together; figures that cannot be read are blank in it and listed.

    Raises `FileRefused` for a dangerous or damaged file and where there is no form, and `codec.DocumentError`.
    """
    rows: list[Row] = []
    for name, raw in files:
        package = open_package(raw)
        if package.kind != "docx":
            raise FileRefused(_("Excel files cannot be read yet; give the filing as DOCX or JSON."))
        rows += read_word(package, name)
    gathered = Gathered()
    data = _gather(rows, gathered)
    return Extracted(codec.from_json(data), gathered.places, tuple(gathered.unread), tuple(gathered.leftovers))


def _gather(rows: list[Row], gathered: Gathered) -> dict[str, Any]:
    parts = _divide(rows, gathered)
    if not parts:
        raise FileRefused(_("The file holds no form of a filing: none of its titles and labels was found."))
    data: dict[str, Any] = {"format": FORMAT, "fiscal_year": _year(rows)}
    data["department"] = {"name": None, "supervisor": None, "code": None}
    signatures: dict[str, str | None] = {}
    for kind, own in parts:
        rest = [row for row in own if not _take_signatures(row, signatures, gathered) and not _is_note(row)]
        _take_part(kind, rest, data, gathered)
    if signatures:
        data["signatures"] = {key: signatures.get(key) for _label, key in SIGNATURES}
    department, projects = data["department"], data.get("projects") or []
    if department["supervisor"] is None and projects:
        department["supervisor"] = projects[0].get("supervisor")
    return data


def _take_part(kind: str, rows: list[Row], data: dict[str, Any], gathered: Gathered) -> None:
    if kind == "basic" and "basic_data" not in data:
        data["basic_data"] = read_basic_data(rows, gathered)
    elif kind == "department" and "department_evaluation" not in data:
        sheet = read_sheet(rows, "department_evaluation", gathered)
        for key in ("name", "supervisor", "code"):
            data["department"][key] = sheet.pop(key, None)
        data["department_evaluation"] = sheet
    elif kind == "project":
        projects = data.setdefault("projects", [])
        projects.append(read_sheet(rows, f"projects[{len(projects)}]", gathered))
    elif kind == "report" and "report" not in data:
        data["report"] = read_report(rows, gathered)
    elif kind in FUND_TABLES and kind not in data.get("fund_tables", {}):
        data.setdefault("fund_tables", {})[kind] = read_fund_table(rows, kind, gathered)
    else:
        for row in rows:
            gathered.leave(row.filled)


def _divide(rows: list[Row], gathered: Gathered) -> list[tuple[str, list[Row]]]:
    """The rows by attachment. A title begins one; so does the first label of a form where the title is missing."""
    parts: list[tuple[str, list[Row]]] = []
    waiting: list[Row] = []  # what stands between a mark 附件n and its title
    marked = True
    for row in rows:
        if not row.filled:
            if not row.paragraph and parts and not marked:
                parts[-1][1].append(row)  # a blank row under a head is its figures, left blank
            continue
        alone = row.alone
        if alone is not None and MARK.match(bare(alone)):
            marked = True
            continue
        kind = _kind(row, parts, marked)
        if kind is not None:
            parts.append((kind, [*waiting, row] if kind == "report" else []))
            if kind != "report":
                for held in waiting:
                    gathered.leave(held.filled)
            if not row.paragraph and kind != "report" and alone is None:
                parts[-1][1].append(row)
            waiting, marked = [], False
        elif marked:
            waiting.append(row)
        else:
            parts[-1][1].append(row)
    for held in waiting:
        gathered.leave(held.filled)
    return parts


def _kind(row: Row, parts: list[tuple[str, list[Row]]], marked: bool) -> str | None:
    current = parts[-1][0] if parts and not marked else None
    alone = row.alone
    if alone is not None:
        text = joined(alone)
        if len(text) > 60 or NUMBERED.match(text):
            return None
        kind = next((kind for title, kind in TITLES if bare(text).endswith(title)), None)
        return None if kind == current and kind == "report" else kind
    label = bare(row.filled[0].text)
    if label.startswith(("项目支出名称", "项目名称")) and current not in FUND_TABLES:
        own = parts[-1][1] if current == "project" else None
        begun = own is not None and not any("名称" in text for text in texts(own))
        return None if begun else "project"
    if current is None and label.startswith("财政供养"):
        return "basic"
    if current is None and "部门名称" in label:
        return "department"
    return None


def _year(rows: list[Row]) -> int:
    found = [match for text in texts(rows) for match in YEARS.findall(text)]
    if not found:
        raise FileRefused(_("The file names no fiscal year (2024年度)."))
    return int(found[0])


def _is_note(row: Row) -> bool:
    """A note that the form itself prints; another note is somebody's words and is shown."""
    alone = row.alone
    return alone is not None and bare(alone) in _notes()


@cache
def _notes() -> frozenset[str]:
    return frozenset(bare(default().label(key, 2000)) for key in ("note.basic_data", "note.projects"))


def _take_signatures(row: Row, found: dict[str, str | None], gathered: Gathered) -> bool:
    """填表人：… 填报日期：… 联系电话：… 单位负责人签字：… The first that is filled in counts."""
    text = " ".join(joined(cell.text) for cell in row.filled)
    matches = list(SIGNED.finditer(text))
    if len(matches) < 2:
        return False
    keys = dict(SIGNATURES)
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        key, value = keys[match[1]], text[match.end() : end].strip() or None
        if found.get(key) is None:
            found[key] = value
            gathered.places[f"signatures.{key}"] = row.filled[0].place
        elif value is not None and value != found[key]:
            gathered.leave(row.filled[:1])
    return True
