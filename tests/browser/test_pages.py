"""Every page that a role is offered: it answers, axe finds nothing against it, and it fits the screen."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.desk import Desk

ROLES = (
    "preparer",
    "preparer-710001",  # a blank draft
    "head-210004",  # has one to sign
    "performance",
    "administrator",
    "security",
    "auditor",
    # The same pages in other states.
    *(
        pytest.param(username, marks=pytest.mark.soak)
        for username in ("preparer-210003", "preparer-210001", "head", "supervisor", "section", "approver")
    ),
)
NO_PAGES = re.compile(r"\.(?:pdf|docx|xlsx|csv|json|zip)\b|[?&]as=xlsx|/static/")
ANY = re.compile(r"\b(here|pin|order|state|score|rate)=[^&]*|\d+")  # what changes which rows a page lists, not the page
LIMIT = 60
HALF = {"width": 683, "height": 384}  # the screen at 200 %


def links(one: Desk) -> list[str]:
    """The pages of the site to which the open page leads."""
    found = one.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    paths = [url.removeprefix(one.site.url).partition("#")[0] for url in found if url.startswith(one.site.url)]
    return [path for path in paths if not NO_PAGES.search(path)]


def kinds_of_page(one: Desk, start: str = "/") -> Iterator[str]:
    """Open every page once for each kind of address that a link leads to, and see that it answers."""
    seen: set[str] = set()
    waiting = [start]
    while waiting and len(seen) < LIMIT:
        path = waiting.pop(0)
        kind = ANY.sub(lambda found: found[1] or "N", path)
        if kind not in seen:
            seen.add(kind)
            one.open(path)
            waiting += links(one)
            yield path


def too_wide(one: Desk) -> bool:
    """Whether the page as a whole must be scrolled sideways."""
    return bool(one.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def broken_figures(one: Desk) -> list[str]:
    """Figures of a table that do not stand in one line."""
    found = one.page.eval_on_selector_all(
        ".form td, .grid td, .list td",
        """all => all.filter((cell) => {
          if (!/^[0-9][0-9.,%]*$/.test(cell.textContent.trim())) return false;
          const range = document.createRange();
          const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
          const bottoms = new Set();
          while (texts.nextNode()) {  // the boxes round a text end lower than its line
            range.selectNodeContents(texts.currentNode);
            for (const line of range.getClientRects()) bottoms.add(Math.round(line.bottom));
          }
          return bottoms.size > 1;
        }).map((cell) => cell.textContent.trim())""",
    )
    return [f"in two lines: {text}" for text in found]


@pytest.mark.parametrize("username", ROLES)
def test_every_page_of_a_role(desk, username):
    one, faults = desk(username), {}
    for path in kinds_of_page(one):
        if found := one.axe():
            faults[path] = found
        if too_wide(one):
            faults.setdefault(path, []).append("wider than the screen")
        if found := broken_figures(one):
            faults.setdefault(path, []).extend(found)
    assert faults == {}


@pytest.mark.parametrize("username", ["preparer", "section", "administrator"])
def test_every_page_at_200_per_cent_in_english(desk, username):
    one, faults = desk(username, viewport=HALF), []
    one.page.context.add_cookies([{"name": "django_language", "value": "en", "url": one.site.url}])
    for path in kinds_of_page(one):
        if too_wide(one) or broken_figures(one):
            faults.append(path)
    assert faults == []


def test_pages_before_the_door(desk):
    one = desk()
    for path, status in (("/sign-in/", 200), ("/nothing-there/", 404)):
        assert one.open(path, status).axe() == []
    one.open("/filings/1/")
    assert one.path == "/sign-in/?next=/filings/1/"
