"""A filing beside the quartiles of its peers."""

import pytest
from django.urls import reverse

from assessments.models import BasicData, Department, Enrolment, ExpenditureRow, Filing, SheetRow
from reports.peers import beside_peers
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to


@pytest.fixture
def group(city):
    """Other units under the same supervisor, with these execution rates, head counts and three public expenses."""

    def make(*facts, state="first_review", supervisor=None, score=None):
        for executed, heads, spent in facts:
            number = Department.objects.count()
            department = Department.objects.create(code=f"6{number:05}", name=f"甲市第{number}所")
            enrolment = Enrolment.objects.create(
                fiscal_year=city.year,
                department=department,
                name=department.name,
                supervisor=supervisor or city.supervisor_department,
                section=city.section,
            )
            filing = Filing.objects.create(enrolment=enrolment, created_by=city.stranger, state=state)
            BasicData.objects.create(filing=filing, actual_value=heads, authorised_value=20)
            SheetRow.objects.create(
                filing=filing,
                position=0,
                annual_executed_value=executed,
                annual_revised_value=100,
                total_score_value=score,
            )
            ExpenditureRow.objects.create(filing=filing, position=0, line="three_public", final_value=spent)

    return make


def rates(user, filing):
    with_names = beside_peers(user, factories.fresh(filing))
    return {place: (one.own, one.cuts, one.count, one.stands) for place, one in enumerate(with_names)}


def test_a_filing_stands_beside_the_quartiles_of_its_peers(city, group):
    filing = brought_to(city, "first_review")
    group((80, 10, 1), (85, 10, 2), (90, 10, 3), (95, 10, 4), (100, 0, 5))
    own = SheetRow.objects.get(filing=filing, position=0)
    rate = f"{own.annual_executed_value * 100 / own.annual_revised_value:.2f}%"
    found = rates(city.section_reviewer, filing)
    assert found[0] == (rate, ("85.00%", "90.00%", "95.00%"), 5, "")
    assert found[1] == ("2500", ("1750", "2500", "3250"), 4, "")  # one of them has nobody: no rate per head
    assert found[2][1:] == (("50.00%", "50.00%", "50.00%"), 5, "above")
    assert beside_peers(city.section_reviewer, factories.fresh(filing))[0].half == "85.00–95.00%"
    assert len(found) == 3  # no peer states a score or operating expenses


def test_fewer_than_three_peers_say_nothing(city, group):
    filing = brought_to(city, "first_review")
    group((80, 10, 1), (85, 10, 2))
    assert rates(city.section_reviewer, filing) == {}
    group((90, 10, 3))
    assert rates(city.section_reviewer, filing)[0][2] == 3


def test_only_what_the_reviewer_may_read_counts(city, group):
    filing = brought_to(city, "first_review")
    group((80, 10, 1), (85, 10, 2), (90, 10, 3))
    group((1, 10, 1), state="draft")
    group((2, 10, 1), state="supervision")
    group((3, 10, 1), supervisor=city.other_enrolment.department)
    counts = {
        who: [one[2] for one in rates(getattr(city, who), filing).values()][:1]
        for who in ("section_reviewer", "performance", "supervisor", "head", "preparer")
    }
    assert counts == {"section_reviewer": [3], "performance": [3], "supervisor": [4], "head": [], "preparer": []}


def test_a_department_with_two_versions_counts_once_and_never_beside_itself(city, group):
    filing = brought_to(city, "approved")
    group((80, 10, 1), (85, 10, 2), (90, 10, 3))
    act(city, filing, "reopen")
    later = brought_to(city, "first_review", Filing.objects.get(version=2))
    assert rates(city.section_reviewer, later)[0][2] == 3
    peer = Filing.objects.get(enrolment__name="甲市第3所")
    old = rates(city.section_reviewer, peer)
    assert old[0][2] == 3  # two others, and the reopened one once


def test_the_page_shows_them_in_constant_queries(city, group):
    filing = brought_to(city, "first_review")
    group((80, 10, 1), (85, 10, 2), (90, 10, 3))
    client, url = signed_in(city.section_reviewer), reverse("review", args=(filing.pk,))
    assert 'id="peers-title"' in squeezed(client.get(url).content)
    few = queries_of(client, url)
    group(*[(80, 10, 1)] * 12)
    assert queries_of(client, url) == few
    assert 'id="peers-title"' not in squeezed(signed_in(city.head).get(url).content)
