"""What the summary report of a year says: counted and added up for one person, whose departments they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext, override

from assessments.document.amounts import round_half_up
from assessments.document.policy import Policy
from assessments.document.scoring import GRADES, grade
from assessments.document.template import Template
from assessments.extensions import extensions
from assessments.models import CONCLUDED, BureauSection, Department, ExpenditureRow, FiscalYear, User
from assessments.rules import RULES
from assessments.selectors.access import roles_of
from assessments.selectors.documents import year_policy, year_template
from assessments.selectors.policies import policy_changes
from reports import progress
from reports.documents.summary import Amounts, Broken, Compared, Count, Expense, Summary, Unit
from reports.progress.bands import RATES, SCORES, Band
from reports.progress.pictures import state_labels

LANGUAGE = "zh-hans"  # of official documents, whoever reads them
LISTED = 60  # departments that are listed one by one; more of them under their supervising departments
EXPENSES = (
    "three_public",
    "official_vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "overseas_travel",
    "official_reception",
)
MOST_BROKEN = 10


@dataclass(frozen=True, slots=True)
class Owed:
    """A department that must file, and where its filing stands."""

    department: int
    name: str
    supervisor: str
    state: str
    since: datetime | None
    due_on: date


@dataclass(frozen=True, slots=True)
class Filed:
    """What was handed in last: amounts in 万元, rate and score with two decimals, the grade by the policy that was frozen with it."""

    amounts: Amounts
    rate: Decimal | None
    score: Decimal | None
    grade: str = ""


def summary(user: User, year: FiscalYear) -> Summary:
    """The summary of a year over the departments that this person follows; 12 queries for any number of them.

    Figures come only from submissions that the person may read, as on the page of progress.
    """
    with override(LANGUAGE):
        return _summary(user, year)


def _summary(user: User, year: FiscalYear) -> Summary:
    owed, filed = _owed(user, year), _filed(user, year)
    before = FiscalYear.objects.filter(year=year.year - 1).first()
    earlier = _filed(user, before) if before is not None else {}
    policy = year_policy(year.policy)
    scores = [one.score for one in filed.values() if one.score is not None]
    grades = [one.grade for one in filed.values() if one.grade]
    today = timezone.localdate()
    moved = [one.since for one in owed if one.since is not None]
    return Summary(
        year=year.year,
        scope=_scope(user),
        as_of=timezone.localdate(max(moved)) if moved else None,
        states=tuple(Count(label, sum(one.state == key for one in owed)) for key, label in state_labels()),
        late=sum(one.due_on < today and one.state in (progress.NOT_BEGUN, *progress.NOT_HANDED_IN) for one in owed),
        concluded=sum(one.state in CONCLUDED for one in owed),
        submitted=len(filed),
        funds=_added(filed.values()),
        compared=_compared(earlier, filed),
        rates=_banded(RATES, [one.rate for one in filed.values()]),
        scores=_banded(SCORES, [one.score for one in filed.values()]),
        mean_score=_mean(scores),
        grades=tuple(Count(name, grades.count(name)) for name in GRADES),
        expenses=_expenses(user, year, year_template(year.template)) if filed else (),
        broken=_broken(user, year),
        units=tuple(_units(owed, filed, policy)),
        grouped=_grouped(owed),
    )


def _scope(user: User) -> str:
    """Whose departments they are, as the title names them; empty for the whole city."""
    roles = roles_of(user)
    if roles.performance:
        return ""
    above = Department.objects.filter(pk__in=roles.supervises).order_by("code").values_list("name", flat=True)
    sections = BureauSection.objects.filter(pk__in=roles.sections).order_by("name").values_list("name", flat=True)
    names = [*above, *sections]
    return f"{'、'.join(names)}所属" if above and not sections else f"{'、'.join(names)}联系" if names else ""


def _owed(user: User, year: FiscalYear) -> list[Owed]:
    found: Any = progress.departments(user, year, progress.Wanted()).filter(required=True)
    rows = found.order_by("department__code").values_list(
        "department_id", "name", "supervisor__name", "filing_state", "state_since", "due_on"
    )
    return [Owed(key, name, above or "", state or progress.NOT_BEGUN, *rest) for key, name, above, state, *rest in rows]


def _filed(user: User, year: FiscalYear) -> dict[int, Filed]:
    """What each department handed in last, by its key."""
    sheet = "filing__sheets__annual_{}_value".format
    rows = (
        progress.submissions(user, year)
        .filter(filing__sheets__position=0)
        .order_by()
        .values_list(
            "filing__enrolment__department",
            "execution_rate",
            "total_score",
            sheet("initial"),
            sheet("revised"),
            sheet("executed"),
        )
    )
    zero, now, frozen = Decimal(), year_policy(year.policy), _frozen(user, year)
    return {
        key: Filed(
            Amounts(initial or zero, revised or zero, executed or zero),
            rate,
            score,
            grade(score, frozen.get(key, now)) if score is not None else "",
        )
        for key, rate, score, initial, revised, executed in rows
    }


def _frozen(user: User, year: FiscalYear) -> dict[int, Policy]:
    """The policy under which each department submitted; nothing while the year's was never changed, so that no long text is read for it."""
    if not policy_changes(year):
        return {}
    keys = dict(progress.submissions(user, year).order_by().values_list("filing", "filing__enrolment__department"))
    return {keys[key]: policy for key, policy in extensions.frozen_policies(list(keys)).items()}


def _added(filed: Iterable[Filed]) -> Amounts:
    return sum((one.amounts for one in filed), Amounts())


def _compared(earlier: dict[int, Filed], filed: dict[int, Filed]) -> Compared | None:
    both = sorted(earlier.keys() & filed.keys())
    return Compared(len(both), *(_added(year[key] for key in both) for year in (earlier, filed))) if both else None


def _mean(scores: Sequence[Decimal]) -> Decimal | None:
    return round_half_up(sum(scores, Decimal()) / len(scores), 2) if scores else None


def _banded(bands: Sequence[Band], figures: Sequence[Decimal | None]) -> tuple[Count, ...]:
    """How many figures lie in each band, the highest first; those that are blank last, where there are any.

    A dash as the forms print it: the wave dash of the printing fonts hangs above the line.
    """
    counts = [
        Count(band.label.replace(" – ", "—"), sum(band.holds(one) for one in figures)) for band in reversed(bands)
    ]
    blank = sum(one is None for one in figures)
    return (*counts, Count(gettext("No figure"), blank)) if blank else tuple(counts)


def _expenses(user: User, year: FiscalYear, template: Template) -> tuple[Expense, ...]:
    """The three public expenses of all; what is frozen cannot be edited, so its rows are those of the submissions."""
    newest = progress.submissions(user, year).values("filing")
    rows = (
        ExpenditureRow.objects.filter(filing__in=newest, line__in=EXPENSES)
        .order_by()
        .values_list("line")
        .annotate(prior=Sum("prior_final_value"), planned=Sum("budget_value"), spent=Sum("final_value"))
    )
    sums = {line: [round_half_up(one or Decimal(), 2) for one in figures] for line, *figures in rows}
    known = [(key, template.line(key)) for key in EXPENSES]
    return tuple(Expense(line.name, *sums[key]) for key, line in known if line is not None and key in sums)


def _broken(user: User, year: FiscalYear) -> tuple[Broken, ...]:
    found = progress.figures(user, year, rules=MOST_BROKEN).by_rule
    return tuple(Broken(code, gettext(RULES[code].title) if code in RULES else "", number) for code, number in found)


# The list ------------------------------------------------------------------------------------------------------


def _grouped(owed: Sequence[Owed]) -> bool:
    """Whether the list has a line for each supervising department: where there are several, and too many departments."""
    return len(owed) > LISTED and len({one.supervisor for one in owed}) > 1


@dataclass(slots=True)
class Group:
    """The departments of one line while they are gathered."""

    owed: list[Owed] = field(default_factory=list)
    filed: list[Filed] = field(default_factory=list)


def _units(owed: Sequence[Owed], filed: dict[int, Filed], policy: Policy) -> Iterable[Unit]:
    if not _grouped(owed):
        labels = dict(state_labels())
        for one in owed:
            yield _unit(
                one.name, [one], [filed[one.department]] if one.department in filed else [], policy, labels[one.state]
            )
        return
    groups: dict[str, Group] = defaultdict(Group)
    for one in owed:
        group = groups[one.supervisor or one.name]
        group.owed.append(one)
        if one.department in filed:
            group.filed.append(filed[one.department])
    for name, group in groups.items():
        yield _unit(name, group.owed, group.filed, policy)


def _unit(name: str, owed: Sequence[Owed], filed: Sequence[Filed], policy: Policy, state: str = "") -> Unit:
    mean = _mean([one.score for one in filed if one.score is not None])
    return Unit(
        name,
        len(owed),
        sum(one.state in CONCLUDED for one in owed),
        state,
        _added(filed) if filed else None,
        mean,
        filed[0].grade if len(filed) == 1 else grade(mean, policy) if mean is not None else "",
    )
