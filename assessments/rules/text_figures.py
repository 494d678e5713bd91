"""Figures of 附件4 beside their words: amounts, posts, and whether there is none. Source: rules.md, "Text figures"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from assessments.document import amounts
from assessments.document.cells import Figure, Kind, Text
from assessments.rules.meanings import is_aside, is_named, is_of_something_else
from assessments.rules.sentences import (
    clauses_of,
    is_of_others,
    of_another_unit,
    of_another_year,
    of_the_area,
    plain,
    sentence_before,
)
from assessments.rules.words import bare

AMOUNT = r"(?<![0-9])(-?[0-9][0-9,]*+(?:\.[0-9]++)?)\s*(亿元|百万元|万元|千元|元|[亿万](?=[，,。；;、）)\s]|$))"
ROUGHLY = r"(?!\s*(?:/\s*[人名年月]|每|以[上下内]|左右))"  # after an amount: per head, a limit, or about
WORD_MARK = re.compile(r"([一-龥])(?!\?)")

KIND = re.compile(r"(?:行政|事业|工勤|参公|公务员|(?:政法)?专项|政法|(?:后勤)?服务|参照公务员法?管理(?:事业)?)$")
# Not the posts that there are, but those of some, those left, or those that came or went.
SOME_POSTS = re.compile(
    r"(?:增加?|减少?|收回|划[转入出]|空余?|空缺|缺|[结剩]余|超|占用|使用|领导(?:职数)?|干部|[科处]级)$"
)
# Posts of a kind that were counted with another one.
PART = re.compile(r"其中[:：]?[^，,、]*$|[（(][^（()）]*其中[^（()）]*$")
POSTS = re.compile(
    r"编制[数共计为有总人员额：:\s]{0,4}([0-9]+)\s*"
    r"(?:[名人](?!(?:行政|事业|工勤|参公)人员)|个(?!(?!其中|实有|现有|在职)[一-龥]))"
)

OF_A_FUND = "(?:基金|经营|安排|支出|预算)"
NOTHING = "(?:无(?!锡|人机|障碍|偿|害|线|缝|纸|论|形|法|需)|没有)"
NONE = re.compile(rf"未安排|{NOTHING}.{{0,12}}?{OF_A_FUND}|{OF_A_FUND}.{{0,12}}?{NOTHING}", re.DOTALL)
SPENT = re.compile(AMOUNT)
NOTHING_STATED = frozenset(("", "无"))


def amount_after(text: Text, year: int, *words: str, kind: str = "") -> Figure | None:
    """The first amount in a text that follows one of the words; the words are tried in turn.

    What the text says of another year, of a place, of another unit, of a part or of a change is passed over; with a kind of
    expenditure (基本支出 or 项目支出) also what it says of another line, and one that it names after another goes first.
    """
    hits = (_amount_after(text.text or "", year, word, kind) for word in words)
    return next((hit for hit in hits if hit is not None), None)


@lru_cache(maxsize=4096)
def _amount_after(text: str, year: int, word: str, kind: str) -> Figure | None:
    meant = _meant(plain(text), year, word, kind)
    first = next(meant, None)
    if first is None:
        return None
    named = (hit for hit, before in chain((first,), meant) if is_named(before, _unbroken(hit), kind))
    hit = next(named, first[0])
    try:
        return amounts.read(Kind.AMOUNT, hit[2] + hit[3])
    except amounts.Unreadable:
        return None


@lru_cache(maxsize=64)
def _pattern(word: str) -> re.Pattern[str]:
    """The word, broken anywhere by a narrow column, at most four characters on an amount."""
    return re.compile(WORD_MARK.sub(r"\1\\s?", word) + r"([^0-9。；;]{0,4}?)" + AMOUNT + ROUGHLY)


def _meant(said: str, year: int, word: str, kind: str) -> Iterator[tuple[re.Match[str], str]]:
    """The amounts after a word that are the department's own, of the year, and of what is asked for; each with its sentence until then."""
    for hit in _pattern(word).finditer(said):
        before, between = sentence_before(said, hit.start()), said[hit.start() : hit.start(2)]
        if is_aside(hit[1], word) or is_of_something_else(before, _unbroken(hit), kind):
            continue
        if not (is_of_others(before, year) or is_of_others(between, year)):
            yield hit, before


def _unbroken(hit: re.Match[str]) -> str:
    return "".join(hit[0].split())


class Posts(NamedTuple):
    """The posts that a text states, the words that state them, and their number together with those of the units below."""

    number: int
    words: str
    whole: int


@lru_cache(maxsize=1024)
def posts(text: str, year: int) -> Posts | None:
    """The posts that a text states; None where it states none.

    The first number of posts that is not of one kind (行政, 事业, 工勤, 参公, …); if all are, their sum, that of the units below included. What the
    text says of another year or of a place is passed over, and a number for all posts of another unit.
    """
    own: list[tuple[int, str]] = []
    below: list[int] = []
    kinds: list[tuple[int, str]] = []
    unclear = False  # how many stand in an enumeration
    said = plain(text)
    for hit in POSTS.finditer(said):
        sentence = sentence_before(said, hit.start())
        clause = clauses_of(sentence)[-1]
        if SOME_POSTS.search(clause) or of_the_area(clause) or of_another_year(sentence, year):
            continue
        kind = KIND.search(clause)
        unclear = unclear or "分别" in clause
        if kind and kinds and PART.search(sentence):
            continue
        if kind:
            kinds.append((int(hit[1]), kind[0] + hit[0]))
        elif of_another_unit(clause):
            below.append(int(hit[1]))
        else:
            own.append((int(hit[1]), hit[0]))
    if own:
        return Posts(*own[0], own[0][0] + sum(below))
    if unclear or not kinds:
        return None
    number = sum(posts for posts, _words in kinds)
    return Posts(number, " + ".join(words for _posts, words in kinds), number + sum(below))


def says_none(parts: tuple[str, ...], year: int) -> bool | None:
    """Whether the texts of a section say that there is nothing of a fund.

    None where they state nothing at all, and where they state an amount as well: 没有超预算支出 says another thing of it.
    """
    if all(bare(part) in NOTHING_STATED for part in parts):
        return None
    if not any(NONE.search(part) for part in parts):
        return False
    return None if any(_spends(plain(part), year) for part in parts) else True


def _spends(text: str, year: int) -> bool:
    """Whether a text states an amount above 0, of the department and the year."""
    return any(
        hit[1].strip("-0,.") and not is_of_others(sentence_before(text, hit.start()), year)
        for hit in SPENT.finditer(text)
    )
