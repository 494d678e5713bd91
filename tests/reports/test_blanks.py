"""The blank forms of a year: fetched by whoever prepares, with last year's figures, and read back."""

import json
from dataclasses import replace

import pytest

from assessments.document import codec
from assessments.document import template as templates
from assessments.document.template import Heading, Line, default
from assessments.importing.extract import extract
from assessments.models import Enrolment, Filing, FiscalYear, LogEntry
from assessments.selectors.documents import load
from reports.models import Submission
from tests.assessments.views.browser import signed_in
from tests.reports.paths import brought_to
from tests.test_round_trip import kept, printed

KINDS = ("docx", "xlsx")


def fetch(client, enrolment, kind):
    return client.get(f"/enrolments/{enrolment.pk}/blank.{kind}")


@pytest.fixture
def next_year(city):
    """The department in the year after that of its approved filing."""
    brought_to(city, "approved")
    year = FiscalYear.objects.create(year=2025, opens_on="2026-01-05", due_on="2999-03-31", status="open")
    own = city.enrolment
    return Enrolment.objects.create(
        fiscal_year=year, department=own.department, name=own.name, supervisor=own.supervisor, section=own.section
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_forms_of_the_year_are_read_back_with_last_year_s_figures(city, next_year, kind):
    last_year = Submission.objects.get().document
    own = replace(
        default(),
        lines=(*default().lines, Line("x_letters", "信访专用支出", "信访专用支出")),
        sections=(*default().sections, Heading("x_more", 1, "十、", "其他需要说明的情况")),
    )
    FiscalYear.objects.filter(year=2025).update(template=templates.to_json(own))
    response = fetch(signed_in(city.preparer), next_year, kind)
    assert response.status_code == 200
    assert f".{kind}" in response.headers["Content-Disposition"]
    found = extract([(f"forms.{kind}", response.content)], own)
    assert (found.unread, found.leftovers) == ((), ())
    assert found.filing.fiscal_year == 2025
    lines = {line.line: line for line in found.filing.basic_data.expenditure}
    assert list(lines)[-1] == "x_letters"
    finals = {line.line: line.final.text for line in last_year.basic_data.expenditure}
    assert lines["operating"].prior_final.text == finals["operating"]
    assert [section.heading.text for section in found.filing.report.sections][-1] == "其他需要说明的情况"
    assert [project.name.text for project in found.filing.projects] == [one.name.text for one in last_year.projects]
    logged = LogEntry.objects.order_by("-sequence").first()
    assert (logged.verb, json.loads(logged.after)) == ("export", {"kind": kind, "forms": "blank"})


@pytest.mark.parametrize("kind", KINDS)
def test_forms_of_a_unit_without_a_last_year_are_read_back(city, kind):
    response = fetch(signed_in(city.preparer), city.enrolment, kind)
    found = extract([(f"forms.{kind}", response.content)])
    assert (found.unread, found.leftovers) == ((), ())
    assert len(found.filing.projects) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_forms_that_are_read_back_begin_a_filing(city, next_year, kind):
    client = signed_in(city.preparer)
    found = extract([("forms", fetch(client, next_year, kind).content)])
    client.post("/filings/upload/", {"enrolment": next_year.pk, "document": codec.dumps(found.filing)})
    stored = load(Filing.objects.get(enrolment=next_year).pk).document
    assert (printed(stored), kept(stored)) == (printed(found.filing), kept(found.filing))


def test_nobody_fetches_the_forms_of_another_department(city):
    for who in (city.stranger, city.head, city.administrator):
        assert fetch(signed_in(who), city.enrolment, "docx").status_code == 404
    assert fetch(signed_in(city.preparer), city.enrolment, "pdf").status_code == 404
    FiscalYear.objects.update(status=FiscalYear.Status.CLOSED)
    assert fetch(signed_in(city.preparer), city.enrolment, "docx").status_code == 404


def test_the_forms_are_offered_to_who_prepares(city):
    page = signed_in(city.preparer).get("/").content.decode()
    assert f"/enrolments/{city.enrolment.pk}/blank.docx" in page
    assert "/blank.docx" not in signed_in(city.head).get("/").content.decode()
