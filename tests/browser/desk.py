"""A person before the browser: what they open, press and see."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import PASSWORD, Site

# Where the story leaves its pictures; nowhere unless a folder is named.
PICTURES = os.environ.get("PICTURES", "")
# Every rule of these groups; what passed is not described, which halves the time.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


class Desk:
    """One browser window with a session of its own."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site = site
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        # A refused request (401, 409, 422) is reported by the browser as an error although the page answers it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def open(self, path: str, status: int = 200) -> "Desk":
        """Open a page of the site and see that it answers as it should."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        assert (path, answer.status) == (path, status)
        return self

    def sign_in(self, username: str, password: str = PASSWORD) -> "Desk":
        """Go through the door."""
        self.open("/sign-in/")
        self.page.fill('input[name="username"]', username)
        self.page.fill('input[name="password"]', password)
        self.page.click('main form [type="submit"]')
        expect(self.page.locator("details.menu")).to_be_visible()
        return self

    def sign_out(self) -> "Desk":
        self.page.click("details.menu > summary")
        self.page.click('form[action="/sign-out/"] button')
        expect(self.page.locator('input[name="password"]')).to_be_visible()
        return self

    @property
    def path(self) -> str:
        """The address of the open page without the host."""
        return self.page.url.removeprefix(self.site.url)

    def see(self, selector: str, text: str | re.Pattern[str] | None = None) -> Locator:
        """Something that must be on the page."""
        found = self.page.locator(selector)
        if text is not None:
            found = found.filter(has_text=text)
        expect(found.first).to_be_visible()
        return found

    def cell(self, address: str) -> Locator:
        """The input of a cell."""
        return self.page.locator(f'[name="{address}"]')

    def saved(self, address: str, text: str) -> None:
        """Wait until the server has confirmed a cell."""
        expect(self.page.locator(f'[name="was-{address}"]')).to_have_value(text)

    def fill(self, address: str, text: str) -> None:
        """Type into a cell, leave it, and wait until it is saved."""
        cell = self.cell(address)
        cell.fill(text)
        cell.blur()
        self.saved(address, text)

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Leave a picture for the documentation, where a folder for it is named."""
        if PICTURES:
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)

    def axe(self) -> list[str]:
        """What axe finds against the page as it stands: rule, and the places."""
        answer = Axe().run(self.page, options=AXE_OPTIONS).response
        return [
            f"{one['id']}: {', '.join(node['target'][0] if node['target'] else '?' for node in one['nodes'][:4])}"
            for one in answer["violations"]
        ]
