"""What was said about the findings of a filing: waived rules and rejected answers, and how they are laid over what the rules find."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from assessments.models import Filing, Rejection, Waiver
from assessments.rules import Finding, Severity, Waived
from assessments.selectors.documents import Loaded
from assessments.selectors.rows import unanchored


@dataclass(frozen=True, slots=True)
class Judgements:
    """The waivers of a filing that were not withdrawn, and every rejected text by rule and anchor, with its white space evened out."""

    waivers: tuple[tuple[str, Waived], ...] = ()
    rejected: frozenset[tuple[str, str, str]] = frozenset()

    def counts(self, rule: str, anchor: str, text: str) -> bool:
        """Whether a text may answer a warning: it is written, and nobody rejected it there."""
        return bool(text.strip()) and (rule, anchor, even(text)) not in self.rejected

    def waived_on(self, today: date) -> dict[str, Waived]:
        """The waiver of each rule that is waived on a day; of several the one that lasts longest."""
        running = [(rule, one) for rule, one in self.waivers if one.until >= today]
        return dict(sorted(running, key=lambda item: item[1].until))


NONE = Judgements()


def even(text: str) -> str:
    """A text as it is compared: a space more makes no other answer."""
    return " ".join(text.split())


def judgements_of(filing: Filing) -> Judgements:
    """What was said about this filing: two queries, none where nothing ever was."""
    return judgements_of_many([filing])[filing.pk]


def judgements_of_many(filings: Collection[Filing]) -> dict[int, Judgements]:
    """What was said about each of these filings, by their keys: two queries, none where nothing ever was."""
    found = {filing.pk: NONE for filing in filings}
    noted = [filing.pk for filing in filings if filing.noted_at is not None]
    if not noted:
        return found
    waivers: dict[int, list[tuple[str, Waived]]] = defaultdict(list)
    shown = _given(noted).order_by("pk")
    columns = ("filing_id", "rule", "granted_by__full_name", "granted_on", "reason", "expires_on")
    for key, rule, by, on, reason, until in shown.values_list(*columns):
        waivers[key].append((rule, Waived(by, on, reason, until)))
    rejected: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for key, rule, anchor, text in _standing(noted).values_list("filing_id", "rule", "anchor", "text"):
        rejected[key].add((rule, anchor, even(text)))
    return found | {key: Judgements(tuple(waivers[key]), frozenset(rejected[key])) for key in noted}


def standing_rejections(filing: Filing) -> QuerySet[Rejection]:
    """The answers of a filing that were rejected, but for those of which it was taken back."""
    return _standing([filing.pk])


def rejections_that_count(filing: Filing, today: date) -> QuerySet[Rejection]:
    """Those of them whose rule is not waived on this day: a finding that is waived needs no answer."""
    waived = _given([filing.pk]).filter(expires_on__gte=today).values("rule")
    return standing_rejections(filing).exclude(rule__in=waived)


def _given(keys: Sequence[int]) -> QuerySet[Waiver]:
    return Waiver.objects.filter(filing__in=keys, withdrawn_on=None)


def _standing(keys: Sequence[int]) -> QuerySet[Rejection]:
    return Rejection.objects.filter(filing__in=keys, taken_back_at=None)


def rejections_of(loaded: Loaded) -> dict[tuple[str, str], list[Rejection]]:
    """The rejected answers of a filing by rule and path, the newest first: one query, none where nothing was ever said."""
    found: dict[tuple[str, str], list[Rejection]] = {}
    if loaded.filing.noted_at is None:
        return found
    for one in standing_rejections(loaded.filing).select_related("rejected_by").order_by("-pk"):
        found.setdefault((one.rule, unanchored(one.anchor, loaded.places)), []).append(one)
    return found


def with_waivers(findings: Sequence[Finding], judgements: Judgements, today: date) -> tuple[Finding, ...]:
    """The findings, those that would block marked waived where their rule is waived on this day."""
    waived = judgements.waived_on(today)
    if not waived:
        return tuple(findings)
    return tuple(
        replace(one, waived=waived[one.rule]) if one.rule in waived and one.severity is not Severity.NOTICE else one
        for one in findings
    )
