"""What Excel shows of a stored number. The displayed value counts: 98.68% and not 0.98676.

`shown` reads a format as Excel does: sections for positive, negative, zero; colours, conditions, literals, thousands, scaling by
commas, per cent, exponents, fractions, dates. It departs from the screen only where the screen hides a value: a lone point is left out
(`5.`), a nought before the point is written (`.50`), and a value below zero always has its minus, even where a colour stands for it.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from assessments.importing.dates import DATE_LETTERS, date_text

GENERAL = "General"
TEXT = "@"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: TEXT,
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<meridiem>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])"
    rf"|(?P<date>{DATE_LETTERS})|(?P<digit>[0#?])|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)")
FRACTION = re.compile(r"[#0?]\s*/\s*[#0?0-9]")
SYSTEM = {"[$-F800]": 'yyyy"年"m"月"d"日"', "[$-F400]": "h:mm:ss"}  # a date and a time as the machine has them
LONGEST = 255  # characters of a format; Excel takes no more
KEPT = Context(prec=15, rounding=ROUND_HALF_UP)  # digits that Excel keeps of a number
WIDEST = 11  # characters of a number without a format
Token = tuple[str, str]


def shown(stored: Decimal, code: str, *, since_1904: bool = False) -> str:
    """The number as its cell shows it, without the spaces that only align it; empty where the format hides it."""
    value = KEPT.plus(stored)
    code = SYSTEM.get(code[:8].upper(), code[:LONGEST])
    sections = _sections(code)
    section, explicit = _section(sections, value)
    kinds = {kind for kind, _text in section}
    if any(kind == "date" for kind, _text in section) or any(_elapsed(token) for token in section):
        return date_text(value, section, since_1904=since_1904)
    magnitude = abs(value) if explicit else value
    text = _general(magnitude, section) if kinds & {"general", "text"} else _number(magnitude, section)
    text = text.strip()
    if value < 0 and "-" not in text and any(sign.isdigit() for sign in text):
        return "-" + text.replace("(", "").replace(")", "")
    return text


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each section of a format."""
    found: list[list[Token]] = [[]]
    for match in TOKEN.finditer(code or GENERAL):
        kind, text = str(match.lastgroup), match[match.lastgroup or 0]
        if kind == "sign" and text == ";":
            found.append([])
        elif kind == "sign" and text == TEXT:
            found[-1].append(("text", text))
        elif kind == "sign" and text in ".,%/":
            found[-1].append((text, text))
        else:
            found[-1].append((kind, text))
    return tuple(tuple(section) for section in found[:4])


def _section(sections: Sequence[tuple[Token, ...]], value: Decimal) -> tuple[tuple[Token, ...], bool]:
    """The section that shows a number, and whether it says itself what is below zero."""
    conditions = [_condition(section) for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(condition, value):
                return section, condition is not None and value < 0 and condition[0].startswith("<")
        return sections[-1], False
    if len(sections) == 1 or (value > 0) or (value == 0 and len(sections) < 3):
        return sections[0], False
    return (sections[1], True) if value < 0 else (sections[2], False)


def _condition(section: Sequence[Token]) -> tuple[str, Decimal] | None:
    found = next((match for kind, text in section if kind == "bracket" and (match := CONDITION.fullmatch(text))), None)
    return (found[1], Decimal(found[2].rstrip(".") or "0")) if found and found[2].count(".") < 2 else None


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": value < limit, ">": value > limit, "=": value == limit,
        "<=": value <= limit, ">=": value >= limit, "<>": value != limit,
    }[sign]  # fmt: skip


def _elapsed(token: Token) -> bool:
    return token[0] == "bracket" and token[1].lower() in ("h", "hh", "m", "mm", "s", "ss")


def literal(token: Token) -> str:
    """What a token prints that is no part of the number."""
    kind, text = token
    if kind == "bracket":  # [$¥-804] prints a currency; colours, conditions and locales print nothing
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    return text if kind in ("quoted", "escaped", "sign") else ""


# Numbers -----------------------------------------------------------------------------------------------------


def general(value: Decimal) -> str:
    """A number without a format: whole ones in full, others as far as eleven characters go."""
    if value == value.to_integral_value():
        return f"{value:.0f}" if value.adjusted() < KEPT.prec else f"{value:E}"
    whole = len(f"{abs(value):.0f}") if abs(value) >= 1 else 1
    places = max(WIDEST - 1 - whole, 0)
    rounded = _rounded(value, places)
    if not rounded:
        return f"{value.normalize(Context(prec=6)):E}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _general(value: Decimal, section: Sequence[Token]) -> str:
    return "".join(general(value) if token[0] in ("general", "text") else literal(token) for token in section)


def _number(value: Decimal, section: Sequence[Token]) -> str:
    if not any(kind == "digit" for kind, _text in section):
        return "".join(literal(token) or (token[0] if token[0] in ".,%/" else "") for token in section)
    if FRACTION.search("".join(text for kind, text in section if kind in ("digit", "/", "sign"))):
        return _fraction(value, section)
    value = value.scaleb(2 * sum(kind == "%" for kind, _text in section))
    exponent = next((place for place, (kind, _text) in enumerate(section) if kind == "exponent"), None)
    if exponent is not None:
        return _scientific(value, section[:exponent], section[exponent:])
    return _plain(value, section)


def _plain(value: Decimal, section: Sequence[Token]) -> str:
    point = next((place for place, (kind, _text) in enumerate(section) if kind == "."), len(section))
    digits = [place for place, (kind, _text) in enumerate(section) if kind == "digit"]
    whole = [place for place in digits if place < point]
    commas = [place for place, (kind, _text) in enumerate(section) if kind == ","]
    scaling = [place for place in commas if place > digits[-1] or (whole and whole[-1] < place < point)]
    value = value.scaleb(-3 * len(scaling))
    forms = "".join(section[place][1] for place in digits if place > point)
    rounded = _rounded(value, len(forms))
    before, _dot, after = f"{abs(rounded):f}".partition(".")
    least = forms.rfind("0") + 1
    after = after[:least] + after[least:].rstrip("0")
    before = before.lstrip("0")
    if not before and (after or any(section[place][1] == "0" for place in whole)):
        before = "0"
    grouped = any(whole and whole[0] < place < whole[-1] for place in commas)
    filled = _filled(before, [section[place][1] for place in whole], grouped=grouped)
    return ("-" if value < 0 else "") + _woven(section, whole, filled, point, after)


def _filled(digits: str, forms: Sequence[str], *, grouped: bool) -> list[str]:
    """What each placeholder before the point prints: one digit from the right, the first the rest."""
    padded = list(
        digits.rjust(max(len(forms) - next((at for at, form in enumerate(forms) if form == "0"), len(forms)), 0), "0")
    )
    if grouped:
        padded = [
            sign + ("," if (len(padded) - at) % 3 == 1 and at < len(padded) - 1 else "")
            for at, sign in enumerate(padded)
        ]
    cut = max(len(padded) - len(forms) + 1, 0)
    lead, rest = "".join(padded[:cut]), padded[cut:]
    return [""] * (len(forms) - 1 - len(rest)) + [lead, *rest] if forms else []


def _woven(section: Sequence[Token], whole: Sequence[int], filled: Sequence[str], point: int, after: str) -> str:
    by_place = dict(zip(whole, filled, strict=True))
    made, decimals = [], iter(after)
    for place, token in enumerate(section):
        if token[0] == "digit":
            made.append(by_place[place] if place < point else next(decimals, ""))
        elif token[0] == ".":
            made.append("." if after else "")
        elif token[0] in "%/":
            made.append(token[1])
        else:
            made.append(literal(token))
    return "".join(made)


def _scientific(value: Decimal, mantissa: Sequence[Token], exponent: Sequence[Token]) -> str:
    point = next((place for place, (kind, _text) in enumerate(mantissa) if kind == "."), len(mantissa))
    places = sum(kind == "digit" for kind, _text in mantissa[point:])
    power = value.adjusted() if value else 0
    rounded = _rounded(value.scaleb(-power), places)
    if abs(rounded) >= 10:
        rounded, power = _rounded(rounded.scaleb(-1), places), power + 1
    width = sum(kind == "digit" for kind, _text in exponent)
    sign = "-" if power < 0 else "+" if exponent[0][1].endswith("+") else ""
    tail = "".join(literal(token) or ("%" if token[0] == "%" else "") for token in exponent[1:])
    return f"{rounded:f}E{sign}{abs(power):0{width}d}{tail}"


def _fraction(value: Decimal, section: Sequence[Token]) -> str:
    slash = next(place for place, (kind, _text) in enumerate(section) if kind == "/")
    below = "".join(text for _kind, text in section[slash + 1 :]).strip()
    most = int(below) if below.isdigit() and int(below) else 10 ** min(sum(sign in "#?0" for sign in below), 4) - 1
    part = Fraction(abs(value)).limit_denominator(max(most, 1))
    whole, rest = divmod(part, 1)
    text = f"{whole} {rest.numerator}/{rest.denominator}" if whole and rest else str(rest or whole)
    return ("-" if value < 0 else "") + text


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400))
