"""The given filings give exactly their expected findings."""

import json

import pytest

from assessments.document import codec
from assessments.rules import RULES, check

NAMES = [
    "01-hengshan-guantang-xiang-2023",
    "10-chizhou-tangxi-zhen-2022",
    "20-tianchang-shuiliju-2022",
    "clean-2023",
    "clean-2024",
    "example-fund-tables",
    "example-previous-year",
    "yueyang-2024",
]


def test_every_case_is_named(cases):
    assert sorted(path.name.removesuffix(".expected.json") for path in cases.glob("*.expected.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_case_gives_its_findings(cases, name):
    expected = json.loads((cases / f"{name}.expected.json").read_bytes())["findings"]
    previous = codec.loads((cases / "clean-2023.json").read_bytes()) if name == "example-previous-year" else None
    found = check(codec.loads((cases / f"{name}.json").read_bytes()), previous=previous)
    assert sorted([finding.rule, finding.path] for finding in found) == sorted(
        [rule, path] for rule, path in expected if rule in RULES
    )
