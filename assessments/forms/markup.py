"""The markup of what stands many times on a page: notes, buttons, rows and tables.

A template for each of them costs more than everything else on a page of sixty rows; see `make bench`. Everything that comes from people goes
through `escape`.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.board import Row, Table, Tool
from assessments.forms.cells import Cell, Words
from assessments.rules import Finding

MARKS = {"error": "●", "warning": "▲", "notice": "○"}


def note_text(finding: Finding) -> str:
    """A finding as it stands under its row: a mark, its code, the sentence and the hint."""
    mark = "◇" if finding.waived else "✎" if finding.explained else MARKS[str(finding.severity)]
    return f"{mark} {finding.rule} {finding.message} {finding.hint}"


KINDS = {"error": _("Error"), "warning": _("Warning"), "notice": _("Notice")}


def kind(finding: Finding) -> SafeString:
    """The head of a finding: its mark, what it means for submission, its rule with the way to the catalogue."""
    if finding.waived:
        mark, word = "◇", gettext("Waived")
    elif finding.explained:
        mark, word = "✎", gettext("Explained")
    else:
        mark, word = MARKS[str(finding.severity)], str(KINDS[str(finding.severity)])
    url, rule = _catalogue(), escape(finding.rule)
    return mark_safe(f'<span class="kind">{mark} {escape(word)} <a href="{url}#{rule}">{rule}</a></span>')


@cache
def _catalogue() -> str:
    return escape(reverse("catalogue"))


def notes(findings: Iterable[Finding], key: str) -> str:
    """The findings of a row. The list stays in the page when it is empty, so that a save can fill it."""
    items = "".join(f'<li class="{one.severity}">{escape(note_text(one))}</li>' for one in findings)
    return f'<ul class="row-notes" id="notes-{key}" data-notes="{key}">{items}</ul>'


def tool(button: Tool) -> str:
    """A button; one that loses something asks a second time and says what."""
    value, (label, named) = escape(button.value), _face(str(button.label), str(button.title))
    if button.confirm:
        again = f'<button type="submit" class="btn btn-sm btn-outline-danger" name="do" value="{value}">{escape(str(button.confirm))}</button>'
        return f'<details class="remove"><summary{named}>{label}</summary><div>{again}</div></details>'
    # A button of a row has a name of its own, so that the page that it brings can give the focus back to it.
    look = f'id="{value.replace(":", "-")}" class="tool"' if named else 'class="btn btn-sm btn-outline-primary"'
    return f'<button type="submit" {look} name="do" value="{value}"{named}>{label}</button>'


@lru_cache(maxsize=256)
def _face(label: str, title: str) -> tuple[str, str]:
    """What a button shows and what it is called: the same on every row."""
    title = escape(title)
    return escape(label), f' title="{title}" aria-label="{title}"' if title else ""


def tools(buttons: Iterable[Tool]) -> SafeString:
    return mark_safe("".join(tool(button) for button in buttons))


def table(block: Table) -> SafeString:
    """A table of figures with the findings of each row under it."""
    if not block.rows:
        return mark_safe(notes(block.notes, block.id))
    head = "".join(
        f'<th scope="col" class="{look}">{escape(str(label))}</th>' if label else f'<td class="{look}"></td>'
        for label, look in block.head
    )
    body = "".join(row(one, len(block.head), does=block.does) for one in block.rows)
    return mark_safe(
        f'<div class="scroll"><table class="grid {block.kind}"><thead><tr>{head}</tr></thead>{body}</table></div>{notes(block.notes, block.id)}'
    )


def row(one: Row, width: int, *, does: bool) -> str:
    """A row: its head and cells, and its findings below. What is wrong with it as a whole leads to all of it."""
    cells = "".join(f"<td>{_content(cell)}</td>" for cell in one.cells)
    if does:
        cells += f'<td class="does">{"".join(tool(button) for button in one.tools)}</td>'
    hidden = "" if one.notes else " hidden"
    noted = f'<tr class="noted"{hidden}><td colspan="{width}">{notes(one.notes, one.key)}</td></tr>'
    return f'<tbody id="{one.key}-all"><tr id="row-{one.key}">{_head(one)}{cells}</tr>{noted}</tbody>'


def labelled(cells: Sequence[Cell], look: str, *, full: bool = False) -> SafeString:
    """Cells, each with its label before it."""
    field = "field full" if full else "field"
    fields = "".join(
        f'<div class="{field}"><span class="label">{escape(str(cell.label))}</span>{cell.markup()}</div>'
        for cell in cells
    )
    return mark_safe(f'<div class="{look}">{fields}</div>')


def _head(one: Row) -> str:
    if one.head is None:
        return ""
    content = _content(one.head)
    if one.link:
        content = f'<a href="{escape(one.link)}">{content}</a>'
    return f'<th scope="row" class="indent-{one.indent}">{content}</th>'


def _content(thing: Cell | Words) -> str:
    return thing.markup() if isinstance(thing, Cell) else escape(str(thing))
