"""The dataclasses of `perfeval-filing/1`, one department's filing for one fiscal year.

An object or list that was not supplied is None; a cell that was not supplied is `ABSENT_TEXT` or `ABSENT_FIGURE`.
Field metadata (`cell`, `object`, `objects`, `plain`) drives the JSON codec, the JSON Schema and the database mapping, so the shape is
written once. Source: filing-format.md.
"""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from assessments.document.cells import ABSENT_FIGURE, ABSENT_TEXT, Figure, Kind, Text
from assessments.document.fixed import fixed

FORMAT = "perfeval-filing/1"


def text_cell() -> Any:
    """A cell of words."""
    return field(default=ABSENT_TEXT, metadata={"cell": Kind.TEXT})


def amount_cell() -> Any:
    """A cell of money, 万元."""
    return field(default=ABSENT_FIGURE, metadata={"cell": Kind.AMOUNT})


def rate_cell() -> Any:
    """A cell of a rate, per cent."""
    return field(default=ABSENT_FIGURE, metadata={"cell": Kind.RATE})


def number_cell() -> Any:
    """A cell of a plain figure: heads, points, square metres."""
    return field(default=ABSENT_FIGURE, metadata={"cell": Kind.NUMBER})


def one(shape: type) -> Any:
    """A nested object, None when not supplied."""
    return field(default=None, metadata={"object": shape})


def many(shape: type) -> Any:
    """A list of objects (or of strings), None when not supplied."""
    return field(default=None, metadata={"objects": shape})


def plain(shape: type, *, required: bool = False, choices: tuple[Any, ...] = ()) -> Any:
    """A value that is no cell of the form: an integer, a flag, a key. None when not supplied."""
    return field(default=None, metadata={"plain": shape, "required": required, "choices": choices})


@fixed
class Department:
    name: Text = text_cell()
    supervisor: Text = text_cell()
    code: Text = text_cell()


@fixed
class Headcount:
    authorised: Figure = number_cell()
    actual: Figure = number_cell()
    control_rate: Figure = rate_cell()


@fixed
class ExpenditureLine:
    """One row of 附件1; `line` is a key of the template, repeated only for special funds."""

    line: str = plain(str, required=True)
    label: Text = text_cell()
    prior_final: Figure = amount_cell()
    budget: Figure = amount_cell()
    final: Figure = amount_cell()


@fixed
class Buildings:
    approved_area: Figure = number_cell()
    actual_area: Figure = number_cell()
    area_control_rate: Figure = rate_cell()
    budgeted_investment: Figure = amount_cell()
    actual_investment: Figure = amount_cell()
    investment_control_rate: Figure = rate_cell()


@fixed
class BasicData:
    """附件1 基础数据表."""

    headcount: Headcount | None = one(Headcount)
    expenditure: tuple[ExpenditureLine, ...] | None = many(ExpenditureLine)
    buildings: Buildings | None = one(Buildings)
    economy_measures: Text = text_cell()


@fixed
class AnnualFunds:
    """The row 年度资金总额 with its weight, rate and score."""

    initial: Figure = amount_cell()
    revised: Figure = amount_cell()
    executed: Figure = amount_cell()
    weight: Figure = number_cell()
    rate: Figure = rate_cell()
    score: Figure = number_cell()


@fixed
class FundPart:
    """A part of a project's annual funds: 当年财政拨款, 上年结转资金 or 其他资金."""

    initial: Figure = amount_cell()
    revised: Figure = amount_cell()
    executed: Figure = amount_cell()


@fixed
class DepartmentFunds:
    annual: AnnualFunds | None = one(AnnualFunds)


@fixed
class ProjectFunds:
    annual: AnnualFunds | None = one(AnnualFunds)
    current_year: FundPart | None = one(FundPart)
    carried_over: FundPart | None = one(FundPart)
    other: FundPart | None = one(FundPart)


@fixed
class BySource:
    """按收入性质分."""

    total: Figure = amount_cell()
    general_public: Figure = amount_cell()
    government_fund: Figure = amount_cell()
    fiscal_account: Figure = amount_cell()
    other: Figure = amount_cell()


@fixed
class ByKind:
    """按支出性质分."""

    total: Figure = amount_cell()
    basic: Figure = amount_cell()
    project: Figure = amount_cell()


@fixed
class Goal:
    """年度总体目标."""

    expected: Text = text_cell()
    actual: Text = text_cell()


@fixed
class ApprovedGoal:
    """Target and weight of the approved goal (绩效目标批复), where the row changed it."""

    target: Text = text_cell()
    weight: Figure = number_cell()


@fixed
class Indicator:
    """One scored row. `target` and `actual` are words as printed; `document.targets` reads them."""

    level1: Text = text_cell()
    level2: Text = text_cell()
    level3: Text = text_cell()
    target: Text = text_cell()
    actual: Text = text_cell()
    weight: Figure = number_cell()
    score: Figure = number_cell()
    deviation: Text = text_cell()
    attainment: str | None = plain(str, choices=("met", "partly", "not"))
    approved: ApprovedGoal | None = one(ApprovedGoal)
    change_reason: Text = text_cell()


@fixed
class EvaluationSheet:
    """What 附件2 and 附件3 share: goal, scored indicators, totals."""

    goal: Goal | None = one(Goal)
    indicators: tuple[Indicator, ...] | None = many(Indicator)
    total_weight: Figure = number_cell()
    total_score: Figure = number_cell()
    grade: Text = text_cell()


@fixed
class DepartmentEvaluation(EvaluationSheet):
    """附件2 部门整体支出绩效自评表."""

    funds: DepartmentFunds | None = one(DepartmentFunds)
    by_source: BySource | None = one(BySource)
    by_kind: ByKind | None = one(ByKind)


@fixed
class ProjectEvaluation(EvaluationSheet):
    """附件3 项目支出绩效自评表, one for each first-level project."""

    name: Text = text_cell()
    supervisor: Text = text_cell()
    implementer: Text = text_cell()
    funds: ProjectFunds | None = one(ProjectFunds)


@fixed
class Section:
    """One heading of 附件4 with the text under it; `level` counts from 1."""

    level: int = plain(int, required=True)
    number: Text = text_cell()
    heading: Text = text_cell()
    text: Text = text_cell()


@fixed
class Report:
    """附件4 整体支出绩效自评报告."""

    title: Text = text_cell()
    sections: tuple[Section, ...] | None = many(Section)
    attachments: tuple[str, ...] | None = many(str)


@fixed
class FundItem:
    code: Text = text_cell()
    name: Text = text_cell()
    initial: Figure = amount_cell()
    revised: Figure = amount_cell()
    executed: Figure = amount_cell()


@fixed
class FundTable:
    """One of the three further tables: marked none, or its items."""

    none: bool | None = plain(bool)
    items: tuple[FundItem, ...] | None = many(FundItem)


@fixed
class FundTables:
    government_fund: FundTable | None = one(FundTable)
    state_capital: FundTable | None = one(FundTable)
    social_insurance: FundTable | None = one(FundTable)


@fixed
class Signatures:
    prepared_by: Text = text_cell()
    prepared_on: Text = text_cell()
    phone: Text = text_cell()
    head: Text = text_cell()


@fixed
class Explanation:
    """The preparer's answer to a warning."""

    rule: str = plain(str, required=True)
    path: str = plain(str, required=True)
    text: Text = text_cell()


@fixed
class Evidence:
    """A file that proves a cell or a section."""

    path: str = plain(str, required=True)
    name: Text = text_cell()
    sha256: Text = text_cell()


@fixed
class Filing:
    """One department's filing for one fiscal year."""

    fiscal_year: int = plain(int, required=True)
    department: Department | None = one(Department)
    basic_data: BasicData | None = one(BasicData)
    department_evaluation: DepartmentEvaluation | None = one(DepartmentEvaluation)
    projects: tuple[ProjectEvaluation, ...] | None = many(ProjectEvaluation)
    report: Report | None = one(Report)
    fund_tables: FundTables | None = one(FundTables)
    signatures: Signatures | None = one(Signatures)
    explanations: tuple[Explanation, ...] | None = many(Explanation)
    evidence: tuple[Evidence, ...] | None = many(Evidence)

    def sheets(self) -> Iterator[tuple[str, DepartmentEvaluation | ProjectEvaluation]]:
        """Every evaluation sheet with its path, 附件2 first."""
        if self.department_evaluation is not None:
            yield "department_evaluation", self.department_evaluation
        for index, project in enumerate(self.projects or ()):
            yield f"projects[{index}]", project


FUND_TABLES = ("government_fund", "state_capital", "social_insurance")
