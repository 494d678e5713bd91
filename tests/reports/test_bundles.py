"""Many filings as one ZIP: to each only what is theirs, whole or with the reason, drawn once, handed out to whom it was made for."""

import json
import os
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as project
from django.core.cache import caches
from django.core.management import call_command
from openpyxl import load_workbook

from assessments.models import Filing, Job, LogEntry, Role, RoleName
from assessments.refusals import Refused
from assessments.services import jobs
from reports import bundles, drawn
from reports.bundles import BUNDLE, Wanted, ask_for, file_of, selection
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import act, brought_to

FLAG_UTF8 = 0x800


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.BUNDLES_DIR = tmp_path / "bundles"
    caches["documents"].clear()


@pytest.fixture
def drawings(monkeypatch):
    """What was really drawn; a document is a few bytes, for the drawing itself is tested elsewhere."""
    done = []

    def render(page, kind):
        done.append((page.department, kind))
        return f"{page.title} {kind}".encode()

    monkeypatch.setattr(drawn, "render", render)
    return done


@pytest.fixture
def two(city):
    """Two filings of a year: one approved, one at its first review."""
    first = brought_to(city, "approved")
    second = factories.department("300002", "甲市/丁所", city.supervisor_department, city.section, city.year)
    place = factories.City(**{**vars(city), "enrolment": second})
    for who, name in (("preparer", "preparer"), ("head", "unit_head")):
        Role.objects.create(user=getattr(city, who), name=name, department=second.department)
        vars(getattr(city, who)).pop("_known_roles", None)
    return first, brought_to(city, "first_review", factories.draft(place).filing)


def made(user, **wanted):
    """A bundle, carried out."""
    row = ask_for(user, Wanted(**({"year": 2024} | wanted)))
    jobs.carry_out(row.pk)
    row.refresh_from_db()
    return row


def opened(row):
    with ZipFile(file_of(row)) as packed:
        assert packed.testzip() is None
        return {info.filename: (packed.read(info), info) for info in packed.infolist()}


def register(row):
    name = next(name for name in opened(row) if name == "登记表.xlsx" or name == "Register.xlsx")
    page = load_workbook(BytesIO(opened(row)[name][0])).worksheets[0]
    return [list(line) for line in page.iter_rows(min_row=3, values_only=True)]


def test_a_bundle_holds_the_documents_and_a_register(city, two, drawings):
    row = made(city.performance, kinds=("pdf", "docx"))
    assert (row.status, row.result["filings"], row.result["files"], row.result["missing"]) == ("done", 2, 4, 0)
    assert row.result["size"] == file_of(row).stat().st_size
    found = opened(row)
    assert len(found) == 5
    lines = register(row)
    assert [line[0] for line in lines] == ["300001", "300002"]
    submissions = [one.submissions.get() for one in two]
    assert [line[5:7] for line in lines] == [[1, one.sha256] for one in submissions]
    assert {name for line in lines for name in line[7].split("; ")} == set(found) - {"登记表.xlsx", "Register.xlsx"}
    assert [line[8] for line in lines] == [None, None]
    assert all("300002" in name and "/" not in name for name in lines[1][7].split("; "))
    for name, (_content, info) in found.items():
        assert name.isascii() or info.flag_bits & FLAG_UTF8


def test_real_documents_can_be_bundled(city, two):
    row = made(city.performance, picked=(two[0].pk,), kinds=("docx", "xlsx"))
    contents = [content for name, (content, _info) in opened(row).items() if name.endswith("docx")]
    assert len(contents) == 1
    assert contents[0].startswith(b"PK")


def test_to_each_only_what_is_theirs(city, two):
    def keys(who, **wanted):
        return set(selection(getattr(city, who), Wanted(**({"year": 2024} | wanted))).values_list("pk", flat=True))

    first, second = (one.pk for one in two)
    other = factories.person("other", "吴他科", "bureau_section", section=city.other_enrolment.section)
    city.other = other
    assert keys("performance") == keys("section_reviewer") == keys("supervisor") == {first, second}
    assert keys("other") == keys("other", picked=(first, second)) == set()
    assert keys("performance", state="approved") == {first}
    assert keys("performance", supervisor=city.supervisor_department.pk) == {first, second}
    assert keys("performance", supervisor=city.enrolment.department_id) == set()
    assert keys("performance", picked=(second,)) == {second}
    assert keys("performance", year=2023) == set()
    act(city, two[1], "return", who="section_reviewer")
    assert keys("performance") == keys("performance", picked=(first, second)) == {first}


def test_nothing_to_bundle_is_refused(city, two):
    for wanted in (Wanted(year=2023), Wanted(year=2024, kinds=()), Wanted(year=2024, kinds=("exe",))):
        with pytest.raises(Refused):
            ask_for(city.performance, wanted)
    assert not Job.objects.exists()


def test_what_stands_in_the_cache_is_not_drawn_again(city, two, drawings):
    row = made(city.performance)
    assert len(drawings) == 2
    file_of(row).unlink()
    again = made(city.performance)
    assert (again.pk != row.pk, len(drawings)) == (True, 2)
    act(city, two[1], "first_review")  # what is printed of it stays the same
    made(city.performance)
    assert len(drawings) == 2


def test_a_bundle_that_was_broken_off_goes_on_from_what_is_drawn(city, two, drawings, monkeypatch):
    usual = drawn.render

    def dies(page, kind):
        if drawings:
            raise KeyboardInterrupt
        return usual(page, kind)

    monkeypatch.setattr(drawn, "render", dies)
    monkeypatch.setattr("reports.bundles.PART", 1)
    with pytest.raises(KeyboardInterrupt):
        made(city.performance)
    assert [one.status for one in Job.objects.all()] == ["failed"]
    assert list(Path(project.BUNDLES_DIR).glob("*")) == []
    monkeypatch.setattr(drawn, "render", usual)
    row = made(city.performance)
    assert (row.status, row.result["files"], len(drawings)) == ("done", 2, 2)


def test_the_same_bundle_is_given_again_while_nothing_changed(city, two, drawings):
    row = made(city.performance)
    os.utime(file_of(row), (0, 0))
    assert ask_for(city.performance, Wanted(year=2024)) == row
    assert file_of(row).stat().st_mtime > time.time() - 60
    assert ask_for(city.performance, Wanted(year=2024, kinds=("docx",))) != row
    assert ask_for(city.supervisor, Wanted(year=2024)) != row
    act(city, two[1], "first_review")
    assert ask_for(city.performance, Wanted(year=2024)) != row


def test_what_cannot_be_drawn_is_named_and_the_rest_is_there(city, two, drawings, monkeypatch, caplog):
    usual = drawn.render

    def render(page, kind):
        if kind == "pdf" and page.draft:
            raise ValueError("no such glyph")
        return usual(page, kind)

    monkeypatch.setattr(drawn, "render", render)
    row = made(city.performance, kinds=("pdf", "docx"))
    assert (row.status, row.result["files"], row.result["missing"]) == ("done", 3, 1)
    assert row.result["faults"] == [["300002", "甲市/丁所", "PDF ValueError: no such glyph"]]
    assert register(row)[1][8] == "PDF ValueError: no such glyph"
    page = signed_in(city.performance).get(f"/bundles/{row.pk}/")
    assert "no such glyph" in page.content.decode()


def test_a_ticked_filing_that_is_not_theirs_any_more_is_named(city, two, drawings):
    row = ask_for(city.performance, Wanted(picked=tuple(one.pk for one in two)))
    act(city, two[1], "return", who="section_reviewer")
    jobs.carry_out(row.pk)
    row.refresh_from_db()
    assert (row.result["files"], row.result["missing"]) == (1, 1)
    assert register(row)[1][3:7] == [None, 1, None, None]


def test_a_document_that_the_cache_lost_is_drawn_anew(city, two, drawings, monkeypatch):
    usual = bundles.share

    def share(*arguments):
        found = usual(*arguments)
        caches["documents"].clear()
        return found

    monkeypatch.setattr(bundles, "share", share)
    row = made(city.performance)
    assert (row.result["files"], row.result["missing"], len(drawings)) == (2, 0, 4)


def test_a_bundle_that_cannot_be_written_says_so_and_leaves_nothing(city, two, drawings, monkeypatch, caplog):
    def full(packed, name, content):
        raise OSError("No space left on device")

    monkeypatch.setattr(bundles, "_put", full)
    row = made(city.performance)
    assert (row.status, row.message) == ("failed", "OSError: No space left on device")
    assert list(Path(project.BUNDLES_DIR).glob("*")) == []
    page = signed_in(city.performance).get(f"/bundles/{row.pk}/")
    assert "No space left on device" in page.content.decode()


def test_every_document_that_leaves_is_in_the_log(city, two, drawings):
    row = made(city.performance)
    exports = [json.loads(one.after) for one in LogEntry.objects.filter(verb="export", object_kind="filing")]
    assert [(one["kind"], one["draft"], one["job"]) for one in exports] == [
        ("pdf", False, row.pk),
        ("pdf", True, row.pk),
    ]
    assert {one["submission"] for one in exports} == {filing.submissions.get().sha256 for filing in two}
    assert all(len(one["sha256"]) == 64 for one in exports)


def test_it_is_handed_out_to_whom_it_was_made_for_while_their_roles_stand(city, two, drawings):
    row = made(city.supervisor)
    url = f"/bundles/{row.pk}/file.zip"
    answer = signed_in(city.supervisor).get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content) == file_of(row).read_bytes()
    assert LogEntry.objects.filter(verb="export", object_kind="job", object_id=str(row.pk)).count() == 1
    for who in ("performance", "section_reviewer", "preparer", "administrator"):
        assert signed_in(getattr(city, who)).get(url).status_code == 404
    Role.objects.create(user=city.supervisor, name="supervisor", department=city.other_enrolment.department)
    assert signed_in(city.supervisor).get(url).status_code == 404
    assert not signed_in(city.supervisor).get(f"/bundles/{row.pk}/").context["allowed"]


def test_its_time_ends(city, two, drawings, settings):
    row = made(city.performance)
    kept = file_of(row)
    half = kept.with_name("x.part")
    half.write_bytes(b"")
    day = 86400
    assert bundles.clear(time.time() + day / 2) == 0
    assert bundles.clear(time.time() + 1.5 * day) == 1
    assert (half.exists(), kept.exists()) == (False, True)
    os.utime(kept, (0, 0))
    call_command("clear_bundles")
    assert not kept.exists()
    client = signed_in(city.performance)
    assert client.get(f"/bundles/{row.pk}/file.zip").headers["Location"] == f"/bundles/{row.pk}/"
    assert client.get(f"/bundles/{row.pk}/").context["there"] is False


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_for_with_ticks_of_the_queue_and_of_the_year(drawings):
    city = factories.city()
    filing = brought_to(city, "second_review")
    client = signed_in(city.performance)
    queue = client.get("/queue/").context["page"].object_list
    answer = client.post("/bundles/", {"ticked": "yes", "pick": [queue[0].pick], "kind": ["pdf"]})
    first = Job.objects.get(kind=BUNDLE)
    assert answer.headers["Location"] == f"/bundles/{first.pk}/"
    assert (first.status, first.arguments["picked"], first.result["files"]) == ("done", [filing.pk], 1)
    client.post("/bundles/", {"ticked": "yes", "picked": [filing.pk], "kind": ["docx"]})
    client.post("/bundles/", {"year": "2024", "state": "second_review", "kind": ["xlsx"]})
    assert [one.result["files"] for one in Job.objects.filter(kind=BUNDLE)] == [1, 1, 1]
    page = client.get("/bundles/")
    assert len(page.context["page"].object_list) == 3
    assert client.get(f"/bundles/{first.pk}/").context["there"]


@pytest.mark.parametrize(
    "sent",
    [
        {"ticked": "yes", "kind": ["pdf"]},
        {"ticked": "yes", "picked": ["x", "-1", "²"], "kind": ["pdf"]},
        {"picked": [str(number) for number in range(1, 502)], "kind": ["pdf"]},
        {"year": "2024"},
        {"year": "x", "kind": ["pdf"]},
        {"year": "2024", "kind": ["exe"]},
    ],
)
def test_what_cannot_be_bundled_is_refused_in_a_sentence(city, two, sent):
    answer = signed_in(city.performance).post("/bundles/", sent, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Job.objects.exists()


def test_the_list_makes_as_many_queries_for_many_as_for_one(city, two):
    arguments = {"year": 2024, "kinds": ["pdf"], "picked": []}
    client = signed_in(city.performance)
    arguments["supervisor"] = city.supervisor_department.pk
    Job.objects.create(kind=BUNDLE, arguments=arguments, asked_by=city.performance)
    one = queries_of(client, "/bundles/")
    for _more in range(5):
        Job.objects.create(kind=BUNDLE, arguments=arguments, asked_by=city.performance)
    assert queries_of(client, "/bundles/") == one


def test_both_versions_are_not_in_a_bundle(city, two):
    act(city, two[0], "reopen")
    again = Filing.objects.get(version=2)
    assert set(selection(city.performance, Wanted(year=2024))) == set(two)
    brought_to(city, "first_review", again)
    assert set(selection(city.performance, Wanted(year=2024))) == {again, two[1]}


def test_before_the_first_year_the_page_says_why_nothing_can_be_made(db):
    performance = factories.person("performance", "某某", RoleName.PERFORMANCE_SECTION)
    page = signed_in(performance).get("/bundles/").content.decode()
    assert page.count('class="empty"') == 2  # no year, no bundle
    assert "生成批量文件" not in page
