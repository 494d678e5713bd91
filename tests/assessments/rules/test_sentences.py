"""What each rule says about one cell, word for word: the figures of the sentence are worked out by hand."""

import pytest
from django.utils import translation

from assessments.rules import RULES
from tests.assessments.rules.sample import ROW, S, judge, sample

A = f"{S}.funds.annual"
LONG = "本单位全年工作按计划推进各项任务" * 20  # 320 characters


def cell(line, column=""):
    place = f"basic_data.expenditure[{line}]"
    return f"{place}.{column}" if column else place


def text(index):
    return f"report.sections[{index}].text"


def fund_items(initial, revised, executed):
    return {"items": [{"name": "某项", "initial": initial, "revised": revised, "executed": executed}]}


# Rule, what is changed in the sample, where the rule speaks, the declared figure, the expected one, the difference, the sentence.
SAID = [
    ("B01", {"basic_data.headcount.authorised": "20.5"}, "basic_data.headcount.authorised", "20.5", None, None,
     "20.5 is not a whole number from 0 on."),
    ("B01", {"basic_data.headcount.actual": None}, "basic_data.headcount.actual", None, None, None,
     "The cell is blank."),
    ("B02", {"basic_data.headcount.control_rate": "91%"}, "basic_data.headcount.control_rate", "91%", "90.00%", "1.00%",
     "91% does not agree with 18 ÷ 20 = 90.00%."),
    ("B02", {"basic_data.headcount.control_rate": None}, "basic_data.headcount.control_rate", None, "90.00%", None,
     "The rate is blank; 18 ÷ 20 makes 90.00%."),
    ("B02", {"basic_data.headcount.actual": "0", "basic_data.headcount.control_rate": None},
     "basic_data.headcount.control_rate", None, "0.00%", None,
     "The rate is blank; 0 ÷ 20 makes 0.00%."),
    ("B03", {"basic_data.headcount.actual": "23"}, "basic_data.headcount.actual", "23", "20", "3",
     "23 people in post are 3 more than the 20 authorised."),
    ("B04", {cell("office", "budget"): None, cell("office", "final"): None}, cell("office"), None, None, None,
     "Figures are blank: 2 of 3."),
    ("B05", {cell("office", "budget"): "-1.50"}, cell("office", "budget"), "-1.50", None, None,
     "-1.50 is negative."),
    ("B05", {cell("office", "budget"): "1.505"}, cell("office", "budget"), "1.505", None, None,
     "1.505 has 3 decimals; two are the most."),
    ("B05", {cell("basic_budget_adjustment", "budget"): "-6.005"}, cell("basic_budget_adjustment", "budget"), "-6.005", None, None,
     "-6.005 has 3 decimals; two are the most."),
    ("B05", {cell("office", "budget"): "-1.505"}, cell("office", "budget"), "-1.505", None, None,
     "-1.505 is negative."),
    ("B05", {cell("office", "budget"): "0.505"}, cell("office", "budget"), "0.505", None, None,
     "0.505 has 3 decimals; two are the most."),
    ("B06", {cell("three_public", "final"): "4.60"}, cell("three_public", "final"), "4.60", "4.50", "0.10",
     "4.60 differs from the sum of its parts, 3.50 + 0.00 + 1.00 = 4.50, by 0.10."),
    ("B07", {cell("official_vehicles", "final"): "3.25"}, cell("official_vehicles", "final"), "3.25", "3.50", "-0.25",
     "3.25 differs from the sum of its parts, 0.00 + 3.50 = 3.50, by -0.25."),
    ("B08", {cell("project_expenditure", "prior_final"): "90.10"}, cell("project_expenditure", "prior_final"), "90.10", "90.00", "0.10",
     "90.10 differs from the sum of its parts, 60.00 + 0.00 + 20.00 + 10.00 = 90.00, by 0.10."),
    ("B08", {cell("project_operations", "final"): "75.125"}, cell("project_expenditure", "final"), "110.00", "110.125", "-0.125",
     "110.00 differs from the sum of its parts, 75.125 + 0.00 + 25.00 + 10.00 = 110.125, by -0.125."),
    ("B09", {cell("operating", "final"): "35.00"}, cell("operating", "final"), "35.00", "36.00", "-1.00",
     "35.00 is less than the lines under it, 21.00 + 10.00 + 5.00 = 36.00, by -1.00."),
    ("B10", {cell("three_public", "final"): "6.25"}, cell("three_public", "final"), "6.25", "6.00", "0.25",
     "The final account 6.25 is 0.25 above the budget 6.00."),
    ("B11", {cell("three_public", "prior_final"): "4.25"}, cell("three_public", "prior_final"), "4.50", "4.25", "0.25",
     "This year's final account 4.50 is 0.25 above last year's, 4.25."),
    ("B12", {cell("operating", "final"): "56.5"}, cell("operating", "final"), "56.5", "55.00", "1.50",
     "The final account 56.5 is 1.50 above the budget 55.00."),
    ("B13", {cell("procurement", "final"): "20.00"}, cell("procurement", "final"), "20.00", "40.00", "-20.00",
     "20.00 of the budgeted 40.00 is 50.00%; 95% to 105% is expected."),
    ("B14", {cell("project_expenditure", "final"): "140.00"}, cell("project_expenditure", "final"), "140.00", "100.00", "40.00",
     "140.00 of the budgeted 100.00 is 140.00%; at most 130% is expected."),
    ("B14", {cell("project_expenditure", "budget"): "0.00"}, cell("project_expenditure", "final"), "110.00", "0.00", "110.00",
     "110.00 was spent although the budget is 0.00."),
    ("B15", {"basic_data.buildings.area_control_rate": "95.5%"}, "basic_data.buildings.area_control_rate", "95.5%", "95.00%", "0.50%",
     "95.5% does not agree with 950 ÷ 1000 = 95.00%."),
    ("B15", {"basic_data.buildings.area_control_rate": None}, "basic_data.buildings.area_control_rate", None, "95.00%", None,
     "The rate is blank; 950 ÷ 1000 makes 95.00%."),
    ("B15", {"basic_data.buildings.area_control_rate": "95.125%"}, "basic_data.buildings.area_control_rate", "95.125%", "95.000%", "0.125%",
     "95.125% does not agree with 950 ÷ 1000 = 95.000%."),
    ("B15", {"basic_data.buildings.approved_area": "1", "basic_data.buildings.actual_area": "0.5"}, "basic_data.buildings.area_control_rate",
     "95%", "50.00%", "45.00%", "95% does not agree with 0.5 ÷ 1 = 50.00%."),
    ("B16", {"basic_data.buildings.approved_area": "0"}, "basic_data.buildings.area_control_rate", "95%", None, None,
     "The rate says 95% although the figure to divide by is 0; no rate can be stated."),
    ("B16", {"basic_data.buildings.approved_area": None}, "basic_data.buildings.area_control_rate", "95%", None, None,
     "The rate says 95% although the figure to divide by is blank; no rate can be stated."),
    ("B17", {"basic_data.buildings.area_control_rate": "101.5%"}, "basic_data.buildings.area_control_rate", "101.5%", "100%", "1.50%",
     "101.5% is above 100%: more was built or spent than approved."),
    ("B18", {"basic_data.economy_measures": None}, "basic_data.economy_measures", None, None, None,
     "The cell is blank."),
    ("B19", {cell("office", "final"): "20000.00"}, cell("office"), "20000.00", "20.00", None,
     "20000.00 is 1000 times or more 20.00 in the same line."),
    ("E01", {f"{A}.initial": None}, f"{A}.initial", None, None, None,
     "The cell is blank."),
    ("E02", {f"{A}.rate": "96%"}, f"{A}.rate", "96%", "95.00%", "1.00%",
     "96% does not agree with 304.00 ÷ 320.00 = 95.00%."),
    ("E02", {f"{A}.rate": None}, f"{A}.rate", None, "95.00%", None,
     "The rate is blank; 304.00 ÷ 320.00 makes 95.00%."),
    ("E03", {f"{A}.score": "9.4"}, f"{A}.score", "9.4", "9.50", "-0.10",
     "9.4 differs from 10 × 304.00 ÷ 320.00 = 9.50 (at most the weight) by -0.10."),
    ("E04", {f"{A}.revised": "0"}, f"{A}.executed", "304.00", "0", "304.00",
     "304.00 was executed although the revised budget is 0."),
    ("E05", {f"{A}.executed": "330.00"}, f"{A}.executed", "330.00", "320.00", "10.00",
     "330.00 is 10.00 above the revised budget 320.00."),
    ("E06", {"projects[0].funds.annual.initial": "61.00"}, "projects[0].funds.annual.initial", "61.00", "60.00", "1.00",
     "61.00 differs from the sum of its parts, 50.00 + 10.00 = 60.00, by 1.00."),
    ("E07", {f"{S}.by_source.general_public": "300.00", f"{S}.by_source.other": "2.00"}, f"{S}.by_source", "302.00", "304.00", "-2.00",
     "The parts 300.00 + 2.00 make 302.00, neither the revised budget 320.00 nor the executed 304.00."),
    ("E08", {f"{S}.by_kind.basic": "209.00"}, f"{S}.by_kind", "319.00", "320.00", "-1.00",
     "The parts 209.00 + 110.00 make 319.00, neither the revised budget 320.00 nor the executed 304.00."),
    ("E09", {f"{S}.by_kind.basic": "210.00"}, f"{S}.by_kind", "320.00", "304.00", "16.00",
     "The parts make 320.00, those by source 304.00: a difference of 16.00."),
    ("E10", {f"{S}.by_kind.total": "304.50"}, f"{S}.by_kind.total", "304.50", "304.00", "0.50",
     "304.50 differs from the sum of its parts, 194.00 + 110.00 = 304.00, by 0.50."),
    ("E11", {f"{S}.indicators[0].weight": "21"}, f"{S}.indicators", "51", "50", "1",
     "The weights of the 产出 indicators make 51; the policy asks for 50."),
    ("E11", {f"{A}.weight": "12"}, f"{A}.weight", "12", "10", "2",
     "The weight of execution is 12; the policy asks for 10."),
    ("E12", {f"{S}.indicators[0].weight": "21"}, f"{S}.total_weight", "101", "100", "1",
     "The weights of execution and of all indicators make 101, not 100."),
    ("E12", {f"{S}.total_weight": "101"}, f"{S}.total_weight", "101", "100", "1",
     "The total weight says 101, not 100."),
    ("E12", {f"{S}.indicators[0].weight": "0"}, f"{S}.indicators[0].weight", "0", None, None,
     "The weight 0 is not above 0."),
    ("E12", {f"{S}.indicators[0].weight": "0"}, f"{S}.total_weight", "80", "100", "-20",
     "The weights of execution and of all indicators make 80, not 100."),
    ("E13", {f"{S}.indicators[0].score": "-1"}, f"{S}.indicators[0].score", "-1", "0", "-1.00",
     "The score -1 is below 0."),
    ("E13", {f"{S}.indicators[0].score": "20.5"}, f"{S}.indicators[0].score", "20.5", "20", "0.50",
     "The score 20.5 is above its weight 20."),
    ("E13", {f"{S}.indicators[0].weight": "0.2", f"{S}.indicators[0].score": "0.5"}, f"{S}.indicators[0].score", "0.5", "0.2", "0.30",
     "The score 0.5 is above its weight 0.2."),
    ("E13", {f"{S}.indicators[0].weight": "-1", f"{S}.indicators[0].score": "0"}, f"{S}.indicators[0].score", "0", "-1", "1.00",
     "The score 0 is above its weight -1."),
    ("E14", {f"{ROW}.deviation": " 略 "}, f"{ROW}.deviation", "略", None, None,
     "The score 9.47 is below the weight 10, but no reason of substance is given."),
    ("E14", {f"{ROW}.deviation": None}, f"{ROW}.deviation", None, None, None,
     "The score 9.47 is below the weight 10, but no reason of substance is given."),
    ("E15", {f"{ROW}.score": "9.8"}, f"{ROW}.score", "9.8", "9.47", "0.33",
     "9.8 is above the score computed from target and actual, 9.47 (90 ÷ 95 × 10)."),
    ("E16", {f"{S}.indicators[0].actual": "131件"}, f"{S}.indicators[0].actual", "131件", "≥100件", None,
     "131件 is 131.00% of the target “≥100件”; below 130% is expected."),
    ("E17", {f"{ROW}.target": None}, f"{ROW}.target", None, None, None,
     "The cell is blank."),
    ("E17", {f"{S}.total_score": None}, f"{S}.total_score", None, None, None,
     "The total score is blank, although indicators are scored."),
    ("E18", {f"{ROW}.actual": " 很高 "}, f"{ROW}.actual", "很高", "≥95%", None,
     "“很高” cannot be compared with the target “≥95%”."),
    ("E19", {f"{S}.total_score": "98"}, f"{S}.total_score", "98", "98.97", "-0.97",
     "98 differs from execution 9.5 + indicators 89.47 = 98.97 by -0.97."),
    ("E20", {f"{ROW}.level2": "数量指标"}, f"{S}.indicators", None, None, None,
     "There is no 质量 indicator."),
    ("E21", {f"{ROW}.level3": " 办结案件数 "}, f"{ROW}.level3", "办结案件数", None, None,
     "“办结案件数” stands in this sheet already."),
    ("E22", {f"{A}.executed": "160.00"}, f"{S}.total_score", "99.41%", "50.00%", "49.41%",
     "The rows reach 99.41% of their points with 50.00% of the budget executed; the gap is 49.70%, at most 5% is expected."),
    ("E23", {f"{A}.executed": "160.00"}, f"{A}.executed", "160.00", "320.00", "-160.00",
     "160.00 of the revised budget 320.00 is 50.00%; at least 80% is expected."),
    ("E24", {f"{A}.revised": "400.00"}, f"{A}.revised", "400.00", "300.00", "100.00",
     "400.00 differs from the initial budget 300.00 by 100.00, that is 33.33%; at most 30% is expected."),
    ("E24", {f"{A}.initial": "0"}, f"{A}.revised", "320.00", "0", "320.00",
     "320.00 was budgeted in the year although the initial budget is 0."),
    ("E25", {f"{S}.indicators[0].actual": "100件", f"{ROW}.actual": "95%", f"{S}.indicators[6].actual": "90%"},
     f"{S}.indicators", "3", None, None,
     "All 3 results of at-least targets equal their targets exactly."),
    ("E26", {f"{S}.indicators[0].target": "有所提高", f"{ROW}.target": "较好", f"{S}.indicators[3].target": "节约"},
     f"{S}.indicators", "55", "90", None,
     "Indicators without a measurable target carry 55 of 90 points, 61.11%; at most 50% is expected."),
    ("E27", {f"{S}.goal.actual": "全部完成。"}, f"{S}.goal.actual", None, None, None,
     "Full completion is claimed, but 1 indicators lost points, first “按期办结率” with 9.47 of 10."),
    ("E27", {f"{S}.goal.actual": "100%", f"{ROW}.level3": None}, f"{S}.goal.actual", None, None, None,
     "Full completion is claimed, but 1 indicators lost points, first “” with 9.47 of 10."),
    ("E28", {f"{S}.indicators[3].target": " ≤320万元 ", f"{S}.indicators[3].actual": " 304万元 "},
     f"{S}.indicators[3].target", "≤320万元", "320.00", None,
     "Target “≤320万元” and actual “304万元” only repeat the revised budget 320.00 and the executed 304.00."),
    ("E29", {f"{ROW}.level3": " …… "}, f"{ROW}.level3", "……", None, None,
     "“……” is filler or an instruction of the form."),
    ("E30", {f"{S}.indicators[4].score": "11.9"}, f"{S}.indicators[4].score", "11.9", "12.00–15.00", None,
     "11.9 does not fit a goal that was met, which scores from 12.00 to 15.00."),
    ("E30", {f"{S}.indicators[4].attainment": "partly"}, f"{S}.indicators[4].score", "15", "9.00–12.00", None,
     "15 does not fit a goal that was partly met, which scores from 9.00 to less than 12.00."),
    ("E30", {f"{S}.indicators[4].attainment": "not"}, f"{S}.indicators[4].score", "15", "0.00–9.00", None,
     "15 does not fit a goal that was not met, which scores from 0.00 to less than 9.00."),
    ("E31", {f"{S}.grade": " 良 "}, f"{S}.grade", "良", "优", None,
     "The grade is “良”; a total score of 98.97 makes “优”."),
    ("E32", {f"{ROW}.target": " 2023年达到95% "}, f"{ROW}.target", "2023", "2024", None,
     "“2023年达到95%” names the year 2023; the fiscal year is 2024."),
    ("R01", {"report.sections[12].heading": "其他"}, "report.sections", None, None, None,
     "There is no section “绩效自评结果拟应用和公开情况”."),
    ("R02", {"report.sections[2].number": "（三）"}, "report.sections[2].number", "（三）", "2", None,
     "The number “（三）” is out of sequence: number 2 is due here."),
    ("R02", {"report.sections[2].number": " 2. "}, "report.sections[2].number", "2.", None, None,
     "The number “2.” is not in the style of the headings before it."),
    ("R03", {text(6): "无国有资本经营支出"}, text(6), None, None, None,
     "The section on 政府性基金 speaks of 国有资本经营 and does not name its own fund."),
    ("R04", {text(1): "××局"}, text(1), "××", None, None,
     "“××” is left over from a template or a copy."),
    ("R04", {text(1): " …… "}, text(1), "……", None, None,
     "“……” is left over from a template or a copy."),
    ("R05", {"report.title": "2023年度报告"}, "report.title", "2023", "2024", None,
     "The title names the year 2023; the fiscal year is 2024."),
    ("R06", {"report.attachments": [" 政府性基金预算支出情况表 "], "fund_tables.government_fund": {}},
     "report.attachments[0]", "政府性基金预算支出情况表", None, None,
     "“政府性基金预算支出情况表” is listed, but was not filled in."),
    ("R07", {text(9): " "}, "report.sections[9]", None, None, None,
     "The section is empty."),
    ("R08", {text(10): "人手不足。"}, "report.sections[10]", None, None, None,
     "Indicators that lost points: 1, first “按期办结率”. The section names none of them."),
    ("R09", {text(1): "电话13800138000"}, text(1), "138****00", None, None,
     "The text holds a mobile or identity number, 138****00; the report will be published."),
    ("X01", {cell("project_expenditure", "final"): "110.02"}, cell("project_expenditure", "final"), "110.02", "110.00", "0.02",
     "110.02 differs from what the projects of 附件3 (2) executed, 110.00, by 0.02."),
    ("X02", {cell("project_expenditure", "budget"): "100.5"}, cell("project_expenditure", "budget"), "100.5", "100.00", "0.50",
     "100.5 differs from the initial budgets of the projects of 附件3 (2), 100.00, by 0.50."),
    ("X03", {cell("project_expenditure", "final"): "111.00"}, f"{S}.by_kind.project", "110.00", "111.00", "-1.00",
     "110.00 differs from the final account of project expenditure in 附件1, 111.00, by -1.00."),
    ("X04", {"projects": []}, "projects", "0", None, None,
     "附件1 states project expenditure of 110.00, but there is no project sheet."),
    ("X05", {cell("basic_budget_adjustment", "budget"): "-5.50"}, cell("basic_budget_adjustment", "budget"), "-5.50", "-6.00", "0.50",
     "-5.50 differs from 194.00 − (300.00 − 100.00) = -6.00 by 0.50."),
    ("X06", {text(4): "基本支出年初预算数201.00万元"}, text(4), "201.00万元", "200.00", "1.00",
     "The text gives a basic budget of 201.00万元; the tables give 300.00 − 100.00 = 200.00 万元."),
    ("X07", {text(4): "决算数195.00万元"}, text(4), "195.00万元", "194.00", "1.00",
     "The text gives basic expenditure of 195.00万元; 附件2 gives 194.00 万元."),
    ("X08", {text(4): "决算数194.00万元，人员经费141.00万元，公用经费52.00万元"}, text(4), "194.00万元", "193.00", "1.00",
     "The text gives basic expenditure of 194.00万元, but 141.00万元 + 52.00万元 make 193.00 万元."),
    ("X09", {text(4): "公用经费51.00万元"}, text(4), "51.00万元", "52.00", "-1.00",
     "The text gives operating expenses of 51.00万元; 附件1 gives 52.00 万元."),
    ("X10", {text(5): "项目支出预算数99万元，决算数111.50万元"}, text(5), "99万元", "100.00", "-1.00",
     "The text gives a project budget of 99万元; 附件1 gives 100.00 万元."),
    ("X10", {text(5): "项目支出预算数99万元，决算数111.50万元"}, text(5), "111.50万元", "110.00", "1.50",
     "The text gives project expenditure of 111.50万元; 附件1 gives 110.00 万元."),
    ("X11", {text(2): "核定行政编制15名，事业编制6名"}, text(2), "21", "20", "1",
     "The text says “行政编制15名 + 事业编制6名”, 21 in all; 附件1 authorises 20."),
    ("X12", {text(6): "支出9万元"}, text(6), None, None, None,
     "The fund table is marked none, but the text does not say so."),
    ("X12", {"fund_tables.government_fund": fund_items("1.00", "1.00", "1.00")}, text(6), None, None, None,
     "The text says that there is none, but the fund table has figures or is not marked none."),
    ("F01", {"fund_tables.government_fund": {}}, "fund_tables.government_fund", None, None, None,
     "The table has no items and is not marked none."),
    ("F02", {"fund_tables.government_fund": fund_items("-1.00", "1.00", "1.00")},
     "fund_tables.government_fund.items[0].initial", "-1.00", None, None,
     "-1.00 is negative."),
    ("F03", {"fund_tables.government_fund": fund_items("1.00", "1.00", "1.50")},
     "fund_tables.government_fund.items[0].executed", "1.50", "1.00", "0.50",
     "1.50 is 0.50 above the revised budget 1.00."),
    ("S01", {"signatures.phone": None}, "signatures.phone", None, None, None,
     "The cell is blank."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changes", "path", "declared", "expected", "difference", "sentence"), SAID)
def test_a_finding_says_what_is_wrong(code, changes, path, declared, expected, difference, sentence):
    found = [one for one in judge(sample(**changes)) if (one.rule, one.path) == (code, path)]
    with translation.override("en"):
        assert (declared, expected, difference, sentence) in [
            (one.declared, one.expected, one.difference, one.fact) for one in found
        ]


def last_year(**changes):
    return sample(**{"fiscal_year": 2023} | changes)


def said(code, path, previous, **changes):
    """What a rule says beside last year's filing."""
    (finding,) = [one for one in judge(sample(**changes), previous=previous) if (one.rule, one.path) == (code, path)]
    with translation.override("en"):
        return finding.declared, finding.expected, finding.difference, finding.fact


def test_last_years_final_account():
    office = cell("office", "prior_final")
    assert said("H01", office, last_year(**{cell("office", "final"): "20.50"})) == (
        "20.00",
        "20.50",
        "-0.50",
        "20.00 differs from the final account in last year's filing, 20.50, by -0.50.",
    )


@pytest.mark.parametrize(
    ("row", "target", "result"), [(0, "≥100件", "110件"), (1, "≥95%", "97%"), (3, "≤500元", "480元")]
)
def test_a_target_that_is_easier_than_last_years_result(row, target, result):
    path = f"{S}.indicators[{row}]"
    previous = last_year(**{f"{path}.actual": f" {result} "})
    assert said("H02", f"{path}.target", previous, **{f"{path}.target": f" {target} "}) == (
        target,
        result,
        None,
        f"The target “{target}” is easier than last year's result “{result}”.",
    )


def test_a_section_that_is_last_years():
    """2 × 320 ÷ (320 + 324) = 99.378 %."""
    assert said("H03", text(9), last_year(**{text(9): LONG}), **{text(9): LONG + "甲乙丙丁"}) == (
        "99.4%",
        "80%",
        None,
        "99.4% of the text is the same as last year's; less than 80% is expected.",
    )


def test_every_rule_is_among_them():
    assert {row[0] for row in SAID} | {"H01", "H02", "H03"} == set(RULES)
