"""The blank forms of a year: every part supplied, every cell blank."""

from assessments.document.cells import Text
from assessments.document.filing import (
    BasicData,
    Department,
    DepartmentEvaluation,
    ExpenditureLine,
    Filing,
    Indicator,
    ProjectEvaluation,
    Report,
    Section,
)
from assessments.document.supplied import supplied
from assessments.document.template import Template


def blank_filing(template: Template, year: int, *, name: str, supervisor: str | None, code: str | None) -> Filing:
    """What a department begins a year with: the template's lines, indicator rows and headings, and nothing filled in."""
    return supplied(
        Filing(
            fiscal_year=year,
            department=Department(name=Text(name), supervisor=Text(supervisor), code=Text(code)),
            basic_data=BasicData(expenditure=blank_lines(template)),
            department_evaluation=DepartmentEvaluation(indicators=blank_indicators(template)),
            projects=(),
            report=Report(
                title=Text(template.label("title.report", year, name)),
                sections=blank_sections(template),
                attachments=template.attachments,
            ),
            explanations=(),
            evidence=(),
        )
    )


def blank_project(template: Template, *, supervisor: str | None, implementer: str | None) -> ProjectEvaluation:
    """A project's sheet with the template's indicator rows."""
    sheet = ProjectEvaluation(
        supervisor=Text(supervisor), implementer=Text(implementer), indicators=blank_indicators(template)
    )
    whole = supplied(Filing(fiscal_year=2000, projects=(sheet,)))
    assert whole.projects is not None  # noqa: S101  (for the type checker: it was just given)
    return whole.projects[0]


def blank_lines(template: Template) -> tuple[ExpenditureLine, ...]:
    """The lines of 附件1, one of each."""
    return tuple(ExpenditureLine(line=line.key, label=Text(line.label)) for line in template.lines)


def blank_indicators(template: Template) -> tuple[Indicator, ...]:
    """One row for each level-2 indicator."""
    return tuple(
        Indicator(level1=Text(group.level1), level2=Text(level2))
        for group in template.indicators
        for level2 in group.level2
    )


def blank_sections(template: Template) -> tuple[Section, ...]:
    """The headings of the report."""
    return tuple(
        Section(level=heading.level, number=Text(heading.number), heading=Text(heading.heading))
        for heading in template.sections
    )
