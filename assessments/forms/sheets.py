"""附件2 and each 附件3: funds, goal, scored indicators."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.document.amounts import spell
from assessments.document.filing import Indicator
from assessments.document.scoring import propose
from assessments.forms.board import Block, Board, Fields, Row, Table, Tool
from assessments.forms.cells import Cell
from assessments.models import IndicatorRow
from assessments.selectors.rows import StoredRow

AMOUNTS = ("initial", "revised", "executed")
POINTS = ("weight", "rate", "score")
PARTS = ("current_year", "carried_over", "other")
SOURCES = ("general_public", "government_fund", "fiscal_account", "other", "total")
KINDS = ("basic", "project", "total")
WORDS = ("level1", "level2", "level3", "target", "actual")
LABELLED = (*WORDS, "weight", "score", "deviation")


def department_funds(board: Board) -> list[Block]:
    """The department's names, its annual funds, and both splits."""
    filing, sheet = board.loaded.rows.filing, board.sheet()
    names = ("department_name", "department_supervisor", "department_code")
    heads = [board.cell(filing, name, board.label(name.replace("_", ".", 1))) for name in names]
    blocks: list[Block] = [Fields("", heads, notes=board.notes(filing, names)), _annual(board, sheet, ())]
    for prefix, part, columns in (("by_source", "source", SOURCES), ("by_kind", "kind", KINDS)):
        cells = [board.cell(sheet, f"{part}_{column}", board.label(f"{prefix}.{column}")) for column in columns]
        notes = board.notes(sheet, [prefix, *(f"{part}_{column}" for column in columns)])
        blocks.append(Fields(board.label(prefix), cells, notes=notes, id=f"sheet-{sheet.pk}-{prefix}"))
        board.shown.add(f"sheet-{sheet.pk}-{prefix}")
    return blocks


def project_funds(board: Board) -> list[Block]:
    """The project's names and its annual funds with their parts."""
    sheet = board.sheet()
    names = ("name", "supervisor", "implementer")
    cells = [board.cell(sheet, name, board.label(f"project.{name}")) for name in names]
    return [Fields("", cells, notes=board.notes(sheet, names)), _annual(board, sheet, PARTS)]


def _annual(board: Board, sheet: StoredRow, parts: tuple[str, ...]) -> Table:
    head = [("", "name"), *((board.label(f"funds.{column}"), "fig") for column in AMOUNTS)]
    head += [(board.label(f"funds.{column}"), "fig points") for column in POINTS]
    rows = []
    for part in ("annual", *parts):
        name = board.label(f"funds.{part}")
        columns = (*AMOUNTS, *POINTS) if part == "annual" else AMOUNTS
        cells: list[Cell | str] = [
            board.cell(sheet, f"{part}_{column}", f"{name} {board.label(f'funds.{column}')}") for column in columns
        ]
        cells += [""] * (len(AMOUNTS) + len(POINTS) - len(cells))
        notes = board.notes(sheet, [f"{part}_{column}" for column in columns])
        rows.append(Row(f"{part}-{sheet.pk}", cells, name, 0 if part == "annual" else 1, (), notes))
    return Table(board.label("project.funds" if parts else "funds"), head, rows, id=f"sheet-{sheet.pk}-funds")


def goal(board: Board) -> list[Block]:
    """What was to be reached in the year, and what was."""
    sheet = board.sheet()
    return [
        Fields(
            board.label("goal") if column == "expected" else "",
            [board.cell(sheet, f"goal_{column}", board.label(f"goal.{column}"), lines=8, long=True)],
            notes=board.notes(sheet, [f"goal_{column}"]),
            full=True,
        )
        for column in ("expected", "actual")
    ]


def indicators(board: Board) -> list[Block]:
    """The scored rows with their totals."""
    sheet, found = board.sheet(), board.sheet_document()
    documents = (found.indicators if found is not None else None) or ()
    stored = [row for row in board.loaded.rows.indicators if row.parent == sheet.pk]
    head = [(board.label(f"indicators.{column}"), column) for column in LABELLED]
    head += [(_("Attainment"), "attainment"), ("", "does")]
    words = _words(board)
    rows = [_indicator(board, row, indicator, words) for row, indicator in zip(stored, documents, strict=False)]
    totals = [
        board.cell(sheet, column, f"{board.label('total')} {column}") for column in ("total_weight", "total_score")
    ]
    grade = board.cell(sheet, "grade", board.label("grade"))
    mark = f"sheet-{sheet.pk}-indicators"
    board.shown.add(mark)
    tools = [Tool(f"add:indicator:{sheet.pk}", _("Add an indicator"))] if board.editable else []
    table = Table(board.label("indicators"), head, rows, id=mark, tools=tools, kind="indicators")
    closing = Fields(
        board.label("total"),
        [*_named(board, totals), grade],
        notes=board.notes(sheet, ["total_weight", "total_score", "grade", "indicators"]),
    )
    return [table, closing]


def _named(board: Board, totals: list[Cell]) -> list[Cell]:
    for cell, column in zip(totals, ("weight", "score"), strict=True):
        cell.label = f"{board.label('total')} {board.label(f'indicators.{column}')}"
    return totals


class _Words(NamedTuple):
    """What every row of indicators says, looked up once."""

    labels: dict[str, str]
    attainment: str
    choices: list[tuple[str, str]]
    unnamed: str
    below: str
    loses: str


def _words(board: Board) -> _Words:
    return _Words(
        {column: board.label(f"indicators.{column}") for column in LABELLED},
        _("Attainment"),
        [("", "—"), *((value, str(label)) for value, label in IndicatorRow.Attainment.choices)],
        _("new row"),
        _("Add a row below"),
        _("Remove “%(name)s” with its figures"),
    )


def _indicator(board: Board, row: StoredRow, indicator: Indicator, words: _Words) -> Row:
    name = row.get("level3") or words.unnamed
    labels = {column: f"{name} {label}" for column, label in words.labels.items()}
    cells: list[Cell] = [board.cell(row, column, labels[column], lines=2) for column in WORDS]
    cells += [
        board.cell(row, "weight", labels["weight"]),
        _score(board, row, indicator, labels["score"]),
        board.cell(row, "deviation", labels["deviation"], lines=2),
        board.cell(row, "attainment", words.attainment, choices=words.choices, about=name),
    ]
    tools = [
        Tool(f"add:indicator:{row.parent}:{row.pk}", "+", words.below),
        *board.moving(f"indicator-{row.pk}", words.loses % {"name": name}),
    ]
    return Row(f"indicator-{row.pk}", cells, None, 0, tools if board.editable else (), board.notes(row))


def _score(board: Board, row: StoredRow, indicator: Indicator, label: str) -> Cell:
    cell = board.cell(row, "score", label)
    proposal = propose(indicator, board.loaded.policy, board.year)
    if proposal is not None and indicator.score.value != proposal.score:
        cell.proposal = (spell(proposal.score), proposal.reasoning)
    return cell
