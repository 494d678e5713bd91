"""Reading figures and statements out of the sections of 附件4. Source: rules.md, "Text figures"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.functional import cached_property

from assessments.document import amounts
from assessments.document.cells import Figure, Kind, Text
from assessments.document.filing import FUND_TABLES, Filing, Section
from assessments.document.fixed import fixed
from assessments.rules.words import bare, narrow

FUND_WORDS = dict(zip(FUND_TABLES, ("政府性基金", "国有资本经营", "社会保险基金"), strict=True))
NUMBER = r"[^0-9]{0,4}?(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(亿元|百万元|万元|千元|元)"
POSTS = re.compile(r"(行政|事业|工勤|参公)?编制[数共计为有总人员额：:\s]{0,4}([0-9]+)\s*[名人个]")
NONE = re.compile(
    r"未安排|(?:无|没有).{0,12}?(?:基金|经营|安排|支出|预算)|(?:基金|经营|安排|支出|预算).{0,12}?(?:无|没有)",
    re.DOTALL,
)
SENTENCE_ENDS = "。；;！!"
CLAUSE_END = re.compile(r"[，,、：:（()）\n]")
AREA = re.compile(r"全[国省市县区州镇乡]")
# Another unit; not 本级及所属单位, which is the department as a whole.
UNIT = re.compile(r"(?<![及和与含括])(?:下属|所属)|(?<![及和与含括属])二级单位")
LAST_YEAR = re.compile(r"上一?年|去年|前年")
# A year that is named, or last year; a month after it, or what was carried over from it, dates something else.
WHEN = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})\s*年(?!\s*[0-9]|[底末]?结[转余])|(?:上一?年|去年|前年)(?!度?[底末]?结[转余])|([本当今]年)"
)
DATED = re.compile(r"[上一去前0-9]\s*年")  # in whatever names a year
COMPARED = re.compile(
    r"[比较与同和](?:上一?年|去年|前年|(?:19|20)[0-9]{2}\s*年)[^，,、：:（()）\n]*?(?:相比|比较|持平|增|减|降|升|多|少)[^，,、：:（()）\n]*"
)
NOTHING_STATED = frozenset(("", "无"))


@fixed
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


class ReportView:
    """附件4 of a filing, its headings without white space; no sections where it was not supplied."""

    def __init__(self, filing: Filing) -> None:
        self.sections: tuple[Section, ...] = (filing.report.sections if filing.report else None) or ()
        self.headings = tuple([_unspaced(one.heading.text or "") for one in self.sections])

    @cached_property
    def words(self) -> str:
        """Every heading and text in one, in which what is seldom there is looked for at once."""
        return "\n".join([cell.text for one in self.sections for cell in (one.heading, one.text) if cell.text])

    def headed(self, words: str, level: int | None = None) -> Place | None:
        """The first section whose heading contains the words, of this level if one is given."""
        for index, heading in enumerate(self.headings):
            if words in heading and level in (None, self.sections[index].level):
                return Place(index, self.sections[index])
        return None

    def of_level_1(self) -> list[Place]:
        """The sections that stand below no other."""
        return [Place(index, one) for index, one in enumerate(self.sections) if one.level == 1]

    def below(self, place: Place) -> Iterator[Place]:
        """The sub-sections of a section, in order."""
        for index, section in enumerate(self.sections[place.index + 1 :], start=place.index + 1):
            if section.level <= place.section.level:
                return
            yield Place(index, section)

    def whole(self, place: Place) -> list[Text]:
        """What a section says with its sub-sections: its text, their headings and texts."""
        return [
            place.section.text,
            *(cell for one in self.below(place) for cell in (one.section.heading, one.section.text)),
        ]


@lru_cache(maxsize=4096)
def _unspaced(heading: str) -> str:
    return "".join(heading.split())


def amount_after(text: Text, year: int, *words: str) -> Figure | None:
    """The first amount in a text that follows one of the words; the words are tried in turn.

    What the text says of another year, of a place or of another unit is passed over.
    """
    hits = (_amount_after(text.text or "", year, word) for word in words)
    return next((hit for hit in hits if hit is not None), None)


@lru_cache(maxsize=4096)
def _amount_after(text: str, year: int, word: str) -> Figure | None:
    plain = _plain(text)
    hit = next((hit for hit in _pattern(word).finditer(plain) if not _is_of_others(hit, plain, year)), None)
    if hit is None:
        return None
    try:
        return amounts.read(Kind.AMOUNT, hit[1] + hit[2])
    except amounts.Unreadable:
        return None


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    """The text with plain digits, points and commas; several words are looked for in the same one."""
    return narrow(text).replace("．", ".").replace("，", ",")


def _is_of_others(hit: re.Match[str], plain: str, year: int) -> bool:
    """Whether what stands before the word, or from it to the figure, gives the figure to others."""
    word, figure = hit.start(), hit.start(1)
    return speaks_of_others(plain[:word], year) or speaks_of_others(plain[word:figure], year)


def speaks_of_others(before: str, year: int) -> bool:
    """Whether the words before a figure, in its sentence, make it that of another year, a place or another unit."""
    sentence = _sentence(before)
    clause = _clause(sentence)
    return _of_another_unit(clause) or _of_the_area(clause) or _of_another_year(sentence, year)


def _sentence(before: str) -> str:
    """What stands before a figure in its own sentence."""
    return before[max([before.rfind(mark) for mark in SENTENCE_ENDS]) + 1 :]


def _clause(sentence: str) -> str:
    return CLAUSE_END.split(sentence)[-1]


def _of_another_unit(clause: str) -> bool:
    return UNIT.search(clause) is not None


def _of_the_area(clause: str) -> bool:
    return AREA.search(clause) is not None


def _of_another_year(sentence: str, year: int) -> bool:
    """A year in the clause, or the last one named in the sentence; a comparison with a year says nothing of the figure."""
    if not DATED.search(sentence):
        return False
    own = "".join(COMPARED.split(sentence))
    if LAST_YEAR.search(_clause(own)):
        return True
    named = list(WHEN.finditer(own))
    if not named or named[-1][2]:
        return False
    return named[-1][1] is None or int(named[-1][1]) != year


@lru_cache(maxsize=64)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(word + NUMBER)


@lru_cache(maxsize=1024)
def posts(text: str, year: int) -> tuple[int, str] | None:
    """The posts that a text states, with the words that state them; None where it states none.

    The first number of posts that is not of one kind (行政, 事业, 工勤, 参公); if all are, their sum, that of the units below included. What the
    text says of another year or of a place is passed over, and a number for all posts of another unit.
    """
    plain = _plain(text)
    found = [(hit, _sentence(plain[: hit.start()])) for hit in POSTS.finditer(plain)]
    hits = [(hit, said) for hit, said in found if not (_of_the_area(_clause(said)) or _of_another_year(said, year))]
    for hit, said in hits:
        if hit[1] is None and not _of_another_unit(_clause(said)):
            return int(hit[2]), hit[0]
    kinds = [hit for hit, _said in hits if hit[1] is not None]
    return (sum(int(hit[2]) for hit in kinds), " + ".join(hit[0] for hit in kinds)) if kinds else None


def says_none(parts: tuple[str, ...]) -> bool | None:
    """Whether the texts of a section say that there is nothing of a fund; None where they state nothing at all."""
    if all(bare(part) in NOTHING_STATED for part in parts):
        return None
    return any(NONE.search(part) for part in parts)
