"""附件1: headcount, the table of expenditure, buildings and economy measures."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.document.lines import REPEATED_LINES
from assessments.forms.board import Block, Board, Fields, Row, Table, Tool
from assessments.selectors.rows import StoredRow

COLUMNS = ("prior_final", "budget", "final")
AREA = ("approved_area", "actual_area", "area_control_rate")
INVESTMENT = ("budgeted_investment", "actual_investment", "investment_control_rate")


def headcount(board: Board) -> list[Block]:
    """Authorised and actual headcount with their rate."""
    basic = board.loaded.rows.basic
    columns = ("authorised", "actual", "control_rate")
    cells = [board.cell(basic, column, board.label(f"headcount.{column}")) for column in columns]
    return [Fields(board.label("headcount"), cells, notes=board.notes(basic, [*columns, "headcount"]))]


def expenditure(board: Board) -> list[Block]:
    """The lines of 附件1, three amounts each."""
    labels = {column: board.label(f"expenditure.{column}") for column in COLUMNS}
    head = [("", "name"), *((labels[column], "fig") for column in COLUMNS), ("", "does")]
    loses = _("Remove “%(name)s” with its figures")
    rows = [_line(board, row, labels, loses) for row in board.loaded.rows.expenditure]
    present = {row.get("line") for row in board.loaded.rows.expenditure}
    tools = [Tool("add:expenditure", _("Add a special fund"))]
    note = ""
    if missing := [line.name for line in board.template.lines if line.key not in present and not line.repeated]:
        note = _("The file left out: %(names)s.") % {"names": "、".join(missing)}
        tools.insert(0, Tool("supply", _("Add what is missing")))
    return [
        Table(
            board.label("expenditure"), head, rows, id="expenditure", tools=tools if board.editable else (), note=note
        )
    ]


def _line(board: Board, row: StoredRow, labels: Mapping[str, str], loses: str) -> Row:
    line = board.template.line(row.get("line"))
    repeated = row.get("line") in REPEATED_LINES
    name = row.get("label") or (line.label if line else row.get("line"))
    columns = line.columns if line else COLUMNS
    cells = [
        board.cell(row, column, f"{name} {labels[column]}") if column in columns or row.get(column) else ""
        for column in COLUMNS
    ]
    head = board.cell(row, "label", board.label("project.name")) if repeated and board.editable else name
    key = f"expenditure-{row.pk}"
    tools = []
    if repeated and board.editable:
        tools = board.moving(key, loses % {"name": name})
    return Row(key, cells, head, line.indent if line else 0, tools, board.notes(row))


def buildings(board: Board) -> list[Block]:
    """Buildings finished in the year, and what was done to economise."""
    basic = board.loaded.rows.basic
    blocks: list[Block] = [
        Fields(
            board.label("buildings") if columns is AREA else "",
            [board.cell(basic, column, board.label(f"buildings.{column}")) for column in columns],
            notes=board.notes(basic, columns),
        )
        for columns in (AREA, INVESTMENT)
    ]
    label = board.label("economy_measures")
    cell = board.cell(basic, "economy_measures", label, lines=6, long=True)
    return [*blocks, Fields(label, [cell], notes=board.notes(basic, ["economy_measures"]), full=True)]
