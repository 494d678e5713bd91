"""附件4 and the fund tables from their rows."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, is_filler, joined, under
from assessments.importing.grids import Cell, Row
from assessments.importing.heads import Rows
from assessments.importing.labels import Words, bare, columns

DIGITS = "一二三四五六七八九十"
CHAPTER = re.compile(rf"^(第[{DIGITS}]{{1,3}}(?:部分|章|篇)[、：:]?)\s*(.*)$", re.DOTALL)
CHINESE = re.compile(rf"^([{DIGITS}]{{1,3}}、)\s*(.*)$", re.DOTALL)
BRACKETED = re.compile(rf"^([（(][{DIGITS}]{{1,3}}[)）]、?)\s*(.*)$", re.DOTALL)
ARABIC = re.compile(r"^([0-9０-９]{1,2}[、.．](?![0-9０-９]))\s*(.*)$", re.DOTALL)
ROUND = re.compile(r"^([（(][0-9０-９]{1,2}[)）]、?)\s*(.*)$", re.DOTALL)
UNDER = {
    CHAPTER: (CHINESE,),
    CHINESE: (BRACKETED,),
    ARABIC: (ROUND, BRACKETED),
}  # numbers of level 2 under those of level 1
SURE = (CHAPTER, CHINESE, BRACKETED)  # a number of these is a heading's, however long its paragraph
LISTED = re.compile(r"^(?:附件|附表)?\s*[0-9０-９一二三四五六七八九十]{1,2}[、.．：:]\s*(.*)$")
YEAR = re.compile(r"^20[0-9]{2}年")
OF_YEAR = re.compile(r"[（(]?20[0-9]{2}年度?[)）]?")
COVER = re.compile(
    r"^(?:部门（?单位）?名称[：:]?（?盖章）?|（?(?:单位)?盖章）?|[0-9]{0,4}年[0-9]{0,2}月[0-9]{0,2}日?|（?此页为封面）?)$"
)
HEADING_LENGTH = 50
SHORT = 40
NOTHING = re.compile(r"无此项|没有安排|[☑√✓✔■]无|无支出|不涉及")


def read_report(rows: list[Row], gathered: Gathered, name: str | None) -> dict[str, Any]:
    """The `report` of the format; `name` is the department's, which its cover prints."""
    return _Reader(gathered, name).read(rows)


def begins_text(row: Row) -> bool:
    """Whether a row is the first heading of a report, behind its cover and title."""
    text = (row.alone or "").strip()
    return any(pattern.match(text) for pattern in UNDER)


class _Reader:
    def __init__(self, gathered: Gathered, name: str | None) -> None:
        self.gathered, self.name = gathered, name
        self.sections: list[dict[str, Any]] = []
        self.attachments: list[str] | None = None
        self.before: list[Cell] = []
        self.first: re.Pattern[str] | None = None  # how the headings of level 1 are numbered
        self.ordinals = {1: 0, 2: 0}

    def read(self, rows: list[Row]) -> dict[str, Any]:
        for row in rows:
            if row.alone is None:
                self.gathered.leave(row.filled)
                continue
            for line in row.alone.splitlines():  # lines broken by hand, or a whole report in one cell
                if line.strip():
                    self._paragraph(replace(row.filled[0], text=line), line.strip())
        data: dict[str, Any] = {"title": self._title(), "sections": self.sections}
        if self.attachments is not None:
            data["attachments"] = self.attachments
        return data

    def _paragraph(self, cell: Cell, text: str) -> None:
        if cell.uncounted:
            self.gathered.leave([cell])
        elif self.attachments is not None:
            match = LISTED.match(text)
            if match:
                self.attachments.append(match[1].strip())
            else:
                self.gathered.leave([cell])
        elif "附件" in text and text.endswith(("：", ":")) and len(text) < 20 and self.sections:
            self.attachments = []
        elif not self._heading(cell, text):
            if self.sections:
                section = self.sections[-1]
                section["text"] = f"{section['text']}\n{text}" if section["text"] else text
                self.gathered.places.setdefault(f"report.sections[{len(self.sections) - 1}].text", cell.place)
            else:
                self.before.append(cell)

    def _heading(self, cell: Cell, text: str) -> bool:
        found = self._number(text)
        if found is None:
            return False
        match, level = found
        heading, rest = _split(match[2].strip())
        path = f"report.sections[{len(self.sections)}]"
        self.gathered.places[f"{path}.heading"] = self.gathered.places[f"{path}.text"] = cell.place
        self.sections.append({"level": level, "number": match[1], "heading": heading, "text": rest})
        self.ordinals[level] = ordinal(match[1])
        if level == 1:
            self.ordinals[2] = 0
        return True

    def _number(self, text: str) -> tuple[re.Match[str], int] | None:
        """The number that makes a paragraph a heading, and its level; the first heading says how level 1 is numbered."""
        if self.first is None:
            for pattern in UNDER:
                match = pattern.match(text)
                if match and (pattern in SURE or _is_short(match[2])) and ordinal(match[1]) == 1:
                    self.first = pattern
                    return match, 1
            return None
        match = self.first.match(text)
        if match and (self.first in SURE or self._goes_on(match, 1)):
            return match, 1
        for pattern in UNDER[self.first]:
            match = pattern.match(text)
            if match and (pattern in SURE or self._goes_on(match, 2)):
                return match, 2
        arabic = ARABIC.match(text) if self.first is CHINESE else None
        return (arabic, 1) if arabic and self.ordinals[1] and self._goes_on(arabic, 1) else None

    def _goes_on(self, match: re.Match[str], level: int) -> bool:
        """Whether 3、 goes on after 二、: the next number, short, and no sentence."""
        return ordinal(match[1]) == self.ordinals[level] + 1 and _is_short(match[2])

    def _title(self) -> str | None:
        """The last lines before the first heading that make up 2024年度…自评报告; the cover before it says the same."""
        lines = [cell for cell in self.before if not COVER.match("".join(joined(cell.text).split()))]
        ends = [place for place, cell in enumerate(lines) if _one_line(cell).endswith("报告")]
        if not ends:
            self.gathered.leave(lines)
            return None
        last = ends[-1]
        first = next((at for at in range(last, max(last - 4, -1), -1) if YEAR.match(_one_line(lines[at]))), last)
        self.gathered.places["report.title"] = lines[first].place
        self.gathered.leave(cell for cell in lines[last + 1 :] if not OF_YEAR.fullmatch(_one_line(cell)))
        title = "".join(_one_line(cell) for cell in lines[first : last + 1])
        self._leave_cover(lines[:first], title)
        return title

    def _leave_cover(self, lines: Sequence[Cell], title: str) -> None:
        """List the lines of a cover but those that say the title over again, whole or in the pieces of the form."""
        words = [_one_line(cell) for cell in lines]
        said: set[int] = set()
        for first in range(len(words)):
            for last in range(first, min(first + 4, len(words))):
                if "".join(words[first : last + 1]) == title:
                    said.update(range(first, last + 1))
        pieces = {"整体支出绩效自评报告", "部门整体支出绩效自评报告", self.name or ""}
        said.update(at for at, word in enumerate(words) if word in pieces or OF_YEAR.fullmatch(word))
        self.gathered.leave(cell for at, cell in enumerate(lines) if at not in said)


def _one_line(cell: Cell) -> str:
    return joined(cell.text)


def ordinal(number: str) -> int:
    """Which one a heading's number says it is."""
    digits = "".join(sign for sign in number if sign.isdigit())
    if digits:
        return int(digits)
    signs = "".join(sign for sign in number if sign in DIGITS)
    tens, ten, ones = signs.rpartition("十")
    if not ten:
        return DIGITS.index(signs[0]) + 1 if signs else 0
    return (DIGITS.index(tens[0]) + 1 if tens else 1) * 10 + (DIGITS.index(ones[0]) + 1 if ones else 0)


def _is_short(words: str) -> bool:
    text = words.strip()
    return 0 < len(text) <= SHORT and text[-1] not in "。；;，,"


def _split(words: str) -> tuple[str, str]:
    """Heading and text of a paragraph whose heading runs on into its text."""
    heading, stop, rest = words.partition("。")
    if not stop:
        return (words, "") if len(words) <= 2 * HEADING_LENGTH else ("", words)
    return (heading, rest.strip()) if len(heading) <= HEADING_LENGTH else ("", words)


def read_fund_table(rows: list[Row], name: str, gathered: Gathered, words: Words) -> dict[str, Any]:
    """A fund table of the format: none, or its items. What stands beside the statement that there is nothing is listed."""
    path = f"fund_tables.{name}"
    items: list[dict[str, Any]] = []
    heads: tuple[Row, list[str | None]] | None = None
    none = False
    queue = Rows(rows)
    for row in queue:
        text = "".join(bare(cell.text) for cell in row.own)
        if not items and not none and _says_nothing(text):
            none = True
        elif heads is None and _is_head(queue.whole(row), words):
            heads = queue.heads(row, words.fund_table)
        elif heads is None or none or text.startswith(("合计", "总计")) or row.paragraph:
            gathered.leave(row.filled)
        elif not is_filler(row) and row.filled:
            items.append(_item(row, heads, f"{path}.items[{len(items)}]", gathered))
    return {"none": True} if none else {"items": items}


def _is_head(row: Row, words: Words) -> bool:
    names = columns(row, words.fund_table)
    return len({name for name in names if name}) >= 3 and "executed" in names


def _says_nothing(text: str) -> bool:
    return text == "无" or (len(text) < SHORT and bool(NOTHING.search(text)))


def _item(row: Row, heads: tuple[Row, list[str | None]], path: str, gathered: Gathered) -> dict[str, Any]:
    found = under(*heads, row)
    item: dict[str, Any] = {key: gathered.words(f"{path}.{key}", found.get(key)) for key in ("code", "name")}
    for key in ("initial", "revised", "executed"):
        item[key] = gathered.figure(f"{path}.{key}", Kind.AMOUNT, found.get(key))
    gathered.leave_rest(row, found.values())
    return item
