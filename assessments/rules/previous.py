"""Against the filing of the year before (H01–H03); silent without one."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_noop as _

from assessments.document.amounts import spell
from assessments.document.filing import ExpenditureLine, Filing, Indicator, ProjectEvaluation
from assessments.document.targets import Aim, read_actual
from assessments.rules.arithmetic import HALF_CENT, HUNDRED, amount, printed
from assessments.rules.expenditure import path
from assessments.rules.finding import ERROR, NOTICE, WARNING, Fact
from assessments.rules.registry import FORM, MEASURES, rule
from assessments.rules.report_text import ReportView
from assessments.rules.similar import shared
from assessments.rules.views import FilingView, SheetView
from assessments.rules.words import bare

SPECIAL = "special_fund"
NUMBERED = re.compile(r"^[0-9０-９一二三四五六七八九十]+[、.．]")
NUMERALS = re.compile(r"[0-9０-９〇○零一二三四五六七八九十百千万亿]+")
YEAR = re.compile(r"(?:[0-9０-９]{4}|[〇○零一二三四五六七八九]{4})年度?")
LONG_SECTION = 200


def _identity(line: ExpenditureLine) -> str:
    """By what a line is found again: a special fund by its label, any other by its key."""
    if line.line != SPECIAL:
        return line.line
    return f"{SPECIAL} {bare(NUMBERED.sub('', (line.label.text or '').strip()))}"


@rule(
    "H01",
    ERROR,
    _("Last year's final accounts are those of last year's filing."),
    hint=_("Take over the figure of last year's filing; if that one is wrong, have it corrected."),
    basis=FORM,
)
def prior_finals_are_those_of_last_year(view: FilingView) -> Iterator[Fact]:
    if view.previous is None or view.previous.basic_data is None:
        return
    before: dict[str, ExpenditureLine] = {}
    for line in view.previous.basic_data.expenditure or ():
        before.setdefault(_identity(line), line)
    for key, line in view.lines.items():
        last = before.get(_identity(line))
        if last is None or line.prior_final.value is None or last.final.value is None:
            continue
        difference = line.prior_final.value - last.final.value
        if abs(difference) > HALF_CENT:
            yield Fact(
                path(key, "prior_final"),
                _(
                    "%(declared)s differs from the final account in last year's filing, %(expected)s, by %(difference)s."
                ),
                declared=printed(line.prior_final),
                expected=printed(last.final),
                difference=amount(difference),
            )


def _last_rows(previous: Filing, sheet: SheetView) -> dict[str, Indicator]:
    """Last year's indicators of the same sheet by level 3; a project is found by its name."""
    if isinstance(sheet.sheet, ProjectEvaluation):
        name = bare(sheet.sheet.name.text or "")
        same = [one.indicators for one in previous.projects or () if name and bare(one.name.text or "") == name]
    else:
        same = [previous.department_evaluation.indicators] if previous.department_evaluation else []
    rows: dict[str, Indicator] = {}
    for row in (same[0] if same else None) or ():
        rows.setdefault(bare(row.level3.text or ""), row)
    return rows


@rule(
    "H02",
    NOTICE,
    _("A target in figures is not easier than what was reached last year."),
    hint=_("Check the target against last year's result."),
    basis=MEASURES,
)
def targets_are_not_easier_than_last_year(view: FilingView) -> Iterator[Fact]:
    for sheet in view.sheets if view.previous is not None else ():
        last_rows = _last_rows(view.previous, sheet) if view.previous is not None else {}
        for row in sheet.rows:
            name = bare(row.row.level3.text or "")
            last = last_rows.get(name) if name else None
            if last is None or row.target.aim not in (Aim.AT_LEAST, Aim.AT_MOST):
                continue
            reached = read_actual(last.actual.text, row.target, view.year - 1)
            if reached.value is None or reached.goal is None:
                continue
            easier = reached.value > reached.goal if row.target.aim is Aim.AT_LEAST else reached.value < reached.goal
            if easier:
                yield Fact(
                    row.path + ".target",
                    _("The target “%(declared)s” is easier than last year's result “%(expected)s”."),
                    declared=(row.row.target.text or "").strip(),
                    expected=(last.actual.text or "").strip(),
                )


@lru_cache(maxsize=512)
def same_characters(before: str, now: str, limit: Decimal) -> tuple[int, int] | None:
    """Twice the characters that two texts share and the length of both, figures aside; None where surely below the limit.

    The answer is kept for each pair of texts.
    """
    first, second = NUMERALS.sub("", bare(before)), NUMERALS.sub("", bare(now))
    length = len(first) + len(second)
    if not first or not second:
        return None
    count = shared(first, second, least=limit * length / (2 * HUNDRED))
    return None if count is None else (2 * count, length)


@lru_cache(maxsize=4096)
def _name(heading: str) -> str:
    """A heading by which a section is found again: the year that it names aside."""
    return bare(YEAR.sub("", heading))


@rule(
    "H03",
    WARNING,
    _("A long section is not mostly the same as last year's."),
    hint=_("Write what was done this year; if nothing changed, explain."),
    basis=MEASURES,
)
def long_sections_are_written_anew(view: FilingView) -> Iterator[Fact]:
    if view.previous is None:
        return
    limit = view.policy.similarity
    before: dict[tuple[int, str], str] = {}
    for section in ReportView(view.previous).sections:
        before.setdefault((section.level, _name(section.heading.text or "")), section.text.text or "")
    for index, section in enumerate(view.report.sections):
        heading, text = _name(section.heading.text or ""), (section.text.text or "").strip()
        last = before.get((section.level, heading), "") if heading else ""
        if len(text) < LONG_SECTION or not last:
            continue
        same = same_characters(last, text, limit)
        if same is not None and same[0] * HUNDRED >= limit * same[1]:
            yield Fact(
                f"report.sections[{index}].text",
                _("%(declared)s of the text is the same as last year's; less than %(expected)s is expected."),
                declared=f"{spell(same[0] * HUNDRED / same[1], 1)}%",
                expected=f"{spell(limit)}%",
            )
