"""Last year's approved figures stand beside this year's cells."""

import pytest

from assessments.document import codec
from assessments.forms.board import Board
from assessments.forms.last_year import last_year
from assessments.forms.layouts import layout
from assessments.selectors.kept import judged
from assessments.selectors.steps import find_step
from tests import factories
from tests.assessments.rules.sample import sample


@pytest.fixture
def blocks(city):
    loaded = factories.draft(city)

    def made(slug):
        return layout(Board(judged(loaded.filing), find_step(loaded, slug), editable=True))

    return made


def before(**changes):
    return codec.from_json(sample(fiscal_year=2023, **changes))


def test_each_figure_stands_under_its_label_of_last_year(blocks):
    found = last_year("headcount", blocks("headcount"), before(**{"basic_data.headcount.actual": "17"}))
    assert found == [("编制数", "20"), ("2023年实际在职人数", "17"), ("控制率", "90%")]


def test_lines_are_found_by_their_key_and_special_funds_are_left_out(blocks):
    found = dict(
        last_year("expenditure", blocks("expenditure"), before(**{"basic_data.expenditure[office].final": "7.77"}))
    )
    assert found["office 2023年决算数"] == "7.77"
    assert found["office 2022年决算数"] == "20.00"
    assert not any(label.startswith("专项") for label in found)


def test_a_blank_figure_is_left_out(blocks):
    found = last_year("headcount", blocks("headcount"), before(**{"basic_data.headcount.actual": None}))
    assert [label for label, _text in found] == ["编制数", "控制率"]


def test_nothing_without_last_year_or_where_rows_change_their_places(blocks):
    assert last_year("headcount", blocks("headcount"), None) == []
    assert last_year("department-indicators", blocks("department-indicators"), before()) == []
