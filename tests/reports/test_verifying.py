"""Whether a PDF is what was approved: the command and the page."""

import hashlib
import io
import json
import zlib
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from assessments.document import codec
from assessments.models import Filing
from assessments.services import log
from reports import verifying
from reports.documents import render_pdf
from reports.models import Submission
from reports.verifying import UnreadableDocument, attached, verify
from tests import factories
from tests.assessments.views.browser import signed_in
from tests.reports.documents.samples import TEMPLATE
from tests.reports.paths import act, brought_to


@cache
def remembered(document, template):
    """`render_pdf`, which gives the same bytes each time (see test_pdf.py), drawn once."""
    return render_pdf(document, template)


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    monkeypatch.setattr(verifying, "render_pdf", remembered)


@pytest.fixture
def approved(city):
    return brought_to(city, "approved")


def drawn(filing):
    submission = Submission.objects.get(filing=filing)
    return remembered(submission.document, submission.template)


def verdict_of(raw):
    return verify(raw, Filing.objects.all())


def changed(filing, **cells):
    """A PDF drawn by the same program from a filing in which some cells were changed."""
    data = json.loads(Submission.objects.get(filing=filing).document_text)
    data["department_evaluation"] |= cells
    return render_pdf(codec.from_json(data), TEMPLATE)


def test_what_was_approved_holds(city, approved):
    verdict = verdict_of(drawn(approved))
    assert (verdict.holds, verdict.filing, verdict.department) == (True, approved, city.enrolment.name)
    act(city, approved, "publish")
    assert verdict_of(drawn(approved)).holds


def test_one_changed_byte_is_found_wherever_it_is(approved):
    raw = drawn(approved)
    for place in (5, 12, len(raw) // 3, len(raw) // 2, len(raw) - 2):
        other = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        try:
            assert not verdict_of(other).holds, place
        except UnreadableDocument:
            continue
    for more in (raw + b"\n", raw[:-1]):
        (reason,) = verdict_of(more).reasons
        assert str(len(more)) in reason


def test_pages_that_were_changed_are_found_though_the_filing_in_them_is_the_approved_one(approved):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn(approved))))
    writer.remove_page(0)
    written = io.BytesIO()
    writer.write(written)
    assert len(verdict_of(written.getvalue()).reasons) == 1


def test_every_cell_that_differs_is_named_with_both_texts(approved):
    verdict = verdict_of(changed(approved, total_score="99.99"))
    (reason,) = verdict.reasons
    approved_score = Submission.objects.get(filing=approved).document.department_evaluation.total_score.text
    assert "99.99" in reason
    assert f"“{approved_score}”" in reason or f"「{approved_score}」" in reason


def test_a_file_of_another_department_or_year_is_not_found(city, approved):
    document = Submission.objects.get(filing=approved).document
    data = codec.to_json(document) | {"fiscal_year": 2023}
    assert verdict_of(render_pdf(codec.from_json(data), TEMPLATE)).filing is None


@pytest.mark.parametrize("state", ["first_review", "approval"])
def test_what_is_not_yet_approved_does_not_hold(city, state):
    filing = brought_to(city, state)
    assert not verdict_of(drawn(filing)).holds


def test_a_later_version_takes_the_place_of_an_earlier(city, approved):
    first = drawn(approved)
    act(city, approved, "reopen")
    assert verdict_of(first).holds  # the approved one stays valid until then
    second = Filing.objects.get(version=2)
    Filing.objects.filter(pk=second.pk).update(phone="0737-4220016")
    brought_to(city, "approved", second)
    (reason,) = verdict_of(first).reasons
    assert "2" in reason


def test_a_snapshot_that_was_changed_in_the_database_is_found(approved):
    raw = drawn(approved)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_submission SET rule_set = 'other'")
    assert not verdict_of(raw).holds
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_submission SET sha256 = %s", [Submission.objects.get().hash_of_content()])
    (reason,) = verdict_of(raw).reasons
    assert reason == str(verifying._("The log holds no approval of this snapshot."))


def test_a_file_that_an_earlier_program_handed_out_is_known_by_its_hash(city, approved):
    raw = drawn(approved) + b"\n"
    assert not verdict_of(raw).holds
    submission = Submission.objects.get(filing=approved)
    taken = {"submission": submission.sha256, "sha256": hashlib.sha256(raw).hexdigest()}
    log.record("export", by=city.head, about=approved, after={**taken, "draft": True})
    assert not verdict_of(raw).holds
    log.record("export", by=city.head, about=approved, after={**taken, "draft": False})
    assert verdict_of(raw).holds


def test_what_is_downloaded_as_approved_is_known_by_the_log(city, approved):
    signed_in(city.head).get(reverse("document", args=(approved.pk, "pdf")))
    assert verifying._handed_out(Submission.objects.get(filing=approved)) == {
        hashlib.sha256(drawn(approved)).hexdigest()
    }


HOPELESS = {
    "empty": b"",
    "text": b"not a PDF",
    "begun": b"%PDF-1.7\n",
    "no end": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Names 1 0 R>>\nendobj\ntrailer\n<</Root 1 0 R>>\n",
    "loop": b"%PDF-1.7\n1 0 obj\n<</Kids[1 0 R]/EmbeddedFiles 1 0 R/Names 1 0 R>>\nendobj\ntrailer\n<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF",
}


@pytest.mark.parametrize("name", HOPELESS)
def test_what_is_no_such_pdf_is_refused_in_a_sentence(name):
    with pytest.raises(UnreadableDocument):
        attached(HOPELESS[name])


def with_attachment(content):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("filing.json", content)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b'{"format": "perfeval-filing/1"}', b"[" * 100_000])
def test_a_filing_that_cannot_be_read_is_refused(content, db):
    with pytest.raises(UnreadableDocument):
        verdict_of(with_attachment(content))


def test_a_bomb_is_refused(db):
    packed = zlib.compress(b"0" * 200_000_000, 9)
    raw = with_attachment(b"0").replace(b"stream\n0\nendstream", b"stream\n" + packed + b"\nendstream")
    raw = raw.replace(b"/Type /EmbeddedFile", b"/Type /EmbeddedFile /Filter /FlateDecode")
    assert packed in raw
    with pytest.raises(UnreadableDocument):
        verdict_of(raw)


def test_an_encrypted_pdf_is_refused(approved):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn(approved))))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    with pytest.raises(UnreadableDocument):
        attached(written.getvalue())


def test_the_command_answers_by_its_exit_code(city, approved, tmp_path, capsys):
    def run(raw):
        file = tmp_path / "filing.pdf"
        file.write_bytes(raw)
        try:
            call_command("verify_filing", str(file))
        except CommandError as error:
            return error.returncode, str(error)
        return 0, capsys.readouterr().out

    raw = drawn(approved)
    assert run(raw)[0] == 0
    code, said = run(raw + b" ")
    assert (code, said.count("\n- ")) == (1, 1)
    assert run(b"%PDF-1.7")[0] == 2
    with pytest.raises(CommandError) as caught:
        call_command("verify_filing", str(tmp_path / "none.pdf"))
    assert caught.value.returncode == 2


def ask(user, raw):
    return signed_in(user).post(reverse("verify"), {"file": SimpleUploadedFile("filing.pdf", raw)})


def test_the_page_says_yes_no_or_why_not(city, approved):
    raw = drawn(approved)
    yes, no, neither = (ask(city.performance, one) for one in (raw, raw + b" ", b"word"))
    assert (yes.status_code, yes.context["verdict"].holds) == (200, True)
    assert (no.status_code, no.context["verdict"].holds) == (200, False)
    assert (neither.status_code, neither.context["verdict"]) == (422, None)
    assert 'role="status"' in yes.content.decode()


def test_filings_of_others_do_not_exist_for_the_page(city, approved):
    other = factories.person("other", "王某", "supervisor", department=city.other_enrolment.department)
    verdict = ask(other, drawn(approved)).context["verdict"]
    assert (verdict.holds, verdict.filing) == (False, None)
