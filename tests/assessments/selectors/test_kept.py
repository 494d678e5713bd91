"""What is kept of a filing serves only while nothing changed."""

from django.db import transaction
from django.db.models import F

from assessments.models import ExpenditureRow, Filing
from assessments.selectors.documents import load
from assessments.selectors.kept import _known, held, judged, keep
from assessments.services.cells import Change, save_cells
from assessments.services.explanations import explain
from tests import factories

FINAL = "basic_data.expenditure[procurement].final"


def read(loaded):
    related = ("enrolment__fiscal_year", "enrolment__department", "enrolment__supervisor", "basic_data")
    return judged(Filing.objects.select_related(*related).get(pk=loaded.filing.pk))


def codes(found):
    return [finding.rule for finding in found.findings]


def test_the_second_reading_makes_only_the_query_for_the_filing(city, django_assert_num_queries):
    loaded = factories.draft(city)
    first = read(loaded)
    with django_assert_num_queries(2):  # the filing, read without the mark of last year's approved one
        again = read(loaded)
    assert again.loaded.document is first.loaded.document
    assert again.findings is first.findings


def test_every_kind_of_change_is_seen(city):
    loaded = factories.draft(city)
    assert codes(read(loaded)) == []
    save_cells(loaded.filing.pk, [Change(str(loaded.address_of(FINAL)), "39.00", "20.00")], by=city.preparer)
    found = read(loaded)
    assert codes(found) == ["B13"]
    explain(loaded.filing.pk, "B13", FINAL, "合同跨年执行。", by=city.preparer)
    assert read(loaded).findings[0].explained
    loaded = factories.draft(city)
    assert codes(read(loaded)) == []


def test_another_policy_judges_anew(city):
    loaded = factories.draft(city, **{FINAL: "36.80"})
    assert codes(read(loaded)) == ["B13"]  # 92 per cent
    city.year.policy = {"format": "perfeval-policy/1", "procurement": ["90", "110"]}
    city.year.save()
    assert codes(read(loaded)) == []


def test_a_change_of_the_filing_row_itself_is_seen(city):
    loaded = factories.draft(city)
    read(loaded)
    Filing.objects.filter(pk=loaded.filing.pk).update(phone="", absent="")
    assert codes(read(loaded)) == ["S01"]


def test_the_state_is_always_the_fresh_one(city):
    loaded = factories.draft(city)
    read(loaded)
    Filing.objects.update(state="signing")
    assert read(loaded).loaded.filing.state == "signing"


def test_a_change_that_was_undone_leaves_nothing(city):
    loaded = factories.draft(city)
    read(loaded)
    with transaction.atomic():
        save_cells(loaded.filing.pk, [Change(str(loaded.address_of(FINAL)), "39.00", "20.00")], by=city.preparer)
        transaction.set_rollback(True)
    assert codes(read(loaded)) == []
    assert ExpenditureRow.objects.get(line="procurement").final == "39.00"


def test_what_is_kept_after_a_save_is_what_lies_in_the_database(city):
    loaded = factories.draft(city)
    texts = {"basic_data.headcount.actual": "37", FINAL: "20.00", "department_evaluation.funds.annual.executed": "699.99",
             "projects[0].name": "另一个项目", "signatures.phone": "0730-1", "report.sections[1].text": "新的一段\n两行"}  # fmt: skip
    for path, text in texts.items():
        address = loaded.address_of(path)
        was = loaded.by_key[address.kind, address.pk].get(address.column) or ""
        saved = save_cells(loaded.filing.pk, [Change(str(address), was, text)], by=city.preparer)
        assert saved.saved == {str(address): text}
        loaded = keep(saved.loaded).loaded
        stored = load(loaded.filing.pk)
        assert (loaded.rows, loaded.document, loaded.prefixes) == (stored.rows, stored.document, stored.prefixes)
        assert _known(stored.filing) is not None


def test_a_change_finds_kept_rows_only_as_they_lie_in_the_database(city, django_assert_num_queries):
    loaded = factories.draft(city)
    read(loaded)
    with transaction.atomic(), django_assert_num_queries(1):
        found = held(loaded.filing.pk)
    assert found.rows == load(loaded.filing.pk).rows
    ExpenditureRow.objects.filter(line="procurement").update(final="20.00")  # as another process saves it
    Filing.objects.update(revision=F("revision") + 1)
    with transaction.atomic():
        assert held(loaded.filing.pk).rows == load(loaded.filing.pk).rows
