"""Document order: the order of the keys in filing-format.md and of the items in their lists."""

import re
from functools import lru_cache

from assessments.document.filing import Filing

_KEYS = """
fiscal_year department basic_data headcount authorised expenditure line label prior_final budget final buildings approved_area actual_area
area_control_rate budgeted_investment actual_investment investment_control_rate economy_measures
department_evaluation projects name supervisor implementer funds annual current_year carried_over
by_source by_kind total general_public government_fund state_capital social_insurance fiscal_account basic project other
none items goal expected indicators level1 level2 level3 target actual control_rate
initial revised executed weight rate score deviation attainment approved change_reason total_weight total_score grade
report title sections level number heading text attachments fund_tables signatures prepared_by prepared_on phone head
"""
KEYS = tuple(_KEYS.split())
RANK = {key: rank for rank, key in enumerate(KEYS)}
TABLE = "basic_data.expenditure["
STEP = re.compile(r"([a-z_0-9]+)(?:\[([^\]]*)\])?")

Position = tuple[int, ...]


def line_references(filing: Filing) -> list[str]:
    """The reference of each expenditure line in a path: its key, from the second of a key on with its number."""
    seen: dict[str, int] = {}
    references = []
    for line in (filing.basic_data.expenditure if filing.basic_data else None) or ():
        count = seen[line.line] = seen.get(line.line, 0) + 1
        references.append(line.line if count == 1 else f"{line.line}:{count}")
    return references


def position(path: str, lines: tuple[str, ...]) -> Position:
    """A key that sorts paths in document order. A line that the filing lacks stands after those it has."""
    return _position(path, lines if path.startswith(TABLE) else ())


@lru_cache(maxsize=16384)
def _position(path: str, lines: tuple[str, ...]) -> Position:
    steps: list[int] = []
    for key, item in STEP.findall(path):
        steps.append(RANK.get(key, len(KEYS)))
        if item.isdigit():
            steps.append(int(item))
        elif item:
            steps.append(lines.index(item) if item in lines else len(lines))
    return tuple(steps)
