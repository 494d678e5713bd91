"""Which rows belong to which attachment. A title begins one; so does the first label of a form where the title is missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.importing.gathering import Gathered, joined
from assessments.importing.grids import Row, texts
from assessments.importing.labels import bare

FUND_TABLES = ("government_fund", "state_capital", "social_insurance")
MARK = re.compile(r"^附(?:件|表)?[0-9一二三四五六七八九十]{1,3}(?:[-－—–][0-9一二三四五六七八九十]{1,2})?$")
NUMBERED = re.compile(r"^(?:[0-9]+|[一二三四五六七八九十]+)[、.．]")
YEARS = re.compile(r"20[0-9]{2}年?度?$|^20[0-9]{2}年?度?")
TITLES = (
    ("government_fund", re.compile(r"政府性基金(?:预算)?支出情况表$")),
    ("state_capital", re.compile(r"国有资本经营(?:预算)?支出情况表$")),
    ("social_insurance", re.compile(r"社会保险基金(?:预算)?支出情况表$")),
    ("basic", re.compile(r"基础数据(?:情况)?表$")),
    ("report", re.compile(r"(?:绩效)?(?:自评|评价)(?:工作)?(?:情况)?报告$")),
    (
        "department",
        re.compile(r"整体(?:支出)?(?:绩效)?(?:目标)?(?:自评|评价|自评价|完成)(?:情况)?(?:得分)?(?:打分)?表$"),
    ),
    (
        "project",
        re.compile(r"项目(?:支出|资金)?(?:绩效)?(?:目标)?(?:自评|评价|自评价|完成)(?:情况)?(?:得分)?(?:打分)?表$"),
    ),
)
LONGEST, LONGEST_LABEL = 60, 14  # signs of a title, of a label
AHEAD = 6  # rows between a title and its table
NOTHING = re.compile(r"无|没有|不涉及")


@dataclass(frozen=True, slots=True)
class Page:
    """A file of Word or a sheet of Excel: its name where that may say what it holds, and its rows."""

    rows: tuple[Row, ...]
    name: str = ""


Part = tuple[str, list[Row]]


def divide(pages: Sequence[Page], gathered: Gathered) -> list[Part]:
    """The rows by attachment, each with its kind."""
    parts: list[Part] = []
    for page in pages:
        _Divider(parts, gathered).read(page)
    return parts


class _Divider:
    """Reads one page on. What stands between a mark 附件n, or the page's beginning, and the title waits."""

    def __init__(self, parts: list[Part], gathered: Gathered) -> None:
        self.parts, self.gathered = parts, gathered
        self.waiting: list[Row] = []
        self.marked = True

    def read(self, page: Page) -> None:
        named = _kind_of(page.name) if page.name else None
        for at, row in enumerate(page.rows):
            if not row.filled:
                if not row.paragraph and self.parts and not self.marked:
                    self.parts[-1][1].append(row)  # a blank row under a head is its figures, left blank
                continue
            if row.alone is not None and MARK.match(bare(row.alone)):
                self.marked = True
                continue
            kind = self._kind(row, page.rows, at)
            if named and self.marked and len(row.filled) > 1:
                kind = named  # a table on a sheet without a title is what the sheet is called
            if kind is not None:
                self._begin(kind, row)
            elif self.marked:
                self.waiting.append(row)
            else:
                self.parts[-1][1].append(row)
        if named == "report" and self.marked and self.waiting:
            self.parts.append(("report", self.waiting))
        else:
            self._give_up()

    def _begin(self, kind: str, row: Row) -> None:
        if kind == "report":
            if not self.marked and self.parts:
                self.waiting = _title_lines(self.parts[-1][1])
            self.parts.append((kind, [*self.waiting, row]))
        else:
            self.parts.append((kind, self.waiting))  # 填报单位：… above the title is read, anything else will be listed
            if row.alone is None or _kind_of(row.alone) is None:
                self.parts[-1][1].append(row)
        self.waiting, self.marked = [], False

    def _give_up(self) -> None:
        for row in self.waiting:
            self.gathered.leave(row.filled)
        self.waiting = []

    def _kind(self, row: Row, rows: Sequence[Row], at: int) -> str | None:
        current = self.parts[-1][0] if self.parts and not self.marked else None
        alone = row.alone
        if alone is not None:
            kind = None if NUMBERED.match(joined(alone)) else _kind_of(alone)
            if kind is None or (kind == current and kind == "report"):
                return None
            return kind if kind == "report" or _has_table(kind, rows, at + 1, alone=current is None) else None
        label = bare(row.filled[0].text)
        if label.startswith(("项目支出名称", "项目名称")) and current not in FUND_TABLES:
            own = self.parts[-1][1] if current == "project" else None
            begun = own is not None and not any("名称" in text for text in texts(own))
            return None if begun else "project"
        known = {kind for kind, _rows in self.parts}
        if label.startswith("财政供养") and (current is None or "basic" not in known):
            return "basic"
        if _names_a_department(label) and current != "department" and not _has_headcount(rows, at + 1):
            return "department" if current is None or "department" not in known else None
        return None


def _names_a_department(label: str) -> bool:
    return label.endswith(("部门名称", "单位名称", "部门单位名称")) and len(label) < LONGEST_LABEL


def _has_headcount(rows: Sequence[Row], begin: int) -> bool:
    """Whether 附件1 follows, above which a department's name may stand too."""
    return any(bare(row.filled[0].text).startswith("财政供养") for row in _filled(rows, begin, AHEAD))


def _kind_of(text: str) -> str | None:
    """The attachment that a title names; its year may stand before or behind it."""
    plain = bare(text)
    if not plain or len(plain) > LONGEST:
        return None
    plain = YEARS.sub("", YEARS.sub("", plain))
    return next((kind for kind, title in TITLES if title.search(plain)), None)


def _has_table(kind: str, rows: Sequence[Row], begin: int, *, alone: bool) -> bool:
    """Whether a table follows soon: a title in a list of attachments has none. `alone`: whether nothing at all may follow."""
    following = list(_filled(rows, begin, AHEAD))
    if not following:
        return alone
    for row in following:
        text = row.alone
        if text is None:
            return True
        if kind in FUND_TABLES and NOTHING.search(text) and len(text) < LONGEST:
            return True
        if _kind_of(text) is not None or MARK.match(bare(text)):
            return False
    return False


def _filled(rows: Sequence[Row], begin: int, most: int) -> Iterator[Row]:
    seen = 0
    for row in rows[begin : begin + 4 * most]:
        if row.filled:
            yield row
            seen += 1
            if seen == most:
                return


def _title_lines(rows: list[Row]) -> list[Row]:
    """The paragraphs at the end of another attachment that lead to a report's title: its cover, or the title's first lines."""
    taken: list[Row] = []
    while rows and (rows[-1].paragraph or rows[-1].alone is not None) and len(taken) < 12:
        text = joined(rows[-1].alone or "")
        if text and (len(text) > LONGEST or "：" in text or ":" in text):
            break
        taken.insert(0, rows.pop())
    return taken
