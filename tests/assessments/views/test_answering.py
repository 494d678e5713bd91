"""Warnings answered where they stand: beside the cells of a step, and all those of a page at once."""

import re

import pytest

from assessments.models import ExplanationRow
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells
from tests import factories
from tests.assessments.views.browser import signed_in, squeezed

FINAL = "basic_data.expenditure[procurement].final"
ACTUAL = "basic_data.headcount.actual"
KEY, STAFF = f"B13-{FINAL}", f"B03-{ACTUAL}"
REASON = "合同跨年执行，尾款于次年支付。"


@pytest.fixture
def loaded(city):
    """A filing with a warning on two steps: procurement (B13) and headcount (B03)."""
    return factories.draft(city, **{FINAL: "20.00", ACTUAL: "40", "basic_data.headcount.control_rate": "133.33%"})


@pytest.fixture
def step(loaded):
    return f"/filings/{loaded.filing.pk}/expenditure/"


@pytest.fixture
def address(loaded):
    return str(loaded.address_of(FINAL))


def kept(loaded):
    return {(row.rule, row.text) for row in ExplanationRow.objects.filter(filing=loaded.filing.pk)}


def field(response, key):
    """The field of an answer: whether it stands open, what it was drawn with, what stands in it."""
    found = re.search(
        rf'<details( open)?><summary>[^<]*</summary>.{{0,300}}?name="stood-{re.escape(key)}" value="([^"]*)"><textarea[^>]*>\n?(.*?)</textarea>',
        response.content.decode(),
        re.S,
    )
    return found and (bool(found[1]), found[2], found[3])


def test_a_warning_is_answered_on_its_step_and_the_person_stays_there(loaded, preparer, step):
    assert field(preparer.get(step), KEY) == (False, "", "")
    response = preparer.post(step, {"explain": KEY, f"stood-{KEY}": "", f"answer-{KEY}": f" {REASON}\r\n"})
    assert (response.status_code, response.url) == (302, f"{step}#{KEY}")
    shown = preparer.get(step)
    assert field(shown, KEY) == (False, REASON, REASON)
    text = squeezed(shown.content)
    assert f'finding-explained" id="{KEY}"' in text
    assert f'<p class="quote">{REASON}</p>' in text
    assert kept(loaded) == {("B13", REASON)}


def test_the_cells_are_saved_with_the_answer_and_the_answer_holds_for_what_they_say(loaded, preparer, step, address):
    sent = {f"was-{address}": "20.00", address: "21.00", f"stood-{KEY}": "", f"answer-{KEY}": REASON, "explain": KEY}
    assert preparer.post(step, sent).status_code == 302
    assert load(loaded.filing.pk).document.basic_data.expenditure[-2].final.text == "21.00"
    assert 'finding-explained" id="B13' in squeezed(preparer.get(step).content)


def test_every_answer_that_was_written_goes_with_any_button_and_the_others_stay(loaded, preparer, step):
    findings = f"/filings/{loaded.filing.pk}/findings/"
    preparer.post(step, {"go": "", f"stood-{KEY}": "", f"answer-{KEY}": REASON})
    assert kept(loaded) == {("B13", REASON)}
    sent = {f"stood-{KEY}": REASON, f"answer-{KEY}": REASON, f"stood-{STAFF}": "", f"answer-{STAFF}": "新增编制待批。"}
    assert preparer.post(findings, sent | {"explain": STAFF}).url == f"{findings}#{STAFF}"
    assert kept(loaded) == {("B13", REASON), ("B03", "新增编制待批。")}
    before = set(ExplanationRow.objects.values_list("pk", "written_at"))
    preparer.post(findings, {f"stood-{KEY}": REASON, f"answer-{KEY}": REASON})
    assert set(ExplanationRow.objects.values_list("pk", "written_at")) == before


def test_an_old_answer_is_confirmed_by_its_button_alone(loaded, city, preparer, step, address):
    preparer.post(step, {"explain": KEY, f"answer-{KEY}": REASON})
    save_cells(loaded.filing.pk, [Change(address, "20.00", "19.00")], by=city.preparer)
    shown = preparer.get(step)
    assert field(shown, KEY) == (True, REASON, REASON)
    assert '<p class="late">' in squeezed(shown.content)
    untouched = {f"stood-{KEY}": REASON, f"answer-{KEY}": REASON}
    preparer.post(step, untouched | {"go": ""})
    assert 'finding-explained" id="B13' not in squeezed(preparer.get(step).content)
    preparer.post(step, untouched | {"explain": KEY})
    assert 'finding-explained" id="B13' in squeezed(preparer.get(step).content)


def test_an_answer_stays_on_the_page_when_it_or_a_cell_is_refused(loaded, preparer, step, address):
    response = preparer.post(step, {"explain": KEY, f"stood-{KEY}": "", f"answer-{KEY}": "坏\x01字"})
    assert (response.status_code, field(response, KEY)) == (409, (True, "", "坏\x01字"))
    sent = {f"was-{address}": "20.00", address: "二十", f"stood-{KEY}": "", f"answer-{KEY}": REASON, "explain": KEY}
    response = preparer.post(step, sent)
    assert (response.status_code, field(response, KEY)) == (409, (True, "", REASON))
    assert kept(loaded) == set()


def test_an_answer_to_what_the_same_save_corrected_is_told_and_not_lost(loaded, preparer, step, address):
    sent = {f"was-{address}": "20.00", address: "39.00", f"stood-{KEY}": "", f"answer-{KEY}": REASON, "explain": KEY}
    response = preparer.post(step, sent)
    assert response.status_code == 409
    assert field(response, KEY) is None
    assert REASON in response.content.decode()
    assert kept(loaded) == set()


def test_a_save_in_the_background_draws_the_answers_with_the_panel(loaded, preparer, step, address):
    change = {"step": "expenditure", "changes": [{"address": address, "was": "20.00", "now": "18.00"}]}
    answer = preparer.post(f"/filings/{loaded.filing.pk}/cells/", change, content_type="application/json").json()
    assert f'name="answer-{KEY}"' in answer["panel"]


def test_who_only_reads_sees_the_answer_and_no_field(loaded, city, preparer, step):
    preparer.post(step, {"explain": KEY, f"answer-{KEY}": REASON})
    head = signed_in(city.head)
    shown = head.get(step)
    assert f'<p class="quote">{REASON}</p>' in squeezed(shown.content)
    assert field(shown, KEY) is None
    assert head.post(step, {"explain": KEY, f"answer-{KEY}": "改口"}).status_code == 409
    assert kept(loaded) == {("B13", REASON)}
