"""What the rules are given: a filing, its evaluation sheets and their rows, with what several rules need worked out once."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.functional import cached_property  # functools' takes a lock each time

from assessments.document.cells import ABSENT_FIGURE, Figure
from assessments.document.filing import (
    AnnualFunds,
    DepartmentEvaluation,
    ExpenditureLine,
    Filing,
    FundPart,
    Indicator,
    ProjectEvaluation,
)
from assessments.document.policy import Policy
from assessments.document.scoring import Proposal, propose_read
from assessments.document.targets import reading_of
from assessments.rules import words
from assessments.rules.arithmetic import ZERO, all_values, values
from assessments.rules.order import line_references
from assessments.rules.report_text import ReportView

COLUMNS = ("prior_final", "budget", "final")
NO_FUNDS = AnnualFunds()


class FilingView:
    """One filing with its policy and, where known, the filing of the year before."""

    def __init__(self, filing: Filing, policy: Policy, previous: Filing | None = None) -> None:
        self.filing = filing
        self.policy = policy
        self.previous = previous
        self.year = filing.fiscal_year
        self.references = line_references(filing)

    @cached_property
    def expenditure(self) -> tuple[ExpenditureLine, ...] | None:
        """The lines of 附件1, None when they were not supplied."""
        return self.filing.basic_data.expenditure if self.filing.basic_data else None

    @cached_property
    def lines(self) -> dict[str, ExpenditureLine]:
        """The expenditure lines by their reference in a path."""
        return dict(zip(self.references, self.expenditure or (), strict=True))

    def cell(self, line: str, column: str) -> Figure:
        """One figure of 附件1; absent where the line is."""
        found = self.lines.get(line)
        return getattr(found, column) if found is not None else ABSENT_FIGURE

    @cached_property
    def report(self) -> ReportView:
        """附件4."""
        return ReportView(self.filing)

    @cached_property
    def sheets(self) -> tuple["SheetView", ...]:
        """附件2 and each 附件3, as supplied."""
        return tuple(SheetView(path, sheet, self) for path, sheet in self.filing.sheets())

    @cached_property
    def department(self) -> "SheetView | None":
        """附件2."""
        return next((sheet for sheet in self.sheets if isinstance(sheet.sheet, DepartmentEvaluation)), None)

    def sum_of_projects(self, column: str) -> Decimal | None:
        """The projects' annual figures together; None without a sheet or with a blank in one."""
        projects = [sheet for sheet in self.sheets if isinstance(sheet.sheet, ProjectEvaluation)]
        stated = all_values(getattr(sheet.annual, column) for sheet in projects)
        return sum(stated, ZERO) if stated else None


class SheetView:
    """One evaluation sheet: `path`, its annual funds and its rows."""

    def __init__(self, path: str, sheet: DepartmentEvaluation | ProjectEvaluation, filing: FilingView) -> None:
        self.path = path
        self.sheet = sheet
        self.policy = filing.policy
        self.year = filing.year
        self.annual: AnnualFunds = (sheet.funds.annual if sheet.funds else None) or NO_FUNDS

    @cached_property
    def rows(self) -> tuple["RowView", ...]:
        """Every row of the table, those that are no indicator too."""
        rows = enumerate(self.sheet.indicators or ())
        return tuple([RowView(f"{self.path}.indicators[{index}]", row, self) for index, row in rows])

    @cached_property
    def indicators(self) -> tuple["RowView", ...]:
        """The rows that are indicators."""
        return tuple([row for row in self.rows if row.is_indicator])

    @cached_property
    def counted(self) -> tuple["RowView", ...]:
        """The rows that take part in sums: all but those whose weight and score are both blank."""
        return tuple([row for row in self.rows if row.counts])

    @cached_property
    def weights(self) -> Decimal | None:
        """The row weights together; None without rows or while one is blank or missing."""
        return _sum([row.row.weight for row in self.counted])

    @cached_property
    def scores(self) -> Decimal | None:
        """The row scores together; None without rows or while one is blank or missing."""
        return _sum([row.row.score for row in self.counted])

    @cached_property
    def all_weights(self) -> Decimal | None:
        """The weights of execution and rows together; None without rows or while one is blank or missing."""
        execution = self.annual.weight.value
        return None if execution is None or self.weights is None else execution + self.weights

    @cached_property
    def weights_complete(self) -> bool:
        """Whether no weight of the sheet is blank or missing."""
        return self.annual.weight.value is not None and all(row.row.weight.value is not None for row in self.rows)

    @cached_property
    def levels_known(self) -> bool:
        """Whether every indicator names a level 1 or a level 2."""
        return not any(row.row.level1.blank and row.row.level2.blank for row in self.indicators)

    @cached_property
    def by_source(self) -> list[Decimal]:
        """The figures given in 按收入性质分, its total aside."""
        parts = self.sheet.by_source if isinstance(self.sheet, DepartmentEvaluation) else None
        if parts is None:
            return []
        return values((parts.general_public, parts.government_fund, parts.fiscal_account, parts.other))

    @cached_property
    def by_kind(self) -> list[Decimal]:
        """The figures given in 按支出性质分, its total aside."""
        parts = self.sheet.by_kind if isinstance(self.sheet, DepartmentEvaluation) else None
        return [] if parts is None else values((parts.basic, parts.project))

    @cached_property
    def fund_parts(self) -> tuple[FundPart, ...]:
        """The parts of a project's annual funds that were supplied."""
        funds = self.sheet.funds if isinstance(self.sheet, ProjectEvaluation) else None
        if funds is None:
            return ()
        return tuple(part for part in (funds.current_year, funds.carried_over, funds.other) if part is not None)

    @cached_property
    def execution(self) -> tuple[Decimal, Decimal] | None:
        """Executed and revised budget, where both are given and the budget is above 0."""
        executed, revised = self.annual.executed.value, self.annual.revised.value
        if executed is None or revised is None or revised <= 0:
            return None
        return executed, revised


class RowView:
    """One row of a sheet's indicators, with its target and its actual as they are read.

    `group` is output, benefit or satisfaction, None where the levels tell none of them; `kinds` are those of 数量, 质量, 时效 and 成本 that they
    name. `is_indicator` is False for a row that holds nothing but its levels.
    """

    def __init__(self, path: str, row: Indicator, sheet: SheetView) -> None:
        # Its sheet is not kept: what holds each other is freed late.
        self.policy, self.year, self.annual = sheet.policy, sheet.year, sheet.annual
        self.path = path
        self.row = row
        self.target, self.actual, self.is_cost = reading_of(row, sheet.year)
        self.group, self.kinds = words.levels(row.level1.text or "", row.level2.text or "")
        weight, score = row.weight, row.score
        self.counts = not (weight.present and score.present and weight.value is None and score.value is None)
        self.lost_points = weight.value is not None and score.value is not None and score.value < weight.value
        self.is_indicator = weight.value is not None or score.value is not None or _says_something(row)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The score that the row's figures give."""
        return propose_read(self.target, self.actual, self.row.weight.value, self.policy)

    @cached_property
    def has_reason(self) -> bool:
        """Whether the row explains its deviation in words of substance."""
        return words.has_substance(self.row.deviation.text)


def _says_something(row: Indicator) -> bool:
    """Whether a row without weight and score says more than its levels."""
    if not (words.is_unfilled(row.target.text) and words.is_unfilled(row.actual.text)):
        return True
    return not (row.level3.blank or words.is_filler(row.level3.text))


def _sum(figures: Iterable[Figure]) -> Decimal | None:
    stated = all_values(figures)
    return sum(stated, ZERO) if stated else None
