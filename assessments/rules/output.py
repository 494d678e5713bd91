"""Findings as `perfeval-findings/1` and as lines to read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from assessments.rules.finding import Finding, Severity

FORMAT = "perfeval-findings/1"
SEVERITIES = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.NOTICE: _("Notice")}


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in Severity}


def findings_item(findings: tuple[Finding, ...], rule_set: str) -> dict[str, Any]:
    """The answer for one filing, in the language that is active."""
    return {
        "format": FORMAT,
        "rule_set": rule_set,
        "findings": [finding.to_report() for finding in findings],
        "counts": {str(severity): count for severity, count in counts(findings).items()},
    }


def error_item(file: str, path: str, message: str) -> dict[str, Any]:
    """The answer for a file that cannot be read."""
    return {"file": file, "error": {"path": path, "message": message}}


def text_report(name: str, findings: tuple[Finding, ...], rule_set: str) -> str:
    """The answer for one filing as lines to read: a head, then each finding with its hint."""
    return "\n".join(_lines(name, findings, rule_set))


def _lines(name: str, findings: tuple[Finding, ...], rule_set: str) -> Iterator[str]:
    number = counts(findings)
    yield gettext("%(name)s: %(errors)s errors, %(warnings)s warnings, %(notices)s notices (rule set %(rule_set)s)") % {
        "name": name,
        "errors": number[Severity.ERROR],
        "warnings": number[Severity.WARNING],
        "notices": number[Severity.NOTICE],
        "rule_set": rule_set,
    }
    for finding in findings:
        severity = gettext(SEVERITIES[finding.severity])
        explained = gettext(" (explained)") if finding.explained else ""
        yield f"{finding.rule} {severity}{explained}  {finding.message}"
        yield f"        {finding.hint}"
