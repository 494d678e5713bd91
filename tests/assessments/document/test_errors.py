"""Errors speak the reader's language, wherever they were raised."""

import pickle

import pytest
from django.utils.translation import override

from assessments.document import codec
from assessments.document.amounts import Unreadable, read
from assessments.document.cells import Kind
from assessments.document.codec import DocumentError
from assessments.document.errors import SpokenError, shorten
from assessments.document.paths import UnknownPath


class Late:
    """A sentence that is only known when it is read."""

    def __str__(self):
        return "%(what)s, read late"


def test_the_sentence_is_made_when_it_is_read():
    error = SpokenError(Late(), what="甲")
    assert error.message == "甲, read late"
    assert str(error) == "甲, read late"


def test_a_refusal_in_either_language():
    with pytest.raises(Unreadable) as refusal:
        read(Kind.AMOUNT, "abc")
    with override("en"):
        assert refusal.value.message == "“abc” is not a figure."


def test_an_error_crosses_to_another_process():
    with pytest.raises(DocumentError) as refusal:
        codec.loads('{"format": "perfeval-filing/1", "fiscal_year": 1}')
    copy = pickle.loads(pickle.dumps(refusal.value))
    assert (type(copy), copy.path, str(copy)) == (DocumentError, "fiscal_year", str(refusal.value))
    assert pickle.loads(pickle.dumps(UnknownPath("x"))).path == "x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\n b", "a b"), ("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…"), ("", "")],
)
def test_shortened_texts(text, expected):
    assert shorten(text) == expected
