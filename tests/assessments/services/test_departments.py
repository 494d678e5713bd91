"""Departments from a day on: what changes, what stays, what is refused."""

import datetime

import pytest

from assessments.models import BureauSection, Department, DepartmentPeriod, LogEntry
from assessments.refusals import Refused
from assessments.services import log
from assessments.services.departments import add_department, add_section, change_department, end_department

DAY = datetime.date(2026, 1, 1)


def add(city, code="500", **changes):
    facts = {"supervisor": city.supervisor_department, "section": city.section, "begins_on": DAY}
    return add_department(code, "甲市戊局", **(facts | {"by": city.administrator} | changes))


def change(city, department, **changes):
    facts = {"name": "新名", "supervisor": None, "section": None, "begins_on": DAY, "by": city.administrator}
    return change_department(department, **(facts | changes))


def periods(department):
    rows = DepartmentPeriod.objects.filter(department=department).order_by("begins_on")
    return [(row.name, str(row.begins_on), str(row.ends_on or "")) for row in rows]


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "performance", "security", "auditor"])
def test_only_an_administrator_keeps_departments(city, who):
    by, own = getattr(city, who), city.enrolment.department
    for act in (
        lambda: add(city, by=by),
        lambda: change(city, own, by=by),
        lambda: end_department(own, ends_on=DAY, by=by),
        lambda: add_section("业务三科", by=by),
    ):
        with pytest.raises(Refused):
            act()
    assert not LogEntry.objects.exists()


def test_a_department_stands_from_a_day_on_and_its_code_is_taken(city):
    made = add(city)
    assert periods(made) == [("甲市戊局", "2026-01-01", "")]
    with pytest.raises(Refused, match="500"):
        add(city)
    assert Department.objects.filter(code="500").count() == 1
    assert log.verify().holds


def test_a_change_keeps_what_was_before(city):
    own = city.enrolment.department
    change(city, own)
    assert periods(own) == [("甲市乙支队", "2020-01-01", "2025-12-31"), ("新名", "2026-01-01", "")]
    assert Department.objects.get(pk=own.pk).name == "新名"
    assert type(city.enrolment).objects.get(pk=city.enrolment.pk).name == "甲市乙支队"


@pytest.mark.parametrize("day", [datetime.date(2020, 1, 1), datetime.date(2019, 12, 31)])
def test_a_change_begins_after_the_last_one(city, day):
    with pytest.raises(Refused):
        change(city, city.enrolment.department, begins_on=day)
    assert len(periods(city.enrolment.department)) == 1


@pytest.mark.parametrize("day", [datetime.date(202, 1, 1), datetime.date(1949, 9, 30), datetime.date(2100, 1, 1)])
def test_a_mistyped_day_is_refused(city, day):
    with pytest.raises(Refused, match=str(day)):
        add(city, "501", begins_on=day)
    with pytest.raises(Refused, match=str(day)):
        change(city, city.enrolment.department, begins_on=day)
    with pytest.raises(Refused, match=str(day)):
        end_department(city.enrolment.department, ends_on=day, by=city.administrator)
    assert not Department.objects.filter(code="501").exists()
    assert periods(city.enrolment.department) == [("甲市乙支队", "2020-01-01", "")]


def test_a_department_may_have_begun_before_it_is_entered_but_under_nobody_who_had_ended(city):
    above = add(city, "501", begins_on=datetime.date(2000, 1, 1))
    end_department(above, ends_on=datetime.date(2010, 12, 31), by=city.administrator)
    with pytest.raises(Refused, match="2010-12-31"):
        add(city, "502", supervisor=above, begins_on=datetime.date(2011, 1, 1))
    with pytest.raises(Refused, match="2010-12-31"):
        change(city, city.enrolment.department, supervisor=above)
    under = add(city, "503", supervisor=above, begins_on=datetime.date(2010, 12, 31))
    assert periods(under) == [(under.name, "2010-12-31", "")]


def test_no_department_stands_under_itself_however_far(city):
    own = city.enrolment.department
    first = add(city, "501", supervisor=own)
    second = add(city, "502", supervisor=first)
    for supervisor in (own, first, second):
        with pytest.raises(Refused):
            change(city, own, supervisor=supervisor)
    later = datetime.date(2026, 6, 1)
    change(city, first, supervisor=None, begins_on=later)
    change(city, own, supervisor=second, begins_on=later)  # it no longer does
    assert log.verify().holds


def test_a_department_ends_once_and_not_before_it_took_its_form(city):
    own = city.enrolment.department
    with pytest.raises(Refused):
        end_department(own, ends_on=datetime.date(2019, 12, 31), by=city.administrator)
    end_department(own, ends_on=DAY, by=city.administrator)
    with pytest.raises(Refused):
        end_department(own, ends_on=DAY, by=city.administrator)
    assert periods(own) == [("甲市乙支队", "2020-01-01", "2026-01-01")]


def test_a_department_that_ended_begins_again_only_after_its_last_day(city):
    own = city.enrolment.department
    end_department(own, ends_on=DAY, by=city.administrator)
    with pytest.raises(Refused):
        change(city, own, begins_on=DAY)
    change(city, own, begins_on=DAY + datetime.timedelta(days=1))
    assert [row[1:] for row in periods(own)] == [("2020-01-01", "2026-01-01"), ("2026-01-02", "")]


def test_a_section_is_added_once(city):
    add_section("业务三科", by=city.administrator)
    with pytest.raises(Refused):
        add_section("业务三科", by=city.administrator)
    assert BureauSection.objects.filter(name="业务三科").count() == 1
