"""Attachments of one document in another: one file holds some of them, the draft the rest."""

from dataclasses import fields, replace
from typing import Any

from assessments.document.filing import Department, Filing, FundTables

PARTS = ("basic_data", "department_evaluation", "projects", "report", "signatures", "explanations", "evidence")


def with_rest(incoming: Filing, before: Filing) -> Filing:
    """The incoming attachments, and of those that it does not hold what stood before.

    Of the department and of the three fund tables each one counts for itself.
    """
    changes: dict[str, Any] = {part: getattr(before, part) for part in PARTS if not getattr(incoming, part)}
    return replace(
        incoming,
        department=_filled(incoming.department or Department(), before.department or Department()),
        fund_tables=_joined(incoming.fund_tables, before.fund_tables),
        **changes,
    )


def _filled(incoming: Department, before: Department) -> Department:
    blank = {part.name: getattr(before, part.name) for part in fields(incoming) if getattr(incoming, part.name).blank}
    return replace(incoming, **blank)


def _joined(incoming: FundTables | None, before: FundTables | None) -> FundTables | None:
    if incoming is None or before is None:
        return incoming or before
    missing = {
        part.name: getattr(before, part.name) for part in fields(incoming) if getattr(incoming, part.name) is None
    }
    return replace(incoming, **missing)
