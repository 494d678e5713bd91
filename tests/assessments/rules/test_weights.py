"""Weights, kinds and names of the indicators of a sheet."""

import pytest

from tests.assessments.rules.sample import ABSENT, S, judge, places, row, rows, sample

INDICATORS = f"{S}.indicators"


def at(index, key):
    return f"{INDICATORS}[{index}].{key}"


class TestE11:
    def test_execution_has_its_own_place(self):
        path = f"{S}.funds.annual.weight"
        assert places("E11", {path: "20"}) == [path]
        assert places("E11", {path: "10.00"}) == []
        assert places("E11", {path: None}) == []
        assert places("E11", {f"{S}.indicators": ABSENT, path: "20"}) == [path]
        assert places("E11", {f"{S}.indicators": [], path: "20"}) == [path]
        assert places("E11", {f"{S}.indicators": []}) == []

    def test_each_group_is_told_apart(self):
        assert places("E11", {at(0, "weight"): "21"}) == [INDICATORS]
        assert places("E11", {at(0, "weight"): "20.01"}) == [INDICATORS]
        assert places("E11", {at(0, "weight"): "21", at(4, "weight"): "14"}) == [INDICATORS] * 2

    def test_a_blank_weight_beside_a_score_silences_the_group_only(self):
        assert places("E11", {at(0, "weight"): None, at(4, "weight"): "14"}) == [INDICATORS]
        assert places("E11", {at(0, "weight"): ABSENT, at(4, "weight"): "14"}) == [INDICATORS]
        assert places("E11", {at(0, "weight"): None}) == []

    def test_a_row_without_weight_and_score_takes_no_part(self):
        assert places("E11", {at(0, "weight"): None, at(0, "score"): None}) == [INDICATORS]
        more = [*rows(), row("产出指标", "数量指标", "另一项", "1", "1", None, None)]
        assert places("E11", {INDICATORS: more}) == []
        more[-1] |= {"weight": None, "score": ABSENT}
        del more[-1]["score"]
        more[0]["weight"] = "30"
        assert places("E11", {INDICATORS: more}) == []

    def test_a_group_without_rows_weighs_nothing(self):
        assert places("E11", {INDICATORS: rows()[:4]}) == [INDICATORS] * 2
        assert places("E11", {INDICATORS: rows()[:4], f"{S}.funds.annual.weight": None}) == []
        assert places("E11", {INDICATORS: rows()[:4], at(3, "weight"): None}) == []
        assert places("E11", {INDICATORS: rows()[:4], at(3, "weight"): ABSENT}) == []

    def test_silent_while_a_row_has_neither_level(self):
        wrong = {at(0, "weight"): "21", f"{S}.funds.annual.weight": "20"}
        assert places("E11", {**wrong, at(2, "level1"): None, at(2, "level2"): None}) == []
        assert places("E11", {**wrong, at(2, "level1"): ABSENT, at(2, "level2"): ABSENT}) == []
        assert len(places("E11", {**wrong, at(2, "level1"): None})) == 2

    @pytest.mark.parametrize(
        ("level1", "level2", "group"),
        [
            ("效益指标", "服务对象满意度指标", "满意度"),
            ("满意度", "社会效益", "满意度"),
            ("可持续影响指标", None, "效益"),
            (None, "数量指标（10分）", "产出"),
            ("成本指标", "经济成本指标", "产出"),
            ("其他", "质量", "产出"),
            ("其他", "其他", None),
        ],
    )
    def test_groups_are_told_by_containing(self, level1, level2, group):
        """One more row of weight 1 upsets the group it belongs to."""
        more = [*rows(), row(level1, level2, "另一项", "1", "1", "1", "1")]
        found = judge(sample(**{INDICATORS: more}))
        findings = [finding.params["group"] for finding in found if finding.rule == "E11"]
        assert findings == ([group] if group else [])

    def test_weights_come_from_the_policy(self):
        weights = {"execution": "20", "output": "40", "benefit": "30", "satisfaction": "10"}
        found = places("E11", {}, {"weights": weights})
        assert found[:2] == [f"{S}.funds.annual.weight", INDICATORS]
        assert len(found) == 6


class TestE12:
    TOTAL = f"{S}.total_weight"

    @pytest.mark.parametrize(
        ("changes", "fires"),
        [
            ({}, False),
            ({"total_weight": "99"}, True),
            ({"total_weight": "100.00"}, False),
            ({"total_weight": None}, False),
            ({"total_weight": ABSENT}, False),
            ({"funds.annual.weight": "11"}, True),
            ({"funds.annual.weight": "11", "total_weight": "101"}, True),
            ({"funds.annual.weight": "10.01"}, True),  # sums of weights have no tolerance
            ({"funds.annual.weight": "11", "indicators[0].weight": "19"}, False),
            ({"indicators[0].weight": None}, False),
            ({"indicators[0].weight": ABSENT}, False),
            ({"indicators[0].weight": None, "indicators[0].score": None}, True),
            ({"funds.annual.weight": None}, False),
            ({"indicators": []}, False),
            ({"indicators": [], "total_weight": "90"}, True),
        ],
    )
    def test_weights_make_100(self, changes, fires):
        found = places("E12", {f"{S}.{key}": value for key, value in changes.items()})
        assert found == ([self.TOTAL] if fires else [])

    @pytest.mark.parametrize(("weight", "fires"), [("0", True), ("-5", True), ("0.01", False), (None, False)])
    def test_each_weight_is_above_0(self, weight, fires):
        found = places("E12", {at(0, "weight"): weight})
        assert (at(0, "weight") in found) is fires


class TestE20:
    def test_every_kind_is_asked_for(self):
        def missing(*drop):
            kept = [one for index, one in enumerate(rows()) if index not in drop]
            return places("E20", {INDICATORS: kept})

        assert missing() == []
        for index in range(4):
            assert missing(index) == [INDICATORS]
        assert missing(4) == []
        assert missing(4, 5) == [INDICATORS]
        assert missing(6) == [INDICATORS]
        assert len(missing(*range(7))) == 6

    def test_an_empty_list_is_supplied_and_a_missing_one_is_not(self):
        assert len(places("E20", {INDICATORS: []})) == 6
        assert places("E20", {INDICATORS: None}) == []
        assert places("E20", {INDICATORS: ABSENT}) == []

    def test_names_of_kinds_may_stand_in_level_1_and_carry_points(self):
        changed = {
            at(0, "level1"): "数 量 指 标".replace(" ", ""),
            at(0, "level2"): None,
            at(1, "level2"): "质量（10分）",
        }
        assert places("E20", changed) == []
        assert places("E20", {at(2, "level2"): "其他"}) == [INDICATORS]

    def test_silent_while_a_row_has_neither_level(self):
        assert places("E20", {INDICATORS: [row(None, None, "另一项", "1", "1", "1", "1")]}) == []

    def test_a_row_that_holds_nothing_is_no_indicator(self):
        empty = row("产出指标", "数量指标", "……", None, None, None, None)
        assert places("E20", {INDICATORS: [empty, *rows()[1:]]}) == [INDICATORS]
        assert places("E20", {INDICATORS: [empty | {"level1": None, "level2": None}, *rows()]}) == []

    @pytest.mark.parametrize("key", ["target", "actual", "level3", "weight", "score"])
    def test_a_row_with_anything_in_it_is_an_indicator(self, key):
        """Without a level of its own it silences the rule, which else would miss 数量."""
        empty = row(None, None, None, None, None, None, None)
        assert places("E20", {INDICATORS: [empty, *rows()[1:]]}) == [INDICATORS]
        assert places("E20", {INDICATORS: [empty | {key: "5"}, *rows()[1:]]}) == []
        assert places("E20", {INDICATORS: [empty | {"level3": "办案数"}, *rows()[1:]]}) == []
        assert places("E20", {INDICATORS: [empty | {"level3": "指标1："}, *rows()[1:]]}) == [INDICATORS]
        assert places("E20", {INDICATORS: [empty | {"target": "无"}, *rows()[1:]]}) == []
        assert places("E20", {INDICATORS: [empty | {"target": "/"}, *rows()[1:]]}) == [INDICATORS]


@pytest.mark.parametrize(
    ("name", "fires"),
    [
        ("办结案件数", True),
        ("办结 案件数。", True),
        ("办结（案件）数", True),
        ("办结案件数量", False),
        (None, False),
        (ABSENT, False),
    ],
)
def test_level_3_is_not_repeated(name, fires):
    path = at(3, "level3")
    assert places("E21", {path: name}) == ([path] if fires else [])


def test_each_repetition_is_a_finding_of_its_own():
    assert places("E21", {at(3, "level3"): "办结案件数", at(5, "level3"): "办结案件数"}) == [
        at(3, "level3"),
        at(5, "level3"),
    ]
    assert places("E21", {at(3, "level3"): None, at(5, "level3"): None}) == []
