"""A filing as what its pages show."""

from assessments.document.cells import Figure
from assessments.document.codec import dumps
from assessments.document.filing import Department, Filing
from assessments.document.paths import cells
from assessments.document.template import Template
from reports.documents.basic import basic_data
from reports.documents.grid import Part, Printout
from reports.documents.narrative import report_parts
from reports.documents.sheets import department_evaluation, project_evaluation
from reports.documents.words import printed

PARTS = ("basic", "department", "projects", "report", "all")


def printout(filing: Filing, template: Template, *, part: str = "all", draft: bool = False) -> Printout:
    """The pages of a filing, or of one attachment of it. What was not supplied is not printed.

    `part` is one of PARTS; ValueError otherwise.
    """
    if part not in PARTS:
        raise ValueError(f"{part} is no part of a filing")
    parts: list[Part] = []
    if part in ("basic", "all") and filing.basic_data is not None:
        parts.append(Part("basic", basic_data(filing, template)))
    if part in ("department", "all") and filing.department_evaluation is not None:
        parts.append(Part("department", department_evaluation(filing, template)))
    if part in ("projects", "all"):
        for index in range(len(filing.projects or ())):
            parts.append(Part(f"project-{index + 1}", project_evaluation(filing, index, template)))
    if part in ("report", "all") and (filing.report is not None or filing.fund_tables is not None):
        parts += report_parts(filing, template)
    name = printed((filing.department or Department()).name)
    title = template.label("title.report", filing.fiscal_year, name)
    return Printout(
        title,
        name,
        filing.fiscal_year,
        tuple(parts),
        draft,
        data=dumps(filing) if part == "all" else "",
        figures={path: cell for path, cell in cells(filing).items() if isinstance(cell, Figure)},
    )
