"""The rules: pure functions over the filing document. See `engine.check`."""

from assessments.rules import (  # noqa: F401  (each registers its rules)
    basic,
    cross,
    expenditure,
    fund_tables,
    funds,
    indicators,
    narrative,
    previous,
    report,
    report_words,
    row_words,
    signatures,
    totals,
    weights,
)
from assessments.rules.engine import broken, check, rule_set
from assessments.rules.finding import Finding, Severity, Waived
from assessments.rules.registry import RULES, Rule

__all__ = ["RULES", "Finding", "Rule", "Severity", "Waived", "broken", "check", "rule_set"]
