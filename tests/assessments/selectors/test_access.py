import pytest

from assessments.models import Filing, State
from assessments.selectors.access import may_edit, visible_filings
from tests import factories

# Written from domain.md: who sees a filing of Zhang's department in each state.
SEES = {
    "preparer": set(State),
    "head": set(State),
    "supervisor": set(State) - {State.DRAFT, State.SIGNING},
    "section_reviewer": set(State) - {State.DRAFT, State.SIGNING, State.SUPERVISION},
    "performance": set(State) - {State.DRAFT, State.SIGNING, State.SUPERVISION},
    "administrator": {State.APPROVED, State.PUBLISHED},
    "security": set(),
    "auditor": set(),
    "stranger": set(),
}


@pytest.mark.parametrize("who", SEES)
def test_a_filing_exists_only_for_those_whose_it_is(city, who):
    loaded = factories.draft(city)
    user = getattr(city, who)
    seen = set()
    for state in State:
        Filing.objects.filter(pk=loaded.filing.pk).update(state=state)
        if visible_filings(user).filter(pk=loaded.filing.pk).exists():
            seen.add(state)
    assert seen == SEES[who]


def test_only_the_preparer_edits_and_only_a_draft(city):
    filing = factories.draft(city).filing
    assert may_edit(city.preparer, filing) == []
    assert len(may_edit(city.head, filing)) == 1
    filing.state = State.SIGNING
    assert len(may_edit(city.preparer, filing)) == 1
    assert len(may_edit(city.stranger, filing)) == 2


def test_an_ended_role_or_a_closed_account_has_no_say(city):
    filing = factories.draft(city).filing
    city.preparer.roles.update(ended_at="2025-01-01T00:00Z")
    del city.preparer._known_roles
    assert may_edit(city.preparer, filing)
    assert not visible_filings(city.preparer).exists()
    city.head.is_active = False
    assert not visible_filings(city.head).exists()
