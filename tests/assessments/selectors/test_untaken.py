"""Which computed figures are not stored, and which others have to be taken with each."""

import pytest

from assessments.selectors.untaken import untaken
from tests import factories

SCORE = "department_evaluation.funds.annual.score"
TOTAL = "department_evaluation.total_score"
LINE = "basic_data.expenditure[{}].final"
THREE, VEHICLES = LINE.format("three_public"), LINE.format("official_vehicles")


@pytest.mark.parametrize(
    ("stored", "differs"),
    [("9.4", True), ("9.5", False), ("9.50", False), ("9.500", False), (None, True), ("", True), ("不适用", True)],
)
def test_another_figure_and_a_blank_differ_and_another_spelling_does_not(city, stored, differs):
    found = untaken(factories.draft(city, **{SCORE: stored}))
    assert [(one.path, one.stored, one.computed) for one in found] == [(SCORE, stored or "", "9.50")] * differs


def test_what_is_taken_with_each(city):
    changes = {SCORE: "9.4", TOTAL: "98.87", THREE: "4.55", VEHICLES: "3.55"}
    beneath = {one.path: [other.path for other in one.beneath] for one in untaken(factories.draft(city, **changes))}
    assert beneath == {SCORE: [], TOTAL: [SCORE], THREE: [VEHICLES], VEHICLES: []}


def test_what_is_stored_as_computed_is_not_taken_again(city):
    (one,) = untaken(factories.draft(city, **{TOTAL: "98.90"}))
    assert (one.path, one.beneath) == (TOTAL, ())
