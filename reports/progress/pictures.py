"""A summary of a year in pictures, each number with the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import State
from assessments.rules import RULES
from reports.progress import NOT_BEGUN, Summary
from reports.progress.bands import BLANK, RATES, SCORES, Band
from reports.progress.charts import Bar, Count, Dot, bars, dots


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is drawn of a year. `rows` are the dots of each band of scores, the highest first; `rates` are the heads of their columns."""

    states: list[Bar]
    scores: list[Bar]
    rates: list[str]
    rows: list[tuple[str, list[Dot]]]
    rules: list[Bar]


def pictures(found: Summary, list_url: str) -> Pictures:
    """The pictures of a summary; `list_url` is the list of the year, which takes their bands as filters."""

    def count(label: str, number: int, title: str = "", **filters: str) -> Count:
        return Count(label, number, f"{list_url}?{urlencode(filters)}" if number else "", title)

    figures = found.figures
    by_score = figures.by_score
    scores = _bands(SCORES[::-1], set(by_score))
    rates = _bands(RATES, {rate for _score, rate in figures.by_bands})
    rows = [
        [count(f"{score}, {rate}", figures.by_bands.get((s, r), 0), score=s, rate=r) for r, rate in rates]
        for s, score in scores
    ]
    return Pictures(
        states=bars([count(label, found.states.get(state, 0), state=state) for state, label in state_labels()]),
        scores=bars([count(label, by_score[key], score=key) for key, label in scores]),
        rates=[label for _key, label in rates],
        rows=[(label, row) for (_key, label), row in zip(scores, dots(rows), strict=True)],
        rules=bars([count(code, number, _title(code), rule=code) for code, number in figures.by_rule], figures.total),
    )


def _title(code: str) -> str:
    return _(RULES[code].title) if code in RULES else ""


def _bands(bands: Sequence[Band], found: set[str]) -> list[tuple[str, str]]:
    """Keys and labels; a band for what has no figure only where there is one."""
    named = [(band.key, band.label) for band in bands]
    return [*named, (BLANK, _("No figure"))] if BLANK in found else named


def state_labels() -> list[tuple[str, str]]:
    """Every state in which a department can stand, in the order of the moves."""
    return [(NOT_BEGUN, _("Not begun")), *((state.value, str(state.label)) for state in State)]


def list_url(year: int, *, reviews: bool) -> str:
    """The list behind the pictures: the administrator's own page of the year, else that of the reviewers."""
    return reverse("progress" if reviews else "year", args=(year,))
