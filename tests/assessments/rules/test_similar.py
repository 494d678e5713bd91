"""What two texts share is what difflib says, character for character."""

from decimal import Decimal
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.similar import shared

few = st.text(alphabet="甲乙丙", max_size=60)
pieces = st.lists(st.sampled_from(["甲乙丙丁", "丙丁戊", "戊己庚辛壬", "甲乙", "，", "癸"]), max_size=20).map("".join)
NOTHING = Decimal(0)


def by_difflib(first, second):
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("", "", 0),
        ("甲乙丙", "", 0),
        ("甲", "甲", 1),
        ("甲乙丙", "甲乙丙", 3),
        ("甲乙丙丁", "丙丁甲乙", 2),  # the earliest of equals, nothing crosses it
        ("甲乙丙丁戊", "甲乙丙子丁戊", 5),
        ("甲乙丙甲乙丙", "甲乙丙", 3),
        ("甲乙丙丁戊己庚辛", "戊己庚辛子甲乙丙丁", 4),
        ("甲甲甲甲甲", "甲甲甲", 3),
        ("甲甲甲甲乙乙甲乙甲甲甲", "甲甲甲甲乙甲甲甲甲", 8),  # pieces of a run that was cut back stand where they stood
        ("乙乙乙甲甲甲乙乙乙", "乙乙乙甲乙乙乙乙", 7),
        ("甲甲乙甲甲", "甲乙甲乙甲甲", 5),
        ("乙乙甲乙乙甲", "甲乙乙甲", 4),
        ("乙甲乙甲乙乙甲", "甲乙甲甲乙乙甲", 6),
    ],
)
def test_characters_in_common(first, second, count):
    assert shared(first, second, NOTHING) == count
    assert by_difflib(first, second) == count


@given(few, few)
def test_few_characters_are_shared_as_difflib_says(first, second):
    assert shared(first, second, NOTHING) == by_difflib(first, second)


@given(pieces, pieces)
def test_moved_pieces_are_shared_as_difflib_says(first, second):
    assert shared(first, second, NOTHING) == by_difflib(first, second)


@given(few, few, st.integers(0, 60))
def test_only_what_is_surely_below_the_least_is_left_unsaid(first, second, least):
    count = shared(first, second, Decimal(least))
    assert count == by_difflib(first, second) if count is not None else by_difflib(first, second) < least


def test_a_character_that_stands_often_counts_in_a_long_text_too():
    """difflib's rule of thumb for popular characters is off."""
    first, second = ("".join("甲" + chr(begin + place) for place in range(120)) for begin in (0x5000, 0x7000))
    assert shared(first, second, NOTHING) == 120
