"""附件1: headcount, buildings, economy measures, each rule on both sides of its boundary."""

import pytest

from tests.assessments.rules.sample import ABSENT, one, places

HEAD = "basic_data.headcount."
BUILDING = "basic_data.buildings."


@pytest.mark.parametrize("key", ["authorised", "actual"])
@pytest.mark.parametrize(
    ("value", "fires"),
    [
        ("20", False),
        ("0", False),
        ("20.0", False),
        ("20.5", True),
        ("-1", True),
        (None, True),
        ("—", True),
        (ABSENT, False),
    ],
)
def test_headcount_is_given_whole_and_not_negative(key, value, fires):
    assert places("B01", {HEAD + key: value}) == ([HEAD + key] if fires else [])


@pytest.mark.parametrize(
    ("authorised", "actual", "rate", "fires"),
    [
        ("20", "18", "90%", False),
        ("20", "18", "90", False),  # a rate without a sign is per cent
        ("20", "18", "90.0%", False),
        ("20", "18", "90.01%", True),
        ("46", "50", "108.70%", False),  # 108.6956…
        ("46", "50", "108.69%", True),
        ("46", "50", "109%", False),
        ("46", "50", "108%", True),
        ("8", "1", "12.5%", False),
        ("8", "1", "13%", False),  # exactly half a place away
        ("8", "1", "12%", False),
        ("20", "18", None, True),  # blank, but it can be computed
        ("20", "18", ABSENT, False),
        ("0", "18", None, False),
        ("0", "18", "90%", False),
        (None, "18", "90%", False),
        ("20", None, None, False),
        ("20", ABSENT, "1%", False),
        ("20", "0", "0", False),
        ("20", "0", "-", True),
    ],
)
def test_control_rate_is_actual_by_authorised(authorised, actual, rate, fires):
    changes = {HEAD + "authorised": authorised, HEAD + "actual": actual, HEAD + "control_rate": rate}
    assert places("B02", changes) == ([HEAD + "control_rate"] if fires else [])


def test_control_rate_states_both_figures():
    finding = one("B02", {HEAD + "control_rate": "91%"})
    assert (finding.declared, finding.expected, finding.difference) == ("91%", "90.00%", "1.00%")


@pytest.mark.parametrize(
    ("actual", "fires"), [("20", False), ("21", True), ("0", False), (None, False), (ABSENT, False)]
)
def test_actual_headcount_is_within_the_authorised(actual, fires):
    assert places("B03", {HEAD + "actual": actual}) == ([HEAD + "actual"] if fires else [])


def test_nothing_is_said_of_a_headcount_that_was_not_supplied():
    for rule in ("B01", "B02", "B03"):
        assert places(rule, {"basic_data.headcount": ABSENT}) == []
        assert places(rule, {"basic_data": None}) == []


@pytest.mark.parametrize(
    ("rate", "dividend", "divisor"),
    [
        ("area_control_rate", "actual_area", "approved_area"),
        ("investment_control_rate", "actual_investment", "budgeted_investment"),
    ],
)
class TestBuildingRates:
    @pytest.mark.parametrize(
        ("stated", "above", "below", "fires"),
        [
            ("98.33%", "1180", "1200", False),
            ("98.34%", "1180", "1200", True),
            ("98%", "1180", "1200", False),
            (None, "1180", "1200", True),
            ("不适用", "1180", "1200", True),
            (ABSENT, "1180", "1200", False),
            ("5%", "1180", "0", False),
            ("5%", "1180", None, False),
            ("5%", None, "1200", False),
            ("0", "0", "1200", False),
        ],
    )
    def test_are_actual_by_approved(self, rate, dividend, divisor, stated, above, below, fires):
        changes = {BUILDING + rate: stated, BUILDING + dividend: above, BUILDING + divisor: below}
        assert places("B15", changes) == ([BUILDING + rate] if fires else [])

    @pytest.mark.parametrize(
        ("stated", "below", "fires"),
        [
            ("0", "0", True),
            ("0", None, True),
            ("95%", "0", True),
            (None, "0", False),
            ("不适用", "0", False),
            ("/", None, False),
            (ABSENT, "0", False),
            ("0", ABSENT, False),
            ("95%", "1000", False),
        ],
    )
    def test_are_blank_without_a_divisor(self, rate, dividend, divisor, stated, below, fires):
        changes = {BUILDING + rate: stated, BUILDING + divisor: below}
        assert places("B16", changes) == ([BUILDING + rate] if fires else [])

    @pytest.mark.parametrize(("stated", "fires"), [("100%", False), ("100.01%", True), ("0", False), (None, False)])
    def test_are_at_most_100(self, rate, dividend, divisor, stated, fires):
        assert places("B17", {BUILDING + rate: stated}) == ([BUILDING + rate] if fires else [])


@pytest.mark.parametrize(
    ("text", "fires"),
    [("会议从简", False), (None, True), ("", True), (" ", True), ("无", True), ("——", True), (ABSENT, False)],
)
def test_economy_measures_are_written(text, fires):
    path = "basic_data.economy_measures"
    assert places("B18", {path: text}) == ([path] if fires else [])


def test_a_blank_rate_declares_nothing():
    finding = one("B02", {HEAD + "control_rate": None})
    assert (finding.declared, finding.expected, finding.difference) == (None, "90.00%", None)
    assert "9" in finding.message
    assert finding.sentence != one("B02", {HEAD + "control_rate": "91%"}).sentence


def test_an_area_below_one_counts():
    small = {BUILDING + "approved_area": "0.5", BUILDING + "actual_area": "0.25"}
    assert places("B15", {**small, BUILDING + "area_control_rate": "51%"}) == [BUILDING + "area_control_rate"]
    assert places("B15", {**small, BUILDING + "area_control_rate": "50%"}) == []


def test_a_rate_that_may_stand_hides_no_other():
    nothing_budgeted = {BUILDING + "budgeted_investment": "0"}
    for area in ("95%", None, ABSENT):
        changes = {BUILDING + "area_control_rate": area, **nothing_budgeted}
        assert places("B16", changes) == [BUILDING + "investment_control_rate"]
