"""Where a year stands, for those who follow it: the bureau, its sections and supervising departments, each in what is theirs.

The state and the due day of a department are shown to whom it belongs; figures come only from submissions that the person may read.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from assessments.models import Enrolment, FiscalYear, State, User
from assessments.selectors import years
from assessments.selectors.access import roles_of, visible_filings
from reports.models import BrokenRule, Decision, Submission
from reports.progress.bands import RATES, SCORES, band_of, within

NOT_BEGUN = "none"
LATE = "late"
NOT_HANDED_IN = (State.DRAFT, State.SIGNING)
KEPT_FROM = 200  # departments
KEPT_SECONDS = 60


def follows(user: User) -> bool:
    """Whether this person follows the progress of departments that are not their own."""
    roles = roles_of(user)
    return roles.reviews or roles.administers


def current_year() -> FiscalYear | None:
    """The year that is being filed: the newest open one, else the newest that was."""
    begun = FiscalYear.objects.exclude(status=FiscalYear.Status.PLANNED)
    is_open = Case(When(status=FiscalYear.Status.OPEN, then=Value(1)), default=Value(0))
    return begun.order_by(is_open.desc(), "-year").first()


def _theirs(user: User) -> Q:
    """The enrolments that this person follows."""
    roles = roles_of(user)
    if roles.performance or roles.administers:
        return Q()
    return Q(section__in=roles.sections) | Q(supervisor__in=roles.supervises)


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be counted of the newest submissions: filings by band of score and of execution rate, and by broken rule."""

    by_bands: dict[tuple[str, str], int] = field(default_factory=dict)  # (score, rate)
    by_rule: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        return sum(self.by_bands.values())

    @property
    def by_score(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (score, _rate), number in self.by_bands.items():
            found[score] += number
        return found


@dataclass(frozen=True, slots=True)
class Summary:
    """Where a year stood at a time: departments by state ("none": not begun), how many are late, and the figures."""

    at: datetime
    states: dict[str, int]
    late: int
    figures: Figures
    latest: tuple[tuple[str, date], ...] = ()  # some of the late departments with their due days, the longest first

    @property
    def total(self) -> int:
        return sum(self.states.values())


def summary(user: User, year: FiscalYear) -> Summary:
    """Where a year stands for this person; administrators follow progress alone and get no figures.

    Counted afresh for a small year. A large one is counted once a minute for each person, and after each of the person's own moves.
    """
    today = timezone.localdate()
    newest = Decision.objects.filter(by=user).order_by("-pk").values_list("pk", flat=True).first()
    roles = roles_of(user)
    scope = (user.pk, sorted(roles.sections), sorted(roles.supervises), sorted(roles.city))
    key = f"progress:{hash_of(scope)}:{year.pk}:{year.due_on}:{today}:{newest}"
    kept: Summary | None = cache.get(key)
    if kept is not None:
        return kept
    counted, late = states(user, year, today)
    found = Summary(timezone.now(), counted, late, Figures())
    if roles.reviews:
        names = late_departments(user, year, today) if late else ()
        found = replace(found, figures=figures(user, year), latest=tuple(names))
    if found.total >= KEPT_FROM:
        cache.set(key, found, KEPT_SECONDS)
    return found


def hash_of(scope: object) -> str:
    """A short name for what a person follows."""
    return hashlib.sha256(repr(scope).encode()).hexdigest()[:16]


def states(user: User, year: FiscalYear, today: date) -> tuple[dict[str, int], int]:
    """How many departments that must file stand in which state, and how many of them are late; one query."""
    late = Q(due_on__lt=today) & (Q(filing_state=None) | Q(filing_state__in=NOT_HANDED_IN))
    rows = (
        years.progress(year, today)
        .filter(_theirs(user), required=True)
        .annotate(late=Case(When(late, then=True), default=False, output_field=BooleanField()))
        .order_by()
        .values_list("filing_state", "late")
        .annotate(number=Count("pk"))
    )
    counted: Counter[str] = Counter()
    late_ones = 0
    for state, is_late, number in rows:
        counted[state or NOT_BEGUN] += number
        late_ones += number if is_late else 0
    return dict(counted), late_ones


def submissions(user: User, year: FiscalYear, among: Sequence[int] | None = None) -> QuerySet[Submission]:
    """The newest submission of each department that this person follows and may read; a draft has none that stands.

    `among` are the keys of the enrolments to look at; None for all.
    """
    visible = visible_filings(user).exclude(state=State.DRAFT)
    theirs = Enrolment.objects.filter(_theirs(user), fiscal_year=year, required=True)
    later_version = visible.filter(enrolment=OuterRef("filing__enrolment"), version__gt=OuterRef("filing__version"))
    later = Submission.objects.filter(filing=OuterRef("filing"), number__gt=OuterRef("number"))
    if among is not None:
        visible, theirs = visible.filter(enrolment__in=among), theirs.filter(pk__in=among)
    return Submission.objects.filter(
        ~Exists(later), ~Exists(later_version), filing__in=visible, filing__enrolment__in=theirs
    )


def figures(user: User, year: FiscalYear, rules: int = 8) -> Figures:
    """The pictures of a year in two queries."""
    newest = submissions(user, year)
    by_bands = (
        newest.annotate(score=band_of(SCORES, "total_score"), rate=band_of(RATES, "execution_rate"))
        .order_by()
        .values_list("score", "rate")
        .annotate(number=Count("pk"))
    )
    by_rule = (
        newest.filter(broken_rules__isnull=False)
        .order_by()
        .values_list("broken_rules__rule")
        .annotate(number=Count("pk"))
        .order_by("-number", "broken_rules__rule")[:rules]
    )
    return Figures({(score, rate): number for score, rate, number in by_bands}, tuple(by_rule))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which departments a list shows; what is empty or unknown limits nothing."""

    text: str = ""
    state: str = ""
    score: str = ""
    rate: str = ""
    rule: str = ""


def departments(user: User, year: FiscalYear, wanted: Wanted, today: date | None = None) -> QuerySet[Enrolment]:
    """The departments that this person follows in a year, with state and due day, filtered."""
    found: Any = years.progress(year, today or timezone.localdate(), text=wanted.text, state=wanted.state)
    found = found.filter(_theirs(user))
    limits = [
        within(SCORES, wanted.score, "total_score"),
        within(RATES, wanted.rate, "execution_rate"),
        Q(Exists(BrokenRule.objects.filter(submission=OuterRef("pk"), rule=wanted.rule))) if wanted.rule else None,
    ]
    if any(limit is not None for limit in limits):
        fitting = submissions(user, year)
        for limit in limits:
            fitting = fitting if limit is None else fitting.filter(limit)
        found = found.filter(pk__in=fitting.values("filing__enrolment"))
    return found.order_by("due_on", "department__code") if wanted.state == LATE else found


def late_departments(user: User, year: FiscalYear, today: date, limit: int = 8) -> list[tuple[str, date]]:
    """Those that are past their due day, with it, the longest first."""
    found: Any = departments(user, year, Wanted(state=LATE), today)
    return list(found.values_list("name", "due_on")[:limit])


def lines(user: User, year: FiscalYear, keys: Sequence[int]) -> list[Any]:
    """The enrolments of these keys, in this order, each with its newest submission as `submission` where the person may read one."""
    found: Any = years.progress(year, timezone.localdate()).in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    newest = submissions(user, year, keys).annotate(enrolment=F("filing__enrolment"))
    shown = newest.only("pk", "filing_id", "number", "late", "open_warnings", "execution_rate", "total_score")
    by_enrolment = {one.enrolment: one for one in shown}
    for row in rows:
        row.submission = by_enrolment.get(row.pk)
    return rows
