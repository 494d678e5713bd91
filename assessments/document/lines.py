"""The line keys of 附件1 that the format knows (filing-format.md, Shape)."""

import re

LINE_KEYS = (
    "three_public",
    "official_vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "overseas_travel",
    "official_reception",
    "project_expenditure",
    "project_operations",
    "project_maintenance",
    "special_fund",
    "operating",
    "office",
    "utilities_travel",
    "meetings_training",
    "procurement",
    "basic_budget_adjustment",
)
# Lines that may stand more than once, told apart by their labels.
REPEATED_LINES = frozenset({"special_fund"})
FURTHER_LINE = re.compile(r"x_[a-z0-9_]+")


def is_line_key(key: str) -> bool:
    """Whether the format accepts this key: one of its own, or one that a year's template adds."""
    return key in LINE_KEYS or FURTHER_LINE.fullmatch(key) is not None
