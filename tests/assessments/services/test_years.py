import datetime
import threading

import pytest
from django.db import connections

from assessments.document import policy, template
from assessments.models import (
    CONCLUDED,
    Department,
    DepartmentPeriod,
    Enrolment,
    Filing,
    FiscalYear,
    LogEntry,
    State,
)
from assessments.refusals import Refused
from assessments.selectors.clock import due
from assessments.selectors.years import not_enrolled
from assessments.services import log
from assessments.services.filings import start_filing
from assessments.services.years import change_year, enrol, grant_extension, open_year, set_obligation
from tests import factories

OPENS, DUE = datetime.date(2026, 1, 5), datetime.date(2026, 3, 31)


def opened(city, year=2025):
    return open_year(year, like=city.year, opens_on=OPENS, due_on=DUE, by=city.administrator)


def test_the_next_year_has_lines_policy_and_departments_of_the_last(city):
    city.year.policy = {"format": "perfeval-policy/1", "grades": ["95", "85", "60"]}
    city.year.save()
    made = opened(city)
    assert (made.policy, made.template) == (city.year.policy, city.year.template)
    assert (made.status, made.opens_on, made.due_on, made.opened_from) == ("open", OPENS, DUE, city.year)
    codes = set(made.enrolments.values_list("department__code", flat=True))
    assert codes == {"300001", "400001"}
    assert log.verify().holds


def test_a_department_that_was_renamed_has_its_new_name_and_the_old_year_keeps_the_old(city):
    period = DepartmentPeriod.objects.get(department=city.enrolment.department)
    period.ends_on = datetime.date(2025, 12, 31)
    period.save()
    DepartmentPeriod.objects.create(
        department=period.department, name="甲市丁支队", supervisor=None, section=city.section, begins_on="2026-01-01"
    )
    made = opened(city)
    now = made.enrolments.get(department=period.department)
    assert (now.name, now.supervisor) == ("甲市丁支队", None)
    assert Enrolment.objects.get(pk=city.enrolment.pk).name == "甲市乙支队"


def test_a_department_that_ended_is_not_in_the_next_year(city):
    DepartmentPeriod.objects.filter(department=city.other_enrolment.department).update(ends_on="2025-12-31")
    assert set(opened(city).enrolments.values_list("department__code", flat=True)) == {"300001"}


def test_a_year_that_is_there_is_never_written_over(city):
    opened(city)
    before = list(FiscalYear.objects.order_by("pk").values())
    with pytest.raises(Refused, match="2025"):
        opened(city)
    with pytest.raises(Refused, match="2024"):
        opened(city, 2024)
    assert list(FiscalYear.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", ["preparer", "head", "performance", "security", "auditor"])
def test_only_an_administrator_opens_a_year(city, who):
    with pytest.raises(Refused):
        open_year(2025, like=city.year, opens_on=OPENS, due_on=DUE, by=getattr(city, who))
    assert not FiscalYear.objects.filter(year=2025).exists()


@pytest.mark.parametrize(("year", "opens", "due_on"), [(1999, OPENS, DUE), (2100, OPENS, DUE), (2025, DUE, OPENS)])
def test_a_year_out_of_range_or_due_before_it_opens_is_refused(city, year, opens, due_on):
    with pytest.raises(Refused):
        open_year(year, like=city.year, opens_on=opens, due_on=due_on, by=city.administrator)


@pytest.mark.parametrize(
    ("opens", "due_on"),
    [
        (datetime.date(2024, 12, 31), datetime.date(2025, 3, 31)),  # before the fiscal year
        (datetime.date(2026, 1, 5), datetime.date(2036, 3, 31)),
        (datetime.date(1, 1, 1), datetime.date(9999, 12, 31)),
    ],
)
def test_days_far_from_their_year_are_refused(city, opens, due_on):
    with pytest.raises(Refused, match="2025"):
        open_year(2025, like=city.year, opens_on=opens, due_on=due_on, by=city.administrator)
    with pytest.raises(Refused, match="2024"):
        change_year(city.year, status="open", opens_on=opens.replace(year=2023), due_on=due_on, by=city.administrator)


def test_the_first_year_begins_with_the_built_in_forms_and_there_is_only_one_first(city):
    Enrolment.objects.all().delete()
    FiscalYear.objects.all().delete()
    made = open_year(2025, like=None, opens_on=OPENS, due_on=DUE, by=city.administrator)
    assert (made.template, made.policy) == (template.to_json(template.default()), policy.to_json(policy.DEFAULT))
    assert (made.opened_from, made.enrolments.count()) == (None, 2)
    with pytest.raises(Refused):
        open_year(2026, like=None, opens_on=DUE, due_on=DUE, by=city.administrator)
    assert FiscalYear.objects.count() == 1


def test_an_extension_moves_the_due_day_of_one_department(city):
    later = datetime.date(2025, 4, 15)
    grant_extension(city.enrolment, due_on=later, reason="负责人住院", by=city.administrator)
    assert due(city.enrolment).on == later
    assert due(city.other_enrolment).on == datetime.date(2025, 3, 31)


@pytest.mark.parametrize(("day", "reason"), [(datetime.date(2025, 3, 31), "理由"), (datetime.date(2025, 4, 1), "  ")])
def test_an_extension_is_later_and_has_a_reason(city, day, reason):
    with pytest.raises(Refused):
        grant_extension(city.enrolment, due_on=day, reason=reason, by=city.administrator)


def test_a_department_is_freed_with_a_reason_and_before_it_begins(city):
    with pytest.raises(Refused):
        set_obligation(city.enrolment, required=False, reason="", public=True, by=city.administrator)
    set_obligation(city.enrolment, required=False, reason="本年撤并", public=False, by=city.administrator)
    row = Enrolment.objects.get(pk=city.enrolment.pk)
    assert (row.required, row.not_required_reason, row.public) == (False, "本年撤并", False)
    start_filing(city.other_enrolment, by=city.stranger)
    with pytest.raises(Refused):
        set_obligation(city.other_enrolment, required=False, reason="本年撤并", public=True, by=city.administrator)


def test_a_closed_year_is_left_alone(city):
    change_year(city.year, status="closed", opens_on=city.year.opens_on, due_on=city.year.due_on, by=city.administrator)
    enrolment = Enrolment.objects.select_related("fiscal_year").get(pk=city.enrolment.pk)
    with pytest.raises(Refused, match="2024"):
        grant_extension(enrolment, due_on=datetime.date(2025, 4, 15), reason="理由", by=city.administrator)
    with pytest.raises(Refused, match="2024"):
        set_obligation(enrolment, required=False, reason="理由", public=True, by=city.administrator)


def added(city, begins_on="2025-02-01", **period):
    made = Department.objects.create(code="500", name="甲市戊局")
    facts = {"name": "甲市戊局", "supervisor": city.supervisor_department, "section": city.section} | period
    DepartmentPeriod.objects.create(department=made, begins_on=begins_on, **facts)
    return made


def test_a_department_that_was_added_after_the_year_opened_joins_it_as_it_began(city):
    made = enrol(city.year, added(city), by=city.administrator)
    assert (made.name, made.supervisor, made.section) == ("甲市戊局", city.supervisor_department, city.section)
    with pytest.raises(Refused):
        enrol(city.year, made.department, by=city.administrator)
    assert Enrolment.objects.filter(department=made.department).count() == 1


def test_a_department_joins_as_it_stood_on_the_opening_day(city):
    department = added(city, "2020-01-01", name="旧名", ends_on="2025-01-31")
    DepartmentPeriod.objects.create(department=department, name="新名", begins_on="2025-02-01")
    assert enrol(city.year, department, by=city.administrator).name == "旧名"


@pytest.mark.parametrize(
    ("begins_on", "joins"), [("2025-01-05", True), ("2025-01-06", True), ("2025-03-31", True), ("2025-04-01", False)]
)
def test_a_department_joins_a_year_that_is_due_after_it_began(city, begins_on, joins):
    """Entered late, it may have begun before the year opened; one that begins after the due day has nothing to file in it."""
    department = added(city, begins_on)
    assert list(not_enrolled(city.year)) == [department] * joins
    if joins:
        assert enrol(city.year, department, by=city.administrator).name == "甲市戊局"
    else:
        with pytest.raises(Refused):
            enrol(city.year, department, by=city.administrator)


def test_a_department_that_ended_before_the_opening_day_does_not_join(city):
    department = added(city, "2020-01-01", ends_on="2025-01-05")
    with pytest.raises(Refused):
        enrol(city.year, department, by=city.administrator)


@pytest.mark.parametrize("who", ["preparer", "performance", "security", "auditor"])
def test_only_an_administrator_enrols(city, who):
    with pytest.raises(Refused):
        enrol(city.year, added(city), by=getattr(city, who))


def test_nobody_joins_a_closed_year(city):
    closed(city)
    with pytest.raises(Refused, match="2024"):
        enrol(city.year, added(city), by=city.administrator)  # the page was open before the year was closed


def closed(city):
    change_year(city.year, status="closed", opens_on=city.year.opens_on, due_on=city.year.due_on, by=city.administrator)


@pytest.mark.parametrize("state", [state for state in State if state not in CONCLUDED])
def test_a_year_with_a_filing_in_work_is_not_closed(city, state):
    filing = start_filing(city.other_enrolment, by=city.stranger)
    Filing.objects.filter(pk=filing.pk).update(state=state)
    with pytest.raises(Refused, match="甲市丙中心"):
        closed(city)
    assert FiscalYear.objects.get().status == "open"


@pytest.mark.parametrize("state", CONCLUDED)
def test_a_year_whose_filings_are_approved_is_closed_and_opened_again(city, state):
    filing = start_filing(city.other_enrolment, by=city.stranger)
    Filing.objects.filter(pk=filing.pk).update(state=state)
    closed(city)
    assert FiscalYear.objects.get().status == "closed"
    change_year(city.year, status="open", opens_on=OPENS, due_on=DUE, by=city.administrator)
    assert LogEntry.objects.filter(verb="year").count() == 2


def test_a_refusal_to_close_names_five_departments_and_counts_all(city):
    for place in range(7):
        made = Department.objects.create(code=f"9{place}", name=f"单位{place}")
        enrolled = Enrolment.objects.create(fiscal_year=city.year, department=made, name=made.name)
        Filing.objects.create(enrolment=enrolled, created_by=city.preparer)
    with pytest.raises(Refused) as refusal:
        closed(city)
    assert "7" in refusal.value.reasons[0]
    assert "单位4…" in refusal.value.reasons[0]


def test_a_year_in_which_filings_have_begun_is_not_planned_again(city):
    start_filing(city.other_enrolment, by=city.stranger)
    with pytest.raises(Refused):
        change_year(city.year, status="planned", opens_on=OPENS, due_on=DUE, by=city.administrator)


@pytest.mark.parametrize(("status", "opens", "due_on"), [("open", DUE, OPENS), ("gone", OPENS, DUE)])
def test_days_out_of_order_and_unknown_status_are_refused(city, status, opens, due_on):
    with pytest.raises(Refused):
        change_year(city.year, status=status, opens_on=opens, due_on=due_on, by=city.administrator)


def test_who_read_the_year_as_open_begins_nothing_after_it_was_closed(city):
    """The preparer's page was open while the administrator closed the year."""
    enrolment = Enrolment.objects.select_related("fiscal_year").get(pk=city.other_enrolment.pk)
    assert enrolment.fiscal_year.status == "open"
    closed(city)
    with pytest.raises(Refused, match="2024"):
        start_filing(enrolment, by=city.stranger)
    assert not Filing.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_filing_that_is_being_begun():
    """Both at once: the year is closed without filings, or open with one; never closed with a draft."""
    city = factories.city()
    start_line = threading.Barrier(2)
    faults = []

    def run(act):
        try:
            start_line.wait()
            act()
        except Refused:
            pass
        except BaseException as error:  # a thread's fault is told by the test
            faults.append(error)
        finally:
            connections.close_all()

    both = [
        threading.Thread(target=run, args=(act,))
        for act in (lambda: start_filing(city.other_enrolment, by=city.stranger), lambda: closed(city))
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)
    assert faults == []
    assert (FiscalYear.objects.get().status, Filing.objects.count()) in (("closed", 0), ("open", 1))
