"""Paths of cells, and the words of the forms for them."""

import pytest
from hypothesis import given

from assessments.document import codec, template
from assessments.document.filing import Filing, Headcount
from assessments.document.paths import UnknownPath, cells, resolve
from assessments.document.places import place

from .strategies import filings


def test_cells_of_a_filing(small):
    found = cells(small)
    assert list(found)[:4] == [
        "department.name", "department.supervisor", "department.code", "basic_data.headcount.authorised",
    ]  # fmt: skip
    assert found["basic_data.expenditure[special_fund].budget"].text == "30.00"
    assert found["basic_data.expenditure[special_fund:2].budget"].text == "20.00"
    assert found["department_evaluation.indicators[0].approved.weight"].text == "10"
    assert found["projects[0].funds.current_year.initial"].text == "20.00"
    assert found["fund_tables.state_capital.items[0].name"].text == "甲"
    assert found["report.sections[1].text"].text == "第一行\n第二行"
    assert not found["department.code"].present
    assert "basic_data.expenditure[office].budget" not in found
    assert "projects[0].goal.expected" not in found
    assert "report.attachments[0]" not in found


@given(filings)
def test_every_cell_is_found_again_by_its_path(data):
    filing = codec.from_json(data)
    for path, cell in cells(filing).items():
        assert resolve(filing, path) is cell
        assert place(filing, path) != path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("basic_data.headcount", Headcount), ("fiscal_year", int), ("report.attachments[0]", str), ("projects", tuple),
        ("explanations[0].rule", str), ("basic_data.expenditure[special_fund:2].line", str),
    ],
)  # fmt: skip
def test_what_is_no_cell_resolves_too(small, path, kind):
    assert isinstance(resolve(small, path), kind)


@pytest.mark.parametrize(
    "path",
    [
        "projects[1].name", "projects[0].goal.actual", "basic_data.expenditure[office].final", "signatures",
        "basic_data.expenditure[special_fund:2]", "report.attachments[3]", "projects[0].funds.annual.rate", "evidence",
    ],
)  # fmt: skip
def test_a_part_not_supplied_is_none(path):
    assert resolve(Filing(fiscal_year=2024), path) is None


@pytest.mark.parametrize(
    "path",
    [
        "", ".", "department.", "department.city", "department[0]", "department.name.text", "projects[-1]", "projects[01]", "projects[x]",
        "projects[0:2]", "projects.name", "projects[0]name", "basic_data.expenditure[tea].final", "basic_data.expenditure[office:0]",
        "basic_data.expenditure.final", "report.attachments[0].name", "fiscal_year.x", "projects[0].by_kind", "Department.name",
        "__class__", "department.__class__", "basic_data.expenditure[0].final",
    ],
)  # fmt: skip
def test_what_is_no_path(small, path):
    with pytest.raises(UnknownPath) as refusal:
        resolve(small, path)
    assert refusal.value.path == path
    assert place(small, path) == path


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("basic_data.headcount.actual", "附件1 2024年实际在职人数"),
        ("basic_data", "附件1 基础数据表"),
        ("fund_tables", "三项基金（经营）预算支出情况表"),
        ("fund_tables.state_capital.items", "国有资本经营预算支出情况表"),
        ("basic_data.headcount", "附件1 财政供养人员情况"),
        ("basic_data.expenditure[official_vehicles].final", "附件1 公务用车购置和维护经费 2024年决算数"),
        ("basic_data.expenditure[vehicle_purchase].prior_final", "附件1 公车购置 2023年决算数"),
        ("basic_data.expenditure[project_expenditure].budget", "附件1 项目支出 2024年预算数"),
        ("basic_data.expenditure[procurement].final", "附件1 政府采购金额 2024年决算数"),
        ("basic_data.expenditure[operating]", "附件1 公用经费"),
        ("basic_data.expenditure[special_fund:2].budget", "附件1 市级专项资金：乙 2024年预算数"),
        ("basic_data.expenditure[special_fund:3].budget", "附件1 市级专项资金（第3行） 2024年预算数"),
        ("basic_data.expenditure[x_flood_relief].budget", "附件1 防汛 2024年预算数"),
        ("basic_data.expenditure[x_unknown].label", "附件1 x_unknown 项目"),
        ("basic_data.buildings.area_control_rate", "附件1 规模控制率"),
        ("basic_data.buildings.approved_area", "附件1 批复规模"),
        ("basic_data.economy_measures", "附件1 厉行节约保障措施"),
        ("department_evaluation", "附件2 部门整体支出绩效自评表"),
        ("department_evaluation.funds", "附件2 年度预算申请"),
        ("department_evaluation.funds.annual.rate", "附件2 年度资金总额 执行率"),
        ("department_evaluation.by_kind", "附件2 按支出性质分"),
        ("department_evaluation.by_source.total", "附件2 按收入性质分 合计"),
        ("department_evaluation.goal.actual", "附件2 年度总体目标 实际完成情况"),
        ("department_evaluation.indicators", "附件2 绩效指标"),
        ("department_evaluation.indicators[0].score", "附件2 案件数量 得分"),
        ("department_evaluation.indicators[0].attainment", "附件2 案件数量 完成程度"),
        ("department_evaluation.indicators[0].approved.target", "附件2 案件数量 批复指标值"),
        ("department_evaluation.indicators[1].target", "附件2 绩效指标第2行 年度指标值"),
        ("department_evaluation.total_score", "附件2 总分 得分"),
        ("department_evaluation.grade", "附件2 等级"),
        ("projects", "附件3 项目支出绩效自评表"),
        ("projects[0]", "附件3 监测经费"),
        ("projects[0].name", "附件3 监测经费 项目支出名称"),
        ("projects[0].funds", "附件3 监测经费 项目资金"),
        ("projects[0].funds.annual.revised", "附件3 监测经费 年度资金总额 全年预算数"),
        ("projects[0].funds.current_year.initial", "附件3 监测经费 当年财政拨款 年初预算数"),
        ("projects[1].total_score", "附件3 第2个项目 总分 得分"),
        ("report", "附件4 自评报告"),
        ("report.title", "附件4 标题"),
        ("report.sections[0].text", "附件4 二、一般公共预算支出情况"),
        ("report.sections[1].text", "附件4 二（一）基本支出情况"),
        ("report.sections[2]", "附件4 第3节"),
        ("report.sections[9]", "附件4 第10节"),
        ("report.attachments[0]", "附件4 附件清单 基础数据表"),
        ("report.attachments[1]", "附件4 附件清单 第2项"),
        ("fund_tables.government_fund", "政府性基金预算支出情况表"),
        ("fund_tables.government_fund.none", "政府性基金预算支出情况表 本年度无此项支出"),
        ("fund_tables.state_capital.items[0].executed", "国有资本经营预算支出情况表 甲 全年执行数"),
        ("fund_tables.state_capital.items[1]", "国有资本经营预算支出情况表 第2行"),
        ("signatures.prepared_by", "填表人"),
        ("signatures", "签章"),
        ("department.name", "市级预算部门名称"),
        ("fiscal_year", "财政年度"),
        ("explanations[0].text", "情况说明"),
        ("department", "预算部门"),
        ("department_evaluation.funds.annual", "附件2 年度资金总额"),
        ("basic_data.expenditure[operating].line", "附件1 公用经费"),
        ("department_evaluation.indicators[9].score", "附件2 绩效指标第10行 得分"),
        ("projects[9].grade", "附件3 第10个项目 等级"),
    ],
)
def test_places_in_the_words_of_the_forms(small, path, words):
    assert place(small, path) == words


def test_every_expected_finding_has_a_place(cases):
    import json

    seen = 0
    for expected in sorted(cases.glob("*.expected.json")):
        filing = codec.loads((cases / expected.name.replace(".expected", "")).read_bytes())
        for _rule, path in json.loads(expected.read_text(encoding="utf-8"))["findings"]:
            assert place(filing, path) != path
            seen += 1
    assert seen > 50


def test_a_long_name_is_shortened(small_data):
    small_data["projects"][0]["name"] = "长" * 30
    assert place(codec.from_json(small_data), "projects[0]") == "附件3 " + "长" * 23 + "…"


def test_a_name_of_24_characters_stands_whole(small_data):
    small_data["projects"][0]["name"] = "长" * 24
    assert place(codec.from_json(small_data), "projects[0]") == "附件3 " + "长" * 24


def test_a_row_whose_name_is_a_dash_is_told_by_its_number(small_data):
    small_data["department_evaluation"]["indicators"][0]["level3"] = "——"
    assert place(codec.from_json(small_data), "department_evaluation.indicators[0].score") == "附件2 绩效指标第1行 得分"


def test_a_section_that_is_not_there_is_told_by_its_number(small_data):
    count = len(small_data["report"]["sections"])
    assert place(codec.from_json(small_data), f"report.sections[{count}]") == f"附件4 第{count + 1}节"
    for report in ({}, None):
        small_data["report"] = report
        assert place(codec.from_json(small_data), "report.sections[2]") == "附件4 第3节"


def test_places_speak_as_the_years_template_does(small):
    data = template.to_json(template.default())
    data["labels"]["indicators.score"] = "评分"
    assert place(small, "department_evaluation.indicators[0].score", template.from_json(data)) == "附件2 案件数量 评分"


def test_the_numbers_of_a_section_stand_before_its_heading(small_data):
    def words(*numbers):
        sections = [
            {"level": level, "number": number, "heading": "甲"} for level, number in enumerate(numbers, start=1)
        ]
        small_data["report"] = {"sections": sections}
        return place(codec.from_json(small_data), f"report.sections[{len(numbers) - 1}]")

    assert words("二、") == "附件4 二、甲"
    assert words("二、", "（一）") == "附件4 二（一）甲"
    assert words("二、", None) == "附件4 二甲"
    assert words(None, "（一）") == "附件4 （一）甲"
    assert words(None, "1.") == "附件4 1、甲"


def test_an_item_whose_name_is_a_dash_is_told_by_its_number(small_data):
    small_data["fund_tables"]["state_capital"]["items"][0]["name"] = "——"
    small = codec.from_json(small_data)
    assert place(small, "fund_tables.state_capital.items[0].executed") == "国有资本经营预算支出情况表 第1行 全年执行数"
