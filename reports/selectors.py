"""What was submitted and decided, scoped to the person who asks."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.document import codec
from assessments.document import filing as document
from assessments.document import policy as policies
from assessments.document.paths import cells
from assessments.extensions import Download, Event
from assessments.models import CONCLUDED, Enrolment, Filing, FiscalYear, State, User
from assessments.selectors.access import Roles, roles_of, visible_filings
from assessments.selectors.prepared import Blank, Prepared
from reports.models import Decision, Submission, Verb

QUEUED = (State.SIGNING, State.SUPERVISION, State.FIRST_REVIEW, State.SECOND_REVIEW, State.APPROVAL)


def _submitted(filing: Any) -> QuerySet[Submission, str]:
    """The hash of the newest submission of a filing."""
    return Submission.objects.filter(filing=filing).order_by("-number").values_list("sha256", flat=True)[:1]


def _approved(department: Any, year: Any) -> QuerySet[Submission, str]:
    """The hash of the approved submission of a department and year."""
    found = Submission.objects.filter(
        filing__enrolment__department=department,
        filing__enrolment__fiscal_year__year=year,
        filing__state__in=CONCLUDED,
    )
    return found.order_by("-filing__version", "-number").values_list("sha256", flat=True)[:1]


# The submissions that the pages of a filing compare it with. What a hash stands for never changes, so each is read once.
MARKS = {
    "submitted": Subquery(_submitted(OuterRef("pk"))),
    "approved_before": Subquery(
        _approved(OuterRef("enrolment__department"), OuterRef("enrolment__fiscal_year__year") - 1)
    ),
}


def _mark(filing: Filing, name: str, ask: Callable[[], QuerySet[Submission, str]]) -> str:
    """The hash that a filing was read with; one that it was read without is asked for now."""
    return (vars(filing)[name] if name in vars(filing) else next(iter(ask()), "")) or ""


def previous_document(filing: Filing) -> document.Filing | None:
    """The approved filing of the department's preceding year; None where there is none."""
    enrolment = filing.enrolment
    department, year = enrolment.department_id, enrolment.fiscal_year.year - 1
    sha256 = _mark(filing, "approved_before", lambda: _approved(department, year))
    return _document(sha256) if sha256 else None


def approved_last_year(enrolment: Enrolment) -> document.Filing | None:
    """The approved filing of the department's preceding year, whether or not this year's is begun; None where there is none."""
    sha256 = next(iter(_approved(enrolment.department_id, enrolment.fiscal_year.year - 1)), "")
    return _document(sha256) if sha256 else None


def previous_documents(filings: Sequence[Filing]) -> dict[int, document.Filing]:
    """The approved filing of each department's preceding year, by the keys of these filings: one query."""
    places = [(filing.enrolment.department_id, filing.enrolment.fiscal_year.year - 1) for filing in filings]
    rows = (
        Submission.objects.filter(
            ~Exists(Submission.objects.filter(filing=OuterRef("filing"), number__gt=OuterRef("number"))),
            filing__enrolment__department__in={department for department, _year in places},
            filing__enrolment__fiscal_year__year__in={year for _department, year in places},
            filing__state__in=CONCLUDED,
        )
        .order_by("filing__version")  # of several versions the last stands
        .values_list("filing__enrolment__department_id", "filing__enrolment__fiscal_year__year", "document_text")
    )
    texts = {(department, year): text for department, year, text in rows}
    return {filing.pk: codec.loads(texts[at]) for filing, at in zip(filings, places, strict=True) if at in texts}


def previous_filing(user: User, filing: Filing) -> int | None:
    """The key of the department's approved filing of the preceding year, where this person may read it."""
    enrolment = filing.enrolment
    found = visible_filings(user).filter(
        enrolment__department=enrolment.department_id,
        enrolment__fiscal_year__year=enrolment.fiscal_year.year - 1,
        state__in=CONCLUDED,
    )
    return found.order_by("-version").values_list("pk", flat=True).first()


def frozen_policies(keys: Sequence[int]) -> Mapping[int, policies.Policy]:
    """The policy under which each of these filings was last submitted, by its key."""
    found = Submission.objects.filter(filing__in=keys).order_by("number").values_list("filing_id", "policy_text")
    return {key: _policy(text) for key, text in dict(found).items()}


@lru_cache(maxsize=32)
def _policy(text: str) -> policies.Policy:
    return policies.loads(text)


def submitted_texts(filing: Filing) -> Mapping[str, str]:
    """The text of each cell as it was last submitted, by its path; nothing where it never was."""
    sha256 = _mark(filing, "submitted", lambda: _submitted(filing.pk))
    return _texts(sha256) if sha256 else {}


@lru_cache(maxsize=64)
def _texts(sha256: str) -> Mapping[str, str]:
    return {path: cell.text or "" for path, cell in cells(_document(sha256)).items()}


@lru_cache(maxsize=256)
def _document(sha256: str) -> document.Filing:
    """The document of a submission by its hash."""
    texts = Submission.objects.filter(sha256=sha256).values_list("document_text", flat=True)
    return codec.loads(texts[0])


_moves = Prepared(
    lambda: (
        Decision.objects.filter(filing=Blank("filing", Filing._meta.pk))
        .order_by("at", "pk")
        .values_list("at", "by__full_name", "verb", "reason")
    )
)


def timeline(filing: Filing) -> list[Event]:
    """The moves of a filing, oldest first."""
    return [
        Event(at=at, who=who, what=str(Verb(verb).label), reason=reason)
        for at, who, verb, reason in _moves.ask(filing=filing.pk)
    ]


def downloads(filing: Filing) -> list[Download]:
    """The official documents of a filing, on a page and as files."""
    page = Download(_("Preview"), reverse("preview", args=(filing.pk,)))
    return [page] + [
        Download(label, reverse("document", args=(filing.pk, kind)))
        for label, kind in (("PDF", "pdf"), ("Word", "docx"), ("Excel", "xlsx"))
    ]


def own_newest_decision(user: User, filing_pk: int, verb: str) -> Decision | None:
    """The newest decision on a filing, if this person made it with this verb."""
    newest = Decision.objects.filter(filing=filing_pk).select_related("filing__enrolment").order_by("-pk").first()
    return newest if newest is not None and (newest.by_id, newest.verb) == (user.pk, verb) else None


def reopenable(user: User) -> QuerySet[Filing]:
    """The concluded filings that an administrator may reopen, the last concluded first: no later version is in work, the year is not closed."""
    later = Filing.objects.filter(enrolment=OuterRef("enrolment"), version__gt=OuterRef("version"))
    found = visible_filings(user) if roles_of(user).administers else Filing.objects.none()
    found = found.filter(~Exists(later), state__in=CONCLUDED).exclude(
        enrolment__fiscal_year__status=FiscalYear.Status.CLOSED
    )
    return found.order_by("-state_since", "-pk")


def comes_to(roles: Roles) -> list[str]:
    """When a filing comes to wait for these roles, for those for whom none does."""
    found = []
    if roles.heads:
        found.append(_("A filing of your department waits here to be signed as soon as a preparer submits it."))
    if roles.supervises:
        found.append(_("A filing of your units waits here as soon as its unit head has signed."))
    if roles.sections:
        found.append(
            _(
                "A filing of your section's departments waits here when its supervising department has passed it; without one, when it is signed."
            )
        )
    if roles.performance:
        found.append(
            _(
                "A filing waits here for the second review when its section has passed it, and then to be approved by another account."
            )
        )
    return found


def queue(user: User) -> QuerySet[Filing]:
    """The filings whose turn it is at this person, longest waiting first."""
    roles = roles_of(user)
    waiting = Q(pk__in=())
    if roles.heads:
        waiting |= Q(state=State.SIGNING, enrolment__department__in=roles.heads)
    if roles.supervises:
        waiting |= Q(state=State.SUPERVISION, enrolment__supervisor__in=roles.supervises)
    if roles.sections:
        waiting |= Q(state=State.FIRST_REVIEW, enrolment__section__in=roles.sections)
    if roles.performance:
        waiting |= Q(state__in=(State.SECOND_REVIEW, State.APPROVAL))
    return Filing.objects.filter(waiting).order_by("state_since", "pk")
