"""Filings as other cities write them: invented, consistent in every figure, different in policy, names and number of everything.

A `City` draws its figures from a seed; `disturbances.py` changes them a cell at a time.
"""

import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tests.assessments.rules.sample import Data, line, part, row, section

CENT = Decimal("0.01")
NUMBERS = "一二三四五六七八九"
POLICIES: tuple[Data, ...] = (
    {},
    {"weights": {"execution": "20", "output": "40", "benefit": "30", "satisfaction": "10"}, "grades": ["80", "70", "60"]},
    {"grades": ["95", "85", "60"], "score_places": "1", "at_most": "linear"},
    {"caps": [["50", "59"], ["60", "69"], ["70", "79"], ["80", "89"]], "bands": ["80", "50"]},
    {"weights": {"execution": "10", "output": "40", "benefit": "40", "satisfaction": "10"}, "overshoot": "120"},
)  # fmt: skip
# level 1 and level 2 of 数量, 质量, 时效, 成本, 社会效益, 可持续, 满意度
LEVELS: tuple[tuple[tuple[str | None, str], ...], ...] = (
    (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "成本指标"),
     ("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标")),
    (("产出", "数量"), ("产出", "质量"), ("产出", "时效"), ("产出", "成本"), ("效益", "社会效益"), ("效益", "可持续影响"), ("满意度", "满意度")),
    (("产 出\n指 标", "数量指标（10分）"), ("产 出\n指 标", "质 量 指 标"), ("产 出\n指 标", "时效\n指标"), ("产 出\n指 标", "经济成本指标"),
     ("效益指标（30分）", "社会效益"), ("效益指标（30分）", "生态效益"), ("满意度指标（10分）", "公众满意度")),
    ((None, "数量指标"), (None, "质量指标"), (None, "时效指标"), (None, "成本指标"), (None, "社会效益指标"), (None, "可持续影响指标"),
     (None, "满意度指标")),
    (("数量指标", ""), ("质量指标", ""), ("时效指标", ""), ("成本指标", ""), ("社会效益指标", ""), ("可持续影响指标", ""), ("满意度", "")),
)  # fmt: skip
MARKS = (("{}、", "（{}）"), ("第{}部分", "{}、"), ("{}.", "({})"))
FUNDS = {"government_fund": "政府性基金", "state_capital": "国有资本经营", "social_insurance": "社会保险基金"}
WORKS = ("道路养护", "河道保洁", "技能培训", "危房改造", "普法宣传", "疫苗接种")


def text(amount: Decimal) -> str:
    return str(amount.quantize(CENT, ROUND_HALF_UP))


class City:
    """One city's filing: `data` and `policy`, with what a disturbance needs to know of it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.policy = POLICIES[seed % len(POLICIES)]
        self.levels = LEVELS[(seed // 2) % len(LEVELS)]
        self.year = 2022 + seed % 4
        self.places = Decimal(1).scaleb(-int(self.policy.get("score_places", 2)))
        self.weights = {name: int(points) for name, points in self.policy.get("weights", {}).items()} or {
            "execution": 10, "output": 50, "benefit": 30, "satisfaction": 10,
        }  # fmt: skip
        self.grade = "优"
        self.filled_fund = (None, *FUNDS)[seed % 4]
        self.data = self._filing()

    # Figures -------------------------------------------------------------------------------------------

    def wan(self, low: int, high: int) -> Decimal:
        return self.random.randint(low * 100, high * 100) * CENT

    def share(self, whole: Decimal, low: float, high: float) -> Decimal:
        return (whole * Decimal(str(self.random.uniform(low, high)))).quantize(CENT)

    def split(self, whole: Decimal, parts: int) -> list[Decimal]:
        """The whole in parts of like size."""
        sizes = [self.random.randint(2, 6) for _ in range(parts)]
        shares = [(whole * size / sum(sizes)).quantize(CENT) for size in sizes]
        return [whole - sum(shares[1:]), *shares[1:]]

    # Parts ---------------------------------------------------------------------------------------------

    def _filing(self) -> Data:
        self.count = self.random.randint(1, 6)
        initials = [self.wan(40, 900) for _ in range(self.count)]
        revised = [self.share(one, 0.9, 1.2) for one in initials]
        executed = [self.share(one, 0.971, 0.984) for one in revised]
        projects = [
            self._project(index, *funds) for index, funds in enumerate(zip(initials, revised, executed, strict=True))
        ]
        self.initial, self.executed = sum(initials, Decimal(0)), sum(executed, Decimal(0))
        basic_initial = self.wan(300, 2000)
        self.basic = self.share(basic_initial, 0.95, 1.1)
        self.whole_initial, self.whole_executed = basic_initial + self.initial, self.basic + self.executed
        whole_revised = (self.whole_executed / Decimal("0.978")).quantize(CENT)
        self.basic_initial, self.operating = basic_initial, self.share(self.basic, 0.2, 0.4)
        self.posts = self.random.randint(20, 90)
        return {
            "format": "perfeval-filing/1",
            "fiscal_year": self.year,
            "department": {"name": "某县某局", "supervisor": None, "code": None},
            "basic_data": self._basic_data(),
            "department_evaluation": self._department(whole_revised),
            "projects": projects,
            "report": self._report(),
            "fund_tables": {name: self._fund(name) for name in FUNDS},
            "signatures": {"prepared_by": "甲", "prepared_on": f"{self.year + 1}年3月1日", "phone": "0550-0000000", "head": "乙"},
        }  # fmt: skip

    def _fund(self, name: str) -> Data:
        if name != self.filled_fund:
            return {"none": True}
        return {"none": False, "items": [part("30.00", "28.00", "27.50") | {"code": "2120801", "name": "征地补偿"}]}

    def _basic_data(self) -> Data:
        actual = self.posts - self.random.randint(1, 9)
        three = {}
        for column, factor in (("prior_final", 12), ("budget", 14), ("final", 9)):
            purchase, running = Decimal(0), self.wan(factor, factor + 1)
            travel, reception = Decimal(0), self.wan(factor, factor + 1)
            three[column] = (
                purchase + running + travel + reception,
                purchase + running,
                purchase,
                running,
                travel,
                reception,
            )
        keys = (
            "three_public",
            "official_vehicles",
            "vehicle_purchase",
            "vehicle_running",
            "overseas_travel",
            "official_reception",
        )
        lines = [line(key, *(text(three[column][place]) for column in three)) for place, key in enumerate(keys)]
        specials = self.random.randint(0, 5)
        names = ["project_operations", "project_maintenance", *["special_fund"] * specials]
        totals = (self.share(self.initial, 0.8, 1.1), self.initial, self.executed)
        columns = [self.split(total, len(names)) for total in totals]
        lines.append(line("project_expenditure", *map(text, totals)))
        lines += [
            line(key, *(text(column[place]) for column in columns), label=f"专项{place}")
            for place, key in enumerate(names)
        ]
        budget = self.operating + 5
        operating = (self.operating + 3, budget, self.operating)
        lines.append(line("operating", *map(text, operating)))
        parts = [self.split(one * Decimal("0.8"), 3) for one in operating]
        parts = [[one.quantize(CENT, ROUND_DOWN) for one in column] for column in parts]
        for place, key in enumerate(("office", "utilities_travel", "meetings_training")):
            lines.append(line(key, *(text(column[place]) for column in parts)))
        bought = self.wan(50, 90)
        lines.append(line("procurement", text(bought + 3), text(bought), text(bought)))
        lines.append(line("basic_budget_adjustment", None, text(self.basic - self.basic_initial), None))
        approved, built = 2000, self.random.randint(1500, 1900)
        return {
            "headcount": {"authorised": str(self.posts), "actual": str(actual), "control_rate": text(Decimal(actual * 100) / self.posts) + "%"},
            "expenditure": lines,
            "buildings": {
                "approved_area": str(approved), "actual_area": str(built), "area_control_rate": text(Decimal(built * 100) / approved),
                "budgeted_investment": None, "actual_investment": None, "investment_control_rate": "不适用",
            },
            "economy_measures": "会议从简，用车统一调度。",
        }  # fmt: skip

    def _annual(self, initial: Decimal, revised: Decimal, executed: Decimal) -> tuple[Data, Decimal]:
        weight = self.weights["execution"]
        score = (executed / revised * weight).quantize(self.places, ROUND_HALF_UP)
        rate = text(executed * 100 / revised) + self.random.choice(("%", "", "％"))
        return part(text(initial), text(revised), text(executed)) | {
            "weight": str(weight),
            "rate": rate,
            "score": str(score),
        }, score

    def _rows(self, work: str) -> tuple[list[Data], Decimal]:
        """Seven rows; the second one, 率, lost points. Their scores together."""
        output = self.split_points(self.weights["output"], 4)
        benefit = self.split_points(self.weights["benefit"], 2)
        weights = [*output, *benefit, self.weights["satisfaction"]]
        goal = self.random.randint(50, 90) * 10
        share = self.random.randint(85, 94)
        lost = (Decimal(output[1]) * share / 95).quantize(self.places, ROUND_DOWN)
        words = [
            (f"{work}数量", f"≥{goal}处", f"{goal + 7}处"),
            (f"{work}合格率", "95%以上", f"{share}%"),
            (f"{work}完成时间", f"{self.year}年12月底前", f"{self.year}年11月20日"),
            (f"{work}单价", "1.2万元", "11500元"),
            (f"{work}受益人数", "不少于2.5万人次", "26000人次"),
            (f"{work}长效机制", "健全", "健全"),
            (f"{work}群众满意", "≥90%", "96"),
        ]
        rows = [
            row(level1 or "", level2, *texts, str(weight), str(weight))
            for (level1, level2), texts, weight in zip(self.levels, words, weights, strict=True)
        ]
        rows[1] |= {"score": str(lost), "deviation": "雨季工期延误，下年提前备料。"}
        rows[5] |= {"attainment": "met"}
        return rows, sum(weights) - output[1] + lost

    def split_points(self, points: int, parts: int) -> list[int]:
        shares = [points // parts] * parts
        shares[0] += points - sum(shares)
        return shares

    def _sheet(self, work: str, funds: tuple[Decimal, Decimal, Decimal]) -> tuple[Data, Data]:
        annual, score = self._annual(*funds)
        rows, reached = self._rows(work)
        goal = {"expected": f"完成{work}。", "actual": f"{work}按计划推进，合格率略低。"}
        sheet = {
            "goal": goal,
            "indicators": rows,
            "total_weight": "100",
            "total_score": str(score + reached),
            "grade": self.grade,
        }
        return annual, sheet

    def _project(self, index: int, *funds: Decimal) -> Data:
        work = WORKS[index]
        annual, sheet = self._sheet(work, funds)
        current = [self.share(one, 0.5, 0.9) for one in funds]
        carried = [one - other for one, other in zip(funds, current, strict=True)]
        parts = {"annual": annual, "current_year": part(*map(text, current)), "carried_over": part(*map(text, carried))}
        parts["other"] = part(None, None, None)
        return {"name": f"{work}项目", "supervisor": "某局", "implementer": "某所", "funds": parts, **sheet}

    def _department(self, revised: Decimal) -> Data:
        annual, sheet = self._sheet("部门履职", (self.whole_initial, revised, self.whole_executed))
        general = self.share(self.whole_executed, 0.6, 0.9)
        by_source = {
            "total": text(self.whole_executed),
            "general_public": text(general),
            "government_fund": None,
            "fiscal_account": None,
            "other": text(self.whole_executed - general),
        }
        by_kind = {"total": text(self.whole_executed), "basic": text(self.basic), "project": text(self.executed)}
        return {"funds": {"annual": annual}, "by_source": by_source, "by_kind": by_kind, **sheet}

    def _report(self) -> Data:
        first, second = self.random.choice(MARKS)
        arabic = first == "{}."

        def number(marks: str, place: int) -> str:
            return marks.format(str(place) if arabic else NUMBERS[place - 1])

        basic = (
            f"基本支出年初预算数{text(self.basic_initial)}万元，决算数{text(self.basic)}万元，"
            f"其中人员经费{text(self.basic - self.operating)}万元，公用经费{text(self.operating)}万元。"
        )
        funds = [
            f"本单位无{words}预算支出。" if name != self.filled_fund else f"{words}预算支出用于征地补偿，已按规定使用。"
            for name, words in FUNDS.items()
        ]
        return {
            "title": f"某县某局{self.year}年度部门整体支出绩效自评报告",
            "sections": [
                section(1, number(first, 1), "部门基本情况", f"核定编制{self.posts}名。"),
                section(1, number(first, 2), "一般公共预算支出情况"),
                section(2, number(second, 1), "基本支出情况", basic),
                section(2, number(second, 2), "项目支出情况", f"项目支出预算数{text(self.initial)}万元，决算数{text(self.executed)}万元。"),
                *(section(1, number(first, 3 + place), f"{words}预算支出情况", funds[place]) for place, words in enumerate(FUNDS.values())),
                section(1, number(first, 6), "部门整体支出绩效情况", "各项工作按计划开展。"),
                section(1, number(first, 7), "存在的问题及原因分析", "部门履职合格率偏低。"),
                section(1, number(first, 8), "下一步改进措施", "加强现场管理。"),
                section(1, number(first, 9), "绩效自评结果应用和公开情况", "自评结果按规定公开。"),
            ],
            "attachments": ["部门整体支出绩效评价基础数据表", "部门整体支出绩效自评表", "项目支出绩效自评表"],
        }  # fmt: skip
