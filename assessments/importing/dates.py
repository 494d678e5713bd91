"""A stored number shown as a date or a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

DATE_LETTERS = r"y+|m+|d+|h+|s+|e+|aaaa?"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = "一二三四五六日"
LAST = Decimal(2_958_466)  # the day after 9999-12-31
LEAP = 60  # the day that 1900 did not have and Excel counts


def date_text(value: Decimal, section: Sequence[tuple[str, str]], *, since_1904: bool) -> str:
    """The date and time of a serial number in the words of a format; a number that is no date stays a number."""
    if not 0 <= value < LAST:
        return f"{value:f}"
    moment = _moment(value, since_1904=since_1904)
    letters = [(place, text.lower()) for place, (kind, text) in enumerate(section) if kind in ("date", "bracket")]
    half = any(kind == "meridiem" for kind, _text in section)
    made = []
    for place, (kind, text) in enumerate(section):
        low = text.lower()
        if kind == "date":
            made.append(_part(moment, low, half=half, minutes=_is_minutes(letters, place)))
        elif kind == "bracket" and low.strip("hms") == "" and low:
            made.append(_elapsed(value, low))
        elif kind == "meridiem":
            before, _slash, after = text.partition("/")
            made.append(after if moment.hour >= 12 else before)
        elif kind in ("quoted", "escaped", "sign", ".", ",", "/", "%"):
            made.append(text)
        elif kind == "digit":
            made.append("0")
    return "".join(made)


def _moment(value: Decimal, *, since_1904: bool) -> datetime:
    days, seconds = int(value), round((value % 1) * 86_400)
    if since_1904:
        begin = datetime(1904, 1, 1)  # noqa: DTZ001  (a cell has no time zone)
    else:
        begin = datetime(1899, 12, 31 if days < LEAP else 30)  # noqa: DTZ001
    return begin + timedelta(days=days, seconds=seconds)


def _is_minutes(letters: Sequence[tuple[int, str]], place: int) -> bool:
    """`m` counts minutes behind hours and before seconds."""
    at = next(index for index, (own, _text) in enumerate(letters) if own == place)
    before = letters[at - 1][1] if at else ""
    after = letters[at + 1][1] if at + 1 < len(letters) else ""
    return letters[at][1].startswith("m") and (before.startswith("h") or after.startswith("s"))


def _part(moment: datetime, letter: str, *, half: bool, minutes: bool) -> str:
    first, many = letter[0], len(letter)
    if first == "e" or (first == "y" and many > 2):
        return f"{moment.year}"
    if first == "y":
        return f"{moment.year % 100:02d}"
    if first == "a":
        return ("星期" if many > 3 else "") + WEEKDAYS[moment.weekday()]
    if first in "md" and many > 2 and not minutes:
        name = MONTHS[moment.month - 1] if first == "m" else DAYS[moment.weekday()]
        return name[:3] if many == 3 else name[:1] if many == 5 else name
    number = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if half else moment.hour,
        "s": moment.second,
    }[first]
    return f"{number:0{min(many, 2)}d}"


def _elapsed(value: Decimal, letters: str) -> str:
    unit = {"h": 3_600, "m": 60, "s": 1}[letters[0]]
    return f"{round(value * 86_400) // unit:0{len(letters)}d}"
