"""The three states of a cell."""

import pytest

from assessments.document.cells import ABSENT_FIGURE, ABSENT_TEXT, Text, is_blank
from assessments.document.filing import DepartmentEvaluation, Filing, ProjectEvaluation


@pytest.mark.parametrize(
    "text", [None, "", " ", "　\t\n", "-", "--", "—", "——", "－", "–", "/", "／", "\\", "无", " 无 ", "- /"]
)
def test_blanks(text):
    assert is_blank(text)
    assert Text(text).blank
    assert Text(text).present


@pytest.mark.parametrize("text", ["0", "无无", "无事故", "不适用", "-1", "a", "。"])
def test_what_is_printed(text):
    assert not is_blank(text)
    assert not Text(text).blank


def test_an_absent_cell_is_blank_and_not_present():
    assert ABSENT_TEXT.blank
    assert not ABSENT_TEXT.present
    assert ABSENT_FIGURE.blank
    assert not ABSENT_FIGURE.present
    assert Text(None) != ABSENT_TEXT


def test_sheets_come_with_their_paths():
    first, second = ProjectEvaluation(), ProjectEvaluation()
    department = DepartmentEvaluation()
    filing = Filing(fiscal_year=2024, department_evaluation=department, projects=(first, second))
    assert list(filing.sheets()) == [
        ("department_evaluation", department),
        ("projects[0]", first),
        ("projects[1]", second),
    ]
    assert list(Filing(fiscal_year=2024).sheets()) == []
