"""The score that a row's figures give, the execution score, caps and grades (rules.md, Scoring and policy)."""

from datetime import date
from decimal import Decimal

from assessments.document.amounts import EXACT, round_half_up, spell
from assessments.document.filing import AnnualFunds, Indicator
from assessments.document.fixed import fixed
from assessments.document.policy import Policy
from assessments.document.targets import Actual, Aim, Target, reading_of

GRADES = ("优", "良", "中", "差")
ZERO = Decimal(0)


@fixed
class Proposal:
    """A computed score, rounded to the policy's decimals, and how it came about: `16 ÷ 30 × 10 = 5.33`."""

    score: Decimal
    steps: str
    terms: tuple[Decimal | date, ...]

    @property
    def reasoning(self) -> str:
        """The steps in words of arithmetic; put together only when it is read."""
        spelt = (spell(term) if isinstance(term, Decimal) else str(term) for term in self.terms)
        return self.steps.format(*spelt) + spell(self.score)


def propose(row: Indicator, policy: Policy, year: int) -> Proposal | None:
    """The score that target and actual give; None where nothing is computed."""
    reading = reading_of(row, year)
    return propose_read(reading.target, reading.actual, row.weight.value, policy)


def propose_read(target: Target, actual: Actual, weight: Decimal | None, policy: Policy) -> Proposal | None:
    """The same from a target and an actual that were read before."""
    if weight is None or weight < 0 or not target.measurable:
        return None
    if target.aim is Aim.DEADLINE:
        return _deadline(target, actual, weight, policy)
    if actual.value is None or actual.goal is None:
        return None
    if target.aim is Aim.AT_LEAST:
        return _at_least(actual.value, actual.goal, weight, policy)
    if target.aim is Aim.AT_MOST:
        return _at_most(actual.value, actual.goal, weight, policy)
    if actual.value == 0:
        return _proposal(weight, "{} = 0 → ", (actual.value,), policy)
    return _proposal(ZERO, "{} ≠ 0 → ", (actual.value,), policy)


def _proposal(exact: Decimal, steps: str, terms: tuple[Decimal | date, ...], policy: Policy) -> Proposal:
    return Proposal(round_half_up(exact, policy.score_places), steps, terms)


def _deadline(target: Target, actual: Actual, weight: Decimal, policy: Policy) -> Proposal | None:
    """Full weight when met; nothing is computed for a late day or for words."""
    if target.day is None or actual.day is None or actual.day > target.day:
        return None
    return _proposal(weight, "{} ≤ {} → ", (actual.day, target.day), policy)


def _at_least(value: Decimal, goal: Decimal, weight: Decimal, policy: Policy) -> Proposal | None:
    if value >= goal:
        return _proposal(weight, "{} ≥ {} → ", (value, goal), policy)
    if goal <= 0:
        return None  # a share of a target below zero means nothing
    exact = EXACT.divide(EXACT.multiply(weight, max(ZERO, value)), goal)
    return _proposal(exact, "{} ÷ {} × {} = ", (value, goal, weight), policy)


def _at_most(value: Decimal, goal: Decimal, weight: Decimal, policy: Policy) -> Proposal | None:
    if value <= goal:
        return _proposal(weight, "{} ≤ {} → ", (value, goal), policy)
    if goal < 0:
        return None
    if goal == 0:
        return _proposal(ZERO, "{} > 0 → ", (value,), policy)
    if policy.at_most == "ratio":
        exact = EXACT.divide(EXACT.multiply(weight, goal), value)
        return _proposal(exact, "{} ÷ {} × {} = ", (goal, value, weight), policy)
    left = EXACT.subtract(goal, EXACT.subtract(value, goal))  # of the goal; divided last, so that a half stays one
    steps, terms = "(1 − ({} − {}) ÷ {}) × {}", (value, goal, goal, weight)
    if left <= 0:
        return _proposal(ZERO, steps + " ≤ 0 → ", terms, policy)
    return _proposal(EXACT.divide(EXACT.multiply(weight, left), goal), steps + " = ", terms, policy)


def execution_share(annual: AnnualFunds) -> Decimal | None:
    """executed ÷ revised, not rounded and not capped; None where revised is not above 0 or one is blank."""
    executed, revised = annual.executed.value, annual.revised.value
    if executed is None or revised is None or revised <= 0:
        return None
    return EXACT.divide(executed, revised)


def exact_execution_score(annual: AnnualFunds) -> Decimal | None:
    """weight × min(1, executed ÷ revised), not rounded (rule E03)."""
    executed, revised, weight = annual.executed.value, annual.revised.value, annual.weight.value
    if executed is None or revised is None or weight is None or revised <= 0:
        return None
    return EXACT.divide(EXACT.multiply(weight, min(executed, revised)), revised)


def execution_score(annual: AnnualFunds, policy: Policy) -> Decimal | None:
    """The execution score, rounded to the policy's decimals."""
    exact = exact_execution_score(annual)
    return None if exact is None else round_half_up(exact, policy.score_places)


def cap(annual: AnnualFunds, policy: Policy) -> Decimal | None:
    """The highest total that the execution rate allows; None where nothing caps it."""
    share = execution_share(annual)
    if share is None:
        return None
    rate = share * 100
    return next((total for below, total in policy.caps if rate < below), None)


def grade(total: Decimal, policy: Policy) -> str:
    """The grade of a total: 优, 良, 中 or 差."""
    for name, least in zip(GRADES, policy.grades, strict=False):
        if total >= least:
            return name
    return GRADES[-1]
