"""Save cells, each only over the value that it replaces (design.md, decision 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.document.amounts import Unreadable, read
from assessments.document.cells import NOTHING, Figure, Kind
from assessments.document.codec import MAX_TEXT, UNFIT
from assessments.document.computed import Computed
from assessments.document.paths import resolve
from assessments.document.places import place
from assessments.models import (
    BasicData,
    ExpenditureRow,
    Filing,
    FundItemRow,
    IndicatorRow,
    SectionRow,
    SheetRow,
    User,
)
from assessments.refusals import Refused
from assessments.selectors.access import may_edit
from assessments.selectors.documents import Address, Loaded, parse_address
from assessments.selectors.kept import held
from assessments.selectors.untaken import holds
from assessments.services import log

MODELS: dict[str, Any] = {
    "basic": BasicData,
    "expenditure": ExpenditureRow,
    "sheet": SheetRow,
    "indicator": IndicatorRow,
    "section": SectionRow,
    "fund": FundItemRow,
}
CHOICES = {"attainment": IndicatorRow.Attainment.values}
ATTACHMENTS = "report_attachments"

Cells = dict[tuple[str, int], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell as a person saw it and as they want it. `was` and `now` are texts; "" is a blank cell."""

    address: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that was not saved: why, what is stored, and what was typed."""

    address: str
    reason: str
    stored: str
    typed: str
    conflict: bool = False


@dataclass(slots=True)
class Saved:
    """The answer to a save. `computed` holds the computed cells that changed with it.

    `revision` is that of the filing after the save, `found` the one that the save came upon.
    """

    revision: int
    found: int = 0
    saved: dict[str, str] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    computed: dict[str, str] = field(default_factory=dict)
    loaded: Loaded | None = None


@transaction.atomic
def save_cells(filing_pk: int, changes: Iterable[Change], *, by: User, step: str = "", in_bulk: bool = False) -> Saved:
    """Save each cell whose stored text is still what the person saw; refuse the others, each for its own reason.

    `in_bulk`: an administrator fills blank cells from a file of many departments.
    Computed cells follow: one that was blank or as computed before is stored anew, an imported figure that differs stays.
    Raises `Refused` when the filing may not be edited at all.
    """
    loaded = held(filing_pk)
    if reasons := may_edit(by, loaded.filing, in_bulk=in_bulk):
        raise Refused(reasons)
    before = loaded.computed
    result = Saved(loaded.filing.revision, loaded.filing.revision)
    wanted: Cells = {}
    for change in changes:
        _weigh(loaded, change, before, wanted, result)
    if wanted:
        _carry_out(loaded, wanted, before, result, by=by, step=step)
    elif step and not result.refused:
        _mark_step(loaded.filing, step, by)
        loaded.filing.save(update_fields=["step_saves"])
    result.loaded = result.loaded or loaded
    return result


@transaction.atomic
def take_computed(filing_pk: int, seen: Iterable[Change], *, by: User) -> Saved:
    """Put the computed figure in the place of the stored one; `was` is the stored text that the person saw, `now` the computed one.

    A cell of which either is another by now is refused, and so is one that comes from a computed figure that stays untaken: it would
    disagree with its own parts. The others are taken, and no further cell changes. Raises `Refused` when the filing may not be edited
    at all.
    """
    loaded = held(filing_pk)
    if reasons := may_edit(by, loaded.filing):
        raise Refused(reasons)
    result = Saved(loaded.filing.revision, loaded.filing.revision)
    fit: dict[str, Change] = {}
    for change in seen:
        _weigh_computed(loaded, change, fit, result)
    wanted = _with_their_parts(loaded, fit, result)
    if wanted:
        write(loaded, loaded.with_rows(loaded.rows.with_cells(wanted)), wanted, result, by=by)
    result.loaded = result.loaded or loaded
    return result


# One cell ------------------------------------------------------------------------------------------


def _weigh(loaded: Loaded, change: Change, computed: Mapping[str, Computed], wanted: Cells, result: Saved) -> None:
    address = parse_address(change.address)
    path = loaded.path_of(address) if address else None
    if address is None or path is None or address.column in ("line", "level", ATTACHMENTS):
        result.refused.append(
            Refusal(
                change.address, _("This cell is not there any more; somebody removed its row."), "", change.now, True
            )
        )
        return
    row = loaded.by_key[address.kind, address.pk]
    stored = row.get(address.column)
    now, was, there = _lines(change.now), _lines(change.was), _lines(_spelt(stored))
    if now == there:
        result.saved[change.address] = there
        return
    reason = _reason_against(path, row.shape.slots[address.column].kind, address.column, now, computed)
    conflict = not reason and was != there
    if conflict:
        reason = _("Somebody else saved “%(stored)s” here meanwhile; you typed “%(typed)s”.") % {
            "stored": there,
            "typed": now,
        }
    if reason:
        result.refused.append(Refusal(change.address, reason, there, now, conflict))
        return
    wanted.setdefault((address.kind, address.pk), {})[address.column] = _kept(address.column, now)
    result.saved[change.address] = now


def _weigh_computed(loaded: Loaded, change: Change, fit: dict[str, Change], result: Saved) -> None:
    computed, address = loaded.computed, parse_address(change.address)
    path = loaded.path_of(address) if address else None
    if address is None or path is None or path not in computed:
        result.refused.append(
            Refusal(change.address, _("There is no computed figure for this cell."), "", change.now, True)
        )
        return
    now = computed[path].text
    there = _lines(_spelt(loaded.by_key[address.kind, address.pk].get(address.column)))
    if _holds(loaded, path):
        result.saved[change.address] = there
        return
    if there != _lines(change.was) or now != change.now:
        reason = _(
            "%(place)s: meanwhile “%(stored)s” is stored and “%(computed)s” is computed. Look at both and take it again."
        ) % {"place": place(loaded.document, path), "stored": there or NOTHING, "computed": now}
        result.refused.append(Refusal(change.address, reason, there, change.now, True))
        return
    fit[path] = change


def _with_their_parts(loaded: Loaded, fit: Mapping[str, Change], result: Saved) -> Cells:
    """The figures to store by cell: those whose computed parts are stored as computed already, or taken at the same time."""
    wanted: Cells = {}
    for path, change in fit.items():
        staying = [one for one in loaded.computed[path].over if one not in fit and not _holds(loaded, one)]
        if staying:
            reason = _("%(place)s is computed from %(part)s, where another figure is stored. Take both.") % {
                "place": place(loaded.document, path),
                "part": place(loaded.document, staying[0]),
            }
            result.refused.append(Refusal(change.address, reason, _lines(change.was), change.now, True))
            continue
        address = loaded.address_of(path)
        wanted.setdefault((address.kind, address.pk), {})[address.column] = change.now
        result.saved[change.address] = change.now
    return wanted


def _holds(loaded: Loaded, path: str) -> bool:
    figure = resolve(loaded.document, path)
    return isinstance(figure, Figure) and holds(figure, loaded.computed[path])


def _reason_against(path: str, kind: Kind | None, column: str, now: str, computed: Mapping[str, Computed]) -> str:
    if path in computed:
        return _("This figure is computed and is not typed.")
    if column in CHOICES:
        return "" if now in ("", *CHOICES[column]) else _("“%(typed)s” is none of the choices.") % {"typed": now}
    if kind is None:
        return _("“%(typed)s” is none of the choices.") % {"typed": now} if now not in ("", "true", "false") else ""
    if UNFIT.search(now):
        return _("The text holds a control character.")
    if len(now) > MAX_TEXT:
        return _("The text is longer than %(limit)s characters.") % {"limit": MAX_TEXT}
    try:
        if kind is not Kind.TEXT:
            read(kind, now)
    except Unreadable as error:
        return str(error)
    return ""


def _spelt(stored: Any) -> str:
    if isinstance(stored, bool):
        return "true" if stored else "false"
    return "" if stored is None else str(stored)


def _kept(column: str, now: str) -> Any:
    """What the column keeps: a cleared cell is blank (null), a flag is a flag."""
    if column.endswith("_none"):
        return {"true": True, "false": False}.get(now)
    return now if now or column in CHOICES else None


def _lines(text: str) -> str:
    """A text as every browser sends it back: line ends are \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Writing -------------------------------------------------------------------------------------------


def _carry_out(
    loaded: Loaded, wanted: Cells, before: Mapping[str, Computed], result: Saved, *, by: User, step: str = ""
) -> None:
    changed = loaded.with_rows(loaded.rows.with_cells(wanted))
    follow = _computed_that_follow(changed, wanted, before)
    if follow:
        for key, cells in follow.items():
            for column, text in cells.items():
                result.computed[str(Address(*key, column))] = text or ""
            wanted.setdefault(key, {}).update(cells)
        changed = loaded.with_rows(loaded.rows.with_cells(wanted))
    write(loaded, changed, wanted, result, by=by, step=step)


def write(
    loaded: Loaded, changed: Loaded, wanted: Cells, result: Saved, *, by: User | None, step: str = "", actor: str = ""
) -> None:
    """Store these cells and nothing else, count the change and log it, under the name of `actor` where no account made it."""
    _store(loaded, changed, wanted)
    filing = loaded.filing
    touch(filing, by, step)
    _store_filing(filing, changed, wanted)
    old = {
        str(Address(*key, column)): loaded.by_key[key].get(column) for key, cells in wanted.items() for column in cells
    }
    new = {str(Address(*key, column)): value for key, cells in wanted.items() for column, value in cells.items()}
    log.record("edit", by=by, about=filing, before=old, after=new, actor_name=actor)
    result.revision = filing.revision
    result.loaded = changed


def _computed_that_follow(changed: Loaded, wanted: Cells, before: Mapping[str, Computed]) -> Cells:
    """The computed cells to store after a change: those that were as computed before it, and those that were blank.

    A blank one stays where a computed figure that it comes from is untaken: it would disagree with that.
    """
    after = changed.computed
    follow: Cells = {}
    followed: set[str] = set()
    for path in {**after, **before}:  # what a figure comes from stands before it
        cell = changed.cells.get(path)
        text = after[path].text if path in after else None
        if not isinstance(cell, Figure) or cell.text == text:
            continue
        as_computed = path in before and _same(cell, before[path])
        if not as_computed and not (cell.blank and path in after):
            continue  # an imported figure that differs
        if not as_computed and any(one not in followed and not _holds(changed, one) for one in after[path].over):
            continue
        if path in after and not cell.blank and _same(cell, after[path]):
            continue  # the same figure in another spelling
        address = changed.address_of(path)
        if address.column in wanted.get((address.kind, address.pk), {}):
            continue
        follow.setdefault((address.kind, address.pk), {})[address.column] = text
        followed.add(path)
    return follow


def _same(cell: Figure, computed: Computed) -> bool:
    return cell.value == computed.value


def _store(loaded: Loaded, changed: Loaded, wanted: Cells) -> None:
    """One statement for each kind of row."""
    by_kind: dict[str, list[Any]] = {}
    columns: dict[str, set[str]] = {}
    for (kind, pk), cells in wanted.items():
        if kind == "filing":
            continue
        row = changed.by_key[kind, pk]
        values = with_values(row.shape, cells)
        values["absent"] = row.absent
        by_kind.setdefault(kind, []).append((pk, row, values))
        columns.setdefault(kind, set()).update(values)
    for kind, rows in by_kind.items():
        model = MODELS[kind]
        if kind == "basic":  # the filing was read with it
            for name, value in rows[0][2].items():
                setattr(loaded.filing.basic_data, name, value)
        if len(rows) == 1:
            model.objects.filter(pk=rows[0][0]).update(**rows[0][2])
            continue
        instances = []
        for pk, row, _values in rows:
            whole = with_values(row.shape, {column: row.get(column) for column in row.shape.columns})
            kept = {name: value for name, value in whole.items() if name in columns[kind]}
            instances.append(model(pk=pk, **kept, absent=row.absent))
        model.objects.bulk_update(instances, sorted(columns[kind]))


def with_values(shape: Any, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The columns to write for these cells: each figure with its Decimal."""
    found: dict[str, Any] = {}
    for column, text in cells.items():
        found[column] = text
        kind = shape.slots[column].kind
        if kind not in (None, Kind.TEXT):
            found[f"{column}_value"] = read(kind, text).value
    return found


def touch(filing: Filing, by: User | None, step: str = "") -> None:
    """Count the change, and note who made it and when."""
    filing.revision += 1
    filing.edited_by, filing.edited_at = by, timezone.now()
    if step and by is not None:
        _mark_step(filing, step, by)


def _mark_step(filing: Filing, step: str, by: User) -> None:
    filing.step_saves = {**filing.step_saves, step: [by.pk, by.full_name, timezone.now().isoformat()]}


def _store_filing(filing: Filing, changed: Loaded, wanted: Cells) -> None:
    cells = wanted.get(("filing", filing.pk), {})
    for column, value in cells.items():
        setattr(filing, column, value)
    filing.absent = changed.rows.filing.absent
    filing.save(update_fields=["revision", "edited_by", "edited_at", "step_saves", "absent", *cells])
