"""Run the rules over a filing: `check`, and the name of the rule set that judged, `rule_set`."""

import hashlib
import json
from collections.abc import Iterable
from decimal import localcontext
from functools import lru_cache

from assessments.document.amounts import EXACT
from assessments.document.filing import Filing
from assessments.document.policy import DEFAULT, Policy, to_json
from assessments.rules.finding import WARNING, Fact, Finding
from assessments.rules.order import line_references, position
from assessments.rules.registry import RULES, Rule, Scope
from assessments.rules.views import FilingView

VERSION = "4"  # raised with every change of what a rule says

Found = tuple[Rule, Fact]
Plan = tuple[tuple[Rule, ...], tuple[Rule, ...], tuple[Rule, ...]]


def check(
    filing: Filing, policy: Policy = DEFAULT, previous: Filing | None = None, families: Iterable[str] | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with a filing, in document order, then by rule.

    `previous` is the filing of the year before, without it family H is silent. `families` limits the rules to some
    families ("B", "E", …). Pure: no database, no clock, no settings.
    """
    found = broken(filing, policy, previous, families)
    lines = tuple(line_references(filing))
    found.sort(key=lambda item: (position(item[1].path, lines), item[0].code))
    explained = _explained(filing)
    return tuple(_finding(rule, fact, filing, explained) for rule, fact in found)


def broken(
    filing: Filing, policy: Policy = DEFAULT, previous: Filing | None = None, families: Iterable[str] | None = None
) -> list[Found]:
    """The same as each rule with each fact that breaks it, in no order: enough to count by."""
    with localcontext(EXACT):
        return _run(FilingView(filing, policy, previous), _plan(None if families is None else frozenset(families)))


@lru_cache(maxsize=32)
def rule_set(policy: Policy = DEFAULT) -> str:
    """The version of the rules with the hash of the policy, as findings and snapshots quote it."""
    canonical = json.dumps(to_json(policy), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{VERSION}+{hashlib.sha256(canonical.encode()).hexdigest()[:16]}"


def _run(view: FilingView, plan: Plan) -> list[Found]:
    for_filing, for_sheets, for_rows = plan
    found = [(rule, fact) for rule in for_filing for fact in rule.run(view)]
    for sheet in view.sheets:
        found += [(rule, fact) for rule in for_sheets for fact in rule.run(sheet)]
        found += [(rule, fact) for rule in for_rows for row in sheet.rows for fact in rule.run(row)]
    return found


@lru_cache(maxsize=64)
def _plan(families: frozenset[str] | None) -> Plan:
    chosen = [rule for rule in RULES.values() if families is None or rule.family in families]
    filing, sheet, row = (tuple(rule for rule in chosen if rule.scope is scope) for scope in Scope)
    return filing, sheet, row


def _explained(filing: Filing) -> frozenset[tuple[str, str]]:
    """Rule and path of every warning that the preparer has answered."""
    return frozenset((one.rule, one.path) for one in filing.explanations or () if not one.text.blank)


def _finding(rule: Rule, fact: Fact, filing: Filing, explained: frozenset[tuple[str, str]]) -> Finding:
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        path=fact.path,
        declared=fact.declared,
        expected=fact.expected,
        difference=fact.difference,
        sentence=fact.sentence,
        advice=fact.hint or rule.hint,
        cited=rule.basis,
        params=fact.params,
        explained=rule.severity is WARNING and (rule.code, fact.path) in explained,
        filing=filing,
    )
