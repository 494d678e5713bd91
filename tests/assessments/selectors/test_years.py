"""The counts of fiscal years."""

import datetime

import pytest

from assessments.models import Enrolment, FiscalYear, State
from assessments.selectors.years import counts, progress, years
from tests import factories


@pytest.fixture
def city(city):
    """Of five departments one is reopened, one in work, one has not begun, one need not file but is through, one of last year is through."""
    author, year = city.preparer, city.year
    before = FiscalYear.objects.create(year=2023, opens_on="2024-01-05", due_on="2024-03-31", status="closed")
    Enrolment.objects.update(required=True)
    reopened, in_work, _not_begun, excused = (
        factories.department(f"77{place}", f"甲市第{place}站", None, city.section, year) for place in range(4)
    )
    old = factories.department("779", "甲市第九站", None, city.section, before)
    for enrolment, version, state in (
        (reopened, 1, State.APPROVED), (reopened, 2, State.DRAFT), (in_work, 1, State.SIGNING), (excused, 1, State.PUBLISHED),
        (old, 1, State.APPROVED), (old, 2, State.PUBLISHED),
    ):  # fmt: skip
        enrolment.filings.create(version=version, state=state, created_by=author)
    Enrolment.objects.filter(pk=excused.pk).update(required=False, not_required_reason="涉密")
    return city


def test_each_department_that_must_file_counts_once_by_its_newest_version(city):
    number = Enrolment.objects.filter(fiscal_year=city.year, required=True).count()
    assert counts(city.year) == {"draft": 1, "signing": 1, "none": number - 2}
    found = progress(city.year, city.year.due_on).filter(required=True)
    assert sorted(one.filing_state or "none" for one in found) == ["draft", *["none"] * (number - 2), "signing"]


def test_every_year_says_how_many_must_file_have_begun_and_are_through(city, django_assert_num_queries):
    number = Enrolment.objects.filter(fiscal_year=city.year, required=True).count()
    with django_assert_num_queries(4):
        found = [(one.year, one.departments, one.begun, one.through) for one in years()]
    assert found == [(2024, number, 3, 2), (2023, 1, 1, 1)]


def test_late_are_those_that_must_file_and_are_not_signed(city):
    after = city.year.due_on + datetime.timedelta(days=1)
    assert progress(city.year, city.year.due_on, state="late").count() == 0
    late = progress(city.year, after, state="late")
    assert {one.filing_state for one in late} == {None, "draft", "signing"}
    assert late.count() == counts(city.year)["none"] + 2
