"""The examples of the catalogue, by rule. Invented figures; the smallest document in which each rule can speak."""

from assessments.rules.examples import Example
from assessments.rules.expenditure import REQUIRED_LINES
from assessments.rules.views import COLUMNS

HEADS, BUILDINGS, LINE = "basic_data.headcount", "basic_data.buildings", "basic_data.expenditure"
S = "department_evaluation"
ANNUAL, ROW, NEXT = f"{S}.funds.annual", f"{S}.indicators[0]", f"{S}.indicators[1]"
PROJECT, SECTION, FUNDS = "projects[0].funds", "report.sections[0]", "fund_tables"
TEXT = f"{SECTION}.text"
BUDGETED = {f"{ANNUAL}.revised": "799.01", f"{ANNUAL}.executed": "770.93"}
SPENT = {f"{ANNUAL}.revised": "320.00", f"{ANNUAL}.executed": "304.00"}
PARTS = {f"{S}.by_kind.basic": "194.00", f"{S}.by_kind.project": "110.00"}
SCORED = {f"{ROW}.level3": "按期办结率", f"{ROW}.weight": "10", f"{ROW}.score": "8"}
KINDS = ("数量", "质量", "时效", "成本")
HEADINGS = ("部门基本情况", "一般公共预算支出情况", "政府性基金预算支出情况", "国有资本经营预算支出情况", "社会保险基金预算支出情况",
            "部门整体支出绩效情况", "存在的问题及原因分析", "下一步改进措施")  # fmt: skip
LONG = "本部门围绕年度任务分解职责，逐月通报进度，对进度落后的科室当面提醒并限期整改。" * 6
ANEW = "各科室按季度报送执行情况，财务人员核对账目；年底组织互查，发现的差异都已说明原因并补齐凭证。" * 5

BASIC_DATA = {
    "B01": Example(f"{HEADS}.actual", "18", "18.5"),
    "B02": Example(f"{HEADS}.control_rate", "90%", "91%", {f"{HEADS}.authorised": "20", f"{HEADS}.actual": "18"}),
    "B03": Example(f"{HEADS}.actual", "20", "21", {f"{HEADS}.authorised": "20"}),
    "B04": Example(
        f"{LINE}[office].final",
        "1.00",
        "",
        {f"{LINE}[{key}].{column}": "1.00" for key in REQUIRED_LINES for column in COLUMNS},
    ),
    "B05": Example(f"{LINE}[office].final", "1.00", "-1.00"),
    "B06": Example(
        f"{LINE}[three_public].final",
        "4.50",
        "4.60",
        {
            f"{LINE}[official_vehicles].final": "3.50",
            f"{LINE}[overseas_travel].final": "0.00",
            f"{LINE}[official_reception].final": "1.00",
        },
    ),
    "B07": Example(
        f"{LINE}[official_vehicles].final",
        "3.50",
        "3.60",
        {f"{LINE}[vehicle_purchase].final": "0.00", f"{LINE}[vehicle_running].final": "3.50"},
    ),
    "B08": Example(
        f"{LINE}[project_expenditure].final",
        "110.00",
        "100.00",
        {f"{LINE}[project_operations].final": "85.00", f"{LINE}[special_fund].final": "25.00"},
    ),
    "B09": Example(
        f"{LINE}[operating].final",
        "36.00",
        "35.00",
        {
            f"{LINE}[office].final": "21.00",
            f"{LINE}[utilities_travel].final": "10.00",
            f"{LINE}[meetings_training].final": "5.00",
        },
    ),
    "B10": Example(f"{LINE}[three_public].final", "6.00", "6.01", {f"{LINE}[three_public].budget": "6.00"}),
    "B11": Example(f"{LINE}[three_public].final", "5.00", "5.01", {f"{LINE}[three_public].prior_final": "5.00"}),
    "B12": Example(f"{LINE}[operating].final", "55.00", "55.01", {f"{LINE}[operating].budget": "55.00"}),
    "B13": Example(f"{LINE}[procurement].final", "38.00", "37.99", {f"{LINE}[procurement].budget": "40.00"}),
    "B14": Example(
        f"{LINE}[project_expenditure].final", "130.00", "130.01", {f"{LINE}[project_expenditure].budget": "100.00"}
    ),
    "B15": Example(
        f"{BUILDINGS}.area_control_rate",
        "95%",
        "96%",
        {f"{BUILDINGS}.approved_area": "1000", f"{BUILDINGS}.actual_area": "950"},
    ),
    "B16": Example(f"{BUILDINGS}.area_control_rate", "不适用", "0%", {f"{BUILDINGS}.approved_area": "0"}),
    "B17": Example(f"{BUILDINGS}.area_control_rate", "100%", "101%"),
    "B18": Example("basic_data.economy_measures", "公务用车统一调度，会议从简。", ""),
    "B19": Example(f"{LINE}[office].final", "4999.99", "5000.00", {f"{LINE}[office].budget": "5.00"}),
}
SHEETS = {
    "E01": Example(f"{ANNUAL}.executed", "0", ""),
    "E02": Example(f"{ANNUAL}.rate", "96.49%", "96.50%", BUDGETED),
    "E03": Example(f"{ANNUAL}.score", "9.65", "9.60", {**BUDGETED, f"{ANNUAL}.weight": "10"}),
    "E04": Example(f"{ANNUAL}.executed", "0", "1.00", {f"{ANNUAL}.revised": "0"}),
    "E05": Example(f"{ANNUAL}.executed", "100.00", "100.01", {f"{ANNUAL}.revised": "100.00"}),
    "E06": Example(
        f"{PROJECT}.annual.initial",
        "60.00",
        "61.00",
        {f"{PROJECT}.current_year.initial": "50.00", f"{PROJECT}.carried_over.initial": "10.00"},
    ),
    "E07": Example(f"{S}.by_source.general_public", "304.00", "300.00", SPENT),
    "E08": Example(f"{S}.by_kind.basic", "194.00", "190.00", {**SPENT, f"{S}.by_kind.project": "110.00"}),
    "E09": Example(f"{S}.by_source.general_public", "304.00", "320.00", PARTS),
    "E10": Example(f"{S}.by_kind.total", "304.00", "305.00", PARTS),
    "E11": Example(f"{ANNUAL}.weight", "10", "20"),
    "E12": Example(f"{ROW}.weight", "90", "80", {f"{ANNUAL}.weight": "10"}),
    "E13": Example(f"{ROW}.score", "10", "10.5", {f"{ROW}.weight": "10"}),
    "E14": Example(f"{ROW}.deviation", "案件集中在年底受理，下年度增加人手。", "略", SCORED),
    "E15": Example(
        f"{ROW}.score", "5.33", "8", {f"{ROW}.target": "≥30个", f"{ROW}.actual": "16个", f"{ROW}.weight": "10"}
    ),
    "E16": Example(f"{ROW}.actual", "129件", "130件", {f"{ROW}.target": "≥100件"}),
    "E17": Example(f"{ROW}.actual", "110件", "", {f"{ROW}.weight": "10", f"{ROW}.score": "10"}),
    "E18": Example(f"{ROW}.actual", "35个", "35起", {f"{ROW}.target": "≥30个"}),
    "E19": Example(f"{S}.total_score", "98.65", "99", {f"{ANNUAL}.score": "9.65", f"{ROW}.score": "89"}),
    "E20": Example(
        f"{S}.indicators[5].level1",
        "满意度指标",
        "效益指标",
        {
            **{f"{S}.indicators[{index}].level1": "产出指标" for index in range(4)},
            **{f"{S}.indicators[{index}].level2": f"{kind}指标" for index, kind in enumerate(KINDS)},
            **{f"{S}.indicators[{index}].target": "有所提高" for index in range(6)},
            f"{S}.indicators[4].level1": "效益指标",
        },
    ),
    "E21": Example(f"{NEXT}.level3", "按期办结率", "办结案件数", {f"{ROW}.level3": "办结案件数"}),
    "E22": Example(
        f"{ROW}.score",
        "81",
        "90",
        {f"{ANNUAL}.revised": "100.00", f"{ANNUAL}.executed": "90.00", f"{ROW}.weight": "90"},
    ),
    "E23": Example(f"{ANNUAL}.executed", "80.00", "79.99", {f"{ANNUAL}.revised": "100.00"}),
    "E24": Example(f"{ANNUAL}.revised", "130.00", "130.01", {f"{ANNUAL}.initial": "100.00"}),
    "E25": Example(
        f"{ROW}.actual",
        "6个",
        "5个",
        {
            **{f"{S}.indicators[{index}].target": "≥5个" for index in range(3)},
            **{f"{S}.indicators[{index}].actual": "5个" for index in (1, 2)},
        },
    ),
    "E26": Example(
        f"{ROW}.target",
        "≥5个",
        "有所提高",
        {
            f"{ROW}.weight": "50",
            f"{ROW}.score": "50",
            f"{NEXT}.target": "有所改善",
            f"{NEXT}.weight": "40",
            f"{NEXT}.score": "40",
        },
    ),
    "E27": Example(f"{S}.goal.actual", "办结案件110件。", "全部完成", SCORED),
    "E28": Example(
        f"{ROW}.actual",
        "90万元",
        "95万元",
        {
            f"{ANNUAL}.revised": "100.00",
            f"{ANNUAL}.executed": "95.00",
            f"{ROW}.level2": "成本指标",
            f"{ROW}.target": "≤100万元",
        },
    ),
    "E29": Example(f"{ROW}.level3", "办结案件数", "指标1："),
    "E30": Example(
        f"{ROW}.score", "8", "7.9", {f"{ROW}.target": "有所提高", f"{ROW}.weight": "10", f"{ROW}.attainment": "met"}
    ),
    "E31": Example(f"{S}.grade", "优", "良", {f"{S}.total_score": "90"}),
    "E32": Example(f"{ROW}.actual", "2024年12月", "2023年12月"),
}
REPORT = {
    "R01": Example(
        "report.sections[8].heading",
        "绩效自评结果拟应用和公开情况",
        "其他情况",
        {f"report.sections[{index}].heading": heading for index, heading in enumerate(HEADINGS)},
    ),
    "R02": Example("report.sections[1].number", "二、", "三、", {f"{SECTION}.number": "一、"}),
    "R03": Example(
        TEXT,
        "本单位无政府性基金预算支出。",
        "本单位无国有资本经营预算支出。",
        {f"{SECTION}.heading": "政府性基金预算支出情况"},
    ),
    "R04": Example(TEXT, "开展检查12次。", "开展检查××次。"),
    "R05": Example("report.title", "2024年度整体支出绩效自评报告", "2023年度整体支出绩效自评报告"),
    "R06": Example(f"{FUNDS}.government_fund.none", True, False, {"report.attachments": ["政府性基金预算支出情况表"]}),
    "R07": Example(TEXT, "增加办案力量。", "", {f"{SECTION}.heading": "下一步改进措施"}),
    "R08": Example(
        TEXT, "按期办结率未达到目标。", "各项工作正常。", {**SCORED, f"{SECTION}.heading": "存在的问题及原因分析"}
    ),
    "R09": Example(TEXT, "联系电话0730-0000000。", "联系电话13000000000。"),
}
ACROSS = {
    "X01": Example(f"{LINE}[project_expenditure].final", "68.00", "70.00", {f"{PROJECT}.annual.executed": "68.00"}),
    "X02": Example(f"{LINE}[project_expenditure].budget", "60.00", "70.00", {f"{PROJECT}.annual.initial": "60.00"}),
    "X03": Example(f"{LINE}[project_expenditure].final", "110.00", "111.00", {**PARTS, f"{ANNUAL}.executed": "304.00"}),
    "X04": Example("projects", [{}], [], {f"{LINE}[project_expenditure].final": "110.00"}),
    "X05": Example(
        f"{LINE}[basic_budget_adjustment].budget",
        "-6.00",
        "6.00",
        {
            **PARTS,
            f"{ANNUAL}.initial": "300.00",
            f"{ANNUAL}.executed": "304.00",
            f"{PROJECT}.annual.initial": "100.00",
        },
    ),
    "X06": Example(
        TEXT,
        "基本支出年初预算数200.00万元。",
        "基本支出年初预算数210.00万元。",
        {
            f"{SECTION}.heading": "基本支出情况",
            f"{ANNUAL}.initial": "300.00",
            f"{PROJECT}.annual.initial": "100.00",
        },
    ),
    "X07": Example(TEXT, "决算数194.00万元。", "决算数195.00万元。", {**PARTS, f"{SECTION}.heading": "基本支出情况"}),
    "X08": Example(
        TEXT,
        "决算数194.00万元，其中人员经费142.00万元，公用经费52.00万元。",
        "决算数194.00万元，其中人员经费140.00万元，公用经费52.00万元。",
        {f"{SECTION}.heading": "基本支出情况"},
    ),
    "X09": Example(
        TEXT,
        "公用经费52.00万元。",
        "公用经费53.00万元。",
        {f"{SECTION}.heading": "基本支出情况", f"{LINE}[operating].final": "52.00"},
    ),
    "X10": Example(
        TEXT,
        "项目支出预算数100.00万元。",
        "项目支出预算数101.00万元。",
        {f"{SECTION}.heading": "项目支出情况", f"{LINE}[project_expenditure].budget": "100.00"},
    ),
    "X11": Example(
        TEXT, "核定编制20名。", "核定编制21名。", {f"{SECTION}.heading": "部门基本情况", f"{HEADS}.authorised": "20"}
    ),
    "X12": Example(
        TEXT,
        "本单位无政府性基金预算支出。",
        "已按计划执行。",
        {f"{SECTION}.heading": "政府性基金预算支出情况", f"{FUNDS}.government_fund.none": True},
    ),
}
OTHERS = {
    "H01": Example(f"{LINE}[office].prior_final", "20.00", "20.01", previous={f"{LINE}[office].final": "20.00"}),
    "H02": Example(
        f"{ROW}.target",
        "≥110件",
        "≥100件",
        {f"{ROW}.level3": "办结案件数"},
        previous={f"{ROW}.level3": "办结案件数", f"{ROW}.actual": "110件"},
    ),
    "H03": Example(
        TEXT,
        ANEW,
        LONG,
        {f"{SECTION}.heading": "下一步改进措施"},
        previous={f"{SECTION}.heading": "下一步改进措施", TEXT: LONG},
    ),
    "F01": Example(
        f"{FUNDS}.government_fund.none",
        True,
        False,
        {f"{FUNDS}.state_capital.none": True, f"{FUNDS}.social_insurance.none": True},
    ),
    "F02": Example(f"{FUNDS}.government_fund.items[0].executed", "1.00", "-1.00"),
    "F03": Example(
        f"{FUNDS}.government_fund.items[0].executed",
        "5.00",
        "5.01",
        {f"{FUNDS}.government_fund.items[0].revised": "5.00"},
    ),
    "S01": Example("signatures.head", "甲", ""),
}
EXAMPLES = BASIC_DATA | SHEETS | REPORT | ACROSS | OTHERS
