"""The page of the log and its check."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from openpyxl import load_workbook

from assessments.models import BulkImport, Enrolment, Job, LogEntry, LogHead
from assessments.services import log
from assessments.services.jobs import KINDS
from assessments.services.log_check import CHECK_LOG
from assessments.views.log_words import JOBS
from tests import factories
from tests.assessments.views.browser import signed_in


@pytest.fixture
def browser(city):
    return signed_in(city.auditor)


@pytest.fixture
def check(browser, django_capture_on_commit_callbacks):
    """Ask for a check, let it be done, and look."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post("/log/")
        assert (answer.status_code, answer.url) == (302, "/log/")
        return browser.get("/log/")

    return run


def rows(answer):
    return [entry.verb for entry in answer.context["page"].object_list]


def test_the_empty_log_says_so(browser):
    page = browser.get("/log/").content.decode()
    assert 'class="empty"' in page
    assert 'class="message' not in page


def test_entries_stand_newest_first_and_are_found(city, browser):
    log.record("sign_in", by=city.preparer)
    log.record("enrolment", by=city.administrator, about=city.enrolment)
    assert rows(browser.get("/log/")) == ["enrolment", "sign_in"]
    assert rows(browser.get("/log/", {"verb": "sign_in"})) == ["sign_in"]
    assert rows(browser.get("/log/", {"q": "乙支队"})) == ["enrolment"]
    assert rows(browser.get("/log/", {"q": "zhang"})) == ["sign_in"]
    assert rows(browser.get("/log/", {"verb": "nonsense", "q": "\0"})) == ["enrolment", "sign_in"]
    nothing = browser.get("/log/", {"q": "没有的人"})
    assert (rows(nothing), 'class="empty"' in nothing.content.decode()) == ([], True)


def test_a_verb_stands_in_words_and_what_was_typed_is_only_text(city, browser):
    log.record("sign_in_failed", by=None, actor_name="<script>")
    browser.cookies["django_language"] = "en"
    page = browser.get("/log/").content.decode()
    assert "&lt;script&gt;" in page
    assert ">a sign-in was refused</td>" in page


def test_the_page_takes_the_same_queries_for_one_entry_and_for_three(city, browser):
    log.record("sign_in", by=city.preparer)
    with CaptureQueriesContext(connection) as few:
        browser.get("/log/")
    log.record("sign_in", by=city.head)
    log.record("enrolment", by=city.administrator, about=city.enrolment)
    with CaptureQueriesContext(connection) as many:
        browser.get("/log/")
    assert len(many) == len(few)


def test_a_chain_that_holds(city, browser, check):
    log.record("sign_in", by=city.preparer)
    page = check()
    assert 'class="message message-success"' in page.content.decode()
    assert Job.objects.get().result == {
        "entries": 2,  # with the entry of the job
        "broken_at": None,
        "reason": "",
        "snapshots": 0,
        "faults": [],
    }
    assert "Refresh" not in page


def test_a_chain_that_is_broken(city, browser, check):
    log.record("sign_in", by=city.preparer)
    LogEntry.objects.bulk_create([LogEntry(sequence=9, at="2026-01-01T00:00Z", entry_hash="x", verb="edit")])
    LogHead.objects.update(sequence=9, entry_hash="x")
    page = check().content.decode()
    assert 'class="message message-error" role="alert"' in page
    assert Job.objects.get().result["broken_at"] == 9


def test_a_check_that_fails_says_what_to_do(browser, check, monkeypatch, caplog):
    def fail(arguments, progress):
        raise OSError("the disk is full")

    monkeypatch.setitem(KINDS, CHECK_LOG, fail)
    assert "the disk is full" in check().content.decode()


def test_a_check_is_asked_for_once_while_it_runs(city, browser):
    job = Job.objects.create(kind=CHECK_LOG, asked_by=city.auditor, status="running", total=9, finished=3)
    browser.post("/log/")
    assert list(Job.objects.all()) == [job]
    page = browser.get("/log/")
    assert page["Refresh"] == "3"
    assert 'value="3"' in page.content.decode()


def test_the_administrator_neither_asks_for_it_nor_sees_it_among_the_jobs(city, browser):
    job = Job.objects.create(kind=CHECK_LOG, asked_by=city.auditor, status="failed")
    client = signed_in(city.administrator)
    assert client.post("/log/").status_code == 404
    assert client.get(f"/jobs/{job.pk}/").status_code == client.post(f"/jobs/{job.pk}/again/").status_code == 404
    assert client.get("/jobs/").context["page"].paginator.count == 0


# In words ----------------------------------------------------------------------------------------------


def objects(answer):
    return [entry.object_words for entry in answer.context["page"].object_list]


def test_every_kind_of_job_has_words_in_both_languages():
    assert set(JOBS) == set(KINDS)
    with override("zh-hans"):
        assert [gettext(words) for words in JOBS.values()] == [
            "全年检查",
            "政策参数调整影响测算",
            "核验日志",
            "读取文件",
            "导入文件",
            "批量打包自评材料",
        ]


def test_what_an_entry_is_about_stands_in_words_of_the_reader(city, browser):
    job = Job.objects.create(kind="validate_year", asked_by=city.administrator)
    log.record("job", by=city.administrator, about=job)
    log.record("enrolment", by=city.administrator, about=city.enrolment)
    filing = factories.draft(city).filing
    log.record("bulk", by=city.administrator, about=BulkImport(pk=1, kind="departments", file_name="部门 表.xlsx"))
    log.record("sign_in", by=city.preparer, about=city.preparer)
    named = ["张填报", "部门 · 部门 表.xlsx", "甲市乙支队 · 2024 · 第 1 版", "甲市乙支队 · 2024", "全年检查"]
    assert objects(browser.get("/log/")) == named
    browser.cookies["django_language"] = "en"
    assert objects(browser.get("/log/"))[1:] == [
        "Departments · 部门 表.xlsx",
        "甲市乙支队 · 2024 · version 1",
        "甲市乙支队 · 2024",
        "Check of a year",
    ]
    page = load_workbook(BytesIO(browser.get("/log/?as=xlsx").content)).worksheets[0]
    assert page["E7"].value == "Check of a year"
    # The chain keeps its own words.
    stored = LogEntry.objects.order_by("sequence").values_list("object_name", flat=True)[:3]
    assert list(stored) == ["validate_year waiting", f"甲市乙支队 {city.year.pk}", f"{filing}"]


def test_words_that_nobody_knows_any_more_are_shown_as_they_are(city, browser):
    job = Job.objects.create(kind="count_pages", asked_by=city.administrator)
    log.record("job", by=city.administrator, about=job)
    gone = Enrolment(pk=9, name="甲市丁站", fiscal_year_id=city.year.pk + 7)
    log.record("enrolment", by=city.administrator, about=gone)
    assert objects(browser.get("/log/")) == [f"甲市丁站 {city.year.pk + 7}", "count_pages waiting"]


def test_a_job_is_found_by_its_words_and_by_its_code(city, browser):
    for kind in ("validate_year", "bundle"):
        log.record("job", by=city.administrator, about=Job.objects.create(kind=kind, asked_by=city.administrator))
    assert objects(browser.get("/log/", {"q": "全年"})) == ["全年检查"]
    assert objects(browser.get("/log/", {"q": "validate"})) == ["全年检查"]


def test_the_log_is_printed_on_the_width_of_a_page_and_a_whole_filing_in_some_lines(city, browser):
    factories.draft(city)
    page = load_workbook(BytesIO(browser.get("/log/?as=xlsx").content)).worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.print_title_rows) == ("landscape", 1, "$2:$2")
    assert len(page["G3"].value) > 1000
    assert (page["G3"].alignment.wrap_text, page.row_dimensions[3].height) == (True, 4 * 17)
