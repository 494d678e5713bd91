"""Add, remove and move the rows of a draft: indicators, projects, special-fund lines, sections, fund items; mark a fund table none.

Positions are dense and unique; a list is renumbered in two steps, through a range that no list reaches, so that neither database sees a
place taken twice.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from assessments.document import filing as document
from assessments.document.blank import blank_indicators, blank_lines, blank_project, blank_sections
from assessments.document.cells import Text
from assessments.document.codec import MAX_ITEMS
from assessments.document.lines import REPEATED_LINES
from assessments.models import ExpenditureRow, Filing, FundItemRow, IndicatorRow, SectionRow, SheetRow, User, mapping
from assessments.refusals import Refused
from assessments.selectors.access import may_edit
from assessments.selectors.documents import Loaded
from assessments.selectors.kept import held
from assessments.services import log
from assessments.services.cells import touch

MODELS: dict[str, Any] = {
    "expenditure": ExpenditureRow,
    "sheet": SheetRow,
    "indicator": IndicatorRow,
    "section": SectionRow,
    "fund": FundItemRow,
}
FAR = 10_000  # beyond every list


@transaction.atomic
def add_row(
    filing_pk: int,
    kind: str,
    *,
    by: User,
    after: int | None = None,
    sheet: int | None = None,
    table: str = "",
    level: int = 2,
    step: str = "",
    in_bulk: bool = False,
) -> int:
    """Add a blank row and return its key.

    `kind` is indicator (of `sheet`), sheet (a project), expenditure (a special-fund line), section (of `level`) or fund (of `table`). It stands
    behind the row `after`, else last; an indicator takes the levels of that row. `in_bulk`: an administrator adds it from a file of many
    departments. Raises `Refused`.
    """
    loaded = _open(filing_pk, by, in_bulk=in_bulk)
    filing = loaded.filing
    siblings = _siblings(loaded, kind, sheet=sheet, table=table)
    keys = list(siblings.values_list("pk", flat=True))
    if len(keys) >= MAX_ITEMS:
        raise Refused(_("There are %(limit)s rows already; no more fit.") % {"limit": MAX_ITEMS})
    if after is not None and after not in keys:
        raise Refused(_("The row behind which the new one should stand is not there any more."))
    model = MODELS[kind]
    values = _blank(loaded, kind, sheet=sheet, table=table, level=level, like=after)
    indicators = values.pop("indicators", ())
    last = siblings.aggregate(last=Max("position"))["last"]
    first = 1 if kind == "sheet" else 0
    made = model.objects.create(position=first if last is None else last + 1, **values)
    if indicators:
        IndicatorRow.objects.bulk_create(
            IndicatorRow(sheet=made, position=place, **mapping.INDICATOR.values(row))
            for place, row in enumerate(indicators)
        )
    if after is not None:
        keys.insert(keys.index(after) + 1, made.pk)
        _renumber(model, keys, first)
    _supply(filing, kind, table)
    _close(filing, by, step, "add_row", after={f"{kind}-{made.pk}": {"position": made.position}})
    return int(made.pk)


@transaction.atomic
def remove_row(filing_pk: int, kind: str, pk: int, *, by: User, step: str = "") -> None:
    """Remove a row; the log keeps what stood in it. Raises `Refused`."""
    loaded = _open(filing_pk, by)
    row = _own(loaded, kind, pk)
    stored = loaded.by_key[kind, pk]
    before = dict(zip(stored.shape.columns, stored.values, strict=True))
    if kind == "sheet":
        before["indicators"] = [
            dict(zip(item.shape.columns, item.values, strict=True))
            for item in loaded.rows.indicators
            if item.parent == pk
        ]
    siblings = _siblings(loaded, kind, sheet=getattr(row, "sheet_id", None), table=getattr(row, "table", ""))
    keys = [key for key in siblings.values_list("pk", flat=True) if key != pk]
    filing = loaded.filing
    for notes in (filing.explanations, filing.evidence):
        notes.filter(anchor__contains=f"[#{pk}]").filter(anchor__startswith=_list_of(loaded, kind, pk)).delete()
    row.delete()
    _renumber(MODELS[kind], keys, 1 if kind == "sheet" else 0)
    _close(filing, by, step, "remove_row", before={f"{kind}-{pk}": before})


@transaction.atomic
def move_row(filing_pk: int, kind: str, pk: int, offset: int, *, by: User, step: str = "") -> None:
    """Move a row by so many places, -1 is up; at the end of its list it stays. Raises `Refused`."""
    loaded = _open(filing_pk, by)
    row = _own(loaded, kind, pk)
    siblings = _siblings(loaded, kind, sheet=getattr(row, "sheet_id", None), table=getattr(row, "table", ""))
    keys = list(siblings.values_list("pk", flat=True))
    old = keys.index(pk)
    new = min(max(old + offset, 0), len(keys) - 1)
    if kind == "expenditure" and loaded.by_key[kind, keys[new]].get("line") not in REPEATED_LINES:
        new = old
    if new == old:
        return
    keys.insert(new, keys.pop(old))
    _renumber(MODELS[kind], keys, 1 if kind == "sheet" else 0)
    _close(loaded.filing, by, step, "move_row", before={f"{kind}-{pk}": old}, after={f"{kind}-{pk}": new})


@transaction.atomic
def mark_none(filing_pk: int, table: str, none: bool, *, by: User, step: str = "") -> None:
    """Say that a fund table has nothing to show, or take that back. Refused while the table has items."""
    loaded = _open(filing_pk, by)
    if table not in document.FUND_TABLES:
        raise Refused(_("There is no such fund table."))
    filing = loaded.filing
    if none and FundItemRow.objects.filter(filing=filing, table=table).exists():
        raise Refused(_("The table has items. Remove them before you mark it none."))
    column = f"{table}_none"
    before = getattr(filing, column)
    setattr(filing, column, none or None)
    lacking = {"fund_tables", f"fund_tables.{table}"}
    absent = _split_absent(filing, lacking)
    items = f"fund_tables.{table}.items"
    filing.absent = " ".join([part for part in absent if part != items] + ([items] if none else []))
    _close(filing, by, step, "edit", before={column: before}, after={column: none or None}, columns=(column,))


@transaction.atomic
def supply_missing(filing_pk: int, *, by: User) -> None:
    """Give a draft that came from a file every part that the file left out: lines, sheets, headings, blank cells."""
    loaded = _open(filing_pk, by)
    filing, template = loaded.filing, loaded.template
    before = filing.absent
    lines = loaded.document.basic_data.expenditure if loaded.document.basic_data else None
    known = {line.line for line in lines or ()}
    place = len(lines or ())
    for line in blank_lines(template):
        if line.line not in known:
            ExpenditureRow.objects.create(filing=filing, position=place, **mapping.EXPENDITURE.values(line))
            place += 1
    if not loaded.rows.sections:
        SectionRow.objects.bulk_create(
            SectionRow(filing=filing, position=index, **mapping.SECTION.values(section))
            for index, section in enumerate(blank_sections(template))
        )
    _supply_sheets(loaded)
    for model in (ExpenditureRow, SectionRow, FundItemRow):
        model.objects.filter(filing=filing).update(absent="")
    type(filing.basic_data).objects.filter(filing=filing).update(absent="")
    _supply_head(loaded)
    marked = [name for name in document.FUND_TABLES if getattr(filing, f"{name}_none")]
    filing.absent = " ".join(f"fund_tables.{name}.items" for name in marked)
    columns = ("report_title", "report_attachments", "department_name")
    _close(filing, by, "", "add_row", before={"absent": before}, after={"absent": filing.absent}, columns=columns)


def _supply_sheets(loaded: Loaded) -> None:
    for sheet in loaded.rows.sheets:
        if not any(row.parent == sheet.pk for row in loaded.rows.indicators):
            IndicatorRow.objects.bulk_create(
                IndicatorRow(sheet_id=sheet.pk, position=index, **mapping.INDICATOR.values(row))
                for index, row in enumerate(blank_indicators(loaded.template))
            )
    SheetRow.objects.filter(filing=loaded.filing).update(absent="")
    rows = IndicatorRow.objects.filter(sheet__filing=loaded.filing)
    rows.filter(approved_target=None, approved_weight=None).exclude(absent="").update(absent="approved")
    rows.exclude(absent="").exclude(absent="approved").update(absent="")


def _supply_head(loaded: Loaded) -> None:
    filing = loaded.filing
    if filing.report_title is None:
        year = loaded.document.fiscal_year
        filing.report_title = loaded.template.label("title.report", year, filing.enrolment.name)
    if filing.report_attachments is None:
        filing.report_attachments = list(loaded.template.attachments)
    if filing.department_name is None:
        filing.department_name = filing.enrolment.name


def set_attachments(filing_pk: int, names: Sequence[str], *, by: User, step: str = "") -> None:
    """Set the list of attachments that the report names; blank lines are left out. Raises `Refused`."""
    with transaction.atomic():
        loaded = _open(filing_pk, by)
        filing = loaded.filing
        before = filing.report_attachments
        filing.report_attachments = [name.strip()[:200] for name in names if name.strip()][:50]
        filing.absent = " ".join(_split_absent(filing, {"report", "report.attachments"}))
        _close(
            filing,
            by,
            step,
            "edit",
            before={"report_attachments": before},
            after={"report_attachments": filing.report_attachments},
            columns=("report_attachments",),
        )


# The pieces ----------------------------------------------------------------------------------------


def _open(filing_pk: int, by: User, *, in_bulk: bool = False) -> Loaded:
    loaded = held(filing_pk)
    if reasons := may_edit(by, loaded.filing, in_bulk=in_bulk):
        raise Refused(reasons)
    return loaded


def _close(
    filing: Filing,
    by: User,
    step: str,
    verb: str,
    *,
    before: Any = None,
    after: Any = None,
    columns: Sequence[str] = (),
) -> None:
    touch(filing, by, step)
    filing.save(update_fields=["revision", "edited_by", "edited_at", "step_saves", "absent", *columns])
    log.record(verb, by=by, about=filing, before=before, after=after)


def _siblings(loaded: Loaded, kind: str, *, sheet: int | None, table: str) -> Any:
    filing = loaded.filing
    if kind == "indicator":
        if not any(row.pk == sheet for row in loaded.rows.sheets):
            raise Refused(_("This sheet is not there any more."))
        return IndicatorRow.objects.filter(sheet=sheet).order_by("position")
    if kind == "sheet":
        return SheetRow.objects.filter(filing=filing, position__gte=1).order_by("position")
    if kind == "fund":
        if table not in document.FUND_TABLES:
            raise Refused(_("There is no such fund table."))
        return FundItemRow.objects.filter(filing=filing, table=table).order_by("position")
    if kind not in MODELS:
        raise Refused(_("There is no such list of rows."))
    return MODELS[kind].objects.filter(filing=filing).order_by("position")


def _own(loaded: Loaded, kind: str, pk: int) -> Any:
    stored = loaded.by_key.get((kind, pk))
    removable = kind in MODELS and stored is not None
    if removable and kind == "sheet":
        removable = stored is not None and stored.parent > 0
    if removable and kind == "expenditure":
        removable = stored is not None and stored.get("line") in REPEATED_LINES
    if not removable:
        raise Refused(_("This row is not there any more, or it belongs to the form and stays."))
    return MODELS[kind].objects.get(pk=pk)


def _list_of(loaded: Loaded, kind: str, pk: int) -> str:
    """The beginning of every anchor in the list of a row."""
    prefix = loaded.places.get((kind, pk), "")
    return prefix.partition("[")[0]


def _blank(loaded: Loaded, kind: str, *, sheet: int | None, table: str, level: int, like: int | None) -> dict[str, Any]:
    filing, template = loaded.filing, loaded.template
    if kind == "indicator":
        known = loaded.by_key.get(("indicator", like)) if like is not None else None
        row = document.Indicator()
        if known is not None:
            row = document.Indicator(level1=Text(known.get("level1")), level2=Text(known.get("level2")))
        return {"sheet_id": sheet, **_present(mapping.INDICATOR, row), "absent": "approved"}
    if kind == "sheet":
        enrolment = filing.enrolment
        supervisor = enrolment.supervisor.name if enrolment.supervisor else None
        project = blank_project(template, supervisor=supervisor, implementer=enrolment.name)
        values = mapping.PROJECT_SHEET.values(project)
        return {"filing": filing, **values, "indicators": project.indicators}
    if kind == "expenditure":
        line = next((line for line in template.lines if line.key in REPEATED_LINES), None)
        values = _present(mapping.EXPENDITURE, document.ExpenditureLine(line="special_fund"))
        return {"filing": filing, **values, "label": line.label if line else None}
    if kind == "section":
        return {"filing": filing, **_present(mapping.SECTION, document.Section(level=level))}
    return {"filing": filing, "table": table, **_present(mapping.FUND_ITEM, document.FundItem())}


def _present(shape: mapping.RowShape, thing: Any) -> dict[str, Any]:
    """The columns of a new row, every cell of it supplied."""
    return {**shape.values(thing), "absent": ""}


def _renumber(model: Any, keys: Sequence[int], first: int) -> None:
    places = {pk: place for place, pk in enumerate(keys, start=first)}
    stored = dict(model.objects.filter(pk__in=keys).values_list("pk", "position"))
    moved = [model(pk=pk, position=place) for pk, place in places.items() if stored.get(pk) != place]
    if not moved:
        return
    model.objects.filter(pk__in=[row.pk for row in moved]).update(position=F("position") + FAR)
    model.objects.bulk_update(moved, ["position"])


def _split_absent(filing: Filing, supplied: set[str]) -> list[str]:
    """What stays absent once these parts are supplied: the other parts of an object that was absent until now."""
    parts = filing.absent.split()
    if "fund_tables" in parts and "fund_tables" in supplied:
        parts += [f"fund_tables.{name}" for name in document.FUND_TABLES]
    if "report" in parts and "report" in supplied:
        parts += ["report.title", "report.sections", "report.attachments"]
    return [part for part in parts if part not in supplied]


def _supply(filing: Filing, kind: str, table: str) -> None:
    """A list is supplied once a row is added to it."""
    if kind == "fund":
        parts = _split_absent(filing, {"fund_tables", f"fund_tables.{table}"})
        filing.absent = " ".join(part for part in parts if part != f"fund_tables.{table}.items")
    elif kind == "section":
        filing.absent = " ".join(_split_absent(filing, {"report", "report.sections"}))
    elif kind == "sheet":
        filing.absent = " ".join(_split_absent(filing, {"projects"}))
