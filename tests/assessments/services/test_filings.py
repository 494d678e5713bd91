import datetime

import pytest
from django.core.management import CommandError, call_command

from assessments.document import codec
from assessments.models import Enrolment, Filing
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services.filings import import_document, start_filing
from tests import factories
from tests.assessments.rules.sample import sample


def incoming(**changes):
    data = sample(**changes)
    data["department"] = {"name": "甲市乙支队"}
    return codec.from_json(data)


def test_a_new_filing_has_the_blank_forms_of_the_year(city):
    document = load(start_filing(city.enrolment, by=city.preparer).pk).document
    assert document.department.name.text == "甲市乙支队"
    assert len(document.basic_data.expenditure) == 16
    assert [row.level2.text for row in document.department_evaluation.indicators][:2] == ["数量指标", "质量指标"]
    assert document.projects == ()
    assert document.report.title.text == "2024年度甲市乙支队整体支出绩效自评报告"
    assert len(document.report.sections) == 13
    codes = {one.rule for one in findings_of(load(Filing.objects.get().pk))}
    assert {"B01", "B04", "B18", "E01", "F01", "S01"} <= codes


def test_there_is_one_filing_for_a_department_and_year(city):
    start_filing(city.enrolment, by=city.preparer)
    with pytest.raises(Refused, match=r"甲市乙支队.*2024"):
        start_filing(city.enrolment, by=city.preparer)
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("status", ["planned", "closed"])
def test_nothing_begins_in_a_year_that_is_not_open(city, status):
    city.year.status = status
    city.year.save()
    enrolment = Enrolment.objects.get(pk=city.enrolment.pk)
    with pytest.raises(Refused, match="2024"):
        start_filing(enrolment, by=city.preparer)


def test_nothing_begins_for_a_department_that_need_not_file(city):
    city.enrolment.required, city.enrolment.not_required_reason = False, "本年撤并"
    city.enrolment.save()
    with pytest.raises(Refused, match="本年撤并"):
        start_filing(city.enrolment, by=city.preparer)


def test_a_draft_is_replaced_only_when_that_is_said(city):
    first = import_document(city.enrolment, incoming(), by=city.preparer)
    other = incoming(**{"basic_data.expenditure[office].final": "20.00"})
    with pytest.raises(Refused):
        import_document(city.enrolment, other, by=city.preparer)
    assert load(first.pk).document == incoming()
    again = import_document(city.enrolment, other, by=city.preparer, replace=True)
    assert again.pk == first.pk
    assert load(first.pk).document == other


def test_a_document_of_another_year_or_department_is_refused(city):
    with pytest.raises(Refused, match="2023"):
        import_document(city.enrolment, incoming(fiscal_year=2023), by=city.preparer)
    data = sample()
    data["department"] = {"code": "999"}
    with pytest.raises(Refused, match="999"):
        import_document(city.enrolment, codec.from_json(data), by=city.preparer)
    assert not Filing.objects.exists()


def test_an_imported_explanation_holds_for_its_figures(city):
    final = "basic_data.expenditure[procurement].final"
    document = incoming(**{final: "10.00", "explanations": [{"rule": "B13", "path": final, "text": "项目延期。"}]})
    filing = import_document(city.enrolment, document, by=city.preparer)
    (finding,) = findings_of(load(filing.pk))
    assert finding.explained
    from assessments.services.cells import Change, save_cells

    loaded = load(filing.pk)
    save_cells(filing.pk, [Change(str(loaded.address_of(final)), "10.00", "11.00")], by=city.preparer)
    (finding,) = findings_of(load(filing.pk))
    assert not finding.explained


def test_the_commands_carry_a_filing_in_and_out(city, tmp_path, capsys):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(codec.dumps(incoming()), encoding="utf-8")
    call_command("import_filing", str(source), "--department", "300001")
    call_command("export_filing", "--department", "300001", "--year", "2024", "--output", str(target))
    assert codec.loads(target.read_bytes()) == incoming()


@pytest.mark.parametrize(
    ("content", "department", "code"),
    [("{}", "300001", 2), ("not json", "300001", 2), (None, "300001", 2), ("good", "999", 1), ("good", "300001", 1)],
)
def test_the_import_command_says_why_not(city, tmp_path, content, department, code):
    import_document(city.enrolment, incoming(), by=city.preparer)
    source = tmp_path / "in.json"
    if content is not None:
        source.write_text(codec.dumps(incoming()) if content == "good" else content, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("import_filing", str(source), "--department", department)
    assert refused.value.returncode == code


def test_the_export_command_says_when_there_is_none(city, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("export_filing", "--department", "300001", "--year", "2024", "--output", str(tmp_path / "x"))
    assert refused.value.returncode == 1


def test_the_next_version_has_the_same_content(city):
    from assessments.services.filings import next_version

    loaded = factories.draft(city)
    Filing.objects.filter(pk=loaded.filing.pk).update(state="approved")
    made = next_version(factories.fresh(loaded.filing), by=city.administrator)
    assert made.version == 2
    assert load(made.pk).document == loaded.document
    assert made.created_at.date() <= datetime.datetime.now(tz=datetime.UTC).date()
