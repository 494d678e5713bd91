"""Who may see and who may edit. Everything else of other departments does not exist for a person."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.models import CONCLUDED, Enrolment, Filing, FiscalYear, Role, RoleName, State, User
from assessments.selectors.documents import with_all
from assessments.selectors.prepared import Blank, Prepared

BEFORE_SUPERVISION = (State.DRAFT, State.SIGNING)
BEFORE_FIRST_REVIEW = (*BEFORE_SUPERVISION, State.SUPERVISION)


@dataclass(frozen=True, slots=True)
class Roles:
    """The running roles of one account: departments and sections by their keys."""

    prepares: frozenset[int] = field(default_factory=frozenset)
    heads: frozenset[int] = field(default_factory=frozenset)
    supervises: frozenset[int] = field(default_factory=frozenset)
    sections: frozenset[int] = field(default_factory=frozenset)
    city: frozenset[str] = field(default_factory=frozenset)

    @property
    def places(self) -> tuple[frozenset[int], ...]:
        """The keys of departments and sections, a set for each kind of role."""
        return self.prepares, self.heads, self.supervises, self.sections

    @property
    def performance(self) -> bool:
        return RoleName.PERFORMANCE_SECTION in self.city

    @property
    def bureau(self) -> bool:
        """Whether the account is of the finance bureau's sections."""
        return bool(self.sections or self.performance)

    @property
    def administers(self) -> bool:
        return RoleName.ADMINISTRATOR in self.city

    @property
    def secures(self) -> bool:
        return RoleName.SECURITY_ADMINISTRATOR in self.city

    @property
    def audits(self) -> bool:
        return RoleName.AUDITOR in self.city

    @property
    def reviews(self) -> bool:
        """Whether the account has a queue."""
        return bool(self.supervises or self.sections or self.performance)


_running_roles = Prepared(
    lambda: Role.objects.filter(user=Blank("user", User._meta.pk), ended_at=None).values_list(
        "name", "department_id", "section_id"
    )
)


def roles_of(user: User) -> Roles:
    """The running roles of an account; read once a request."""
    known = getattr(user, "_known_roles", None)
    if isinstance(known, Roles):
        return known
    found: dict[str, set[int]] = {name: set() for name in RoleName.values}
    for name, department, section in (
        _running_roles.ask(user=user.pk) if user.is_authenticated and user.is_active else ()
    ):
        found[name].add(department or section or 0)
    roles = Roles(
        prepares=frozenset(found[RoleName.PREPARER]),
        heads=frozenset(found[RoleName.UNIT_HEAD]),
        supervises=frozenset(found[RoleName.SUPERVISOR]),
        sections=frozenset(found[RoleName.BUREAU_SECTION]),
        city=frozenset(name for name, places in found.items() if 0 in places),
    )
    user._known_roles = roles  # type: ignore[attr-defined]
    return roles


def visible_filings(user: User) -> QuerySet[Filing]:
    """The filings that exist for this person.

    The own department's always; a supervisor's units' once they are signed, and the bureau's once they have reached it.
    """
    return _seen_with(roles_of(user))


def _seen_with(roles: Roles) -> QuerySet[Filing]:
    seen = Q(pk__in=())
    if own := roles.prepares | roles.heads:
        seen |= Q(enrolment__department__pk__in=own)
    if roles.supervises:
        seen |= Q(enrolment__supervisor__pk__in=roles.supervises) & ~Q(state__in=BEFORE_SUPERVISION)
    if roles.sections:
        seen |= Q(enrolment__section__pk__in=roles.sections) & ~Q(state__in=BEFORE_FIRST_REVIEW)
    if roles.performance:
        seen |= ~Q(state__in=BEFORE_FIRST_REVIEW)
    if roles.administers:
        seen |= Q(state__in=CONCLUDED)
    return Filing.objects.filter(seen)


def get_filing(user: User, pk: int) -> Filing:
    """The filing with its enrolment, year and basic data. Raises `Filing.DoesNotExist` for a stranger."""
    roles = roles_of(user)
    counts = tuple(len(keys) for keys in roles.places)
    keys = {f"{kind}-{place}": key for kind, keys in enumerate(roles.places) for place, key in enumerate(keys)}
    for filing in _one_seen_with(counts, roles.city).ask(pk=pk, **keys):
        return filing
    raise Filing.DoesNotExist


@lru_cache(maxsize=64)
def _one_seen_with(counts: tuple[int, ...], city: frozenset[str]) -> Prepared[Filing]:
    """The filing `pk` for whoever has so many roles of each kind; their departments and sections are blanks too."""
    key = Filing._meta.pk
    prepares, heads, supervises, sections = (
        cast(frozenset[int], frozenset(Blank(f"{kind}-{place}", key) for place in range(count)))
        for kind, count in enumerate(counts)
    )
    roles = Roles(prepares, heads, supervises, sections, city)
    return Prepared(lambda: with_all(_seen_with(roles)).filter(pk=Blank("pk", key)))


def may_edit(user: User, filing: Filing, *, in_bulk: bool = False) -> list[str]:
    """The reasons against editing a filing; none means yes. `in_bulk`: filling its blank cells from a file of many departments."""
    reasons = []
    if in_bulk:
        reasons += _not_in_bulk(user)
    elif filing.enrolment.department_id not in roles_of(user).prepares:
        reasons.append(_("Only a preparer of this department edits its filing."))
    if filing.state != State.DRAFT:
        reasons.append(
            _("The filing is at “%(state)s”; only a draft can be edited.") % {"state": filing.get_state_display()}
        )
    reasons += year_is_open(filing.enrolment.fiscal_year)
    return reasons


def may_start(user: User, enrolment: Enrolment, *, in_bulk: bool = False) -> list[str]:
    """The reasons against beginning the filing of a department and year. `in_bulk`: from a file of many departments."""
    reasons = []
    if in_bulk:
        reasons += _not_in_bulk(user)
    elif enrolment.department_id not in roles_of(user).prepares:
        reasons.append(_("Only a preparer of this department begins its filing."))
    reasons += year_is_open(enrolment.fiscal_year)
    if not enrolment.required:
        reasons.append(
            _("The department does not have to file for this year: %(reason)s")
            % {"reason": enrolment.not_required_reason}
        )
    return reasons


def _not_in_bulk(user: User) -> list[str]:
    return [] if roles_of(user).administers else [_("Only an administrator does this.")]


def year_is_open(year: FiscalYear) -> list[str]:
    """The reason why nothing can be filed for a year; none while it is open."""
    if year.status == FiscalYear.Status.OPEN:
        return []
    return [_("Fiscal year %(year)s is not open for filing.") % {"year": year.year}]
