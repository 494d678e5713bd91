"""附件4: sections, numbering, title, attachments (R01, R02, R05–R07)."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from django.utils.translation import gettext_noop as _

from assessments.document.filing import FUND_TABLES, BasicData, DepartmentEvaluation, Filing, FundTables, Section
from assessments.rules.finding import ERROR, WARNING, Fact
from assessments.rules.numbering import DIGITS, Number, read_number
from assessments.rules.registry import BUDGET_LAW, FORMS, rule
from assessments.rules.report_text import FUND_WORDS
from assessments.rules.views import FilingView
from assessments.rules.words import DASHES, narrow

# The nine sections of the template, each told by the words in its heading.
REQUIRED: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("部门基本情况", lambda heading: "基本情况" in heading or "基本概况" in heading),
    ("一般公共预算支出情况", lambda heading: "一般公共预算" in heading),
    ("政府性基金预算支出情况", lambda heading: "政府性基金" in heading),
    ("国有资本经营预算支出情况", lambda heading: "国有资本经营" in heading),
    ("社会保险基金预算支出情况", lambda heading: "社会保险基金" in heading),
    ("部门整体支出绩效情况", lambda heading: "绩效情况" in heading),
    ("存在的问题及原因分析", lambda heading: "问题" in heading),
    ("下一步改进措施", lambda heading: "改进" in heading),
    ("绩效自评结果拟应用和公开情况", lambda heading: "结果" in heading and ("应用" in heading or "公开" in heading)),
)
ZEROS = str.maketrans("Oo", "00")  # as 二〇二四 is often typed
LONG_HEADING = 15
SOMETHING = re.compile(rf"[^\s{re.escape(''.join(sorted(DASHES)))}]")
# The year of the report, not that of a month; digits may stand apart, as on a cover.
YEAR = re.compile(r"(?<![0-9])([0-9](?:\s?[0-9]){3})\s*年(\s*[0-9]{1,2}\s*月)?|([〇○零O0o一二三四五六七八九]{4})\s*年")


@rule(
    "R01",
    ERROR,
    _("The report has the nine sections of the template."),
    hint=_("Add the section, or give it the heading of the template."),
    basis=FORMS,
)
def report_has_its_sections(view: FilingView) -> Iterator[Fact]:
    if view.filing.report is None or view.filing.report.sections is None:
        return
    there = set().union(*[_required(view.report.headings[place.index]) for place in view.report.of_level_1()])
    for name, _fits in REQUIRED:
        if name not in there:
            yield Fact("report.sections", _("There is no section “%(name)s”."), params={"name": name})


@lru_cache(maxsize=1024)
def _required(heading: str) -> frozenset[str]:
    """The sections of the template that a heading is that of."""
    return frozenset(name for name, fits in REQUIRED if fits(heading))


@rule(
    "R02",
    WARNING,
    _("The headings of a level are numbered in one style, without gaps or repeats."),
    hint=_("Number the headings in one style and in sequence."),
    basis=FORMS,
)
def headings_are_numbered_in_sequence(view: FilingView) -> Iterator[Fact]:
    """The first break under each parent; where a number is blank nothing is said of those after it."""
    outline = tuple([(section.level, section.number.text or "") for section in view.report.sections])
    for index, number, expected in _breaks(outline):
        yield _break(index, view.report.sections[index], number, expected)


@lru_cache(maxsize=1024)
def _breaks(outline: tuple[tuple[int, str], ...]) -> tuple[tuple[int, Number, Number], ...]:
    """Where the numbers of headings, each with its level, break off: the index, the number there and the one that is due."""
    found = []
    ancestors: list[tuple[int, int]] = []  # level and index of the sections above
    runs: dict[tuple[int, int], Number | None] = {}
    for index, (level, text) in enumerate(outline):
        while ancestors and ancestors[-1][0] >= level:
            ancestors.pop()
        run = (ancestors[-1][1] if ancestors else -1, level)
        ancestors.append((level, index))
        number = read_number(text)
        if run not in runs:
            expected = None if number is None else Number(number.style, 1)
        elif runs[run] is None:
            continue
        else:
            expected = runs[run]
        if number is None or expected is None:
            runs[run] = None
        elif number == expected:
            runs[run] = Number(number.style, number.value + 1)
        else:
            runs[run] = None
            found.append((index, number, expected))
    return tuple(found)


def _break(index: int, section: Section, number: Number, expected: Number) -> Fact:
    if number.style != expected.style:
        sentence = _("The number “%(declared)s” is not in the style of the headings before it.")
    else:
        sentence = _("The number “%(declared)s” is out of sequence: number %(expected)s is due here.")
    return Fact(
        f"report.sections[{index}].number",
        sentence,
        declared=(section.number.text or "").strip(),
        expected=str(expected.value) if number.style == expected.style else None,
    )


@rule(
    "R05",
    ERROR,
    _("The year in the title is the fiscal year."),
    hint=_("Correct the year in the title."),
    basis=FORMS,
)
def title_names_the_fiscal_year(view: FilingView) -> Iterator[Fact]:
    title = (view.filing.report.title.text or "") if view.filing.report else ""
    hits = list(YEAR.finditer(narrow(title)))
    if not hits:
        return
    hit = next((hit for hit in hits if not hit[2]), hits[0])
    year = int("".join(str(DIGITS.get(mark, mark)) for mark in (hit[1] or hit[3]).translate(ZEROS) if mark.strip()))
    if year != view.year:
        yield Fact(
            "report.title",
            _("The title names the year %(declared)s; the fiscal year is %(expected)s."),
            declared=str(year),
            expected=str(view.year),
        )


def _fund_supplied(name: str) -> Callable[[Filing], bool]:
    def supplied(filing: Filing) -> bool:
        table = getattr(filing.fund_tables or FundTables(), name)
        return table is not None and bool(table.none or table.items)

    return supplied


NO_BASIC_DATA = (None, BasicData())
NO_EVALUATION = (None, DepartmentEvaluation())
ATTACHMENTS: tuple[tuple[re.Pattern[str], Callable[[Filing], bool]], ...] = (
    (re.compile("基础数据表"), lambda filing: filing.basic_data not in NO_BASIC_DATA),
    (re.compile("整体.*自评表"), lambda filing: filing.department_evaluation not in NO_EVALUATION),
    (re.compile("项目.*自评表"), lambda filing: bool(filing.projects)),
    *((re.compile(FUND_WORDS[name]), _fund_supplied(name)) for name in FUND_TABLES),
)


@rule(
    "R06",
    WARNING,
    _("Every attachment that the report lists is supplied."),
    hint=_("Fill in the attachment, or take it off the list."),
    basis=FORMS,
)
def listed_attachments_are_supplied(view: FilingView) -> Iterator[Fact]:
    for index, name in enumerate((view.filing.report.attachments if view.filing.report else None) or ()):
        if not all(supplied(view.filing) for supplied in _named_attachments(name)):
            yield Fact(
                f"report.attachments[{index}]",
                _("“%(declared)s” is listed, but was not filled in."),
                declared=name.strip(),
            )


@lru_cache(maxsize=1024)
def _named_attachments(name: str) -> tuple[Callable[[Filing], bool], ...]:
    """What asks for each attachment that an entry of the list names."""
    bare = "".join(name.split())
    return tuple(supplied for words, supplied in ATTACHMENTS if words.search(bare))


@rule(
    "R07",
    ERROR,
    _("No required section of the report is empty."),
    hint=_("Write the section; where there is nothing to report, say so."),
    basis=BUDGET_LAW,
)
def required_sections_are_written(view: FilingView) -> Iterator[Fact]:
    """A sub-heading of fifteen characters or more is text."""
    for place in view.report.of_level_1():
        if not _required(view.report.headings[place.index]):
            continue
        if SOMETHING.search(place.section.text.text or ""):
            continue
        under = list(view.report.below(place))
        texts = [place.section.text, *[one.section.text for one in under]]
        if any(SOMETHING.search(text.text or "") for text in texts) or not all(text.present for text in texts):
            continue
        if not any(len(view.report.headings[one.index]) >= LONG_HEADING for one in under):
            yield Fact(place.here, _("The section is empty."))
