"""The counts of fiscal years."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


@pytest.mark.parametrize("state", ["none", "late", *State.values])
def test_a_list_of_a_state_has_those_whose_line_says_so(city, state):
    """What picks the departments and what stands in their lines are asked in different ways and agree, on each day and whatever was extended."""
    due, day = city.year.due_on, datetime.timedelta(days=1)
    enrolments = list(Enrolment.objects.filter(fiscal_year=city.year).order_by("pk"))
    for place, (first, second) in enumerate([(1, 5), (5, -5), (-5, 1), (1, 1), (9, None), (-5, None)]):
        for distance in (first, second):
            if distance is not None:
                granted = enrolments[place].extensions.create(
                    due_on=due + distance * day, reason="灾情", granted_by=city.administrator
                )
                granted.granted_at = "2025-01-01T00:00+00:00" if place == 1 else granted.granted_at
                granted.save()
    for today in (due - 9 * day, due, due + day, due + 3 * day, due + 30 * day):

        def belongs(one, today=today):
            if state == "none":
                return one.required and one.filing_state is None
            unsigned = one.filing_state in (None, State.DRAFT, State.SIGNING)
            late = one.required and unsigned and one.due_on < today
            return late if state == "late" else one.filing_state == state

        expected = [one.pk for one in progress(city.year, today) if belongs(one)]
        assert [one.pk for one in progress(city.year, today, state=state)] == expected


@pytest.mark.parametrize("state", ["none", "late", "draft", "approved"])
def test_who_is_listed_is_asked_of_whole_sets_and_not_of_each_department(city, state):
    """A look-up of the newest of each department is in an order; what counts the list has none."""
    with CaptureQueriesContext(connection) as asked:
        progress(city.year, city.year.due_on, state=state).count()
    assert ["ORDER BY" in query["sql"] for query in asked] == [False]
