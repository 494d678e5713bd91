"""A filled form of Word on its way in: shown first, taken only then."""

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Filing
from assessments.selectors.documents import load
from tests.assessments.importing.files import docx, paragraph, table
from tests.assessments.importing.test_package import HOSTILE
from tests.assessments.views.browser import signed_in

TITLE = paragraph("2024年度部门整体支出绩效评价基础数据表")
HEADS = ["经费控制情况（万元）", "2023年决算数", "2024年预算数", "2024年决算数", "增减率"]


def form(*figures):
    return docx(TITLE, table(HEADS, ["公用经费", *figures]))


def send(client, enrolment, *files):
    uploads = [SimpleUploadedFile(f"{number}.docx", raw) for number, raw in enumerate(files, start=1)]
    return client.post("/filings/upload/", {"enrolment": enrolment.pk, "file": uploads})


def test_a_form_is_shown_before_it_is_taken(city):
    client = signed_in(city.preparer)
    shown = send(client, city.enrolment, form("1.10", "2.20", "3.30", "五成"))
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "3.30" in page
    assert "五成" in page
    assert not Filing.objects.exists()
    taken = client.post("/filings/upload/", {"enrolment": city.enrolment.pk, "document": shown.context["document"]})
    assert taken.status_code == 302
    (line,) = load(Filing.objects.get().pk).document.basic_data.expenditure
    assert (line.line, line.final.text) == ("operating", "3.30")


def test_several_files_make_one_filing(city):
    report = docx(
        paragraph("2024年度甲市乙支队整体支出绩效自评报告"), paragraph("一、部门基本情况"), paragraph("正文。")
    )
    shown = send(signed_in(city.preparer), city.enrolment, form("1", "2", "3", ""), report)
    assert shown.status_code == 200
    assert '"basic_data"' in shown.context["document"]
    assert '"report"' in shown.context["document"]


def test_every_figure_that_cannot_be_read_is_named(city):
    refused = send(signed_in(city.preparer), city.enrolment, form("约1", "2", "三", ""))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "约1" in page
    assert "三" in page
    assert not Filing.objects.exists()


def test_hostile_files_are_refused_and_the_worker_lives(city):
    client = signed_in(city.preparer)
    for raw, _words in HOSTILE.values():
        if raw:
            assert send(client, city.enrolment, raw).status_code == 422
    assert send(client, city.enrolment, form("1", "2", "3", "")).status_code == 200
    assert not Filing.objects.exists()


def test_a_stranger_uploads_nothing_for_another_department(city):
    assert send(signed_in(city.stranger), city.enrolment, form("1", "2", "3", "")).status_code == 422
    assert send(signed_in(city.head), city.enrolment, form("1", "2", "3", "")).status_code == 404
