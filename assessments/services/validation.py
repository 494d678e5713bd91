"""Check every filing of a year, as a job that several workers share, and keep what was found in each."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from assessments.models import Filing, FilingCheck, FiscalYear
from assessments.rules import Finding, Severity, rule_set
from assessments.selectors.documents import Loaded, year_policy
from assessments.selectors.findings import Mark, marks_of_many
from assessments.selectors.unjudged import Unjudged, named, told_apart
from assessments.services.jobs import Progress, job
from assessments.services.parts import Step, part, share

VALIDATE_YEAR = "validate_year"
PART = 200  # filings that one worker takes at once
COUNTS = ("revision", "noted_at", "holds_until", "rule_set", "checked_at", "errors", "open_warnings", "explained", "notices",
          "waived", "rules", "waived_rules", "fault")  # fmt: skip


@job(VALIDATE_YEAR, shared=True)
def validate_year(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Check the filings of a year, all versions; one that cannot be read does not keep the others waiting.

    Returns how many were checked, how many have errors, filings by rule, the rule set, and each that could not be judged (`unjudged`):
    its department's code and name, its version, and what is wrong.
    """
    year = FiscalYear.objects.get(year=arguments["year"])
    judged_by = rule_set(year_policy(year.policy))
    keys = Filing.objects.filter(enrolment__fiscal_year=year).order_by("pk").values_list("pk", flat=True)
    found = share(progress, list(keys), PART)
    rules: Counter[str] = Counter()
    for one in found:
        rules.update(one["rules"])
    return {
        "filings": sum(one["filings"] for one in found),
        "with_errors": sum(one["with_errors"] for one in found),
        "rules": dict(rules.most_common()),
        "rule_set": judged_by,
        "unjudged": [row for one in found for row in one["unjudged"]],
    }


@part(VALIDATE_YEAR)
def validate_some(arguments: dict[str, Any], keys: list[int], step: Step) -> dict[str, Any]:
    """Check these filings and keep what was found, in place of what an earlier check found."""
    checks, unjudged = [], []
    for one in told_apart(marks_of_many, keys):
        if isinstance(one, Unjudged):
            unjudged.append(one)
        else:
            checks.append(_counted(*one))
        step()
    FilingCheck.objects.bulk_create(
        [*checks, *_faulty(unjudged)], update_conflicts=True, unique_fields=["filing"], update_fields=COUNTS
    )
    rules: Counter[str] = Counter()
    for check in checks:
        rules.update(check.rules.keys())
    return {
        "filings": len(checks),
        "with_errors": sum(check.errors > 0 for check in checks),
        "rules": rules,
        "unjudged": named(unjudged),
    }


def _faulty(unjudged: Sequence[Unjudged]) -> list[FilingCheck]:
    """What is kept of filings that could not be judged."""
    stands = Filing.objects.only("revision", "noted_at").in_bulk([one.key for one in unjudged])
    return [
        FilingCheck(
            filing=filing,
            revision=filing.revision,
            noted_at=filing.noted_at,
            checked_at=timezone.now(),
            fault=one.fault,
        )
        for one in unjudged
        if (filing := stands.get(one.key)) is not None
    ]


def _counted(loaded: Loaded, marks: Sequence[Mark | Finding]) -> FilingCheck:
    filing = loaded.filing
    number = dict.fromkeys(Severity, 0)
    rules: dict[str, int] = {}
    waived: dict[str, int] = {}
    explained, ends = 0, []
    for one in marks:
        if one.waived is not None:
            waived[one.rule] = waived.get(one.rule, 0) + 1
            ends.append(one.waived.until)
        else:
            rules[one.rule] = rules.get(one.rule, 0) + 1
            number[one.severity] += 1
            explained += one.explained and one.severity is Severity.WARNING
    return FilingCheck(
        filing_id=filing.pk,
        revision=filing.revision,
        noted_at=filing.noted_at,
        holds_until=min(ends, default=None),
        rule_set=rule_set(loaded.policy),
        checked_at=timezone.now(),
        errors=number[Severity.ERROR],
        open_warnings=number[Severity.WARNING] - explained,
        explained=explained,
        notices=number[Severity.NOTICE],
        waived=len(ends),
        rules=dict(sorted(rules.items())),
        waived_rules=dict(sorted(waived.items())),
    )
