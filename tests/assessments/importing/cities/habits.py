"""What each city calls things, and how it orders and merges them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]

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
