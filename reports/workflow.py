"""The moves of a filing: the table, the guards that answer "may I?", and the one writer of its state (domain.md, The moves)."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.extensions import Action
from assessments.models import Filing, FiscalYear, LogEntry, State, User
from assessments.refusals import Refused
from assessments.selectors.access import Roles, roles_of
from assessments.selectors.documents import hold
from assessments.selectors.judgements import rejections_that_count
from assessments.services import log
from assessments.services.filings import next_version
from reports.models import Decision, Submission, Verb
from reports.models.decisions import NEEDS_REASON
from reports.notify import tell_the_next
from reports.submitting import freeze, reasons_against_submitting

MAX_REASON = 2000
# The verbs of the log with which an account has prepared a filing. To reject an answer, to waive a rule or to pin a remark is none of them.
WRITING = ("start", "import", "edit", "add_row", "remove_row", "move_row", "explain", "answer_remark", Verb.SUBMIT)


@dataclass(frozen=True, slots=True)
class Move:
    """Where a verb leads from one state."""

    to: State


# Where a filing is with somebody who reads and judges it, and the moves with which it is passed on from there.
REVIEWED = (State.SIGNING, State.SUPERVISION, State.FIRST_REVIEW, State.SECOND_REVIEW, State.APPROVAL)
PASSING = (Verb.SIGN, Verb.SUPERVISE, Verb.FIRST_REVIEW, Verb.SECOND_REVIEW, Verb.APPROVE)

MOVES: dict[tuple[str, str], Move] = {
    (State.DRAFT, Verb.SUBMIT): Move(State.SIGNING),
    (State.SIGNING, Verb.WITHDRAW): Move(State.DRAFT),
    (State.SIGNING, Verb.SIGN): Move(State.SUPERVISION),  # or first review, see `destination`
    (State.SUPERVISION, Verb.SUPERVISE): Move(State.FIRST_REVIEW),
    (State.FIRST_REVIEW, Verb.FIRST_REVIEW): Move(State.SECOND_REVIEW),
    (State.SECOND_REVIEW, Verb.SECOND_REVIEW): Move(State.APPROVAL),
    (State.APPROVAL, Verb.APPROVE): Move(State.APPROVED),
    **{(state, Verb.RETURN): Move(State.DRAFT) for state in REVIEWED},
    (State.APPROVED, Verb.PUBLISH): Move(State.PUBLISHED),
    # The next version becomes a draft; this one stays valid.
    (State.APPROVED, Verb.REOPEN): Move(State.APPROVED),
    (State.PUBLISHED, Verb.REOPEN): Move(State.PUBLISHED),
}

HOLDERS = {
    State.DRAFT: gettext_lazy("a preparer of the department"),
    State.SIGNING: gettext_lazy("the unit head"),
    State.SUPERVISION: gettext_lazy("the supervising department"),
    State.FIRST_REVIEW: gettext_lazy("the bureau section of the department"),
    State.SECOND_REVIEW: gettext_lazy("the performance section"),
    State.APPROVAL: gettext_lazy("the performance section"),
}


def destination(filing: Filing, verb: str) -> State:
    """Where the move leads for this filing. Without a supervising department, signing leads to the first review."""
    enrolment = filing.enrolment
    if verb == Verb.SIGN and enrolment.supervisor_id in (None, enrolment.department_id):
        return State.FIRST_REVIEW
    return MOVES[filing.state, verb].to


# May I? --------------------------------------------------------------------------------------------


def holds(roles: Roles, filing: Filing) -> bool:
    """Whether it is this account's turn: who holds a filing passes it on or returns it."""
    enrolment = filing.enrolment
    return {
        State.DRAFT: enrolment.department_id in roles.prepares,
        State.SIGNING: enrolment.department_id in roles.heads,
        State.SUPERVISION: enrolment.supervisor_id in roles.supervises,
        State.FIRST_REVIEW: enrolment.section_id in roles.sections,
        State.SECOND_REVIEW: roles.performance,
        State.APPROVAL: roles.performance,
        State.APPROVED: enrolment.department_id in roles.heads,
        State.PUBLISHED: False,
    }[State(filing.state)]


def has_part(roles: Roles, verb: str, filing: Filing) -> bool:
    """Whether the account's roles are those of the verb."""
    if verb == Verb.WITHDRAW:
        return filing.enrolment.department_id in roles.prepares
    if verb == Verb.REOPEN:
        return roles.administers
    return holds(roles, filing)


def may(user: User, verb: str, filing: Filing, *, reason: str | None = None) -> list[str]:
    """Every reason against a move; none means yes. The one answer for server, button and message.

    `reason` is the reason that was given; None asks before one can be given. `filing` comes with its enrolment and year.
    """
    if (filing.state, verb) not in MOVES:
        return [
            _("The filing is at “%(state)s”, where “%(verb)s” is no move.")
            % {"state": filing.get_state_display(), "verb": Verb(verb).label}
        ]
    refusals = _reasons_of_person(user, verb, filing)
    if refusals:
        return refusals
    refusals += _reasons_of_year(filing)
    if verb in NEEDS_REASON and reason is not None:
        refusals += _reasons_of_reason(reason)
    if verb == Verb.SUBMIT:
        refusals += reasons_against_submitting(filing, user)
    if verb in PASSING:
        refusals += _reasons_of_rejections(filing)
    if verb == Verb.PUBLISH and not filing.enrolment.public:
        refusals.append(_("This department's filings are not published."))
    if verb == Verb.REOPEN and Filing.objects.filter(enrolment=filing.enrolment, version__gt=filing.version).exists():
        refusals.append(_("A later version of this filing is in work already."))
    return refusals


def _reasons_of_person(user: User, verb: str, filing: Filing) -> list[str]:
    if not has_part(roles_of(user), verb, filing):
        if verb == Verb.REOPEN:
            return [_("Only an administrator reopens an approved filing.")]
        if verb == Verb.WITHDRAW:
            return [_("Only a preparer of the department withdraws its filing.")]
        who = HOLDERS.get(State(filing.state), gettext_lazy("the unit head"))
        return [_("This move belongs to %(who)s.") % {"who": who}]
    if verb not in (Verb.SUBMIT, Verb.WITHDRAW) and user.pk in preparers(filing):
        return [_("You prepared this filing; another account must make this move.")]
    if verb == Verb.APPROVE and _last_decision(filing, Verb.SECOND_REVIEW, by=user) is not None:
        return [_("You made the second review; another account of the performance section approves.")]
    return []


def _reasons_of_rejections(filing: Filing) -> list[str]:
    """Who rejects an answer returns the filing, or takes the rejection back; while its rule is waived, nothing waits for another answer."""
    if filing.noted_at is None:
        return []
    newest = Submission.objects.filter(filing=filing).order_by("-number").values("number")[:1]
    counting = rejections_that_count(filing, timezone.localdate())
    count = counting.filter(submission_number=Subquery(newest)).count()
    if not count:
        return []
    return [
        ngettext(
            "%(count)s answer was rejected: return the filing, or take the rejection back.",
            "%(count)s answers were rejected: return the filing, or take the rejections back.",
            count,
        )
        % {"count": count}
    ]


def may_judge(user: User, filing: Filing) -> list[str]:
    """Every reason against rejecting an answer of a filing or pinning a remark to it; none means yes.

    Who holds a submitted filing may, but never who prepared it. Neither moves the filing.
    """
    if filing.state not in REVIEWED:
        return [_("The filing is at “%(state)s”; nobody reviews it there.") % {"state": filing.get_state_display()}]
    if not holds(roles_of(user), filing):
        return [_("This belongs to %(who)s.") % {"who": HOLDERS[State(filing.state)]}]
    if user.pk in preparers(filing):
        return [_("You prepared this filing; another account must review it.")]
    return _reasons_of_year(filing)


def _reasons_of_year(filing: Filing) -> list[str]:
    year = filing.enrolment.fiscal_year
    if year.status != FiscalYear.Status.CLOSED:
        return []
    return [_("Fiscal year %(year)s is closed.") % {"year": year.year}]


def _reasons_of_reason(reason: str) -> list[str]:
    if not reason.strip():
        return [_("Give a reason.")]
    if len(reason) > MAX_REASON:
        return [_("The reason is longer than %(limit)s characters.") % {"limit": MAX_REASON}]
    return []


def preparers(filing: Filing) -> set[int]:
    """The accounts that wrote in a filing or submitted it, in this version or one that it was copied from.

    The log names every writer; the filing itself only the last. Who reopened a filing copied it, and wrote nothing.
    """
    versions = Filing.objects.filter(enrolment=filing.enrolment_id, version__lte=filing.version)
    keys = list(versions.values_list("pk", flat=True))
    entries = LogEntry.objects.filter(object_kind="filing", object_id__in=[str(key) for key in keys], verb__in=WRITING)
    wrote = entries.order_by().values_list("actor_id", flat=True).distinct()
    submitted = Submission.objects.filter(filing__in=keys).order_by().values_list("submitted_by_id", flat=True)
    return {actor for actor in wrote if actor is not None} | set(submitted)


def _last_decision(filing: Filing, verb: str, *, by: User) -> Decision | None:
    """The decision of this account on the submission that is being judged."""
    submission = current_submission(filing)
    return Decision.objects.filter(submission=submission, verb=verb, by=by).first() if submission else None


def current_submission(filing: Filing) -> Submission | None:
    """The newest submission of a filing: the one being judged, or the one that was approved."""
    return Submission.objects.filter(filing=filing).order_by("-number").first()


def available(user: User, filing: Filing) -> list[Action]:
    """The moves that this person's roles have at this state, each with the reasons against it."""
    roles = roles_of(user)
    actions = []
    for state, verb in MOVES:
        if state == filing.state and has_part(roles, verb, filing):
            actions.append(
                Action(
                    verb=verb,
                    label=str(Verb(verb).label),
                    url=_page_of(filing, verb),
                    reasons=tuple(may(user, verb, filing)),
                    post=verb in (Verb.WITHDRAW, Verb.PUBLISH),
                    primary=verb not in (Verb.RETURN, Verb.WITHDRAW, Verb.REOPEN),
                )
            )
    return actions


def _page_of(filing: Filing, verb: str) -> str:
    """Where a person makes a move: the page that shows what is being decided, or the move itself."""
    if verb in (Verb.WITHDRAW, Verb.PUBLISH):
        return reverse("move", args=(filing.pk, verb))
    if verb in (Verb.SUBMIT, Verb.REOPEN):
        return reverse(verb, args=(filing.pk,))
    return reverse("sign" if filing.state == State.SIGNING else "review", args=(filing.pk,))


# The one writer --------------------------------------------------------------------------------------


def move(
    filing: Filing, verb: str, *, by: User, reason: str = "", password: str | None = None, seen: str | None = None
) -> Decision:
    """Carry out one move of the table and record it. Raises `Refused` with every reason at once.

    Signing asks for the account's password again. `seen` is the hash of the submission that the person read; another one in its place
    is never decided on. A repeated click finds the move made and gets its decision.
    """
    if verb == Verb.SIGN and not by.check_password(password or ""):
        raise Refused(_("The password is not right. Nothing was signed."))
    with transaction.atomic():
        row = hold(filing.pk)
        if (made := _made_already(row, verb, by)) is not None:
            return made
        if refusals := may(by, verb, row, reason=reason) or reasons_of_reading(row, seen):
            raise Refused(refusals)
        return _carry_out(row, verb, by, reason.strip())


def reasons_of_reading(row: Filing, seen: str | None) -> list[str]:
    """A decision falls on what was read, not on what took its place while the page stood open."""
    submission = current_submission(row)
    if seen is None or (submission is not None and submission.sha256 == seen):
        return []
    return [_("The filing was submitted again after you opened this page. Read it as it is now, then decide.")]


def _carry_out(row: Filing, verb: str, by: User, reason: str) -> Decision:
    now = timezone.now()
    submission = freeze(row, by=by, at=now) if verb == Verb.SUBMIT else current_submission(row)
    if submission is None:
        raise Refused(_("This filing was never submitted."))
    decision = Decision.objects.create(
        filing=row,
        submission=submission,
        verb=verb,
        from_state=row.state,
        to_state=destination(row, verb),
        by=by,
        at=now,
        reason=reason,
    )
    if decision.to_state != row.state:
        row.state, row.state_since = decision.to_state, now
        row.save(update_fields=["state", "state_since"])
    if verb == Verb.REOPEN:
        next_version(row, by=by)
    log.record(
        verb,
        by=by,
        about=row,
        before={"state": decision.from_state},
        after={"state": decision.to_state, "submission": submission.sha256, "reason": reason, "at": now.isoformat()}
        | ({"late": submission.late} if verb == Verb.SUBMIT else {}),
    )
    transaction.on_commit(partial(tell_the_next, decision.pk), robust=True)
    return decision


def _made_already(row: Filing, verb: str, by: User) -> Decision | None:
    """The decision of an earlier click: the newest one, the same verb by the same account, which led to this state."""
    last = Decision.objects.filter(filing=row).order_by("-pk").first()
    if last is None or (last.verb, last.by_id, last.to_state) != (verb, by.pk, row.state):
        return None
    return None if (row.state, verb) in MOVES and verb != Verb.REOPEN else last
