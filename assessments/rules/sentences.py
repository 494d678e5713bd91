"""The sentences of 附件4 that state figures: their plain form, and whose figure one is by the words before it."""

import re
from functools import lru_cache

from assessments.rules.numbering import DIGITS
from assessments.rules.words import narrow

SENTENCE_ENDS = "。；;！!"
REACH = 500  # characters of a sentence without an end that are looked back over
# A comma within a figure ends no clause.
CLAUSE_END = re.compile(r"(?<![0-9])[，,]|[，,](?![0-9]{3}(?![0-9]))|[、：:（()）\n]")
LIST_MARK = re.compile("[、和与及]")
YEAR_IN_WORDS = re.compile(r"二[〇○零0][〇○零一二三四五六七八九]{2}(?=\s*年)")
SPACES = re.compile(r"\s{2,}")
ENCLOSED = re.compile(r"[（(][^（()）]*[)）]")
FIGURE = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?\s*(?:亿元|百万元|万元|千元|元|[名人个])?"
RESPECTIVELY = re.compile(rf"分别[为是达有:：\s]{{0,3}}({FIGURE}(?:[、,和与及]\s*{FIGURE}){{1,7}})")
UNIT_OF_FIGURE = re.compile(r"[^0-9,.\s]*$")

AREA = re.compile(r"全[国省市县区州镇乡]")
# Another unit; not 本级及所属单位, which is the department as a whole.
UNIT = re.compile(r"(?<![及和与含括])(?:[下所局]属)|(?<![及和与含括属])二级(?:事业|预算)?(?:单位|机构)")
# Last year, earlier years, and the next one unless something is only carried over to it.
NOT_THIS_YEAR = re.compile(
    r"上一?年|去年|前年|往年|历年|[近过前去][几两二三四五]年|(?<![转至入到以])(?:下一?年|明年)(?!结[转余])"
)
# A year that is named, or last year; a month after it, or what was carried over from it, dates something else.
WHEN = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})\s*年(?!\s*[0-9]|[底末]?结[转余])|(?:上一?年|去年|前年)(?!度?[底末]?结[转余])|([本当今]年)"
)
DATED = re.compile(r"[上一去前往历几两二三四五下明0-9]\s*年")  # in whatever names a year
COMPARED = re.compile(
    r"(?:[相对]比|相较)于?(?:上一?年|去年|前年|(?:19|20)[0-9]{2}\s*年)[^，,、：:（()）\n]*|"
    r"[比较与同和](?:上一?年|去年|前年|(?:19|20)[0-9]{2}\s*年)[^，,、：:（()）\n]*?(?:相比|比较|持平|增|减|降|升|多|少)[^，,、：:（()）\n]*"
)


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """The text with plain digits, points, commas, years and single spaces, each figure of an enumeration beside its own word.

    Several words are looked for in the same one.
    """
    text = narrow(text).replace("．", ".").replace("，", ",")
    text = YEAR_IN_WORDS.sub(lambda hit: "".join(str(DIGITS.get(mark, mark)) for mark in hit[0]), text)
    text = SPACES.sub(lambda hit: "\n" if "\n" in hit[0] else " ", text)
    return _paired(text) if "分别" in text else text


def _paired(text: str) -> str:
    """`甲、乙分别为1元、2元` as `甲1元、乙2元`; where words and figures are not as many, it stays as it is."""
    done, at = "", 0
    for hit in RESPECTIVELY.finditer(text):
        before = text[at : hit.start()]
        begin = max(before.rfind(mark) for mark in SENTENCE_ENDS + ",：:（()）\n") + 1
        names, figures = LIST_MARK.split(before[begin:]), _figures(hit[1])
        if len(names) == len(figures):
            done += before[:begin] + "、".join(map("".join, zip(names, figures, strict=True)))
            at = hit.end()
    return done + text[at:]


def _figures(listed: str) -> list[str]:
    """The figures of an enumeration; one without a unit has that of the last."""
    figures = re.findall(FIGURE, listed)
    units = [UNIT_OF_FIGURE.search(figure) for figure in figures]
    unit = units[-1][0] if units[-1] else ""
    return [figure if own and own[0] else figure + unit for figure, own in zip(figures, units, strict=True)]


def sentence_before(text: str, end: int) -> str:
    """What stands before a place of a text in its own sentence."""
    before = text[max(0, end - REACH) : end]
    return before[max([before.rfind(mark) for mark in SENTENCE_ENDS]) + 1 :]


@lru_cache(maxsize=256)
def clauses_of(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence."""
    return tuple(CLAUSE_END.split(sentence))


def without_asides(sentence: str) -> str:
    """The sentence without the figures that it states in brackets."""
    if "（" not in sentence and "(" not in sentence:
        return sentence
    return ENCLOSED.sub(lambda hit: "" if "元" in hit[0] else hit[0], sentence)


def is_of_others(sentence: str, year: int) -> bool:
    """Whether what stands before a figure in its sentence makes it that of another year, a place or another unit."""
    clause = clauses_of(sentence)[-1]
    return of_another_unit(clause) or of_the_area(clause) or of_another_year(sentence, year)


def of_another_unit(clause: str) -> bool:
    """Whether a clause speaks of another unit."""
    return UNIT.search(clause) is not None


def of_the_area(clause: str) -> bool:
    """Whether a clause speaks of the whole city, county, …."""
    return AREA.search(clause) is not None


def of_another_year(sentence: str, year: int) -> bool:
    """A year in the clause, or the last one named in the sentence; a comparison with a year says nothing of the figure."""
    if not DATED.search(sentence):
        return False
    own = "".join(COMPARED.split(without_asides(sentence)))
    if NOT_THIS_YEAR.search(clauses_of(own)[-1]):
        return True
    named = list(WHEN.finditer(own))
    if not named or named[-1][2]:
        return False
    return named[-1][1] is None or int(named[-1][1]) != year
