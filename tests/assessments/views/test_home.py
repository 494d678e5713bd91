"""The home page by role."""

import datetime

import pytest

from assessments.models import Enrolment, Extension, Filing, FiscalYear, State
from assessments.services.filings import next_version
from reports.workflow import move
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in


def text(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_preparer_begins_or_takes_a_file_in(city):
    found = text(signed_in(city.preparer))
    assert f"/filings/start/{city.enrolment.pk}/" in found
    assert f"/filings/upload/?enrolment={city.enrolment.pk}" in found
    assert "甲市丙中心" not in found


def test_a_preparer_goes_on(city):
    loaded = factories.draft(city)
    found = text(signed_in(city.preparer))
    assert f"/filings/{loaded.filing.pk}/" in found
    assert "/filings/start/" not in found


def test_a_head_begins_nothing(city):
    found = text(signed_in(city.head))
    assert "甲市乙支队" in found
    assert "/filings/start/" not in found


def test_others_see_no_departments_filings(city):
    factories.draft(city)
    for who in (city.administrator, city.security, city.auditor):
        assert "甲市乙支队" not in text(signed_in(who))


def test_nobody_signs_in_first(client, db):
    assert client.get("/").url == "/sign-in/?next=/"


def test_days_left_follow_the_extension(city):
    today = datetime.date.today()
    city.year.opens_on, city.year.due_on = today - datetime.timedelta(60), today - datetime.timedelta(3)
    city.year.save()
    client = signed_in(city.preparer)
    assert client.get("/").context["cards"][0].due.days_late in (2, 3, 4)
    Extension.objects.create(
        enrolment=city.enrolment, due_on=today + datetime.timedelta(9), reason="水灾", granted_by=city.administrator
    )
    assert client.get("/").context["cards"][0].due.days_left in (8, 9, 10)


def test_the_same_queries_for_one_and_for_three_departments(city):
    client = signed_in(city.preparer)
    factories.draft(city)
    client.get("/")  # the filing in work is read and kept
    before = queries_of(client, "/")
    for code in ("300002", "300003"):
        made = factories.department(code, f"甲市{code}", None, city.section, city.year)
        city.preparer.roles.create(name="preparer", department=made.department)
    assert len(client.get("/").context["cards"]) == 3
    assert queries_of(client, "/") == before


def test_an_approved_filing_is_opened_not_filled_in(city):
    loaded = factories.draft(city)
    type(loaded.filing).objects.update(state=State.APPROVED)
    card = signed_in(city.preparer).get("/").context["cards"][0]
    assert not card.in_work


def test_the_next_thing_is_the_first_step_that_is_not_filled_in(city):
    factories.draft(city, **{"basic_data.expenditure[office].final": None, "signatures.phone": None})
    found = signed_in(city.preparer).get("/").context["next"]
    assert (found["step"].slug, found["open"], found["complete"], found["steps"]) == ("expenditure", 2, 27, 29)


def test_then_the_first_with_an_error_then_nothing(city):
    factories.draft(city, **{"department_evaluation.total_score": "1.00"})
    client = signed_in(city.preparer)
    assert client.get("/").context["next"]["step"].slug == "department-indicators"
    factories.draft(city)
    assert client.get("/").context["next"]["step"] is None
    assert signed_in(city.head).get("/").context["next"] is None


def last_year(city, state=State.APPROVED):
    """A filing of the year before, and its enrolment."""
    days = {"opens_on": datetime.date(2024, 1, 1), "due_on": datetime.date(2024, 3, 31)}
    year = FiscalYear.objects.create(year=2023, status=FiscalYear.Status.CLOSED, **days)
    before = Enrolment.objects.create(fiscal_year=year, department=city.enrolment.department, name="甲市乙支队")
    return Filing.objects.create(enrolment=before, created_by=city.preparer, state=state)


def test_last_years_filing_stands_apart_with_its_state_and_files(city):
    before = last_year(city)
    factories.draft(city)
    response = signed_in(city.preparer).get("/")
    assert [card.enrolment.fiscal_year.year for card in response.context["cards"]] == [2024]
    ((card, downloads),) = response.context["earlier"]
    assert (card.filing, [one.label for one in downloads]) == (before, ["预览", "PDF", "Word", "Excel"])
    assert f'href="/filings/{before.pk}/document.pdf"' in response.content.decode()
    assert "earlier" not in signed_in(city.stranger).get("/").content.decode()


def test_what_is_still_in_work_is_never_put_among_the_earlier_ones(city):
    last_year(city, State.DRAFT)
    factories.draft(city)
    context = signed_in(city.preparer).get("/").context
    assert [card.enrolment.fiscal_year.year for card in context["cards"]] == [2024, 2023]
    assert context["earlier"] == []


def test_a_year_without_a_filing_is_not_listed_among_the_earlier_ones(city):
    last_year(city).delete()
    assert signed_in(city.preparer).get("/").context["earlier"] == []


@pytest.mark.parametrize(
    ("status", "required", "years"),
    [
        (FiscalYear.Status.OPEN, True, [2024, 2023]),
        (FiscalYear.Status.OPEN, False, [2024]),
        (FiscalYear.Status.CLOSED, True, [2024]),
    ],
)
@pytest.mark.parametrize("who", ["preparer", "head"])
def test_what_was_not_begun_stands_there_while_its_year_is_open(city, who, status, required, years):
    last_year(city).delete()
    FiscalYear.objects.filter(year=2023).update(status=status)
    Enrolment.objects.filter(fiscal_year__year=2023).update(
        required=required, not_required_reason="" if required else "并入甲市"
    )
    response = signed_in(getattr(city, who)).get("/")
    shown = [card.enrolment for card in response.context["cards"]]
    assert [one.fiscal_year.year for one in shown] == years
    for one in shown if who == "preparer" else ():  # two buttons of one name are told apart by their cards
        assert response.content.decode().count(f'aria-describedby="card-{one.pk}"') == 2


def test_the_moves_of_the_filing_in_work_stand_below(city):
    filing = factories.draft(city).filing
    client = signed_in(city.preparer)
    assert "timeline-title" not in text(client)
    move(filing, "submit", by=city.preparer)
    move(filing, "return", by=city.head, reason="请核对附件2")
    assert "请核对附件2" in text(client)
    assert "请核对附件2" in text(signed_in(city.head))
    assert "请核对附件2" not in text(signed_in(city.stranger))


def test_the_approved_version_stays_in_reach_while_the_next_is_in_work(city):
    first = factories.draft(city).filing
    Filing.objects.filter(pk=first.pk).update(state=State.APPROVED)
    second = next_version(Filing.objects.get(pk=first.pk), by=city.administrator)
    for who in (city.preparer, city.head):
        client = signed_in(who)
        (card,) = client.get("/").context["cards"]
        assert (card.filing.pk, card.valid.pk) == (second.pk, first.pk)
        assert f'href="/filings/{first.pk}/"' in text(client)
        for one, other in ((first, second), (second, first)):
            page = client.get(f"/filings/{one.pk}/")
            assert [found.pk for found in page.context["versions"]] == [other.pk]
            assert f'href="/filings/{other.pk}/"' in page.content.decode()
    assert signed_in(city.performance).get(f"/filings/{first.pk}/").context["versions"] == []  # the draft is not there
    Filing.objects.filter(pk=second.pk).update(state=State.APPROVED)
    assert signed_in(city.preparer).get("/").context["cards"][0].valid is None


# Where there is nothing yet ----------------------------------------------------------------------------


def nothing(who):
    return signed_in(who).get("/").context["nothing"]


def test_who_has_no_filing_is_told_what_comes_next(city):
    assert nothing(city.preparer) == nothing(city.head) == ""  # the department is in a year
    FiscalYear.objects.update(status=FiscalYear.Status.PLANNED)
    for who in (city.preparer, city.head):
        assert nothing(who) == "您的部门还没有开放填报的年度。管理员开设年度后，表格会显示在这里。"
    newcomer = factories.person("qian", "钱新来")
    assert nothing(newcomer) == "您的账号还没有角色。请联系安全管理员授予角色，授予之前没有可以查看的内容。"
    assert nothing(city.auditor) == "所有操作都记入日志。在“日志”页可以查找记录、核验日志链是否完整。"
    assert nothing(city.performance) == ""  # the queue says it


def test_a_head_is_told_who_begins_and_what_then_happens(city):
    assert "由本部门填报人开始填报；送审后显示在“待我办理”，由您签批。" in text(signed_in(city.head))
    assert "由您签批" not in text(signed_in(city.preparer))
