"""The numbers that Word's lists print before their paragraphs: they are not in the text, yet on the page."""

from typing import Any

from assessments.importing.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
DIGITS = "〇一二三四五六七八九"
CIRCLED = 0x2460  # ①
CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "japaneseDigitalTenThousand", "chineseLegalSimplified",
})  # fmt: skip


class Numbering:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, package: Package) -> None:
        self.levels: dict[
            str, dict[int, tuple[str, str, int]]
        ] = {}  # of each list by level: format, text, first number
        self.shared: dict[str, str] = {}  # the definition by which a list counts
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, list[int | None]] = {}
        if "word/numbering.xml" in package.names:
            self._read(package.xml("word/numbering.xml"))
            if "word/styles.xml" in package.names:
                self._read_styles(package.xml("word/styles.xml"))

    def next(self, paragraph: Any) -> str:
        """The number that this paragraph prints; empty where it is in no list, or in one of bullets."""
        if not self.levels:
            return ""
        number, level = self._list_of(paragraph)
        form = self.levels.get(number, {}).get(level)
        if form is None:
            return ""
        counts = self.counts.setdefault(self.shared.get(number, number), [None] * LEVELS)
        before = counts[level]
        counts[level] = form[2] if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return self._printed(number, form, counts)

    def _printed(self, number: str, form: tuple[str, str, int], counts: list[int | None]) -> str:
        kind, text, _first = form
        if kind in ("bullet", "none"):
            return ""
        for level in range(LEVELS):
            own = self.levels[number].get(level)
            if own is not None and f"%{level + 1}" in text:
                text = text.replace(f"%{level + 1}", spelt(counts[level] or own[2], own[0]))
        return text

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = _value(properties.find(f"{W}pStyle")) if properties is not None else ""
        inherited = self.styles.get(style, ("", 0))
        if own is None:
            return inherited
        number = _value(own.find(f"{W}numId")) or inherited[0]
        return number, _level(own.find(f"{W}ilvl"), inherited[1])

    def _read(self, root: Any) -> None:
        abstract = {one.get(f"{W}abstractNumId"): one for one in root.iterfind(f"{W}abstractNum")}
        for one in root.iterfind(f"{W}num"):
            number, shared = one.get(f"{W}numId") or "", _value(one.find(f"{W}abstractNumId"))
            levels = {}
            for level in abstract[shared].iterfind(f"{W}lvl") if shared in abstract else ():
                levels[_level_number(level.get(f"{W}ilvl"))] = _form(level)
            restarted = False
            for change in one.iterfind(f"{W}lvlOverride"):
                at = _level_number(change.get(f"{W}ilvl"))
                whole, start = change.find(f"{W}lvl"), change.find(f"{W}startOverride")
                if whole is not None:
                    levels[at] = _form(whole)
                if start is not None and at in levels:
                    levels[at] = (*levels[at][:2], _small(_value(start), 1))
                    restarted = True
            self.levels[number] = levels
            if not restarted:
                self.shared[number] = f"abstract {shared}"

    def _read_styles(self, root: Any) -> None:
        """The list and level of each paragraph style, from the style that it is based on where it has none."""
        based: dict[str, str] = {}
        for style in root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            based[name] = _value(style.find(f"{W}basedOn"))
            own = style.find(f"{W}pPr/{W}numPr")
            if own is not None:
                self.styles[name] = _value(own.find(f"{W}numId")), _level(own.find(f"{W}ilvl"), 0)
        for name in based:
            above, steps = based[name], 0
            while name not in self.styles and above and steps < LEVELS:
                if above in self.styles:
                    self.styles[name] = self.styles[above]
                above, steps = based.get(above, ""), steps + 1


def _form(level: Any) -> tuple[str, str, int]:
    kind = _value(level.find(f"{W}numFmt")) or "decimal"
    return kind, _value(level.find(f"{W}lvlText"))[:40], _small(_value(level.find(f"{W}start")), 1)


def _value(element: Any) -> str:
    return (element.get(f"{W}val") or "") if element is not None else ""


def _level(element: Any, default: int) -> int:
    return _level_number(_value(element)) if element is not None else default


def _level_number(text: str | None) -> int:
    return min(_small(text or "", 0), LEVELS - 1)


def _small(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def spelt(number: int, kind: str) -> str:
    """A number in the figures of a list."""
    if kind in CHINESE:
        return chinese(number)
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(CIRCLED + number - 1)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(sign) + 0xFEE0) for sign in str(number))
    if kind in ("lowerLetter", "upperLetter") and number >= 1:
        sign = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1 if number < 27 * 26 else 1)
        return sign.upper() if kind == "upperLetter" else sign
    if kind in ("lowerRoman", "upperRoman") and 1 <= number < 40:
        sign = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return sign.upper() if kind == "upperRoman" else sign
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """A number below a thousand in Chinese figures, as headings have them: 十一, 二十."""
    if not 0 < number < 1_000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")
