"""Which layout each step has."""

from collections.abc import Callable

from assessments.forms import basic_data, closing, projects, report, sheets
from assessments.forms.board import Block, Board

LAYOUTS: dict[str, Callable[[Board], list[Block]]] = {
    "headcount": basic_data.headcount,
    "expenditure": basic_data.expenditure,
    "buildings": basic_data.buildings,
    "department-funds": sheets.department_funds,
    "department-goal": sheets.goal,
    "department-indicators": sheets.indicators,
    "projects": projects.projects,
    "funds": sheets.project_funds,
    "goal": sheets.goal,
    "indicators": sheets.indicators,
    "report": report.report,
    "section": report.section,
    "fund-tables": closing.fund_tables,
    "signatures": closing.signatures,
}


def layout(board: Board) -> list[Block]:
    """The blocks of a step."""
    return LAYOUTS[board.step.name](board)
