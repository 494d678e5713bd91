"""The heads of long tables stay in view, and the first column where a table is wider than the screen."""

import re

import pytest

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
