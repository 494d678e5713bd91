"""附件2 and 附件3: evaluation sheets."""

from collections.abc import Callable
from itertools import groupby

from assessments.document.filing import (
    AnnualFunds,
    ByKind,
    BySource,
    Department,
    DepartmentEvaluation,
    Filing,
    FundPart,
    Goal,
    Indicator,
    ProjectEvaluation,
    ProjectFunds,
)
from assessments.document.template import Template
from reports.documents.grid import Align, Block, Cell, Grid, Paragraph, Row, Style
from reports.documents.words import printed, signature_line

Label = Callable[[str], str]
HEAD_WIDTHS = (1250, 2050, 1200, 1200, 1200, 700, 900, 700)
ROW_WIDTHS = (380, 980, 1240, 1960, 1240, 1240, 540, 540, 1080)
ANNUAL = ("initial", "revised", "executed", "weight", "rate", "score")
LEFT, RIGHT = 3, 4  # how the columns right of the first are halved


def department_evaluation(filing: Filing, template: Template) -> tuple[Block, ...]:
    """The blocks of 附件2."""
    sheet = filing.department_evaluation or DepartmentEvaluation()
    path = "department_evaluation"
    label = _labels(filing, template)
    annual = (sheet.funds.annual if sheet.funds else None) or AnnualFunds()
    name = printed((filing.department or Department()).name)
    rows = [
        Row((Cell(label("department.name"), columns=2), Cell(name, columns=6, path="department.name"))),
        *_funds(label("funds"), annual, {}, path, label, extra=5),
        *_splits(sheet, path, label),
        *_goal(sheet.goal or Goal(), path, label),
    ]
    return (
        Paragraph(label("attachment.department_evaluation"), Style.MARK),
        Paragraph(label("title.department_evaluation"), Style.TITLE),
        Grid(HEAD_WIDTHS, tuple(rows)),
        _indicators(sheet, path, label),
        signature_line(filing, template),
    )


def project_evaluation(filing: Filing, index: int, template: Template) -> tuple[Block, ...]:
    """The blocks of one 附件3."""
    sheet = (filing.projects or ())[index]
    path = f"projects[{index}]"
    label = _labels(filing, template)
    funds = sheet.funds or ProjectFunds()
    parts = {name: getattr(funds, name) or FundPart() for name in ("current_year", "carried_over", "other")}
    rows = [
        Row((Cell(label("project.name")), Cell(printed(sheet.name), columns=7, path=f"{path}.name"))),
        Row(
            (
                Cell(label("project.supervisor")),
                Cell(printed(sheet.supervisor), columns=2, path=f"{path}.supervisor"),
                Cell(label("project.implementer")),
                Cell(printed(sheet.implementer), columns=4, path=f"{path}.implementer"),
            )
        ),
        *_funds(label("project.funds"), funds.annual or AnnualFunds(), parts, path, label),
        *_goal(sheet.goal or Goal(), path, label),
    ]
    blocks: list[Block] = [
        Paragraph(label("attachment.projects"), Style.MARK),
        Paragraph(label("title.projects"), Style.TITLE),
        Grid(HEAD_WIDTHS, tuple(rows)),
        _indicators(sheet, path, label),
        Paragraph(label("note.projects"), Style.NOTE),
        signature_line(filing, template),
    ]
    return tuple(blocks)


def _labels(filing: Filing, template: Template) -> Label:
    return lambda key: template.label(key, filing.fiscal_year)


def _funds(
    title: str, annual: AnnualFunds, parts: dict[str, FundPart], path: str, label: Label, extra: int = 0
) -> list[Row]:
    """The head of the funds with the annual row and its parts; `extra` more rows stand beside the title."""
    heads = [Cell(label(f"funds.{name}")) for name in ANNUAL]
    figures = [Cell(printed(getattr(annual, name)), path=f"{path}.funds.annual.{name}") for name in ANNUAL]
    rows = [
        Row((Cell(title, rows=2 + len(parts) + extra), Cell(), *heads), group=1),
        Row((Cell(label("funds.annual")), *figures), group=1),
    ]
    for name, part in parts.items():
        cells = [Cell(printed(getattr(part, column)), path=f"{path}.funds.{name}.{column}") for column in ANNUAL[:3]]
        rows.append(Row((Cell(label(f"funds.{name}")), *cells, Cell(), Cell(), Cell()), group=1))
    return rows


def _splits(sheet: DepartmentEvaluation, path: str, label: Label) -> list[Row]:
    """按收入性质分 beside 按支出性质分: label and amount in one cell, as the form has them."""
    source, kind = sheet.by_source or BySource(), sheet.by_kind or ByKind()

    def cell(part: str, name: str, text: str, columns: int) -> Cell:
        prefix = label(part) if name == "total" else label(f"{part}.{name}")
        first = "其中：" if name in ("general_public", "basic") else ""
        return Cell(f"{first}{prefix}：{text}", columns=columns, align=Align.LEFT, path=f"{path}.{part}.{name}")

    names = ("total", "general_public", "government_fund", "fiscal_account", "other")
    left = [cell("by_source", name, printed(getattr(source, name)), LEFT) for name in names]
    right = [cell("by_kind", name, printed(getattr(kind, name)), RIGHT) for name in ("total", "basic", "project")]
    right += [Cell(columns=RIGHT)] * (len(left) - len(right))
    return [Row(pair, group=1) for pair in zip(left, right, strict=True)]


def _goal(goal: Goal, path: str, label: Label) -> list[Row]:
    heads = (Cell(label("goal.expected"), columns=LEFT), Cell(label("goal.actual"), columns=RIGHT))
    texts = (
        Cell(printed(goal.expected), columns=LEFT, align=Align.LEFT, path=f"{path}.goal.expected"),
        Cell(printed(goal.actual), columns=RIGHT, align=Align.LEFT, path=f"{path}.goal.actual"),
    )
    return [Row((Cell(label("goal"), rows=2), *heads), group=2), Row(texts, group=2, height=14)]


# The scored rows -------------------------------------------------------------------------------------


def _indicators(sheet: DepartmentEvaluation | ProjectEvaluation, path: str, label: Label) -> Grid:
    names = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
    heads = [Cell(label(f"indicators.{name}")) for name in names]
    body = _rows(list(enumerate(sheet.indicators or ())), path)
    title = Cell(label("indicators"), rows=1 + len(body))
    rows = [Row((title, *heads), height=8.6), *body]
    grade = printed(sheet.grade)
    rows.append(
        Row(
            (
                Cell(label("total"), columns=6),
                Cell(printed(sheet.total_weight), path=f"{path}.total_weight"),
                Cell(printed(sheet.total_score), path=f"{path}.total_score"),
                Cell(f"{label('grade')}：{grade}" if grade else "", path=f"{path}.grade"),
            ),
            group=len(body) + 1,
        )
    )
    return Grid(ROW_WIDTHS, tuple(rows), head=1)


def _rows(indicators: list[tuple[int, Indicator]], path: str) -> list[Row]:
    """The rows with their levels merged: neighbours of one level-1 name, within them neighbours of one level-2 name."""
    rows: list[Row] = []
    for group, (_name, found) in enumerate(groupby(indicators, key=lambda item: printed(item[1].level1)), start=1):
        members = list(found)
        first = Cell(_level1(members), rows=len(members), path=f"{path}.indicators[{members[0][0]}].level1")
        for _second, inner in groupby(members, key=lambda item: printed(item[1].level2)):
            together = list(inner)
            second = Cell(
                printed(together[0][1].level2),
                rows=len(together),
                path=f"{path}.indicators[{together[0][0]}].level2",
            )
            for place, (index, row) in enumerate(together):
                lead = ([first] if place == 0 and together[0] is members[0] else []) + ([second] if place == 0 else [])
                rows.append(Row((*lead, *_cells(row, f"{path}.indicators[{index}]")), group=group, height=6.2))
    return rows


def _level1(members: list[tuple[int, Indicator]]) -> str:
    """The level-1 name with the points of its rows, as the form prints it: 产出指标（50分）."""
    name = printed(members[0][1].level1)
    weights = [row.weight.value for _index, row in members]
    known = [weight for weight in weights if weight is not None]
    if not name or not known:
        return name
    total = sum(known[1:], known[0])
    return f"{name}（{total.normalize():f}分）"


def _cells(row: Indicator, path: str) -> list[Cell]:
    names = ("level3", "target", "actual", "weight", "score", "deviation")
    return [
        Cell(
            printed(getattr(row, name)),
            align=Align.LEFT if name == "deviation" else Align.CENTER,
            path=f"{path}.{name}",
        )
        for name in names
    ]
