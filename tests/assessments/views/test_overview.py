"""The overview and the findings page."""

import pytest

from assessments.models import ExplanationRow
from assessments.services.cells import Change, save_cells
from tests import factories
from tests.assessments.views.browser import signed_in

FINAL = "basic_data.expenditure[procurement].final"
REASON = "合同跨年执行，尾款于次年支付。"


@pytest.fixture
def loaded(city):
    """A filing with one error (E19) and one warning (B13)."""
    return factories.draft(city, **{"department_evaluation.total_score": "98.00", FINAL: "20.00"})


@pytest.fixture
def findings(loaded):
    return f"/filings/{loaded.filing.pk}/findings/"


def explain(client, findings, text, rule="B13", path=FINAL):
    key = f"{rule}-{path}"
    return client.post(findings, {"explain": key, f"answer-{key}": text})


def found(client, findings):
    return {line.finding.rule: line for _title, lines in client.get(findings).context["groups"] for line in lines}


def test_findings_stand_by_attachment_with_both_figures_and_a_link(loaded, preparer, findings):
    response = preparer.get(findings)
    groups = response.context["groups"]
    assert [title for title, _lines in groups] == ["附件1", "附件2"]
    lines = found(preparer, findings)
    assert set(lines) == {"B13", "E19"}
    assert lines["E19"].url.endswith(
        f"/department-indicators/#{loaded.address_of('department_evaluation.total_score')}"
    )
    text = response.content.decode()
    assert "98.00" in text
    assert "98.97" in text


def test_errors_come_first_within_an_attachment(city, preparer):
    loaded = factories.draft(city, **{FINAL: "20.00", "basic_data.economy_measures": ""})
    response = preparer.get(f"/filings/{loaded.filing.pk}/findings/")
    (_title, lines), *_others = response.context["groups"]
    assert [line.finding.severity for line in lines] == ["error", "warning"]


def test_a_warning_is_explained_and_taken_back(loaded, preparer, findings):
    assert explain(preparer, findings, REASON).status_code == 302
    line = found(preparer, findings)["B13"]
    assert (line.finding.explained, line.answer) == (True, REASON)
    assert explain(preparer, findings, "  ").status_code == 302
    assert not found(preparer, findings)["B13"].finding.explained
    assert not ExplanationRow.objects.exists()


def test_an_explanation_is_stale_when_its_figures_change(loaded, city, preparer, findings):
    explain(preparer, findings, REASON)
    save_cells(loaded.filing.pk, [Change(str(loaded.address_of(FINAL)), "20.00", "10.00")], by=city.preparer)
    line = found(preparer, findings)["B13"]
    assert (line.finding.explained, line.stale, line.answer) == (False, True, REASON)


def test_an_error_cannot_be_explained_away(preparer, findings):
    response = explain(preparer, findings, "就是这样", rule="E19", path="department_evaluation.total_score")
    assert response.status_code == 409
    assert not ExplanationRow.objects.exists()


def test_what_was_written_stays_on_the_page_when_it_is_refused(preparer, findings):
    response = explain(preparer, findings, "坏\x01字")
    assert response.status_code == 409
    assert "坏" in response.content.decode()


@pytest.mark.parametrize(("rule", "path"), [("B99", FINAL), ("B13", "nothing"), ("", "")])
def test_a_warning_that_does_not_stand_is_refused(preparer, findings, rule, path):
    assert explain(preparer, findings, REASON, rule=rule, path=path).status_code == 409


def test_readers_see_answers_and_cannot_write(loaded, city, preparer, findings):
    explain(preparer, findings, REASON)
    head = signed_in(city.head)
    text = head.get(findings).content.decode()
    assert REASON in text
    assert "<textarea" not in text
    assert explain(head, findings, "改").status_code == 409
    assert explain(signed_in(city.stranger), findings, "改").status_code == 404
    assert ExplanationRow.objects.get().text == REASON


def test_the_overview_counts_and_names(loaded, preparer):
    response = preparer.get(f"/filings/{loaded.filing.pk}/")
    assert (response.context["open_errors"], response.context["open_warnings"]) == (1, 1)
    assert "甲市乙支队" in response.content.decode()


def test_the_overview_leads_to_the_filing_as_printed_and_to_its_files(loaded, preparer):
    pk = loaded.filing.pk
    text = preparer.get(f"/filings/{pk}/").content.decode()
    for address in ("preview/", "document.pdf", "document.docx", "export.json"):
        assert f'href="/filings/{pk}/{address}"' in text


def test_other_methods_are_not_there(loaded, preparer, findings):
    assert preparer.put(findings).status_code == 405
    assert preparer.post(f"/filings/{loaded.filing.pk}/").status_code == 405
