"""Material of the document tests: a small filing of our own, and where the shared cases are."""

import json
from pathlib import Path

import pytest

from assessments.document import codec

SMALL = Path(__file__).parent / "data" / "small.json"


@pytest.fixture
def small_data():
    return json.loads(SMALL.read_text(encoding="utf-8"))


@pytest.fixture
def small(small_data):
    return codec.from_json(small_data)
