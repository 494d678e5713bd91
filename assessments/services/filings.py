"""Begin a filing, take a whole document in, and begin the next version of an approved one."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.document import filing as document
from assessments.document.blank import blank_filing
from assessments.document.combine import with_rest
from assessments.extensions import extensions
from assessments.models import (
    CONCLUDED,
    BasicData,
    Enrolment,
    EvidenceRow,
    ExpenditureRow,
    ExplanationRow,
    Filing,
    FiscalYear,
    FundItemRow,
    IndicatorRow,
    Rejection,
    SectionRow,
    SheetRow,
    User,
    Waiver,
    mapping,
)
from assessments.refusals import Refused
from assessments.rules import Severity
from assessments.selectors.access import may_edit, may_start, year_is_open
from assessments.selectors.documents import Loaded, load, year_template
from assessments.selectors.findings import bare_findings
from assessments.selectors.kept import held
from assessments.selectors.likeness import Likeness
from assessments.selectors.rows import anchored
from assessments.services import log


def start_filing(enrolment: Enrolment, *, by: User, in_bulk: bool = False) -> Filing:
    """Begin the filing of a department and year with the blank forms of the year. Raises `Refused`.

    `in_bulk`: an administrator begins it from a file of many departments.
    """
    if reasons := may_start(by, enrolment, in_bulk=in_bulk):
        raise Refused(reasons)
    year = enrolment.fiscal_year
    blank = blank_filing(
        year_template(year.template),
        year.year,
        name=enrolment.name,
        supervisor=enrolment.supervisor.name if enrolment.supervisor else None,
        code=enrolment.department.code,
    )
    return _begin(enrolment, blank, by=by, verb="start")


def import_document(
    enrolment: Enrolment,
    incoming: document.Filing,
    *,
    by: User,
    replace: bool = False,
    keep: bool = False,
    in_bulk: bool = False,
) -> Filing:
    """Take a document in as the draft of a department and year. Raises `Refused`.

    An existing draft is only replaced when `replace` says so, and by its preparer; with `keep` the attachments that the document does not
    hold stay as they are. `in_bulk`: an administrator takes in a file of many.
    """
    if reasons := document_fits(enrolment, incoming):
        raise Refused(reasons)
    current = newest(enrolment)
    if current is None or current.state in CONCLUDED:
        if reasons := may_start(by, enrolment, in_bulk=in_bulk):
            raise Refused(reasons)
        return _begin(enrolment, incoming, by=by, verb="import")
    if not replace:
        raise Refused(
            _("%(department)s has a filing for %(year)s already. Say that it is to be replaced, or leave it.")
            % {"department": enrolment.name, "year": enrolment.fiscal_year.year}
        )
    replace_document(current, incoming, by=by, keep=keep)
    return current


def document_fits(enrolment: Enrolment, incoming: document.Filing) -> list[str]:
    """The reasons why a document is not of this department and year."""
    reasons = []
    year = enrolment.fiscal_year.year
    if incoming.fiscal_year != year:
        reasons.append(
            _("The document is of fiscal year %(given)s, not of %(year)s.")
            % {"given": incoming.fiscal_year, "year": year}
        )
    code = incoming.department.code if incoming.department else None
    if code is not None and not code.blank and (code.text or "").strip() != enrolment.department.code:
        reasons.append(
            _("The document names the department code %(given)s; this department has %(code)s.")
            % {"given": code.text, "code": enrolment.department.code}
        )
    return reasons


def newest(enrolment: Enrolment) -> Filing | None:
    """The newest version of a department's filing for a year."""
    return Filing.objects.filter(enrolment=enrolment).order_by("-version").first()


@transaction.atomic
def replace_document(filing: Filing, incoming: document.Filing, *, by: User, keep: bool = False) -> None:
    """Put a whole document in the place of a draft's, or with `keep` its attachments. Raises `Refused`; nothing is half replaced.

    Waivers stay, since they speak of rules; rejected answers and remarks follow their rows to those that are like them.
    """
    loaded = held(filing.pk)
    if reasons := [*may_edit(by, loaded.filing), *document_fits(loaded.filing.enrolment, incoming)]:
        raise Refused(reasons)
    if keep:
        incoming = with_rest(incoming, loaded.document)
    for model in (ExpenditureRow, SectionRow, FundItemRow, ExplanationRow, EvidenceRow):
        model.objects.filter(filing=filing).delete()
    IndicatorRow.objects.filter(sheet__filing=filing).delete()
    SheetRow.objects.filter(filing=filing).delete()
    _write(loaded.filing, incoming, by=by)
    if loaded.filing.noted_at is not None:
        _carry_notes(Likeness(loaded, load(filing.pk)))
    log.record("import", by=by, about=loaded.filing, before=_json(loaded.document), after=_json(incoming))


def _carry_notes(likeness: Likeness) -> None:
    """What was said about rows that were replaced now speaks of the rows in their place."""
    for rejection in Rejection.objects.filter(filing=likeness.filing):
        rejection.anchor = likeness.anchor_of(rejection.anchor)
        rejection.save(update_fields=["anchor"])
    extensions.rows_replaced(likeness)


@transaction.atomic
def next_version(filing: Filing, *, by: User) -> Filing:
    """The next version of an approved filing as a draft with the same content. The approved one stays as it is. Raises `Refused`.

    The caller has decided that it may be reopened. Waivers that run go along; rejected answers and remarks stay with what was approved.
    """
    _hold_open(filing.enrolment)
    loaded = load(filing.pk)
    made = Filing.objects.create(enrolment=loaded.filing.enrolment, version=filing.version + 1, created_by=by)
    BasicData.objects.create(filing=made)
    _write(made, loaded.document, by=by)
    _copy_waivers(loaded.filing, made)
    return made


def _copy_waivers(filing: Filing, made: Filing) -> None:
    running = list(Waiver.objects.filter(filing=filing, withdrawn_on=None, expires_on__gte=timezone.localdate()))
    if not running:
        return
    for waiver in running:
        waiver.pk, waiver.filing = None, made
    Waiver.objects.bulk_create(running)
    made.noted_at = timezone.now()
    made.save(update_fields=["noted_at"])


# Writing rows --------------------------------------------------------------------------------------


def _hold_open(enrolment: Enrolment) -> None:
    """Hold the year until the end of the transaction, so that nobody closes it beside us. Raises `Refused` when it is not open."""
    year = FiscalYear.objects.select_for_update(no_key=True).get(pk=enrolment.fiscal_year_id)
    if reasons := year_is_open(year):
        raise Refused(reasons)


def _begin(enrolment: Enrolment, content: document.Filing, *, by: User, verb: str) -> Filing:
    """Make the filing. The database allows one in work; who comes second is told so."""
    taken = _("%(department)s has a filing for %(year)s already.") % {
        "department": enrolment.name,
        "year": enrolment.fiscal_year.year,
    }
    if newest(enrolment) is not None:
        raise Refused(taken)
    try:
        with transaction.atomic():
            _hold_open(enrolment)
            made = Filing.objects.create(enrolment=enrolment, created_by=by)
            BasicData.objects.create(filing=made)
            _write(made, content, by=by)
            log.record(verb, by=by, about=made, after=_json(content))
    except IntegrityError as error:
        raise Refused(taken) from error
    return made


def _json(content: document.Filing) -> dict[str, Any]:
    from assessments.document.codec import to_json

    return to_json(content)


def _write(filing: Filing, content: document.Filing, *, by: User) -> None:
    """Save a document to the rows of a filing that has none but its own and its basic data."""
    _update(filing, mapping.FILING.values(content))
    filing.revision += 1
    filing.edited_by, filing.edited_at = by, timezone.now()
    filing.step_saves = {}
    filing.save()
    basic = BasicData.objects.get(filing=filing)
    _update(basic, mapping.BASIC.values(content.basic_data))
    basic.save()
    lines = content.basic_data.expenditure if content.basic_data else None
    _rows(ExpenditureRow, mapping.EXPENDITURE, lines, filing=filing)
    _rows(SectionRow, mapping.SECTION, content.report.sections if content.report else None, filing=filing)
    items = []
    for name in document.FUND_TABLES:
        table = getattr(content.fund_tables, name, None)
        items += _made(FundItemRow, mapping.FUND_ITEM, table.items if table else None, filing=filing, table=name)
    FundItemRow.objects.bulk_create(items)
    _sheets(filing, content)
    _notes(filing, content, by)


def _update(row: models.Model, values: dict[str, Any]) -> None:
    for column, value in values.items():
        setattr(row, column, value)


def _made(model: Any, shape: mapping.RowShape, things: Sequence[Any] | None, **parent: Any) -> list[Any]:
    return [model(position=place, **parent, **shape.values(thing)) for place, thing in enumerate(things or ())]


def _rows(model: Any, shape: mapping.RowShape, things: Sequence[Any] | None, **parent: Any) -> None:
    model.objects.bulk_create(_made(model, shape, things, **parent))


def _sheets(filing: Filing, content: document.Filing) -> None:
    """附件2 always has its sheet; the filing's `absent` says when it was not supplied."""
    shapes = [mapping.DEPARTMENT_SHEET.values(content.department_evaluation)]
    shapes += [mapping.PROJECT_SHEET.values(project) for project in content.projects or ()]
    sheets = SheetRow.objects.bulk_create(
        SheetRow(filing=filing, position=place, **values) for place, values in enumerate(shapes)
    )
    sources = [content.department_evaluation, *(content.projects or ())]
    rows: list[IndicatorRow] = []
    for sheet, source in zip(sheets, sources, strict=True):
        rows += _made(IndicatorRow, mapping.INDICATOR, source.indicators if source else None, sheet=sheet)
    IndicatorRow.objects.bulk_create(rows)


def _notes(filing: Filing, content: document.Filing, by: User) -> None:
    """Explanations and evidence, bound to their rows; an explanation holds for the figures it came with."""
    if not content.explanations and not content.evidence:
        return
    loaded = load(filing.pk)
    prints = _fingerprints(loaded) if content.explanations else {}
    ExplanationRow.objects.bulk_create(
        ExplanationRow(
            filing=filing,
            position=place,
            anchor=anchored(note.path, loaded.prefixes),
            fingerprint=prints.get((note.rule, note.path), ""),
            written_by=by,
            written_at=timezone.now(),
            **mapping.EXPLANATION.values(note),
        )
        for place, note in enumerate(content.explanations or ())
    )
    EvidenceRow.objects.bulk_create(
        EvidenceRow(
            filing=filing,
            position=place,
            anchor=anchored(file.path, loaded.prefixes),
            **mapping.EVIDENCE.values(file),
        )
        for place, file in enumerate(content.evidence or ())
    )


def _fingerprints(loaded: Loaded) -> dict[tuple[str, str], str]:
    warnings = (finding for finding in bare_findings(loaded) if finding.severity is Severity.WARNING)
    return {(finding.rule, finding.path): finding.fingerprint for finding in warnings}
