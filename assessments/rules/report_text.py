"""Reading figures and statements out of the sections of 附件4. Source: rules.md, "Text figures"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assessments.document import amounts
from assessments.document.cells import Figure, Kind, Text
from assessments.document.filing import FUND_TABLES, Filing, Section
from assessments.rules.words import bare

FUND_WORDS = dict(zip(FUND_TABLES, ("政府性基金", "国有资本经营", "社会保险基金"), strict=True))
WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
NUMBER = r"[^0-9]{0,4}?(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(亿元|百万元|万元|千元|元)"
POSTS = re.compile(r"(行政|事业|工勤|参公)?编制[数共计为有总人员额：:\s]{0,4}([0-9]+)\s*[名人个]")
NONE = re.compile(
    r"(?:无|没有|未安排).{0,12}?(?:基金|经营|安排|支出|预算)|(?:基金|经营|安排|支出|预算).{0,12}?(?:无|没有|未安排)",
    re.DOTALL,
)
NOTHING_STATED = frozenset(("", "无"))


@dataclass(frozen=True, slots=True)
class Place:
    """A section with its index in the report."""

    index: int
    section: Section

    @property
    def here(self) -> str:
        """The path of the section."""
        return f"report.sections[{self.index}]"

    @property
    def path(self) -> str:
        """The path of its text."""
        return f"{self.here}.text"


def sections(filing: Filing) -> tuple[Section, ...]:
    """The sections of the report, none where it was not supplied."""
    return (filing.report.sections if filing.report else None) or ()


def first(filing: Filing, fits: Callable[[Section], bool]) -> Place | None:
    """The first section that fits."""
    return next((Place(index, one) for index, one in enumerate(sections(filing)) if fits(one)), None)


def headed(filing: Filing, words: str, level: int | None = None) -> Place | None:
    """The first section whose heading contains the words, of this level if one is given."""
    return first(filing, lambda one: words in (one.heading.text or "") and level in (None, one.level))


def below(filing: Filing, place: Place) -> Iterator[Place]:
    """The sub-sections of a section, in order."""
    for index, one in enumerate(sections(filing)[place.index + 1 :], start=place.index + 1):
        if one.level <= place.section.level:
            return
        yield Place(index, one)


def whole(filing: Filing, place: Place) -> list[Text]:
    """What a section says with its sub-sections: its text, their headings and texts."""
    return [
        place.section.text,
        *(cell for one in below(filing, place) for cell in (one.section.heading, one.section.text)),
    ]


def amount_after(text: Text, *words: str) -> Figure | None:
    """The first amount in a text that follows one of the words; the words are tried in turn."""
    return next((hit for hit in (_amount_after(text.text or "", word) for word in words) if hit is not None), None)


@lru_cache(maxsize=4096)
def _amount_after(text: str, word: str) -> Figure | None:
    hit = _pattern(word).search(text.translate(WIDE))
    if hit is None:
        return None
    try:
        return amounts.read(Kind.AMOUNT, hit[1] + hit[2])
    except amounts.Unreadable:
        return None


@lru_cache(maxsize=64)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(word + NUMBER)


@lru_cache(maxsize=1024)
def posts(text: str) -> tuple[int, str] | None:
    """The posts that a text states, with the words that state them; None where it states none.

    The first number of posts that is not of one kind (行政, 事业, 工勤, 参公); if all are, their sum.
    """
    hits = list(POSTS.finditer(text.translate(WIDE)))
    for hit in hits:
        if hit[1] is None:
            return int(hit[2]), hit[0]
    return (sum(int(hit[2]) for hit in hits), " + ".join(hit[0] for hit in hits)) if hits else None


def says_none(parts: tuple[str, ...]) -> bool | None:
    """Whether the texts of a section say that there is nothing of a fund; None where they state nothing at all."""
    if all(bare(part) in NOTHING_STATED for part in parts):
        return None
    return any(NONE.search(part) for part in parts)
