"""The engine: order, families, explanations, the rule set; and findings as they are stored and shown."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from assessments.document import codec
from assessments.document import policy as policies
from assessments.rules import RULES, Finding, Severity, check, rule_set
from assessments.rules.finding import Waived
from assessments.rules.order import position
from assessments.rules.registry import Scope, rule
from tests.assessments.rules.sample import ABSENT, FILING, S, judge, one, sample

WRONG = {
    "signatures.head": None,
    "projects[0].funds.annual.rate": "1%",
    f"{S}.total_score": "1",
    f"{S}.indicators[1].deviation": None,
    f"{S}.indicators[1].score": "9.9",
    f"{S}.funds.annual.rate": "1%",
    f"{S}.by_source.total": "1",
    "basic_data.expenditure[special_fund:2].budget": "-1",
    "basic_data.expenditure[operating].final": "5",
    "basic_data.headcount.control_rate": "1%",
    "basic_data.headcount.actual": "1.5",
    "basic_data.economy_measures": None,
}


def test_the_sample_is_in_order():
    assert judge(sample()) == ()


def test_findings_stand_in_document_order_then_by_rule():
    found = [(finding.rule, finding.path) for finding in judge(sample(**WRONG))]
    assert found == [
        ("B01", "basic_data.headcount.actual"),
        ("B02", "basic_data.headcount.control_rate"),
        ("B08", "basic_data.expenditure[project_expenditure].budget"),
        ("B05", "basic_data.expenditure[special_fund:2].budget"),
        ("B09", "basic_data.expenditure[operating].final"),
        ("B18", "basic_data.economy_measures"),
        ("E02", f"{S}.funds.annual.rate"),
        ("E10", f"{S}.by_source.total"),
        ("E15", f"{S}.indicators[1].score"),
        ("E14", f"{S}.indicators[1].deviation"),
        ("E19", f"{S}.total_score"),
        ("E31", f"{S}.grade"),
        ("E02", "projects[0].funds.annual.rate"),
        ("X09", "report.sections[4].text"),
        ("S01", "signatures.head"),
    ]


def test_order_of_paths():
    lines = ("operating", "special_fund", "special_fund:2")
    paths = [
        "basic_data.expenditure[operating]",
        "basic_data.expenditure[operating].final",
        "basic_data.expenditure[special_fund].budget",
        "basic_data.expenditure[special_fund:2].budget",
        "basic_data.expenditure[procurement]",
        "basic_data.buildings.area_control_rate",
        f"{S}.funds.annual.score",
        f"{S}.indicators",
        f"{S}.indicators[2].target",
        f"{S}.indicators[10].level3",
        f"{S}.total_weight",
        "projects",
        "projects[0].name",
        "report.sections[9].text",
        "report.attachments[0]",
        "fund_tables.state_capital",
    ]
    mixed = sorted(paths)
    assert mixed != paths
    assert sorted(mixed, key=lambda path: position(path, lines)) == paths


def test_families_limit_the_rules():
    found = check(codec.from_json(sample(**WRONG)), families="BS")
    assert {finding.rule[0] for finding in found} == {"B", "S"}


def test_a_filing_of_nothing_has_no_findings():
    assert judge({"format": "perfeval-filing/1", "fiscal_year": 2024}) == ()


@pytest.mark.parametrize("part", [key for key in FILING if key not in ("format", "fiscal_year")])
def test_what_was_not_supplied_is_not_judged(part):
    """Only the list of attachments misses it."""
    assert {finding.rule for finding in judge(sample(**{part: ABSENT}))} <= {"R06"}


def test_an_explained_warning_stays_listed():
    path = "basic_data.headcount.actual"
    changes = {path: "21", "basic_data.headcount.control_rate": "105%"}
    answer = {"rule": "B03", "path": path, "text": "年底调入一人。"}
    assert one("B03", changes).explained is False
    assert one("B03", {**changes, "explanations": [answer]}).explained is True
    assert one("B03", {**changes, "explanations": [answer | {"text": " "}]}).explained is False
    assert one("B03", {**changes, "explanations": [answer | {"rule": "B02"}]}).explained is False
    assert one("B03", {**changes, "explanations": [answer]}).blocks is False
    assert one("B03", changes).blocks is True


def test_an_error_cannot_be_explained_away():
    answer = {"rule": "S01", "path": "signatures.head", "text": "外出"}
    finding = one("S01", {"signatures.head": None, "explanations": [answer]})
    assert finding.explained is False
    assert finding.blocks is True


def test_a_notice_never_blocks():
    assert one("B16", {"basic_data.buildings.approved_area": "0"}).blocks is False


def test_rule_set_names_version_and_policy():
    default = rule_set()
    assert default == rule_set(policies.DEFAULT)
    assert re.fullmatch(r"4\+[0-9a-f]{16}", default)
    canonical = json.dumps(
        policies.to_json(policies.DEFAULT), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert default == "4+" + hashlib.sha256(canonical.encode()).hexdigest()[:16]
    other = policies.from_json({"format": policies.FORMAT, "rate_gap": "6"})
    assert rule_set(other) != default


def test_a_finding_is_stored_and_read_back():
    for finding in judge(sample(**WRONG)):
        stored = json.loads(json.dumps(finding.to_json()))
        again = Finding.from_json(stored)
        assert again.to_json() == stored
        assert (again.message, again.hint, again.basis) == (finding.message, finding.hint, finding.basis)
        assert again.fingerprint == finding.fingerprint


def test_a_report_has_the_keys_of_the_format():
    finding = one("E19", {f"{S}.total_score": "98.87"})
    with translation.override("en"):
        report = finding.to_report()
    assert report == {
        "rule": "E19",
        "severity": "error",
        "path": f"{S}.total_score",
        "declared": "98.87",
        "expected": "98.97",
        "difference": "-0.10",
        "message": f"{finding.place}: 98.87 differs from execution 9.5 + indicators 89.47 = 98.97 by -0.10.",
        "hint": "Take over the computed total, or correct the scores.",
        "basis": "Identity of the form",
        "explained": False,
    }


def test_place_is_in_words_of_the_form():
    assert one("E15", {f"{S}.indicators[1].score": "9.9"}).place == "附件2 按期办结率 得分"


def test_the_fingerprint_rests_on_figures_and_not_on_the_row():
    first = one("E15", {f"{S}.indicators[1].score": "9.9"})
    moved = copy_row_to_the_end()
    again = next(finding for finding in judge(moved) if finding.rule == "E15")
    assert again.path != first.path
    assert again.fingerprint == first.fingerprint
    assert one("E15", {f"{S}.indicators[1].score": "9.8"}).fingerprint != first.fingerprint


def copy_row_to_the_end():
    data = sample(**{f"{S}.indicators[1].score": "9.9"})
    indicators = data[S]["indicators"]
    indicators.append(indicators.pop(1))
    return data


def test_the_fingerprint_does_not_depend_on_the_language():
    finding = one("E15", {f"{S}.indicators[1].score": "9.9"})
    with translation.override("en"):
        english = finding.fingerprint
    with translation.override("zh-hans"):
        assert finding.fingerprint == english


def test_a_code_is_never_used_twice():
    with pytest.raises(ValueError, match="B01"):
        rule("B01", Severity.ERROR, "", hint="", basis="", scope=Scope.FILING)(lambda view: iter(()))


def test_the_families_are_whole():
    codes = {family: [code for code in RULES if code[0] == family] for family in "BERXHFS"}
    assert [int(code[1:]) for code in sorted(codes["B"])] == list(range(1, 20))
    assert [int(code[1:]) for code in sorted(codes["E"])] == list(range(1, 33))
    assert [int(code[1:]) for code in sorted(codes["X"])] == list(range(1, 13))
    assert [int(code[1:]) for code in sorted(codes["R"])] == list(range(1, 10))
    assert sorted(codes["F"] + codes["H"] + codes["S"]) == ["F01", "F02", "F03", "H01", "H02", "H03", "S01"]


ERRORS = (
    "B01 B02 B04 B05 B06 B07 B08 B09 B15 B18 E01 E02 E03 E04 E06 E07 E08 E10 E11 E12 E13 E14 E17 E19 E20 E29 E30 E31 "
    "X01 X02 X03 X04 X05 X06 X07 X08 X09 X10 X11 F01 F02 S01 "
    "R01 R04 R05 R07 H01"
)
NOTICES = "B16 E25 E26 E28 R08 H02"


def test_severities_are_those_of_the_contract():
    assert sorted(code for code in RULES if RULES[code].severity is Severity.ERROR) == sorted(ERRORS.split())
    assert sorted(code for code in RULES if RULES[code].severity is Severity.NOTICE) == sorted(NOTICES.split())


def test_the_fingerprint_is_a_hash_of_the_figures():
    """It is kept with each explanation: what it is made of must not change unnoticed."""
    finding = one("B03", {"basic_data.headcount.actual": "23"})
    figures = '["B03", "23", "20", "3", []]'
    assert finding.fingerprint == hashlib.sha256(figures.encode()).hexdigest()[:32]
    finding = one("R03", {"report.sections[6].text": "无国有资本经营支出"})
    figures = '["R03", null, null, null, [["other", "国有资本经营"], ["own", "政府性基金"]]]'
    assert finding.fingerprint == hashlib.sha256(figures.encode()).hexdigest()[:32]


def test_a_sentence_has_nothing_where_there_is_no_figure():
    finding = replace(one("B03", {"basic_data.headcount.actual": "23"}), declared=None, expected=None, difference=None)
    with translation.override("en"):
        assert finding.fact == " people in post are  more than the  authorised."


def test_a_finding_without_its_filing_is_placed_by_its_path():
    finding = replace(one("B03", {"basic_data.headcount.actual": "23"}), filing=None)
    assert finding.place == finding.path == "basic_data.headcount.actual"


def test_what_is_waived_does_not_block_and_is_stored_with_its_waiver():
    finding = one("S01", {"signatures.head": None})
    waived = replace(finding, waived=Waived("孙复核", date(2025, 3, 1), "负责人出国", date(2025, 4, 30)))
    assert (finding.blocks, waived.blocks) == (True, False)
    again = Finding.from_json(json.loads(json.dumps(waived.to_json())))
    assert (again.waived, again.blocks) == (waived.waived, False)
    assert Finding.from_json(finding.to_json()).waived is None


def test_a_hint_of_its_own_stands_in_place_of_the_rules():
    weight = f"{S}.indicators[0].weight"
    own = next(finding for finding in judge(sample(**{weight: "0"})) if (finding.rule, finding.path) == ("E12", weight))
    with translation.override("en"):
        assert own.hint == "Give the indicator a weight, or take it out."
        assert one("E12", {f"{S}.total_weight": "101"}).hint == "Change the weights so that they make 100."
