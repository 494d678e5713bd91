"""The heads of long tables stay in view, and the first column where a table is wider than the screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import HIDDEN
from tests.browser.test_pages import HALF, links

# Where the head of the first table and the cell that names its last row stand, and how far was scrolled: the page, or the box of the table.
PLACES = """() => {
  const table = document.querySelector("main table"), box = table.closest(".scroll");
  const boxed = box && getComputedStyle(box).overflowY === "auto";
  const edge = (one) => one.getBoundingClientRect();
  const head = table.tHead.rows[0].cells, rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.cells.length > 2);
  const named = [...rows[rows.length - 1].cells].find((cell) => getComputedStyle(cell).position === "sticky") || table;
  return {
    head: Math.round(edge(head[head.length - 2]).top - (boxed ? edge(box).top : 0)),
    first: Math.round(edge(named).left - (boxed ? edge(box).left : 0)),
    moved: boxed ? [box.scrollLeft, box.scrollTop] : [0, scrollY],
  };
}"""
SCROLL = """() => {
  const table = document.querySelector("main table"), box = table.closest(".scroll");
  box?.scrollIntoView();
  if (box && getComputedStyle(box).overflowY === "auto") box.scrollTo(1000, 200);
  else scrollTo(0, table.getBoundingClientRect().top + scrollY + 120);
}"""


def filing(one):
    """The address of the filing that this person fills in."""
    return next(path for path in links(one) if re.fullmatch(r"/filings/\d+/", path))


def moved(one):
    one.page.evaluate(SCROLL)
    return one.page.evaluate(PLACES)


@pytest.mark.parametrize(("username", "step"), [("preparer", "expenditure/"), ("preparer", "department-indicators/")])
def test_the_head_of_a_form_stays_in_view_on_the_whole_screen(desk, username, step):
    one = desk(username)
    one.open(f"{filing(one)}{step}")
    found = moved(one)
    assert found["moved"][1] > 100
    assert found["head"] == 0


def test_head_and_first_column_stay_in_view_at_200_per_cent(desk):
    one = desk("preparer", viewport=HALF)
    one.open(f"{filing(one)}department-indicators/")
    found = moved(one)
    assert found["moved"][0] > 100
    assert found["moved"][1] == 200
    assert (found["head"], found["first"]) == (0, 0)


def test_the_head_of_a_list_stays_in_view(desk):
    one = desk("administrator", viewport={"width": 1366, "height": 400})
    one.open("/departments/")
    found = moved(one)
    assert found["moved"][1] > 100
    assert found["head"] == 0


def test_the_steps_of_a_filing_are_folded_at_200_per_cent_and_leave_the_page_its_room(desk):
    one = desk("preparer", viewport=HALF)
    one.open(f"{filing(one)}expenditure/")
    assert one.page.locator("h1").bounding_box()["y"] < 0.4 * HALF["height"]
    steps = one.page.locator("#checklist")
    expect(steps).to_be_hidden()
    one.page.locator(".fold").focus()
    one.page.keyboard.press("Space")
    expect(steps).to_be_visible()
    one.page.evaluate("scrollTo(0, 600)")  # and they go with the page
    expect(one.page.locator(".fold + label")).not_to_be_in_viewport()


def test_the_steps_of_a_filing_stand_beside_the_page_on_the_whole_screen(desk):
    one = desk("preparer")
    one.open(f"{filing(one)}expenditure/")
    expect(one.page.locator("#checklist")).to_be_visible()
    expect(one.page.locator(".fold + label")).to_be_hidden()
    assert one.page.locator("main").bounding_box()["x"] > 200


def test_what_has_the_focus_is_never_hidden_below_a_head_at_200_per_cent(desk):
    one = desk("preparer", viewport=HALF)
    one.open(f"{filing(one)}department-indicators/")
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 40:
        one.page.keyboard.press(key)
        assert one.page.evaluate(HIDDEN) == ""
