"""Begin a filing, take one in, take one out: each answer of its own."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.document.codec import to_json
from assessments.forms.upload import LIMIT
from assessments.models import Enrolment, Filing, FiscalYear, LogEntry, State
from assessments.selectors.documents import load
from tests import factories
from tests.assessments.rules.sample import FILING
from tests.assessments.views.browser import signed_in


def data(**changes):
    found = copy.deepcopy(FILING)
    found["department"] = {"name": "甲市乙支队", "supervisor": "甲市某局", "code": "300001"}
    return found | changes


def send(client, enrolment, content, **more):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = SimpleUploadedFile("filing.json", raw)
    return client.post("/filings/upload/", {"enrolment": enrolment.pk, "file": file} | more)


def text(response):
    return response.content.decode()


@pytest.fixture
def preparer(city):
    return signed_in(city.preparer)


def test_a_filing_is_begun_once(city, preparer):
    response = preparer.post(f"/filings/start/{city.enrolment.pk}/")
    filing = Filing.objects.get()
    assert (response.status_code, response.url) == (302, f"/filings/{filing.pk}/")
    again = preparer.post(f"/filings/start/{city.enrolment.pk}/", follow=True)
    assert "2024" in text(again)
    assert "message-error" in text(again)
    assert Filing.objects.count() == 1


def test_a_filing_is_begun_by_post_only(city, preparer):
    assert preparer.get(f"/filings/start/{city.enrolment.pk}/").status_code == 405


def test_nobody_begins_for_another_department(city):
    for who in (city.stranger, city.head, city.administrator):
        assert signed_in(who).post(f"/filings/start/{city.enrolment.pk}/").status_code == 404
    assert Client().post(f"/filings/start/{city.enrolment.pk}/").status_code == 302
    assert not Filing.objects.exists()


@pytest.mark.parametrize("status", [FiscalYear.Status.PLANNED, FiscalYear.Status.CLOSED])
def test_a_year_that_is_not_open_is_not_begun(city, preparer, status):
    FiscalYear.objects.update(status=status)
    assert preparer.post(f"/filings/start/{city.enrolment.pk}/").status_code == 404
    assert not Filing.objects.exists()


def test_a_department_that_need_not_file_is_told_so(city, preparer):
    Enrolment.objects.filter(pk=city.enrolment.pk).update(required=False, not_required_reason="机构撤并")
    response = preparer.post(f"/filings/start/{city.enrolment.pk}/", follow=True)
    assert "机构撤并" in text(response)
    assert not Filing.objects.exists()


def test_a_file_is_taken_in_as_it_stands(city, preparer):
    response = send(preparer, city.enrolment, data())
    filing = Filing.objects.get()
    assert (response.status_code, response.url) == (302, f"/filings/{filing.pk}/")
    assert to_json(load(filing.pk).document) == data()


def test_another_name_is_reported(city, preparer):
    given = data(department={"name": "别的名称", "supervisor": None, "code": None})
    response = send(preparer, city.enrolment, given)
    assert "别的名称" in text(preparer.get(response.url))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "file"),
        (b"not json", ""),
        (b"\x00\xff\xfe", ""),
        (b"[]", ""),
        (b"{}", "format"),
        (data(fiscal_year="2024"), "fiscal_year"),
        (data(surprise=1), "surprise"),
        (data(signatures={"phone": 123}), "signatures.phone"),
        (data(basic_data={"headcount": {"actual": "十八"}}), "basic_data.headcount.actual"),
    ],
)
def test_what_is_no_filing_is_refused_with_the_place(city, preparer, content, named):
    response = send(preparer, city.enrolment, content)
    assert response.status_code == 422
    assert named in text(response)
    assert "invalid-feedback" in text(response)
    assert not Filing.objects.exists()


def test_a_file_that_is_too_large_is_refused(city, preparer):
    response = send(preparer, city.enrolment, b" " * (LIMIT + 1))
    assert response.status_code == 422
    assert str(LIMIT) in text(response)


def test_a_file_must_be_chosen(city, preparer):
    assert preparer.post("/filings/upload/", {"enrolment": city.enrolment.pk}).status_code == 422


@pytest.mark.parametrize(
    ("given", "named"),
    [({"fiscal_year": 2023}, "2023"), ({"department": {"name": None, "supervisor": None, "code": "999"}}, "999")],
)
def test_a_file_of_another_year_or_department_is_refused(city, preparer, given, named):
    response = send(preparer, city.enrolment, data(**given))
    assert response.status_code == 409
    assert named in text(response)
    assert not Filing.objects.exists()


def test_a_duplicate_is_shown_first_and_replaced_only_on_consent(city, preparer):
    loaded = factories.draft(city)
    other = data(signatures={"prepared_by": "甲", "prepared_on": "乙", "phone": "丙", "head": "丁"})
    asked = send(preparer, city.enrolment, other)
    assert asked.status_code == 409
    assert 'name="replace" value="on"' in text(asked)
    assert to_json(load(loaded.filing.pk).document) == to_json(loaded.document)
    fields = {"enrolment": city.enrolment.pk, "replace": "on", "document": asked.context["document"]}
    assert preparer.post("/filings/upload/", fields).status_code == 302
    assert to_json(load(loaded.filing.pk).document) == other


def test_what_is_not_a_draft_is_not_replaced(city, preparer):
    loaded = factories.draft(city)
    Filing.objects.update(state=State.SIGNING)
    for more in ({}, {"replace": "on"}):
        assert send(preparer, city.enrolment, data(), **more).status_code == 409
    assert to_json(load(loaded.filing.pk).document) == to_json(loaded.document)


def test_a_file_is_taken_in_only_for_the_own_department(city, preparer):
    assert send(preparer, city.other_enrolment, data()).status_code == 422
    for who in (city.head, city.supervisor, city.administrator):
        assert signed_in(who).get("/filings/upload/").status_code == 404
        assert send(signed_in(who), city.enrolment, data()).status_code == 404
    assert not Filing.objects.exists()


def test_the_export_is_what_went_in_and_is_logged(city, preparer):
    loaded = factories.draft(city)
    response = preparer.get(f"/filings/{loaded.filing.pk}/export.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="300001-2024.json"'
    assert json.loads(response.content) == to_json(loaded.document)
    entry = LogEntry.objects.order_by("-sequence").first()
    assert (entry.verb, entry.actor_name) == ("export", "张填报 (zhang)")
