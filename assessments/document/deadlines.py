"""Dates and periods in a target or an actual: the last day counts.

A deadline needs a year (19xx or 20xx before 年, or in a full date) or a month in digits. A month without a year
is one of the fiscal year. Words may stand round it (`2024年12月底前完成`), other digits may not. A year alone in brackets
says of which year the month, half or quarter before it is (`第三季度（2024年）`).
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_TO = "[-—–~～至到]"
TOKEN = re.compile(
    rf"""(?<!\d)(?:
      (?P<iso>(?:19|20)\d\d([-/.])\d{{1,2}}\2\d{{1,2}})(?!\d)[日号]?
    | (?P<iso_month>(?:19|20)\d\d(?:[-/]\d{{1,2}}|\.\d{{1,2}}(?=[月底末前])))(?!\d)月?
    | (?P<from_year>(?:19|20)\d\d)年?{_TO}(?=(?:19|20)\d\d年)
    | (?<=[（(])(?P<of_year>(?:19|20)\d\d)年度?(?=[）)])
    | (?P<year>(?:19|20)\d\d)年
    | (?P<from_month>\d{{1,2}}){_TO}(?=\d{{1,2}}月)
    | (?P<month>\d{{1,2}})月(?:(?:\d{{1,2}}[日号]?{_TO})?(?P<day>\d{{1,2}})[日号]|(?P<third>[上中下])旬)?
    | (?P<later_day>\d{{1,2}})[日号]
    )
    | (?P<half>[上下])半年
    | [第前]?(?P<quarter>[一二三四1-4])季度
    """,
    re.VERBOSE,
)
BETWEEN = re.compile("[份末底前内]*(?:完成)?[（(]")  # what may stand between a part of a year and its year in brackets
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@lru_cache(maxsize=4096)
def last_day(text: str, year: int) -> date | None:
    """The last day of the deadline that a text (digits plain, white space gone) states; None where it states none."""
    reader = _Reader(year)
    rest = TOKEN.sub(reader.take, text)
    return None if any(mark.isdigit() for mark in rest) else reader.end


class _Reader:
    """Walks the dates of a text from left to right; a later one takes over what it leaves open."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.month: int | None = None
        self.end: date | None = None
        # The last part of a year: its month, its day or third of a month, and where it ends in the text.
        self.part: tuple[int, str | None, str | None, int] | None = None

    def take(self, match: re.Match[str]) -> str:
        part = match.groupdict()
        if part["half"] or part["quarter"]:
            self._part_of_year(match)
            return "/"
        if part["later_day"]:
            return self._later_day(match)
        if part["iso"] or part["iso_month"]:
            self._iso(part["iso"] or part["iso_month"])
        elif part["of_year"] and self.part and BETWEEN.fullmatch(match.string, self.part[-1], match.start()):
            self.year, (self.month, day, third, _end) = int(part["of_year"]), self.part
            self.end = self._in_month(day, third)
        elif year := part["of_year"] or part["year"]:
            self.year, self.month = int(year), None
            self.end = date(self.year, 12, 31)
        elif part["month"]:
            self.month = int(part["month"])
            self.part = (self.month, part["day"], part["third"], match.end())
            self.end = self._in_month(part["day"], part["third"])
        return "/"

    def _iso(self, text: str) -> None:
        numbers = [int(number) for number in re.split(r"[-/.]", text)]
        self.year, self.month = numbers[0], numbers[1]
        self.end = self._in_month(str(numbers[2]) if len(numbers) == 3 else None, None)

    def _part_of_year(self, match: re.Match[str]) -> None:
        """A half or a quarter is a deadline only in a year that is named; elsewhere it is a word, with a digit in it or without."""
        half, quarter = match["half"], match["quarter"]
        month = QUARTERS[quarter] * 3 if quarter else {"上": 6, "下": 12}[half]
        self.part = (month, None, None, match.end())
        if self.end is not None:
            self.month = month
            self.end = self._in_month(None, None)

    def _later_day(self, match: re.Match[str]) -> str:
        """The day that ends a range within a month: 12月1日至15日."""
        if self.month is None:
            return match[0]
        self.part = (self.month, match["later_day"], None, match.end())
        self.end = self._in_month(match["later_day"], None)
        return "/"

    def _in_month(self, day: str | None, third: str | None) -> date | None:
        if self.month is None or not 1 <= self.month <= 12:
            return None
        last = monthrange(self.year, self.month)[1]
        number = int(day) if day else {"上": 10, "中": 20}.get(third or "", last)
        return date(self.year, self.month, number) if 1 <= number <= last else None
