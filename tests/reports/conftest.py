import pytest

from assessments.models import BasicData, BureauSection, Department, Enrolment, Filing, State
from assessments.services.explanations import explain
from reports.models import Submission
from tests import factories
from tests.reports.judgements import FINAL, TEXT
from tests.reports.paths import brought_to


@pytest.fixture
def many(city):
    """More departments of the same section with a copy of a submitted filing, so that lists have something to list."""

    def make(count: int, like: Filing, state: str = State.SECOND_REVIEW) -> list[Filing]:
        newest = Submission.objects.filter(filing=like).order_by("-number").first()
        made = []
        for _place in range(count):
            number = Department.objects.count()
            department = Department.objects.create(code=f"5{number:05}", name=f"甲市第{number}所")
            enrolment = Enrolment.objects.create(
                fiscal_year=city.year,
                department=department,
                name=department.name,
                section=BureauSection.objects.get(pk=city.section.pk),
            )
            filing = Filing.objects.create(enrolment=enrolment, created_by=city.stranger, state=state)
            BasicData.objects.create(filing=filing)
            copied = Submission.objects.get(pk=newest.pk)
            copied.pk, copied.filing, copied.number = None, filing, 1
            copied._state.adding = True
            copied.save()
            made.append(filing)
        return made

    return make


@pytest.fixture
def draft(city):
    return factories.draft(city).filing


@pytest.fixture
def reviewed(city):
    """A filing at the first review whose one warning was answered."""
    loaded = factories.draft(city, **{FINAL: "10.00"})
    explain(loaded.filing.pk, "B13", FINAL, TEXT, by=city.preparer)
    return brought_to(city, "first_review", loaded.filing)


@pytest.fixture
def blocked(city):
    """A draft with one error and one warning, neither of them answered."""
    return factories.draft(city, **{FINAL: "10.00", "basic_data.economy_measures": ""}).filing
