"""Filings from JSON and back: nothing lost, nothing forgiven, every refusal with its path."""

import copy
import json

import pytest
from hypothesis import given

from assessments.document import codec
from assessments.document.cells import ABSENT_FIGURE, ABSENT_TEXT, Figure, Text
from assessments.document.codec import DocumentError
from assessments.document.filing import Filing

from .strategies import filings

HEAD = '{"format": "perfeval-filing/1", "fiscal_year": 2024'


def refused(data):
    with pytest.raises(DocumentError) as refusal:
        codec.from_json(data)
    assert refusal.value.message
    return refusal.value.path


def refused_text(raw):
    with pytest.raises(DocumentError) as refusal:
        codec.loads(raw)
    assert refusal.value.message
    return refusal.value.path


def put(data, path, value):
    """The data with the value at a path of keys and indexes."""
    changed = copy.deepcopy(data)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


@given(filings)
def test_any_document_comes_back_from_json_the_same(data):
    filing = codec.from_json(data)
    written = codec.to_json(filing)
    assert codec.from_json(written) == filing
    assert codec.loads(codec.dumps(filing)) == filing
    assert codec.loads(codec.dumps(filing, indent=1).encode()) == filing
    assert written == data


def test_every_case_comes_back_as_it_was(cases):
    names = [path for path in sorted(cases.glob("*.json")) if not path.name.endswith(".expected.json")]
    assert len(names) >= 8
    for path in names:
        raw = path.read_bytes()
        filing = codec.loads(raw)
        assert codec.to_json(filing) == json.loads(raw), path.name
        assert codec.loads(codec.dumps(filing)) == filing, path.name


def test_absent_blank_and_printed_stay_apart(small, small_data):
    assert small.department.supervisor == Text(None)
    assert small.department.code is ABSENT_TEXT
    assert small.department.name == Text("甲市乙支队")
    lines = {line.label.text: line for line in small.basic_data.expenditure}
    assert lines["防汛"].prior_final == Figure("—")
    assert lines["防汛"].budget == Figure(None)
    assert lines["防汛"].final is ABSENT_FIGURE
    assert small.projects[0].implementer == Text("")
    assert small.projects[0].supervisor is ABSENT_TEXT
    assert codec.to_json(small) == small_data


def test_a_part_not_supplied_is_none_and_an_empty_one_is_empty(small):
    assert small.projects[0].goal is None
    assert small.projects[0].indicators == ()
    assert small.projects[0].funds.carried_over is not None
    assert small.fund_tables.government_fund.none is True
    assert small.fund_tables.government_fund.items is None
    assert small.fund_tables.social_insurance.none is False


def test_the_least_filing():
    assert codec.loads(HEAD + "}") == Filing(fiscal_year=2024)
    assert codec.to_json(Filing(fiscal_year=2024)) == {"format": "perfeval-filing/1", "fiscal_year": 2024}


@pytest.mark.parametrize(
    "path",
    [
        ("department",), ("basic_data",), ("projects",), ("basic_data", "headcount"), ("basic_data", "expenditure"),
        ("report", "sections"), ("report", "attachments"), ("fund_tables", "state_capital", "items"),
        ("department_evaluation", "indicators", 0, "attainment"), ("fund_tables", "government_fund", "none"),
    ],
)  # fmt: skip
def test_null_in_place_of_a_part_is_a_missing_key(small_data, path):
    nulled = put(small_data, path, None)
    missing = copy.deepcopy(small_data)
    inner = missing
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    assert codec.from_json(nulled) == codec.from_json(missing)


def test_the_canonical_text_is_stable(small, small_data):
    backwards = json.loads(json.dumps(small_data), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert codec.dumps(codec.from_json(backwards)) == codec.dumps(small)
    assert codec.dumps(small).startswith(
        '{"format":"perfeval-filing/1","fiscal_year":2024,"department":{"name":"甲市乙支队"'
    )


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("format",), "perfeval-filing/2", "format"),
        (("format",), None, "format"),
        (("fiscal_year",), None, "fiscal_year"),
        (("fiscal_year",), "2024", "fiscal_year"),
        (("fiscal_year",), True, "fiscal_year"),
        (("fiscal_year",), 2024.0, "fiscal_year"),
        (("fiscal_year",), 1989, "fiscal_year"),
        (("fiscal_year",), 2100, "fiscal_year"),
        (("unknown",), None, "unknown"),
        (("department",), [], "department"),
        (("department",), "x", "department"),
        (("department", "city"), "x", "department.city"),
        (("department", "name"), 5, "department.name"),
        (("department", "name"), {}, "department.name"),
        (("department", "name"), True, "department.name"),
        (("department", "name"), "a\x00b", "department.name"),
        (("department", "name"), "a\ud800b", "department.name"),
        (("department", "name"), "x" * 100_001, "department.name"),
        (("basic_data", "headcount", "authorised"), 50, "basic_data.headcount.authorised"),
        (("basic_data", "headcount", "authorised"), 50.5, "basic_data.headcount.authorised"),
        (("basic_data", "headcount", "authorised"), "五十", "basic_data.headcount.authorised"),
        (("basic_data", "headcount", "control_rate"), "1元", "basic_data.headcount.control_rate"),
        (("basic_data", "expenditure"), {}, "basic_data.expenditure"),
        (("basic_data", "expenditure", 0), None, "basic_data.expenditure[0]"),
        (("basic_data", "expenditure", 0), "x", "basic_data.expenditure[0]"),
        (("basic_data", "expenditure", 0), {"label": "x"}, "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), None, "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), 3, "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), "tea", "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), "x_", "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), "x_A", "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), "x_a\n", "basic_data.expenditure[0].line"),
        (("basic_data", "expenditure", 0, "line"), "x_" + "a" * 59, "basic_data.expenditure[x_" + "a" * 59 + "].line"),
        (("basic_data", "expenditure", 0, "line"), "operating", "basic_data.expenditure[operating:2]"),
        (("basic_data", "expenditure", 11, "line"), "x_flood_relief", "basic_data.expenditure[x_flood_relief:2]"),
        (("basic_data", "expenditure", 8, "budget"), "1,23", "basic_data.expenditure[special_fund].budget"),
        (("basic_data", "expenditure", 9, "budget"), "1,23", "basic_data.expenditure[special_fund:2].budget"),
        (("basic_data", "expenditure", 9, "unit"), "x", "basic_data.expenditure[special_fund:2].unit"),
        (("department_evaluation", "indicators", 0, "attainment"), "MET", "department_evaluation.indicators[0].attainment"),
        (("department_evaluation", "indicators", 0, "attainment"), 1, "department_evaluation.indicators[0].attainment"),
        (("department_evaluation", "indicators", 1), None, "department_evaluation.indicators[1]"),
        (("department_evaluation", "indicators", 0, "approved"), [], "department_evaluation.indicators[0].approved"),
        (("department_evaluation", "total_score"), 96.5, "department_evaluation.total_score"),
        (("projects", 0, "funds", "annual", "revised"), "1e5", "projects[0].funds.annual.revised"),
        (("projects", 0, "by_kind"), {}, "projects[0].by_kind"),
        (("report", "sections", 2), {}, "report.sections[2].level"),
        (("report", "sections", 2, "level"), True, "report.sections[2].level"),
        (("report", "sections", 2, "level"), "1", "report.sections[2].level"),
        (("report", "sections", 2, "level"), 0, "report.sections[2].level"),
        (("report", "sections", 2, "level"), 10, "report.sections[2].level"),
        (("report", "attachments", 1), None, "report.attachments[1]"),
        (("report", "attachments", 1), {}, "report.attachments[1]"),
        (("report", "attachments"), "x", "report.attachments"),
        (("fund_tables", "government_fund", "none"), "true", "fund_tables.government_fund.none"),
        (("fund_tables", "government_fund", "none"), 1, "fund_tables.government_fund.none"),
        (("fund_tables", "government_fund", "items"), [], "fund_tables.government_fund"),
        (("fund_tables", "state_capital", "none"), True, "fund_tables.state_capital"),
        (("fund_tables", "state_capital", "items", 0, "executed"), "x", "fund_tables.state_capital.items[0].executed"),
        (("explanations", 0), {"rule": "B13"}, "explanations[0].path"),
        (("explanations", 0, "rule"), None, "explanations[0].rule"),
        (("explanations", 0, "rule"), "  ", "explanations[0].rule"),
        (("explanations", 0, "rule"), "B" * 11, "explanations[0].rule"),
        (("explanations", 0, "path"), "x" * 301, "explanations[0].path"),
        (("evidence", 0), {"name": "x"}, "evidence[0].path"),
        (("projects",), [{}] * 2001, "projects"),
    ],
)  # fmt: skip
def test_a_refusal_names_its_path(small_data, path, value, expected):
    assert refused(put(small_data, path, value)) == expected


@pytest.mark.parametrize("data", [None, [], "x", 5, True])
def test_a_filing_is_an_object(data):
    assert refused(data) == ""


@pytest.mark.parametrize("key", ["format", "fiscal_year"])
def test_format_and_year_are_required(small_data, key):
    del small_data[key]
    assert refused(small_data) == key


@pytest.mark.parametrize(("level", "supplied"), [(1, 1), (9, 9)])
def test_section_levels_at_their_bounds(small_data, level, supplied):
    filing = codec.from_json(put(small_data, ("report", "sections", 2, "level"), level))
    assert filing.report.sections[2].level == supplied


@pytest.mark.parametrize("year", [1990, 2099])
def test_fiscal_years_at_their_bounds(small_data, year):
    assert codec.from_json(put(small_data, ("fiscal_year",), year)).fiscal_year == year


def test_bounds_that_still_hold(small_data):
    long = put(small_data, ("department", "name"), "x" * 100_000)
    assert len(codec.from_json(long).department.name.text) == 100_000
    key = "x_" + "a" * 58
    keyed = put(small_data, ("basic_data", "expenditure", 0, "line"), key)
    assert codec.from_json(keyed).basic_data.expenditure[0].line == key
    assert len(codec.from_json(put(small_data, ("projects",), [{}] * 2000)).projects) == 2000


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (HEAD + ', "fiscal_year": 2024}', "fiscal_year"),
        (HEAD + ', "format": "perfeval-filing/1"}', "format"),
        (HEAD + ', "department": {"name": "a", "name": "a"}}', "department.name"),
        (HEAD + ', "projects": [{}, {"funds": {"annual": {"rate": "1", "score": "2", "rate": "1"}}}]}', "projects[1].funds.annual.rate"),
        (HEAD + ', "basic_data": {"expenditure": [{"line": "office", "line": "office"}]}}', "basic_data.expenditure[office].line"),
        (HEAD + ', "department": {"name": 1.0}}', "department.name"),
        (HEAD + ', "department": {"name": 1e400}}', "department.name"),
        (HEAD + ', "department": {"name": "\\ud800"}}', "department.name"),
        (HEAD + ', "department": {"name": "\\u0000"}}', "department.name"),
        (HEAD + ', "department": {"' + "k" * 100 + '": 1}}', "department.'" + "k" * 60 + "'"),
        (HEAD + ', "department": {"a\\nb": 1}}', "department.'a\\nb'"),
        (HEAD + ', "department": {"name": NaN}}', ""),
        (HEAD + ', "department": {"name": Infinity}}', ""),
        (HEAD + ', "department": {"name": ' + "9" * 5000 + "}}", ""),
        (HEAD + ', "department": {"name": 0.' + "9" * 5000 + "}}", ""),
        (HEAD, ""),
        (HEAD + "} x", ""),
        ("", ""),
        ("[" * 100_000, ""),
        ('{"a":' * 100_000, ""),
        (b'{"format": "\xff"}', ""),
        (b"\xff\xfe{\x00}\x00", ""),
        (b"PK\x03\x04", ""),
        (" " * 4_000_001, ""),
    ],
)  # fmt: skip
def test_texts_that_are_refused(raw, path):
    assert refused_text(raw) == path


def test_an_error_says_place_and_sentence():
    with pytest.raises(DocumentError) as refusal:
        codec.loads(HEAD + ', "department": {"name": 1}}')
    assert str(refusal.value) == f"department.name: {refusal.value.message}"
    with pytest.raises(DocumentError) as refusal:
        codec.loads("")
    assert str(refusal.value) == refusal.value.message


def test_bytes_with_a_mark_of_order_are_read():
    assert codec.loads(b"\xef\xbb\xbf" + (HEAD + "}").encode()) == Filing(fiscal_year=2024)
    assert codec.loads("\ufeff" + HEAD + "}") == Filing(fiscal_year=2024)


def test_white_space_and_line_ends_of_a_text_survive():
    raw = json.dumps(
        {"format": "perfeval-filing/1", "fiscal_year": 2024, "department": {"name": " a\r\n\tb\u3000\u200b"}}
    )
    assert codec.loads(raw).department.name.text == " a\r\n\tb\u3000\u200b"


@pytest.mark.parametrize("value", [None, True, [], {}])
def test_what_is_no_number_is_not_called_one(small_data, value):
    number, other = (put(small_data, ("report", "attachments"), [one]) for one in (5, value))
    with pytest.raises(DocumentError) as of_number:
        codec.from_json(number)
    with pytest.raises(DocumentError) as of_other:
        codec.from_json(other)
    assert of_number.value.path == of_other.value.path == "report.attachments[0]"
    assert str(of_number.value) != str(of_other.value)


def test_a_document_may_be_written_to_be_read(small):
    plain = codec.to_json(small)
    assert codec.dumps(small, indent=2) == json.dumps(plain, ensure_ascii=False, indent=2)
    assert codec.dumps(small) == json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("projects", 0, "name"), "a\x07", "\\x07）"),
        (("basic_data", "expenditure", 0, "line"), "甲x", "“\\u7532x”"),
        (("basic_data", "expenditure", 0, "line"), "y" * 80, "“" + "y" * 60 + "”"),
    ],
)
def test_what_cannot_be_shown_is_spelt(small_data, path, value, said):
    with pytest.raises(DocumentError) as refusal:
        codec.from_json(put(small_data, path, value))
    assert said in refusal.value.message
