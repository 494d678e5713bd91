"""Check every filing of a year, as a job."""

from collections import Counter
from typing import Any

from assessments.models import Filing, FiscalYear
from assessments.rules import Severity
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services.jobs import Progress, job

VALIDATE_YEAR = "validate_year"


@job(VALIDATE_YEAR)
def validate_year(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Check the newest filings of a year. Returns how many were checked, how many have errors, and filings by rule."""
    year = FiscalYear.objects.get(year=arguments["year"])
    keys = list(Filing.objects.filter(enrolment__fiscal_year=year).order_by("pk").values_list("pk", flat=True))
    progress.begin(len(keys))
    rules: Counter[str] = Counter()
    with_errors = 0
    for pk in keys:
        found = findings_of(load(pk))
        rules.update({one.rule for one in found})
        with_errors += any(one.severity is Severity.ERROR for one in found)
        progress.step()
    return {"filings": len(keys), "with_errors": with_errors, "rules": dict(rules.most_common())}
