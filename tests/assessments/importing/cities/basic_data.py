"""附件1 as a city lays it out."""

from collections.abc import Sequence

from tests.assessments.importing.cities.frames import framed, money, signed, text, titles, unit_line
from tests.assessments.importing.cities.habits import Data, Habit
from tests.assessments.importing.layouts import Block, Box, Part, Table, row


def basic(habit: Habit, data: Data) -> Part:
    basic, year = data["basic_data"], data["fiscal_year"]
    first, extra = (
        (2 if habit.numbered_lines or habit.grouped_lines else 1),
        (1 if habit.remarks else 0) + 2 * habit.adjusted,
    )
    rows = _headcount(habit, basic["headcount"], year, first, extra)
    heads = [text.format(year=year, prior=year - 1) for text in habit.line_heads]
    unit = "元" if habit.yuan else "万元"
    rows += _line_heads(habit, heads, unit, year, first, extra)
    for place, line in enumerate(basic["expenditure"]):
        rows.append(_line(habit, line, place, first, extra))
        if habit.filler and line["line"] == "special_fund":
            rows.append(row(Box("……", first), Box("", 2), Box("", 2), Box("", 2), *[""] * extra))
    rows += _buildings(habit, basic["buildings"], year, first, extra)
    rows.append(row("厉行节约保障措施", Box(text(basic["economy_measures"]), 5 + first + extra)))
    rows = framed(habit, data, 0, rows, 6 + first + extra)
    blocks: list[Block] = [*titles(habit, data, 0), *unit_line(habit, data), Table(rows)]
    return Part("附件1" if not habit.untitled else "基础数据表", [*blocks, *signed(habit, data)])


def _line_heads(
    habit: Habit, heads: Sequence[str], unit: str, year: int, first: int, extra: int
) -> list[Sequence[Box]]:
    title = f"经费控制情况（{unit}）"
    if habit.two_tiers:
        return [
            row(Box(title, first, 2), Box(f"{year - 1}年", 2), Box(f"{year}年", 4)),
            row(Box("决算数", 2), Box("预算数", 2), Box("决算数", 2)),
        ]
    more = ["调整预算数", "执行率", habit.remarks][:extra] if habit.adjusted else [habit.remarks] * extra
    return [row(Box(title, first), *[Box(head, 2) for head in heads], *more)]


def _headcount(habit: Habit, head: Data, year: int, first: int, extra: int) -> list[Sequence[Box]]:
    title = f"财政供养人员情况{'' if habit.beside else '（人）'}"
    names = ("编制数", f"{year}年实际在职人数", "控制率")
    values = (head["authorised"], head["actual"], head["control_rate"])
    if habit.beside:
        texts = [f"{name}：{value}" for name, value in zip(names, values, strict=True)]
        return [row(Box(title, first), *[Box(text, 2) for text in texts], *[""] * extra)]
    return [
        row(Box(title, first, 2), *[Box(name, 2) for name in names], *[""] * extra),
        row(*[Box(value, 2) for value in values], *[""] * extra),
    ]


def _line(habit: Habit, line: Data, place: int, first: int, extra: int) -> Sequence[Box]:
    label = line["label"]
    figures = [Box(money(habit, line[column]), 2) for column in ("prior_final", "budget", "final")]
    if line["line"] == "basic_budget_adjustment":
        figures[0] = Box("——", 2)
    names: list[str | Box] = [str(place + 1), label] if habit.numbered_lines else [label]
    if habit.grouped_lines:
        group = {"official_vehicles": Box("“三公”经费明细", 1, 5), "project_operations": Box("项目支出明细", 1, 2)}
        inside = line["line"] in (
            "vehicle_purchase",
            "vehicle_running",
            "overseas_travel",
            "official_reception",
            "project_maintenance",
        )
        names = [Box(label, 2)]
        if line["line"] in group:
            names = [group[line["line"]], label]
        elif inside:
            names = [label]
    more = [f"说明{place}" if place % 3 == 0 else ""] * extra if not habit.adjusted else ["77.7", "50.5%", ""]
    return row(*names, *figures, *more)


def _buildings(habit: Habit, built: Data, year: int, first: int, extra: int) -> list[Sequence[Box]]:
    names = ("批复规模（㎡）", "实际规模（㎡）", "规模控制率", "预算投资", "实际投资", "投资概算控制率")
    keys = (
        "approved_area",
        "actual_area",
        "area_control_rate",
        "budgeted_investment",
        "actual_investment",
        "investment_control_rate",
    )
    title = Box(f"楼堂馆所控制情况（{year}年完工项目）", first, 2)
    return [
        row(title, *names, *[""] * extra),
        row(*[text(built[key]) for key in keys], *[""] * extra),
    ]  # fmt: skip
