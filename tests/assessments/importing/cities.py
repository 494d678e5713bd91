"""The forms of several cities, filled with invented figures: each city names, orders and merges in its own way.

`parts(habit, filing)` lays a filing out as its city would; `share(filing, found)` counts the cells that were read right.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from assessments.document import codec
from assessments.document.cells import Figure
from assessments.document.filing import Filing
from assessments.document.paths import cells
from tests.assessments.importing.layouts import Block, Box, Part, Table, row

Data = dict[str, Any]
POINTS = re.compile(r"（\d+分）$")
MONEY = re.compile(r"-?\d+\.\d+")
LABELS = {
    "three_public": "三公经费",
    "official_vehicles": "1、公务用车购置和维护经费",
    "vehicle_purchase": "其中：公车购置",
    "vehicle_running": "公车运行维护",
    "overseas_travel": "2、出国经费",
    "official_reception": "3、公务接待",
    "project_expenditure": "项目支出：",
    "project_operations": "1、业务工作经费",
    "project_maintenance": "2、运行维护经费",
    "operating": "公用经费",
    "office": "其中：办公经费",
    "utilities_travel": "水费、电费、差旅费",
    "meetings_training": "会议费、培训费",
    "procurement": "政府采购金额",
    "basic_budget_adjustment": "部门基本支出预算调整",
}
OTHER_LABELS = {
    "three_public": "一、“三公”经费",
    "official_vehicles": "（一）公务用车购置及运行维护费",
    "vehicle_purchase": "其中：公务用车购置费",
    "vehicle_running": "公务用车运行维护费",
    "overseas_travel": "（二）因公出国（境）费",
    "official_reception": "（三）公务接待费",
    "project_expenditure": "二、项目支出",
    "operating": "三、公用经费",
    "office": "其中：办公费",
    "utilities_travel": "水费、电费、差旅费",
    "meetings_training": "会议费、培训费",
    "procurement": "四、政府采购金额",
}


@dataclass(frozen=True)
class Habit:
    """How a city's forms are made."""

    name: str
    mark: str = "附件{}"
    marks: Sequence[str] = ("1", "2", "3", "4")
    inline_mark: bool = False  # mark and title on one line
    titles: Sequence[str] = ("部门整体支出绩效评价基础数据表", "部门整体支出绩效自评表", "项目支出绩效自评表")
    titled: str = "{year}年度{title}"
    special: str = "市级专项资金"
    labels: dict[str, str] = field(default_factory=lambda: LABELS)
    line_heads: Sequence[str] = ("{prior}年决算数", "{year}年预算数", "{year}年决算数")
    numbered_lines: bool = False  # a column of numbers before the lines
    remarks: str = ""  # a further column of every table
    fund_heads: Sequence[str] = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    indicator_heads: Sequence[str] = (
        "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
    )  # fmt: skip
    levels: str = "merged"  # or repeated, blank
    points: bool = True  # 产出指标（50分）
    unit: str = ""  # written behind every amount
    yuan: bool = False  # amounts in 元, said above the table
    beside: bool = False  # label and amount in one cell
    goals: str = "below"  # or beside, in rows of their own
    people: str = "line"  # or cells
    filler: bool = False
    total: str = "总分"
    two_tiers: bool = False  # heads in two rows
    grouped_lines: bool = False  # the lines of 附件1 beside the group that they belong to
    framed_title: bool = False  # the title is the first row of the table
    broken: int = 0  # rows after which the indicators go on in a table of their own, its head repeated
    grade_row: bool = False
    amounts_apart: bool = False  # of the split by source and kind, beside their labels
    adjusted: bool = False  # further columns for an adjusted budget and a rate
    spelt_year: bool = False  # 二〇二四
    spread: bool = False  # 填 表 人
    untitled: bool = False  # neither marks nor titles: the labels and the names of the sheets say what it is


HABITS = (
    Habit("own"),
    Habit(
        "north",
        mark="附件{}",
        marks=("一", "二", "三", "四"),
        special="省级专项资金",
        line_heads=("上年决算数", "本年预算数", "本年决算数"),
        fund_heads=("年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "自评得分"),
        indicator_heads=("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分", "偏差原因分析及改进措施"),
        unit="万元",
        filler=True,
        titled="{year}年度省级{title}",
    ),
    Habit(
        "east",
        mark="附件{}：",
        inline_mark=True,
        titles=("部门整体支出基础数据表", "部门（单位）整体支出绩效自评表", "项目支出绩效自评情况表"),
        titled="{title}（{year}年度）",
        labels=OTHER_LABELS,
        special="县级专项资金",
        numbered_lines=True,
        remarks="备注",
        fund_heads=("年初预算", "调整预算", "实际支出", "权重", "执行率", "自评得分"),
        indicator_heads=("一级指标", "二级指标", "三级指标", "年度目标值", "全年实际值", "权重", "自评得分", "未完成原因分析"),
        levels="blank",
        people="cells",
        total="合计",
    ),
    Habit(
        "south",
        mark="附{}",
        titles=("部门整体支出基础数据表", "整体支出绩效自评表", "项目绩效自评表"),
        titled="{year}年{title}",
        yuan=True,
        goals="beside",
        levels="repeated",
        points=False,
        line_heads=("{prior}年决算", "{year}年预算", "{year}年决算"),
        indicator_heads=("一级指标", "二级指标", "三级指标", "指标值", "完成情况", "指标分值", "指标得分", "偏差原因"),
        total="总得分",
    ),
    Habit(
        "west",
        mark="附表{}",
        beside=True,
        goals="rows",
        levels="blank",
        people="cells",
        remarks="增减情况",
        indicator_heads=("一级指标", "二级指标", "三级指标", "绩效目标", "实际完成情况", "分值", "自评分", "原因分析及改进措施"),
    ),
    Habit(
        "mountain",
        mark="附件 {} ",
        two_tiers=True,
        grouped_lines=True,
        framed_title=True,
        broken=3,
        grade_row=True,
        spelt_year=True,
        spread=True,
        labels=OTHER_LABELS,
        special="市级财政专项资金",
        indicator_heads=("一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "自评得分", "偏差原因分析及改进措施"),
    ),
    Habit(
        "river",
        untitled=True,
        amounts_apart=True,
        adjusted=True,
        levels="blank",
        fund_heads=("年初预算数", "调整后预算数", "决算数", "分值", "预算执行率", "得分"),
        goals="rows",
        people="cells",
        remarks="备注",
    ),
)  # fmt: skip


# Layouts -------------------------------------------------------------------------------------------------------


def parts(habit: Habit, data: Data) -> list[Part]:
    """The attachments of a filing as the forms of a city."""
    made = [_basic(habit, data), _department(habit, data)]
    made += [_project(habit, data, place) for place in range(len(data["projects"]))]
    return [*made, _report(habit, data)]


def _titles(habit: Habit, data: Data, place: int) -> list[Block]:
    if habit.untitled:
        return []
    year = (
        "".join("〇一二三四五六七八九"[int(digit)] for digit in str(data["fiscal_year"]))
        if habit.spelt_year
        else data["fiscal_year"]
    )
    title = habit.titled.format(year=year, title=habit.titles[place])
    if habit.framed_title:
        return [habit.mark.format(habit.marks[place])]
    mark = habit.mark.format(habit.marks[place])
    return [f"{mark}{title}"] if habit.inline_mark else [mark, title]


def _framed(habit: Habit, data: Data, place: int, rows: list[Sequence[Box]], columns: int) -> list[Sequence[Box]]:
    if not habit.framed_title:
        return rows
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(data["fiscal_year"]))
    return [row(Box(habit.titled.format(year=year, title=habit.titles[place]), columns)), *rows]


def _text(text: str | None) -> str:
    return text or ""


def _money(habit: Habit, text: str | None) -> str:
    if text and habit.unit and MONEY.fullmatch(text):
        return text + habit.unit
    if text and habit.yuan and MONEY.fullmatch(text):
        return f"{Decimal(text) * 10000:.2f}"
    return text or ""


def _unit_line(habit: Habit, data: Data) -> list[Block]:
    return [f"填报单位（盖章）：{data['department']['name']}　　　　　　单位：元"] if habit.yuan else []


def _signed(habit: Habit, data: Data) -> list[Block]:
    signed = data["signatures"]
    if habit.people == "cells":
        return [
            Table(
                [
                    row("填报人", signed["prepared_by"], "填报日期", signed["prepared_on"]),
                    row("联系电话", signed["phone"], "单位负责人", signed["head"]),
                ]
            )
        ]
    if habit.spread:
        return [
            f"填 表 人：{signed['prepared_by']}　　填报日期：{signed['prepared_on']}",
            f"联 系 电 话：__{signed['phone']}__　单位负责人（签字）：{signed['head']}",
        ]
    return [
        f"填表人：{signed['prepared_by']}　填报日期：{signed['prepared_on']}　联系电话：{signed['phone']}　"
        f"单位负责人签字：{signed['head']}"
    ]


def _basic(habit: Habit, data: Data) -> Part:
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
    rows.append(row("厉行节约保障措施", Box(_text(basic["economy_measures"]), 5 + first + extra)))
    rows = _framed(habit, data, 0, rows, 6 + first + extra)
    blocks: list[Block] = [*_titles(habit, data, 0), *_unit_line(habit, data), Table(rows)]
    return Part("附件1" if not habit.untitled else "基础数据表", [*blocks, *_signed(habit, data)])


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
    figures = [Box(_money(habit, line[column]), 2) for column in ("prior_final", "budget", "final")]
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
        row(*[_text(built[key]) for key in keys], *[""] * extra),
    ]  # fmt: skip


def _department(habit: Habit, data: Data) -> Part:
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
            beside = (other[0], Box(_money(habit, kind[other[1]]), 3)) if other else ("", Box("", 3))
            rows.append(row(Box(name, 2), _money(habit, source[key]), *beside))
            continue
        text = f"{other[0]}：{_money(habit, kind[other[1]])}" if other else ""
        rows.append(row(Box(f"{name}：{_money(habit, source[key])}", 3), Box(text, 4)))
    rows = _framed(habit, data, 1, [*rows, *_goal(habit, sheet["goal"])], 8)
    blocks: list[Block] = [*_titles(habit, data, 1), *_unit_line(habit, data), Table(rows), *_indicators(habit, sheet)]
    return Part("附件2" if not habit.untitled else "整体支出绩效自评表", [*blocks, *_signed(habit, data)])


def _project(habit: Habit, data: Data, place: int) -> Part:
    sheet = data["projects"][place]
    rows: list[Sequence[Box]] = [
        row("项目支出名称", Box(sheet["name"], 7)),
        row("主管部门", Box(sheet["supervisor"], 2), "实施单位", Box(sheet["implementer"], 4)),
    ]
    if habit.name == "east":
        rows.append(row("项目负责人", Box("王某", 2), "联系电话", Box("0000", 4)))
    named = {"其中：当年财政拨款": "current_year", "上年结转资金": "carried_over", "其他资金": "other"}
    rows += _funds(habit, "项目资金（万元）" if not habit.yuan else "项目资金", sheet["funds"], named)
    rows = _framed(habit, data, 2, [*rows, *_goal(habit, sheet["goal"])], 8)
    blocks: list[Block] = [*_titles(habit, data, 2), *_unit_line(habit, data), Table(rows), *_indicators(habit, sheet)]
    return Part(f"附件3-{place + 1}", [*blocks, *_signed(habit, data)])


def _funds(habit: Habit, title: str, funds: Data, named: dict[str, str], extra: int = 0) -> list[Sequence[Box]]:
    annual = funds["annual"]
    keys = ("initial", "revised", "executed", "weight", "rate", "score")
    texts = [_money(habit, annual[key]) if key in keys[:3] else _text(annual[key]) for key in keys]
    rows: list[Sequence[Box]] = [
        row(Box(title, 1, 2 + len(named) + extra), "", *habit.fund_heads),
        row("年度资金总额", *texts),
    ]
    for label, key in named.items():
        part = [_money(habit, funds[key][column]) for column in keys[:3]]
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
        title = f"{name}（{points}分）" if name and habit.points else _text(name)
        for _second, inner in groupby(group, key=lambda one: one["level2"]):
            together = list(inner)
            for at, one in enumerate(together):
                lead: list[str | Box] = []
                begins = one is group[0]
                if habit.levels == "merged":
                    lead += [Box(title, 1, len(group))] if begins else []
                    lead += [Box(_text(one["level2"]), 1, len(together))] if at == 0 else []
                elif habit.levels == "blank":
                    lead += [title if begins else "", _text(one["level2"]) if at == 0 else ""]
                else:
                    lead += [title, _text(one["level2"])]
                texts = [_text(one[key]) for key in ("level3", "target", "actual", "weight", "score", "deviation")]
                rows.append(row(*lead, *texts, *["无"] * extra))
    return rows


def _totals(habit: Habit, sheet: Data) -> list[Sequence[Box]]:
    extra = 1 if habit.remarks else 0
    grade = f"等级：{sheet['grade']}" if sheet.get("grade") else ""
    if habit.grade_row:
        total = row(Box(habit.total, 6), sheet["total_weight"], sheet["total_score"], "")
        return [total, row(Box("自评等级", 6), Box(sheet["grade"], 3))]
    return [row(Box(habit.total, 6), sheet["total_weight"], sheet["total_score"], grade, *[""] * extra)]


def _report(habit: Habit, data: Data) -> Part:
    report = data["report"]
    mark = habit.mark.format(habit.marks[3]).rstrip("：")
    blocks: list[Block] = [report["title"]] if habit.untitled else [mark, report["title"]]
    for section in report["sections"]:
        blocks.append(f"{section['number']}{section['heading']}")
        blocks += (section["text"] or "").splitlines()
    blocks.append("报告需要以下附件：")
    blocks += [f"{place}.{name}" for place, name in enumerate(report["attachments"], start=1)]
    for name, title in (
        ("government_fund", "政府性基金预算支出情况表"),
        ("state_capital", "国有资本经营预算支出情况表"),
        ("social_insurance", "社会保险基金预算支出情况表"),
    ):
        table = data["fund_tables"][name]
        blocks.append(f"{data['fiscal_year']}年度{title}")
        if table.get("none"):
            blocks.append("本年度无此项支出")
            continue
        heads = row("科目编码", "项目名称", "年初预算数", "全年预算数", "全年执行数")
        items = [
            row(
                item["code"],
                item["name"],
                *[_money(Habit(""), item[key]) for key in ("initial", "revised", "executed")],
            )
            for item in table["items"]
        ]
        blocks.append(Table([heads, *items]))
    return Part("附件4", blocks)


# Judging -------------------------------------------------------------------------------------------------------


def expected(habit: Habit, data: Data) -> Data:
    """The filing that a form of this city states: its own labels, and what it does not print left out."""
    labels = habit.labels
    lines = []
    for line in data["basic_data"]["expenditure"]:
        label = (
            f"{habit.special}：{line['label']}"
            if line["line"] == "special_fund"
            else labels.get(line["line"], LABELS[line["line"]])
        )
        lines.append(line | {"label": label})
    basic = data["basic_data"] | {"expenditure": lines}
    made = data | {"basic_data": basic}
    for sheet in (data["department_evaluation"], *data["projects"]):
        for one in sheet["indicators"]:  # points in brackets are no part of a level's name
            one |= {level: POINTS.sub("", one[level]) for level in ("level1", "level2") if one[level]}
    made["department"] = {
        "name": data["department"]["name"],
        "supervisor": data["projects"][0]["supervisor"],
        "code": None,
    }
    return made


@dataclass(frozen=True)
class Score:
    """How many cells a form states or was read to state, and which of them were read otherwise."""

    cells: int
    wrong: tuple[tuple[str, str, str], ...]

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / max(self.cells, 1)


def score(data: Data, found: Filing) -> Score:
    """Compare what a form states with what was read: a figure by its value, a text by its words."""
    said = _said(codec.from_json(data))
    read = _said(found)
    paths = [path for path in dict.fromkeys([*said, *read]) if not path.endswith(("attainment",))]
    wrong = tuple(
        (path, str(said.get(path)), str(read.get(path))) for path in paths if said.get(path) != read.get(path)
    )
    return Score(len(paths), wrong)


def _said(filing: Filing) -> dict[str, object]:
    found: dict[str, object] = {}
    for path, cell in cells(filing).items():
        if path.startswith(("explanations", "evidence")):
            continue
        if isinstance(cell, Figure):
            if cell.value is not None:
                found[path] = cell.value
        elif words := re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text or "")):
            found[path] = words
    for line in (filing.basic_data.expenditure if filing.basic_data else None) or ():
        found[f"line {line.line} {line.label.text}"] = True
    return found
