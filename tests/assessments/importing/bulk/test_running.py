"""Files of many things: looked at without a trace, then made whole or not at all."""

import datetime
import io
import threading
import zipfile

import pytest
from django.db import connections
from django.utils.translation import override

from assessments.document import codec
from assessments.document.template import default
from assessments.importing.bulk import running
from assessments.importing.bulk.running import ask_to_carry_out, take_in
from assessments.models import (
    BulkImport,
    Department,
    DepartmentPeriod,
    Enrolment,
    ExpenditureRow,
    Filing,
    FiscalYear,
    Job,
    LogEntry,
    Role,
    SheetRow,
    User,
)
from assessments.refusals import Refused
from assessments.services import jobs, log
from assessments.services.accounts import first_passwords
from assessments.services.cells import Change, save_cells
from assessments.services.departments import add_department
from reports.documents import printout, render
from tests import factories
from tests.assessments.importing.bulk.workbook import workbook

DEPARTMENTS = ("code", "name", "supervisor", "section", "begins_on")
ACCOUNTS = ("username", "full_name", "phone", "role", "department", "section")
BUDGETS = ("code", "line", "column", "amount")


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def looked(city, django_capture_on_commit_callbacks):
    """Sends a file of a kind and has it looked at."""

    def send(kind, *rows, raw=None, name="file.xlsx", year=None, by=None):
        by = by or (city.security if kind == "accounts" else city.administrator)
        with django_capture_on_commit_callbacks(execute=True):
            made = take_in(running.kinds()[kind], name, raw or workbook(*rows), year=year, by=by)
        made.refresh_from_db()
        return made

    return send


@pytest.fixture
def carried_out(looked, django_capture_on_commit_callbacks):
    """Carries out a file that was looked at."""

    def carry_out(asked, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_carry_out(asked, by=by or asked.asked_by)
        asked.refresh_from_db()
        return asked

    return carry_out


def against(asked):
    return [(row, text) for row, text, stands in asked.messages if stands]


# Departments -----------------------------------------------------------------------------------------


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


def test_a_file_is_made_whole_or_not_at_all(city, looked, carried_out):
    asked = looked(
        "departments", DEPARTMENTS, ("500", "丁局", "", "", "2025-01-01"), ("501", "戊局", "", "", "2025-01-01")
    )
    add_department(
        "501", "另一局", supervisor=None, section=None, begins_on=datetime.date(2025, 1, 1), by=city.administrator
    )
    carried_out(asked)
    assert asked.done_at is None
    assert [row for row, _text in against(asked)] == [3]
    assert not Department.objects.filter(code="500").exists()
    assert not LogEntry.objects.filter(verb="bulk").exists()


def test_a_file_is_carried_out_once(looked, carried_out):
    asked = looked("departments", DEPARTMENTS, ("500", "丁局", "", "", "2025-01-01"))
    carried_out(asked)
    carried_out(asked)
    assert Department.objects.filter(code="500").count() == 1
    assert LogEntry.objects.filter(verb="bulk").count() == 1


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("departments", "security"),
        ("departments", "performance"),
        ("accounts", "administrator"),
        ("budgets", "preparer"),
        ("filings", "security"),
    ],
)
def test_only_whose_it_is_imports(city, kind, who):
    with pytest.raises(Refused):
        take_in(running.kinds()[kind], "a.xlsx", workbook(DEPARTMENTS), year=city.year, by=getattr(city, who))
    assert not BulkImport.objects.exists()


def test_a_long_file_is_left_to_a_worker(city):
    rows = [(f"5{number:04}", f"丁{number}", "", "", "2025-01-01") for number in range(301)]
    take_in(running.kinds()["departments"], "a.xlsx", workbook(DEPARTMENTS, *rows), year=None, by=city.administrator)
    job, asked = Job.objects.get(), BulkImport.objects.get()
    assert (job.status, asked.checked_at) == (Job.Status.WAITING, None)
    with pytest.raises(Refused):
        ask_to_carry_out(asked, by=city.administrator)
    jobs.carry_out(job.pk)
    job.refresh_from_db()
    asked.refresh_from_db()
    assert (job.finished, job.total, len(asked.planned)) == (301, 301, 301)


# Accounts --------------------------------------------------------------------------------------------


def test_accounts_are_made_with_their_roles_and_get_their_passwords_once(city, client, looked, carried_out):
    asked = looked(
        "accounts",
        ACCOUNTS,
        ("qian", "钱填报", "0737-1", "Preparer", "300001", ""),
        ("qian", "钱填报", "0737-1", "填报人", "400001", ""),
        ("sun2", "孙科员", "", "bureau_section", "", "业务一科"),
    )
    assert against(asked) == []
    assert not User.objects.filter(username="qian").exists()
    carried_out(asked)
    qian = User.objects.get(username="qian")
    assert sorted(Role.objects.filter(user=qian).values_list("name", "department__code")) == [
        ("preparer", "300001"),
        ("preparer", "400001"),
    ]
    assert qian.must_change_password
    assert not qian.has_usable_password()
    given = dict(first_passwords(User.objects.filter(pk__in=asked.made), by=city.security))
    again = dict(first_passwords(User.objects.filter(pk__in=asked.made), by=city.security))
    assert set(given) == set(again)
    qian.refresh_from_db()
    assert not qian.check_password(given[qian])
    assert client.login(username="qian", password=again[qian])
    left = first_passwords(User.objects.filter(pk__in=asked.made), by=city.security)
    assert [user.username for user, _password in left] == ["sun2"]
    assert log.verify().holds


def test_no_first_password_for_who_is_not_of_the_import_or_by_somebody_else(city):
    with pytest.raises(Refused):
        first_passwords(User.objects.all(), by=city.administrator)
    assert first_passwords(User.objects.all(), by=city.security) == []  # nobody must change theirs


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (("zhang", "张", "", "Preparer", "300001", ""), "taken"),
        (("ZHANG", "张", "", "Preparer", "300001", ""), "taken"),
        (("a b", "张", "", "Preparer", "300001", ""), "digits, letters"),
        (("new", "张", "", "Boss", "", ""), "no role"),
        (("new", "张", "", "Preparer", "", ""), "needs a department"),
        (("new", "张", "", "Preparer", "999", ""), "code 999"),
        (("new", "张", "", "Bureau section", "", "业务九科"), "业务九科"),
        (("new", "张", "", "Auditor", "300001", ""), "leave the cell blank"),
        (("new", "张" * 61, "", "Auditor", "", ""), "60"),
    ],
)
def test_everything_wrong_with_an_account_is_said(looked, row, part):
    asked = looked("accounts", ACCOUNTS, row)
    assert [number for number, _text in against(asked)] == [2]
    assert part in against(asked)[0][1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Preparer", "300001"), ("Unit head", "300001")),
        (("Auditor", ""), ("Preparer", "300001")),
        (("Preparer", "300001"), ("Preparer", "300001")),
    ],
)
def test_roles_that_must_be_apart_are_not_given_to_one_person(looked, first, second):
    asked = looked(
        "accounts", ACCOUNTS, ("new", "张", "", first[0], first[1], ""), ("new", "张", "", second[0], second[1], "")
    )
    assert [row for row, _text in against(asked)] == [3]


def test_one_sign_in_name_is_one_person(looked):
    asked = looked(
        "accounts", ACCOUNTS, ("new", "张", "", "Preparer", "300001", ""), ("New", "李", "", "Preparer", "400001", "")
    )
    assert [row for row, _text in against(asked)] == [3]


# Opening budgets ---------------------------------------------------------------------------------------


def budget(code="400001", line="年度资金总额", column="年初预算数", amount="1234.50"):
    return (code, line, column, amount)


def test_budgets_fill_the_blank_cells_of_drafts_and_begin_those_that_are_missing(city, looked, carried_out):
    asked = looked(
        "budgets",
        BUDGETS,
        budget(),
        budget(column="全年预算数", amount="1300"),
        budget(line="三公经费", column="2024年预算数", amount="8"),
        budget(line="1、公务用车购置和维护经费", column="budget", amount="6"),
        year=city.year,
    )
    assert against(asked) == []
    assert not Filing.objects.exists()
    assert not LogEntry.objects.filter(verb="start").exists()
    carried_out(asked)
    filing = Filing.objects.get()
    assert (filing.enrolment, filing.state, filing.created_by) == (city.other_enrolment, "draft", city.administrator)
    sheet = SheetRow.objects.get(filing=filing, position=0)
    assert (sheet.annual_initial, sheet.annual_revised) == ("1234.50", "1300")
    lines = dict(ExpenditureRow.objects.filter(filing=filing).values_list("line", "budget"))
    assert (lines["three_public"], lines["official_vehicles"]) == ("8", "6")
    assert log.verify().holds


def test_nothing_typed_is_written_over(city, looked, carried_out):
    loaded = factories.draft(city)
    before = dict(ExpenditureRow.objects.filter(filing=loaded.filing).values_list("line", "budget"))
    asked = looked(
        "budgets",
        BUDGETS,
        budget("300001", "政府采购金额", "预算数", "41"),
        budget("300001", "项目支出", "预算数", before["project_expenditure"]),
        year=city.year,
    )
    assert [row for row, _text in against(asked)] == [2]
    assert before["procurement"] not in against(asked)[0][1]  # what a department typed is not shown to others
    assert dict(ExpenditureRow.objects.filter(filing=loaded.filing).values_list("line", "budget")) == before


def test_a_figure_that_was_typed_since_the_look_stands_against_the_whole_file(city, looked, carried_out):
    loaded = factories.draft(city)
    address = str(loaded.address_of("basic_data.expenditure[procurement].budget"))
    save_cells(loaded.filing.pk, [Change(address, "40.00", "")], by=city.preparer)
    asked = looked("budgets", BUDGETS, budget(), budget("300001", "政府采购金额", "预算数", "41"), year=city.year)
    assert against(asked) == []
    save_cells(loaded.filing.pk, [Change(address, "", "39.00")], by=city.preparer)
    carried_out(asked)
    assert [row for row, _text in against(asked)] == [3]
    assert asked.done_at is None
    assert not Filing.objects.filter(enrolment=city.other_enrolment).exists()
    assert ExpenditureRow.objects.get(filing=loaded.filing, line="procurement").budget == "39.00"


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (budget(code="999"), "code 999"),
        (budget(line="水果"), "no line"),
        (budget(column="全年执行数"), "no budget column"),
        (budget(line="三公经费", column="2024年决算数"), "no budget column"),
        (budget(amount="many"), "many"),
    ],
)
def test_everything_wrong_with_a_budget_is_said(city, looked, row, part):
    asked = looked("budgets", BUDGETS, row, year=city.year)
    assert [number for number, _text in against(asked)] == [2]
    assert part in against(asked)[0][1]


def test_a_cell_that_stands_twice_is_refused(city, looked):
    asked = looked("budgets", BUDGETS, budget(), budget(line="annual", column="initial", amount="1"), year=city.year)
    assert [row for row, _text in against(asked)] == [3]


def test_a_filing_that_is_no_draft_takes_no_budget(city, looked):
    factories.draft(city)
    Filing.objects.update(state="signing")
    asked = looked("budgets", BUDGETS, budget("300001"), year=city.year)
    assert [row for row, _text in against(asked)] == [2]


def test_a_closed_year_takes_no_budget(city, looked):
    FiscalYear.objects.update(status="closed")
    asked = looked("budgets", BUDGETS, budget(), year=FiscalYear.objects.get())
    assert against(asked) != []


# Whole filings ----------------------------------------------------------------------------------------


@pytest.fixture
def word(city):
    """The filing of Zhang's department as a Word file."""
    data = codec.to_json(factories.draft(city).document)
    for line in data["basic_data"]["expenditure"]:
        line["label"] = default().line(line["line"]).label
    made = render(printout(codec.from_json(data), default(), draft=False), "docx")
    Filing.objects.all().delete()
    return made


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, raw in files.items():
            made.writestr(name, raw)
    return out.getvalue()


def test_word_files_become_drafts_by_the_code_in_their_names(city, word, looked, carried_out):
    asked = looked(
        "filings", raw=archive(**{"甲/400001 丙中心.docx": word, "read me.txt": b"x"}), name="a.zip", year=city.year
    )
    assert against(asked) == []
    assert any("read me.txt" in text for _row, text, _stands in asked.messages)
    assert not Filing.objects.exists()
    assert asked.raw is None
    carried_out(asked)
    filing = Filing.objects.get()
    assert (filing.enrolment, filing.state) == (city.other_enrolment, "draft")
    assert ExpenditureRow.objects.get(filing=filing, line="procurement").budget == "40.00"
    assert asked.rows == []


def test_everything_wrong_with_files_is_said(city, word, looked):
    factories.draft(city)
    files = {
        "300001.docx": word,  # has a filing already
        "400001.docx": word,
        "400001 again.docx": word,
        "999.docx": word,
        "bad.docx": b"PK\x03\x04",
    }
    asked = looked("filings", raw=archive(**files), name="a.zip", year=city.year)
    names = [text.split(":")[0] for _row, text in against(asked)]
    assert names == ["300001.docx", "400001.docx", "999.docx", "bad.docx"]
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"x" * 100])
def test_a_file_that_is_none_is_said_and_nothing_is_made(city, looked, raw):
    asked = looked("filings", raw=raw or b" ", name="a.zip", year=city.year)
    assert against(asked) != []
    assert not Filing.objects.exists()


def test_a_file_whose_transaction_would_keep_others_waiting_is_to_be_divided(city, word, looked, monkeypatch):
    from assessments.importing.bulk import budgets, filings

    monkeypatch.setattr(budgets, "MOST_DEPARTMENTS", 1)
    monkeypatch.setattr(filings, "MOST_FILES", 1)
    asked = looked("budgets", BUDGETS, budget(), budget("300001"), year=city.year)
    assert [row for row, _text in against(asked)] == [0]
    asked = looked("filings", raw=archive(**{"1.docx": word, "2.docx": word}), name="a.zip", year=city.year)
    assert [row for row, _text in against(asked)] == [0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_carry_a_file_out_once():
    place = factories.city()
    asked = take_in(
        running.kinds()["departments"],
        "a.xlsx",
        workbook(DEPARTMENTS, ("500", "丁局", "", "", "2025-01-01")),
        year=None,
        by=place.administrator,
    )
    arguments = {"import": asked.pk, "by": place.administrator.pk, "language": "en"}
    for _time in range(2):
        Job.objects.create(kind=running.CARRY_OUT, arguments=arguments, asked_by=place.administrator)
    keys = list(Job.objects.filter(kind=running.CARRY_OUT).values_list("pk", flat=True))

    def work(key):
        try:
            jobs.carry_out(key)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert set(Job.objects.values_list("status", flat=True)) == {Job.Status.DONE}
    assert Department.objects.filter(code="500").count() == 1
    assert LogEntry.objects.filter(verb="bulk").count() == 1
