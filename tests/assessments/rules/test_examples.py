"""Each example of the catalogue does what it says."""

import pytest

from assessments.rules import RULES, check
from assessments.rules.example_data import EXAMPLES


def fired(code, value):
    example = EXAMPLES[code]
    found = check(example.filing(value), previous=example.filing_before())
    return [finding for finding in found if finding.rule == code]


def test_every_rule_has_its_example():
    assert sorted(EXAMPLES) == sorted(RULES)


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_an_example_holds_and_breaks(code):
    assert fired(code, EXAMPLES[code].holds) == []
    assert len(fired(code, EXAMPLES[code].breaks)) == 1
