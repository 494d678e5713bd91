"""Reading the words of a sheet: levels, fillers, reasons. Source: rules.md, "Settled readings"."""

import re
import unicodedata
from functools import lru_cache

from assessments.document.cells import is_blank
from assessments.document.targets import is_blank_text

OUTPUT_KINDS = ("数量", "质量", "时效", "成本")
GROUP_NAMES = {"output": "产出", "benefit": "效益", "satisfaction": "满意度"}
GROUPS = (("benefit", ("效益", "可持续")), ("output", ("产出", *OUTPUT_KINDS)))
NO_REASON = frozenset(("", "无", "略", "同上", "见上"))

ELLIPSIS = re.compile(r"[…⋯]+|[.．。]{3,}")
UNFINISHED = re.compile(r"指标[0-9０-９一二三四五六七八九十]*[:：]")
INSTRUCTION = re.compile(r"[（(]\s*[0-9０-９]+\s*字\s*(?:以内|左右|内)\s*[)）]")
DASHES = frozenset("-－–—―─/／\\＼")
WIDE_DIGITS = tuple(zip("０１２３４５６７８９％", "0123456789%", strict=True))
MARK = re.compile(r"[\W_]")  # neither a letter nor a figure
FILLER_BEGINS = "…⋯.．。指"  # the first mark of any filler


def narrow(text: str) -> str:
    """The text with plain digits; mark by mark, which is many times quicker than to translate a long text."""
    for wide, digit in WIDE_DIGITS:
        text = text.replace(wide, digit)
    return text


@lru_cache(maxsize=8192)
def is_unfilled(text: str | None) -> bool:
    """Whether a target or an actual states nothing; 无 is text there."""
    return is_blank_text(text)


@lru_cache(maxsize=8192)
def is_left_over(text: str) -> bool:
    """Whether a text is filler, or holds an instruction of the form such as `（100字以内）`."""
    return is_filler(text) or instruction(text) is not None


def instruction(text: str) -> re.Match[str] | None:
    """The first instruction of the form in a text."""
    return INSTRUCTION.search(text) if "字" in text else None


def is_filler(text: str | None) -> bool:
    """`……` alone, or `指标n：` with nothing or a blank mark after it."""
    if text is None or text.lstrip()[:1] not in FILLER_BEGINS:
        return False
    bare = "".join(text.split())
    if ELLIPSIS.fullmatch(bare):
        return True
    before, *after = UNFINISHED.split(bare)
    return not before and bool(after) and all(map(is_blank, after))


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The text without white space and punctuation; mark by mark, of which even a long text has few kinds."""
    for mark in set(MARK.findall(text)):
        if unicodedata.category(mark)[0] in "PZC":
            text = text.replace(mark, "")
    return text


def has_substance(text: str | None) -> bool:
    """Whether a reason says anything."""
    return not is_blank(text) and bare(text or "") not in NO_REASON


@lru_cache(maxsize=4096)
def levels(level1: str, level2: str) -> tuple[str | None, frozenset[str]]:
    """output, benefit or satisfaction, told by level 1, else by level 2; and which kinds of output both name.

    A narrow column breaks a name anywhere.
    """
    level1, level2 = "".join(level1.split()), "".join(level2.split())
    return _group(level1, level2), frozenset(kind for kind in OUTPUT_KINDS if kind in level1 or kind in level2)


def _group(level1: str, level2: str) -> str | None:
    if "满意" in level1 or "满意" in level2:
        return "satisfaction"
    for level in (level1, level2):
        for name, marks in GROUPS:
            if any(mark in level for mark in marks):
                return name
    return None
