"""The table of the mass check: to each the filings that are theirs, sorted, filtered, marked when out of date, as fast for many as for one."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments.models import Filing, FilingCheck, Job, User
from assessments.services.validation import VALIDATE_YEAR, validate_some
from reports import checks
from reports.checks import Wanted
from tests import factories
from tests.assessments.selectors.test_documents import several
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import act, brought_to

URL = "/checks/2024/"


def check_all():
    validate_some({}, list(Filing.objects.values_list("pk", flat=True)), lambda: None)


def listed(user, **query):
    response = signed_in(user).get(URL, query)
    assert response.status_code == 200
    return [row.pk for row in response.context["page"].object_list]


def counted(filing, **facts):
    """What a check would have found, as if it had."""
    facts = {"revision": filing.revision, "rule_set": "2+x", "checked_at": timezone.now()} | facts
    return FilingCheck.objects.update_or_create(filing=filing, defaults=facts)[0]


@pytest.fixture
def three(city):
    """Three filings at the bureau, each checked with another result."""
    found = []
    for place, facts in enumerate(
        (
            {"errors": 2, "rules": {"B06": 2}},
            {"open_warnings": 1, "rules": {"B13": 1, "E22": 0 + 1}, "explained": 1},
            {"waived": 3, "waived_rules": {"B06": 3}},
        )
    ):
        enrolment = factories.department(f"70000{place}", f"甲市第{place}所", None, city.section, city.year)
        filing = Filing.objects.create(enrolment=enrolment, created_by=city.preparer, state="second_review")
        counted(filing, **facts)
        found.append(filing)
    return found


def test_to_each_the_filings_that_are_theirs(city):
    filing = factories.draft(city).filing
    check_all()
    seen = {}
    for state in ("draft", "supervision", "first_review"):
        brought_to(city, state, filing)
        seen[state] = {
            who
            for who in ("supervisor", "section_reviewer", "performance")
            if listed(getattr(city, who)) == [filing.pk]
        }
    assert seen == {
        "draft": set(),
        "supervision": {"supervisor"},
        "first_review": {"supervisor", "section_reviewer", "performance"},
    }


def test_another_sections_reviewer_sees_nothing(city, three):
    other = factories.person("other", "吴他科", "bureau_section", section=city.other_enrolment.section)
    assert listed(other) == []


def test_the_newest_version_that_one_may_read_is_listed(city):
    filing = brought_to(city, "approved")
    act(city, filing, "reopen")
    assert listed(city.performance) == [filing.pk]
    again = Filing.objects.get(version=2)
    brought_to(city, "first_review", again)
    assert listed(city.performance) == [again.pk]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({}, [0, 1, 2]),
        ({"order": "-code"}, [2, 1, 0]),
        ({"order": "errors"}, [0, 1, 2]),
        ({"order": "-errors"}, [1, 2, 0]),
        ({"order": "open_warnings"}, [1, 0, 2]),
        ({"order": "waived"}, [2, 0, 1]),
        ({"order": "B13"}, [1, 0, 2]),
        ({"order": "-B13"}, [0, 2, 1]),
        ({"order": "nonsense"}, [0, 1, 2]),
        ({"rule": "B06"}, [0, 2]),
        ({"rule": "nonsense"}, [0, 1, 2]),
        ({"result": "errors"}, [0]),
        ({"result": "warnings"}, [1]),
        ({"result": "explained"}, [1]),
        ({"result": "waived"}, [2]),
        ({"result": "clean"}, [2]),
        ({"state": "approved"}, []),
        ({"state": "second_review"}, [0, 1, 2]),
        ({"text": "第1所"}, [1]),
        ({"text": "700002"}, [2]),
    ],
)
def test_order_and_filters(city, three, query, order):
    assert listed(city.performance, **query) == [three[place].pk for place in order]


def test_a_head_orders_by_its_column_and_then_the_other_way(city, three):
    def heads(**query):
        page = signed_in(city.performance).get(URL, query).context
        return {head.label: (head.url, head.order) for head in (page["by_code"], *page["heads"])}

    first, second = heads(state="second_review"), heads(order="B06")
    code = next(iter(first))
    assert first[code] == ("?state=second_review&order=-code", "ascending")
    assert first["B06"] == ("?state=second_review&order=B06", "")
    assert (second[code], second["B06"]) == (("?order=code", ""), ("?order=-B06", "descending"))
    assert heads(order="-B06")["B06"] == ("?order=B06", "ascending")


def test_shares_are_of_the_filings_listed(city, three):
    def found(**wanted):
        shares = checks.shares(city.performance, city.year, Wanted(**wanted), None)
        return (
            shares.total,
            shares.with_errors,
            [(one.code, one.number, one.waived, one.percent) for one in shares.rules],
        )

    assert found() == (3, 1, [("B06", 1, 1, 33), ("B13", 1, 0, 33), ("E22", 1, 0, 33)])
    assert found(rule="B06") == (2, 1, [("B06", 1, 1, 50)])
    assert found(severity="error") == (3, 1, [("B06", 1, 1, 33)])
    assert found(result="clean") == (1, 0, [("B06", 0, 1, 0)])


def test_each_cell_leads_to_the_findings_of_its_rule(city):
    filing = brought_to(city, "first_review", factories.draft(city).filing)
    counted(filing, rules={"B13": 2}, waived_rules={"B13": 1})
    page = signed_in(city.performance).get(URL)
    url = f"{reverse('findings', args=(filing.pk,))}?rule=B13"
    assert f'href="{url}"' in page.content.decode()
    findings = signed_in(city.performance).get(url)
    assert (findings.status_code, findings.context["rule"]) == (200, "B13")


def test_the_findings_page_shows_one_rule_when_asked(city):
    filing = factories.draft(
        city, **{"basic_data.expenditure[procurement].final": "10.00", "basic_data.headcount.actual": "99"}
    ).filing
    url = reverse("findings", args=(filing.pk,))

    def rules(query):
        groups = signed_in(city.preparer).get(url + query).context["groups"]
        return {line.finding.rule for _title, lines in groups for line in lines}

    assert len(rules("")) > 1
    assert rules("?rule=B13") == {"B13"}
    assert rules("?rule=F03") == set()
    assert rules("?rule=<b>") == rules("")


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 99},
        {"noted_at": timezone.now()},
    ],
)
def test_a_filing_that_changed_since_is_marked(city, three, change):
    assert listed(city.performance, result="stale") == []
    Filing.objects.filter(pk=three[1].pk).update(**change)
    assert listed(city.performance, result="stale") == [three[1].pk]
    page = signed_in(city.performance).get(URL)
    assert [row.current for row in page.context["page"].object_list] == [True, False, True]
    assert page.context["shares"].stale == 1


def test_a_filing_whose_waiver_ended_and_one_never_checked_are_marked(city, three):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    FilingCheck.objects.filter(filing=three[0]).update(holds_until=yesterday)
    FilingCheck.objects.filter(filing=three[1]).update(holds_until=timezone.localdate())
    FilingCheck.objects.filter(filing=three[2]).delete()
    assert listed(city.performance, result="stale") == [three[0].pk, three[2].pk]
    page = signed_in(city.performance).get(URL)
    assert [row.current for row in page.context["page"].object_list] == [False, True, False]
    assert page.context["shares"].stale == 2


@pytest.mark.django_db(transaction=True)
def test_a_check_is_asked_for_and_shows_what_it_found():
    city = factories.city()
    brought_to(city, "first_review")
    client = signed_in(city.section_reviewer)
    before = client.get(URL)
    assert (before.context["last"], before.context["shares"].stale) == (None, 1)
    answer = client.post(URL, {"back": "order=errors"})
    assert answer.headers["Location"] == f"{URL}?order=errors"
    after = client.get(URL)
    assert (after.context["last"].asked_by, after.context["shares"].stale) == (city.section_reviewer, 0)
    assert not after.context["other_rules"]
    city.year.policy = {"format": "perfeval-policy/1", "similarity": "70"}
    city.year.save()
    assert client.get(URL).context["other_rules"]


@pytest.mark.parametrize(
    ("facts", "minutes_of_silence", "refreshes"),
    [
        ({"status": "running"}, 0, True),
        ({"status": "failed", "message": "RuntimeError: the disk is full"}, 0, False),
        ({"status": "running"}, 60, False),
        ({"status": "waiting"}, 0, True),
    ],
)
def test_the_state_of_the_job_is_told_to_every_reviewer(city, three, facts, minutes_of_silence, refreshes):
    seen_at = timezone.now() - datetime.timedelta(minutes=minutes_of_silence)
    Job.objects.create(kind=VALIDATE_YEAR, arguments={"year": 2024}, asked_by=city.supervisor, seen_at=seen_at, **facts)
    page = signed_in(city.performance).get(URL)
    assert ("Refresh" in page.headers) is refreshes
    assert facts.get("message", "") in page.content.decode()


def test_an_empty_list_says_so(city):
    page = signed_in(city.performance).get(URL)
    assert page.status_code == 200
    assert page.context["page"].object_list == []


def test_the_page_makes_as_many_queries_for_many_as_for_one(city):
    brought_to(city, "first_review")
    check_all()
    client = signed_in(city.performance)
    one = queries_of(client, URL)
    several(city, 6)
    Filing.objects.update(state="second_review")
    check_all()
    assert queries_of(client, URL) == one <= 12
    assert queries_of(client, f"{URL}?order=B13&rule=B13") <= one


def test_a_filing_that_could_not_be_judged_stands_in_the_list_with_what_is_wrong(city, three):
    counted(three[1], open_warnings=0, rules={}, fault="expenditure-7-budget: “十二” is not a figure.")
    client = signed_in(city.performance)
    assert listed(city.performance, result="unjudged") == [three[1].pk]
    assert three[1].pk not in listed(city.performance, result="clean")
    page = client.get(URL)
    assert page.context["shares"].unjudged == 1
    assert "expenditure-7-budget: “十二” is not a figure." in page.content.decode()
    assert reverse("findings", args=(three[1].pk,)) not in page.content.decode()
    assert reverse("findings", args=(three[0].pk,)) in page.content.decode()
    *_others, faults = load_workbook(BytesIO(client.get(f"{URL}table.xlsx").content)).worksheets
    assert list(faults.iter_rows(min_row=3, values_only=True)) == [
        ("700001", "甲市第1所", 1, "expenditure-7-budget: “十二” is not a figure.")
    ]


def test_the_workbook_has_the_same_list_and_the_shares(city, three):
    Filing.objects.filter(pk=three[1].pk).update(revision=99)
    FilingCheck.objects.filter(filing=three[2]).delete()
    answer = signed_in(User.objects.get(pk=city.performance.pk)).get(f"{URL}table.xlsx", {"order": "-code"})
    book = load_workbook(BytesIO(answer.content))
    table, shares = book.worksheets
    heads = [cell.value for cell in table[2]]
    rows = [dict(zip(heads, row, strict=True)) for row in table.iter_rows(min_row=3, values_only=True)]
    codes = ["B06", "B13", "E22"]
    assert heads[-3:] == codes
    assert [[row[code] for code in codes] for row in rows] == [[None] * 3, [None, 1, 1], [2, None, None]]
    assert [row[heads[0]] for row in rows] == ["700002", "700001", "700000"]
    assert [bool(row[heads[4]]) for row in rows] == [True, True, False]
    assert [list(row)[3:] for row in shares.iter_rows(min_row=3, values_only=True)] == [
        [1, 1 / 3, 0],
        [1, 1 / 3, 0],
        [1, 1 / 3, 0],
    ]
