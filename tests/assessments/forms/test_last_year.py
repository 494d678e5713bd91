"""Last year's approved figures stand beside this year's cells."""

import pytest

from assessments.document import codec
from assessments.document.paths import cells
from assessments.forms.board import Board
from assessments.forms.filing_notes import NOTES
from assessments.forms.last_year import LastYear, figures, last_year
from assessments.forms.layouts import LAYOUTS, layout
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
    return cells(codec.from_json(sample(fiscal_year=2023, **changes)))


def test_each_figure_stands_under_its_label_of_last_year(blocks):
    found = last_year("headcount", blocks("headcount"), before(**{"basic_data.headcount.actual": "17"}), 2024)
    assert found == [LastYear([], [("编制数", ["20"]), ("2023年实际在职人数", ["17"]), ("控制率", ["90%"])])]


def test_lines_are_found_by_their_key_and_special_funds_are_left_out(blocks):
    (found,) = last_year(
        "expenditure", blocks("expenditure"), before(**{"basic_data.expenditure[office].final": "7.77"}), 2024
    )
    rows = dict(found.rows)
    assert found.head == ["2022年决算数", "2023年预算数", "2023年决算数"]
    assert (rows["office"][0], rows["office"][2]) == ("20.00", "7.77")
    assert not any(label.startswith("专项") for label in rows)


def test_every_row_has_a_text_under_each_head(blocks):
    for slug in ("expenditure", "department-funds"):
        for table in last_year(slug, blocks(slug), before(), 2024):
            assert {len(texts) for _label, texts in table.rows} == {len(table.head) or 1}


def test_a_blank_figure_is_left_out(blocks):
    (found,) = last_year("headcount", blocks("headcount"), before(**{"basic_data.headcount.actual": None}), 2024)
    assert [label for label, _texts in found.rows] == ["编制数", "控制率"]


def test_nothing_without_last_year_or_where_rows_change_their_places(blocks):
    assert last_year("headcount", blocks("headcount"), {}, 2024) == []
    assert last_year("department-indicators", blocks("department-indicators"), before(), 2024) == []


def test_every_step_has_its_filing_notes():
    assert NOTES.keys() == LAYOUTS.keys()
    assert all(NOTES.values())


def test_its_table_is_written_as_text():
    nasty = "<script>\"'&"
    drawn = figures(LastYear(["", nasty], [(nasty, ["", nasty]), ("b", ["1", "2"])]))
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;&quot;&#x27;&amp;") == 3
    assert "<thead>" in drawn
    assert "<thead>" not in figures(LastYear([], [("a", ["1"])]))
