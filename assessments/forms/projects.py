"""附件3: the list of projects."""

from django.utils.translation import gettext as _

from assessments.document.cells import is_blank
from assessments.forms.board import Block, Board, Row, Table, Tool
from assessments.selectors.rows import StoredRow

COLUMNS = ("annual_revised", "annual_executed", "annual_rate", "total_score")


def projects(board: Board) -> list[Block]:
    """Every project with its main figures; each leads to its sheet."""
    rows = [_project(board, row) for row in board.loaded.rows.sheets if row.parent]
    head = [(board.label("project.name"), "name"), (board.label("funds.revised"), "fig")]
    head += [(board.label("funds.executed"), "fig"), (board.label("funds.rate"), "fig points")]
    head += [(board.label("total"), "fig points"), ("", "does")]
    mark = f"filing-{board.loaded.filing.pk}-projects"
    board.shown.add(mark)
    tools = [Tool("add:sheet", _("Add a project"))] if board.editable else []
    note = "" if rows else _("There is no project sheet yet. A department without project expenditure needs none.")
    return [Table(board.label("title.projects"), head, rows, id=mark, tools=tools, note=note)]


def _project(board: Board, row: StoredRow) -> Row:
    stored = row.get("name")
    name = _("Unnamed project") if is_blank(stored) else stored
    cells = []
    for column in COLUMNS:
        cell = board.cell(row, column, name)
        board.shown.discard(cell.address)
        cell.editable, cell.findings = False, ()
        cell.address = f"shown-{cell.address}"
        cell.output = False
        cells.append(cell)
    tools = board.moving(f"sheet-{row.pk}", _("Remove “%(name)s” with its whole sheet") % {"name": name})
    return Row(
        f"sheet-{row.pk}",
        cells,
        name,
        0,
        tools if board.editable else (),
        (),
        link=board.url(f"projects/{row.pk}/funds"),
    )
