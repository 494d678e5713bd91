"""The grammar of targets and actuals (rules.md, Scoring and Settled readings).

A quantity is nothing but operator, number (with 万, 亿), unit, operator. A date or period is a deadline.
Everything else is words, and a row of words has no computed score.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from assessments.document.amounts import EXACT, GROUPED, MAX_INTEGER_DIGITS, MAX_PLACES, WIDE
from assessments.document.cells import is_blank
from assessments.document.deadlines import last_day
from assessments.document.filing import Indicator
from assessments.document.fixed import fixed

AT_LEAST_SIGNS = (
    "≥", "≧", ">=", ">", "不低于", "不少于", "不小于", "大于", "大于等于", "高于", "超过", "多于", "至少", "达到",
    "不得低于", "不得少于", "大于或等于", "最少", "以上", "及以上", "或以上",
)  # fmt: skip
AT_MOST_SIGNS = (
    "≤", "≦", "<=", "<", "不高于", "不超过", "不大于", "小于", "小于等于", "低于", "少于", "至多", "不多于",
    "不得高于", "不得超过", "小于或等于", "最多", "以内", "及以内", "以下", "及以下", "或以下",
)  # fmt: skip
EQUAL_SIGN = "="
WITHIN = "内"  # at most in a target; in an actual it says no more than the figure does

FAULTS = ("投诉", "超标", "事故", "差错", "违法", "流失")
FAULT_HANDLING = ("处", "办", "理", "复", "整改", "化解", "下降", "减少", "降低")

ONE = Decimal(1)
MULTIPLIERS = {"": ONE, "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}
AREAS = frozenset({"㎡", "m²", "平米", "平方米"})
OTHER_NAMES = {"日": "天", "千米": "公里", "km": "公里", "m³": "立方米"}
MAX_UNIT = 8

_SIGN = "|".join(sorted((*AT_LEAST_SIGNS, *AT_MOST_SIGNS, EQUAL_SIGN), key=len, reverse=True))
_INCLUDED = "(?:[(（]不?含[^()（）]{0,10}[)）])?"  # beside a sign: 95%以上（含95%）
# 30日内, 5个工作日内办结, 100元之内; but 3天内训 and 3个县内 are units
_WITHIN = (
    rf"(?P<within>(?<=[日天周月年度时钟秒])(?:之?{WITHIN}|以{WITHIN}(?=[^\W\d]))(?![部训审控外容])[^\W\d]{{0,4}}"
    rf"|(?<=[元里米%‰次人个件起项份])之?{WITHIN})"
)
QUANTITY = re.compile(
    rf"(?P<before>{_SIGN})?(?P<minus>-)?(?P<whole>[0-9][0-9,]*)(?:\.(?P<decimals>[0-9]+))?"
    rf"(?P<times>万亿|万|亿)?(?P<unit>[^0-9,.]{{0,{MAX_UNIT}}}?)(?:{_INCLUDED}(?P<after>{_SIGN}){_INCLUDED}|{_WITHIN})?"
)
POINT_OF_TIME = re.compile(r"[年月日号]?[之以]?[前底末]|年度")
SPACED_DIGITS = re.compile(r"[0-9]\s+[0-9]")
SPACE = re.compile(r"\s+")
NOTHING = re.compile(r"(?:无|未|没有|零)(?:发生)?")
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # which come along from Word and pages
PLAIN = {**WIDE, **str.maketrans("＞﹥＜﹤＝﹦⩾⩽", ">><<==≥≤", INVISIBLE)}


class Aim(StrEnum):
    """What a target asks for."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    NONE_ALLOWED = "none allowed"
    DEADLINE = "deadline"
    WORDS = "words"
    BLANK = "blank"


@fixed
class Quantity:
    """A number with its unit.

    `unit` is the common name of units that convert: 元 for 元, 万元 and 亿元, % for % and ‰. `unit_factor` is one
    printed unit in it, `times` the 万 or 亿 before any other unit. `sign` is the operator as printed, "" for none.
    """

    number: Decimal
    times: Decimal
    unit: str
    unit_factor: Decimal
    sign: str

    @property
    def factor(self) -> Decimal:
        return EXACT.multiply(self.times, self.unit_factor)

    @property
    def wan(self) -> Decimal | None:
        """The amount in 万元 (rule E28): a bare figure, or a bare 万, is 万元; None for any other unit."""
        if self.unit == "元":
            return EXACT.multiply(self.number, self.factor.scaleb(-4))
        if self.unit:
            return None
        return self.number if self.times == 1 else EXACT.multiply(self.number, self.times.scaleb(-4))


@fixed
class Target:
    """A target read: its aim, with the quantity or the last day that it sets."""

    aim: Aim
    quantity: Quantity | None = None
    day: date | None = None

    @property
    def measurable(self) -> bool:
        """Whether it sets a quantity or a deadline (rule E26)."""
        return self.aim not in (Aim.WORDS, Aim.BLANK)

    @property
    def quantitative(self) -> bool:
        """Whether it sets a quantity (rules E15, E16, E18)."""
        return self.quantity is not None


@fixed
class Actual:
    """An actual read against a target.

    `value` and `goal` are the two figures on one scale, the unit printed in the target (in the actual where the target
    has none). `day` is the last day of a date. All three are None where the actual is not readable.
    """

    value: Decimal | None = None
    goal: Decimal | None = None
    day: date | None = None

    @property
    def readable(self) -> bool:
        return self.value is not None or self.day is not None


def is_blank_text(text: str | None) -> bool:
    """Whether a target or an actual states nothing; 无 is text here."""
    return is_blank(text) and "无" not in (text or "")


def plain(text: str) -> str | None:
    """The text with plain digits and signs, without white space and invisible marks; None where white space parts two digits."""
    plainly = text.translate(PLAIN)
    return None if SPACED_DIGITS.search(plainly) else SPACE.sub("", plainly)


@lru_cache(maxsize=16384)
def read_quantity(text: str) -> Quantity | None:
    """The quantity that a text states and nothing else; None for words and deadlines."""
    bare = plain(text)
    match = QUANTITY.fullmatch(bare) if bare else None
    if match is None:
        return None
    whole, decimals, unit = match["whole"], match["decimals"] or "", match["unit"]
    if not _is_number(whole, decimals) or not _is_unit(unit):
        return None
    if unit.startswith("年") and re.fullmatch(r"(?:19|20)[0-9]{2}", whole) and not decimals:
        return None
    if POINT_OF_TIME.match(unit):  # 15日前, 24年底前, 12.31前 tell when, not how many
        return None
    printed = (match["before"], match["after"], match["within"] and WITHIN)
    signs = {sign: _direction(sign) for sign in printed if sign}
    if len(set(signs.values()) - {0}) > 1:
        return None
    sign = max(signs, key=lambda sign: abs(signs[sign]), default="")
    digits = whole.replace(",", "") + ("." + decimals if decimals else "")
    number = Decimal(("-" if match["minus"] else "") + digits)
    return _quantity(number, MULTIPLIERS[match["times"] or ""], unit, sign)


def _is_number(whole: str, decimals: str) -> bool:
    if "," in whole and not GROUPED.fullmatch(whole):
        return False
    return len(whole.replace(",", "").lstrip("0")) <= MAX_INTEGER_DIGITS and len(decimals) <= MAX_PLACES


def _is_unit(unit: str) -> bool:
    """No digits and no punctuation; % and ‰ may begin it."""
    rest = unit[1:] if unit[:1] in ("%", "‰") else unit
    return all(
        mark in "²³" or unicodedata.category(mark)[0] == "L" or unicodedata.category(mark) == "So" for mark in rest
    )


def _quantity(number: Decimal, times: Decimal, unit: str, sign: str) -> Quantity:
    if unit[:1] == "%" or unit == "百分比":
        return Quantity(number, times, "%", ONE, sign)
    if unit[:1] == "‰":
        return Quantity(number, times, "%", Decimal("0.1"), sign)
    if unit == "元":
        return Quantity(number, ONE, "元", times, sign)
    return Quantity(number, times, "㎡" if unit in AREAS else unit, ONE, sign)


def _direction(sign: str) -> int:
    """1 for at least, -1 for at most, 0 for =."""
    return 1 if sign in AT_LEAST_SIGNS else 0 if sign == EQUAL_SIGN else -1


def read_target(text: str | None, *, cost: bool, fault: bool, year: int) -> Target:
    """The target that a cell sets, in a 成本 row or not, under a level 3 that names a fault or not."""
    if text is None or is_blank_text(text):
        return Target(Aim.BLANK)
    bare = plain(text)
    day = last_day(bare, year) if bare else None
    if day is not None:
        return Target(Aim.DEADLINE, day=day)
    quantity = read_quantity(text)
    if quantity is None:
        return Target(Aim.WORDS)
    return Target(_aim(quantity, cost, fault), quantity)


def _aim(quantity: Quantity, cost: bool, fault: bool) -> Aim:
    direction = _direction(quantity.sign) if quantity.sign else 0
    if direction:
        return Aim.AT_LEAST if direction > 0 else Aim.AT_MOST
    if not quantity.number:
        return Aim.NONE_ALLOWED
    if cost or (fault and not quantity.sign):
        return Aim.AT_MOST
    return Aim.AT_LEAST


@lru_cache(maxsize=4096)
def _names_cost(level: str) -> bool:
    return "成本" in SPACE.sub("", level)


@lru_cache(maxsize=8192)
def names_fault(level3: str | None) -> bool:
    """Whether a level 3 names a fault and not how one is dealt with."""
    name = SPACE.sub("", level3 or "")
    return any(word in name for word in FAULTS) and not any(word in name for word in FAULT_HANDLING)


def read_actual(text: str | None, target: Target, year: int) -> Actual:
    """The actual that a cell states, in the target's unit; unreadable where it states none."""
    bare = plain(text) if text is not None and not is_blank_text(text) else None
    if not bare or text is None:
        return Actual()
    if target.aim is Aim.DEADLINE:
        return Actual(day=last_day(bare, year))
    if target.quantity is None:
        return Actual()
    if not target.quantity.number and NOTHING.fullmatch(bare.removesuffix("。").removesuffix(target.quantity.unit)):
        return Actual(Decimal(0), target.quantity.number)
    quantity = read_quantity(text) if last_day(bare, year) is None else None
    if quantity is None or quantity.sign not in ("", WITHIN):
        return Actual()
    return _on_one_scale(quantity, target.quantity)


def _on_one_scale(actual: Quantity, goal: Quantity) -> Actual:
    """Both figures in the unit printed in the target; a figure without a unit takes the other's."""
    if actual.unit and goal.unit and _same_name(actual.unit) != _same_name(goal.unit):
        return Actual()
    scale = goal.factor if goal.unit else _bare_factor(goal, actual)
    factor = actual.factor if actual.unit else _bare_factor(actual, goal)
    return Actual(EXACT.divide(EXACT.multiply(actual.number, factor), scale), goal.number)


def _same_name(unit: str) -> str:
    """One name for units that are the same under two."""
    return OTHER_NAMES.get(unit, unit)


def _bare_factor(bare: Quantity, other: Quantity) -> Decimal:
    """The factor of a figure without a unit beside another; a bare 万 beside money is 万元."""
    if other.unit == "元" and bare.times != 1:
        return bare.times
    return EXACT.multiply(bare.times, other.unit_factor)


class Reading(NamedTuple):
    """What the words of a row say: its target, its actual read against it, and whether it is a 成本 row."""

    target: Target
    actual: Actual
    cost: bool


def reading_of(row: Indicator, year: int) -> Reading:
    """The row's words as they are read in a fiscal year."""
    return _reading(row.level1.text, row.level2.text, row.level3.text, row.target.text, row.actual.text, year)


@lru_cache(maxsize=16384)
def _reading(
    level1: str | None, level2: str | None, level3: str | None, goal: str | None, result: str | None, year: int
) -> Reading:
    cost = _names_cost(level2 or "") or _names_cost(level1 or "")
    target = read_target(goal, cost=cost, fault=names_fault(level3), year=year)
    return Reading(target, read_actual(result, target, year), cost)
