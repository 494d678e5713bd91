"""What the home page lists for a preparer or unit head."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch

from assessments.models import CONCLUDED, Enrolment, Filing, FiscalYear, State, User
from assessments.selectors.access import may_start, roles_of
from assessments.selectors.clock import Due, dues


@dataclass(frozen=True, slots=True)
class Card:
    """A department in a year: its filing, or how to begin one."""

    enrolment: Enrolment
    filing: Filing | None
    due: Due
    prepares: bool
    reasons: Sequence[str] = ()  # against beginning it
    valid: Filing | None = None  # the approved version that holds while the next is in work

    @property
    def in_work(self) -> bool:
        return self.filing is not None and self.filing.state == State.DRAFT

    @property
    def owed(self) -> bool:
        """Whether it has to be filed and was not begun, while its year is open."""
        year = self.enrolment.fiscal_year
        return self.filing is None and self.enrolment.required and year.status == FiscalYear.Status.OPEN


def own_enrolments(user: User) -> list[Enrolment]:
    """The departments for which this person prepares, in the years that are open, the newest first."""
    return list(
        Enrolment.objects.filter(department__in=roles_of(user).prepares, fiscal_year__status=FiscalYear.Status.OPEN)
        .select_related("fiscal_year", "department", "supervisor")
        .order_by("-fiscal_year__year", "name")
    )


def cards(user: User, limit: int = 24) -> list[Card]:
    """The own departments' filings, the newest year first."""
    roles = roles_of(user)
    own = roles.prepares | roles.heads
    if not own:
        return []
    filings = Prefetch("filings", Filing.objects.order_by("-version"), to_attr="newest_first")
    enrolments = list(
        Enrolment.objects.filter(department__in=own)
        .exclude(fiscal_year__status=FiscalYear.Status.PLANNED)
        .select_related("fiscal_year", "department", "supervisor")
        .prefetch_related(filings)
        .order_by(F("fiscal_year__year").desc(), "name")[:limit]
    )
    days = dues(enrolments)
    return [_card(user, one, days[one.pk], one.department_id in roles.prepares) for one in enrolments]


def _card(user: User, enrolment: Enrolment, days: Due, prepares: bool) -> Card:
    found: list[Filing] = enrolment.newest_first  # type: ignore[attr-defined]
    filing = found[0] if found else None
    reasons = may_start(user, enrolment) if filing is None and prepares else ()
    approved = next((one for one in found if one.state in CONCLUDED), None)
    valid = approved if filing is not None and filing is not approved else None
    return Card(enrolment, filing, days, prepares, reasons, valid)
