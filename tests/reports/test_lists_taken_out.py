"""Every list as a workbook: the rows of the page, filtered alike, for whom the page is, with numbers that are numbers."""

import datetime
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Department, LogEntry
from assessments.views import listing
from reports.models import Submission
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import brought_to

LISTS = {
    "departments": ("departments", (), "administrator"),
    "accounts": ("accounts", (), "security"),
    "log": ("log", (), "auditor"),
    "years": ("years", (), "administrator"),
    "year": ("year", (2024,), "administrator"),
    "progress": ("progress", (2024,), "performance"),
    "queue": ("queue", (), "performance"),
}


def url(name):
    address, args, _who = LISTS[name]
    return reverse(address, args=args)


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
    return brought_to(city, "second_review")


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_whole_logged_and_linked(city, waiting, name):
    user = getattr(city, LISTS[name][2])
    page = signed_in(user).get(url(name))
    assert "as=xlsx" in page.content.decode()
    shown = page.context["page"].paginator.count if "page" in page.context else len(page.context["years"])
    _title, heads, rows = taken(user, name)
    assert all(heads)
    assert len(rows) == shown > 0
    entry = LogEntry.objects.filter(verb="export").get()
    assert json.loads(entry.after) == {"kind": "xlsx", "list": name, "rows": shown, "asked": {}}
    assert entry.actor_id == user.pk


@pytest.mark.parametrize("name", LISTS)
def test_for_others_there_is_no_list(city, name):
    for who in ("preparer", "stranger"):
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


def test_as_many_queries_for_thirty_rows_as_for_one(city, waiting, many):
    pages = [(getattr(city, who), f"{url(name)}?as=xlsx") for name, (_a, _b, who) in LISTS.items()]
    clients = {user.pk: signed_in(user) for user, _page in pages}
    one = [queries_of(clients[user.pk], page) for user, page in pages]
    many(29, waiting)
    assert [queries_of(clients[user.pk], page) for user, page in pages] == one
