"""Against the filing of the year before."""

import pytest

from assessments.rules.previous import same_characters
from tests.assessments.rules.sample import ABSENT, ROW, judge, sample

LONG = "".join(chr(0x6000 + 7 * index) for index in range(250))


def places(rule, now, last):
    """Where a rule fires on the sample with `now` changed, against the sample with `last` changed."""
    return [one.path for one in judge(sample(**now), previous=sample(fiscal_year=2023, **last)) if one.rule == rule]


def at(key, column):
    return f"basic_data.expenditure[{key}].{column}"


class TestH01:
    @pytest.mark.parametrize(
        ("prior", "final", "fires"),
        [
            ("50.00", "50.00", False),
            ("50.00", "50.005", False),
            ("50.00", "50.006", True),
            ("50.00", "50.01", True),
            ("50", "500000元", False),
            (None, "50.00", False),
            ("50.00", None, False),
            (ABSENT, "50.00", False),
            ("0", "0.00", False),
        ],
    )
    def test_prior_final_is_last_years_final(self, prior, final, fires):
        found = places("H01", {at("operating", "prior_final"): prior}, {at("operating", "final"): final})
        assert (at("operating", "prior_final") in found) is fires

    def test_special_funds_are_told_by_their_label(self):
        same = {at("special_fund", "final"): "20.00", at("special_fund:2", "final"): "10.00"}
        assert at("special_fund", "prior_final") not in places("H01", {}, same)
        second = "basic_data.expenditure[special_fund:2]"
        swapped = {at("special_fund", "final"): "10.00", at("special_fund:2", "final"): "20.00"}
        labels = {"basic_data.expenditure[special_fund].label": "1、专项二", f"{second}.label": "2、专项一"}
        assert at("special_fund", "prior_final") in places("H01", {}, swapped)
        assert at("special_fund", "prior_final") not in places("H01", {}, swapped | labels)

    def test_a_line_that_was_not_there_is_not_compared(self):
        assert places("H01", {}, {"basic_data.expenditure": []}) == []
        assert places("H01", {}, {"basic_data": ABSENT}) == []

    def test_a_line_of_this_year_alone_hides_no_other(self):
        """office stands before meetings_training and was not there last year."""
        last = sample(fiscal_year=2023)["basic_data"]["expenditure"]
        before = [one | {"final": one["prior_final"]} for one in last if one["line"] != "office"]
        before[-3]["final"] = "6.00"
        assert places("H01", {}, {"basic_data.expenditure": before}) == [at("meetings_training", "prior_final")]

    def test_what_was_not_supplied_is_not_compared(self):
        label = "basic_data.expenditure[special_fund].label"
        assert at("special_fund", "prior_final") in places("H01", {label: None}, {label: None})
        assert places("H01", {}, {"basic_data.expenditure": None}) == []

    def test_silent_without_a_previous_filing(self):
        assert [one for one in judge(sample(**{at("operating", "prior_final"): "1"})) if one.rule[0] == "H"] == []


class TestH02:
    @pytest.mark.parametrize(
        ("target", "actual", "fires"),
        [
            ("≥95%", "95%", False),
            ("≥95%", "95.01%", True),
            ("≥95%", "951‰", True),
            ("≥95%", "90%", False),
            ("≤95%", "95%", False),
            ("≤95%", "94%", True),
            ("≤95%", "96%", False),
            ("≥95%", "≥99%", False),
            ("≥95%", "良好", False),
            ("≥95%", "99个", False),
            ("提高", "99%", False),
            ("0起", "1起", False),
            ("≥95%", None, False),
            ("0起", "-1起", False),
        ],
    )
    def test_a_target_is_not_easier_than_last_years_result(self, target, actual, fires):
        found = places("H02", {f"{ROW}.target": target}, {f"{ROW}.actual": actual})
        assert (f"{ROW}.target" in found) is fires

    def test_a_row_that_cannot_be_read_hides_no_other(self):
        last = {f"department_evaluation.indicators[{row}].actual": None for row in (0, 1, 3)}
        found = places("H02", {}, last)
        assert found[0] == "department_evaluation.indicators[6].target"

    def test_sheets_that_were_not_there_are_no_pair(self):
        assert places("H02", {}, {"projects": None, "department_evaluation": ABSENT}) == []
        easier = {"projects[1].indicators[1].actual": "99%", "projects[1].name": None}
        assert "projects[1].indicators[1].target" not in places("H02", {"projects[1].name": None}, easier)

    def test_rows_without_a_name_are_no_pair(self):
        nameless = {f"{ROW}.level3": None}
        assert f"{ROW}.target" not in places("H02", nameless, nameless | {f"{ROW}.actual": "99%"})

    def test_indicators_are_told_by_level_3_in_the_same_sheet(self):
        easier = {f"{ROW}.actual": "99%"}
        assert places("H02", {f"{ROW}.level3": "另一项"}, easier) == places("H02", {}, {f"{ROW}.actual": "90%"})
        project = "projects[1].indicators[1]"
        assert f"{project}.target" in places("H02", {}, {f"{project}.actual": "99%"})
        assert f"{project}.target" not in places(
            "H02", {}, {f"{project}.actual": "99%", "projects[1].name": "另一项目"}
        )


class TestH03:
    PATH = "report.sections[9].text"

    @pytest.mark.parametrize(
        ("now", "last", "fires"),
        [
            (LONG[:200], LONG[:200], True),
            (LONG[:199], LONG[:199], False),
            (LONG[:160] + "甲" * 40, LONG[:160] + "乙" * 40, True),  # 320 of 400 is exactly the limit
            (LONG[:159] + "甲" * 41, LONG[:159] + "乙" * 41, False),
            (LONG[:200], LONG[:200][::-1], False),
            (LONG[:200], "", False),
            (LONG[:200], None, False),
        ],
    )
    def test_a_long_section_is_written_anew(self, now, last, fires):
        assert places("H03", {self.PATH: now}, {self.PATH: last}) == ([self.PATH] if fires else [])

    def test_figures_and_years_do_not_count(self):
        now, last = (LONG[:198] + f"，{year}年办案{count}件。" for year, count in ((2024, "一百二十"), (2023, "99")))
        assert same_characters(last, now, 80) is not None
        shared, length = same_characters(last, now, 80)
        assert shared == length

    def test_another_heading_or_level_is_another_section(self):
        same = {self.PATH: LONG}
        assert places("H03", same | {"report.sections[9].heading": "绩效情况"}, same) == []
        assert places("H03", same | {"report.sections[9].level": 2}, same) == []
        assert places("H03", same, same) == [self.PATH]

    @pytest.mark.parametrize(
        ("heading", "last", "fires"),
        [
            ("2024年绩效情况", "2023年绩效情况", True),
            ("2024年度绩效情况", "二〇二三年度绩效情况", True),
            ("绩效情况2", "绩效情况1", False),
        ],
    )
    def test_the_year_in_a_heading_does_not_count(self, heading, last, fires):
        place = "report.sections[9].heading"
        now, before = ({self.PATH: LONG, place: words} for words in (heading, last))
        assert places("H03", now, before) == ([self.PATH] if fires else [])

    def test_sections_without_a_heading_are_no_pair(self):
        nameless = {self.PATH: LONG, "report.sections[9].heading": None}
        assert places("H03", nameless, nameless) == []

    def test_a_text_of_figures_alone_is_not_compared(self):
        """Figures and marks do not count: nothing is left of 200 of them, whatever the limit."""
        for now, last in ((LONG, "1，" * 100), ("1，" * 100, LONG), ("1，" * 100, "1，" * 100)):
            data, before = sample(**{self.PATH: now}), sample(fiscal_year=2023, **{self.PATH: last})
            assert [one for one in judge(data, {"similarity": "0"}, before) if one.path == self.PATH] == []

    def test_the_limit_comes_from_the_policy(self):
        now, last = LONG[:120] + "甲" * 80, LONG[:120] + "乙" * 80
        data, before = sample(**{self.PATH: now}), sample(fiscal_year=2023, **{self.PATH: last})
        assert [one.path for one in judge(data, {"similarity": "60"}, before) if one.rule == "H03"] == [self.PATH]
        assert [one.path for one in judge(data, {"similarity": "61"}, before) if one.rule == "H03"] == []
