"""Stored cells that cannot be read: named, and mended only as such."""

import json

import pytest
from django.utils.translation import override

from assessments.document.paths import resolve
from assessments.models import ExpenditureRow, LogEntry
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.selectors.unread import UnreadableFiling
from assessments.services.cells import Change
from assessments.services.log import verify
from assessments.services.mending import mend
from tests import factories
from tests.assessments.unread import spoil

FINAL = "basic_data.expenditure[procurement].final"
BUDGET = "basic_data.expenditure[procurement].budget"
HEADS = "basic_data.headcount.actual"
SCORE = "department_evaluation.indicators[1].score"


@pytest.fixture
def filing(city):
    return factories.draft(city).filing


@pytest.mark.parametrize("what", ["document", "whole", "cells", "computed"])
def test_a_filing_with_such_a_cell_has_no_document_and_says_so(filing, what):
    address = spoil(filing, FINAL)
    loaded = load(filing.pk)
    for _time in range(2):
        with pytest.raises(UnreadableFiling) as refused, override("en"):
            getattr(loaded, what)
    with override("en"):
        assert str(refused.value) == (
            f"The filing of 甲市乙支队 for 2024 cannot be read: 附件1 procurement 2024年决算数 ({address}): "
            "“12,34”: commas must set off groups of three digits."
        )
    with pytest.raises(UnreadableFiling):
        findings_of(loaded)


def test_the_cells_are_named_in_the_order_and_words_of_the_form(filing):
    row = resolve(load(filing.pk).document, "department_evaluation.indicators[1]")
    score, heads, final = spoil(filing, SCORE, "abc"), spoil(filing, HEADS, "二十"), spoil(filing, FINAL, "1.2.3")
    assert [(one.path, str(one.address), one.place, one.text) for one in load(filing.pk).unread] == [
        (HEADS, heads, "附件1 2024年实际在职人数", "二十"),
        (FINAL, final, "附件1 procurement 2024年决算数", "1.2.3"),
        (SCORE, score, f"附件2 {row.level3.text} 得分", "abc"),
    ]


def test_a_filing_that_can_be_read_names_none(filing):
    assert load(filing.pk).unread == ()


def test_the_sentence_names_five_cells_at_the_most(filing):
    paths = [f"department_evaluation.indicators[{place}].score" for place in range(6)]
    for path in paths[:5]:
        spoil(filing, path, "abc")
    assert str(UnreadableFiling(load(filing.pk))).count("“abc”") == 5
    assert "…" not in str(UnreadableFiling(load(filing.pk)))
    spoil(filing, paths[5], "abc")
    assert str(UnreadableFiling(load(filing.pk))).count("“abc”") == 5
    assert str(UnreadableFiling(load(filing.pk))).endswith("…")


def test_a_preparer_mends_a_draft_and_nothing_else_changes(city, filing):
    before = load(filing.pk)
    texts = {path: cell.text for path, cell in before.cells.items()}
    first, second = spoil(filing, FINAL), spoil(filing, SCORE, "abc")
    mend(filing.pk, [Change(first, "12,34", "1,234.5"), Change(second, "abc", "3")], by=city.preparer)
    after = load(filing.pk)
    assert {path: cell.text for path, cell in after.cells.items()} == {**texts, FINAL: "1,234.5", SCORE: "3"}
    assert after.filing.revision == before.filing.revision + 1
    row = ExpenditureRow.objects.get(pk=first.split("-")[1])
    assert (row.final, row.final_value) == ("1,234.5", 1234.5)
    entry = LogEntry.objects.latest("sequence")
    assert (entry.verb, entry.actor_id, json.loads(entry.before), json.loads(entry.after)) == (
        "edit",
        city.preparer.pk,
        {first: "12,34", second: "abc"},
        {first: "1,234.5", second: "3"},
    )
    assert verify().holds


def test_a_dash_says_that_nothing_stood_there(city, filing):
    address = spoil(filing, FINAL)
    mend(filing.pk, [Change(address, "12,34", "—")], by=city.preparer)
    assert resolve(load(filing.pk).document, FINAL).blank


def refused(filing, changes, by):
    with pytest.raises(Refused) as refusal, override("en"):
        mend(filing.pk, [Change(*one) for one in changes], by=by)
    return refusal.value.reasons


def test_all_are_mended_or_none(city, filing):
    first, second = spoil(filing, FINAL), spoil(filing, SCORE, "abc")
    assert len(refused(filing, [(first, "12,34", "1234")], city.preparer)) == 1
    assert len(refused(filing, [(first, "12,34", "1234"), (second, "abc", " ")], city.preparer)) == 1
    assert len(refused(filing, [(first, "12,34", "12,3"), (second, "abc", "abd")], city.preparer)) == 2
    assert [one.text for one in load(filing.pk).unread] == ["12,34", "abc"]


def test_what_was_not_seen_or_can_be_read_is_not_written_over(city, filing):
    address = spoil(filing, FINAL)
    assert refused(filing, [(address, "12,35", "1234")], city.preparer) == [
        f"{load(filing.pk).unread[0].place}: meanwhile “12,34” is stored here. Look at it again."
    ]
    other = str(load(filing.pk).address_of(BUDGET))
    assert refused(filing, [(address, "12,34", "1234"), (other, "", "7")], city.preparer) == [
        f"{other} is no cell that cannot be read."
    ]
    assert [one.text for one in load(filing.pk).unread] == ["12,34"]


@pytest.mark.parametrize("who", ["head", "supervisor", "performance", "administrator", "stranger"])
def test_nobody_but_a_preparer_mends_on_the_pages(city, filing, who):
    address = spoil(filing, FINAL)
    assert len(refused(filing, [(address, "12,34", "1234")], getattr(city, who))) == 1
