"""附件2 and 附件3 as a city lays them out: funds, goal, scored indicators."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from tests.assessments.importing.cities.frames import framed, money, signed, text, titles, unit_line
from tests.assessments.importing.cities.habits import Data, Habit
from tests.assessments.importing.layouts import Block, Box, Part, Table, row


def department(habit: Habit, data: Data) -> Part:
    sheet = data["department_evaluation"]
    rows: list[Sequence[Box]] = [row("市级预算部门名称", Box(data["department"]["name"], 7))]
    rows += _funds(habit, "年度预算申请（万元）" if not habit.yuan else "年度预算申请", sheet["funds"], {}, extra=5)
    source, kind = sheet["by_source"], sheet["by_kind"]
    left = [("按收入性质分", "total"), ("其中：一般公共预算", "general_public"), ("政府性基金拨款", "government_fund"),
            ("纳入专户管理的非税收入拨款", "fiscal_account"), ("其他资金", "other")]  # fmt: skip
    right = [("按支出性质分", "total"), ("其中：基本支出", "basic"), ("项目支出", "project")]
    for place, (name, key) in enumerate(left):
        other = right[place] if place < len(right) else None
        if habit.amounts_apart:
            beside = (other[0], Box(money(habit, kind[other[1]]), 3)) if other else ("", Box("", 3))
            rows.append(row(Box(name, 2), money(habit, source[key]), *beside))
            continue
        text = f"{other[0]}：{money(habit, kind[other[1]])}" if other else ""
        rows.append(row(Box(f"{name}：{money(habit, source[key])}", 3), Box(text, 4)))
    rows = framed(habit, data, 1, [*rows, *_goal(habit, sheet["goal"])], 8)
    blocks: list[Block] = [*titles(habit, data, 1), *unit_line(habit, data), Table(rows), *_indicators(habit, sheet)]
    return Part("附件2" if not habit.untitled else "整体支出绩效自评表", [*blocks, *signed(habit, data)])


def project(habit: Habit, data: Data, place: int) -> Part:
    sheet = data["projects"][place]
    rows: list[Sequence[Box]] = [
        row("项目支出名称", Box(sheet["name"], 7)),
        row("主管部门", Box(sheet["supervisor"], 2), "实施单位", Box(sheet["implementer"], 4)),
    ]
    if habit.name == "east":
        rows.append(row("项目负责人", Box("王某", 2), "联系电话", Box("0000", 4)))
    named = {"其中：当年财政拨款": "current_year", "上年结转资金": "carried_over", "其他资金": "other"}
    rows += _funds(habit, "项目资金（万元）" if not habit.yuan else "项目资金", sheet["funds"], named)
    rows = framed(habit, data, 2, [*rows, *_goal(habit, sheet["goal"])], 8)
    blocks: list[Block] = [*titles(habit, data, 2), *unit_line(habit, data), Table(rows), *_indicators(habit, sheet)]
    return Part(f"附件3-{place + 1}", [*blocks, *signed(habit, data)])


def _funds(habit: Habit, title: str, funds: Data, named: dict[str, str], extra: int = 0) -> list[Sequence[Box]]:
    annual = funds["annual"]
    keys = ("initial", "revised", "executed", "weight", "rate", "score")
    texts = [money(habit, annual[key]) if key in keys[:3] else text(annual[key]) for key in keys]
    rows: list[Sequence[Box]] = [
        row(Box(title, 1, 2 + len(named) + extra), "", *habit.fund_heads),
        row("年度资金总额", *texts),
    ]
    for label, key in named.items():
        part = [money(habit, funds[key][column]) for column in keys[:3]]
        rows.append(row(label, *part, *(["—"] * 3 if habit.filler else [""] * 3)))
    return rows


def _goal(habit: Habit, goal: Data) -> list[Sequence[Box]]:
    expected, actual = goal["expected"], goal["actual"]
    if habit.goals == "beside":
        return [row(Box("年度总体目标", 1), "预期目标", Box(expected, 2), "实际完成情况", Box(actual, 3))]
    if habit.goals == "rows":
        return [row("年度总体目标", Box(expected, 7)), row("目标完成情况", Box(actual, 7))]
    return [
        row(Box("年度总体目标", 1, 2), Box("预期目标", 3), Box("实际完成情况", 4)),
        row(Box(expected, 3), Box(actual, 4)),
    ]


def _heads(habit: Habit, height: int) -> list[Sequence[Box]]:
    extra = 1 if habit.remarks else 0
    if habit.two_tiers:
        tall = [Box(head, 1, 2) for head in habit.indicator_heads]
        return [
            row(Box("绩效指标", 1, 2 + height), *tall[:3], Box("指标值", 2), *tall[5:]),
            row(*habit.indicator_heads[3:5]),
        ]
    return [row(Box("绩效指标", 1, 1 + height), *habit.indicator_heads, *[habit.remarks] * extra)]


def _indicators(habit: Habit, sheet: Data) -> list[Block]:
    """The scored rows: one table, or one broken in two."""
    body = sheet["indicators"]
    if not habit.broken:
        return [Table([*_heads(habit, len(body)), *_rows(habit, body), *_totals(habit, sheet)])]
    first, second = body[: habit.broken], body[habit.broken :]
    return [
        Table([*_heads(habit, len(first)), *_rows(habit, first)]),
        Table([*_heads(habit, len(second)), *_rows(habit, second), *_totals(habit, sheet)]),
    ]


def _rows(habit: Habit, body: Sequence[Data]) -> list[Sequence[Box]]:
    extra = 1 if habit.remarks else 0
    rows: list[Sequence[Box]] = []
    for name, members in groupby(body, key=lambda one: one["level1"]):
        group = list(members)
        points = sum(Decimal(one["weight"]) for one in group)
        title = f"{name}（{points}分）" if name and habit.points else text(name)
        for _second, inner in groupby(group, key=lambda one: one["level2"]):
            together = list(inner)
            for at, one in enumerate(together):
                lead: list[str | Box] = []
                begins = one is group[0]
                if habit.levels == "merged":
                    lead += [Box(title, 1, len(group))] if begins else []
                    lead += [Box(text(one["level2"]), 1, len(together))] if at == 0 else []
                elif habit.levels == "blank":
                    lead += [title if begins else "", text(one["level2"]) if at == 0 else ""]
                else:
                    lead += [title, text(one["level2"])]
                texts = [text(one[key]) for key in ("level3", "target", "actual", "weight", "score", "deviation")]
                rows.append(row(*lead, *texts, *["无"] * extra))
    return rows


def _totals(habit: Habit, sheet: Data) -> list[Sequence[Box]]:
    extra = 1 if habit.remarks else 0
    grade = f"等级：{sheet['grade']}" if sheet.get("grade") else ""
    if habit.grade_row:
        total = row(Box(habit.total, 6), sheet["total_weight"], sheet["total_score"], "")
        return [total, row(Box("自评等级", 6), Box(sheet["grade"], 3))]
    return [row(Box(habit.total, 6), sheet["total_weight"], sheet["total_score"], grade, *[""] * extra)]
