"""The blank forms of a year: every part supplied, every cell blank but those that last year's filing answers."""

from dataclasses import replace

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


def with_last_year(blank: Filing, before: Filing | None, template: Template) -> Filing:
    """The blank forms for filling in away from the product: with last year's final accounts, special funds and projects.

    Without projects last year there is one blank sheet for one. `before` is last year's approved filing, where there is one.
    """
    basic, department = blank.basic_data, blank.department or Department()
    lines = (before.basic_data.expenditure if before and before.basic_data else None) or ()
    projects = [
        replace(
            blank_project(template, supervisor=project.supervisor.text, implementer=project.implementer.text),
            name=Text(project.name.text),
        )
        for project in (before.projects if before else None) or ()
    ]
    alone = blank_project(template, supervisor=department.supervisor.text, implementer=department.name.text)
    return replace(
        blank,
        basic_data=replace(basic, expenditure=_filled_lines(basic.expenditure or (), lines, template))
        if basic
        else None,
        projects=tuple(projects) or (alone,),
    )


def _filled_lines(
    blank: tuple[ExpenditureLine, ...], before: tuple[ExpenditureLine, ...], template: Template
) -> tuple[ExpenditureLine, ...]:
    """The lines with last year's final accounts; one that may be repeated stands as often, and under the names, as last year."""
    made: list[ExpenditureLine] = []
    for line in blank:
        known = template.line(line.line)
        same = [one for one in before if one.line == line.line and not one.final.blank]
        if known is None or "prior_final" not in known.columns or not same:
            made.append(line)
        elif known.repeated:
            made += [replace(line, label=one.label, prior_final=one.final) for one in same]
        else:
            made.append(replace(line, prior_final=same[0].final))
    return tuple(made)


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
