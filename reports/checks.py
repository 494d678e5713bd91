"""What the mass check of a year found, for those who review: each filing that the person may read with its findings by rule.

A person sees the newest version of each department's filing that is theirs to read; shares are of those.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from assessments.models import Filing, FilingCheck, FiscalYear, Job, State, User
from assessments.rules import RULES
from assessments.selectors.access import visible_filings
from assessments.services.validation import VALIDATE_YEAR
from reports.progress import KEPT_FROM, KEPT_SECONDS, hash_of

COUNTS = ("errors", "open_warnings", "explained", "waived", "notices")
RESULTS = {
    "errors": Q(checked__errors__gt=0),
    "warnings": Q(checked__open_warnings__gt=0),
    "explained": Q(checked__explained__gt=0),
    "waived": Q(checked__waived__gt=0),
    "clean": Q(checked__errors=0, checked__open_warnings=0, checked__fault=""),
    "unjudged": Q(checked__fault__gt=""),
}
STALE = "stale"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which filings a list shows, and in which order; what is empty or unknown limits nothing.

    `order` is "code", one of COUNTS or the code of a rule, most first; with a "-" before it the other way round.
    """

    text: str = ""
    state: str = ""
    result: str = ""
    severity: str = ""  # which rules have a column
    rule: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the listed filings break a rule, and in how many more it is waived."""

    code: str
    number: int
    waived: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded half up."""
        return (self.number * 200 + self.total) // (self.total * 2) if self.total else 0


@dataclass(frozen=True, slots=True)
class Shares:
    """The listed filings counted: all, those with an error, those that could not be judged, those whose check is out of date, and by
    broken rule; their keys in order."""

    keys: tuple[int, ...]
    with_errors: int
    unjudged: int
    stale: int
    rules: tuple[Share, ...]

    @property
    def total(self) -> int:
        return len(self.keys)


def filings(user: User, year: FiscalYear) -> QuerySet[Filing]:
    """The newest version of each department's filing of a year that this person may read."""
    return newest(user).filter(enrolment__fiscal_year=year)


def newest(user: User) -> QuerySet[Filing]:
    """The same of every year."""
    visible = visible_filings(user)
    later = visible.filter(enrolment=OuterRef("enrolment"), version__gt=OuterRef("version"))
    return visible.filter(~Exists(later))


def table(user: User, year: FiscalYear, wanted: Wanted) -> QuerySet[Filing]:
    """The filings that a list shows, in its order."""
    found = filings(user, year)
    if wanted.text:
        name = Q(enrolment__name__icontains=wanted.text) | Q(enrolment__department__code__startswith=wanted.text)
        found = found.filter(name)
    if wanted.state in State.values:
        found = found.filter(state=wanted.state)
    if wanted.result in RESULTS:
        found = found.filter(RESULTS[wanted.result])
    if wanted.result == STALE:
        found = found.filter(~Exists(_current(timezone.localdate())))
    if wanted.rule in RULES:
        broken = Q(checked__rules__has_key=wanted.rule) | Q(checked__waived_rules__has_key=wanted.rule)
        found = found.filter(broken)
    return found.order_by(*_order(wanted.order), "enrolment__department__code", "pk")


def _order(order: str) -> list[Any]:
    name = order.removeprefix("-")
    if name in COUNTS:
        by: Any = F(f"checked__{name}")
    elif name in RULES:
        by = Cast(KeyTextTransform(name, "checked__rules"), IntegerField())
    elif order == "-code":
        return [F("enrolment__department__code").desc()]
    else:
        return []
    return [by.asc(nulls_first=True) if order.startswith("-") else by.desc(nulls_last=True)]


def _current(today: date) -> QuerySet[FilingCheck]:
    """The check of a filing of an outer query, where the filing stands as it was checked and no waiver has ended."""
    notes = Q(noted_at=OuterRef("noted_at")) | Q(noted_at=None, filing__noted_at=None)
    holds = Q(holds_until=None) | Q(holds_until__gte=today)
    return FilingCheck.objects.filter(notes, holds, filing=OuterRef("pk"), revision=OuterRef("revision"))


def is_current(filing: Filing, today: date) -> bool:
    """The same of a filing that was read with its check."""
    check = checked(filing)
    if check is None:
        return False
    holds = check.holds_until is None or check.holds_until >= today
    return holds and (check.revision, check.noted_at) == (filing.revision, filing.noted_at)


def checked(filing: Filing) -> FilingCheck | None:
    """What was found in a filing; None where it was never checked."""
    return getattr(filing, "checked", None)


def shares(user: User, year: FiscalYear, wanted: Wanted, newest: Job | None) -> Shares:
    """The filings of a list counted. A large list is counted once a minute for each person, and after each check."""
    scope = (user.pk, year.pk, wanted, newest and (newest.pk, newest.status), timezone.localdate())
    key = f"checks:{hash_of(scope)}"
    kept: Shares | None = cache.get(key)
    if kept is not None:
        return kept
    found = _counted(table(user, year, wanted), wanted)
    if found.total >= KEPT_FROM:
        cache.set(key, found, KEPT_SECONDS)
    return found


def _counted(found: QuerySet[Filing], wanted: Wanted) -> Shares:
    today = timezone.localdate()
    rules: Counter[str] = Counter()
    waived: Counter[str] = Counter()
    keys: list[int] = []
    with_errors = unjudged = stale = 0
    columns = ("pk", "revision", "noted_at", *(f"checked__{name}" for name in _OF_CHECK))
    for key, revision, noted_at, was, was_noted, until, errors, broken, let, fault in found.values_list(*columns):
        keys.append(key)
        with_errors += bool(errors)
        unjudged += bool(fault)
        stale += (revision, noted_at) != (was, was_noted) or (until is not None and until < today)
        rules.update((broken or {}).keys())
        waived.update((let or {}).keys())
    codes = sorted(code for code in RULES if (code in rules or code in waived) and _asked_for(code, wanted))
    by_rule = tuple(Share(code, rules[code], waived[code], len(keys)) for code in codes)
    return Shares(tuple(keys), with_errors, unjudged, stale, by_rule)


_OF_CHECK = ("revision", "noted_at", "holds_until", "errors", "rules", "waived_rules", "fault")


def _asked_for(code: str, wanted: Wanted) -> bool:
    return wanted.severity in ("", str(RULES[code].severity))


def lines(user: User, keys: Sequence[int]) -> list[Filing]:
    """The filings of these keys that this person may read now, in this order, with what a line shows; one query whatever their number."""
    found = visible_filings(user).select_related("enrolment__department", "checked").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def newest_job(year: FiscalYear) -> Job | None:
    """The last check of a year that was asked for, by whomever."""
    return Job.objects.filter(kind=VALIDATE_YEAR, arguments={"year": year.year}).select_related("asked_by").first()


def last_check(year: FiscalYear) -> Job | None:
    """The last check of a year that was carried out."""
    done = Job.objects.filter(kind=VALIDATE_YEAR, arguments={"year": year.year}, status=Job.Status.DONE)
    return done.order_by("-ended_at").first()
