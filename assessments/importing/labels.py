"""By which words the forms of the cities name their parts. The first label of a table that a cell contains counts.

What the tables name: the columns of funds and indicators, the rows of funds, the lines of 附件1, the people who sign.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assessments.document.template import Template
from assessments.importing.grids import Cell, Row

Labels = tuple[tuple[str, str], ...]
NOISE = re.compile(r"[\s（）()：:、，,。.．…《》“”\"]")

HEADCOUNT: Labels = (
    ("控制率", "control_rate"), ("编制", "authorised"), ("定编", "authorised"),
    ("在职", "actual"), ("实有", "actual"), ("在编", "actual"), ("在岗", "actual"),
)  # fmt: skip
BUILDINGS: Labels = (
    ("投资概算控制率", "investment_control_rate"), ("投资控制率", "investment_control_rate"), ("概算控制率", "investment_control_rate"),
    ("规模控制率", "area_control_rate"), ("面积控制率", "area_control_rate"),
    ("批复规模", "approved_area"), ("批复面积", "approved_area"), ("批准规模", "approved_area"),
    ("实际规模", "actual_area"), ("实际面积", "actual_area"),
    ("预算投资", "budgeted_investment"), ("概算投资", "budgeted_investment"), ("投资概算", "budgeted_investment"),
    ("实际投资", "actual_investment"),
)  # fmt: skip
LINES: Labels = (
    ("三公", "three_public"),
    ("公务用车购置和", "official_vehicles"), ("公务用车购置及", "official_vehicles"), ("公务用车购置与", "official_vehicles"),
    ("公务用车运行", "vehicle_running"), ("公车运行", "vehicle_running"), ("车辆运行", "vehicle_running"),
    ("公务用车购置", "vehicle_purchase"), ("公车购置", "vehicle_purchase"), ("车辆购置", "vehicle_purchase"),
    ("公务用车", "official_vehicles"),
    ("出国", "overseas_travel"), ("因公出境", "overseas_travel"), ("公务接待", "official_reception"),
    ("业务工作", "project_operations"), ("运行维护", "project_maintenance"), ("专项资金", "special_fund"),
    ("项目支出", "project_expenditure"), ("公用经费", "operating"),
    ("办公经费", "office"), ("办公费", "office"), ("水费", "utilities_travel"), ("水电费", "utilities_travel"),
    ("会议费", "meetings_training"), ("政府采购", "procurement"), ("基本支出预算调整", "basic_budget_adjustment"),
)  # fmt: skip
FUNDS: Labels = (
    ("执行率", "rate"), ("完成率", "rate"),
    ("年初预算", "initial"), ("当年预算", "initial"), ("年初批复", "initial"),
    ("全年预算", "revised"), ("调整后", "revised"), ("调整预算", "revised"), ("预算调整数", ""), ("调整数", ""),
    ("执行数", "executed"), ("决算数", "executed"), ("实际支出", "executed"), ("支出数", "executed"), ("实际执行", "executed"),
    ("分值", "weight"), ("权重", "weight"), ("得分", "score"), ("自评分", "score"), ("评分", "score"),
    ("预算数", "revised"),
)  # fmt: skip
FUND_ROWS: Labels = (
    ("资金总额", "annual"), ("预算总额", "annual"), ("财政拨款", "current_year"), ("财政资金", "current_year"),
    ("公共预算拨款", "current_year"), ("当年预算拨款", "current_year"), ("本年预算拨款", "current_year"),
    ("上年结转", "carried_over"), ("结转结余", "carried_over"), ("结转资金", "carried_over"),
    ("其他资金", "other"), ("其它资金", "other"), ("自筹资金", "other"),
)  # fmt: skip
INDICATORS: Labels = (
    ("一级指标", "level1"), ("二级指标", "level2"), ("三级指标", "level3"), ("指标名称", "level3"), ("指标内容", "level3"),
    ("偏差", "deviation"), ("改进措施", "deviation"), ("原因分析", "deviation"), ("未完成原因", "deviation"),
    ("指标值", "target"), ("目标值", "target"), ("绩效目标", "target"),
    ("完成值", "actual"), ("完成情况", "actual"), ("实际值", "actual"), ("实际完成", "actual"), ("实现值", "actual"),
    ("分值", "weight"), ("权重", "weight"), ("满分", "weight"), ("得分", "score"), ("自评分", "score"), ("评分", "score"),
)  # fmt: skip
FUND_TABLE: Labels = (
    ("编码", "code"), ("名称", "name"), ("年初预算", "initial"), ("全年预算", "revised"), ("调整", "revised"),
    ("执行率", ""), ("执行", "executed"), ("决算", "executed"), ("实际支出", "executed"),
)  # fmt: skip
PROJECT_HEAD: Labels = (
    ("项目支出名称", "name"), ("项目名称", "name"), ("实施单位", "implementer"), ("主管部门", "supervisor"), ("主管单位", "supervisor"),
)  # fmt: skip
DEPARTMENT_HEAD: Labels = (
    ("预算部门名称", "name"), ("部门名称", "name"), ("单位名称", "name"), ("部门单位名称", "name"), ("填报单位", "name"),
    ("填报部门", "name"), ("编报单位", "name"), ("预算单位", "name"), ("报送单位", "name"),
    ("主管部门", "supervisor"), ("主管单位", "supervisor"),
    ("预算编码", "code"), ("单位编码", "code"), ("部门编码", "code"), ("单位代码", "code"), ("部门代码", "code"),
)  # fmt: skip
SIGNATURES: Labels = (
    ("填表人", "prepared_by"), ("填报人", "prepared_by"), ("经办人", "prepared_by"), ("制表人", "prepared_by"),
    ("填报日期", "prepared_on"), ("填表日期", "prepared_on"), ("填报时间", "prepared_on"), ("填表时间", "prepared_on"),
    ("联系电话", "phone"), ("联系方式", "phone"),
    ("单位负责人签字", "head"), ("单位负责人", "head"), ("部门负责人", "head"), ("主要负责人", "head"),
)  # fmt: skip
INDICATOR_KEYS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
BUILDING_KEYS = (
    "approved_area",
    "actual_area",
    "area_control_rate",
    "budgeted_investment",
    "actual_investment",
    "investment_control_rate",
)
NUMBERING = re.compile(r"^(?:其中[：:]?)?(?:[（(]?[0-9０-９一二三四五六七八九十]+[)）、.．]+)?(?:其中[：:]?)?")
SIGNATURE_KEYS = ("prepared_by", "prepared_on", "phone", "head")


def bare(text: str) -> str:
    """A label without white space, brackets and marks, for comparing; digits in their plain form."""
    return NOISE.sub("", text).translate(WIDE_DIGITS)


WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def key_of(text: str, labels: Labels) -> str | None:
    """The key of the first label that a text contains; None where there is none."""
    rank = _rank(text, labels)
    return None if rank is None else labels[rank][1] or None


def columns(heads: Row, labels: Labels) -> list[str | None]:
    """Which column of a head is which.

    Of two for the same figure the one that says 自评 counts, else the one with the surer label, else the first; the other is none.
    """
    ranks = [None if cell.continued else _rank(cell.text, labels) for cell in heads.cells]
    names: list[str | None] = [None if rank is None else labels[rank][1] or None for rank in ranks]
    for name in {name for name in names if name}:
        same = [place for place, own in enumerate(names) if own == name]
        chosen = min(same, key=lambda place: ("自评" not in heads.cells[place].text, ranks[place], place))
        for place in same:
            if place != chosen:
                names[place] = None
    return names


def _rank(text: str, labels: Labels) -> int | None:
    plain = bare(text)
    return next((rank for rank, (label, _key) in enumerate(labels) if label in plain), None)


def exact_key(text: str, labels: Labels) -> str | None:
    """The key of a cell that is nothing but a label, with at most six further signs."""
    plain = bare(text)
    return next((key for label, key in labels if label in plain and len(plain) <= len(label) + 6), None)


def counted(cells: Sequence[Cell], labels: Labels) -> int:
    """How many different keys a row's cells name."""
    return len({key for cell in cells if not cell.continued and (key := key_of(cell.text, labels))})


@dataclass(frozen=True)
class Words:
    """The labels of a year's own forms before those of the other cities."""

    headcount: Labels
    buildings: Labels
    funds: Labels
    fund_rows: Labels
    indicators: Labels
    fund_table: Labels
    department: Labels
    lines: dict[str, str]  # key of a line by its whole label
    notes: frozenset[str]

    def line_key(self, label: str) -> str | None:
        """The key of a line of 附件1 by its label; None for a line that neither the year nor the format knows."""
        plain = bare(NUMBERING.sub("", label.strip()))
        return self.lines.get(bare(label)) or self.lines.get(plain) or key_of(plain, LINES)


@lru_cache(maxsize=16)
def words_of(template: Template, year: int) -> Words:
    """The words by which the forms of this template, and any others, are read."""

    def own(prefix: str, known: Labels, *names: str) -> Labels:
        printed = ((bare(template.label(f"{prefix}.{name}", year)), name) for name in names)
        return (*(pair for pair in printed if pair[0] and key_of(pair[0], known) != pair[1]), *known)

    lines: dict[str, str] = {}
    for line in template.lines:
        for label in (line.label, line.name):
            lines.setdefault(bare(label), line.key)
            lines.setdefault(bare(NUMBERING.sub("", label)), line.key)
    return Words(
        headcount=own("headcount", HEADCOUNT, "authorised", "actual", "control_rate"),
        buildings=own("buildings", BUILDINGS, *BUILDING_KEYS),
        funds=own("funds", FUNDS, "initial", "revised", "executed", "weight", "rate", "score"),
        fund_rows=own("funds", FUND_ROWS, "annual", "current_year", "carried_over", "other"),
        indicators=own("indicators", INDICATORS, *INDICATOR_KEYS),
        fund_table=own("fund_items", FUND_TABLE, "code", "name", "initial", "revised", "executed"),
        department=own("department", DEPARTMENT_HEAD, "name", "supervisor", "code"),
        lines=lines,
        notes=frozenset(bare(template.label(key, year)) for key in ("note.basic_data", "note.projects")),
    )
