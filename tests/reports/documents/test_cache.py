"""Drawn once, and again when anything that it is made from changes."""

from unittest.mock import Mock

import pytest
from django.core.cache import caches

from reports.documents.cache import kept


@pytest.fixture(autouse=True)
def _empty():
    caches["documents"].clear()


def test_the_same_inputs_are_drawn_once():
    draw = Mock(side_effect=[b"first", b"second"])
    assert [kept(("pdf", "all"), draw), kept(("pdf", "all"), draw)] == [b"first", b"first"]
    assert draw.call_count == 1


@pytest.mark.parametrize("other", [("docx", "all"), ("pdfall",), ("pdf", "all", ""), ("pd", "fall")])
def test_other_inputs_are_drawn_apart(other):
    assert kept(("pdf", "all"), lambda: b"one") == b"one"
    assert kept(other, lambda: b"other") == b"other"
