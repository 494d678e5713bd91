"""When printed figures agree, and how an exact one is spelt beside them."""

from decimal import Decimal

import pytest

from assessments.document.amounts import read
from assessments.document.cells import Figure, Kind
from assessments.rules.arithmetic import amount, half_place, is_quotient, percent, printed, rounded, tolerance


@pytest.mark.parametrize(
    ("value", "spelt"),
    [("1", "1.00"), ("1.5", "1.50"), ("1.50", "1.50"), ("1.505", "1.505"), ("-0.1250", "-0.125"), ("0", "0.00")],
)
def test_an_exact_amount_has_two_decimals_or_as_many_as_it_has(value, spelt):
    assert amount(Decimal(value)) == spelt


@pytest.mark.parametrize(
    ("printed", "spelt"), [(None, "33.33"), ("33", "33.33"), ("33.333", "33.333"), ("33.3333", "33.3333")]
)
def test_a_computed_figure_has_the_decimals_of_the_one_beside_it(printed, spelt):
    beside = None if printed is None else read(Kind.RATE, printed)
    assert rounded(Decimal(100) / 3, beside) == spelt
    assert percent(Decimal(100) / 3, beside) == spelt + "%"


@pytest.mark.parametrize(
    ("rate", "agrees"),
    [("33.3%", True), ("33.34%", False), ("33.33%", True), ("33%", True), ("333‰", True), ("334‰", False)],
)
def test_a_quotient_agrees_to_half_its_last_place(rate, agrees):
    assert is_quotient(read(Kind.RATE, rate), Decimal(100), Decimal(3)) is agrees


def test_a_figure_that_is_not_there_is_no_quotient():
    assert is_quotient(Figure(), Decimal(0), Decimal(1)) is False


def test_a_figure_is_shown_as_it_was_printed():
    assert (printed(read(Kind.AMOUNT, " 1.50 ")), printed(Figure())) == ("1.50", "")


def test_tolerances():
    assert [tolerance(parts) for parts in (1, 3)] == [Decimal("0.01"), Decimal("0.02")]
    assert half_place(read(Kind.NUMBER, "9")) == Decimal("0.5")
    assert half_place(read(Kind.NUMBER, "9"), 1) == Decimal("0.05")
    assert half_place(read(Kind.NUMBER, "9.55"), 1) == Decimal("0.005")
