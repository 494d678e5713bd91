"""Whole filings of the invented units: every figure agrees with every other, and every sentence is invented.

Figures are made from the unit's size and the year; computed cells are left blank, for the product to compute.
"""

from decimal import Decimal
from typing import Any

from assessments.document import codec
from assessments.document import template as templates
from assessments.document.amounts import round_half_up, spell
from assessments.document.filing import FORMAT, Filing
from reports.demo.city import TOUCHSTONE, TOUCHSTONE_FINALS, TOUCHSTONE_PROJECT, UNITS, WORKS, Unit, Work

FIRST_YEAR = 2023
GROWTH = Decimal("1.03")
BLANK: dict[str, Any] = {"initial": None, "revised": None, "executed": None}


def wan(value: Decimal) -> str:
    """An amount with two decimals."""
    return spell(round_half_up(value, 2), 2)


def money(unit: Unit, base: str, year: int) -> Decimal:
    """A figure of the unit in a year, rounded as it is printed."""
    return round_half_up(unit.size * Decimal(base) * GROWTH ** (year - FIRST_YEAR), 2)


def final_of(unit: Unit, base: str, year: int) -> Decimal:
    """What was spent of a budget: a little less each year than the year before, so that nothing passes its limits."""
    return round_half_up(unit.size * Decimal(base) * Decimal("0.98") * (1 - Decimal("0.01") * (year - FIRST_YEAR)), 2)


def line_final(unit: Unit, line: str, year: int) -> Decimal:
    """What a unit spent on a line of 附件1."""
    if unit.code == TOUCHSTONE and year == FIRST_YEAR:
        return Decimal(TOUCHSTONE_FINALS[line])
    return final_of(unit, LINES[line], year)


def line_budget(unit: Unit, line: str, year: int) -> Decimal:
    """The budget of a line: what procurement spent, and a little more than was spent of any other."""
    if line == "procurement":
        return line_final(unit, line, year)
    more = round_half_up(line_final(unit, line, year) * Decimal("1.02"), 2)
    return more if unit.code == TOUCHSTONE and year == FIRST_YEAR else max(money(unit, LINES[line], year), more)


# line → what it is in 2023 for a unit of size 1; parents and totals are computed
LINES = {
    "vehicle_purchase": "0",
    "vehicle_running": "4.00",
    "overseas_travel": "0",
    "official_reception": "1.50",
    "operating": "80.00",
    "office": "45.00",
    "utilities_travel": "18.00",
    "meetings_training": "3.00",
    "procurement": "22.00",
}


def unit_document(unit: Unit, year: int) -> Filing:
    """The filing of a unit for a year, without an error once the computed cells are taken."""
    template = templates.default()
    projects = [_project_figures(unit, place, year) for place in range(len(unit.projects))]
    basic_initial = money(unit, "480.00", year)
    personnel = money(unit, "405.00", year)
    operating = line_final(unit, "operating", year)
    basic = personnel + operating
    data = {
        "format": FORMAT,
        "fiscal_year": year,
        "department": {"name": unit.name, "supervisor": _supervisor(unit), "code": unit.code},
        "basic_data": _basic_data(unit, year, projects, basic - basic_initial),
        "department_evaluation": _department(unit, year, projects, basic_initial, basic),
        "projects": [
            _project(unit, name, figures, year) for name, figures in zip(unit.projects, projects, strict=True)
        ],
        "report": _report(unit, year, template, projects, basic_initial, personnel, operating),
        "fund_tables": {name: {"none": True} for name in ("government_fund", "state_capital", "social_insurance")},
        "signatures": dict.fromkeys(("prepared_by", "prepared_on", "phone", "head")),
        "explanations": [],
        "evidence": [],
    }
    return codec.from_json(data)


def _supervisor(unit: Unit) -> str | None:
    return next((other.name for other in UNITS if other.code == unit.supervisor), None)


def _project_figures(unit: Unit, place: int, year: int) -> dict[str, Decimal]:
    if unit.code == TOUCHSTONE and year == FIRST_YEAR:
        return {key: Decimal(text) for key, text in zip(BLANK, TOUCHSTONE_PROJECT, strict=True)}
    initial = money(unit, ("60.00", "25.00")[place % 2], year)
    revised = round_half_up(initial * Decimal("1.04"), 2)
    return {"initial": initial, "revised": revised, "executed": round_half_up(revised * Decimal("0.985"), 2)}


def _basic_data(unit: Unit, year: int, projects: list[dict[str, Decimal]], adjustment: Decimal) -> dict[str, Any]:
    template = templates.default()
    earlier = [_project_figures(unit, place, year - 1) for place in range(len(unit.projects))]
    lines = []
    for line in template.lines:
        row: dict[str, Any] = {
            "line": line.key,
            "label": line.label,
            "prior_final": None,
            "budget": None,
            "final": None,
        }
        if line.key in LINES:
            final = line_final(unit, line.key, year)
            earlier_final = final if unit.code == TOUCHSTONE else line_final(unit, line.key, year - 1)
            row["prior_final"] = wan(earlier_final)
            row["budget"], row["final"] = wan(line_budget(unit, line.key, year)), wan(final)
        elif line.key == "project_operations":
            row["prior_final"] = wan(sum((one["executed"] for one in earlier), Decimal(0)))
            row["budget"] = wan(sum((one["initial"] for one in projects), Decimal(0)))
            row["final"] = wan(sum((one["executed"] for one in projects), Decimal(0)))
        elif line.key == "basic_budget_adjustment":
            row["budget"] = wan(adjustment)
        lines.append(row)
    buildings = ("approved_area", "actual_area", "area_control_rate")
    invested = ("budgeted_investment", "actual_investment", "investment_control_rate")
    return {
        "headcount": {
            "authorised": str(unit.heads),
            "actual": str(unit.heads - unit.heads // 25),
            "control_rate": None,
        },
        "expenditure": lines,
        "buildings": dict.fromkeys((*buildings, *invested)),
        "economy_measures": "办公用品按需领用，公务用车统一调度，会议能合并的合并召开。",
    }


def _annual(**figures: str | None) -> dict[str, Any]:
    return {"initial": None, "revised": None, "executed": None, **figures, "weight": "10", "rate": None, "score": None}


def _department(
    unit: Unit, year: int, projects: list[dict[str, Decimal]], basic_initial: Decimal, basic: Decimal
) -> dict[str, Any]:
    initial = basic_initial + sum(one["initial"] for one in projects)
    project_final = sum((one["executed"] for one in projects), Decimal(0))
    executed = basic + project_final
    revised = executed + round_half_up(unit.size * Decimal("4.20"), 2)
    work = WORKS[unit.work]
    return {
        "funds": {"annual": _annual(initial=wan(initial), revised=wan(revised), executed=wan(executed))},
        "by_source": {
            "total": None,
            "general_public": wan(executed),
            "government_fund": None,
            "fiscal_account": None,
            "other": None,
        },
        "by_kind": {"total": None, "basic": wan(basic), "project": wan(project_final)},
        "goal": {
            "expected": f"按计划完成{work.duty}，把各项支出控制在预算以内。",
            "actual": f"{work.duty}按计划推进，支出没有超过预算，一项指标略有差距。",
        },
        "indicators": _indicators(work, year, _count(unit, year), lost=True),
        "total_weight": None,
        "total_score": None,
        "grade": None,
    }


def _count(unit: Unit, year: int) -> int:
    return int(WORKS[unit.work].count_target * unit.size * (1 + Decimal("0.02") * (year - FIRST_YEAR)))


def _row(level1: str, level2: str, level3: str, target: str, actual: str, points: str, **more: Any) -> dict[str, Any]:
    row = {"level1": level1, "level2": level2, "level3": level3, "target": target, "actual": actual}
    return row | {"weight": points, "score": points, "deviation": None} | more


def _indicators(work: Work, year: int, count: int, *, lost: bool) -> list[dict[str, Any]]:
    output, benefit, satisfaction = "产出指标", "效益指标", "满意度指标"
    step = max(year - FIRST_YEAR, 0)  # each year's target is what the year before reached
    rate, rate_done = Decimal("95.0") + step * Decimal("2.5"), Decimal("97.5") + step * Decimal("0.8")
    liked, liked_done = 90 + 4 * step, 94 + 2 * step
    cost = Decimal(work.cost_wan) * Decimal("0.95") ** step
    done = int(count * Decimal("0.97")) if lost else count + count // 50
    short = {}
    if lost:
        score = round_half_up(Decimal(15) * done / count, 2)
        short = {
            "score": spell(score, 2),
            "deviation": "年初任务定得偏高，第四季度有少量工作顺延，下年度按实际能力下达。",
        }
    return [
        _row(output, "数量指标", work.count, f"≥{count}{work.count_unit}", f"{done}{work.count_unit}", "15", **short),
        _row(output, "质量指标", work.quality, f"≥{rate}%", f"{rate_done}%", "15"),
        _row(output, "时效指标", "年度任务完成时间", f"{year}年12月31日前", f"{year}年12月20日", "10"),
        _row(
            output,
            "成本指标",
            work.cost,
            f"≤{cost:.4f}万元",
            f"{cost * Decimal('0.95'):.4f}万元",
            "10",
        ),
        _row(benefit, "经济效益指标", work.economic, "有所促进", "有所促进", "7", attainment="met"),
        _row(benefit, "社会效益指标", work.social, "持续改善", "持续改善", "8", attainment="met"),
        _row(benefit, "生态效益指标", work.ecological, "保持良好", "保持良好", "8", attainment="met"),
        _row(benefit, "可持续影响指标", work.lasting, "≥1年", "1年", "7"),
        _row(satisfaction, "服务对象满意度指标", work.served, f"≥{liked}%", f"{liked_done}%", "10"),
    ]


def _project(unit: Unit, name: str, figures: dict[str, Decimal], year: int) -> dict[str, Any]:
    work = WORKS[unit.work]
    return {
        "name": name,
        "supervisor": _supervisor(unit) or unit.name,
        "implementer": unit.name,
        "funds": {
            "annual": _annual(),
            "current_year": {key: wan(value) for key, value in figures.items()},
            "carried_over": dict(BLANK),
            "other": dict(BLANK),
        },
        "goal": {"expected": f"用好{name}，保障{work.duty}。", "actual": f"{name}按进度支出，{work.duty}正常开展。"},
        "indicators": _indicators(work, year, max(_count(unit, year) // 3, 1), lost=False),
        "total_weight": None,
        "total_score": None,
        "grade": None,
    }


def _report(
    unit: Unit,
    year: int,
    template: templates.Template,
    projects: list[dict[str, Decimal]],
    basic_initial: Decimal,
    personnel: Decimal,
    operating: Decimal,
) -> dict[str, Any]:
    work = WORKS[unit.work]
    sentences = {
        "duties": f"负责全市{work.duty}，承办上级交办的其他事项。",
        "organisation": f"本单位核定编制{unit.heads}名，内设办公室、业务科和财务科。",
        "basic_expenditure": template.sentence(
            "basic_expenditure",
            year,
            budget=wan(basic_initial),
            final=wan(personnel + operating),
            personnel=wan(personnel),
            operating=wan(operating),
        ),
        "project_expenditure": template.sentence(
            "project_expenditure",
            year,
            budget=wan(sum((one["initial"] for one in projects), Decimal(0))),
            final=wan(sum((one["executed"] for one in projects), Decimal(0))),
        ),
        "performance": f"{year}年各项任务按计划完成，{work.quality}和{work.served}都达到了年初目标。",
        "problems": f"“{work.count}”没有完全达到年初目标，目标定得偏高，进度安排前松后紧。",
        "improvements": "按上年完成情况测算目标，每季度核对一次支付进度和任务进度，偏差当季纠正。",
        "results": "自评结果作为下年预算安排的参考，并按要求随决算一同公开。",
    }
    for fund in ("government_fund", "state_capital", "social_insurance"):
        sentences[fund] = template.sentence(f"{fund}.none", year)
    return {
        "title": template.label("title.report", year, unit.name),
        "sections": [
            {"level": one.level, "number": one.number, "heading": one.heading, "text": sentences.get(one.key)}
            for one in template.sections
        ],
        "attachments": list(template.attachments),
    }
