"""Departments from one file: with their supervisors in the same file, and everything wrong said by row."""

import datetime

import pytest

from assessments.importing.bulk.running import ask_to_carry_out
from assessments.models import Department, DepartmentPeriod, Enrolment, LogEntry
from assessments.refusals import Refused
from assessments.services import log
from tests.assessments.importing.bulk.workbook import against

DEPARTMENTS = ("code", "name", "supervisor", "section", "begins_on")


def test_departments_are_looked_at_without_a_trace_and_made_with_their_supervisors(city, looked, carried_out):
    asked = looked(
        "departments",
        DEPARTMENTS,
        ("500001", "丁站", "500", "业务一科", "2025-01-01"),
        ("500", "丁局", "", "业务一科", "2025/1/1"),
        year=city.year,
    )
    assert against(asked) == []
    assert [row for row, _text in asked.planned] == [2, 3]
    assert not Department.objects.filter(code__startswith="500").exists()
    carried_out(asked)
    period = DepartmentPeriod.objects.get(department__code="500001")
    assert (period.name, period.supervisor.code, period.section.name, period.begins_on) == (
        "丁站",
        "500",
        "业务一科",
        datetime.date(2025, 1, 1),
    )
    assert Enrolment.objects.filter(fiscal_year=city.year, department__code__in=("500", "500001")).count() == 2
    assert asked.done_at is not None
    assert asked.rows == []
    assert LogEntry.objects.get(verb="bulk").object_id == str(asked.pk)
    assert log.verify().holds


def test_everything_wrong_with_departments_is_said_by_row(looked):
    asked = looked(
        "departments",
        DEPARTMENTS,
        ("300001", "乙", "", "", "2025-01-01"),
        ("500", "丁", "999", "业务九科", "2025-13-01"),
        ("500", "戊", "", "", "2025-01-01"),
        ("6 0", "己" * 121, "", "", "2025-01-01"),
        ("701", "庚", "702", "", "2025-01-01"),
        ("702", "辛", "701", "", "2025-01-01"),
    )
    assert [row for row, _text in against(asked)] == [2, 3, 3, 3, 4, 5, 5, 6, 7]
    with pytest.raises(Refused):
        ask_to_carry_out(asked, by=asked.asked_by)
    assert not Department.objects.filter(code="500").exists()
