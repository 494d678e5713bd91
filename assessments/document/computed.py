"""The cells that are computed and never typed (design.md, decision 1).

Rates, the execution score, parents of filled parts, sums and totals. Each is computed from the filing alone, from the
cells above it as they are computed, so that taking every computed cell leaves a filing that agrees with itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from assessments.document.amounts import EXACT, round_half_up, spell
from assessments.document.cells import NOTHING, Figure
from assessments.document.filing import (
    AnnualFunds,
    BasicData,
    Buildings,
    ByKind,
    BySource,
    DepartmentEvaluation,
    Filing,
    Headcount,
    Indicator,
    ProjectEvaluation,
)
from assessments.document.lines import SUMS, project_parts
from assessments.document.paths import line_paths
from assessments.document.policy import Policy
from assessments.document.scoring import ZERO, cap, execution_score
from assessments.document.targets import is_blank_text

NOT_APPLICABLE = "不适用"
COLUMNS = ("prior_final", "budget", "final")
PARTS_COLUMNS = ("initial", "revised", "executed")
FILLER = frozenset("….·")


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed cell: the text to print, how it comes about (`770.93 ÷ 799.01`), and its value; None for 不适用.

    `over` are the paths of all computed cells that it comes from, at one remove or at several.
    """

    text: str
    formula: str
    value: Decimal | None
    over: tuple[str, ...] = ()


Cells = dict[str, Computed]


def computed_cells(filing: Filing, policy: Policy) -> Cells:
    """Every computed cell by its path; one whose inputs are missing, or that is typed, is not in it."""
    found: Cells = {}
    if filing.basic_data is not None:
        _basic_data(filing.basic_data, found)
    for path, sheet in filing.sheets():
        _sheet(path, sheet, policy, found)
    return found


# 附件1 ---------------------------------------------------------------------------------------------


def _basic_data(basic: BasicData, found: Cells) -> None:
    if basic.headcount is not None:
        _headcount(basic.headcount, found)
    if basic.expenditure is not None:
        _expenditure(basic, found)
    if basic.buildings is not None:
        _buildings(basic.buildings, found)


def _headcount(headcount: Headcount, found: Cells) -> None:
    _rate("basic_data.headcount.control_rate", headcount.actual.value, headcount.authorised.value, found)


def _buildings(buildings: Buildings, found: Cells) -> None:
    prefix = "basic_data.buildings."
    _rate(f"{prefix}area_control_rate", buildings.actual_area.value, buildings.approved_area.value, found)
    _rate(
        f"{prefix}investment_control_rate",
        buildings.actual_investment.value,
        buildings.budgeted_investment.value,
        found,
    )


def _rate(path: str, part: Decimal | None, whole: Decimal | None, found: Cells, parents: Iterable[str] = ()) -> None:
    """part ÷ whole in per cent with two decimals; 不适用 for a whole of 0."""
    if whole is None or whole < 0:
        return
    if whole == 0:
        formula = f"{_plain(part) if part is not None else NOTHING} ÷ 0"
        found[path] = Computed(NOT_APPLICABLE, formula, None, _over(parents, found))
    elif part is not None:
        value = round_half_up(EXACT.divide(part * 100, whole), 2)
        formula = f"{_plain(part)} ÷ {_plain(whole)}"
        found[path] = Computed(f"{spell(value, 2)}%", formula, value, _over(parents, found))


def _expenditure(basic: BasicData, found: Cells) -> None:
    lines = list(line_paths(basic.expenditure or ()))
    by_key: dict[str, list[int]] = {}
    for place, (_path, line) in enumerate(lines):
        by_key.setdefault(line.line, []).append(place)
    parts = {total: [place for key in keys for place in by_key.get(key, ())] for total, keys in SUMS.items()}
    parts["project_expenditure"] = project_parts(line.line for _path, line in lines)
    for total, places in parts.items():
        if total in by_key:
            path = lines[by_key[total][0]][0]
            for column in COLUMNS:
                parents = [f"{lines[place][0]}.{column}" for place in places]
                figures = [getattr(lines[place][1], column) for place in places]
                values = [_taken(*cell, found) for cell in zip(parents, figures, strict=True)]
                _sum(f"{path}.{column}", values, found, parents=parents)


# 附件2, 附件3 ---------------------------------------------------------------------------------------


def _sheet(path: str, sheet: DepartmentEvaluation | ProjectEvaluation, policy: Policy, found: Cells) -> None:
    if isinstance(sheet, DepartmentEvaluation):
        for name, parts in (("by_source", sheet.by_source), ("by_kind", sheet.by_kind)):
            _split(f"{path}.{name}", parts, found)
    elif sheet.funds is not None:
        for column in PARTS_COLUMNS:
            shares = (sheet.funds.current_year, sheet.funds.carried_over, sheet.funds.other)
            values = [getattr(share, column).value for share in shares if share is not None]
            _sum(f"{path}.funds.annual.{column}", values, found)
    annual = (sheet.funds.annual if sheet.funds is not None else None) or AnnualFunds()
    annual = _annual(f"{path}.funds.annual", annual, policy, found)
    _total_weight(path, sheet, annual, found)
    _total_score(path, sheet, annual, policy, found)


def _split(path: str, parts: BySource | ByKind | None, found: Cells) -> None:
    if parts is None:
        return
    names = [field.name for field in fields(parts) if field.name != "total"]
    _sum(f"{path}.total", [getattr(parts, name).value for name in names], found)


def _annual(path: str, declared: AnnualFunds, policy: Policy, found: Cells) -> AnnualFunds:
    """Rate and score of the annual row; returns the row as it reads once every computed cell is taken."""
    taken = AnnualFunds(
        initial=declared.initial,
        revised=Figure(value=_taken(f"{path}.revised", declared.revised, found)),
        executed=Figure(value=_taken(f"{path}.executed", declared.executed, found)),
        weight=declared.weight,
        score=declared.score,
    )
    parents = (f"{path}.executed", f"{path}.revised")
    _rate(f"{path}.rate", taken.executed.value, taken.revised.value, found, parents)
    score = execution_score(taken, policy)
    if score is None:
        return taken
    given = (taken.weight.value, taken.executed.value, taken.revised.value)
    weight, executed, revised = (_plain(value) for value in given if value is not None)
    text = spell(score, policy.score_places)
    formula = f"{weight} × min(1, {executed} ÷ {revised})"
    found[f"{path}.score"] = Computed(text, formula, score, _over(parents, found))
    return AnnualFunds(revised=taken.revised, executed=taken.executed, weight=taken.weight, score=Figure(text, score))


def scored_rows(rows: Iterable[Indicator]) -> list[Indicator]:
    """The rows that take part in sums.

    A row whose weight and score are both blank takes no part, nor does one that is no indicator; a missing or a single
    blank figure takes part and silences the sum.
    """
    return [row for row in rows if not _takes_no_part(row)]


def _takes_no_part(row: Indicator) -> bool:
    if not (row.weight.blank and row.score.blank):
        return False
    if row.weight.present and row.score.present:
        return True
    filler = row.level3.blank or all(mark in FILLER for mark in row.level3.text or "")
    return filler and is_blank_text(row.target.text) and is_blank_text(row.actual.text)


def _total_weight(
    path: str, sheet: DepartmentEvaluation | ProjectEvaluation, annual: AnnualFunds, found: Cells
) -> None:
    rows = scored_rows(sheet.indicators or ())
    values = [annual.weight.value, *(row.weight.value for row in rows)]
    if rows and None not in values:
        _sum(f"{path}.total_weight", values, found, least_places=0)


def _total_score(
    path: str, sheet: DepartmentEvaluation | ProjectEvaluation, annual: AnnualFunds, policy: Policy, found: Cells
) -> None:
    rows = scored_rows(sheet.indicators or ())
    values = [annual.score.value, *(row.score.value for row in rows)]
    if not rows or None in values:
        return
    total_path = f"{path}.total_score"
    parents = [f"{path}.funds.annual.{name}" for name in ("score", "executed", "revised")]
    _sum(total_path, values, found, least_places=0, parents=parents)
    highest, total = cap(annual, policy), found[total_path]
    if highest is not None and total.value is not None and total.value > highest:
        formula = f"min({total.formula}, {spell(highest)})"
        found[total_path] = Computed(spell(highest), formula, highest, total.over)


# Arithmetic ----------------------------------------------------------------------------------------


def _taken(path: str, figure: Figure, found: Cells) -> Decimal | None:
    """The value of a cell once its computed one, if any, is taken."""
    computed = found.get(path)
    return figure.value if computed is None else computed.value


def _over(parents: Iterable[str], found: Cells) -> tuple[str, ...]:
    """Those of the cells that are computed, and what they in turn come from, each once."""
    computed = [path for path in parents if path in found]
    return tuple(dict.fromkeys(one for path in computed for one in (*found[path].over, path)))


def _sum(
    path: str,
    values: Iterable[Decimal | None],
    found: Cells,
    *,
    least_places: int = 2,
    parents: Iterable[str] = (),
) -> None:
    """The sum of the parts that have a figure, exactly; nothing where none has one."""
    filled = [value for value in values if value is not None]
    if not filled:
        return
    total = sum(filled, ZERO)  # with the most decimals of any part
    places = max(least_places, _places(total))
    formula = " + ".join(_plain(value) for value in filled)
    found[path] = Computed(spell(total, places), formula, total, _over(parents, found))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _plain(value: Decimal) -> str:
    """A value with the decimals that it was printed with."""
    return format(value if value else abs(value), "f")
