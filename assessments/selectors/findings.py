"""What is wrong with a filing in work."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from assessments.document.filing import Filing as Document
from assessments.document.policy import Policy
from assessments.extensions import extensions
from assessments.rules import Finding, Severity, Waived, broken, check
from assessments.selectors.documents import BATCH, Loaded, load_many
from assessments.selectors.judgements import Judgements, judgements_of, judgements_of_many, with_waivers
from assessments.selectors.rows import unanchored


def bare_findings(loaded: Loaded) -> tuple[Finding, ...]:
    """Every finding, none of them marked explained. A missing part counts as blank, as it does in a submission."""
    return _bare(loaded, loaded.policy, extensions.previous_document(loaded.filing))


def findings_of(loaded: Loaded) -> tuple[Finding, ...]:
    """Every finding as it counts today.

    A warning is explained while its answer was written to the same figures and was not rejected; a finding is waived while its rule is.
    """
    return findings_beside(loaded, extensions.previous_document(loaded.filing))


def findings_beside(loaded: Loaded, previous: Document | None, today: date | None = None) -> tuple[Finding, ...]:
    """The same where last year's filing has been read already, and as it counts on another day."""
    return _judged(loaded, loaded.policy, previous, judgements_of(loaded.filing), today or timezone.localdate())


class Mark(NamedTuple):
    """What is counted of a finding; a `Finding` has the same."""

    rule: str
    severity: Severity
    explained: bool = False
    waived: Waived | None = None


def marks_of_many(keys: Sequence[int], *, size: int = BATCH) -> Iterator[tuple[Loaded, Sequence[Mark | Finding]]]:
    """The filings with these keys, each with what is counted of its findings of today, in no order; `size` of them are read and judged at once.

    Eleven queries at most: those of `load_many`, one for last year's filings and two for what was said about findings.
    """
    for case in _cases(keys, size):
        yield case.loaded, case.marks()


def findings_under_another(
    keys: Sequence[int], policy: Policy, *, size: int = BATCH
) -> Iterator[tuple[Loaded, tuple[Finding, ...], tuple[Finding, ...]]]:
    """Each filing with its findings, and with those that it would have under another policy; the queries of `marks_of_many`."""
    for case in _cases(keys, size):
        yield case.loaded, case.findings(case.loaded.policy), case.findings(policy)


@dataclass(frozen=True, slots=True)
class _Case:
    """A filing beside all that it is judged by."""

    loaded: Loaded
    previous: Document | None
    judgements: Judgements
    today: date

    def findings(self, policy: Policy) -> tuple[Finding, ...]:
        return _judged(self.loaded, policy, self.previous, self.judgements, self.today)

    def marks(self) -> Sequence[Mark | Finding]:
        """Findings are made only where an answer or a waiver may change how one counts."""
        if self.loaded.rows.explanations or self.judgements.waived_on(self.today):
            return self.findings(self.loaded.policy)
        found = broken(_unanswered(self.loaded), self.loaded.policy, self.previous)
        return [Mark(rule.code, rule.severity) for rule, _fact in found]


def _cases(keys: Sequence[int], size: int) -> Iterator[_Case]:
    today = timezone.localdate()
    for start in range(0, len(keys), size):
        read = deque(load_many(keys[start : start + size], size=size))
        filings = [loaded.filing for loaded in read]
        previous, judgements = extensions.previous_documents(filings), judgements_of_many(filings)
        while read:  # each is let go before the next is judged
            loaded = read.popleft()
            key = loaded.filing.pk
            yield _Case(loaded, previous.get(key), judgements[key], today)


def _judged(
    loaded: Loaded, policy: Policy, previous: Document | None, judgements: Judgements, today: date
) -> tuple[Finding, ...]:
    found = _with_answers(_bare(loaded, policy, previous), answered(loaded, judgements))
    return with_waivers(found, judgements, today)


def _with_answers(found: tuple[Finding, ...], answers: Mapping[tuple[str, str], str]) -> tuple[Finding, ...]:
    if not answers:
        return found
    return tuple(
        replace(finding, explained=True)
        if finding.severity is Severity.WARNING
        and (fingerprint := answers.get((finding.rule, finding.path)))
        and fingerprint == finding.fingerprint
        else finding
        for finding in found
    )


def _bare(loaded: Loaded, policy: Policy, previous: Document | None) -> tuple[Finding, ...]:
    return check(_unanswered(loaded), policy, previous)


def _unanswered(loaded: Loaded) -> Document:
    return replace(loaded.whole, explanations=None)


def answered(loaded: Loaded, judgements: Judgements) -> dict[tuple[str, str], str]:
    """The fingerprint under which each rule and path was explained; blank and rejected answers left out."""
    found = {}
    for row in loaded.rows.explanations:
        anchor, fingerprint = row.parent
        rule, text = row.get("rule"), row.get("text") or ""
        if judgements.counts(rule, anchor, text):
            found[rule, unanchored(anchor, loaded.places)] = fingerprint
    return found


def answers(loaded: Loaded) -> dict[tuple[str, str], str]:
    """The text of each explanation by rule and path, whether or not it still holds."""
    return {
        (row.get("rule"), unanchored(row.parent[0], loaded.places)): row.get("text") or ""
        for row in loaded.rows.explanations
    }
