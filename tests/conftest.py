"""What every test stands on: no network beyond this machine, repeatable examples, the given cases where they lie."""

import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.test import SimpleTestCase

CASES = settings.BASE_DIR.parent / "shared" / "cases"
# The rooms without a database, and what reads the sources: they give the same answer wherever filings are kept.
PURE = {
    settings.BASE_DIR / "tests" / room
    for room in ("assessments/document", "assessments/importing", "assessments/rules", "reports/documents", "soak", "test_docs.py",
                 "test_imports.py", "test_requirements.py", "test_templates.py", "test_words.py")
}  # fmt: skip

hypothesis.settings.register_profile("test", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=5000, database=None)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("soak" if config.option.markexpr.startswith("soak") else "test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what cannot depend on the database, so that the run on PostgreSQL need not repeat it."""
    for item in items:
        if PURE & {item.path, *item.path.parents} and not uses_database(item):
            item.add_marker(pytest.mark.pure)
    # The longest single tests begin first, so that no worker waits for another at the end.
    items.sort(key=lambda item: item.path.name != "test_permissions.py")


def uses_database(item: pytest.Item) -> bool:
    """Whether pytest-django opens the database for a test; in any other a query is an error."""
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return bool(asked) or of_django or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of given filings with their expected findings, which lies beside the project."""
    if not CASES.is_dir():
        pytest.skip(f"The given cases are not there: {CASES}")
    return CASES


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_the_machine() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])  # type: ignore[index]
            if host != "localhost" and host != "::1" and not host.startswith("127."):
                raise AssertionError(f"A test tried to reach {host}.")
        return connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture
def city(db: None):  # type: ignore[no-untyped-def]
    """The small city of `tests.factories`."""
    from tests import factories

    return factories.city()


@pytest.fixture(scope="session", autouse=True)
def _log_may_be_flushed() -> Iterator[None]:
    """A transactional test is flushed after it, which the triggers of the log would refuse: they go before it and come back after."""
    from django.db import connection
    from django.test import TransactionTestCase

    from assessments.models.log_triggers import install, remove

    flush = TransactionTestCase._fixture_teardown

    def unguarded(self: TransactionTestCase) -> None:
        remove(connection)
        try:
            flush(self)
        finally:
            install(connection)

    TransactionTestCase._fixture_teardown = unguarded  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
