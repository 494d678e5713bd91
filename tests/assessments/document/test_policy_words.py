"""Every parameter has words, a field for each of its values, and reads as a sentence."""

import pytest

from assessments.document import policy
from assessments.document.policy_words import WORDS, spoken
from assessments.rules import RULES

VALUES = policy.to_json(policy.DEFAULT)


def test_every_parameter_has_words_and_stands_once():
    assert sorted(WORDS) == sorted(policy.KEYS)


def test_the_rules_that_are_named_are_there():
    assert {code for words in WORDS.values() for code in words.rules} - set(RULES) == set()


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("weights", VALUES["weights"], "Execution 10 · Output 50 · Benefit 30 · Satisfaction 10"),
        ("grades", VALUES["grades"], "优 ≥ 90 · 良 ≥ 80 · 中 ≥ 60"),
        ("bands", ["80", "60"], "met ≥ 80 % · partly met ≥ 60 %"),
        ("at_most", "linear", "linear: weight × (1 − (A − T) ÷ T), at least 0"),
        ("score_places", "2", "2"),
        ("caps", [], "none"),
        ("caps", [["50", "59"], ["60", "69"]], "below 50 %: at most 59 · below 60 %: at most 69"),
        ("overshoot", "130", "130 %"),
        ("stamped_scan", True, "yes"),
        ("stamped_scan", False, "no"),
    ],
)
def test_a_value_reads_as_a_sentence(key, value, expected):
    from django.utils.translation import override

    with override("en"):
        assert spoken(key, value).replace("\N{NO-BREAK SPACE}", " ") == expected
