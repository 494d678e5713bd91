"""The template: the built-in forms, and strict reading of others."""

import copy
import json
import pickle

import pytest

from assessments.document import template, template_form
from assessments.document.lines import LINE_KEYS, is_line_key, project_parts
from assessments.document.template_form import TemplateError

DEFAULT = template.default()


@pytest.fixture
def form():
    return template.to_json(DEFAULT)


def test_the_lines_are_those_of_the_format_in_order():
    assert tuple(line.key for line in DEFAULT.lines) == LINE_KEYS
    assert [line.key for line in DEFAULT.lines if line.repeated] == ["special_fund"]
    assert [line.key for line in DEFAULT.lines if line.columns == ("budget",)] == ["basic_budget_adjustment"]


def test_parents_of_lines():
    assert [line.key for line in DEFAULT.children("three_public")] == [
        "official_vehicles",
        "overseas_travel",
        "official_reception",
    ]
    assert [line.key for line in DEFAULT.children("official_vehicles")] == ["vehicle_purchase", "vehicle_running"]
    assert [line.key for line in DEFAULT.children("project_expenditure")] == [
        "project_operations", "project_maintenance", "special_fund",
    ]  # fmt: skip
    assert [line.key for line in DEFAULT.children("operating")] == ["office", "utilities_travel", "meetings_training"]
    assert DEFAULT.line("office").name == "办公经费"
    assert DEFAULT.line("x_other") is None


def test_nine_sections_numbered_in_one_style():
    first = [section for section in DEFAULT.sections if section.level == 1]
    assert [section.number for section in first] == [f"{numeral}、" for numeral in "一二三四五六七八九"]
    keys = (
        "基本情况",
        "一般公共预算",
        "政府性基金",
        "国有资本经营",
        "社会保险基金",
        "绩效情况",
        "问题",
        "改进",
        "应用和公开",
    )
    assert all(key in section.heading for key, section in zip(keys, first, strict=True))
    assert [section.heading for section in DEFAULT.sections if section.level == 2] == [
        "职能职责", "机构设置", "基本支出情况", "项目支出情况",
    ]  # fmt: skip
    assert DEFAULT.section("duties").heading == "职能职责"


def test_labels_know_their_year():
    assert DEFAULT.label("expenditure.prior_final", 2024) == "2023年决算数"
    assert DEFAULT.label("expenditure.final", 2024) == "2024年决算数"
    assert DEFAULT.label("title.report", 2024, "甲局") == "2024年度甲局整体支出绩效自评报告"
    with pytest.raises(KeyError):
        DEFAULT.label("unknown", 2024)


def test_sentences_state_their_figures():
    assert (
        DEFAULT.sentence("basic_expenditure", 2024, budget="1.00", final="2.00", personnel="1.50", operating="0.50")
        == "2024年基本支出年初预算数1.00万元，决算数2.00万元，其中人员经费1.50万元，公用经费0.50万元。"
    )
    with pytest.raises(KeyError):
        DEFAULT.sentence("basic_expenditure", 2024, budget="1.00")


def test_a_template_comes_back_from_json_the_same(form):
    assert template.from_json(form) == DEFAULT
    assert template_form.loads(json.dumps(form)) == DEFAULT
    assert json.loads(json.dumps(template.to_json(template.from_json(form)))) == form
    assert pickle.loads(pickle.dumps(DEFAULT)) == DEFAULT
    assert hash(template.from_json(form)) == hash(DEFAULT)


def test_a_year_adds_a_line(form):
    form["lines"].insert(
        9, {"key": "x_flood", "label": "3、防汛经费", "name": "防汛经费", "parent": "project_expenditure"}
    )
    changed = template.from_json(form)
    assert changed.line("x_flood").indent == 0
    assert changed.line("x_flood").columns == ("prior_final", "budget", "final")
    assert "x_flood" in [line.key for line in changed.children("project_expenditure")]


def put(data, path, value):
    changed = copy.deepcopy(data)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("format",), "perfeval-template/2", "format"),
        (("colour",), "x", "colour"),
        (("name",), "", "name"),
        (("name",), "{year}", "name"),
        (("name",), 5, "name"),
        (("lines",), {}, "lines"),
        (("lines",), [{}] * 501, "lines"),
        (("lines", 0), [], "lines[0]"),
        (("lines", 0, "key"), "tea", "lines[0].key"),
        (("lines", 0, "key"), None, "lines[0].key"),
        (("lines", 0, "key"), "x_" + "a" * 59, "lines[0].key"),
        (("lines", 1, "key"), "three_public", "lines[1].key"),
        (("lines", 0, "parent"), "office", "lines[0].parent"),
        (("lines", 0, "parent"), "three_public", "lines[0].parent"),
        (("lines", 0, "parent"), [], "lines[0].parent"),
        (("lines", 0, "label"), " ", "lines[0].label"),
        (("lines", 0, "label"), "a\nb", "lines[0].label"),
        (("lines", 0, "label"), "{years}", "lines[0].label"),
        (("lines", 0, "label"), "{year.__class__}", "lines[0].label"),
        (("lines", 0, "label"), "{", "lines[0].label"),
        (("lines", 0, "label"), "}", "lines[0].label"),
        (("lines", 0, "label"), "x" * 2001, "lines[0].label"),
        (("lines", 0, "indent"), True, "lines[0].indent"),
        (("lines", 0, "indent"), 10, "lines[0].indent"),
        (("lines", 0, "indent"), "1", "lines[0].indent"),
        (("lines", 0, "repeated"), True, "lines[0].repeated"),
        (("lines", 0, "repeated"), 0, "lines[0].repeated"),
        (("lines", 0, "columns"), ["sum"], "lines[0].columns[0]"),
        (("lines", 0, "columns"), "budget", "lines[0].columns"),
        (("lines", 0, "width"), 5, "lines[0].width"),
        (("sections", 0, "level"), 2, "sections[0].level"),
        (("sections", 1, "level"), 3, "sections[1].level"),
        (("sections", 1, "key"), "overview", "sections[1].key"),
        (("sections", 1, "key"), "Über", "sections[1].key"),
        (("sections", 1, "key"), 5, "sections[1].key"),
        (("sections", 4, "level"), 3, "sections[4].level"),
        (("sections", 0, "level"), 0, "sections[0].level"),
        (("sections", 1), {"key": "x"}, "sections[1].level"),
        (("indicators", 0, "group"), "execution", "indicators[0].group"),
        (("indicators", 0, "level2", 1), "", "indicators[0].level2[1]"),
        (("attachments", 2), None, "attachments[2]"),
        (("labels", "total"), "", "labels.total"),
        (("labels", "extra"), "x", "labels.extra"),
        (("sentences", "basic_expenditure"), "{initial}", "sentences.basic_expenditure"),
        (("sentences", "government_fund.none"), "{initial}", "sentences.government_fund.none"),
    ],
)
def test_a_refusal_names_its_path(form, path, value, expected):
    with pytest.raises(TemplateError) as refusal:
        template.from_json(put(form, path, value))
    assert refusal.value.path == expected
    assert refusal.value.message


@pytest.mark.parametrize(
    "key", ["format", "name", "lines", "sections", "indicators", "attachments", "labels", "sentences"]
)
def test_every_part_is_required(form, key):
    del form[key]
    with pytest.raises(TemplateError) as refusal:
        template.from_json(form)
    assert refusal.value.path == key


def test_every_label_is_required(form):
    del form["labels"]["total"]
    with pytest.raises(TemplateError) as refusal:
        template.from_json(form)
    assert refusal.value.path == "labels.total"


@pytest.mark.parametrize(("raw", "path"), [("{", ""), ('{"name": "a", "name": "b"}', "name"), ("[]", "")])
def test_texts_that_are_refused(raw, path):
    with pytest.raises(TemplateError) as refusal:
        template_form.loads(raw)
    assert refusal.value.path == path


def test_line_keys():
    assert is_line_key("office")
    assert is_line_key("x_a1_")
    assert not is_line_key("x_")
    assert not is_line_key("X_a")
    assert not is_line_key("office ")
    assert not is_line_key("x_a\n")


def test_further_lines_count_where_they_stand():
    keys = ["x_a", "project_expenditure", "x_b", "project_operations", "x_c", "operating", "x_d", "special_fund"]
    assert [keys[place] for place in project_parts(keys)] == ["x_b", "project_operations", "x_c", "special_fund"]


def test_the_longest_that_is_accepted(form):
    form["attachments"] = ["基础数据表"] * 500
    form["lines"][0]["label"] = "长" * 2000
    form["lines"].append({"key": "x_" + "a" * 58, "label": "甲", "name": "甲"})
    assert len(template.from_json(form).lines[-1].key) == 60


def test_a_sentence_may_name_the_year_before(form):
    form["sentences"]["project_expenditure"] = "{prior_year}年至{year}年{budget}、{final}"
    assert template.from_json(form).sentence("project_expenditure", 2024, budget=1, final=2) == "2023年至2024年1、2"
