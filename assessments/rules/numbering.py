"""The numbers of headings: （一）, 2., ③. Source: rules.md, R02."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
KINDS = {"chinese": "零〇○一二三四五六七八九十百两", "arabic": "0-9０-９", "circled": CIRCLED}
NUMERAL = re.compile("|".join(f"[{marks}]+" for marks in KINDS.values()))
TEN, HUNDRED = 10, 100


class Number(NamedTuple):
    """A heading's number: its style (marks and kind of numeral) and its value."""

    style: tuple[str, str, str]
    value: int


@lru_cache(maxsize=4096)
def read_number(text: str) -> Number | None:
    """The number that a text states; None where it has no numeral. In `1.2` the last numeral counts."""
    bare = "".join(text.split())
    hits = list(NUMERAL.finditer(bare))
    if not hits:
        return None
    last = hits[-1]
    kind = next(name for name, marks in KINDS.items() if re.fullmatch(f"[{marks}]+", last[0]))
    value = _value(last[0], kind)
    if value is None:
        return None
    return Number((_plain(bare[: last.start()]), kind, _plain(bare[last.end() :])), value)


def _plain(marks: str) -> str:
    return unicodedata.normalize("NFKC", marks)


def _value(numeral: str, kind: str) -> int | None:
    if kind == "arabic":
        return int(numeral) if len(numeral) <= 4 else None
    if kind == "circled":
        return CIRCLED.index(numeral) + 1 if len(numeral) == 1 else None
    return chinese(numeral)


def chinese(numeral: str) -> int | None:
    """The value of a Chinese numeral below 1000: 十二, 二十, 一百零三."""
    total, pending = 0, 0
    for mark in numeral:
        if mark == "百":
            total, pending = total + (pending or 1) * HUNDRED, 0
        elif mark == "十":
            total, pending = total + (pending or 1) * TEN, 0
        else:
            pending = DIGITS[mark]
    return total + pending
