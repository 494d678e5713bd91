"""Which figures of the forms are worked out from others beside them, by path: for formulas in a spreadsheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.document.cells import Figure
from assessments.document.lines import SUMS, project_parts

LINE = re.compile(r"basic_data\.expenditure\[(?P<key>\w+)(?::\d+)?\]\.(?P<column>prior_final|budget|final)")
WEIGHT = re.compile(r"(?P<sheet>.+)\.indicators\[\d+\]\.(?P<column>weight|score)")
FUND_PARTS = ("current_year", "carried_over", "other")
RATES = {
    "basic_data.headcount.control_rate": ("basic_data.headcount.actual", "basic_data.headcount.authorised"),
    "basic_data.buildings.area_control_rate": (
        "basic_data.buildings.actual_area",
        "basic_data.buildings.approved_area",
    ),
    "basic_data.buildings.investment_control_rate": (
        "basic_data.buildings.actual_investment",
        "basic_data.buildings.budgeted_investment",
    ),
}


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of figures, or the share of the first in the second, each by its path."""

    path: str
    of: tuple[str, ...]
    rate: bool = False


def agreeing(figures: Mapping[str, Figure]) -> Iterator[Total]:
    """The totals whose figure is what its parts give, to its printed decimals; none where a part is missing."""
    for total in _totals(figures):
        declared, parts = figures.get(total.path), [figures[path].value for path in total.of]
        known = [part for part in parts if part is not None]
        if declared is None or declared.value is None or not known:
            continue
        if total.rate:
            if len(known) == 2 and known[1] and _rounded(known[0] / known[1] * 100, declared.places) == declared.value:
                yield total
        elif sum(known, Decimal()) == declared.value:
            yield total


def _totals(figures: Mapping[str, Figure]) -> Iterator[Total]:
    yield from _lines(figures)
    yield from (Total(path, of, rate=True) for path, of in RATES.items() if set(of) <= set(figures))
    yield from _scores(figures)
    for path in figures:
        if path.endswith(".funds.annual.rate"):
            base = path.removesuffix("rate")
            yield Total(path, (f"{base}executed", f"{base}revised"), rate=True)
        elif path.startswith("projects[") and path.rpartition(".")[0].endswith(".funds.annual"):
            sheet, column = path.split(".funds.annual.")
            of = tuple(f"{sheet}.funds.{part}.{column}" for part in FUND_PARTS)
            of = tuple(part for part in of if part in figures)
            if of:
                yield Total(path, of)


def _lines(figures: Mapping[str, Figure]) -> Iterator[Total]:
    """The sums of 附件1, column by column."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for path in figures:
        if found := LINE.fullmatch(path):
            columns.setdefault(found["column"], []).append((found["key"], path))
    for lines in columns.values():
        paths = [path for _key, path in lines]
        parts = {total: [path for key, path in lines if key in keys] for total, keys in SUMS.items()}
        parts["project_expenditure"] = [paths[place] for place in project_parts(key for key, _path in lines)]
        for key, path in lines:
            if parts.get(key):
                yield Total(path, tuple(parts[key]))


def _scores(figures: Mapping[str, Figure]) -> Iterator[Total]:
    """The points and the score of a sheet: those of the funds and of every indicator."""
    columns: dict[tuple[str, str], list[str]] = {}
    for path in figures:
        if found := WEIGHT.fullmatch(path):
            columns.setdefault((found["sheet"], found["column"]), []).append(path)
    for (sheet, column), paths in columns.items():
        funds = f"{sheet}.funds.annual.{column}"
        yield Total(f"{sheet}.total_{column}", ((funds,) if funds in figures else ()) + tuple(paths))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
