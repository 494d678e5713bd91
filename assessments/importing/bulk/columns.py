"""The columns of a table that is taken in, what is said about its rows, and how its days are written."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import override

from assessments.document.codec import UNFIT

__all__ = ["EXAMPLES", "LANGUAGES", "NOTES", "UNFIT", "Column", "Message", "TableRow", "bare", "day_of", "fit"]

NOTES = "填写说明"  # the sheet of our own forms that explains them
EXAMPLES = ("例：", "例:")  # how the example row of our own forms begins
LANGUAGES = ("en", "zh-hans")
MARKS = re.compile(r"[\s*＊（）()：:]")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
TableRow = dict[str, Any]  # "row": its number; the text of each column by its key


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form: its key, its head, what to fill in, an example, and whether it must be filled."""

    key: str
    head: Any
    hint: Any
    example: str
    required: bool = True

    def names(self) -> set[str]:
        """What its head may be called: in either language, or by its key."""
        found = {bare(self.key)}
        for language in LANGUAGES:
            with override(language):
                found.add(bare(str(self.head)))
        return found


class Message(NamedTuple):
    """Something about a row; row 0 is the file. `against`: whether the file cannot be taken in because of it."""

    row: int
    text: str
    against: bool = True


def day_of(text: str) -> date | None:
    """The day that a text names: 2025-01-06, 2025/1/6, 2025年1月6日; None where it names none."""
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def fit(text: str) -> str:
    """A text that every database keeps: signs that no text has are shown as such."""
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def bare(text: str) -> str:
    return MARKS.sub("", text).lower()
