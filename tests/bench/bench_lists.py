"""How long the list pages take with 10,000 filings in the year, and what grows with what."""

import datetime
from collections.abc import Iterator

from django.test import Client

from assessments.models import Department, Enrolment, FiscalYear, User
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services.filings import import_document, replace_document
from tests.bench import place
from tests.bench.measure import Line, Measured, measure

MANY = 10_000
PAGES = (
    ("performance", "/queue/"), ("performance", "/queue/?order=risk"), ("performance", "/queue/?q=99&order=score&page=3"),
    ("performance", "/"), ("supervisor", "/queue/"), ("administrator", "/"), ("administrator", "/years/"), ("administrator", "/years/2024/"),
    ("administrator", "/years/2024/?state=late"), ("administrator", "/departments/"), ("performance", "/progress/2024/"),
    ("performance", "/checks/2024/?order=errors"),
    ("security", "/accounts/"), ("auditor", "/log/"),
)  # fmt: skip


def lines() -> Iterator[Line | str]:
    city = place.city()
    place.fill(MANY // 10)
    before = {asked: _measured(*asked) for asked in PAGES}
    place.fill(MANY - MANY // 10)
    for who, page in PAGES:
        yield Line(f"{page} of {who}, {MANY:,} filings", 50, _asks(who, page))
    yield "\n| what grows | | before, ms (queries) | ×10, ms (queries) |\n|---|---|---|---|"
    for who, page in PAGES:
        yield _growth(f"departments: {page} of {who}", before[who, page], _measured(who, page))
    filing = import_document(city.enrolment, place.whole(), by=city.preparer, replace=True)
    found = []
    for projects in (3, 30):
        replace_document(filing, place.whole(projects), by=city.preparer)
        found.append(
            [
                _measured("preparer", f"/filings/{filing.pk}/{step}")
                for step in ("", "department-indicators/", "findings/")
            ]
            + [measure(Line("check", 0, lambda: findings_of(load(filing.pk))))]
        )
    names = ("overview", "step of indicators", "findings page", "read and judged")
    for name, one, ten in zip(names, *found, strict=True):
        yield _growth(f"projects: {name}", one, ten)
    replace_document(filing, place.whole(), by=city.preparer)
    asked = (
        ("preparer", "/"),
        ("preparer", f"/filings/{filing.pk}/expenditure/"),
        ("administrator", "/years/"),
        ("performance", "/"),
    )
    one_year = [_measured(who, page) for who, page in asked]
    _more_years(9)
    for (who, page), one in zip(asked, one_year, strict=True):
        yield _growth(f"years: {page} of {who}", one, _measured(who, page))


def _asks(who: str, page: str):  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(User.objects.get(pk=getattr(place.city(), who).pk))

    def ask() -> None:
        answer = client.get(page)
        if answer.status_code != 200:
            raise RuntimeError(f"{page} of {who}: {answer.status_code}")

    return ask


def _measured(who: str, page: str) -> Measured:
    return measure(Line(page, 0, _asks(who, page), rounds=5))


def _growth(what: str, one: Measured, ten: Measured) -> str:
    before, after = (f"{at.median_ms:.1f}, CPU {at.cpu_ms:.1f} ({at.queries})" for at in (one, ten))
    return f"| {what} | | {before} | {after} |"


def _more_years(number: int) -> None:
    """Closed years before this one, in which every department was enrolled."""
    departments = list(Department.objects.values_list("pk", "name"))
    for year in range(2023, 2023 - number, -1):
        made = FiscalYear.objects.create(
            year=year, status="closed", opens_on=datetime.date(year + 1, 1, 6), due_on=datetime.date(year + 1, 3, 31)
        )
        Enrolment.objects.bulk_create(
            [Enrolment(fiscal_year=made, department_id=pk, name=name) for pk, name in departments], batch_size=2000
        )
    place.counted()
