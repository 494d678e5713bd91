"""JSON is read strictly, and within bounds."""

import pytest

from assessments.document import strictjson
from assessments.document.strictjson import MAX_BYTES, MAX_DIGITS, JsonError, join, parse


def test_a_text_of_the_greatest_size_is_read():
    assert parse("[]".ljust(MAX_BYTES)) == parse(b"[]".ljust(MAX_BYTES)) == []
    for raw in ("[]".ljust(MAX_BYTES + 1), b"[]".ljust(MAX_BYTES + 1)):
        with pytest.raises(JsonError):
            parse(raw)


def test_a_number_of_the_greatest_length_is_read():
    assert parse("9" * MAX_DIGITS) == int("9" * MAX_DIGITS)
    with pytest.raises(JsonError):
        parse("9" * (MAX_DIGITS + 1))


def test_a_path_stays_one_short_line():
    assert join("a", "b" * 60) == "a." + "b" * 60
    assert join("a", "b" * 61) == "a.'" + "b" * 60 + "'"
    assert join("", "b\nc") == "'b\\nc'"


def test_the_first_key_that_stands_twice_is_told():
    data = parse('{"a": 1, "b": 2, "b": 3, "a": 4}')
    assert (strictjson.repeated_key(data), data) == ("b", {"a": 4, "b": 3})
    assert strictjson.repeated_key(parse('{"a": 1}')) is None
