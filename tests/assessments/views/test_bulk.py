"""The pages of bulk import: for whom they are, what they say, and what they give out once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.importing.bulk.accounts import COLUMNS as ACCOUNTS
from assessments.importing.bulk.tables import read_table
from assessments.models import BulkImport, Department, Job, User
from tests.assessments.importing.bulk.workbook import workbook

HEAD = ("code", "name", "begins_on")
KINDS = {"administrator": ["departments", "budgets", "filings"], "security": ["accounts"]}


def sent(raw, name="部门.xlsx", **fields):
    return {"file": SimpleUploadedFile(name, raw)} | fields


def url(kind):
    return reverse("bulk", args=(kind,))


@pytest.mark.parametrize("who", ["administrator", "security", "performance", "preparer", "auditor"])
@pytest.mark.parametrize("kind", ["departments", "accounts", "budgets", "filings", "people"])
def test_each_kind_is_there_for_whose_it_is(city, client, who, kind):
    client.force_login(getattr(city, who))
    expected = 200 if kind in KINDS.get(who, ()) else 404
    assert client.get(url(kind)).status_code == expected
    assert client.post(url(kind)).status_code == (422 if expected == 200 else 404)


def test_the_form_has_its_heads_and_an_example(city, client):
    client.force_login(city.security)
    answer = client.get(reverse("bulk_form", args=("accounts",)))
    assert answer["Content-Disposition"] == 'attachment; filename="accounts.xlsx"'
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [str(column.head) for column in ACCOUNTS]
    assert sheet.cell(2, 1).value == "例：zhangsan"
    client.force_login(city.administrator)
    assert client.get(reverse("bulk_form", args=("filings",))).status_code == 404


def test_a_file_is_looked_at_and_then_carried_out(city, client, django_capture_on_commit_callbacks):
    client.force_login(city.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("departments"), sent(workbook(HEAD, ("500", "丁局", "2025-01-01"))))
    page = client.get(answer.url)
    assert "丁局" in page.content.decode()
    assert not Department.objects.filter(code="500").exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(answer.url, {"what": "carry_out"}).url == answer.url
    assert Department.objects.filter(code="500").exists()
    done = client.get(answer.url).content.decode()
    assert 'value="carry_out"' not in done
    assert "部门.xlsx" in client.get(url("departments")).content.decode()


def test_what_is_wrong_is_listed_by_row_and_nothing_can_be_carried_out(
    city, client, django_capture_on_commit_callbacks
):
    client.force_login(city.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("departments"), sent(workbook(HEAD, ("300001", "丁局", "tomorrow"))))
    text = client.get(answer.url).content.decode()
    assert "tomorrow" in text
    assert 'value="carry_out"' not in text
    assert client.post(answer.url, {"what": "carry_out"}).status_code == 409


@pytest.mark.parametrize(
    "raw", [b"code,name\n", b"", b"PK\x03\x04", workbook(("x", "y"), ("1", "2")), workbook(("code", "name"))]
)
def test_a_file_that_is_no_table_is_refused_at_once(city, client, raw):
    client.force_login(city.administrator)
    assert client.post(url("departments"), sent(raw)).status_code == 422
    assert not BulkImport.objects.exists()


def test_first_passwords_are_given_out_as_a_file(city, client, django_capture_on_commit_callbacks):
    client.force_login(city.security)
    head, row = ("username", "full_name", "role", "department"), ("qian", "钱填报", "填报人", "300001")
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url("accounts"), sent(workbook(head, row))).url
    assert client.post(page, {"what": "passwords"}).status_code == 409  # nothing was made yet
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"what": "carry_out"})
    answer = client.post(page, {"what": "passwords"})
    assert answer["Cache-Control"] == "no-store"
    from openpyxl import load_workbook

    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    password = rows[1][2]
    assert rows[1][:2] == ("qian", "钱填报")
    assert password not in client.get(page).content.decode()
    assert client.login(username="qian", password=password)
    assert client.get("/").url == reverse("password")
    client.force_login(city.security)
    assert client.post(page, {"what": "passwords"}).status_code == 409  # everybody has signed in
    assert User.objects.get(username="qian").must_change_password


def test_a_year_that_is_needed_must_be_chosen(city, client):
    client.force_login(city.administrator)
    raw = workbook(("code", "line", "column", "amount"), ("400001", "annual", "initial", "1"))
    assert client.post(url("budgets"), sent(raw)).status_code == 422
    assert client.post(url("budgets"), sent(raw, fiscal_year=city.year.pk)).status_code == 302


def test_a_failed_piece_of_work_can_be_asked_for_again(city, client):
    client.force_login(city.administrator)
    made = BulkImport.objects.create(kind="departments", file_name="a.xlsx", asked_by=city.administrator)
    arguments = {"import": made.pk, "by": city.administrator.pk, "language": "en"}
    Job.objects.create(
        kind="bulk_look", arguments=arguments, asked_by=city.administrator, status="failed", message="OSError"
    )
    page = reverse("bulk_import", args=(made.pk,))
    assert "OSError" in client.get(page).content.decode()
    assert client.post(page, {"what": "again"}).url == page
    assert Job.objects.count() == 2


def test_another_s_file_is_seen_by_those_of_the_same_role_only(city, client):
    made = BulkImport.objects.create(kind="accounts", file_name="a.xlsx", asked_by=city.security)
    page = reverse("bulk_import", args=(made.pk,))
    for who, status in (("security", 200), ("administrator", 404), ("preparer", 404)):
        client.force_login(getattr(city, who))
        assert client.get(page).status_code == status


def test_the_list_takes_the_same_queries_for_one_file_and_for_many(city, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(city.administrator)
    BulkImport.objects.create(kind="departments", file_name="a.xlsx", asked_by=city.administrator)
    with CaptureQueriesContext(connection) as few:
        client.get(url("departments"))
    for _place in range(30):
        BulkImport.objects.create(kind="departments", file_name="a.xlsx", asked_by=city.administrator)
    with django_assert_num_queries(len(few)):
        client.get(url("departments"))


def test_what_is_given_out_is_never_a_formula():
    from assessments.importing.bulk.workbooks import table

    raw = table("t", ("Code", "Name", "First day"), [("1", "=1+1", "2025-01-01")])
    from assessments.importing.bulk.departments import COLUMNS

    rows, messages = read_table("a.xlsx", raw, COLUMNS)
    assert messages == []
    assert rows[0]["name"] == "=1+1"
