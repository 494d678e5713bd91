"""What an amount of 附件4 means beside its word: the line asked for, or a change, a share, a rate, a part of it, another line."""

import re
from functools import lru_cache

from assessments.rules.sentences import clauses_of, without_asides

BASIC, PROJECT = "基本支出", "项目支出"

# Between word and figure: a change, a part, a limit, a rate, an earlier state; or the figure of another word.
ASIDE = (
    r"增|减|降|上升|节[约省]|(?<!含)结[余转]|超|逾|近|多(?!达)|少|[低高]于|不足|缺口|从|由|原|[人年月]均|每|季度|半年|"
    r"标准|定额|控制|占|分别"
)
NOT_THE_BUDGET = re.compile(ASIDE + "|调整|执行|完成|支出|决算")
NOT_THE_FINAL = re.compile(ASIDE + "|预算")
# Before the word, in its clause: a rate, or some months.
RATE = re.compile(
    r"[人年月]均|每[人月季日]|[上下]半年|季度|(?:截[至止][^0-9]{0,2}(?:[0-9]{4}年)?|1\s*[-—–~～至到]\s*)(?:[1-9]|1[01])月"
)
# Right before the word: what was added or taken away, or some of what it means.
SOME = re.compile(
    r"(?:(?:增加?|新增|追加|减少?|压[减缩降]|节[约省]|调[增减]|结[余转]|补[充发])了?|"
    r"其[他它]|定额|退休|离休|在职|在编|聘用|聘请|编外|临时|临聘|派遣|遗属|村级|社区|教育|学校)$"
)
# Right before the word: one more to be added up with it; after a comma of lists only where a total is stated.
JOINED = re.compile(r"(?<=[一-龥])(?<![元万亿])[和与及加+＋]$")
LISTED = re.compile(r"(?<=[一-龥])(?<![元万亿])、$")
TOTAL = re.compile("[共合总]")
REVISED = re.compile("全年|调整|追加|调[增减]")
SPENDING = re.compile("决算|实际|支出|执行|完成|使用|[共合总]计")
BUDGET_STATED = re.compile("(?<!公共)预算[^0-9，,。；;：:（(]{0,4}[0-9]")
# What a budget or final account may be of besides basic and project expenditure.
OTHER_LINE = (
    r"收入|收入[^支。；;]{0,30}(?<!基本)(?<!项目)支出|(?<![年位门的级目])经费|专项资金|[^经]费|(?<![本目]支出)总支出|支出总[计额]|"
    r"公共预算(?:财政)?(?:拨款)?支出|(?:福利|服务|补助|资本性|保障|健康|基金预算|经营预算)支出|政府采购"
)
TAIL = 40  # characters within which the name of a line ends
FILLERS = "[年度全本支出的合总实际]{0,8}$"
GENERAL = re.compile(r"[年度全本我当今财政拨款单位部门局支出的合总实际\s0-9]*")


def is_aside(between: str, word: str) -> bool:
    """Whether what stands between a word and an amount makes it another one than the word asks for."""
    return (NOT_THE_BUDGET if "预算" in word else NOT_THE_FINAL).search(between) is not None


def is_of_something_else(sentence: str, found: str, kind: str) -> bool:
    """Whether what its sentence says before a word makes it a rate, a part, a change, or, with a kind, another line."""
    clause = clauses_of(sentence)[-1]
    if RATE.search(clause) or SOME.search(clause):
        return True
    if not kind:
        return _is_joined(sentence, found) or ("其中" in sentence and _begins_parts_of_the_budget(sentence))
    if _another_line(kind).search(sentence[-TAIL:]):
        return True
    if found.startswith(kind):
        return REVISED.search(clause) is not None
    if kind in clause:
        return False
    *_, last, _here = ["", *clauses_of(without_asides(sentence))]
    return _budget_of_another_line(kind).search(last) is not None


def _is_joined(sentence: str, found: str) -> bool:
    """Whether the amount is that of the word and of one before it together, not of each (均)."""
    if JOINED.search(sentence):
        return "均" not in found
    return LISTED.search(sentence) is not None and TOTAL.search(found) is not None


def _begins_parts_of_the_budget(sentence: str) -> bool:
    """Whether a budget was stated, and its parts begun, without a word on what was spent."""
    said = SPENDING.split(sentence)[-1]
    budget = BUDGET_STATED.search(said)
    return budget is not None and "其中" in said[budget.end() :]


def is_named(sentence: str, found: str, kind: str) -> bool:
    """Whether a word is said of the kind, or of nothing in particular."""
    if found.startswith(kind):
        return True
    clause = clauses_of(sentence)[-1]
    return kind in clause or GENERAL.fullmatch(clause) is not None


def _other_lines(kind: str) -> str:
    return f"{OTHER_LINE}|项目支出|项目经费" if kind == BASIC else f"{OTHER_LINE}|基本支出"


@lru_cache(maxsize=2)
def _another_line(kind: str) -> re.Pattern[str]:
    """In what ends with the name of another line, or of both kinds together."""
    return re.compile(rf"(?:{_other_lines(kind)}|基本支出[和与及、]项目支出){FILLERS}|(?:基本|项目)支出[和与及、]$")


@lru_cache(maxsize=2)
def _budget_of_another_line(kind: str) -> re.Pattern[str]:
    """In a clause after which a final account without a name is that of the same line."""
    return re.compile(rf"(?:{_other_lines(kind)})(?:年初|全年|调整)?预算")
