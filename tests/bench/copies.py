"""Many filings, fast: copies of one with all its rows, each submitted once.

No two read alike, as in a city: every amount is that of the first filing times a number of the copy's own, and every text ends with it.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assessments.document.amounts import spell
from assessments.document.policy import DEFAULT, to_json
from assessments.models import (
    BasicData,
    Department,
    Enrolment,
    ExpenditureRow,
    Filing,
    FundItemRow,
    IndicatorRow,
    SectionRow,
    SheetRow,
    State,
)
from reports.models import Submission
from tests.bench import place

AT_ONCE = 500
AMOUNT = re.compile(r"^source_|^kind_|(^|_)(final|budget|initial|revised|executed)$")


def copies(filing: Filing, number: int) -> list[int]:
    """So many more departments in the year of a filing, each with a copy of it; their keys."""
    keys: list[int] = []
    while len(keys) < number:
        keys += _some(filing, min(AT_ONCE, number - len(keys)))
    place.counted()
    return keys


def _some(filing: Filing, number: int) -> list[int]:
    first = Department.objects.count() + 1
    departments = Department.objects.bulk_create(
        Department(code=f"8{place:0>6}", name=f"甲市第{place}中心") for place in range(first, first + number)
    )
    year, section = filing.enrolment.fiscal_year, filing.enrolment.section
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(fiscal_year=year, department=one, name=one.name, section=section) for one in departments
    )
    filings = Filing.objects.bulk_create(_copy(filing, enrolment=one, state=State.SECOND_REVIEW) for one in enrolments)
    _rows(filing, dict(enumerate(filings, start=first)))
    policy = json.dumps(to_json(DEFAULT))
    Submission.objects.bulk_create(
        Submission(
            filing=one, number=1, document_text="", template_text="{}", policy_text=policy, findings_text="[]", rule_set="bench",
            sha256=f"{one.pk:064x}", submitted_by=one.created_by, submitted_at=one.state_since,
        )
        for one in filings
    )  # fmt: skip
    return [one.pk for one in filings]


def _rows(filing: Filing, filings: dict[int, Filing]) -> None:
    BasicData.objects.bulk_create(_copy(filing.basic_data, filing=one) for one in filings.values())
    for model in (ExpenditureRow, SectionRow, FundItemRow):
        rows = list(model.objects.filter(filing=filing))
        model.objects.bulk_create(
            _times(_copy(row, filing=one), number) for number, one in filings.items() for row in rows
        )
    sheets = list(SheetRow.objects.filter(filing=filing).prefetch_related("indicators"))
    made = SheetRow.objects.bulk_create(
        _times(_copy(sheet, filing=one), number) for number, one in filings.items() for sheet in sheets
    )
    IndicatorRow.objects.bulk_create(
        _copy(row, sheet=sheet)
        for place, sheet in enumerate(made)
        for row in sheets[place % len(sheets)].indicators.all()
    )


def _copy(row: Any, **changes: Any) -> Any:
    """The same row once more, unsaved."""
    values = {field.attname: getattr(row, field.attname) for field in _fields(row)}
    return type(row)(
        **{name: value for name, value in values.items() if name.removesuffix("_id") not in changes}, **changes
    )


def _fields(row: Any) -> Iterator[Any]:
    return (field for field in row._meta.concrete_fields if not field.primary_key)


def _times(row: Any, number: int) -> Any:
    """The row with its amounts times a number, and a text that tells it from others."""
    for name in _amounts(type(row)):
        value = getattr(row, f"{name}_value")
        if value is not None:
            setattr(row, name, spell(value * number, 2))
            setattr(row, f"{name}_value", value * number)
    if getattr(row, "text", None):
        row.text = f"{row.text}甲市第{number}中心。"
    return row


@cache
def _amounts(model: Any) -> tuple[str, ...]:
    names = (field.name.removesuffix("_value") for field in model._meta.fields if field.name.endswith("_value"))
    return tuple(name for name in names if AMOUNT.search(name))
