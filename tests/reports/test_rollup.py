"""The summary report: what is added up for whom, how often the database is asked, what is handed out."""

import datetime
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from docx import Document

from assessments.document.policy import DEFAULT
from assessments.models import Enrolment, FiscalYear, LogEntry, SheetRow
from assessments.services.policy import change_policy
from reports import rollup
from reports.documents.summary import Amounts
from reports.models import BrokenRule, Submission
from reports.progress.pictures import state_labels
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in
from tests.reports.paths import brought_to


def summary(user, city):
    return rollup.summary(user, city.year)


@pytest.fixture
def reviewed(city):
    return brought_to(city, "first_review")


def amounts_of(filing):
    sheet = SheetRow.objects.get(filing=filing, position=0)
    return Amounts(sheet.annual_initial_value, sheet.annual_revised_value, sheet.annual_executed_value)


def test_everything_of_the_city_is_added_up(city, reviewed, many):
    others = many(2, reviewed, "approved")
    for place, one in enumerate(others):
        SheetRow.objects.create(
            filing=one,
            position=0,
            annual_initial_value=Decimal("0.1"),
            annual_revised_value=Decimal("0.2") + place,
            annual_executed_value=Decimal("0.3"),
        )
    found = summary(city.performance, city)
    assert found.funds == amounts_of(reviewed) + Amounts(Decimal("0.2"), Decimal("1.4"), Decimal("0.6"))
    assert (found.required, found.submitted, found.concluded) == (4, 3, 2)
    with override("zh-hans"):
        labels = dict(state_labels())
    expected = {labels["none"]: 1, labels["first_review"]: 1, labels["approved"]: 2}
    assert {one.label: one.number for one in found.states if one.number} == expected
    score = Submission.objects.get(filing=reviewed).total_score
    assert found.mean_score == score
    assert sum(one.number for one in found.scores) == sum(one.number for one in found.rates) == 3
    assert sum(one.number for one in found.grades) == 3
    assert [unit.name for unit in found.units] == list(
        Enrolment.objects.order_by("department__code").values_list("name", flat=True)
    )


def test_a_policy_that_is_changed_later_grades_nobody_anew(city, reviewed):
    before = summary(city.performance, city)
    graded = [one.label for one in before.grades if one.number]
    strict = replace(DEFAULT, grades=(Decimal("100"), Decimal("99.99"), Decimal("99.98")))
    change_policy(city.year, strict, was=DEFAULT, by=city.administrator)
    city.year.refresh_from_db()
    found = summary(city.performance, city)
    assert [one.label for one in found.grades if one.number] == graded
    assert [unit.grade for unit in found.units] == [unit.grade for unit in before.units]


def test_figures_only_of_what_the_person_may_read(city):
    filing = brought_to(city, "supervision")
    assert summary(city.performance, city).submitted == 0
    assert summary(city.performance, city).expenses == ()
    found = summary(city.supervisor, city)
    assert (found.submitted, found.funds) == (1, amounts_of(filing))
    assert found.title == "2024年度甲市某局所属部门整体支出绩效自评汇总报告"
    assert summary(city.section_reviewer, city).title == "2024年度业务一科联系部门整体支出绩效自评汇总报告"
    assert summary(city.performance, city).title == "2024年度部门整体支出绩效自评汇总报告"
    assert [unit.name for unit in found.units] == [city.enrolment.name]


def test_a_department_that_need_not_file_is_not_counted(city, reviewed):
    Enrolment.objects.filter(pk=city.other_enrolment.pk).update(required=False, not_required_reason="撤并")
    assert summary(city.performance, city).required == 1


def test_the_three_public_expenses_stand_beside_last_year(city, reviewed):
    first, *_parts = summary(city.performance, city).expenses
    line = Submission.objects.get(filing=reviewed).document.basic_data.expenditure[0]
    assert (first.label, first.prior, first.budget, first.final) == (
        "三公经费",
        line.prior_final.value,
        line.budget.value,
        line.final.value,
    )


def test_last_year_is_compared_over_the_departments_of_both_years(city, reviewed, many):
    assert summary(city.performance, city).compared is None
    before = FiscalYear.objects.create(
        year=2023, status="closed", opens_on=datetime.date(2024, 1, 1), due_on=datetime.date(2024, 3, 1)
    )
    this, (gone,) = city.year, many(1, reviewed, "approved")
    for enrolment in (city.enrolment, gone.enrolment):
        earlier = Enrolment.objects.create(
            fiscal_year=before, department=enrolment.department, name=enrolment.name, section=city.section
        )
        filing = earlier.filings.create(created_by=city.stranger, state="approved")
        SheetRow.objects.create(filing=filing, position=0, annual_revised_value=7, annual_executed_value=5)
        copied = Submission.objects.get(filing=reviewed)
        copied.pk, copied.filing, copied._state.adding = None, filing, True
        copied.save()
    Enrolment.objects.filter(pk=gone.enrolment_id).update(required=False, not_required_reason="撤并")
    city.year = this
    both = summary(city.performance, city).compared
    assert (both.departments, both.before) == (1, Amounts(Decimal(0), Decimal(7), Decimal(5)))
    assert both.now == amounts_of(reviewed)


def test_many_departments_are_listed_under_their_supervisors(city, reviewed, many, monkeypatch):
    monkeypatch.setattr(rollup, "LISTED", 2)
    assert not summary(city.performance, city).grouped
    many(2, reviewed, "approved")
    found = summary(city.performance, city)
    assert found.grouped
    assert (found.units[0].name, found.units[0].departments) == ("甲市某局", 1)
    assert sum(unit.departments for unit in found.units) == found.required
    assert sum(unit.concluded for unit in found.units) == found.concluded
    assert not summary(city.supervisor, city).grouped


def test_the_most_broken_rules_come_first(city, reviewed, many):
    for one in many(2, reviewed, "approval"):
        BrokenRule.objects.create(submission=Submission.objects.get(filing=one), rule="B13")
    BrokenRule.objects.create(submission=Submission.objects.get(filing=reviewed), rule="E19")
    assert [(one.code, one.number) for one in summary(city.performance, city).broken] == [("B13", 2), ("E19", 1)]


def test_the_database_is_asked_as_often_for_any_number(city, reviewed, many):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            summary(city.performance, city)
        return len(captured)

    asked()  # the roles of the person are read once
    one = asked()
    many(70, reviewed, "approved")
    assert asked() == one <= 10
    client = signed_in(city.performance)
    assert queries_of(client, reverse("rollup", args=(2024,))) <= 20


def test_the_report_is_chinese_whoever_reads_it(city, reviewed):
    client = signed_in(city.performance)
    pages = [
        client.get(reverse("rollup", args=(2024,)), headers={"Accept-Language": language}).context["html"]
        for language in ("en", "zh-hans")
    ]
    assert pages[0] == pages[1]
    assert "汇总报告" in pages[0]


def test_pdf_and_word_are_drafts_until_all_are_approved_and_logged(city):
    filing = brought_to(city, "approval")
    client = signed_in(city.performance)
    names = {}
    for state in ("approval", "approved"):
        brought_to(city, state, filing)
        Enrolment.objects.filter(pk=city.other_enrolment.pk).update(required=False, not_required_reason="撤并")
        response = client.get(reverse("rollup_document", args=(2024, "docx")))
        text = "".join(paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs)
        assert "一、总体情况" in text
        names[state] = response["Content-Disposition"]
        logged = LogEntry.objects.filter(verb="export").latest("sequence")
        assert (logged.object_kind, json.loads(logged.after)["draft"]) == ("fiscalyear", state == "approval")
    assert len(set(names.values())) == 2
    pdf = client.get(reverse("rollup_document", args=(2024, "pdf")))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize(("kind", "year"), [("xlsx", 2024), ("exe", 2024), ("pdf", 2023)])
def test_other_kinds_and_years_do_not_exist(city, kind, year):
    assert signed_in(city.performance).get(reverse("rollup_document", args=(year, kind))).status_code == 404


def test_an_empty_year_says_so(city):
    other = factories.person("new", "新", "supervisor", department=city.other_enrolment.department)
    found = summary(other, city)
    assert (found.required, found.units, found.as_of) == (0, (), None)
    response = signed_in(other).get(reverse("rollup", args=(2024,)))
    assert "尚无部门报送自评材料" in response.context["html"]


def test_no_band_is_named_with_a_dash_that_the_printing_fonts_hang_above_the_line(city, reviewed):
    found = rollup.summary(city.performance, city.year)
    labels = [one.label for counts in (found.scores, found.rates) for one in counts]
    assert "95—100" in labels
    assert "95—100%" in labels
    assert not any(sign in label for label in labels for sign in "～~–")
