"""The standard sentences of 附件4, drafted from the tables so that rules X06 to X10 and X12 hold."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assessments.document.amounts import spell
from assessments.document.cells import Figure
from assessments.document.filing import FUND_TABLES, ExpenditureLine, Filing, Section
from assessments.document.template import PLACE, Template
from assessments.document.template_default import SENTENCE_PLACES

FUND_WORDS = {"government_fund": "政府性基金", "state_capital": "国有资本经营", "social_insurance": "社会保险基金"}
Figures = dict[str, "Decimal | str"]  # a figure, or the name of the cell that lacks it


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence for a section, or the names of the cells without which there is none."""

    key: str
    sentence: str = ""
    missing: tuple[str, ...] = ()


def draft_for(filing: Filing, index: int, template: Template) -> Draft | None:
    """The standard sentence of the section at this position; None for a section that has none."""
    sections = (filing.report.sections if filing.report else None) or ()
    key = _key(sections, index)
    return None if key is None else draft(filing, key, template)


def draft(filing: Filing, key: str, template: Template) -> Draft:
    """The standard sentence under a key of the template: basic_expenditure, project_expenditure, or a fund table."""
    if key in FUND_WORDS:
        table = getattr(filing.fund_tables, key) if filing.fund_tables else None
        if table is not None and table.none:
            return Draft(key, template.sentence(f"{key}.none", filing.fiscal_year))
    figures = _FIGURES.get(key, _fund_figures)(filing, key)
    missing = tuple(dict.fromkeys(value for value in figures.values() if isinstance(value, str)))
    if missing:
        return Draft(key, missing=missing)
    spelt = {name: _spelt(value) for name, value in figures.items() if isinstance(value, Decimal)}
    return Draft(key, template.sentence(key, filing.fiscal_year, **spelt))


def with_sentence(text: str, drafted: Draft, template: Template) -> str:
    """The text with the sentence at its head, in the place of an older draft of the same sentence."""
    rest = text
    for key in (drafted.key, f"{drafted.key}.none"):
        pattern = _pattern(key, template)
        if pattern is not None:
            rest = pattern.sub("", rest, count=1)
    rest = rest.lstrip()
    return drafted.sentence + ("\n" + rest if rest else "")


def _pattern(key: str, template: Template) -> re.Pattern[str] | None:
    wording = next((wording.text for wording in template.sentences if wording.key == key), None)
    if wording is None:
        return None
    pieces = [re.escape(piece) for piece in PLACE.split(wording)[::2]]
    return re.compile(r"\A\s*" + r"[^，。\n]*?".join(pieces))


def _key(sections: tuple[Section, ...], index: int) -> str | None:
    """The sentence that belongs to a section, by the words that the rules look for in headings."""
    heading = sections[index].heading.text or "" if index < len(sections) else ""
    for word, key in (("基本支出", "basic_expenditure"), ("项目支出", "project_expenditure")):
        if word in heading:
            first = next(place for place, section in enumerate(sections) if word in (section.heading.text or ""))
            return key if first == index else None
    if index < len(sections) and sections[index].level == 1:
        return next((key for key in FUND_TABLES if FUND_WORDS[key] in heading), None)
    return None


# Figures -------------------------------------------------------------------------------------------


def _line(filing: Filing, key: str) -> ExpenditureLine | None:
    lines = (filing.basic_data.expenditure if filing.basic_data else None) or ()
    return next((line for line in lines if line.line == key), None)


def _or(figure: Figure | None, name: str) -> Decimal | str:
    return name if figure is None or figure.value is None else figure.value


def _basic(filing: Filing, _key: str) -> Figures:
    sheet = filing.department_evaluation
    annual = sheet.funds.annual if sheet and sheet.funds else None
    final = _or(sheet.by_kind.basic if sheet and sheet.by_kind else None, "附件2 基本支出")
    line = _line(filing, "operating")
    operating = _or(line.final if line else None, "附件1 公用经费 决算数")
    parts: list[Decimal | str] = [_or(annual.initial if annual else None, "附件2 年初预算数")]
    for project in filing.projects or ():
        funds = project.funds.annual if project.funds else None
        parts.append(_or(funds.initial if funds else None, f"附件3 {project.name.text or '项目'} 年初预算数"))
    budget: Decimal | str = next((part for part in parts if isinstance(part, str)), "")
    if not budget:
        first, *others = [part for part in parts if isinstance(part, Decimal)]
        budget = first - sum(others, Decimal(0))
    personnel: Decimal | str = final if isinstance(final, str) else operating
    if isinstance(final, Decimal) and isinstance(operating, Decimal):
        personnel = final - operating
    return {"budget": budget, "final": final, "personnel": personnel, "operating": operating}


def _projects(filing: Filing, _key: str) -> Figures:
    line = _line(filing, "project_expenditure")
    return {
        "budget": _or(line.budget if line else None, "附件1 项目支出 预算数"),
        "final": _or(line.final if line else None, "附件1 项目支出 决算数"),
    }


def _fund_figures(filing: Filing, key: str) -> Figures:
    table = getattr(filing.fund_tables, key) if filing.fund_tables else None
    items = (table.items if table else None) or ()
    found: Figures = {}
    for column in sorted(SENTENCE_PLACES[key]):
        values = [getattr(item, column).value for item in items]
        filled = [value for value in values if value is not None]
        found[column] = (
            sum(filled, Decimal(0)) if filled and len(filled) == len(values) else f"{FUND_WORDS[key]}支出情况表"
        )
    return found


def _spelt(value: Decimal) -> str:
    """An amount of a sentence: at least two decimals, more where the figures have them."""
    exponent = value.as_tuple().exponent
    return spell(value, max(2, -exponent if isinstance(exponent, int) else 0))


_FIGURES: dict[str, Callable[[Filing, str], Figures]] = {"basic_expenditure": _basic, "project_expenditure": _projects}
