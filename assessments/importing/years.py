"""The fiscal year that a form names."""

import re
from collections.abc import Iterator, Sequence

from assessments.importing.dividing import Page
from assessments.importing.gathering import joined
from assessments.importing.labels import WIDE_DIGITS

OF_YEAR = re.compile(r"(20[0-9]{2})\s*年度")
TITLE = re.compile(r"(20[0-9]{2})\s*年.{0,40}(?:表|报告)$")
FINAL = re.compile(r"(20[0-9]{2})\s*年.{0,4}(?:决算|预算|实际在职)")
LONGEST = 80
SPELT = re.compile(r"[二2２][〇零○ＯOo0０][一二三四五六七八九][〇零○ＯOo0０一二三四五六七八九](?=\s*年)")
NUMERALS = {
    sign: str(at)
    for at, signs in enumerate(("〇零○ＯOo0０", "一", "二2２", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}


def year_of(pages: Sequence[Page]) -> int | None:
    """The year of the first title that names one; else of any text (2024年度), a title (2024年…表), or the heads of 附件1."""
    found = [int(year) for text in _texts(pages, longest=LONGEST) for year in OF_YEAR.findall(text)]
    found = found or [int(year) for text in _texts(pages, longest=LONGEST) for year in TITLE.findall(text)]
    found = found or [int(year) for text in _texts(pages) for year in OF_YEAR.findall(text)]
    if found:
        return found[0]
    heads = [int(year) for text in _texts(pages, longest=LONGEST) for year in FINAL.findall(text)]
    return max(heads, default=None)


def _texts(pages: Sequence[Page], *, longest: int = 0) -> Iterator[str]:
    for page in pages:
        for row in page.rows:
            for cell in row.filled:
                text = SPELT.sub(_in_digits, joined(cell.text)).translate(WIDE_DIGITS)
                if not longest or len(text) <= longest:
                    yield text


def _in_digits(match: re.Match[str]) -> str:
    """二〇二四 as 2024."""
    return "".join(NUMERALS[sign] for sign in match[0])
