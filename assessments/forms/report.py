"""附件4: title, sections and attachments of the report, and one section."""

from django.utils.translation import gettext as _

from assessments.document.drafting import draft_for
from assessments.forms.board import Block, Board, Fields, Lines, Row, Table, Tool
from assessments.selectors.rows import StoredRow
from assessments.selectors.steps import section_title


def report(board: Board) -> list[Block]:
    """The title, and the list of sections."""
    filing = board.loaded.rows.filing
    title = board.cell(filing, "report_title", _("Title of the report"))
    rows = [_row(board, row) for row in board.loaded.rows.sections]
    head = [(_("Section"), "name"), (_("Characters"), "fig points"), ("", "does")]
    tools = [Tool("add:section:1", _("Add a section")), Tool("add:section:2", _("Add a sub-section"))]
    mark = f"filing-{filing.pk}-report_sections"
    board.shown.add(mark)
    note = "" if rows else _("The report has no sections yet.")
    if not rows and board.editable:
        tools.insert(0, Tool("supply", _("Add what is missing")))
    attachments = Lines("attachments", _("Attachments, one a line"), list(board.loaded.filing.report_attachments or ()))
    attachments.notes = [
        one for address, found in board.by_address.items() if "report_attachments" in address for one in found
    ]
    attachments.editable = board.editable
    return [
        Fields("", [title], notes=board.notes(filing, ["report_title", "report_sections"]), full=True),
        Table(_("Sections"), head, rows, id=mark, tools=tools if board.editable else (), note=note),
        attachments,
    ]


def _row(board: Board, row: StoredRow) -> Row:
    name = section_title(row.get("number"), row.get("heading"))
    tools = [
        Tool(f"add:section:{row.get('level')}:{row.pk}", "+", _("Add a section below")),
        *board.moving(f"section-{row.pk}", _("Remove “%(name)s” with its text") % {"name": name}),
    ]
    length = len("".join((row.get("text") or "").split()))
    return Row(
        f"section-{row.pk}",
        [str(length)],
        name,
        (row.get("level") - 1) * 2,
        tools if board.editable else (),
        link=board.url(f"report/{row.pk}"),
    )


def section(board: Board) -> list[Block]:
    """One section: number, heading, text; and the standard sentence that the tables give."""
    row = next(row for row in board.loaded.rows.sections if row.pk == board.step.owner)
    cells = [board.cell(row, "number", _("Number")), board.cell(row, "heading", _("Heading"), lines=1)]
    text = board.cell(row, "text", _("Text"), lines=16, long=True)
    index = board.loaded.rows.sections.index(row)
    drafted = draft_for(board.document, index, board.template)
    tools = []
    note = ""
    if drafted is not None and board.editable:
        if drafted.missing:
            note = _("The standard sentence cannot be drafted yet; these figures are missing: %(names)s.") % {
                "names": "、".join(drafted.missing)
            }
        else:
            note = _("The tables give: %(sentence)s") % {"sentence": drafted.sentence}
            tools = [Tool(f"draft:section-{row.pk}", _("Put this sentence at the head of the text"))]
    return [
        Fields("", cells, notes=board.notes(row, ["number", "heading", "level", "all"])),
        Fields("", [text], tools=tools, note=note, notes=board.notes(row, ["text"]), full=True),
    ]
