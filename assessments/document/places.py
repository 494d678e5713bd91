"""The human words of a path, in the labels of the forms: 附件2 行政处罚案件数量 得分."""

import re
from collections.abc import Callable

from assessments.document.filing import Filing, Indicator
from assessments.document.paths import STEP, UnknownPath, resolve
from assessments.document.template import Template, default

ATTACHMENTS = {
    "basic_data": "附件1",
    "department_evaluation": "附件2",
    "projects": "附件3",
    "report": "附件4",
}
FUND_TABLES = {
    "government_fund": "政府性基金预算支出情况表",
    "state_capital": "国有资本经营预算支出情况表",
    "social_insurance": "社会保险基金预算支出情况表",
}
WORDS = {
    "total_weight": "总分 分值",
    "total_score": "总分 得分",
    "grade": "等级",
    "attainment": "完成程度",
    "change_reason": "目标调整原因",
    "approved.target": "批复指标值",
    "approved.weight": "批复分值",
    "approved": "批复目标",
    "title": "标题",
    "sections": "章节",
    "attachments": "附件清单",
    "label": "项目",
    "indicators": "绩效指标",
}
PREFIX = re.compile(r"^(?:其中[：:]|[0-9０-９]+[、.．])\s*")
ONE_A_LINE = re.compile(r"[（(][一每]个专项一行[）)]?$")
BRACKETS = re.compile(r"[（(][^（()）]*[）)]?$")
SHOWN = 24


def place(filing: Filing, path: str, template: Template | None = None) -> str:
    """The place of a path as a reader of the forms would name it; the path itself where no form has it."""
    try:
        resolve(filing, path)
    except UnknownPath:
        return path
    form = template or default()
    head, _dot, rest = path.partition(".")
    root = head.partition("[")[0]
    writer = _WRITERS.get(root, _other)
    words = [ATTACHMENTS.get(root, ""), *writer(filing, head, rest, form)]
    return " ".join(word for word in words if word)


def shown(text: str | None) -> str:
    """A name short enough to stand in a place."""
    line = " ".join((text or "").split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def _label(form: Template, filing: Filing, key: str) -> str:
    return form.label(key, filing.fiscal_year)


def _basic_data(filing: Filing, head: str, rest: str, form: Template) -> list[str]:
    if not rest:
        return ["基础数据表"]
    part, _dot, cell = rest.partition(".")
    if part.startswith("expenditure["):
        return [_line(filing, f"{head}.{part}", form), _column(filing, cell, form)]
    if part == "economy_measures":
        return [_label(form, filing, part)]
    return [_bare(_label(form, filing, f"{part}.{cell}" if cell else part))]


def _bare(label: str) -> str:
    return BRACKETS.sub("", label)


def _column(filing: Filing, column: str, form: Template) -> str:
    if not column or column == "line":
        return ""
    return WORDS[column] if column == "label" else _label(form, filing, f"expenditure.{column}")


def _line(filing: Filing, path: str, form: Template) -> str:
    """The line's own label without numbering, else the template's name of it."""
    line = resolve(filing, path)
    own = PREFIX.sub("", (line.label.text or "").strip()).rstrip("：:") if line is not None else ""
    own = ONE_A_LINE.sub("", own)
    step = STEP.fullmatch(path.partition(".")[2])
    key = step["item"] if step else ""
    known = form.line(key)
    name = shown(own) or (known.name if known else key)
    return f"{name}（第{step['nth']}行）" if step and step["nth"] and not own else name


def _sheet(filing: Filing, head: str, rest: str, form: Template) -> list[str]:
    if not rest:
        return ["部门整体支出绩效自评表"]
    part, _dot, cell = rest.partition(".")
    if part.startswith("indicators["):
        return _indicator(filing, f"{head}.{part}", cell, form)
    if part == "funds":
        return _money(filing, cell, form) or [_bare(_label(form, filing, _funds_label(head)))]
    if part in ("by_source", "by_kind", "goal"):
        return [_label(form, filing, part), _label(form, filing, f"{part}.{cell}") if cell else ""]
    return [WORDS[part]]


def _funds_label(head: str) -> str:
    return "funds" if head == "department_evaluation" else "project.funds"


def _money(filing: Filing, cell: str, form: Template) -> list[str]:
    row, _dot, column = cell.partition(".")
    if not row:
        return []
    name = PREFIX.sub("", _label(form, filing, f"funds.{row}"))
    return [name, _label(form, filing, f"funds.{column}") if column else ""]


def _indicator(filing: Filing, path: str, cell: str, form: Template) -> list[str]:
    row = resolve(filing, path)
    step = STEP.fullmatch(path.rpartition(".")[2])
    number = int(step["item"]) + 1 if step and step["item"] else 0
    name = shown(row.level3.text) if isinstance(row, Indicator) and not row.level3.blank else ""
    words = [name or f"绩效指标第{number}行"]
    if cell:
        words.append(WORDS.get(cell) or _label(form, filing, f"indicators.{cell}"))
    return words


def _projects(filing: Filing, head: str, rest: str, form: Template) -> list[str]:
    if "[" not in head:
        return ["项目支出绩效自评表"]
    project = resolve(filing, head)
    number = int(head[len("projects[") : -1]) + 1
    name = shown(project.name.text) if project is not None and not project.name.blank else f"第{number}个项目"
    if not rest:
        return [name]
    if rest in ("name", "supervisor", "implementer"):
        return [name, _label(form, filing, f"project.{rest}")]
    return [name, *_sheet(filing, head, rest, form)]


def _report(filing: Filing, head: str, rest: str, form: Template) -> list[str]:
    if not rest:
        return ["自评报告"]
    part, _dot, _cell = rest.partition(".")
    step = STEP.fullmatch(part)
    if step is None or step["item"] is None:
        return [WORDS[part]]
    if step["name"] == "attachments":
        return [WORDS["attachments"], shown(resolve(filing, f"{head}.{part}")) or f"第{int(step['item']) + 1}项"]
    return [_section(filing, int(step["item"]))]


def _section(filing: Filing, index: int) -> str:
    """The numbers of a section and of those above it, then its heading: 二（一）基本支出情况."""
    sections = (filing.report.sections if filing.report else None) or ()
    if index >= len(sections):
        return f"第{index + 1}节"
    section = sections[index]
    numbers = [section.number.text or ""]
    level = section.level
    for above in reversed(sections[:index]):
        if above.level < level:
            numbers.insert(0, above.number.text or "")
            level = above.level
    marks = [number.strip().rstrip("、.．") for number in numbers]
    heading = shown(section.heading.text)
    single = len([mark for mark in marks if mark]) == 1
    whole = (f"{marks[-1]}、" if single and marks[-1] and marks[-1][-1] not in "）)" else "".join(marks)) + heading
    return whole or f"第{index + 1}节"


def _fund_tables(filing: Filing, _head: str, rest: str, form: Template) -> list[str]:
    part, _dot, cell = rest.partition(".")
    if not part:
        return ["三项基金（经营）预算支出情况表"]
    words = [FUND_TABLES[part]]
    item, _dot, column = cell.partition(".")
    step = STEP.fullmatch(item) if item else None
    if step and step["item"] is not None:
        entry = resolve(filing, f"fund_tables.{part}.{item}")
        named = shown(entry.name.text) if entry is not None and not entry.name.blank else ""
        words.append(named or f"第{int(step['item']) + 1}行")
        words.append(_label(form, filing, f"fund_items.{column}") if column else "")
    elif item == "none":
        words.append(_label(form, filing, "fund_tables.none"))
    return words


def _signatures(filing: Filing, _head: str, rest: str, form: Template) -> list[str]:
    return [_label(form, filing, f"signatures.{rest}") if rest else "签章"]


def _department(filing: Filing, _head: str, rest: str, form: Template) -> list[str]:
    return [_label(form, filing, f"department.{rest}") if rest else "预算部门"]


def _other(_filing: Filing, head: str, _rest: str, _form: Template) -> list[str]:
    names = {"fiscal_year": "财政年度", "explanations": "情况说明", "evidence": "佐证材料"}
    return [names[head.partition("[")[0]]]


_WRITERS: dict[str, Callable[[Filing, str, str, Template], list[str]]] = {
    "basic_data": _basic_data,
    "department_evaluation": _sheet,
    "projects": _projects,
    "report": _report,
    "fund_tables": _fund_tables,
    "signatures": _signatures,
    "department": _department,
}
