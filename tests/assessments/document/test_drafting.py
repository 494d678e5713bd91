"""The standard sentences of 附件4 agree with the tables, and with the rules that compare both."""

import pytest

from assessments.document import codec
from assessments.document.drafting import draft, draft_for, with_sentence
from assessments.document.template import default
from assessments.rules import check
from tests.assessments.rules.sample import sample

TEMPLATE = default()
BASIC, PROJECT, GOVERNMENT, CAPITAL = 4, 5, 6, 7
SECTION = "report.sections[{}].text"


def filing(**changes):
    return codec.from_json(sample(**changes))


def test_the_basic_expenditure():
    # budget 300 − (60 + 40), final by kind 194, of it operating 52, the rest personnel
    assert draft_for(filing(), BASIC, TEMPLATE).sentence == (
        "2024年基本支出年初预算数200.00万元，决算数194.00万元，其中人员经费142.00万元，公用经费52.00万元。"
    )


def test_the_project_expenditure():
    assert draft_for(filing(), PROJECT, TEMPLATE).sentence == "2024年项目支出年初预算数100.00万元，决算数110.00万元。"


def test_a_fund_that_is_marked_none():
    assert draft_for(filing(), GOVERNMENT, TEMPLATE).sentence == "2024年度本部门没有安排政府性基金预算支出。"


def test_a_fund_with_items():
    item = {"code": "1", "name": "甲", "initial": "1.00", "revised": "2.505", "executed": "2"}
    found = filing(**{"fund_tables.state_capital": {"items": [item, item]}})
    assert draft_for(found, CAPITAL, TEMPLATE).sentence == (
        "2024年度国有资本经营预算支出年初预算2.00万元，全年预算5.010万元，全年执行4.00万元。"
    )


def test_a_fund_with_a_figure_missing_is_not_summed():
    item = {"code": "1", "name": "甲", "initial": "1.00", "revised": "2.50", "executed": "2.00"}
    found = filing(**{"fund_tables.state_capital": {"items": [item, item | {"executed": None}]}})
    drafted = draft_for(found, CAPITAL, TEMPLATE)
    assert (drafted.sentence, drafted.missing) == ("", ("国有资本经营支出情况表",))


@pytest.mark.parametrize("index", [0, 1, 2, 3, 9, 12, 13, 99])
def test_other_sections_have_no_standard_sentence(index):
    assert draft_for(filing(), index, TEMPLATE) is None


def test_only_the_first_heading_of_its_kind_has_one():
    found = filing(**{"report.sections[12].heading": "项目支出情况"})
    assert draft_for(found, 12, TEMPLATE) is None


@pytest.mark.parametrize(
    ("path", "index", "named"),
    [
        ("department_evaluation.by_kind.basic", BASIC, "附件2 基本支出"),
        ("department_evaluation.funds.annual.initial", BASIC, "附件2 年初预算数"),
        ("projects[1].funds.annual.initial", BASIC, "附件3 设备维护经费 年初预算数"),
        ("basic_data.expenditure[operating].final", BASIC, "附件1 公用经费 决算数"),
        ("basic_data.expenditure[project_expenditure].budget", PROJECT, "附件1 项目支出 预算数"),
        ("fund_tables.state_capital.none", CAPITAL, "国有资本经营支出情况表"),
    ],
)
def test_a_missing_figure_is_named_and_nothing_is_drafted(path, index, named):
    found = draft_for(filing(**{path: None}), index, TEMPLATE)
    assert (found.sentence, found.missing) == ("", (named,))


@pytest.mark.parametrize("index", [BASIC, PROJECT, GOVERNMENT, CAPITAL, 8])
def test_the_rules_agree_with_what_is_drafted(index):
    for changes in ({}, {"department_evaluation.by_kind.basic": "194.00"}):
        found = filing(**changes)
        text = with_sentence("", draft_for(found, index, TEMPLATE), TEMPLATE)
        again = filing(**changes, **{SECTION.format(index): text})
        assert [one.rule for one in check(again) if one.rule.startswith(("X", "R"))] == []


def test_a_new_draft_takes_the_place_of_the_old_one():
    old = draft(filing(), "project_expenditure", TEMPLATE)
    text = with_sentence("另有说明。", old, TEMPLATE)
    assert text == f"{old.sentence}\n另有说明。"
    new = draft(
        filing(**{"basic_data.expenditure[project_expenditure].final": "7.00"}), "project_expenditure", TEMPLATE
    )
    assert with_sentence(text, new, TEMPLATE) == f"{new.sentence}\n另有说明。"


def test_a_fund_that_gets_items_loses_the_sentence_that_says_none():
    none = draft(filing(), "state_capital", TEMPLATE)
    text = with_sentence("补充。", none, TEMPLATE)
    item = {"code": "1", "name": "甲", "initial": "1.00", "revised": "1.00", "executed": "1.00"}
    some = draft(filing(**{"fund_tables.state_capital": {"items": [item]}}), "state_capital", TEMPLATE)
    assert with_sentence(text, some, TEMPLATE) == f"{some.sentence}\n补充。"


def test_words_of_ones_own_are_never_taken_away():
    own = "2024年项目支出年初预算数较大，原因如下。"
    drafted = draft(filing(), "project_expenditure", TEMPLATE)
    assert with_sentence(own, drafted, TEMPLATE) == f"{drafted.sentence}\n{own}"


PARTS = {
    "basic_expenditure": ("附件2 年初预算数", "附件2 基本支出", "附件1 公用经费 决算数"),
    "project_expenditure": ("附件1 项目支出 预算数", "附件1 项目支出 决算数"),
    "state_capital": ("国有资本经营支出情况表",),
}


@pytest.mark.parametrize("key", PARTS)
@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"basic_data": {}, "department_evaluation": {}, "fund_tables": {}},
        {"basic_data": {"expenditure": []}, "department_evaluation": {"funds": {}, "by_kind": {}}},
        {"fund_tables": {"state_capital": {}}, "department_evaluation": {"funds": {"annual": {}}}},
    ],
)
def test_parts_that_were_not_supplied_are_named(key, parts):
    found = draft(codec.from_json({"format": "perfeval-filing/1", "fiscal_year": 2024} | parts), key, TEMPLATE)
    assert (found.sentence, found.missing) == ("", PARTS[key])


def test_a_project_without_a_name_or_funds_is_named_all_the_same():
    for project, named in (({}, "附件3 项目 年初预算数"), ({"name": "乙", "funds": {}}, "附件3 乙 年初预算数")):
        assert draft(filing(projects=[project]), "basic_expenditure", TEMPLATE).missing == (named,)


def test_a_section_without_a_heading_has_no_standard_sentence():
    assert draft_for(filing(**{SECTION.format(5).replace("text", "heading"): None}), 5, TEMPLATE) is None
    assert draft_for(codec.from_json({"format": "perfeval-filing/1", "fiscal_year": 2024}), 0, TEMPLATE) is None


def test_a_heading_that_is_blank_hides_no_other():
    assert draft_for(filing(**{"report.sections[0].heading": None}), PROJECT, TEMPLATE).key == "project_expenditure"


def test_a_sentence_alone_ends_the_text():
    drafted = draft_for(filing(), PROJECT, TEMPLATE)
    assert with_sentence("", drafted, TEMPLATE) == with_sentence(" \n", drafted, TEMPLATE) == drafted.sentence


def test_only_a_heading_of_the_first_level_is_that_of_a_fund():
    assert draft_for(filing(**{"report.sections[6].level": 2}), GOVERNMENT, TEMPLATE) is None
