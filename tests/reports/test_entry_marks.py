"""The corners of a cell on the entry pages: changed since the last submission, not as approved last year."""

import json

import pytest

from assessments.document import codec
from assessments.forms.board import Board
from assessments.forms.layouts import layout
from assessments.selectors.documents import load
from assessments.selectors.kept import keep
from assessments.selectors.steps import find_step
from assessments.services.cells import Change, save_cells
from tests import factories
from tests.assessments.rules.sample import sample
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import act, brought_to

OFFICE = "basic_data.expenditure[office].final"


@pytest.fixture
def returned(city):
    filing = brought_to(city, "signing")
    act(city, filing, "return", who="head")
    return load(filing.pk)


def page(city, loaded):
    return signed_in(city.preparer).get(f"/filings/{loaded.filing.pk}/expenditure/").content.decode()


def test_a_cell_changed_since_the_last_submission_bears_a_corner(city, returned):
    address = str(returned.address_of(OFFICE))
    assert "corner changed" not in page(city, returned)
    save_cells(returned.filing.pk, [Change(address, "21.00", "20.00")], by=city.preparer)
    assert page(city, returned).count("corner changed") == 1
    assert "21.00。" in page(city, returned) or "21.00." in page(city, returned)


def test_the_answer_to_a_save_brings_the_corner_and_takes_it_back(city, returned):
    address, client = str(returned.address_of(OFFICE)), signed_in(city.preparer)

    def beside(was, now):
        body = {"step": "expenditure", "changes": [{"address": address, "was": was, "now": now}]}
        url = f"/filings/{returned.filing.pk}/cells/"
        return client.post(url, json.dumps(body), content_type="application/json").json()["beside"][address]

    assert "corner changed" in beside("21.00", "20.00")
    assert "corner" not in beside("20.00", "21.00")


def test_a_first_draft_bears_no_corner(city):
    loaded = factories.draft(city)
    save_cells(loaded.filing.pk, [Change(str(loaded.address_of(OFFICE)), "21.00", "20.00")], by=city.preparer)
    assert "corner" not in page(city, loaded)


def test_the_page_of_a_returned_filing_asks_six_queries(city, returned):
    client, url = signed_in(city.preparer), f"/filings/{returned.filing.pk}/expenditure/"
    client.get(url)
    assert queries_of(client, url) == 6


@pytest.mark.parametrize(("approved", "marked"), [("20.00", False), ("20", False), ("20.01", True), (None, False)])
def test_a_figure_that_repeats_last_year_is_marked_where_it_is_another(city, approved, marked):
    loaded = factories.draft(city)
    before = codec.from_json(sample(fiscal_year=2023, **{OFFICE: approved}))
    step = find_step(loaded, "expenditure")
    board = Board(keep(loaded, before), step, editable=True)
    (table,) = layout(board)
    cells = {cell.path: cell.markup() for row in table.rows for cell in row.cells if hasattr(cell, "path")}
    assert ("corner restated" in cells["basic_data.expenditure[office].prior_final"]) is marked
    assert "corner" not in cells[OFFICE]
