"""What the measurements share: the small city, the whole filing of sixty rows, and a year with many departments."""

import datetime
import json
from functools import cache
from itertools import count
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.document import codec
from assessments.document.filing import Filing as Document
from assessments.models import Department, Enrolment, Filing, FilingCheck, State
from assessments.rules import RULES
from reports.models import Submission
from tests import factories
from tests.assessments.rules.sample import FILING

REAL = settings.BASE_DIR.parent / "shared" / "cases" / "yueyang-2024.json"
ROWS = 60
NUMBERS = count(1)
CODES = sorted(RULES)


@cache
def city() -> factories.City:
    return factories.city()


def whole(projects: int | None = None, rows: int = ROWS) -> Document:
    """The real filing where it lies beside the project, otherwise an invented one; its table filled up to so many rows."""
    data: dict[str, Any] = json.loads(REAL.read_bytes() if REAL.is_file() else json.dumps(FILING))
    table = data["basic_data"]["expenditure"]
    special = next(line for line in table if line["line"] == "special_fund")
    data["basic_data"]["expenditure"] = table + [special] * (rows - len(table))
    data["department"] = {"name": data["department"]["name"]}
    if projects is not None:
        data["projects"] = [data["projects"][0]] * projects
    return codec.from_json(data)


def fill(departments: int, state: str = State.SECOND_REVIEW) -> list[Filing]:
    """More departments in the open year, each with a filing that was submitted once."""
    place, now = city(), timezone.now()
    names = [f"甲市第{next(NUMBERS)}所" for _one in range(departments)]
    made = Department.objects.bulk_create(Department(code=f"9{name[3:-1]:0>6}", name=name) for name in names)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(fiscal_year=place.year, department=one, name=one.name, section=place.section) for one in made
    )
    filings = Filing.objects.bulk_create(
        Filing(enrolment=one, created_by=place.stranger, state=state) for one in enrolments
    )
    Filing.objects.filter(pk__in=[one.pk for one in filings[::3]]).update(state_since=now - datetime.timedelta(days=9))
    text = codec.dumps(whole())
    Submission.objects.bulk_create(
        [
            Submission(
                filing=one, number=1, document_text=text, template_text="{}", policy_text="{}", findings_text="[]", rule_set="bench",
                sha256="0" * 64, submitted_by=place.stranger, submitted_at=now, open_warnings=number % 9,
            )
            for number, one in enumerate(filings)
        ],
        batch_size=200,
    )  # fmt: skip
    counted()
    FilingCheck.objects.bulk_create(
        FilingCheck(
            filing=one, revision=0, rule_set="bench", checked_at=now, errors=number % 7, rules=dict.fromkeys(CODES[number % 9::9], 1),
        )
        for number, one in enumerate(filings)
    )  # fmt: skip
    return filings


def counted() -> None:
    """Let the database count the rows of its tables, as it does of itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
