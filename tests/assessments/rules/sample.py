"""A small filing of invented figures in which every rule is silent, and the means to disturb it."""

import copy
import re
from typing import Any

from assessments.document import codec
from assessments.document import policy as policies
from assessments.rules import Finding, check

Data = dict[str, Any]
STEP = re.compile(r"([a-z_0-9]+)(?:\[([^\]]+)\])?")


def line(key: str, prior_final: str | None, budget: str | None, final: str | None, label: str = "") -> Data:
    return {"line": key, "label": label or key, "prior_final": prior_final, "budget": budget, "final": final}


def row(level1: str, level2: str, level3: str, target: str, actual: str, weight: str, score: str, **more: Any) -> Data:
    texts = {"level1": level1, "level2": level2, "level3": level3, "target": target, "actual": actual}
    return texts | {"weight": weight, "score": score, "deviation": None} | more


def rows(reason: str | None = None, quality: str = "96%", points: str = "10") -> list[Data]:
    """Seven indicators with a weight of 90; the second one may have lost points."""
    return [
        row("产出指标", "数量指标", "办结案件数", "≥100件", "110件", "20", "20"),
        row("产出指标", "质量指标", "按期办结率", "≥95%", quality, "10", points, deviation=reason),
        row("产出指标", "时效指标", "完成时间", "2024年12月31日前", "2024年12月20日", "10", "10"),
        row("产出指标", "成本指标", "单件成本", "≤500元", "480元", "10", "10"),
        row("效益指标", "经济效益指标", "服务企业发展", "有所提高", "有所提高", "15", "15", attainment="met"),
        row("效益指标", "社会效益指标", "安全事故", "0起", "0起", "15", "15"),
        row("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10"),
    ]


def part(initial: str | None, revised: str | None, executed: str | None) -> Data:
    return {"initial": initial, "revised": revised, "executed": executed}


def project(name: str, annual: Data, parts: tuple[Data, Data, Data], total: str) -> Data:
    return {
        "name": name,
        "supervisor": "市某局",
        "implementer": "市某中心",
        "funds": {"annual": annual, "current_year": parts[0], "carried_over": parts[1], "other": parts[2]},
        "goal": {"expected": "完成年度任务。", "actual": "任务按计划完成。"},
        "indicators": rows(),
        "total_weight": "100",
        "total_score": total,
        "grade": "优",
    }


def section(level: int, number: str, heading: str, text: str = "") -> Data:
    return {"level": level, "number": number, "heading": heading, "text": text}


EXPENDITURE = [
    line("three_public", "5.00", "6.00", "4.50"),
    line("official_vehicles", "3.00", "4.00", "3.50"),
    line("vehicle_purchase", "0.00", "0.00", "0.00"),
    line("vehicle_running", "3.00", "4.00", "3.50"),
    line("overseas_travel", "0.00", "0.00", "0.00"),
    line("official_reception", "2.00", "2.00", "1.00"),
    line("project_expenditure", "90.00", "100.00", "110.00"),
    line("project_operations", "60.00", "70.00", "75.00"),
    line("project_maintenance", "0.00", "0.00", "0.00"),
    line("special_fund", "20.00", "20.00", "25.00", "专项一"),
    line("special_fund", "10.00", "10.00", "10.00", "专项二"),
    line("operating", "50.00", "55.00", "52.00"),
    line("office", "20.00", "22.00", "21.00"),
    line("utilities_travel", "10.00", "11.00", "10.00"),
    line("meetings_training", "5.00", "5.00", "5.00"),
    line("procurement", "30.00", "40.00", "39.00"),
    line("basic_budget_adjustment", None, "-6.00", None),
]
SECTIONS = [
    section(1, "一、", "部门基本情况"),
    section(2, "（一）", "职能职责", "负责全市某项工作。"),
    section(2, "（二）", "机构设置", "核定编制20名，内设三个科室。"),
    section(1, "二、", "一般公共预算支出情况"),
    section(
        2,
        "（一）",
        "基本支出情况",
        "基本支出年初预算数200.00万元，决算数194.00万元，其中人员经费142.00万元，公用经费52.00万元。",
    ),
    section(2, "（二）", "项目支出情况", "项目支出预算数100.00万元，决算数110.00万元。"),
    section(1, "三、", "政府性基金预算支出情况", "本单位无政府性基金预算支出。"),
    section(1, "四、", "国有资本经营预算支出情况", "本单位无国有资本经营预算支出。"),
    section(1, "五、", "社会保险基金预算支出情况", "本单位无社会保险基金预算支出。"),
    section(1, "六、", "部门整体支出绩效情况", "各项工作按计划开展。"),
    section(1, "七、", "存在的问题及原因分析", "按期办结率与上年相比仍有提高余地。"),
    section(1, "八、", "下一步改进措施", "加强办案力量。"),
    section(1, "九、", "绩效自评结果拟应用和公开情况", "自评结果按规定公开。"),
]
FILING: Data = {
    "format": "perfeval-filing/1",
    "fiscal_year": 2024,
    "department": {"name": "市某中心", "supervisor": "市某局", "code": "001001"},
    "basic_data": {
        "headcount": {"authorised": "20", "actual": "18", "control_rate": "90%"},
        "expenditure": EXPENDITURE,
        "buildings": {
            "approved_area": "1000",
            "actual_area": "950",
            "area_control_rate": "95%",
            "budgeted_investment": "300.00",
            "actual_investment": "299.00",
            "investment_control_rate": "99.67%",
        },
        "economy_measures": "公务用车统一调度，会议从简。",
    },
    "department_evaluation": {
        "funds": {
            "annual": part("300.00", "320.00", "304.00") | {"weight": "10", "rate": "95%", "score": "9.5"},
        },
        "by_source": {
            "total": "304.00",
            "general_public": "304.00",
            "government_fund": None,
            "fiscal_account": None,
            "other": None,
        },
        "by_kind": {"total": "304.00", "basic": "194.00", "project": "110.00"},
        "goal": {"expected": "办结各类案件。", "actual": "办结案件110件，按期办结率90%。"},
        "indicators": rows("案件集中在年底受理，下年度增加人手。", "90%", "9.47"),
        "total_weight": "100",
        "total_score": "98.97",
        "grade": "优",
    },
    "projects": [
        project(
            "办案经费",
            part("60.00", "70.00", "68.00") | {"weight": "10", "rate": "97.14%", "score": "9.71"},
            (part("50.00", "60.00", "58.00"), part("10.00", "10.00", "10.00"), part(None, None, None)),
            "99.71",
        ),
        project(
            "设备维护经费",
            part("40.00", "44.00", "42.00") | {"weight": "10", "rate": "95.45%", "score": "9.55"},
            (part("40.00", "44.00", "42.00"), part(None, None, None), part(None, None, None)),
            "99.55",
        ),
    ],
    "report": {
        "title": "2024年度市某中心整体支出绩效自评报告",
        "sections": SECTIONS,
        "attachments": ["部门整体支出绩效评价基础数据表", "部门整体支出绩效自评表", "项目支出绩效自评表"],
    },
    "fund_tables": {name: {"none": True} for name in ("government_fund", "state_capital", "social_insurance")},
    "signatures": {"prepared_by": "甲", "prepared_on": "2025-03-01", "phone": "0730-0000000", "head": "乙"},
    "explanations": [],
}


class Absent:
    """Put in place of a value to take its key away."""


ABSENT = Absent()
S = "department_evaluation"
ROW = f"{S}.indicators[1]"


def sample(**changes: Any) -> Data:
    """The filing with changes: `sample(**{path: value})`; a value of ABSENT takes the key away."""
    data = copy.deepcopy(FILING)
    for path, value in changes.items():
        put(data, path, value if value is ABSENT else copy.deepcopy(value))
    return data


def put(data: Data, path: str, value: Any) -> None:
    """Set what stands at a path of a finding."""
    holder: Any = data
    steps: list[Any] = []
    for name, item in STEP.findall(path):
        steps.append(name)
        if item:
            steps.append(item)
    for step in steps[:-1]:
        holder = holder[_key(holder, step)]
    last = _key(holder, steps[-1])
    if value is ABSENT:
        del holder[last]
    else:
        holder[last] = value


def at(data: Data, path: str) -> Any:
    """What stands at a path of a finding."""
    found: Any = data
    for name, item in STEP.findall(path):
        found = found[name]
        if item:
            found = found[_key(found, item)]
    return found


def _key(holder: Any, step: str) -> Any:
    if isinstance(holder, dict):
        return step
    if step.isdigit():
        return int(step)
    name, _, count = step.partition(":")
    places = [index for index, item in enumerate(holder) if item.get("line") == name]
    return places[int(count or 1) - 1]


def judge(data: Data, policy: Data | None = None, previous: Data | None = None) -> tuple[Finding, ...]:
    rules = policies.DEFAULT if policy is None else policies.from_json({"format": policies.FORMAT} | policy)
    return check(codec.from_json(data), rules, codec.from_json(previous) if previous else None)


def places(rule: str, changes: Data, policy: Data | None = None) -> list[str]:
    """Where a rule fires on the sample with these changes."""
    return [finding.path for finding in judge(sample(**changes), policy) if finding.rule == rule]


def one(rule: str, changes: Data, policy: Data | None = None) -> Finding:
    """The only finding of a rule on the sample with these changes."""
    (finding,) = (finding for finding in judge(sample(**changes), policy) if finding.rule == rule)
    return finding
