"""A filled form of Word on its way in: shown first, taken only then."""

import re
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.document.cells import Text
from assessments.document.codec import dumps
from assessments.document.filing import Explanation
from assessments.document.paths import cells
from assessments.document.template import default
from assessments.models import Filing
from assessments.selectors.documents import load
from assessments.views.reading import emptied
from tests import factories
from tests.assessments.importing.files import docx, grid, package, paragraph, table, xlsx
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


def test_every_figure_that_cannot_be_read_is_named_beside_the_cells(city):
    client = signed_in(city.preparer)
    shown = send(client, city.enrolment, form("约1", "2.20", "三", ""))
    assert shown.status_code == 200
    assert [(one.path, one.text) for _words, one in shown.context["unread"]] == [
        ("basic_data.expenditure[operating].prior_final", "约1"),
        ("basic_data.expenditure[operating].final", "三"),
    ]
    page = shown.content.decode()
    assert page.count('class="unreadable"') == 2
    assert "btn-danger" in page
    assert "2.20" in page
    assert not Filing.objects.exists()
    client.post("/filings/upload/", {"enrolment": city.enrolment.pk, "document": shown.context["document"]})
    (line,) = load(Filing.objects.get().pk).document.basic_data.expenditure
    assert (line.prior_final.text, line.budget.text, line.final.text) == (None, "2.20", None)


def test_cells_stand_by_attachment_with_what_is_wrong_and_what_is_computed(city):
    rows = (["公务用车购置和维护经费", "3.00", "4.00", "9.00", ""], ["其中：公车购置", "1.00", "1.00", "1.00", ""],
            ["公车运行维护", "2.00", "3.00", "3.00", ""])  # fmt: skip
    project = paragraph("2024年度项目支出绩效自评表") + table(["项目名称", "防汛经费"])
    shown = send(signed_in(city.preparer), city.enrolment, docx(TITLE, table(HEADS, *rows), project))
    groups = {group.key: group for group in shown.context["groups"]}
    assert list(groups) == ["department", "basic_data", "projects-0"]
    assert groups["projects-0"].title == "附件3 防汛经费"
    cells = {cell.words: cell for cell in groups["basic_data"].cells}
    whole = cells["公务用车购置和维护经费 2024年决算数"]
    assert (whole.text, whole.computed, whole.formula) == ("9.00", "4.00", "1.00 + 3.00")
    assert whole.findings
    assert cells["公务用车购置和维护经费 2024年预算数"].computed == ""
    every = [
        finding
        for group in groups.values()
        for finding in (*group.findings, *(one for cell in group.cells for one in cell.findings))
    ]
    assert len(every) == shown.context["errors"] + shown.context["warnings"] + sum(
        one.severity == "notice" for one in every
    )
    assert shown.context["missing"][0].startswith("附件2")


def test_the_files_of_an_archive_make_one_filing(city):
    report = docx(
        paragraph("2024年度甲市乙支队整体支出绩效自评报告"), paragraph("一、部门基本情况"), paragraph("正文。")
    )
    book = xlsx({"附件1": grid(["2024年度部门整体支出绩效评价基础数据表"], HEADS[:4], ["公用经费", "1", "2", "3"])})
    raw = package(
        {"材料/报告.docx": report, "材料/附件1.xlsx": book, "材料/扫描件.pdf": b"%PDF", "__MACOSX/._报告.docx": b"x"}
    )
    client = signed_in(city.preparer)
    shown = client.post(
        "/filings/upload/", {"enrolment": city.enrolment.pk, "file": SimpleUploadedFile("材料.zip", raw)}
    )
    assert shown.status_code == 200
    assert [group.key for group in shown.context["groups"]] == ["department", "basic_data", "report"]
    assert [str(one.place) for one in shown.context["leftovers"]] == ["材料.zip 扫描件.pdf"]


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


def test_one_attachment_is_taken_into_a_draft_whose_rest_is_kept(city):
    client = signed_in(city.preparer)
    before = factories.draft(city).document
    shown = send(client, city.enrolment, form("1.10", "2.20", "3.30", ""))
    buttons = [
        " ".join(one.split())
        for one in re.findall(r"<button[^>]*btn-[op][^>]*>.*?</button>", shown.content.decode(), re.S)
    ]
    assert [('name="keep"' in one, "btn-primary" in one) for one in buttons] == [(True, True), (False, False)]
    fields = {"enrolment": city.enrolment.pk, "keep": "on", "document": shown.context["document"]}
    asked = client.post("/filings/upload/", fields)
    assert asked.status_code == 409
    assert asked.context["projects"] == len(before.projects)
    assert [title.partition(" ")[0] for title, _count in asked.context["emptied"]] == ["附件1"]
    assert load(Filing.objects.get().pk).document == before
    assert client.post("/filings/upload/", fields | {"replace": "on"}).status_code == 302
    after = load(Filing.objects.get().pk).document
    assert [line.final.text for line in after.basic_data.expenditure] == ["3.30"]
    assert replace(after, basic_data=before.basic_data) == before


def test_without_a_draft_there_is_nothing_to_keep(city):
    assert 'name="keep"' not in send(signed_in(city.preparer), city.enrolment, form("1", "2", "3", "")).content.decode()


def test_a_blank_form_that_would_empty_the_draft_says_what_it_would_empty(city):
    """The forms of the year hold every attachment: taking them in as they are leaves nothing of a draft."""
    client = signed_in(city.preparer)
    before = factories.draft(city).document
    incoming = replace(before, projects=tuple(replace(one, indicators=()) for one in before.projects))
    fields = {"enrolment": city.enrolment.pk, "document": dumps(incoming)}
    asked = client.post("/filings/upload/", fields)
    counted = [
        sum(
            bool((cell.text or "").strip())
            for path, cell in cells(before).items()
            if path.startswith(f"projects[{place}].indicators")
        )
        for place in range(len(before.projects))
    ]
    assert min(counted) > 0
    assert [count for _title, count in asked.context["emptied"]] == counted
    assert client.post("/filings/upload/", {**fields, "document": dumps(before)}).context["emptied"] == []


def test_what_would_be_emptied_is_counted_once_for_each_part(city):
    before = factories.draft(city).document
    answered = replace(before, explanations=tuple(Explanation("B13", path, Text("已说明")) for path in ("a", "b")))
    assert emptied(answered, replace(answered, explanations=()), default()) == [("情况说明", 2)]


def test_another_department_is_named_before_anything_is_taken(city):
    client = signed_in(city.preparer)
    factories.draft(city)
    sheet = docx(TITLE, paragraph("部门（单位）名称：丁市戊局"), table(HEADS, ["公用经费", "1", "2", "3", ""]))
    shown = send(client, city.enrolment, sheet)
    assert shown.context["other"] == "丁市戊局"
    assert shown.content.decode().count("“丁市戊局”") == 1
    asked = client.post("/filings/upload/", {"enrolment": city.enrolment.pk, "document": shown.context["document"]})
    assert asked.content.decode().count("“丁市戊局”") == 1
    own = docx(
        TITLE, paragraph(f"部门（单位）名称：{city.enrolment.name}"), table(HEADS, ["公用经费", "1", "2", "3", ""])
    )
    assert send(client, city.enrolment, own).context["other"] == ""


def test_a_form_that_stands_in_two_files_is_read_from_the_first_and_told_once(city):
    client = signed_in(city.preparer)
    shown = send(client, city.enrolment, form("1.10", "2.20", "3.30", ""), form("7.10", "8.20", "9.30", ""))
    (left,) = shown.context["leftovers"]
    assert (left.place.file, "1.docx" in str(left.text)) == ("2.docx", True)
    assert "9.30" not in shown.content.decode()
    again = docx(
        TITLE, table(HEADS, ["公用经费", "1", "2", "3", ""]), TITLE, table(HEADS, ["公用经费", "4", "5", "6", ""])
    )
    within = [left.text for left in send(client, city.enrolment, again).context["leftovers"]]
    assert [one for one in within if one in "456"] == ["4", "5", "6"]


def test_a_file_of_another_kind_is_refused_with_what_can_be_read(city):
    client = signed_in(city.preparer)
    for name, raw in (("扫描件.pdf", b"%PDF-1.7"), ("照片.png", b"\x89PNG"), ("说明.txt", "说明".encode())):
        refused = client.post(
            "/filings/upload/", {"enrolment": city.enrolment.pk, "file": SimpleUploadedFile(name, raw)}
        )
        assert refused.status_code == 422
        assert f"“{name}”" in refused.content.decode()
