"""What the buttons on a step do besides saving: rows, fund tables, proposed figures, drafted sentences.

A button's value is `verb:what:…`; it names rows of this filing only, and the services refuse everything else.
"""

from typing import Any

from django.utils.translation import gettext as _

from assessments.document.amounts import spell
from assessments.document.drafting import draft_for, with_sentence
from assessments.document.paths import resolve
from assessments.document.scoring import propose
from assessments.models import User
from assessments.refusals import Refused
from assessments.selectors.documents import Loaded, load, parse_address
from assessments.selectors.steps import Step
from assessments.services.cells import Change, Saved, save_cells
from assessments.services.rows import add_row, mark_none, move_row, remove_row, supply_missing

NUMBER_LIMIT = 19


def carry_out(loaded: Loaded, step: Step, deed: str, value: str, *, by: User) -> str:
    """Do what a button says and return the fragment of the page to go to. Raises `Refused`."""
    pk = loaded.filing.pk
    if deed == "propose":
        return _take_proposal(pk, value, step, by)
    verb, *what = value.split(":")
    if verb == "add" and what:
        return _add(pk, what, step, by)
    if verb in ("up", "down", "remove") and what:
        kind, number = _row(what[0])
        if verb == "remove":
            remove_row(pk, kind, number, by=by, step=step.slug)
            return _in_its_place(loaded, kind, number)
        move_row(pk, kind, number, -1 if verb == "up" else 1, by=by, step=step.slug)
        return f"#{verb}-{what[0]}"  # the button, to be pressed again
    if verb in ("none", "some") and what:
        mark_none(pk, what[0], verb == "none", by=by, step=step.slug)
        return f"#filing-{pk}-{what[0]}"
    if verb == "supply":
        supply_missing(pk, by=by)
        return _list_of(pk, "expenditure" if step.slug == "expenditure" else "section")
    if verb == "draft" and what:
        return _draft(pk, what[0], step, by)
    raise Refused(_("This button does nothing here."))


def _row(text: str) -> tuple[str, int]:
    kind, _dash, number = text.rpartition("-")
    return kind, _number(number)


def _in_its_place(loaded: Loaded, kind: str, number: int) -> str:
    """The fragment of the row that comes to stand where a removed one stood, else of the one before, else of the empty list."""
    gone = loaded.by_key.get((kind, number))
    if gone is None:  # it was added since the page was read
        return ""
    rows = [row for row in loaded.by_key.values() if row.kind == kind]
    if kind in ("indicator", "fund"):
        rows = [row for row in rows if row.parent == gone.parent]
    elif kind == "sheet":
        rows = rows[1:]  # the department's own is no project
    keys = [row.pk for row in rows]
    place = keys.index(number)
    beside = [*keys[place + 1 :], *reversed(keys[:place])]
    return f"#row-{kind}-{beside[0]}" if beside else _list_of(loaded.filing.pk, kind, gone.parent)


def _list_of(pk: int, kind: str, parent: Any = None) -> str:
    """The fragment of the list in which rows of this kind stand."""
    if kind == "expenditure":
        return "#expenditure"
    lists = {
        "indicator": f"sheet-{parent}-indicators",
        "sheet": f"filing-{pk}-projects",
        "fund": f"filing-{pk}-{parent}",
    }
    return f"#{lists.get(kind, f'filing-{pk}-report_sections')}"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < NUMBER_LIMIT):
        raise Refused(_("This row is not there any more."))
    return int(text)


def _add(pk: int, what: list[str], step: Step, by: User) -> str:
    kind, *rest = what
    last = _number(rest[1]) if len(rest) > 1 else None
    if kind == "indicator" and rest:
        made = add_row(pk, kind, by=by, sheet=_number(rest[0]), after=last, step=step.slug)
        return f"#indicator-{made}-level2"
    if kind == "section" and rest:
        made = add_row(pk, kind, by=by, level=min(_number(rest[0]), 9), after=last, step=step.slug)
        return f"#row-section-{made}"
    if kind == "fund" and rest:
        made = add_row(pk, kind, by=by, table=rest[0], step=step.slug)
        return f"#fund-{made}-code"
    if kind in ("sheet", "expenditure"):
        made = add_row(pk, kind, by=by, step=step.slug)
        return f"#row-sheet-{made}" if kind == "sheet" else f"#expenditure-{made}-label"
    raise Refused(_("There is no such list of rows."))


def _take_proposal(pk: int, address: str, step: Step, by: User) -> str:
    """Save the proposed score over the one that is stored."""
    loaded = load(pk)
    parsed = parse_address(address)
    path = loaded.path_of(parsed) if parsed else None
    row = (
        resolve(loaded.document, path.removesuffix(".score"))
        if path and parsed and parsed.kind == "indicator"
        else None
    )
    proposal = propose(row, loaded.policy, loaded.document.fiscal_year) if row is not None else None
    if proposal is None or parsed is None:
        raise Refused(_("There is no proposed score for this cell any more."))
    stored = loaded.by_key[parsed.kind, parsed.pk].get("score") or ""
    _whole(save_cells(pk, [Change(address, stored, spell(proposal.score))], by=by, step=step.slug))
    return f"#{address}"


def _draft(pk: int, what: str, step: Step, by: User) -> str:
    """Put the standard sentence at the head of a section's text."""
    kind, number = _row(what)
    loaded = load(pk)
    places = [index for index, row in enumerate(loaded.rows.sections) if kind == "section" and row.pk == number]
    drafted = draft_for(loaded.document, places[0], loaded.template) if places else None
    if drafted is None or drafted.missing:
        raise Refused(_("There is no standard sentence for this section, or figures of it are missing."))
    stored = loaded.rows.sections[places[0]].get("text") or ""
    address = f"section-{number}-text"
    wanted = with_sentence(stored, drafted, loaded.template)
    _whole(save_cells(pk, [Change(address, stored, wanted)], by=by, step=step.slug))
    return f"#{address}"


def _whole(saved: Saved) -> None:
    if saved.refused:
        raise Refused([one.reason for one in saved.refused])
