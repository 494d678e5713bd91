"""Every rule at its boundary, on both sides; a blank and a zero told apart. The limits are worked out by hand from the contract."""

import pytest

from assessments.document import codec
from assessments.document.cells import Figure
from assessments.document.paths import cells
from assessments.rules import RULES
from tests.assessments.rules.sample import ABSENT, ROW, S, judge, sample

A = f"{S}.funds.annual"
P = "projects[0].funds"
HEADS, ROOMS, KIND = "basic_data.headcount", "basic_data.buildings", f"{S}.by_kind"
LONG = "".join(chr(0x6000 + 7 * index) for index in range(200))
YES, NO = True, False


def cell(line, column):
    return f"basic_data.expenditure[{line}].{column}"


def row(index, key):
    return f"{S}.indicators[{index}].{key}"


def said(index, key="text"):
    return f"report.sections[{index}].{key}"


FUND = "fund_tables.state_capital"
ITEM = {"name": "某项", "initial": "1.00", "revised": "1.00", "executed": "1.00"}
SPENT = {FUND: {"items": [ITEM]}}
REASON = {f"{ROW}.deviation": None}
# Rule, the cell that is changed, whether the rule fires for each of its values, what stands beside it.
EDGES = [
    ("B01", f"{HEADS}.actual", {"18": NO, "18.0": NO, "0": NO, "-1": YES, "17.5": YES, None: YES, ABSENT: NO}, {}),
    ("B01", f"{HEADS}.authorised", {"20": NO, "0": NO, "-1": YES, "20.5": YES, None: YES, ABSENT: NO}, {}),
    # 181 ÷ 200 = 90.5 %
    ("B02", f"{HEADS}.control_rate", {"90%": NO, "91%": NO, "89%": YES, "92%": YES, "90.5%": NO, "90.4%": YES, "0": YES, None: YES, ABSENT: NO},
     {f"{HEADS}.authorised": "200", f"{HEADS}.actual": "181"}),
    ("B02", f"{HEADS}.authorised", {"20": NO, "19": YES, "0": NO, None: NO}, {}),
    ("B03", f"{HEADS}.actual", {"20": NO, "21": YES, "0": NO, None: NO}, {}),
    ("B03", f"{HEADS}.authorised", {"18": NO, "17": YES, "0": YES, None: NO}, {}),
    ("B04", cell("office", "final"), {"21.00": NO, "0": NO, "无": YES, None: YES, ABSENT: NO}, {}),
    ("B05", cell("office", "final"), {"21.00": NO, "21.001": YES, "-0.01": YES, "0": NO, None: NO}, {}),
    ("B05", cell("basic_budget_adjustment", "budget"), {"-6.00": NO, "-6.001": YES, "0": NO, None: NO}, {}),
    ("B05", f"{ROOMS}.actual_investment", {"299.00": NO, "299.001": YES, "-0.01": YES, "0": NO, None: NO}, {}),
    # 3.50 + 0.00 + 1.00, 0.005 × 4
    ("B06", cell("three_public", "final"), {"4.52": NO, "4.521": YES, "4.48": NO, "4.479": YES, "0": YES, None: NO}, {}),
    ("B06", cell("official_reception", "final"), {"1.00": NO, "0": YES, None: NO}, {}),
    # 0.00 + 3.50, 0.005 × 3
    ("B07", cell("official_vehicles", "final"), {"3.515": NO, "3.516": YES, "3.485": NO, "3.484": YES, "0": YES, None: NO}, {}),
    ("B07", cell("vehicle_running", "final"), {"3.50": NO, "0": YES, None: NO}, {}),
    # 75 + 0 + 25 + 10, 0.005 × 5
    ("B08", cell("project_expenditure", "final"), {"110.025": NO, "110.026": YES, "109.975": NO, "109.974": YES, "0": YES, None: NO}, {}),
    ("B08", cell("project_operations", "budget"), {"100.00": NO, "100.02": YES, "0": YES, None: NO},
     {cell(part, "budget"): None for part in ("project_maintenance", "special_fund", "special_fund:2")}),
    # 21 + 10 + 5, 0.005 × 4
    ("B09", cell("operating", "final"), {"36.00": NO, "35.98": NO, "35.979": YES, "0": YES, None: NO}, {}),
    ("B09", cell("office", "final"), {"37.02": NO, "37.021": YES, "0": NO, None: NO}, {}),
    ("B10", cell("three_public", "final"), {"6.00": NO, "6.01": YES, "0": NO, None: NO}, {}),
    ("B10", cell("three_public", "budget"), {"4.50": NO, "4.49": YES, "0": YES, None: NO}, {}),
    ("B11", cell("three_public", "prior_final"), {"4.50": NO, "4.49": YES, "0": YES, None: NO}, {}),
    ("B12", cell("operating", "final"), {"55.00": NO, "55.01": YES, "0": NO, None: NO}, {}),
    ("B12", cell("operating", "budget"), {"52.00": NO, "51.99": YES, "0": YES, None: NO}, {}),
    ("B13", cell("procurement", "final"), {"38.00": NO, "37.99": YES, "42.00": NO, "42.01": YES, "0": YES, None: NO}, {}),
    ("B13", cell("procurement", "budget"), {"40.00": NO, "20.00": YES, "0.50": YES, "0": NO, None: NO}, {}),
    ("B14", cell("project_expenditure", "final"), {"130.00": NO, "130.01": YES, "0": NO, None: NO}, {}),
    ("B14", cell("project_expenditure", "budget"), {"100.00": NO, "84.61": YES, "0": YES, None: NO}, {}),
    ("B14", cell("project_expenditure", "final"), {"0.01": YES, "0": NO, None: NO}, {cell("project_expenditure", "budget"): "0"}),
    ("B15", f"{ROOMS}.area_control_rate", {"95%": NO, "95.01%": YES, "0": YES, None: YES, ABSENT: NO}, {}),
    ("B15", f"{ROOMS}.approved_area", {"1000": NO, "1010": YES, "0": NO, None: NO}, {}),
    ("B15", f"{ROOMS}.actual_investment", {"299.00": NO, "299.02": NO, "299.03": YES, "0": YES, None: NO}, {}),  # 99.673 %, 99.677 %
    ("B16", f"{ROOMS}.approved_area", {"1000": NO, "1": NO, "0": YES, None: YES, ABSENT: NO}, {}),
    ("B16", f"{ROOMS}.area_control_rate", {"95%": YES, "0": YES, "不适用": NO, None: NO}, {f"{ROOMS}.approved_area": "0"}),
    ("B17", f"{ROOMS}.investment_control_rate", {"100%": NO, "100.01%": YES, "0": NO, None: NO}, {}),
    ("B18", "basic_data.economy_measures", {"会议从简": NO, "无": YES, "0": NO, None: YES, ABSENT: NO}, {}),
    # beside 20.00 and 22.00
    ("B19", cell("office", "final"), {"19999.99": NO, "20000.00": YES, "0.03": NO, "0.022": YES, "0": NO, None: NO}, {}),
    ("E01", f"{A}.executed", {"304.00": NO, "0": NO, None: YES, ABSENT: NO}, {}),
    ("E01", f"{A}.revised", {"320.00": NO, "0": NO, None: YES, ABSENT: NO}, {}),
    # 305.60 ÷ 320.00 = 95.5 %, the score 9.55
    ("E02", f"{A}.rate", {"95%": NO, "96%": NO, "94%": YES, "97%": YES, "95.5%": NO, "95.4%": YES, "0": YES, None: YES, ABSENT: NO},
     {f"{A}.executed": "305.60"}),
    ("E02", f"{A}.revised", {"320.00": NO, "304.00": YES, "0": NO, None: NO}, {}),
    ("E03", f"{A}.score", {"9.5": NO, "9.6": NO, "9.4": YES, "9.7": YES, "9.55": NO, "9.56": YES, "10": YES, "9": YES, "0": YES, None: NO},
     {f"{A}.executed": "305.60"}),
    ("E03", f"{A}.executed", {"304.00": NO, "400.00": YES, "0": YES, None: NO}, {}),
    ("E04", f"{A}.executed", {"0": NO, "0.01": YES, None: NO}, {f"{A}.revised": "0"}),
    ("E04", f"{A}.revised", {"0.01": NO, "0": YES, None: NO}, {}),
    ("E05", f"{A}.executed", {"320.00": NO, "320.01": YES, "0": NO, None: NO}, {}),
    ("E05", f"{A}.revised", {"304.00": NO, "303.99": YES, "0": NO, None: NO}, {}),
    # 58 + 10, 0.005 × 3
    ("E06", f"{P}.annual.executed", {"68.015": NO, "68.016": YES, "67.985": NO, "67.984": YES, "0": YES, None: NO}, {}),
    ("E06", f"{P}.carried_over.executed", {"10.00": YES, "68.00": NO, "0": YES, None: NO}, {f"{P}.current_year.executed": None}),
    # 304 or 320, 0.005 × 2
    ("E07", f"{S}.by_source.general_public",
     {"304.01": NO, "304.011": YES, "303.99": NO, "303.989": YES, "320.01": NO, "320.011": YES, "319.989": YES, "0": YES, None: NO}, {}),
    ("E08", f"{KIND}.basic", {"194.015": NO, "194.016": YES, "210.015": NO, "210.016": YES, "209.984": YES, "0": YES, None: YES}, {}),
    ("E08", f"{KIND}.basic", {"304.00": NO, "0": YES, None: NO}, {f"{KIND}.project": None}),
    # one part and two, 0.005 × 4
    ("E09", f"{KIND}.basic", {"194.02": NO, "194.021": YES, "193.98": NO, "193.979": YES, "0": YES, None: YES}, {}),
    ("E09", f"{S}.by_source.general_public", {"304.00": NO, "0": YES, None: NO}, {}),
    ("E09", f"{KIND}.basic", {"304.00": NO, "0": YES, None: NO}, {f"{KIND}.project": None}),
    ("E10", f"{KIND}.total", {"304.015": NO, "304.016": YES, "0": YES, None: NO}, {}),
    ("E10", f"{S}.by_source.total", {"304.01": NO, "304.011": YES, "0": YES, None: NO}, {}),
    ("E11", f"{A}.weight", {"10": NO, "10.01": YES, "9.99": YES, "0": YES, None: NO}, {}),
    ("E11", row(0, "weight"), {"20": NO, "20.01": YES, "19.99": YES, "0": YES, None: NO}, {}),
    ("E11", row(0, "weight"), {None: YES}, {row(0, "score"): None}),  # a row that takes no part
    ("E12", f"{S}.total_weight", {"100": NO, "100.01": YES, "99.99": YES, "0": YES, None: NO}, {}),
    ("E12", row(0, "weight"), {"20": NO, "20.01": YES, "0": YES, None: NO}, {}),
    ("E13", row(0, "score"), {"20": NO, "20.01": YES, "0": NO, "-0.01": YES, None: NO}, {}),
    ("E13", f"{A}.score", {"10": NO, "10.01": YES, "0": NO, "-0.01": YES, None: NO}, {}),
    ("E14", f"{ROW}.score", {"10": NO, "9.99": YES, "10.01": NO, "0": YES, None: NO}, REASON),
    ("E14", f"{ROW}.deviation", {"人手不足": NO, "0": NO, "无": YES, "略。": YES, "同上": YES, "见上": YES, None: YES, ABSENT: NO}, {}),
    # 90 ÷ 95 × 10 = 9.4737
    ("E15", f"{ROW}.score", {"9.47": NO, "9.471": YES, "0": NO, None: NO}, {}),
    ("E16", row(0, "actual"), {"129.99件": NO, "130件": YES, "0件": NO, None: NO}, {}),
    ("E16", row(5, "actual"), {"0起": NO, "无": NO, "1起": YES, None: NO}, {}),
    ("E16", row(0, "actual"), {"0.64件": NO, "0.65件": YES, "0": NO, None: NO}, {row(0, "target"): "≥0.5件"}),
    ("E16", row(0, "actual"), {"0件": NO, "1件": YES, None: NO}, {row(0, "target"): "≥0件"}),
    ("E17", f"{ROW}.score", {"9.47": NO, "0": NO, None: YES, ABSENT: NO}, {}),
    ("E17", f"{ROW}.actual", {"90%": NO, "0": NO, "无": NO, None: YES, ABSENT: NO}, {}),
    ("E17", f"{S}.total_score", {"98.97": NO, "0": NO, None: YES, ABSENT: NO}, {}),
    ("E18", f"{ROW}.actual", {"90%": NO, "900‰": NO, "90": NO, "0": NO, "90个": YES, "≥90%": YES, "=90%": YES, "较高": YES, None: NO}, {}),
    # 9.5 + 89.45 = 98.95; a total agrees by at least one decimal
    ("E19", f"{S}.total_score", {"98.9": NO, "99.0": NO, "99": NO, "98.8": YES, "99.1": YES, "98.96": YES, "98": YES, "0": YES, None: NO},
     {f"{ROW}.score": "9.45"}),
    ("E20", row(1, "level2"), {"质量指标": NO, "质 量": NO, "数量指标": YES, None: YES}, {}),
    # a row of nothing but a weight is an indicator, and has no level
    ("E20", row(1, "weight"), {"10": NO, "0": NO, None: YES},
     {row(1, key): None for key in ("level1", "level2", "level3", "target", "actual", "score")}),
    ("E21", row(1, "level3"), {"按期办结率": NO, "办结案件数": YES, " 办结“案件”数。": YES, None: NO}, {}),
    # all points reached: (1 − e) ÷ 1
    ("E22", f"{A}.executed", {"304.00": NO, "303.99": YES, "0": YES, None: NO}, {f"{ROW}.score": "10"}),
    ("E22", f"{A}.revised", {"320.00": NO, "320.01": YES, "0": NO, None: NO}, {f"{ROW}.score": "10"}),
    ("E22", f"{S}.indicators", {("0.9", "0.9"): YES, ("0.9", "0"): NO, ("0", "1"): NO, ("-1", "1"): NO}, {f"{A}.executed": "160.00"}),
    ("E23", f"{A}.executed", {"256.00": NO, "255.99": YES, "0": YES, None: NO}, {}),
    ("E24", f"{A}.revised", {"390.00": NO, "390.01": YES, "210.00": NO, "209.99": YES, "0": YES, None: NO}, {}),
    ("E24", f"{A}.initial", {"300.00": NO, "246.15": YES, "0.50": YES, "-1.00": NO, "0": YES, None: NO}, {}),
    ("E24", f"{A}.revised", {"0": NO, "0.01": YES, None: NO}, {f"{A}.initial": "0"}),
    ("E25", row(6, "actual"), {"90%": YES, "90.01%": NO, "0": NO, None: NO}, {row(0, "actual"): "100件", f"{ROW}.actual": "95%"}),
    # 20 + 10 + 15 of 90 is half
    ("E26", row(2, "target"), {"2024年12月31日前": NO, "及时": YES, "0": NO, None: YES},
     {row(0, "target"): "提高", f"{ROW}.target": "提高"}),
    ("E27", f"{S}.goal.actual", {"全部完成": YES, "完成率100%": YES, "完成率99%": NO, "未全部完成": NO, "0": NO, None: NO}, {}),
    ("E27", f"{ROW}.score", {"10": NO, "9.99": YES, "0": YES, None: NO}, {f"{S}.goal.actual": "全部完成"}),
    # beside revised 320.00 and executed 304.00
    ("E28", row(3, "target"), {"320万元": YES, "320.01万元": YES, "320.011万元": NO, "0": NO, None: NO}, {row(3, "actual"): "304万元"}),
    ("E28", row(3, "actual"), {"304": YES, "304.01万元": YES, "304.011万元": NO, "0": NO, None: NO}, {row(3, "target"): "3200000元"}),
    ("E29", f"{ROW}.level3", {"……": YES, "指标1：": YES, "（100字以内）": YES, "指标1：甲": NO, "0": NO, None: NO}, {}),
    # 12 to 15, 9 to less than 12, 0 to less than 9
    ("E30", row(4, "score"), {"15": NO, "15.01": YES, "12": NO, "11.99": YES, "0": YES, None: NO}, {}),
    ("E30", row(4, "score"), {"12": YES, "11.99": NO, "9": NO, "8.99": YES, "0": YES, None: NO}, {row(4, "attainment"): "partly"}),
    ("E30", row(4, "score"), {"9": YES, "8.99": NO, "0": NO, "-0.01": YES, None: NO}, {row(4, "attainment"): "not"}),
    ("E30", row(4, "weight"), {"0.7": NO, "0.6": YES, "0": NO, None: NO}, {row(4, "score"): "0.5", row(4, "attainment"): "partly"}),
    ("E31", f"{S}.total_score", {"90": NO, "89.99": YES, "0": YES, None: NO}, {}),
    ("E31", f"{S}.total_score", {"90": YES, "89.99": NO, "80": NO, "79.99": YES, "0": YES, None: NO}, {f"{S}.grade": "良好"}),
    ("E31", f"{S}.total_score", {"80": YES, "79.99": NO, "60": NO, "59.99": YES, "0": YES, None: NO}, {f"{S}.grade": "中"}),
    ("E31", f"{S}.total_score", {"60": YES, "59.99": NO, "0": NO, None: NO}, {f"{S}.grade": "差"}),
    ("E32", f"{ROW}.target", {"2024年95%": NO, "2023年95%": YES, "2024-12-31": NO, "2025-01-01": YES, "2023": NO, "0": NO, None: NO}, {}),
    ("R01", said(10, "heading"), {"存在的问题": NO, "存在的不足": YES, None: YES}, {}),
    ("R02", said(2, "number"), {"（二）": NO, "(二)": NO, "（三）": YES, "（一）": YES, "2.": YES, None: NO}, {}),
    ("R03", said(6), {"政府性基金与社会保险基金": NO, "无社会保险基金支出": YES, "0": NO, None: NO}, {}),
    ("R04", said(1), {"负责工作。": NO, "×市": NO, "××市": YES, "待补充": YES, "0": NO, None: NO}, {}),
    ("R05", "report.title", {"2024年度报告": NO, "2023年度报告": YES, "二〇二三年报告": YES, "报告": NO, None: NO}, {}),
    ("R06", f"{FUND}.none", {True: NO, False: YES, None: YES}, {"report.attachments": ["国有资本经营预算支出情况表"]}),
    ("R07", said(9), {"无": NO, "0": NO, "——": YES, " ": YES, None: YES, ABSENT: NO}, {}),
    ("R08", said(10), {"按期办结率不高": NO, "人手不足": YES, None: NO}, {}),
    ("R09", said(1), {"13800138000": YES, "1380013800": NO, "138001380001": NO, "0": NO, None: NO}, {}),
    # two sheets, 0.005 × 3
    ("X01", cell("project_expenditure", "final"), {"110.015": NO, "110.016": YES, "109.985": NO, "109.984": YES, "0": YES, None: NO}, {}),
    ("X01", f"{P}.annual.executed", {"68.00": NO, "0": YES, None: NO}, {}),
    ("X02", cell("project_expenditure", "budget"), {"100.015": NO, "100.016": YES, "0": YES, None: NO}, {}),
    ("X02", f"{P}.annual.initial", {"60.00": NO, "0": YES, None: NO}, {}),
    ("X03", cell("project_expenditure", "final"), {"110.01": NO, "110.011": YES, "109.99": NO, "109.989": YES, "0": YES, None: NO}, {}),
    ("X04", cell("project_expenditure", "final"), {"0.01": YES, "0": NO, None: NO}, {"projects": []}),
    # 194 − (300 − 100), 0.005 × (2 + 2 + 1)
    ("X05", cell("basic_budget_adjustment", "budget"), {"-6.025": NO, "-6.026": YES, "-5.975": NO, "-5.974": YES, "0": YES, None: NO}, {}),
    ("X05", f"{P}.annual.initial", {"60.00": NO, "0": YES, None: NO}, {}),
    # 200.00 in the text: half a place is less than 0.01
    ("X06", f"{A}.initial", {"300.01": NO, "300.011": YES, "299.99": NO, "299.989": YES, "0": YES, None: NO}, {}),
    ("X06", said(4), {"基本支出预算200万元": NO, "基本支出预算0万元": YES, None: NO}, {}),
    ("X07", f"{KIND}.basic", {"194.005": NO, "194.006": YES, "193.995": NO, "193.994": YES, "0": YES, None: NO}, {}),
    # 142.00 + 52.00: three half places, and the sum's 0.005 × 3
    ("X08", said(4), {"决算数1940150元，人员经费142.00万元，公用经费52.00万元": NO, "决算数1940151元，人员经费142.00万元，公用经费52.00万元": YES,
                      "决算数0.00万元，人员经费142.00万元，公用经费52.00万元": YES, "决算数1.00万元": NO,
                      "决算数1.00万元，人员经费142.00万元": NO, "决算数1.00万元，公用经费52.00万元": NO,
                      "人员经费142.00万元，公用经费52.00万元": NO, None: NO}, {}),
    ("X09", cell("operating", "final"), {"52.005": NO, "52.006": YES, "51.995": NO, "51.994": YES, "0": YES, None: NO}, {}),
    ("X10", cell("project_expenditure", "budget"), {"100.005": NO, "100.006": YES, "0": YES, None: NO}, {}),
    ("X10", cell("project_expenditure", "final"), {"110.005": NO, "110.006": YES, "0": YES, None: NO}, {}),
    ("X11", f"{HEADS}.authorised", {"20": NO, "21": YES, "19": YES, "0": YES, None: NO}, {}),
    ("X12", said(7), {"无国有资本经营预算支出": NO, "国有资本经营预算支出0元": YES, None: NO}, {}),
    ("X12", f"{FUND}.none", {True: NO, False: YES, None: NO}, {}),
    ("H01", cell("office", "prior_final"), {"21.00": NO, "21.005": NO, "21.006": YES, "20.995": NO, "20.994": YES, "0": YES, None: NO}, {}),
    ("H02", f"{ROW}.target", {"≥90%": NO, "≥89.99%": YES, "≤90%": NO, "≤90.01%": YES, "较高": NO, None: NO}, {}),
    ("H03", said(9), {LONG[:160] + "甲" * 40: YES, LONG[:159] + "甲" * 41: NO, LONG[:199]: NO, LONG: YES, None: NO}, {}),
    ("F01", f"{FUND}.none", {True: NO, False: YES, None: YES}, {}),
    ("F01", f"{FUND}.items", {(): YES, ("某项",): NO, None: YES}, {FUND: {}}),
    ("F02", f"{FUND}.items[0].initial", {"1.00": NO, "-0.01": YES, "0": NO, None: NO}, SPENT),
    ("F03", f"{FUND}.items[0].executed", {"1.00": NO, "1.01": YES, "0": NO, None: NO}, SPENT),
    ("F03", f"{FUND}.items[0].revised", {"1.00": NO, "0.99": YES, "0": YES, None: NO}, SPENT),
    ("S01", "signatures.phone", {"0730-1234567": NO, "0": NO, "无": YES, None: YES, ABSENT: NO}, {}),
    ("S01", "signatures.prepared_on", {"2025-03-01": NO, "——": YES, None: YES, ABSENT: NO}, {}),
]  # fmt: skip
# Last year's filing: what this year's says, with other results of the year before.
BEFORE = {"H01": {cell("office", "final"): "21.00"}, "H02": {f"{ROW}.actual": "90%"}, "H03": {said(9): LONG}}


def fires(code, place, value, beside):
    if place.endswith(".items") and value is not None:
        value = [ITEM | {"name": name} for name in value]
    elif place.endswith(".indicators"):
        value = [{"level1": "产出指标", "level3": "甲", "weight": value[0], "score": value[1]}]
    previous = sample(fiscal_year=2023, **BEFORE[code]) if code in BEFORE else None
    found = [one for one in judge(sample(**beside, **{place: value}), previous=previous) if one.rule == code]
    if code.startswith("H"):  # only of this cell: the sample differs elsewhere from its own year before
        found = [one for one in found if one.path == place]
    return bool(found)


@pytest.mark.parametrize(
    ("code", "place", "value", "expected", "beside"),
    [
        pytest.param(code, place, value, expected, beside, id=f"{code}-{place.rpartition('.')[2]}-{value}"[:60])
        for code, place, values, beside in EDGES
        for value, expected in values.items()
    ],
)
def test_a_rule_at_its_edge(code, place, value, expected, beside):
    assert fires(code, place, value, beside) is expected


def test_every_rule_is_seen_on_both_sides():
    seen = {
        code: {fired for one, _place, values, _beside in EDGES if one == code for fired in values.values()}
        for code in RULES
    }
    assert {code for code, verdicts in seen.items() if verdicts != {YES, NO}} == set()


def test_a_blank_and_a_zero_are_told_apart():
    """Each figure is tried blank, and as a zero."""
    figures = {path for path, one in cells(codec.from_json(sample(**SPENT))).items() if isinstance(one, Figure)}
    tried = {}
    for code, place, values, _beside in EDGES:
        if place in figures:
            tried.setdefault((code, place), set()).update(values)
    assert {key for key, values in tried.items() if None not in values or "0" not in values} == set()
    assert len(tried) > 70
