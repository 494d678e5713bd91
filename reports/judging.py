"""What is said about the findings of a filing: reviewers reject answers, the performance section waives rules. Nothing here moves a filing."""

from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.document.codec import UNFIT
from assessments.models import CONCLUDED, Filing, Rejection, User, Waiver
from assessments.refusals import Refused
from assessments.rules import RULES, Severity
from assessments.selectors.access import roles_of
from assessments.selectors.documents import hold, load_rows
from assessments.selectors.rows import anchored
from assessments.services import log
from reports.models import Submission
from reports.notify import tell_of_waiver
from reports.workflow import MAX_REASON, current_submission, may_judge, preparers, reasons_of_reading

WAIVABLE = tuple(rule for rule in RULES.values() if rule.severity is not Severity.NOTICE)


def note(filing: Filing) -> None:
    """Mark that something was said about a filing, so that pages ask what. The caller holds its row."""
    filing.noted_at = timezone.now()
    filing.save(update_fields=["noted_at"])


def written(text: str, missing: str) -> str:
    """A text that must be there, without the white space round it. Raises `Refused`."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(missing)
    if len(text) > MAX_REASON or UNFIT.search(text):
        raise Refused(
            _("The text is longer than %(limit)s characters, or holds control characters.") % {"limit": MAX_REASON}
        )
    return text


# Answers ---------------------------------------------------------------------------------------------


@transaction.atomic
def reject(filing: Filing, rule: str, path: str, remark: str, *, by: User, seen: str | None = None) -> Rejection:
    """Say that an answer of the submission under review is not accepted, and why. Raises `Refused`.

    The answer does not count any more once the filing is a draft again, though its figures stay the same; until then the filing cannot be
    passed on. Rejecting it again only finds it rejected. `seen` is the hash of the submission that the person read.
    """
    row = hold(filing.pk)
    if reasons := may_judge(by, row) or reasons_of_reading(row, seen):
        raise Refused(reasons)
    remark = written(remark, _("Say what is wrong with the answer."))
    submission = current_submission(row)
    text = _answer(submission, rule, path)
    if submission is None or text is None:
        raise Refused(_("There is no answer to this warning that could be rejected."))
    place = {
        "filing": row,
        "submission_number": submission.number,
        "rule": rule,
        "anchor": anchored(path, load_rows(row).prefixes),
    }
    known = Rejection.objects.filter(**place, taken_back_at=None).first()
    if known is not None:
        return known
    made = Rejection.objects.create(**place, text=text, remark=remark, rejected_by=by, rejected_at=timezone.now())
    note(row)
    log.record("reject", by=by, about=row, after={f"{rule} {made.anchor}": text, "remark": remark})
    return made


def _answer(submission: Submission | None, rule: str, path: str) -> str | None:
    """The text with which a warning of a submission is explained; None where none is."""
    if submission is None or not any(
        (one.rule, one.path) == (rule, path) for one in submission.findings if one.explained
    ):
        return None
    answers = ((one.rule, one.path, one.text.text) for one in submission.document.explanations or ())
    return next((text for *place, text in answers if tuple(place) == (rule, path)), None)


@transaction.atomic
def take_back(filing: Filing, rejection_pk: int, *, by: User) -> None:
    """Let a rejected answer count again, while the submission in which it was rejected is still under review. Raises `Refused`."""
    row = hold(filing.pk)
    if reasons := may_judge(by, row):
        raise Refused(reasons)
    submission = current_submission(row)
    number = submission.number if submission else 0
    found = Rejection.objects.filter(pk=rejection_pk, filing=row, submission_number=number, taken_back_at=None).first()
    if found is None:
        raise Refused(_("This rejection cannot be taken back any more."))
    found.taken_back_by, found.taken_back_at = by, timezone.now()
    found.save(update_fields=["taken_back_by", "taken_back_at"])
    note(row)
    log.record("take_back", by=by, about=row, before={f"{found.rule} {found.anchor}": found.remark})


# Waivers ---------------------------------------------------------------------------------------------


def may_waive(user: User, filing: Filing) -> list[str]:
    """Every reason against waiving a rule for a filing, or withdrawing a waiver; none means yes."""
    if not roles_of(user).performance:
        return [_("Only the performance section waives a rule.")]
    if user.pk in preparers(filing):
        return [_("You prepared this filing; another account must make this decision.")]
    year = filing.enrolment.fiscal_year
    if year.status == year.Status.CLOSED:
        return [_("Fiscal year %(year)s is closed.") % {"year": year.year}]
    if filing.state in CONCLUDED:
        return [_("This filing is approved; no rule keeps it back.")]
    return []


@transaction.atomic
def waive(filing: Filing, rule: str, reason: str, expires_on: date, *, by: User) -> Waiver:
    """Let a rule not keep this filing back until the end of a day. Raises `Refused`.

    Its findings stay and are shown as waived. What is submitted meanwhile freezes the waiver with them.
    """
    row = hold(filing.pk)
    if reasons := may_waive(by, row):
        raise Refused(reasons)
    if rule not in {one.code for one in WAIVABLE}:
        raise Refused(_("%(rule)s is no rule that keeps a filing back.") % {"rule": rule})
    reason = written(reason, _("Give a reason."))
    today = timezone.localdate()
    if expires_on < today:
        raise Refused(_("The last day of a waiver is today or later."))
    if Waiver.objects.filter(filing=row, rule=rule, withdrawn_on=None, expires_on__gte=today).exists():
        raise Refused(_("%(rule)s is waived for this filing already; withdraw that waiver first.") % {"rule": rule})
    made = Waiver.objects.create(
        filing=row, rule=rule, reason=reason, expires_on=expires_on, granted_by=by, granted_on=today
    )
    note(row)
    log.record("waive", by=by, about=row, after={"rule": rule, "reason": reason, "until": expires_on.isoformat()})
    transaction.on_commit(partial(tell_of_waiver, made.pk, "waive"), robust=True)
    return made


@transaction.atomic
def end_waiver(waiver: Waiver, *, by: User) -> None:
    """Withdraw a waiver: from now on it does not count; what was submitted under it keeps it. Raises `Refused`."""
    row = hold(waiver.filing_id)
    if reasons := may_waive(by, row):
        raise Refused(reasons)
    found = Waiver.objects.get(pk=waiver.pk)
    if found.withdrawn_on is not None:
        return
    found.withdrawn_by, found.withdrawn_on = by, timezone.localdate()
    found.save(update_fields=["withdrawn_by", "withdrawn_on"])
    note(row)
    log.record("end_waiver", by=by, about=row, before={"rule": found.rule, "until": found.expires_on.isoformat()})
    transaction.on_commit(partial(tell_of_waiver, found.pk, "end_waiver"), robust=True)
