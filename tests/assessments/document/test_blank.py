"""The blank forms of a year hold what the template prints and nothing else."""

from dataclasses import replace

import pytest

from assessments.document import codec
from assessments.document.blank import blank_filing, blank_project, with_last_year
from assessments.document.cells import Figure, Text
from assessments.document.paths import cells
from assessments.document.supplied import supplied
from assessments.document.template import default
from tests.assessments.rules.sample import ABSENT, FILING, sample

FORM = default()


def test_a_department_begins_with_the_lines_rows_and_headings_of_the_template():
    filing = blank_filing(FORM, 2024, name="甲局", supervisor=None, code="001")
    assert (filing.department.name, filing.department.supervisor, filing.department.code) == (
        Text("甲局"),
        Text(),
        Text("001"),
    )
    assert [line.line for line in filing.basic_data.expenditure] == [line.key for line in FORM.lines]
    assert [row.level2.text for row in filing.department_evaluation.indicators] == [
        "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
    ]  # fmt: skip
    assert [one.level1.text for one in filing.department_evaluation.indicators][3:5] == ["产出指标", "效益指标"]
    assert [one.heading.text for one in filing.report.sections] == [one.heading for one in FORM.sections]
    assert filing.report.title == Text("2024年度甲局整体支出绩效自评报告")
    assert filing.report.attachments == FORM.attachments
    assert (filing.projects, filing.explanations, filing.evidence) == ((), (), ())
    assert all(cell.present for cell in cells(filing).values())
    assert supplied(filing) is filing


def test_a_project_begins_with_the_rows_of_the_template():
    sheet = blank_project(FORM, supervisor="某局", implementer=None)
    assert (sheet.name, sheet.supervisor, sheet.implementer) == (Text(), Text("某局"), Text())
    assert len(sheet.indicators) == 9
    assert sheet.funds.annual.executed.present
    assert sheet.funds.annual.executed.value is None


def test_last_year_answers_the_column_of_last_year():
    before = codec.from_json(FILING)
    blank = blank_filing(FORM, before.fiscal_year + 1, name="甲局", supervisor="乙局", code="001")
    filled = with_last_year(blank, before, FORM)
    finals = {(line.line, line.label.text): line.final.text for line in before.basic_data.expenditure}
    lines = {line.line: line for line in filled.basic_data.expenditure if line.line != "special_fund"}
    assert lines["operating"].prior_final.text == finals["operating", "operating"]
    assert lines["operating"].label.text == FORM.line("operating").label
    assert lines["basic_budget_adjustment"].prior_final.text is None
    assert all(line.budget.blank and line.final.blank for line in filled.basic_data.expenditure)
    special = [line for line in filled.basic_data.expenditure if line.line == "special_fund"]
    assert [(line.label.text, line.prior_final.text) for line in special] == [
        (label, final) for (key, label), final in finals.items() if key == "special_fund"
    ]
    assert [project.name.text for project in filled.projects] == [project.name.text for project in before.projects]
    assert all(project.funds.annual.executed.blank for project in filled.projects)


def test_without_last_year_the_forms_are_blank_with_a_sheet_for_a_project():
    blank = blank_filing(FORM, 2024, name="甲局", supervisor="乙局", code="001")
    filled = with_last_year(blank, None, FORM)
    assert replace(filled, projects=()) == blank
    (project,) = filled.projects
    assert (project.name.text, project.supervisor.text, project.implementer.text) == (None, "乙局", "甲局")


def with_finals(**finals):
    """The forms of a year after one with these finals; ABSENT takes the cell away."""
    before = sample(**{f"basic_data.expenditure[{key}].final": final for key, final in finals.items()})
    blank = blank_filing(FORM, 2025, name="甲局", supervisor="乙局", code="001")
    return with_last_year(blank, codec.from_json(before), FORM).basic_data.expenditure


def test_last_year_without_its_data_answers_nothing():
    before = codec.from_json(sample(basic_data=ABSENT))
    blank = blank_filing(FORM, 2025, name="甲局", supervisor="乙局", code="001")
    filled = with_last_year(blank, before, FORM)
    assert filled.basic_data == blank.basic_data
    assert [project.name.text for project in filled.projects] == [project.name.text for project in before.projects]


@pytest.mark.parametrize("final", [None, ABSENT])
def test_what_last_year_left_blank_stays_blank(final):
    """And a special fund of which nothing was spent is not taken over by name alone."""
    lines = {line.line: line for line in with_finals(operating=final)}
    assert lines["operating"].prior_final == Figure()
    special = [line.label.text for line in with_finals(special_fund=final) if line.line == "special_fund"]
    names = [one["label"] for one in FILING["basic_data"]["expenditure"] if one["line"] == "special_fund"]
    assert special == names[1:]


def test_a_line_without_the_column_of_last_year_is_left_alone():
    (line,) = [one for one in with_finals(basic_budget_adjustment="1.00") if one.line == "basic_budget_adjustment"]
    assert line.prior_final == Figure()
