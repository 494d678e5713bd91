"""The preparer's answers to warnings."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.document.codec import MAX_TEXT, UNFIT
from assessments.models import ExplanationRow, User
from assessments.refusals import Refused
from assessments.rules import Severity
from assessments.selectors.access import may_edit
from assessments.selectors.findings import bare_findings
from assessments.selectors.judgements import judgements_of
from assessments.selectors.kept import held
from assessments.selectors.rows import anchored
from assessments.services import log
from assessments.services.cells import touch


@transaction.atomic
def explain(filing_pk: int, rule: str, path: str, text: str, *, by: User) -> None:
    """Answer a warning that stands now; a blank text takes the answer back. Raises `Refused`.

    The answer holds while the figures behind the warning stay the same. A text that a reviewer rejected here is not taken again.
    """
    loaded = held(filing_pk)
    if reasons := may_edit(by, loaded.filing):
        raise Refused(reasons)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > MAX_TEXT or UNFIT.search(text):
        raise Refused(_("The explanation is too long or holds control characters."))
    found = next((one for one in bare_findings(loaded) if (one.rule, one.path) == (rule, path)), None)
    if text and (found is None or found.severity is not Severity.WARNING):
        raise Refused(_("This warning does not stand any more; there is nothing to explain."))
    anchor = anchored(path, loaded.prefixes)
    if text and not judgements_of(loaded.filing).counts(rule, anchor, text):
        raise Refused(
            _("This answer was rejected. Read the remark beside it and write another one, or correct the figures.")
        )
    known = [row for row in loaded.rows.explanations if (row.get("rule"), row.parent[0]) == (rule, anchor)]
    before = known[-1].get("text") if known else None
    ExplanationRow.objects.filter(pk__in=[row.pk for row in known]).delete()
    if text and found is not None:
        ExplanationRow.objects.create(
            filing=loaded.filing,
            position=1 + max((place for place, _row in enumerate(loaded.rows.explanations)), default=-1),
            rule=rule,
            anchor=anchor,
            text=text,
            fingerprint=found.fingerprint,
            written_by=by,
            written_at=timezone.now(),
        )
    elif not known:
        return
    filing = loaded.filing
    filing.absent = " ".join(part for part in filing.absent.split() if part != "explanations")
    touch(filing, by)
    filing.save(update_fields=["revision", "edited_by", "edited_at", "absent"])
    log.record("explain", by=by, about=filing, before={f"{rule} {anchor}": before}, after={f"{rule} {anchor}": text})
