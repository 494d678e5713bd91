"""A person who has only the keyboard: no mouse, nothing found but by moving the focus to it. Where the focus is may be asked."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.site import PASSWORD

LIMIT = 200  # more presses than any page of the tests has places
# What has the focus, where none of nine points of what is on the screen of it can be seen.
HIDDEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one === document.body || box.width < 2) return "";
  const left = Math.max(box.left, 0), width = Math.min(box.right, innerWidth) - left;
  const top = Math.max(box.top, 0), height = Math.min(box.bottom, innerHeight) - top;
  const seen = [0.1, 0.5, 0.9].some((x) => [0.2, 0.5, 0.8].some((y) => {
    const found = document.elementFromPoint(left + width * x, top + height * y);
    return found && (one.contains(found) || found.contains(one));
  }));
  return seen ? "" : one.outerHTML.slice(0, 80);
}"""
# Where the focus is: whether it is where it should be, and what is wrong with its place. The content as a whole has it without a sign.
LOOK = f"""([selector, text]) => {{
  const one = document.activeElement;
  const said = (one.getAttribute("aria-label") || one.textContent).trim();
  const bare = one === document.body || one.id === "content";
  const hidden = ({HIDDEN})();
  const faults = [hidden && "hidden", one.tabIndex > 0 && "out of order", !bare && getComputedStyle(one).outlineStyle === "none" && "without a sign"];
  return {{
    there: one.matches(selector) && said.includes(text),
    lost: one === document.body,
    faults: faults.filter(Boolean).join(", "),
    what: `${{one.tagName}} ${{one.id || one.name || ""}} ${{said.slice(0, 30)}}`,
  }};
}}"""


def cell(name: str) -> str:
    """The cell that a reader would hear by this name."""
    return f'#step [name][aria-label$="{name}"]'


class Keyboard:
    """The keys before one window."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page

    def sign_in(self, username: str) -> "Keyboard":
        """Go through the door, which asks for the name first."""
        self.desk.open("/sign-in/")
        self.to('[name="username"]').type(username).to('[name="password"]').type(PASSWORD).load()
        expect(self.page.locator("details.menu")).to_be_visible()
        return self

    def sign_out(self) -> "Keyboard":
        """Leave by the menu that bears one's name."""
        self.to(".bar-end details.menu > summary").press("Enter").to('form[action="/sign-out/"] button').load()
        assert self.desk.path == "/sign-in/"
        return self

    # Moving ---------------------------------------------------------------------------------------

    def press(self, *keys: str) -> "Keyboard":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> "Keyboard":
        self.page.keyboard.type(text)
        return self

    def look(self, selector: str = "*", text: str = "") -> Any:
        """Where the focus is; it must be in view, with a sign of it, in the order of the page."""
        found = self.page.evaluate(LOOK, [selector, text])
        assert found["faults"] == "", f"{self.desk.path}: {found['what']} is {found['faults']}"
        return found

    def at(self, selector: str, text: str = "") -> "Keyboard":
        """See that the focus is there already."""
        found = self.look(selector, text)
        assert found["there"], f"{self.desk.path}: at {found['what']}, not at {selector} {text}"
        return self

    def to(self, selector: str, text: str = "", key: str = "Tab") -> "Keyboard":
        """Press a key until the focus is there. It may leave the page at its end, and begins again at its head."""
        passed: list[str] = []
        while not (found := self.look(selector, text))["there"]:
            passed.append(found["what"])
            assert len(passed) < LIMIT, f"{self.desk.path}: {key} never comes to {selector} {text}, only to {passed}"
            self.press(key)
        return self

    def skip(self) -> "Keyboard":
        """From the head of a page into its content, unless the page begins there as after a form that was reached so."""
        if self.look("main")["there"]:
            return self
        return self.press("Tab").at(".skip").press("Enter").at("main")

    def load(self, key: str = "Enter") -> "Keyboard":
        """Press a key that opens a page."""
        with self.page.expect_navigation():
            self.press(key)
        return self

    def follow(self, selector: str, text: str = "", key: str = "Tab") -> "Keyboard":
        """Go to a link or a button and press Enter."""
        return self.to(selector, text, key).load()

    # Filling in -----------------------------------------------------------------------------------

    @property
    def address(self) -> str:
        """That of the cell which has the focus."""
        return str(self.page.evaluate("document.activeElement.name"))

    @property
    def described(self) -> str:
        """What is said of the cell which has the focus to those who hear the page."""
        return str(
            self.page.evaluate(
                "document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText"
            )
        )

    def enter(self, text: str, key: str = "Tab") -> "Keyboard":
        """Type over all of a cell, leave it by a key, and wait until it is saved."""
        address = self.address
        self.press("Control+a").type(text).press(key)
        self.desk.saved(address, text)
        return self

    def remove(self) -> "Keyboard":
        """Remove the row in which the focus is, which asks a second time and says what goes with it."""
        return self.to(".remove summary").press("Enter", "Tab").at(".remove .btn").load()

    def take_all(self) -> "Keyboard":
        """Take the computed figures of a step, beside which they are listed."""
        self.press("Alt+ArrowUp").follow('#panel [name="take"][value="all"]')
        expect(self.page.locator("#panel .untaken")).to_have_count(0)
        return self
