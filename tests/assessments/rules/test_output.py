"""Findings as lines to read and as the answer of the format."""

from django.utils import translation

from assessments.rules.output import error_item, findings_item, text_report
from tests.assessments.rules.sample import judge, sample

CHANGES = {
    "basic_data.headcount.actual": "21",
    "basic_data.headcount.control_rate": "105%",
    "signatures.head": None,
    "explanations": [{"rule": "B03", "path": "basic_data.headcount.actual", "text": "新增任务。"}],
}


def test_a_report_to_read():
    with translation.override("en"):
        lines = text_report("a.json", judge(sample(**CHANGES)), "3+0").splitlines()
    assert lines == [
        "a.json: 1 errors, 1 warnings, 0 notices (rule set 3+0)",
        "B03 Warning (explained)  附件1 2024年实际在职人数: 21 people in post are 1 more than the 20 authorised.",
        "        Check both numbers; if they are right, say why more people are employed than authorised.",
        "S01 Error  单位负责人签字: The cell is blank.",
        "        Fill in the cell.",
    ]


def test_an_answer_of_the_format():
    found = judge(sample(**CHANGES))
    answer = findings_item(found, "3+0")
    assert (answer["format"], answer["rule_set"]) == ("perfeval-findings/1", "3+0")
    assert answer["findings"] == [one.to_report() for one in found]
    assert answer["counts"] == {"error": 1, "warning": 1, "notice": 0}
    assert error_item("a", "b", "c") == {"file": "a", "error": {"path": "b", "message": "c"}}
