"""The three fund tables, and the signatures."""

from django.utils.translation import gettext as _

from assessments.document.filing import FUND_TABLES
from assessments.forms.board import Block, Board, Fields, Row, Table, Tool
from assessments.selectors.rows import StoredRow

COLUMNS = ("code", "name", "initial", "revised", "executed")
SIGNATURES = ("prepared_by", "prepared_on", "phone", "head")


def fund_tables(board: Board) -> list[Block]:
    """Each table: its items, or the mark that there is nothing to show."""
    return [_table(board, name) for name in FUND_TABLES]


def _table(board: Board, name: str) -> Table:
    filing = board.loaded.filing
    items = [row for row in board.loaded.rows.fund_items if row.parent == name]
    head = [
        (board.label(f"fund_items.{column}"), "fig" if place > 1 else "words") for place, column in enumerate(COLUMNS)
    ]
    head.append(("", "does"))
    none = bool(getattr(filing, f"{name}_none"))
    tools, note = [], ""
    if none:
        note = "☑ " + board.label("fund_tables.none")
        tools = [Tool(f"some:{name}", _("There is something to show after all"))]
    else:
        tools = [Tool(f"add:fund:{name}", _("Add an item"))]
        if not items:
            note = _("Neither filled in nor marked as none.")
            tools.append(Tool(f"none:{name}", f"☐ {board.label('fund_tables.none')}"))
    mark = f"filing-{filing.pk}-{name}"
    board.shown.add(mark)
    rows = [_item(board, row) for row in items]
    table = Table(
        board.label(f"title.{name}"),
        head if rows else (),
        rows,
        id=mark,
        tools=tools if board.editable else (),
        note=note,
    )
    table.notes = board.notes(board.loaded.rows.filing, [name])
    return table


def _item(board: Board, row: StoredRow) -> Row:
    name = row.get("name") or _("new row")
    cells = [board.cell(row, column, f"{name} {board.label(f'fund_items.{column}')}") for column in COLUMNS]
    tools = board.moving(f"fund-{row.pk}", _("Remove “%(name)s” with its figures") % {"name": name})
    return Row(f"fund-{row.pk}", cells, None, 0, tools if board.editable else (), board.notes(row))


def signatures(board: Board) -> list[Block]:
    """Who filled the forms in, when, and who answers for them."""
    filing = board.loaded.rows.filing
    cells = [board.cell(filing, name, board.label(f"signatures.{name}")) for name in SIGNATURES]
    note = _("Blank ones are filled in when the filing is submitted.")
    return [Fields("", cells, note=note, notes=board.notes(filing, [*SIGNATURES, "signatures"]))]
