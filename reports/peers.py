"""A filing beside its peers: the other filings of the year under the same supervisor that the reviewer may read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from assessments.document.amounts import EXACT, round_half_up, spell
from assessments.document.cells import NOTHING
from assessments.models import ExpenditureRow, Filing, SheetRow, State, User
from assessments.selectors.access import visible_filings

FEWEST = 3  # with fewer peers, a median says nothing
LINES = ("three_public", "operating")
WAN = 10_000  # amounts are kept in 10,000 CNY

Facts = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Beside:
    """One rate of a filing beside the quartiles of its peers. `stands` is "below" or "above" them, or "" between them."""

    label: str
    own: str
    cuts: tuple[str, str, str]  # lower quartile, median, upper quartile
    count: int
    stands: str = ""

    @property
    def half(self) -> str:
        """From the lower to the upper quartile, the unit once."""
        lower, _median, upper = self.cuts
        return f"{lower.rstrip('%')}–{upper}"


def _share(above: str, below: str, times: int = 1) -> Callable[[Facts], Decimal | None]:
    def share(facts: Facts) -> Decimal | None:
        top, bottom = facts.get(above), facts.get(below)
        return None if top is None or not bottom else EXACT.divide(top * times, bottom)

    return share


@dataclass(frozen=True, slots=True)
class Rate:
    """What is compared: how it follows from the figures, and how it is spelt."""

    label: str
    of: Callable[[Facts], Decimal | None]
    unit: str = ""
    places: int = 2

    def spelt(self, value: Decimal | None) -> str:
        return NOTHING if value is None else f"{spell(round_half_up(value, self.places), self.places)}{self.unit}"


def _rates() -> tuple[Rate, ...]:
    return (
        Rate(_("Execution rate"), _share("executed", "revised", 100), "%"),
        Rate(_("Total score"), lambda facts: facts.get("score")),
        Rate(_("Three public expenses per head (CNY)"), _share("three_public", "actual", WAN), places=0),
        Rate(_("Operating expenses per head (CNY)"), _share("operating", "actual", WAN), places=0),
        Rate(_("Headcount control rate"), _share("actual", "authorised", 100), "%"),
    )


def beside_peers(user: User, filing: Filing) -> list[Beside]:
    """The key rates of a filing beside its peers, in three queries; nothing where too few of them are there for this person."""
    enrolment = filing.enrolment
    group = (
        visible_filings(user)
        .exclude(state=State.DRAFT)
        .filter(enrolment__fiscal_year=enrolment.fiscal_year_id, enrolment__supervisor=enrolment.supervisor_id)
    )
    facts = _facts(group)
    own = facts.pop(filing.pk, None)
    peers = [of for key, of in facts.items() if of["enrolment"] != enrolment.pk]
    if own is None or len(peers) < FEWEST:
        return []
    found = (_beside(rate, own, peers) for rate in _rates())
    return [one for one in found if one is not None]


def _facts(group: QuerySet[Filing]) -> dict[int, dict[str, Decimal | None]]:
    """The figures of each filing by its key; of a department with several versions, the newest stands for it beside others."""
    names = ("enrolment_id", "version", "actual", "authorised")
    heads = group.annotate(actual=F("basic_data__actual_value"), authorised=F("basic_data__authorised_value"))
    found: dict[int, dict[str, Decimal | None]] = {}
    newest: dict[int, int] = {}
    for key, enrolment, _version, actual, authorised in heads.order_by("version").values_list("pk", *names):
        found.pop(newest.get(enrolment, 0), None)
        newest[enrolment] = key
        found[key] = {"enrolment": enrolment, "actual": actual, "authorised": authorised}
    sheets = SheetRow.objects.filter(filing__in=group, position=0).order_by()
    figures = ("annual_executed_value", "annual_revised_value", "total_score_value")
    for key, executed, revised, score in sheets.values_list("filing_id", *figures):
        found.get(key, {}).update(executed=executed, revised=revised, score=score)
    lines = ExpenditureRow.objects.filter(filing__in=group, line__in=LINES).order_by()
    for key, line, final in lines.values_list("filing_id", "line", "final_value"):
        found.get(key, {})[line] = final
    return found


def _beside(rate: Rate, own: Facts, peers: list[dict[str, Decimal | None]]) -> Beside | None:
    values = [value for value in map(rate.of, peers) if value is not None]
    if len(values) < FEWEST:
        return None
    lower, median, upper = quantiles(values, n=4, method="inclusive")
    mine = rate.of(own)
    stands = "" if mine is None else "below" if mine < lower else "above" if mine > upper else ""
    cuts = rate.spelt(lower), rate.spelt(median), rate.spelt(upper)
    return Beside(rate.label, rate.spelt(mine), cuts, len(values), stands)
