"""What the buttons on a step do besides saving: rows, fund tables, proposed figures, drafted sentences.

A button's value is `verb:what:…`; it names rows of this filing only, and the services refuse everything else.
"""

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
            return ""
        move_row(pk, kind, number, -1 if verb == "up" else 1, by=by, step=step.slug)
        return f"#row-{what[0]}"
    if verb in ("none", "some") and what:
        mark_none(pk, what[0], verb == "none", by=by, step=step.slug)
        return f"#filing-{pk}-{what[0]}"
    if verb == "supply":
        supply_missing(pk, by=by)
        return ""
    if verb == "draft" and what:
        return _draft(pk, what[0], step, by)
    raise Refused(_("This button does nothing here."))


def _row(text: str) -> tuple[str, int]:
    kind, _dash, number = text.rpartition("-")
    return kind, _number(number)


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
