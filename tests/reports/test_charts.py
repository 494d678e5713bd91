"""Pictures of counts: lengths and radii."""

from decimal import Decimal

import pytest

from reports.progress.bands import BLANK, RATES, SCORES
from reports.progress.charts import LENGTH, RADIUS, Count, bars, dots


def counts(*numbers):
    return [Count(str(place), number) for place, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "lengths", "shares"),
    [
        ((), [], []),
        ((0, 0), [0, 0], [0, 0]),
        ((1,), [LENGTH], [100]),
        ((4, 1, 0), [1000, 250, 0], [80, 20, 0]),
        ((1, 1, 1), [1000, 1000, 1000], [33, 33, 33]),
        ((9999, 1), [1000, 4], [100, 0]),  # one of ten thousand is still seen
    ],
)
def test_bars_are_as_long_as_their_numbers(numbers, lengths, shares):
    drawn = bars(counts(*numbers))
    assert [bar.length for bar in drawn] == lengths
    assert [bar.share for bar in drawn] == shares


def test_shares_of_a_total_that_is_not_the_sum():
    assert [bar.share for bar in bars(counts(5, 1), 8)] == [63, 13]


def test_the_area_of_a_dot_shows_its_number():
    drawn = dots([counts(4, 1), counts(0, 400)])
    assert [[dot.radius for dot in row] for row in drawn] == [[12, 12], [0, RADIUS]]
    ((full, quarter),) = dots([counts(100, 25)])
    assert (full.radius, quarter.radius) == (RADIUS, RADIUS // 2)
    assert dots([]) == []


@pytest.mark.parametrize("bands", [SCORES, RATES])
def test_bands_follow_each_other_without_a_gap(bands):
    assert [band.low for band in bands[1:]] == [band.high for band in bands[:-1]]
    assert (bands[0].low, bands[-1].high) == (None, None)
    assert len({band.key for band in bands} | {BLANK}) == len(bands) + 1


def test_exactly_a_hundred_per_cent_is_not_above_it():
    inside = RATES[-2]
    assert inside.low <= Decimal("100.00") < inside.high
