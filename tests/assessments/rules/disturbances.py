"""Changes of one cell (or the few of one mistake) of a city's filing, each with the findings that it must bring.

The findings follow from what was changed and how `other_cities.City` builds a filing, and are written down by hand; no rule is asked.
"""

from collections.abc import Iterator
from decimal import Decimal

from tests.assessments.rules.other_cities import City
from tests.assessments.rules.sample import Data, at

Change = tuple[str, Data, set[tuple[str, str]]]  # its name, what stands where, rule and path of each finding

HEADS = "basic_data.headcount"
ROOMS = "basic_data.buildings"
S = "department_evaluation"
PUBLIC, VEHICLES, PROJECTS = "three_public", "official_vehicles", "project_expenditure"


def cell(line: str, column: str) -> str:
    return f"basic_data.expenditure[{line}].{column}"


def section(index: int, key: str = ".text") -> str:
    return f"report.sections[{index}]{key}"


BASIC, PROJECT_TEXT = section(2), section(3)


def more(city: City, path: str, by: str) -> Data:
    """The cell with so much more in it."""
    return {path: str(Decimal(at(city.data, path)) + Decimal(by))}


def times(city: City, path: str, factor: str, of: str | None = None) -> Data:
    """The cell with so many times itself, or another cell, in it."""
    return {path: str((Decimal(at(city.data, of or path)) * Decimal(factor)).quantize(Decimal("0.01")))}


def disturbances(city: City) -> Iterator[Change]:
    for part in (basic_data, lines, sheets, report, rest):
        yield from part(city)


def basic_data(city: City) -> Iterator[Change]:
    actual, authorised, rate = f"{HEADS}.actual", f"{HEADS}.authorised", f"{HEADS}.control_rate"
    yield "actual heads blank", {actual: "/"}, {("B01", actual)}
    yield "half a head", {actual: f"{int(at(city.data, actual))}.5"}, {("B01", actual), ("B02", rate)}
    yield "no control rate", {rate: None}, {("B02", rate)}
    yield "a control rate of another year", {rate: "99.99%"}, {("B02", rate)}
    yield "one head too many", {actual: str(city.posts + 1)}, {("B02", rate), ("B03", actual)}
    yield "other posts", {authorised: str(city.posts + 3)}, {("B02", rate), ("X11", section(0))}
    area, approved, spent = f"{ROOMS}.area_control_rate", f"{ROOMS}.approved_area", f"{ROOMS}.investment_control_rate"
    yield "area rate wrong", {area: "55%"}, {("B15", area)}
    yield "area rate blank", {area: "——"}, {("B15", area)}
    yield "area rate above 100", {area: "112%"}, {("B15", area), ("B17", area)}
    yield "nothing approved, yet a rate", {approved: "0"}, {("B16", area)}
    yield "a rate of nothing", {spent: "0"}, {("B16", spent)}
    yield "no measures", {"basic_data.economy_measures": "无"}, {("B18", "basic_data.economy_measures")}


def lines(city: City) -> Iterator[Change]:
    public = {column: cell(PUBLIC, column) for column in ("prior_final", "budget", "final")}
    project = {column: cell(PROJECTS, column) for column in public}
    bought, row = cell("procurement", "final"), "basic_data.expenditure[procurement]"
    yield "a blank", {cell("office", "budget"): ""}, {("B04", "basic_data.expenditure[office]")}
    yield "a blank total", {public["final"]: None}, {("B04", f"basic_data.expenditure[{PUBLIC}]")}
    yield "negative", {cell("procurement", "prior_final"): "-5.00"}, {("B05", cell("procurement", "prior_final"))}
    yield (
        "three decimals",
        {cell("procurement", "prior_final"): "55.123"},
        {("B05", cell("procurement", "prior_final"))},
    )
    for column, path in public.items():
        yield f"three public {column}", more(city, path, "0.10"), {("B06", path)}
        vehicles = cell(VEHICLES, column)
        yield f"vehicles {column}", more(city, vehicles, "0.10"), {("B06", path), ("B07", vehicles)}
        yield f"running {column}", more(city, cell("vehicle_running", column), "0.10"), {("B07", vehicles)}
        yield f"reception {column}", more(city, cell("official_reception", column), "-0.10"), {("B06", path)}
        part = cell("project_operations", column)
        yield f"operations {column}", more(city, part, "0.10"), {("B08", project[column])}
        operating = cell("operating", column)
        over = {("B09", operating)} | ({("X09", BASIC)} if column == "final" else set())
        over |= {("B12", cell("operating", "final"))} if column == "budget" else set()
        yield f"operating {column}", times(city, operating, "0.7"), over
    yield (
        "three public above budget",
        more(city, public["budget"], "-15"),
        {("B06", public["budget"]), ("B10", public["final"])},
    )
    yield (
        "three public grow",
        more(city, public["prior_final"], "-12"),
        {("B06", public["prior_final"]), ("B11", public["prior_final"])},
    )
    yield (
        "operating above budget",
        times(city, cell("operating", "budget"), "0.99", cell("operating", "final")),
        {("B12", cell("operating", "final"))},
    )
    yield "much bought", times(city, bought, "1.06"), {("B13", bought)}
    yield "little bought", times(city, bought, "0.94"), {("B13", bought)}
    yield "元 for 万元", times(city, bought, "10000"), {("B13", bought), ("B19", row)}
    yield "project budget too small", times(city, project["budget"], "0.7", project["final"]), {
        ("B08", project["budget"]), ("B14", project["final"]), ("X02", project["budget"]), ("X10", PROJECT_TEXT),
    }  # fmt: skip
    yield (
        "project budget",
        more(city, project["budget"], "0.50"),
        {("B08", project["budget"]), ("X02", project["budget"]), ("X10", PROJECT_TEXT)},
    )
    yield (
        "project final",
        more(city, project["final"], "0.50"),
        {
            ("B08", project["final"]),
            ("X01", project["final"]),
            ("X03", f"{S}.by_kind.project"),
            ("X10", PROJECT_TEXT),
        },
    )
    adjustment = cell("basic_budget_adjustment", "budget")
    yield "adjustment", more(city, adjustment, "0.50"), {("X05", adjustment)}


def sheets(city: City) -> Iterator[Change]:
    for path in (S, "projects[0]", f"projects[{city.count - 1}]"):
        yield from funds(city, path)
        yield from rows(city, path)
        yield from totals(city, path)
    yield from splits(city)


def funds(city: City, path: str) -> Iterator[Change]:
    annual, project = f"{path}.funds.annual", path != S
    initial, revised, executed = f"{annual}.initial", f"{annual}.revised", f"{annual}.executed"
    rate, score = f"{annual}.rate", f"{annual}.score"
    final, adjustment = cell(PROJECTS, "final"), cell("basic_budget_adjustment", "budget")
    yield f"{path} initial blank", {initial: None}, {("E01", initial)}
    yield f"{path} rate", {rate: "88.88%"}, {("E02", rate)}
    yield f"{path} rate blank", {rate: None}, {("E02", rate)}
    yield f"{path} execution score", more(city, score, "-0.5"), {("E03", score), ("E19", f"{path}.total_score")}
    yield (
        f"{path} no budget",
        {revised: "0"},
        {("E04", executed), ("E24", revised)} | ({("E06", revised)} if project else set()),
    )
    spent = {("E02", rate), ("E03", score)}
    spent |= (
        {("E06", executed), ("X01", final)} if project else {("E07", f"{path}.by_source"), ("E08", f"{path}.by_kind")}
    )
    yield f"{path} overspent", times(city, executed, "1.05", revised), spent | {("E05", executed)}
    early = {("E22", f"{path}.total_score")}
    yield f"{path} 85 % spent", times(city, executed, "0.85", revised), spent | early
    capped = {("E19", f"{path}.total_score")} if "caps" in city.policy else set()
    yield f"{path} 75 % spent", times(city, executed, "0.75", revised), spent | early | {("E23", executed)} | capped
    halved = {("E24", revised), ("X05", adjustment), ("X06", BASIC)}
    halved |= {("E06", initial), ("X02", cell(PROJECTS, "budget"))} if project else set()
    yield f"{path} initial halved", times(city, initial, "0.5"), halved
    if project:
        part = f"{path}.funds.current_year"
        for column in ("initial", "revised", "executed"):
            yield f"{path} part {column}", more(city, f"{part}.{column}", "0.10"), {("E06", f"{annual}.{column}")}


def splits(city: City) -> Iterator[Change]:
    source, kind = f"{S}.by_source", f"{S}.by_kind"
    differ = {("E09", kind)}
    yield (
        "source",
        more(city, f"{source}.general_public", "0.50"),
        differ | {("E07", source), ("E10", f"{source}.total")},
    )
    yield "source total", more(city, f"{source}.total", "0.50"), {("E10", f"{source}.total")}
    yield "kind total", more(city, f"{kind}.total", "-0.50"), {("E10", f"{kind}.total")}
    apart = differ | {("E08", kind), ("E10", f"{kind}.total")}
    yield "kind basic", more(city, f"{kind}.basic", "0.50"), apart | {("X07", BASIC)}
    yield "kind project", more(city, f"{kind}.project", "0.50"), apart
    moved = more(city, f"{kind}.project", "0.50") | more(city, f"{kind}.basic", "-0.50")
    yield "kind moved", moved, {
        ("X03", f"{kind}.project"), ("X05", cell("basic_budget_adjustment", "budget")), ("X07", BASIC),
    }  # fmt: skip


def rows(city: City, path: str) -> Iterator[Change]:
    quantity, quality, time, cost, people, lasting, content = (f"{path}.indicators[{index}]" for index in range(7))
    total = ("E19", f"{path}.total_score")
    heavier = {("E11", f"{path}.indicators"), ("E12", f"{path}.total_weight"), ("E14", f"{quantity}.deviation")}
    yield f"{path} heavier row", more(city, f"{quantity}.weight", "1"), heavier
    yield f"{path} heavier execution", more(city, f"{path}.funds.annual.weight", "1"), {
        ("E11", f"{path}.funds.annual.weight"), ("E12", f"{path}.total_weight"), ("E03", f"{path}.funds.annual.score"),
    }  # fmt: skip
    yield f"{path} score above weight", more(city, f"{quantity}.score", "1"), {
        ("E13", f"{quantity}.score"), ("E15", f"{quantity}.score"), total,
    }  # fmt: skip
    yield f"{path} score below 0", {f"{lasting}.score": "-1"}, {
        ("E13", f"{lasting}.score"), ("E14", f"{lasting}.deviation"), ("E30", f"{lasting}.score"), total,
    }  # fmt: skip
    for nothing in (None, "略", "同上。", "无"):
        yield f"{path} reason {nothing}", {f"{quality}.deviation": nothing}, {("E14", f"{quality}.deviation")}
    full = {f"{quality}.score": at(city.data, f"{quality}.weight")}
    unnamed = {("R08", section(8, ""))} if path == S else set()  # the section names this row and none of a project
    yield f"{path} full score for less", full, {("E15", f"{quality}.score"), total} | unnamed
    yield f"{path} dearer", {f"{cost}.actual": "15000元"}, {("E15", f"{cost}.score")}
    yield f"{path} cheaper", {f"{cost}.actual": "0.9万元"}, set()
    yield f"{path} overshot", {f"{people}.actual": "3.5万人次"}, {("E16", f"{people}.actual")}
    yield (
        f"{path} 24 % more",
        {f"{people}.actual": "3.1万人次"},
        {("E16", f"{people}.actual")} if "overshoot" in city.policy else set(),
    )
    yield f"{path} no faults allowed", {f"{content}.target": "0起", f"{content}.actual": "2起"}, {
        ("E16", f"{content}.actual"), ("E15", f"{content}.score"),
    }  # fmt: skip
    yield f"{path} none happened", {f"{content}.target": "0起", f"{content}.actual": "未发生"}, set()
    for key in ("target", "actual", "score"):
        yield f"{path} {key} blank", {f"{content}.{key}": "/"}, {("E17", f"{content}.{key}")}
    for unreadable in ("完成26000人次", "≥26000人次", "26000户", "26000人次以上"):
        yield f"{path} {unreadable}", {f"{people}.actual": unreadable}, {("E18", f"{people}.actual")}
    for readable in ("2.6万人次", "26,000人次", "２６０００人次", "26000", "26000 人次"):
        yield f"{path} {readable}", {f"{people}.actual": readable}, set()
    levels = {f"{time}.{key}": at(city.data, f"{quantity}.{key}") for key in ("level1", "level2")}
    yield f"{path} no time", levels, {("E20", f"{path}.indicators")}
    again = f"“{at(city.data, quantity + '.level3')}” "
    yield f"{path} twice", {f"{people}.level3": again}, {("E21", f"{people}.level3")}
    year = f"{city.year - 1}年12月底前"
    yield f"{path} last year's day", {f"{time}.target": year}, {("E32", f"{time}.target")}
    yield f"{path} late", {f"{time}.actual": f"{city.year + 1}年1月5日"}, {("E32", f"{time}.actual")}
    yield f"{path} filler", {f"{content}.level3": "指标1："}, {("E29", f"{content}.level3")}
    yield f"{path} not met", {f"{lasting}.attainment": "not"}, {("E30", f"{lasting}.score")}
    yield f"{path} partly met", {f"{lasting}.attainment": "partly"}, {("E30", f"{lasting}.score")}
    annual = f"{path}.funds.annual"
    copied = {
        f"{cost}.target": f"{at(city.data, annual + '.revised')}万元",
        f"{cost}.actual": f"{at(city.data, annual + '.executed')}万元",
    }
    yield f"{path} cost repeats the budget", copied, {("E28", f"{cost}.target")}
    same = {
        f"{one}.actual": at(city.data, f"{one}.target").strip("≥不少于以上")
        for one in (quantity, quality, people, content)
    }
    yield f"{path} every target met exactly", same, {("E25", f"{path}.indicators")}
    words = {f"{one}.{key}": "有所提高" for one in (quantity, quality, cost, people) for key in ("target", "actual")}
    yield f"{path} words for figures", words, {("E26", f"{path}.indicators")}


def totals(city: City, path: str) -> Iterator[Change]:
    total = f"{path}.total_score"
    yield f"{path} total higher", more(city, total, "0.20"), {("E19", total)}
    yield f"{path} total lower", more(city, total, "-0.20"), {("E19", total)}
    yield f"{path} total rounded", {total: str(Decimal(at(city.data, total)).quantize(Decimal("0.1")))}, set()
    yield f"{path} no total", {total: None}, {("E17", total)}
    yield f"{path} total weight", {f"{path}.total_weight": "99"}, {("E12", f"{path}.total_weight")}
    yield f"{path} grade", {f"{path}.grade": "良"}, {("E31", f"{path}.grade")}
    yield f"{path} no grade", {f"{path}.grade": None}, set()
    yield f"{path} claim", {f"{path}.goal.actual": "年度任务全部完成。"}, {("E27", f"{path}.goal.actual")}
    yield f"{path} no claim", {f"{path}.goal.actual": "年度任务未全部完成。"}, set()
    yield f"{path} instruction", {f"{path}.goal.expected": "（100字以内）"}, {("E29", f"{path}.goal.expected")}


def report(city: City) -> Iterator[Change]:
    yield "no section of results", {section(10, ".heading"): "其他"}, {("R01", "report.sections")}
    number = at(city.data, section(9, ".number"))
    yield "a number twice", {section(10, ".number"): number}, {("R02", section(10, ".number"))}
    unfilled = next(index for index, name in ((4, "government_fund"), (5, "state_capital")) if name != city.filled_fund)
    other = "本单位无社会保险基金预算支出。"
    yield "another fund", {section(unfilled): other}, {("R03", section(unfilled))}
    yield (
        "there is some",
        {section(unfilled): f"{at(city.data, section(unfilled, '.heading'))}良好。"},
        {("X12", section(unfilled))},
    )
    yield "residue", {section(7): "已完成××项。"}, {("R04", section(7))}
    yield "title", {"report.title": f"某县某局{city.year - 1}年度自评报告"}, {("R05", "report.title")}
    yield "empty section", {section(9): "——"}, {("R07", section(9, ""))}
    yield "no indicator named", {section(8): "资金支付进度偏慢。"}, {("R08", section(8, ""))}
    yield "a mobile number", {section(7): "联系人电话138 0000 1234。"}, {("R09", section(7))}
    text = at(city.data, BASIC)

    def said(word: str, by: str) -> Data:
        before, rest = text.split(word)
        figure, after = rest.split("万元", 1)
        return {BASIC: f"{before}{word}{Decimal(figure) + Decimal(by)}万元{after}"}

    yield "basic budget in the text", said("年初预算数", "1"), {("X06", BASIC)}
    yield "basic final in the text", said("决算数", "1"), {("X07", BASIC), ("X08", BASIC)}
    yield "staff in the text", said("人员经费", "1"), {("X08", BASIC)}
    yield "operating in the text", said("公用经费", "-1"), {("X08", BASIC), ("X09", BASIC)}
    for budget, final in ((1, 0), (0, 1)):
        words = f"项目支出预算数{city.initial + budget}万元，决算数{city.executed + final}万元。"
        yield "other project figures", {PROJECT_TEXT: words}, {("X10", PROJECT_TEXT)}
    yield "posts in the text", {section(0): f"核定编制{city.posts + 1}名。"}, {("X11", section(0))}
    yield "posts by kind", {section(0): f"核定行政编制{city.posts - 5}名，事业编制5名。"}, set()


def rest(city: City) -> Iterator[Change]:
    yield "no projects", {"projects": []}, {("X04", "projects"), ("R06", "report.attachments[2]")}
    empty = next(name for name in ("government_fund", "state_capital") if name != city.filled_fund)
    yield "fund table empty", {f"fund_tables.{empty}": {}}, {("F01", f"fund_tables.{empty}")}
    if city.filled_fund:
        item = f"fund_tables.{city.filled_fund}.items[0]"
        yield "fund overspent", {f"{item}.executed": "28.01"}, {("F03", f"{item}.executed")}
        yield "fund negative", {f"{item}.executed": "-1"}, {("F02", f"{item}.executed")}
    for key in ("prepared_by", "prepared_on", "phone", "head"):
        yield f"not signed: {key}", {f"signatures.{key}": ""}, {("S01", f"signatures.{key}")}
