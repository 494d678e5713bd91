"""Every list as a workbook: the rows of the page, filtered alike, for whom the page is, with numbers that are numbers."""

import datetime
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import load_workbook

from assessments.models import BulkImport, Department, Filing, Job, LogEntry, Notice, Waiver
from assessments.rules import RULES
from assessments.services.explanations import explain
from assessments.services.validation import VALIDATE_YEAR
from assessments.views import listing
from reports.bundles import BUNDLE
from reports.models import Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import brought_to

NEITHER = ("preparer", "stranger")
LISTS = {
    "departments": ("departments", (), "administrator", NEITHER),
    "accounts": ("accounts", (), "security", NEITHER),
    "log": ("log", (), "auditor", NEITHER),
    "years": ("years", (), "administrator", NEITHER),
    "year": ("year", (2024,), "administrator", NEITHER),
    "progress": ("progress", (2024,), "performance", NEITHER),
    "queue": ("queue", (), "performance", NEITHER),
    "jobs": ("jobs", (), "administrator", (*NEITHER, "performance")),
    "bundles": ("bundles", (), "performance", NEITHER),
    "waivers": ("waivers", (), "performance", (*NEITHER, "section_reviewer", "administrator")),
    "imports/departments": ("bulk", ("departments",), "administrator", (*NEITHER, "security")),
    "imports/accounts": ("bulk", ("accounts",), "security", (*NEITHER, "administrator")),
    "notices": ("notices", (), "performance", ()),
    "rules": ("catalogue", (), "preparer", ()),
    "findings": ("findings", (), "preparer", ("stranger", "administrator")),
}
FINAL = "basic_data.expenditure[procurement].final"
DAY = datetime.date(2026, 3, 2)


def url(name):
    address, args, _who, _others = LISTS[name]
    return reverse(address, args=args or (wrong().pk,) if name == "findings" else args)


def wrong():
    """The filing that is wrong."""
    return Filing.objects.order_by("pk").first()


def counted(page):
    """How many rows a page shows of its list, on all its pages."""
    for name, count in COUNTED.items():
        if name in page.context:
            return count(page.context[name])
    raise AssertionError("The page has no list.")


COUNTED = {
    "groups": lambda groups: sum(len(lines) for _title, lines in groups),
    "families": lambda families: sum(len(rules) for _title, rules in families),
    "page": lambda page: page.paginator.count,
    "years": len,
}


def taken(user, name, **asked):
    """Title, heads and rows of the workbook."""
    response = signed_in(user).get(url(name), asked | {"as": "xlsx"})
    assert response.status_code == 200
    assert response["Content-Type"] == listing.TYPE
    (sheet,) = load_workbook(io.BytesIO(response.content)).worksheets
    title, heads, *rows = sheet.iter_rows(values_only=True)
    return title[0], heads, rows


@pytest.fixture
def waiting(city):
    """A filing that waits, with a warning that is explained."""
    loaded = factories.draft(city, **{FINAL: "10.00"})
    explain(loaded.filing.pk, "B13", FINAL, "项目延期到下年。", by=city.preparer)
    return brought_to(city, "second_review", loaded.filing)


@pytest.fixture
def kept(city, waiting):
    """One row at least in each list that is not of filings."""
    return more(city, waiting, 1)


def more(city, filing, count):
    """So many more jobs, bundles, files, waivers and notices."""
    for number in range(count):
        for who, kind, arguments in (
            (city.administrator, VALIDATE_YEAR, {"year": 2024}),
            (city.performance, BUNDLE, {"year": 2024, "kinds": ["pdf"], "supervisor": city.supervisor_department.pk}),
        ):
            Job.objects.create(kind=kind, arguments=arguments, asked_by=who, total=3, finished=2)
        for kind, who in (("departments", city.administrator), ("accounts", city.security)):
            BulkImport.objects.create(kind=kind, file_name=f"{kind}-{number}.xlsx", sha256="0" * 64, asked_by=who)
        Waiver.objects.create(
            filing=filing,
            rule="B13",
            reason="会议纪要同意",
            expires_on=DAY,
            granted_by=city.performance,
            granted_on=DAY,
        )
        params = {"department": "甲市乙支队", "reason": "账表不符"}
        Notice.objects.create(recipient=city.performance, filing=filing, verb="return", params=params)
    return filing


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_whole_logged_and_linked(city, kept, name):
    user = getattr(city, LISTS[name][2])
    page = signed_in(user).get(url(name))
    assert "as=xlsx" in page.content.decode()
    shown = counted(page)
    _title, heads, rows = taken(user, name)
    assert all(heads)
    assert len(rows) == shown > 0
    entry = LogEntry.objects.filter(verb="export").get()
    assert json.loads(entry.after) == {"kind": "xlsx", "list": name, "rows": shown, "asked": {}}
    assert entry.actor_id == user.pk


@pytest.mark.parametrize("name", LISTS)
def test_for_others_there_is_no_list(city, waiting, name):
    for who in LISTS[name][3]:
        response = signed_in(getattr(city, who)).get(url(name), {"as": "xlsx"})
        assert response.status_code == 404
    assert not LogEntry.objects.filter(verb="export").exists()


def test_numbers_rates_and_days_are_such(city, waiting):
    submission = Submission.objects.get(filing=waiting)
    response = signed_in(city.performance).get(url("progress"), {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    row = next(row for row in sheet.iter_rows(min_row=3) if row[1].value == city.enrolment.name)
    code, _name, _state, since, due, _late, warnings, rate, score = row
    assert code.value == city.enrolment.department.code
    assert (code.data_type, due.value.date()) == ("s", city.year.due_on)
    assert isinstance(since.value, datetime.datetime)
    assert (warnings.value, warnings.data_type) == (submission.open_warnings, "n")
    assert (rate.number_format, Decimal(str(rate.value)) * 100) == ("0.00%", submission.execution_rate)
    assert (score.number_format, Decimal(str(score.value))) == ("0.00", submission.total_score)


def test_what_waits_stands_with_its_figures(city, waiting, many):
    many(3, waiting)
    _title, heads, rows = taken(city.performance, "queue")
    assert len(rows) == 4
    assert len(heads) == len(rows[0]) == 12
    assert {row[0] for row in rows} >= {city.enrolment.department.code}


def test_the_filters_of_the_page_hold(city, waiting):
    assert [row[1] for row in taken(city.performance, "progress", q="乙支队")[2]] == [city.enrolment.name]
    assert taken(city.performance, "progress", q="没有")[2] == []
    assert [row[0] for row in taken(city.administrator, "year", state="none")[2]] == ["400001"]
    assert {row[3] for row in taken(city.auditor, "log", verb="sign")[2]} == {
        row[3] for row in taken(city.auditor, "log")[2] if row[0] in sequences("sign")
    }
    assert [row[0] for row in taken(city.security, "accounts", q="zhang")[2]] == ["zhang"]
    assert [row[0] for row in taken(city.administrator, "departments", q="400001")[2]] == ["400001"]
    logged = LogEntry.objects.filter(verb="export").latest("sequence")
    assert json.loads(logged.after)["asked"] == {"q": "400001"}


def sequences(verb):
    return set(LogEntry.objects.filter(verb=verb).values_list("sequence", flat=True))


def test_what_people_typed_is_no_formula_and_breaks_no_file(city):
    Department.objects.filter(pk=city.enrolment.department_id).update(name="=1+1")
    period = city.enrolment.department.periods.get()
    period.name = '=HYPERLINK("x")\x0b'
    period.save()
    response = signed_in(city.administrator).get(url("departments"), {"as": "xlsx"})
    cells = [cell for row in load_workbook(io.BytesIO(response.content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert '=HYPERLINK("x")\ufffd' in {cell.value for cell in cells}


def test_what_is_left_out_of_a_long_list_is_said(city, monkeypatch):
    monkeypatch.setattr(listing, "MOST", 1)
    title, _heads, rows = taken(city.administrator, "departments")
    assert len(rows) == 1
    assert "1" in title
    assert str(Department.objects.filter(periods__isnull=False).distinct().count()) in title


def test_as_many_queries_for_thirty_rows_as_for_one(city, kept, many):
    pages = [(getattr(city, who), f"{url(name)}?as=xlsx") for name, (_a, _b, who, _c) in LISTS.items()]
    clients = {user.pk: signed_in(user) for user, _page in pages}
    one = [queries_of(clients[user.pk], page) for user, page in pages]
    many(29, kept)
    more(city, kept, 29)
    assert [queries_of(clients[user.pk], page) for user, page in pages] == one


def test_findings_stand_with_their_answers_and_figures(city, waiting):
    title, _heads, rows = taken(city.preparer, "findings")
    assert city.enrolment.name in title
    (row,) = [row for row in rows if row[1] == "B13"]
    assert (row[2], row[3], row[10]) == (gettext("Warning"), gettext("Explained"), "项目延期到下年。")
    assert f"{row[4]}：{row[5]}" in signed_in(city.preparer).get(url("findings")).content.decode()
    assert {row[1] for row in taken(city.preparer, "findings", rule="B13")[2]} == {"B13"}
    assert LogEntry.objects.filter(verb="export").latest("sequence").object_id == str(waiting.pk)


def test_rules_and_notices_say_what_their_pages_say(city, kept):
    assert [row[0] for row in taken(city.preparer, "rules")[2]] == [
        one.rule.code
        for _title, rules in signed_in(city.preparer).get(url("rules")).context["families"]
        for one in rules
    ]
    assert len(taken(city.stranger, "rules")[2]) == len(RULES)
    newest = taken(city.performance, "notices")[2][0]
    assert newest[2:] == ("账表不符", None)
    assert newest[1] in signed_in(city.performance).get(url("notices")).content.decode()
    assert taken(city.stranger, "notices")[2] == []


def test_a_waiver_says_how_it_stands(city, kept):
    waiver = Waiver.objects.get()
    for end, status in (((None, None), gettext("Run out")), ((city.approver, DAY), gettext("Withdrawn"))):
        waiver.withdrawn_by, waiver.withdrawn_on = end
        waiver.save()
        (row,) = taken(city.performance, "waivers", q="b13")[2]
        assert row[10] == status
        assert (row[5], row[11]) == (gettext(RULES["B13"].title), end[0] and end[0].full_name)
    Waiver.objects.update(expires_on=timezone.localdate(), withdrawn_by=None, withdrawn_on=None)
    assert taken(city.performance, "waivers")[2][0][10] == gettext("In force")
    assert taken(city.performance, "waivers", q="B14\0")[2] == []


def test_bundles_and_files_are_ones_own(city, kept):
    assert taken(city.section_reviewer, "bundles")[2] == []
    (bundle,) = taken(city.performance, "bundles")[2]
    assert bundle[:4] == ("2024 · 甲市某局 · PDF", gettext("Waiting"), 2, 3)
    (file,) = taken(city.security, "imports/accounts")[2]
    assert (file[0], file[3], file[4]) == ("accounts-0.xlsx", gettext("not looked at yet"), None)


def test_a_list_named_after_a_department_of_odd_signs_can_be_made(city, waiting):
    type(city.enrolment).objects.filter(pk=city.enrolment.pk).update(name="甲/乙[丙]:*?\\'\x0b" + "丁" * 40)
    assert len(taken(city.preparer, "findings")[2]) > 0


def test_a_form_that_is_sent_is_no_list(city):
    response = signed_in(city.administrator).post(f"{reverse('jobs')}?as=xlsx", {"year": "2024"})
    assert response.status_code == 302
    assert Job.objects.count() == 1
