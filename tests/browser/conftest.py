"""A served demonstration year for each worker, and a browser that asks nobody else."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from tests.browser.desk import Desk
from tests.browser.site import Site, chromium, site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREEN = {"width": 1366, "height": 768}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The looks at the pages take as long as all else, so one worker has them and the other the rest."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            pages = item.path.name == "test_pages.py"
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("pages" if pages else "browser"))
            if pages and os.environ.get("DATABASE_URL", "").startswith("postgres"):
                item.add_marker(
                    pytest.mark.skip(reason="The pages look the same on PostgreSQL; they are looked at on SQLite.")
                )


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration year on a server of its own."""
    with site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Its life is a module's: while it runs, this process must not ask a database."""
    path = chromium()
    if path is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def desk(served: Site, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Opens windows on the demonstration: `desk()` or `desk("preparer")`."""
    with desks(served, browser) as make:
        yield make


@contextmanager
def desks(site: Site, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Opens windows on a site. At the end no page may have complained or asked another host."""
    opened: list[tuple[Desk, Any]] = []
    foreign: list[str] = []

    def guard(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.netloc == urlsplit(site.url).netloc or asked.scheme.startswith("chrome"):  # its own viewer of PDFs
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    def make(username: str = "", **options: Any) -> Desk:
        context = browser.new_context(
            **{"viewport": SCREEN, "locale": "en-GB", "timezone_id": "Asia/Shanghai"} | options
        )
        context.set_default_timeout(15_000)
        context.route("**/*", guard)
        found = Desk(site, context.new_page())
        opened.append((found, context))
        return found.sign_in(username) if username else found

    yield make
    for _one, context in opened:
        context.close()
    assert foreign == []
    assert [complaint for one, _context in opened for complaint in one.complaints] == []
