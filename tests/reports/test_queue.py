"""The queue of each reviewer: whose turn it is, longest waiting first, as fast for thousands as for one."""

import re

from django.urls import reverse

from assessments.models import Extension, Filing, FiscalYear
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells
from reports import selectors
from reports.comparing import changes
from reports.models import Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to


def rows(response):
    """The cells of each line of the queue as text."""
    table = response.content.decode().split("<tbody>")[1].split("</tbody>")[0] if b"<tbody>" in response.content else ""
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)]
        for line in lines
    ]


def names(response):
    return [row[0] for row in rows(response)]


def ask(user, **query):
    return signed_in(user).get(reverse("queue"), query)


def test_each_filing_waits_at_one_place(city):
    holders = {
        "draft": set(),
        "signing": {"head"},
        "supervision": {"supervisor"},
        "first_review": {"section_reviewer"},
        "second_review": {"performance", "approver"},
        "approval": {"performance", "approver"},
        "approved": set(),
        "published": set(),
    }
    filing = factories.draft(city).filing
    for state, expected in holders.items():
        brought_to(city, state, filing)
        people = (
            "preparer",
            "head",
            "supervisor",
            "section_reviewer",
            "performance",
            "approver",
            "administrator",
            "stranger",
        )
        assert {who for who in people if selectors.queue(getattr(city, who)).exists()} == expected, state


def test_a_line_holds_the_figures_of_the_newest_submission(city):
    filing = brought_to(city, "second_review")
    Submission.objects.create(
        filing=filing, number=2, document_text="{}", template_text="{}", policy_text="{}", findings_text="[]",
        rule_set="1", sha256="0" * 64, late=False, submitted_by=city.preparer, submitted_at="2025-03-01T00:00Z",
        open_warnings=3, execution_rate="96.49", total_score="88.50",
    )  # fmt: skip
    FiscalYear.objects.update(due_on="2025-03-31")
    ((name, year, _state, waiting, left, warnings, execution, score, marks),) = rows(ask(city.performance))
    assert (name, year, waiting, warnings) == ("甲市乙支队", "2024", "0", "3")
    assert (execution, score) == ("96.49%", "88.50")
    assert int(left) < 0
    assert "2" in marks


def test_an_extension_moves_the_due_day(city):
    from datetime import timedelta

    from django.utils import timezone

    filing = brought_to(city, "second_review")
    Extension.objects.create(
        enrolment=filing.enrolment,
        due_on=timezone.localdate() + timedelta(days=6),
        reason="灾后",
        granted_by=city.administrator,
    )
    assert rows(ask(city.performance))[0][4] == "6"


def test_the_longest_waiting_stands_first_and_other_orders_can_be_asked_for(city, many):
    filing = brought_to(city, "second_review")
    older, newer = many(2, filing)
    Filing.objects.filter(pk=filing.pk).update(state_since="2025-02-01T00:00Z")
    Filing.objects.filter(pk=older.pk).update(state_since="2025-01-01T00:00Z")
    Filing.objects.filter(pk=newer.pk).update(state_since="2025-03-01T00:00Z")
    first, second, third = (one.enrolment.name for one in (older, filing, newer))
    assert names(ask(city.performance)) == [first, second, third]
    Submission.objects.filter(filing=newer).update(open_warnings=5, execution_rate="10.00", total_score="90.00")
    Submission.objects.filter(filing=filing).update(open_warnings=1, execution_rate="50.00", total_score="60.00")
    Submission.objects.filter(filing=older).update(open_warnings=3, execution_rate=None, total_score=None)
    assert names(ask(city.performance, order="risk")) == [third, first, second]
    assert names(ask(city.performance, order="execution")) == [third, second, first]  # without a rate: last
    assert names(ask(city.performance, order="score")) == [second, third, first]
    assert names(ask(city.performance, order="nonsense")) == [first, second, third]


def test_filters_by_name_code_and_state(city, many):
    filing = brought_to(city, "approval")
    (other,) = many(1, filing)
    assert names(ask(city.performance, q="乙支")) == ["甲市乙支队"]
    assert names(ask(city.performance, q=other.enrolment.department.code)) == [other.enrolment.name]
    assert names(ask(city.performance, q="%_'\"<x>")) == []
    assert names(ask(city.performance, state="second_review")) == [other.enrolment.name]
    assert len(names(ask(city.performance, state="draft"))) == 0
    assert len(names(ask(city.performance, state="nonsense"))) == 2
    assert "<x>" not in ask(city.performance, q="<x>").content.decode()


def test_pages_keep_the_filters(city, many):
    filing = brought_to(city, "approval")
    many(60, filing)
    first = ask(city.performance, q="甲市", state="second_review")
    assert len(names(first)) == 50
    assert 'rel="next"' in first.content.decode()
    link = re.search(r'<a href="\?([^"]*)" rel="next"', first.content.decode()).group(1).replace("&amp;", "&")
    second = signed_in(city.performance).get(f"{reverse('queue')}?{link}")
    assert len(names(second)) == 10
    assert not set(names(first)) & set(names(second))
    assert names(ask(city.performance, page="nonsense")) == names(ask(city.performance))


def test_the_queue_asks_the_database_as_often_for_one_line_as_for_thirty(city, many):
    filing = brought_to(city, "second_review")
    client = signed_in(city.performance)
    one = queries_of(client, reverse("queue"))
    home_one = queries_of(client, "/")
    many(29, filing)
    assert len(names(ask(city.performance))) == 30
    assert queries_of(client, reverse("queue")) == one
    assert queries_of(client, "/") == home_one


def test_the_home_page_shows_what_waits(city, many):
    filing = brought_to(city, "second_review")
    many(11, filing)
    content = squeezed(signed_in(city.performance).get("/").content)
    assert 'id="queue-title"' in content
    assert '<span class="count">12</span>' in content
    assert content.count('<th scope="row"><a href="/filings/') == 10


def test_filters_by_year_and_by_risk(city, many):
    filing = brought_to(city, "second_review")
    plain, slow, late = many(3, filing)
    Submission.objects.update(open_warnings=0, execution_rate="95.00", late=False)
    Submission.objects.filter(filing=filing).update(open_warnings=2)
    Submission.objects.filter(filing=slow).update(execution_rate="89.99")
    Submission.objects.filter(filing=late).update(late=True)
    for risk, expected in (("warnings", filing), ("execution", slow), ("late", late)):
        assert names(ask(city.performance, risk=risk)) == [expected.enrolment.name]
        assert names(ask(city.performance, risk=risk, order="risk")) == [expected.enrolment.name]
    assert names(ask(city.performance, risk="again")) == []
    assert len(names(ask(city.performance, risk="nonsense"))) == 4
    other = FiscalYear.objects.create(year=2023, opens_on="2024-01-01", due_on="2024-03-31")
    plain.enrolment.fiscal_year = other
    plain.enrolment.save()
    assert names(ask(city.performance, year="2023")) == [plain.enrolment.name]
    assert len(names(ask(city.performance, year="2024"))) == 3
    assert len(names(ask(city.performance, year="2031"))) == 4
    assert ask(city.performance).context["years"] == [2024, 2023]


def test_a_second_submission_says_how_many_cells_changed(city):
    filing = brought_to(city, "first_review")
    assert Submission.objects.get().changed_cells is None
    act(city, filing, "return", "section_reviewer")
    loaded = load(filing.pk)
    cell = str(loaded.address_of("basic_data.headcount.actual"))
    save_cells(filing.pk, [Change(cell, "18", "17")], by=city.preparer)
    brought_to(city, "first_review", filing)
    newest = Submission.objects.latest("number")
    assert newest.changed_cells == len(changes(newest)) > 0
    assert str(newest.changed_cells) in rows(ask(city.section_reviewer))[0][-1]


def test_an_empty_queue_says_when_something_comes(city):
    expected = {
        "head": "本部门填报人送审后，材料会出现在这里，由您签批。",
        "supervisor": "下属单位负责人签批后，材料会出现在这里。",
        "section_reviewer": "主管部门审核通过后，材料会出现在这里，由本科室初审；没有主管部门的，单位签批后即到。",
        "performance": "业务科室初审通过后，材料会出现在这里复核，复核后由绩效科另一账号批复。",
    }
    for who, sentence in expected.items():
        assert list(ask(getattr(city, who)).context["comes"]) == [sentence]
        assert sentence in signed_in(getattr(city, who)).get("/").content.decode()
        assert list(ask(getattr(city, who), q="没有").context["comes"]) == []  # something may wait that does not match
    brought_to(city, "signing", factories.draft(city).filing)
    assert list(ask(city.head).context["comes"]) == []


def test_a_reviewer_before_the_first_year_and_before_the_first_filing(city):
    page = signed_in(city.performance).get("/").content.decode()
    assert "有材料到达您可查看的环节后，这里显示得分、执行率和触发的规则。" in page
    FiscalYear.objects.update(status=FiscalYear.Status.PLANNED)
    page = signed_in(city.performance).get("/").content.decode()
    assert "还没有开放的年度。管理员开设年度后，这里显示各部门办理到哪一步。" in page
