"""The summary report of a year over many departments (汇总报告): what it says, as pages for PDF, Word and the screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.document.amounts import EXACT, round_half_up, spell
from assessments.document.cells import NOTHING
from reports.documents.grid import Align, Bar, Block, Cell, Chart, Grid, Paragraph, Part, Printout, Row, Style

HUNDRED = Decimal(100)
MOST = 500  # lines of the list; a longer one is for a workbook


@dataclass(frozen=True, slots=True)
class Amounts:
    """Budget and execution in 万元, exact."""

    initial: Decimal = Decimal()
    revised: Decimal = Decimal()
    executed: Decimal = Decimal()

    @property
    def rate(self) -> Decimal | None:
        """Executed ÷ revised, per cent."""
        return share(self.executed, self.revised)

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.initial + other.initial, self.revised + other.revised, self.executed + other.executed)


@dataclass(frozen=True, slots=True)
class Compared:
    """Those departments that handed in for both years: how many, and their amounts of the year before and of the year."""

    departments: int
    before: Amounts
    now: Amounts


@dataclass(frozen=True, slots=True)
class Count:
    """How many departments, of what."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule and how many filings break it."""

    code: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Expense:
    """A line of 附件1 over all departments, in 万元: final account of the year before, budget and final account of the year."""

    label: str
    prior: Decimal
    budget: Decimal
    final: Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of the list: a department, or all under one supervising department. `amounts` is None where nothing was handed in."""

    name: str
    departments: int
    concluded: int
    state: str = ""
    amounts: Amounts | None = None
    score: Decimal | None = None  # the mean of several
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a summary report says. `scope` names whose departments they are, empty for all; `grouped` how the list is made."""

    year: int
    scope: str
    as_of: date | None
    states: tuple[Count, ...]
    late: int
    concluded: int
    submitted: int
    funds: Amounts
    compared: Compared | None
    rates: tuple[Count, ...]
    scores: tuple[Count, ...]
    mean_score: Decimal | None
    grades: tuple[Count, ...]
    expenses: tuple[Expense, ...]
    broken: tuple[Broken, ...]
    units: tuple[Unit, ...]
    grouped: bool

    @property
    def required(self) -> int:
        return sum(one.number for one in self.states)

    @property
    def title(self) -> str:
        return f"{self.year}年度{self.scope}部门整体支出绩效自评汇总报告"


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent, with two decimals; None of nothing."""
    return round_half_up(EXACT.divide(part * HUNDRED, whole), 2) if whole > 0 else None


def summary_printout(found: Summary) -> Printout:
    """The pages of a summary. It is a draft for as long as not every department is approved."""
    title = found.title.replace("部门整体支出", "\n部门整体支出", 1)
    blocks = (Paragraph(title, Style.TITLE), *_Pieces(found).blocks())
    annex = (
        Paragraph("附表", Style.MARK),
        Paragraph(f"{found.year}年度部门整体支出绩效自评情况表", Style.TITLE),
        _units(found),
        Paragraph(
            f"金额单位：万元。数据取自各部门最近一次报送的自评材料；“—”为尚未报送。{_left_out(found)}", Style.NOTE
        ),
    )
    return Printout(
        found.title,
        found.scope or "财政局",
        found.year,
        (Part("report", blocks), Part("annex", annex)),
        draft=found.concluded < found.required,
    )


class _Pieces:
    """The report from top to bottom; it numbers its tables and charts."""

    def __init__(self, found: Summary) -> None:
        self.found = found
        self.tables = self.charts = 0

    def blocks(self) -> Iterator[Block]:
        yield from self._overview()
        if not self.found.submitted:
            yield Paragraph("截至目前，尚无部门报送自评材料。")
            return
        yield from self._execution()
        yield from self._scores()
        yield from self._expenses()
        yield from self._broken()
        yield Paragraph("各部门预算、执行及得分情况见附表。")

    def _overview(self) -> Iterator[Block]:
        found = self.found
        yield Paragraph("一、总体情况", Style.HEADING)
        day = f"截至{found.as_of.year}年{found.as_of.month}月{found.as_of.day}日，" if found.as_of else ""
        late = f"逾期未报送{found.late}个" if found.late else "无逾期未报送"
        yield Paragraph(
            f"{day}应报送{found.year}年度自评材料的部门共{found.required}个，已报送{found.submitted}个，"
            f"其中已批复{found.concluded}个；{late}。各环节部门数见{self._next_table()}。"
        )
        yield from self._counts("各环节部门数", "办理环节", "部门数（个）", found.states)

    def _execution(self) -> Iterator[Block]:
        found, funds = self.found, self.found.funds
        yield Paragraph("二、预算与执行", Style.HEADING)
        yield Paragraph(
            f"已报送的{found.submitted}个部门，年初预算数合计{money(funds.initial)}万元，全年预算数合计"
            f"{money(funds.revised)}万元，全年执行数合计{money(funds.executed)}万元，总体执行率{percent(funds.rate)}。"
            f"{_against(found)}预算执行情况见{self._next_table()}，执行率分布见{self._table_after(1)}。"
        )
        yield self._caption("预算执行情况（万元）")
        heads = ("年度", "年初预算数", "全年预算数", "全年执行数", "执行率")
        yield _table(heads, [[label, *_amounts(one)] for label, one in _years(found)], (2, 1, 1, 1, 1))
        if both := found.compared:
            years = ((found.year - 1, both.before), (found.year, both.now))
            revised = [(f"预算数{year}年", one.revised, year != found.year) for year, one in years]
            executed = [(f"执行数{year}年", one.executed, year != found.year) for year, one in years]
            yield from self._chart("全年预算数与全年执行数两年对比（万元）", [*revised, *executed])
        yield from self._counts("执行率分布", "执行率", "部门数（个）", found.rates)

    def _scores(self) -> Iterator[Block]:
        found = self.found
        yield Paragraph("三、得分与等级", Style.HEADING)
        mean = f"自评平均得分{spell(found.mean_score, 2)}分。" if found.mean_score is not None else ""
        yield Paragraph(f"{mean}得分分布见{self._next_table()}，评价等级见{self._table_after(1)}。")
        yield from self._counts("自评得分分布", "得分", "部门数（个）", found.scores)
        yield from self._counts("评价等级", "等级", "部门数（个）", found.grades)

    def _expenses(self) -> Iterator[Block]:
        found = self.found
        if not found.expenses:
            return
        total = found.expenses[0]
        yield Paragraph("四、“三公”经费", Style.HEADING)
        yield Paragraph(
            f"{found.year}年“三公”经费决算数合计{money(total.final)}万元，本年预算数{money(total.budget)}万元，"
            f"上年决算数{money(total.prior)}万元，{_change(total.prior, total.final)}。分项情况见{self._next_table()}。"
        )
        yield self._caption("“三公”经费两年对比（万元）")
        heads = ("项目", f"{found.year - 1}年决算数", f"{found.year}年预算数", f"{found.year}年决算数", "比上年增减")
        rows = [
            [one.label, money(one.prior), money(one.budget), money(one.final), _percent_change(one.prior, one.final)]
            for one in found.expenses
        ]
        yield _table(heads, rows, (2, 1, 1, 1, 1), left=1)
        yield from self._chart(
            "“三公”经费决算数两年对比（万元）",
            [
                (f"{one.label}{year}年", amount, year != found.year)
                for one in found.expenses
                for year, amount in ((found.year - 1, one.prior), (found.year, one.final))
            ],
        )

    def _broken(self) -> Iterator[Block]:
        found = self.found
        yield Paragraph("五、自评材料中的主要问题", Style.HEADING)
        if not found.broken:
            yield Paragraph("已报送的自评材料未触发审核规则。")
            return
        yield Paragraph(f"已报送的自评材料触发最多的审核规则见{self._next_table()}（含已作说明的提示）。")
        yield self._caption("触发最多的审核规则")
        rows = [
            [one.code, one.title, str(one.number), percent(share(Decimal(one.number), Decimal(found.submitted)))]
            for one in found.broken
        ]
        yield _table(("规则", "内容", "部门数（个）", "占已报送"), rows, (1, 6, 2, 2), left=2)
        yield from self._chart("触发最多的审核规则（部门数）", [(one.code, one.number, False) for one in found.broken])

    def _counts(self, title: str, head: str, number: str, counts: Sequence[Count]) -> Iterator[Block]:
        """A table of counts with the chart of the same numbers."""
        yield self._caption(title)
        total = Decimal(sum(one.number for one in counts))
        rows = [[one.label, str(one.number), percent(share(Decimal(one.number), total))] for one in counts]
        yield _table((head, number, "占比"), rows, (2, 1, 1))
        yield from self._chart(title, [(one.label, one.number, False) for one in counts])

    def _chart(self, title: str, bars: Sequence[tuple[str, Decimal | int, bool]]) -> Iterator[Block]:
        most = max((Decimal(value) for _label, value, _pale in bars), default=Decimal())
        self.charts += 1
        yield Chart(
            title,
            tuple(
                Bar(
                    label,
                    str(value) if isinstance(value, int) else money(value),
                    float(max(value, 0) / most) if most > 0 else 0.0,
                    pale,
                )
                for label, value, pale in bars
            ),
        )
        yield Paragraph(f"图{self.charts}　{title}", Style.CAPTION)

    def _caption(self, title: str) -> Paragraph:
        self.tables += 1
        return Paragraph(f"表{self.tables}　{title}", Style.CAPTION)

    def _next_table(self) -> str:
        return self._table_after(0)

    def _table_after(self, more: int) -> str:
        return f"表{self.tables + 1 + more}"


def _left_out(found: Summary) -> str:
    """What is said of a list that is too long for a document."""
    return (
        f"共{len(found.units)}行，此处列前{MOST}行，完整名单见系统导出的年度进展表。" if len(found.units) > MOST else ""
    )


def _units(found: Summary) -> Grid:
    """The list of departments, or of supervising departments with all of theirs."""
    if found.grouped:
        heads = ("序号", "主管部门", "部门数", "已批复", "年初预算数", "全年预算数", "全年执行数", "执行率", "平均得分")
        widths: tuple[float, ...] = (1, 5, 1.4, 1.4, 2.4, 2.4, 2.4, 1.8, 1.6)
        rows = [
            [str(place), one.name, str(one.departments), str(one.concluded), *_amounts(one.amounts), points(one.score)]
            for place, one in enumerate(found.units[:MOST], start=1)
        ]
    else:
        heads = ("序号", "部门", "办理环节", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分", "等级")
        widths = (1, 4.4, 2.8, 2.3, 2.3, 2.3, 1.7, 1.4, 1)
        rows = [
            [str(place), one.name, one.state, *_amounts(one.amounts), points(one.score), one.grade or NOTHING]
            for place, one in enumerate(found.units[:MOST], start=1)
        ]
    return _table(heads, rows, widths, left=2)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], left: int = 0) -> Grid:
    """A table with a head that is repeated; the texts of the column `left`, from 1, begin at its left."""
    made = [Row(tuple(Cell(head) for head in heads), height=8.6)]
    for place, row in enumerate(rows, start=1):
        cells = (
            Cell(text, align=Align.LEFT if column == left else Align.CENTER) for column, text in enumerate(row, start=1)
        )
        made.append(Row(tuple(cells), group=place))
    return Grid(tuple(round(width * 1000) for width in widths), tuple(made), head=1)


# Words for figures -----------------------------------------------------------------------------------------


def money(amount: Decimal) -> str:
    return spell(amount, 2)


def percent(rate: Decimal | None) -> str:
    return NOTHING if rate is None else f"{spell(rate, 2)}%"


def points(score: Decimal | None) -> str:
    return NOTHING if score is None else spell(score, 2)


def _amounts(one: Amounts | None) -> list[str]:
    if one is None:
        return [NOTHING] * 4
    return [money(one.initial), money(one.revised), money(one.executed), percent(one.rate)]


def _years(found: Summary) -> Iterator[tuple[str, Amounts]]:
    """The lines of the table of execution: departments of both years beside each other, then all of the year."""
    both = found.compared
    if both is not None:
        yield f"{found.year - 1}年（{both.departments}个部门）", both.before
        if both.departments != found.submitted:
            yield f"{found.year}年（上述{both.departments}个部门）", both.now
    yield f"{found.year}年（{found.submitted}个部门）", found.funds


def _against(found: Summary) -> str:
    """What is said of last year; nothing where it has no figures."""
    both = found.compared
    if both is None:
        return ""
    whose = "上年" if both.departments == found.submitted else f"其中上年也有自评材料的{both.departments}个部门，上年"
    return (
        f"{whose}全年执行数{money(both.before.executed)}万元，本年{_change(both.before.executed, both.now.executed)}。"
    )


def _change(before: Decimal, now: Decimal) -> str:
    if now == before:
        return "与上年持平"
    word = "增加" if now > before else "减少"
    rate = share(abs(now - before), before)
    return f"比上年{word}{money(abs(now - before))}万元" + (f"，{word[0]}幅{percent(rate)}" if rate is not None else "")


def _percent_change(before: Decimal, now: Decimal) -> str:
    rate = share(abs(now - before), before)
    if rate is None:
        return NOTHING
    return f"{'-' if now < before else '+' if now > before else ''}{percent(rate)}"
