"""The policy of a fiscal year: every limit, weight and formula that a rule may ask for.

Source: the table at the end of rules.md. The JSON form is `perfeval-policy/1`, figures as strings; a key
left out has its default.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from assessments.document import policy_form as form
from assessments.document.policy_form import PolicyError

__all__ = [
    "DEFAULT",
    "FORMAT",
    "KEYS",
    "Policy",
    "PolicyError",
    "Weights",
    "changes",
    "faults",
    "from_json",
    "loads",
    "put_upon",
    "to_json",
]

FORMAT = "perfeval-policy/1"


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of the four groups of an evaluation sheet; together 100."""

    execution: Decimal = Decimal(10)
    output: Decimal = Decimal(50)
    benefit: Decimal = Decimal(30)
    satisfaction: Decimal = Decimal(10)


@dataclass(frozen=True, slots=True)
class Policy:
    """The parameters of one year. Shares and limits are per cent, `unit_slip` a factor."""

    weights: Weights = Weights()
    grades: tuple[Decimal, ...] = (Decimal(90), Decimal(80), Decimal(60))  # least total for 优, 良, 中
    bands: tuple[Decimal, ...] = (Decimal(80), Decimal(60))  # least share for met, partly
    at_most: str = "ratio"  # or "linear"
    score_places: int = 2
    overshoot: Decimal = Decimal(130)
    caps: tuple[tuple[Decimal, Decimal], ...] = ()  # (execution rate below, highest total), ascending
    rate_gap: Decimal = Decimal(5)
    least_execution: Decimal = Decimal(80)
    budget_change: Decimal = Decimal(30)
    procurement: tuple[Decimal, ...] = (Decimal(95), Decimal(105))
    project_final: Decimal = Decimal(130)
    unit_slip: Decimal = Decimal(1000)
    same_rows: int = 3
    unmeasured: Decimal = Decimal(50)
    similarity: Decimal = Decimal(80)
    recheck_share: Decimal = Decimal(15)
    publication_days: int = 20
    stamped_scan: bool = False


DEFAULT = Policy()


def _weights(value: Any, path: str) -> Weights:
    names = tuple(field.name for field in fields(Weights))
    points = form.named_percents(value, path, names)
    given = {name: points.get(name, getattr(DEFAULT.weights, name)) for name in names}
    form.need_hundred(sum(given.values(), Decimal(0)), path)
    return Weights(**given)


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "weights": _weights,
    "grades": form.descending(3),
    "bands": form.descending(2),
    "at_most": form.choice("ratio", "linear"),
    "score_places": form.whole(0, 6),
    "overshoot": form.percent(least=100, most=100_000),
    "caps": form.caps,
    "rate_gap": form.percent(),
    "least_execution": form.percent(),
    "budget_change": form.percent(most=100_000),
    "procurement": form.limits(most=100_000),
    "project_final": form.percent(most=100_000),
    "unit_slip": form.percent(least=2, most=1_000_000),
    "same_rows": form.whole(1, 1000),
    "unmeasured": form.percent(),
    "similarity": form.percent(),
    "recheck_share": form.percent(),
    "publication_days": form.whole(1, 3650),
    "stamped_scan": form.flag,
}


def from_json(data: Any) -> Policy:
    """The policy that parsed JSON states. Raises `PolicyError`, which names the path."""
    values = form.members(data, "", ("format", *_READERS))
    if values.pop("format", None) != FORMAT:
        raise form.wrong_format(FORMAT)
    return Policy(**{key: _READERS[key](value, key) for key, value in values.items()})


def loads(raw: str | bytes) -> Policy:
    """The policy that a JSON text states. Raises `PolicyError`."""
    return from_json(form.parse(raw))


def to_json(policy: Policy) -> dict[str, Any]:
    """The whole policy, defaults included, in the form that `from_json` takes."""
    return {"format": FORMAT} | {field.name: form.spelt(getattr(policy, field.name)) for field in fields(policy)}


KEYS = tuple(_READERS)


def faults(data: dict[str, Any]) -> list[PolicyError]:
    """Everything wrong with the values of known keys: the first fault of each."""
    found = []
    for key, read in _READERS.items():
        try:
            if key in data:
                read(data[key], key)
        except PolicyError as error:
            found.append(error)
    return found


def changes(before: Policy, after: Policy) -> dict[str, tuple[Any, Any]]:
    """The keys in which two policies differ, in the order of the table, each with both values as JSON."""
    one, other = to_json(before), to_json(after)
    return {key: (one[key], other[key]) for key in KEYS if one[key] != other[key]}


def put_upon(stored: Policy, was: Policy, wanted: Policy) -> tuple[Policy, tuple[str, ...]]:
    """What somebody wants who saw `was`, put upon what is stored by now; and the keys that both changed, each in another way.

    Where only the other changed a key, the stored value stays.
    """
    mine, theirs = changes(was, wanted), changes(was, stored)
    both = tuple(key for key in mine if key in theirs and mine[key] != theirs[key])
    return replace(stored, **{key: getattr(wanted, key) for key in mine}), both
