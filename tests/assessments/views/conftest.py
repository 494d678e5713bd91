import pytest

from assessments.document.paths import resolve
from assessments.selectors.documents import load
from tests import factories
from tests.assessments.views.browser import signed_in


@pytest.fixture
def loaded(city):
    return factories.draft(city)


@pytest.fixture
def preparer(city):
    return signed_in(city.preparer)


@pytest.fixture
def stored(loaded):
    """What stands at a path now."""

    def read(path):
        found = resolve(load(loaded.filing.pk).document, path)
        return getattr(found, "text", found)

    return read


@pytest.fixture
def url(loaded):
    return lambda step: f"/filings/{loaded.filing.pk}/{step}/"


@pytest.fixture
def at(loaded):
    """The address of a path."""
    return lambda path: str(loaded.address_of(path))
