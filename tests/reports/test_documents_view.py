"""Preview and downloads: what is frozen, what carries a watermark, what is logged."""

import hashlib
import html
import io
import json
import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from assessments.models import BasicData, ExpenditureRow, LogEntry
from reports.models import Submission
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import act, brought_to

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def url(filing, kind):
    return reverse("document", args=(filing.pk, kind))


def text_of(response):
    """All words of a PDF, DOCX or XLSX, white space left out."""
    if response["Content-Type"] == TYPES["pdf"]:
        from pypdf import PdfReader

        found = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    else:
        import zipfile

        package = zipfile.ZipFile(io.BytesIO(response.content))
        parts = [name for name in package.namelist() if name.startswith(("word/", "xl/")) and name.endswith(".xml")]
        whole = "".join(marks(package.read(name).decode()) for name in parts)
        found = html.unescape(re.sub(r"<[^>]+>", "", whole))
    return re.sub(r"\s", "", found)


def marks(xml):
    """The words of a part, those of a drawn watermark (an attribute of its shape) included."""
    return xml + "".join(re.findall(r'string="([^"]*)"', xml))


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize(
    ("state", "draft"), [("draft", True), ("approval", True), ("approved", False), ("published", False)]
)
def test_what_is_not_approved_carries_a_watermark(city, kind, state, draft):
    filing = brought_to(city, state)
    response = signed_in(city.head).get(url(filing, kind))
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[kind]
    text = text_of(response)
    assert ("草稿" in text) is draft
    assert "办结案件数" in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_file_has_its_chinese_name(city, kind):
    filing = brought_to(city, "approved")
    client = signed_in(city.head)
    client.cookies["django_language"] = "zh-hans"
    header = client.get(url(filing, kind))["Content-Disposition"]
    assert header.startswith(("inline" if kind == "pdf" else "attachment") + "; filename*=utf-8''")
    name = unquote(header.split("''")[1])
    assert name.endswith(f".{kind}")
    assert "2024" in name
    assert "甲市乙支队" in name
    assert header.isascii()


def test_every_download_is_logged_with_what_was_taken(city, draft):
    client = signed_in(city.preparer)
    content = client.get(url(draft, "pdf"), {"part": "basic"}).content
    entry = LogEntry.objects.filter(verb="export").get()
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (city.preparer.pk, "filing", str(draft.pk))
    assert json.loads(entry.after) == {
        "kind": "pdf",
        "part": "basic",
        "draft": True,
        "submission": "",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


@pytest.mark.parametrize(("kind", "part"), [("exe", "all"), ("pdf", "nothing"), ("PDF", "all"), ("docx", "../basic")])
def test_other_kinds_and_parts_do_not_exist(city, draft, kind, part):
    assert signed_in(city.preparer).get(f"/filings/{draft.pk}/document.{kind}", {"part": part}).status_code == 404
    assert not LogEntry.objects.filter(verb="export").exists()


@pytest.mark.parametrize("state", ["signing", "approved"])
def test_what_is_submitted_is_printed_as_it_was_frozen(city, state):
    """Even rows that were changed behind the product's back do not reach the printed page."""
    filing = brought_to(city, state)
    before = signed_in(city.head).get(reverse("preview", args=(filing.pk,))).content.decode()
    ExpenditureRow.objects.filter(filing=filing).update(final="987654.32")
    BasicData.objects.filter(filing=filing).update(economy_measures="偷偷改过的话")
    after = signed_in(city.head).get(reverse("preview", args=(filing.pk,))).content.decode()
    for page in (before, after):
        assert "987654.32" not in printed(page)
        assert "偷偷改过的话" not in printed(page)
    assert printed(before) == printed(after)


def printed(page):
    return page[page.index('<div class="printed"') : page.index("</main>")]


def test_the_approved_version_stays_what_it_is_while_the_next_is_worked_on(city):
    from assessments.models import Filing
    from assessments.selectors.documents import load
    from assessments.services.cells import Change, save_cells

    filing = brought_to(city, "approved")
    client = signed_in(city.head)
    preview = reverse("preview", args=(filing.pk,))
    before = printed(client.get(preview).content.decode())
    act(city, filing, "reopen")
    newer = Filing.objects.get(version=2)
    actual = str(load(newer.pk).address_of("basic_data.headcount.actual"))
    save_cells(newer.pk, [Change(actual, "18", "17")], by=city.preparer)
    assert printed(client.get(preview).content.decode()) == before
    assert "草稿" in text_of(client.get(url(newer, "pdf"), {"part": "basic"}))


def test_findings_are_marked_in_the_preview_and_can_be_switched_off(city):
    filing = factories.draft(city, **{"basic_data.expenditure[procurement].final": "10.00"}).filing
    client = signed_in(city.preparer)
    page = reverse("preview", args=(filing.pk,))
    marked = client.get(page).content.decode()
    assert printed(marked).count("found-warning") == 1
    assert 'href="?marks=0"' in marked
    assert 'class="finding finding-warning"' in marked
    bare = client.get(page, {"marks": "0"}).content.decode()
    assert "found-" not in printed(bare)
    assert 'class="finding' not in bare
    assert 'href="?marks=1"' in bare


def test_what_people_typed_is_never_markup(city):
    filing = factories.draft(city, **{"basic_data.economy_measures": "<script>alert(1)</script>&amp;"}).filing
    page = printed(signed_in(city.preparer).get(reverse("preview", args=(filing.pk,))).content.decode())
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in page


def test_the_preview_of_a_submission_shows_the_findings_of_its_day(city):
    """The findings are frozen with the document: what changes later does not judge it anew."""
    filing = brought_to(city, "signing")
    ExpenditureRow.objects.filter(filing=filing, line="procurement").update(final="10.00")
    content = signed_in(city.head).get(reverse("preview", args=(filing.pk,))).content.decode()
    assert Submission.objects.get().findings == ()
    assert 'class="finding finding-warning"' not in content


def test_a_preview_asks_the_database_as_often_for_any_size(city):
    filing = brought_to(city, "draft")
    small = queries_of(signed_in(city.preparer), reverse("preview", args=(filing.pk,)))
    data = factories.draft(city)
    from assessments.services.rows import add_row

    for _project in range(3):
        add_row(data.filing.pk, "sheet", by=city.preparer)
    assert queries_of(signed_in(city.preparer), reverse("preview", args=(filing.pk,))) == small
