"""The line keys of 附件1 that the format knows (filing-format.md, Shape)."""

import re
from collections.abc import Iterable

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


# A total of 附件1 and the lines that add up to it (rules B06, B07); project_parts() is the third (rule B08).
SUMS = {
    "official_vehicles": ("vehicle_purchase", "vehicle_running"),
    "three_public": ("official_vehicles", "overseas_travel", "official_reception"),
}
PROJECT_PARTS = frozenset({"project_operations", "project_maintenance", "special_fund"})


def project_parts(keys: Iterable[str]) -> list[int]:
    """The places, in the order of the lines, of those that add up to project_expenditure (rule B08).

    A line that a template added counts where it stands among the project lines: below project_expenditure, before the
    next line of another kind.
    """
    places = []
    inside = False
    for place, key in enumerate(keys):
        further = key.startswith("x_")
        inside = key == "project_expenditure" or key in PROJECT_PARTS or (inside and further)
        if key in PROJECT_PARTS or (inside and further):
            places.append(place)
    return places
