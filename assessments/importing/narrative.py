"""附件4 and the fund tables from their rows."""

import re
from typing import Any

from assessments.document.cells import Kind
from assessments.importing.gathering import Gathered, bare, joined, under
from assessments.importing.grids import Cell, Row

DIGITS = "一二三四五六七八九十"
LEVEL1 = re.compile(rf"^([{DIGITS}]{{1,3}}、)\s*(.*)$", re.DOTALL)
LEVEL2 = re.compile(rf"^([（(][{DIGITS}]{{1,3}}[)）]、?)\s*(.*)$", re.DOTALL)
ARABIC = re.compile(r"^([0-9]{1,2}[、.．])\s*(.*)$", re.DOTALL)
LISTED = re.compile(r"^(?:附件)?[0-9]{1,2}[、.．：:]\s*(.*)$")
YEAR = re.compile(r"^[0-9]{4}年")
COVER = re.compile(r"^(?:部门（?单位）?名称.*|.*盖章.*|[0-9]{0,4}年[0-9]{0,2}月[0-9]{0,2}日?|（?此页为封面）?)$")
HEADING_LENGTH = 50
FUND_COLUMNS = (
    ("编码", "code"),
    ("名称", "name"),
    ("年初预算", "initial"),
    ("全年预算", "revised"),
    ("执行", "executed"),
)


def read_report(rows: list[Row], gathered: Gathered) -> dict[str, Any]:
    """The `report` of the format."""
    return _Reader(gathered).read(rows)


class _Reader:
    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.sections: list[dict[str, Any]] = []
        self.attachments: list[str] | None = None
        self.before: list[Cell] = []
        self.ordinal = 0

    def read(self, rows: list[Row]) -> dict[str, Any]:
        for row in rows:
            alone = row.alone
            if alone is None:
                self.gathered.leave(row.filled)
            else:
                self._paragraph(row.filled[0], alone.strip())
        data: dict[str, Any] = {"title": self._title(), "sections": self.sections}
        if self.attachments is not None:
            data["attachments"] = self.attachments
        return data

    def _paragraph(self, cell: Cell, text: str) -> None:
        if self.attachments is not None:
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
        match, level = LEVEL1.match(text), 1
        if match:
            self.ordinal = _ordinal(match[1])
        elif self.sections:
            match, level = LEVEL2.match(text), 2
            if match is None and (found := ARABIC.match(text)) and self._is_next(found):
                match, level = found, 1
                self.ordinal += 1
        if match is None:
            return False
        heading, rest = _split(match[2].strip())
        number = match[1]
        path = f"report.sections[{len(self.sections)}]"
        self.gathered.places[f"{path}.heading"] = self.gathered.places[f"{path}.text"] = cell.place
        self.sections.append({"level": level, "number": number, "heading": heading, "text": rest})
        return True

    def _is_next(self, match: re.Match[str]) -> bool:
        """Whether 3、 goes on after 二、: the next number, short, and no sentence."""
        number, words = int(match[1][:-1]), match[2].strip()
        return number == self.ordinal + 1 and number > 1 and len(words) <= 40 and words[-1:] not in "。；;，,"

    def _title(self) -> str | None:
        """The last lines before the first heading that make up 2024年度…自评报告; the cover before it says the same."""
        lines = [cell for cell in self.before if not COVER.match(joined(cell.text).replace(" ", "").replace("　", ""))]
        ends = [place for place, cell in enumerate(lines) if joined(cell.text).endswith("报告")]
        if not ends:
            self.gathered.leave(lines)
            return None
        last = ends[-1]
        first = next((at for at in range(last, max(last - 4, -1), -1) if YEAR.match(joined(lines[at].text))), last)
        self.gathered.places["report.title"] = lines[first].place
        self.gathered.leave(lines[last + 1 :])
        title = "".join(joined(cell.text) for cell in lines[first : last + 1])
        self.gathered.leave([cell for cell in lines[:first] if joined(cell.text) not in title])
        return title


def _ordinal(number: str) -> int:
    digits = number.rstrip("、")
    tens, _ten, ones = digits.rpartition("十")
    if "十" not in digits:
        return DIGITS.index(digits[0]) + 1
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + (DIGITS.index(ones) + 1 if ones else 0)


def _split(words: str) -> tuple[str, str]:
    """Heading and text of a paragraph whose heading runs on into its text."""
    heading, stop, rest = words.partition("。")
    if not stop:
        return (words, "") if len(words) <= 2 * HEADING_LENGTH else ("", words)
    return (heading, rest.strip()) if len(heading) <= HEADING_LENGTH else ("", words)


def read_fund_table(rows: list[Row], name: str, gathered: Gathered) -> dict[str, Any]:
    """A fund table of the format: none, or its items."""
    path = f"fund_tables.{name}"
    items: list[dict[str, Any]] = []
    heads: tuple[Row, list[str | None]] | None = None
    for row in rows:
        text = "".join(bare(cell.text) for cell in row.own)
        if heads is None and (text == "无" or "无此项" in text or text.startswith("☑无") or "没有安排" in text):
            return {"none": True}
        if "编码" in text and "执行" in text:
            heads = row, [next((key for word, key in FUND_COLUMNS if word in bare(c.text)), None) for c in row.cells]
        elif heads is None:
            gathered.leave(row.filled)
        elif row.filled:
            found = under(*heads, row)
            at = f"{path}.items[{len(items)}]"
            item: dict[str, Any] = {key: gathered.words(f"{at}.{key}", found.get(key)) for key in ("code", "name")}
            for key in ("initial", "revised", "executed"):
                item[key] = gathered.figure(f"{at}.{key}", Kind.AMOUNT, found.get(key))
            items.append(item)
    return {"items": items}
