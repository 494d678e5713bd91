"""The published JSON Schema: generated, of its dialect, and true to the codec."""

import json

import jsonschema
import pytest
from django.conf import settings
from hypothesis import given

from assessments.document.schema import json_schema, published

from .strategies import filings
from .test_codec import put

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
PUBLISHED = settings.BASE_DIR / "docs" / "perfeval-filing-1.schema.json"


def test_the_published_schema_is_the_generated_one():
    assert PUBLISHED.read_text(encoding="utf-8") == published()


def test_the_schema_is_of_its_dialect():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json_schema()["required"] == ["format", "fiscal_year"]


def test_every_case_fits(cases, small_data):
    VALIDATOR.validate(small_data)
    names = [path for path in cases.glob("*.json") if not path.name.endswith(".expected.json")]
    assert len(names) >= 8
    for path in names:
        VALIDATOR.validate(json.loads(path.read_text(encoding="utf-8")))


@given(filings)
def test_any_document_fits(data):
    VALIDATOR.validate(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "perfeval-filing/2"), (("fiscal_year",), "2024"), (("fiscal_year",), 2100), (("unknown",), "x"),
        (("department",), []), (("department", "name"), 5), (("department", "city"), "x"),
        (("basic_data", "expenditure", 0, "line"), "tea"), (("basic_data", "expenditure", 0, "line"), "x_A"),
        (("basic_data", "expenditure", 0), {"label": "x"}), (("projects",), {}), (("projects", 0), None),
        (("department_evaluation", "indicators", 0, "attainment"), "MET"), (("report", "sections", 2), {}),
        (("report", "sections", 2, "level"), 0), (("report", "attachments", 0), None),
        (("fund_tables", "government_fund", "items"), []), (("fund_tables", "government_fund", "none"), "x"),
        (("explanations", 0), {"rule": "B13"}), (("projects", 0, "by_kind"), {}),
    ],
)  # fmt: skip
def test_what_does_not_fit(small_data, path, value):
    assert VALIDATOR.is_valid(small_data)
    assert not VALIDATOR.is_valid(put(small_data, path, value))
