"""Computed figures that are taken, one or all of a page, as the person saw them."""

import json
import re
from html import escape, unescape

import pytest
from django.urls import reverse

from assessments.document.codec import loads
from assessments.document.paths import cells
from assessments.models import ExpenditureRow, LogEntry
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.selectors.kept import judged
from assessments.services.cells import Change, save_cells
from assessments.services.filings import import_document
from tests import factories
from tests.assessments.views.browser import fields_of, signed_in

RATE = "basic_data.headcount.control_rate"
AREA = "basic_data.buildings.area_control_rate"
THREE = "basic_data.expenditure[three_public].final"
TOTAL = "department_evaluation.total_score"
SCORE = "department_evaluation.funds.annual.score"


@pytest.fixture
def loaded(city):
    """A filing whose file left one rate blank and states another total."""
    return factories.draft(city, **{RATE: None, TOTAL: "98.90"})


def listed(response):
    """What the page offers to take: each cell with its computed and its stored text."""
    found = re.findall(r'name="seen"\s+value="([^"]*)"', response.content.decode())
    return [unescape(one) for one in found]


def texts(loaded):
    """What stands in every cell now."""
    return {path: cell.text for path, cell in cells(load(loaded.filing.pk).document).items()}


def seen(*figures):
    """What a button sends: cells, each with the stored and the computed text."""
    return json.dumps(figures, ensure_ascii=False)


def offers(html, *figures):
    """How many buttons take these figures together."""
    return len(re.findall(f'name="take"\\s+value="{re.escape(escape(seen(*figures)))}"', html))


def changed(before, after):
    return {path: text for path, text in after.items() if before[path] != text}


def test_a_blank_computed_cell_leads_from_its_finding_to_the_computed_figure(loaded, preparer, url, at):
    findings = {one.path: one.rule for one in findings_of(loaded)}
    assert findings[RATE] == "B02"
    step = preparer.get(url("headcount"))
    rate = [at(RATE), "", "90.00%"]
    assert offers(step.content.decode(), rate) == 2  # in the cell and at the finding
    assert listed(step) == [seen(rate)]
    assert offers(preparer.get(url("findings")).content.decode(), rate) == 1
    assert preparer.post(url("computed"), {"take": seen(rate)}).url == url("findings")
    assert RATE not in {one.path for one in findings_of(load(loaded.filing.pk))}


def test_all_of_a_page_are_taken_with_what_was_typed_beside_them(loaded, preparer, url, at):
    before = texts(loaded)
    fields = fields_of(preparer, url("headcount")) | {"take": "all", "seen": listed(preparer.get(url("headcount")))}
    assert preparer.post(url("headcount"), fields).url == url("headcount")
    assert changed(before, texts(loaded)) == {RATE: "90.00%"}
    assert listed(preparer.get(url("headcount"))) == []
    entry = LogEntry.objects.latest("sequence")
    assert (entry.verb, entry.after) == ("edit", f'{{"{at(RATE)}": "90.00%"}}')


def test_all_of_a_filing_are_taken_on_the_page_of_findings(loaded, preparer, url):
    before, shown = texts(loaded), listed(preparer.get(url("findings")))
    assert len(shown) == 2
    answer = preparer.post(url("computed"), {"take": "all", "seen": shown}, follow=True)
    assert changed(before, texts(loaded)) == {RATE: "90.00%", TOTAL: "98.97"}
    assert listed(answer) == []


def test_what_changed_meanwhile_is_refused_and_the_rest_taken(city, loaded, preparer, url, at):
    shown, three = listed(preparer.get(url("findings"))), seen([at(THREE), "", "4.50"])
    score = at("department_evaluation.indicators[1].score")
    assert not save_cells(loaded.filing.pk, [Change(score, "9.47", "8.47")], by=city.preparer).refused
    ExpenditureRow.objects.filter(line="three_public").update(final=None)
    before = texts(loaded)
    answer = preparer.post(url("computed"), {"take": "all", "seen": [*shown, three]}, follow=True)
    assert changed(before, texts(loaded)) == {THREE: "4.50"}
    assert "97.97" in answer.content.decode()
    assert seen([at(TOTAL), "98.90", "97.97"]) in listed(answer)


def test_a_step_says_which_figure_was_not_taken(loaded, preparer, url, at):
    before = texts(loaded)
    answer = preparer.post(url("headcount"), {"take": seen([at(RATE), "", "91.00%"])})
    assert answer.status_code == 409
    assert "90.00%" in answer.content.decode()
    assert changed(before, texts(loaded)) == {}


@pytest.mark.parametrize(
    "sent",
    [
        "", "x", "0", "null", "[1]", '["ab"]', '[["a", "b"]]', '{"abc": 1}', "[" * 100_000, '"\\ud800"', '[["\\ud800", {}, null]]',
        seen(["basic-1-authorised", "1", "2"]), seen(["sheet-99999-total_score", "", "1"]), seen(["\0", "1", "2"]),
    ],
)  # fmt: skip
def test_what_is_no_computed_figure_is_not_taken(loaded, preparer, url, sent):
    before = texts(loaded)
    assert preparer.post(url("computed"), {"take": sent}).status_code == 302
    assert preparer.post(url("computed"), {"take": "all", "seen": ["x", sent]}).status_code == 302
    assert changed(before, texts(loaded)) == {}


def test_readers_are_offered_nothing(city, loaded, url):
    head = signed_in(city.head)
    for page in ("findings", "headcount"):
        text = head.get(url(page)).content.decode()
        assert 'name="take"' not in text
        assert 'name="seen"' not in text
    before = texts(loaded)
    rate = seen([str(loaded.address_of(RATE)), "", "90.00%"])
    assert head.post(url("computed"), {"take": "all", "seen": [rate]}).status_code == 302
    assert changed(before, texts(loaded)) == {}


def test_a_save_redraws_what_can_be_taken(loaded, preparer, url, at):
    body = {"step": "headcount", "changes": [{"address": at("basic_data.headcount.actual"), "was": "18", "now": "19"}]}
    answer = preparer.post(url("cells"), json.dumps(body), content_type="application/json").json()
    assert 'name="seen"' not in answer["panel"]  # the blank rate is stored with the save
    body = {"step": "department-indicators", "changes": []}
    answer = preparer.post(url("cells"), json.dumps(body), content_type="application/json").json()
    assert offers(answer["panel"], [at(TOTAL), "98.90", "98.97"]) == 1


@pytest.fixture
def pair(city):
    """The filing whose execution score is declared as 9.4 and computed as 9.50, with a total that agrees with neither."""
    loaded = factories.draft(city, **{SCORE: "9.4", TOTAL: "98.80"})
    return loaded, [str(loaded.address_of(TOTAL)), "98.80", "98.97"], [str(loaded.address_of(SCORE)), "9.4", "9.50"]


@pytest.mark.parametrize("page", ["findings", "department-indicators"])
def test_a_total_is_taken_together_with_the_computed_score_that_it_adds_up(preparer, url, pair, page):
    loaded, total, score = pair
    assert {"E03", "E19"} <= {one.rule for one in findings_of(loaded)}
    before, html = texts(loaded), preparer.get(url(page)).content.decode()
    assert offers(html, total) == 0
    assert offers(html, total, score) == (2 if page == "department-indicators" else 1)
    assert html.count("9.4 → 9.50") > html.count(">9.4 → 9.50<")  # the button says it as well
    assert preparer.post(url("computed"), {"take": seen(total, score)}).status_code == 302
    assert changed(before, texts(loaded)) == {TOTAL: "98.97", SCORE: "9.50"}
    assert not {"E03", "E19"} & {one.rule for one in findings_of(load(loaded.filing.pk))}


def test_a_total_alone_is_refused_while_its_score_is_another(city, preparer, url, pair):
    loaded, total, score = pair
    before = texts(loaded)
    answer = preparer.post(url("computed"), {"take": seen(total)}, follow=True).content.decode()
    assert re.search(r"总分.*执行", answer)
    assert changed(before, texts(loaded)) == {}
    assert preparer.post(url("computed"), {"take": seen(score)}).status_code == 302  # it comes from typed figures alone
    assert preparer.post(url("computed"), {"take": seen(total)}).status_code == 302
    assert changed(before, texts(loaded)) == {TOTAL: "98.97", SCORE: "9.50"}


@pytest.mark.parametrize("page", ["findings", "department-indicators"])
def test_what_is_wrong_with_a_taken_total_leads_to_the_score_that_is_not(city, preparer, url, at, page):
    """The score stands on another step; its button says whose figure it takes."""
    loaded = factories.draft(city, **{SCORE: "9.4", TOTAL: "98.97"})
    assert "E19" in {one.rule for one in findings_of(loaded)}
    score = [str(loaded.address_of(SCORE)), "9.4", "9.50"]
    html = preparer.get(url(page)).content.decode()
    assert offers(html, score) == (1 if page == "department-indicators" else 2)  # E03 is listed on the page of findings
    assert re.search(r"采用“附件2[^”]*”的计算值：9\.4 → 9\.50", html)
    fields = fields_of(preparer, url("department-indicators")) | {"take": seen(score)}
    preparer.post(url("department-indicators"), fields)
    assert not {"E03", "E19"} & {one.rule for one in findings_of(load(loaded.filing.pk))}


def test_a_total_stays_where_its_score_changed_meanwhile(city, preparer, url, pair):
    loaded, total, score = pair
    before = texts(loaded)
    preparer.post(url("computed"), {"take": seen(total, [score[0], "9.3", "9.50"])})
    assert changed(before, texts(loaded)) == {}


def test_of_the_given_filings_every_computed_figure_can_be_taken_and_nothing_else_changes(city, preparer, cases):
    found = 0
    for case in sorted(cases.glob("*-2024.json"))[:3]:
        filing = import_document(city.enrolment, loads(case.read_bytes()), by=city.preparer, replace=True)
        before = load(filing.pk)
        figures = judged(before.filing).facts.untaken
        found += len(figures)
        page = preparer.get(reverse("findings", args=(filing.pk,)))
        assert listed(page) == [one.seen for one in figures]
        preparer.post(reverse("take", args=(filing.pk,)), {"take": "all", "seen": listed(page)})
        after = load(filing.pk)
        assert judged(after.filing).facts.untaken == ()
        taken = {one.path: one.computed for one in figures}
        old, new = cells(before.document), cells(after.document)
        assert {path: new[path].text for path in new if new[path] != old[path]} == taken
    assert found
