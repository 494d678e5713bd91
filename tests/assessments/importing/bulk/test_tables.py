"""A table with a head row: what is read, and what is refused instead of being guessed or dropped."""

import datetime

import pytest
from django.utils.translation import override

from assessments.importing.bulk.columns import day_of
from assessments.importing.bulk.departments import COLUMNS
from assessments.importing.bulk.tables import read_table
from assessments.importing.bulk.workbooks import form
from assessments.importing.package import FileRefused
from tests.assessments.importing.bulk.workbook import workbook

HEAD = ("Code", "Name", "Code of the supervising department", "Bureau section", "First day")
ROW = ("300009", "丁站", "", "业务一科", "2025-01-01")
READ = {"code": "300009", "name": "丁站", "supervisor": "", "section": "业务一科", "begins_on": "2025-01-01"}


def read(*rows, **how):
    with override("en"):
        return read_table("a.xlsx", workbook(*rows, **how), COLUMNS)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def said(messages):
    return [(message.row, message.text) for message in messages]


def test_rows_come_with_their_numbers_under_a_head_anywhere_near_the_top():
    assert read(("部门名单",), (), HEAD, ROW, (), (*ROW[:2], "300", "", "2025/2/3")) == (
        [READ | {"row": 4}, READ | {"row": 6, "supervisor": "300", "section": "", "begins_on": "2025/2/3"}],
        [],
    )


@pytest.mark.parametrize("head", [("code", "name", "begins_on"), (" Code*", "Name :", "First  day")])
def test_heads_may_be_keys_or_carry_marks(head):
    rows, messages = read(head, ("300009", "丁站", "2025-01-01"))
    assert (rows, messages) == ([READ | {"row": 2, "section": ""}], [])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_our_own_form_is_read_back_whatever_its_language_and_its_example_is_passed_over(language):
    with override(language):
        raw = form(COLUMNS, "部门")
    with pytest.raises(FileRefused) as refused:
        read_table("a.xlsx", raw, COLUMNS)
    assert "no row under the head" in str(refused.value)


def test_numbers_and_dates_are_read_as_they_are_shown():
    rows, messages = read(HEAD, (300009, "丁站", 300, None, datetime.date(2025, 1, 6)))
    assert messages == []
    assert (rows[0]["code"], rows[0]["supervisor"], day_of(rows[0]["begins_on"])) == (
        "300009",
        "300",
        datetime.date(2025, 1, 6),
    )


@pytest.mark.parametrize(
    ("rows", "how", "row", "part"),
    [
        ((HEAD, ("300009", "", "", "", "2025-01-01")), {}, 2, "“Name” is blank"),
        (((*HEAD, "Fax"), (*ROW, "1")), {}, 1, "“Fax” is unknown"),
        (((*HEAD, "Name"), (*ROW, "1")), {}, 1, "“Name” stands there twice"),
        ((HEAD, (*ROW, "x")), {}, 2, "“x” stands under no head"),
        ((HEAD, ("300009", '="丁"&"站"', "", "", "2025-01-01")), {}, 2, "without its result"),
        ((HEAD, ROW, ("300010", "戊站", "", "", "2025-01-01")), {"hide": 3}, 3, "hidden cells"),
        ((HEAD, ("300009", "丁站", None, None, "2025-01-01")), {"merge": "B2:C2"}, 2, "merged cells"),
        ((HEAD, ("300009", "丁_x0000_站", "", "", "2025-01-01")), {}, 2, "control character"),
        ((HEAD, ("300009", "丁\n站", "", "", "2025-01-01")), {}, 2, "line break"),
        ((HEAD, ROW), {"sheets": ("Sheet2",)}, 0, "“Sheet2” is not read"),
    ],
)
def test_what_cannot_be_read_surely_is_said_with_its_row(rows, how, row, part):
    _rows, messages = read(*rows, **how)
    assert any(number == row and part in text for number, text in said(messages))
    assert all(message.against for message in messages)


def test_the_sheet_of_notes_is_no_table():
    assert read(HEAD, ROW, sheets=("填写说明",))[1] == []


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ((("x", "y"), ("1", "2")), "has no head row"),
        ((HEAD[:2], ROW[:2]), "First day"),
        ((HEAD,), "no row under"),
        ((HEAD, *(ROW for _row in range(1_001))), "1000"),
    ],
)
def test_a_file_without_such_a_table_is_refused_whole(rows, part):
    with pytest.raises(FileRefused) as refused:
        read(*rows)
    assert part in str(refused.value)


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_no_excel_file_is_refused(raw):
    with pytest.raises(FileRefused):
        read_table("a.xlsx", raw, COLUMNS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-06", datetime.date(2025, 1, 6)),
        ("2025年1月6日", datetime.date(2025, 1, 6)),
        ("2025.1.6", datetime.date(2025, 1, 6)),
        ("2025-02-30", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_days(text, expected):
    assert day_of(text) == expected
