"""Fund tables and signatures."""

import pytest

from tests.assessments.rules.sample import ABSENT, places


def item(**figures):
    return {"items": [{"code": None, "name": "某项", "initial": "1", "revised": "1", "executed": "1"} | figures]}


@pytest.mark.parametrize("name", ["government_fund", "state_capital", "social_insurance"])
class TestFundTables:
    @pytest.mark.parametrize(
        ("table", "fires"),
        [
            ({"none": True}, False),
            (item(), False),
            ({"none": False}, True),
            ({"items": []}, True),
            ({}, True),
            (ABSENT, True),
            (None, True),
            ({"none": False, **item()}, False),
        ],
    )
    def test_are_filled_or_marked_none(self, name, table, fires):
        path = f"fund_tables.{name}"
        assert places("F01", {path: table}) == ([path] if fires else [])

    @pytest.mark.parametrize("column", ["initial", "revised", "executed"])
    @pytest.mark.parametrize(("figure", "fires"), [("-0.01", True), ("0", False), (None, False)])
    def test_have_no_negative_amount(self, name, column, figure, fires):
        path = f"fund_tables.{name}"
        found = places("F02", {path: item(**{column: figure})})
        assert found == ([f"{path}.items[0].{column}"] if fires else [])

    @pytest.mark.parametrize(
        ("executed", "revised", "fires"),
        [("1.00", "1.00", False), ("1.01", "1.00", True), ("1", "0", True), (None, "1", False), ("1", None, False)],
    )
    def test_stay_within_the_revised_budget(self, name, executed, revised, fires):
        path = f"fund_tables.{name}"
        found = places("F03", {path: item(executed=executed, revised=revised)})
        assert found == ([f"{path}.items[0].executed"] if fires else [])


def test_fund_tables_that_were_not_supplied():
    assert places("F01", {"fund_tables": ABSENT}) == []
    assert len(places("F01", {"fund_tables": {}})) == 3


@pytest.mark.parametrize("name", ["prepared_by", "prepared_on", "phone", "head"])
def test_signatures_are_filled_in(name):
    path = f"signatures.{name}"
    assert places("S01", {path: None}) == [path]
    assert places("S01", {path: "—"}) == [path]
    assert places("S01", {path: ABSENT}) == []
    assert places("S01", {"signatures": ABSENT}) == []
