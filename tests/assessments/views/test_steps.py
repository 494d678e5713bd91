"""The step pages as a browser without scripts uses them."""

import re

import pytest

from assessments.document.codec import to_json
from assessments.models import ExpenditureRow, Filing, IndicatorRow, SheetRow
from assessments.selectors.documents import load
from assessments.selectors.steps import steps_of
from assessments.services.cells import Change, save_cells
from assessments.services.filings import import_document, start_filing
from tests import factories
from tests.assessments.rules.sample import FILING
from tests.assessments.views.browser import fields_of, form_of, queries_of, send

ACTUAL = "basic_data.headcount.actual"
OFFICE = "basic_data.expenditure[office].final"
RUNNING = "basic_data.expenditure[vehicle_running].final"


def page(response):
    return response.content.decode()


def change(client, url, at, changes, button=None):
    """Send the page with these cells changed, by path."""
    fields = fields_of(client, url) | {at(path): text for path, text in changes.items()}
    if button:
        fields[button[0]] = button[1]
    return client.post(url, fields)


def test_a_form_sent_back_untouched_changes_nothing(loaded, preparer, url):
    before = Filing.objects.get(pk=loaded.filing.pk).revision
    for step in steps_of(loaded):
        assert send(preparer, url(step.slug)).status_code == 302
    after = load(loaded.filing.pk)
    assert after.filing.revision == before
    assert to_json(after.document) == to_json(loaded.document)


def test_the_given_filings_sent_back_untouched_stay_as_they_are(city, preparer, cases):
    from assessments.document.codec import loads

    for case in sorted(cases.glob("*-2024.json"))[:3]:
        filing = import_document(city.enrolment, loads(case.read_bytes()), by=city.preparer, replace=True)
        before = load(filing.pk)
        for step in steps_of(before):
            assert send(preparer, f"/filings/{filing.pk}/{step.slug}/").status_code == 302
        assert to_json(load(filing.pk).document) == to_json(before.document)


def test_odd_texts_survive_the_form(city, preparer):
    odd = "  <b>\"&amp;' ≥ ９５ %\n\nzweite\t行  "
    loaded = factories.draft(
        city,
        **{
            "basic_data.economy_measures": odd,
            "department_evaluation.indicators[0].target": "\n先空一行",
            "signatures.phone": " 1\n2 ",
        },
    )
    for slug in ("buildings", "department-indicators", "signatures"):
        assert send(preparer, f"/filings/{loaded.filing.pk}/{slug}/").status_code == 302
    assert to_json(load(loaded.filing.pk).document) == to_json(loaded.document)


def test_a_cell_is_saved_and_the_step_says_by_whom(loaded, preparer, url, at, stored):
    response = change(preparer, url("headcount"), at, {ACTUAL: "19"})
    assert response.status_code == 302
    assert response.url == url("headcount")
    assert stored(ACTUAL) == "19"
    assert Filing.objects.get().step_saves["headcount"][1] == "张填报"
    assert "张填报" in page(preparer.get(url("headcount")))


def test_a_computed_cell_follows(loaded, preparer, url, at, stored):
    change(preparer, url("headcount"), at, {ACTUAL: "19"})
    assert stored("basic_data.headcount.control_rate") == "95.00%"
    change(preparer, url("expenditure"), at, {RUNNING: "3.60"})
    assert stored("basic_data.expenditure[official_vehicles].final") == "3.60"
    assert stored("basic_data.expenditure[three_public].final") == "4.60"


def test_a_computed_cell_has_no_input_and_cannot_be_sent(loaded, preparer, url, at, stored):
    address = at("basic_data.headcount.control_rate")
    fields = fields_of(preparer, url("headcount"))
    assert address not in fields
    response = preparer.post(url("headcount"), fields | {f"was-{address}": "90%", address: "80%"})
    assert response.status_code == 409
    assert stored("basic_data.headcount.control_rate") == "90%"


def test_previous_and_next_save_on_the_way(loaded, preparer, url, at, stored):
    response = change(preparer, url("expenditure"), at, {OFFICE: "20.00"}, ("go", "next"))
    assert (response.status_code, response.url) == (302, url("buildings"))
    response = change(preparer, url("expenditure"), at, {OFFICE: "19.00"}, ("go", "previous"))
    assert (response.status_code, response.url) == (302, url("headcount"))
    assert stored(OFFICE) == "19.00"


def test_two_people_on_one_cell(loaded, city, preparer, url, at, stored):
    fields = fields_of(preparer, url("expenditure")) | {at(OFFICE): "22.22", at(RUNNING): "3.33"}
    save_cells(loaded.filing.pk, [Change(at(OFFICE), "21.00", "25.25")], by=city.preparer)
    response = preparer.post(url("expenditure"), fields)
    text = page(response)
    assert response.status_code == 409
    assert "25.25" in text
    again = form_of(response).fields
    assert again[at(OFFICE)] == "22.22"  # what was typed is still in the cell
    assert again[f"was-{at(OFFICE)}"] == "25.25"  # and would now knowingly replace the other value
    assert (stored(OFFICE), stored(RUNNING)) == ("25.25", "3.33")
    assert preparer.post(url("expenditure"), again).status_code == 302
    assert stored(OFFICE) == "22.22"


def test_a_cell_that_somebody_else_changed_and_i_did_not_is_no_conflict(loaded, city, preparer, url, at, stored):
    fields = fields_of(preparer, url("expenditure")) | {at(RUNNING): "3.33"}
    save_cells(loaded.filing.pk, [Change(at(OFFICE), "21.00", "25.25")], by=city.preparer)
    assert preparer.post(url("expenditure"), fields).status_code == 302
    assert (stored(OFFICE), stored(RUNNING)) == ("25.25", "3.33")


def test_a_row_that_is_gone_keeps_what_was_typed_on_the_page(loaded, city, preparer, url, at):
    path = "basic_data.expenditure[special_fund:2].final"
    fields = fields_of(preparer, url("expenditure")) | {at(path): "77.77"}
    ExpenditureRow.objects.get(pk=int(at(path).split("-")[1])).delete()
    Filing.objects.update(revision=loaded.filing.revision + 1)
    response = preparer.post(url("expenditure"), fields)
    assert response.status_code == 409
    assert "77.77" in page(response)


@pytest.mark.parametrize(
    ("step", "path", "typed"),
    [
        ("headcount", ACTUAL, "十八"),
        ("headcount", ACTUAL, "18.5.1"),
        ("expenditure", OFFICE, "12,34"),
        ("expenditure", OFFICE, "1 234"),
        ("expenditure", OFFICE, "21.00美元"),
        ("expenditure", OFFICE, "9" * 40),
        ("expenditure", OFFICE, "1" * 300),
        ("buildings", "basic_data.buildings.actual_area", "很大"),
        ("buildings", "basic_data.economy_measures", "坏\x01字"),
        ("department-funds", "department_evaluation.by_kind.basic", "一百"),
        ("department-indicators", "department_evaluation.indicators[0].score", "满分"),
        ("department-indicators", "department_evaluation.indicators[0].attainment", "maybe"),
        ("department-goal", "department_evaluation.goal.actual", "x" * 100_001),
    ],
)
def test_what_cannot_be_read_is_refused_kept_on_the_page_and_not_saved(
    loaded, preparer, url, at, stored, step, path, typed
):
    before = stored(path)
    response = change(preparer, url(step), at, {path: typed})
    assert response.status_code == 409
    assert 'role="alert"' in page(response)
    assert stored(path) == before
    if "\x01" not in typed and path.rpartition(".")[2] != "attainment":
        assert form_of(response).fields[at(path)] == typed


def test_one_bad_cell_does_not_hold_up_the_others(loaded, preparer, url, at, stored):
    response = change(preparer, url("expenditure"), at, {OFFICE: "abc", RUNNING: "3.10"})
    assert response.status_code == 409
    assert (stored(OFFICE), stored(RUNNING)) == ("21.00", "3.10")


# Buttons -------------------------------------------------------------------------------------------


def test_a_special_fund_is_added_moved_and_removed(loaded, preparer, url, at, stored):
    address = url("expenditure")
    first = int(at("basic_data.expenditure[special_fund].final").split("-")[1])
    send(preparer, address, ("do", "add:expenditure"))
    made = ExpenditureRow.objects.filter(line="special_fund").latest("pk")
    assert ExpenditureRow.objects.filter(line="special_fund").count() == 3
    send(preparer, address, ("do", f"down:expenditure-{first}"))
    assert stored("basic_data.expenditure[special_fund].label") == "专项二"
    send(preparer, address, ("do", f"up:expenditure-{first}"))
    assert stored("basic_data.expenditure[special_fund].label") == "专项一"
    before = ExpenditureRow.objects.get(filing=made.filing, position=made.position - 1).pk  # the new one is the last
    response = send(preparer, address, ("do", f"remove:expenditure-{made.pk}"))
    assert response.url == f"{address}#row-expenditure-{before}"
    assert ExpenditureRow.objects.filter(line="special_fund").count() == 2


def test_a_line_of_the_form_cannot_be_removed(loaded, preparer, url, at):
    office = at(OFFICE).split("-")[1]
    assert send(preparer, url("expenditure"), ("do", f"remove:expenditure-{office}")).status_code == 409
    assert ExpenditureRow.objects.filter(pk=office).exists()


def test_indicators_are_added_below_moved_and_removed(loaded, preparer, url, stored):
    path = "department_evaluation.indicators"
    sheet, rows = loaded.rows.sheets[0].pk, [row.pk for row in loaded.rows.indicators][:7]
    address = url("department-indicators")
    response = send(preparer, address, ("do", f"add:indicator:{sheet}:{rows[0]}"))
    made = IndicatorRow.objects.latest("pk").pk
    assert response.url == f"{address}#indicator-{made}-level2"
    assert stored(f"{path}[1].level2") == "数量指标"  # the levels of the row above
    response = send(preparer, address, ("do", f"up:indicator-{made}"))
    assert response.url == f"{address}#up-indicator-{made}"  # the button, to be pressed again
    assert f'id="up-indicator-{made}"' in page(preparer.get(address))
    assert stored(f"{path}[1].level3") == "办结案件数"
    response = send(preparer, address, ("do", f"remove:indicator-{made}"))
    assert response.url == f"{address}#row-indicator-{rows[0]}"  # the row that stands in its place
    assert stored(f"{path}[0].level3") == "办结案件数"
    assert len(load(loaded.filing.pk).document.department_evaluation.indicators) == 7


def test_a_project_is_added_and_removed_with_its_sheet(loaded, preparer, url):
    send(preparer, url("projects"), ("do", "add:sheet"))
    made = SheetRow.objects.latest("pk")
    assert preparer.get(url(f"projects/{made.pk}/indicators")).status_code == 200
    send(preparer, url("projects"), ("do", f"remove:sheet-{made.pk}"))
    assert preparer.get(url(f"projects/{made.pk}/indicators")).status_code == 404
    assert len(load(loaded.filing.pk).document.projects) == 2


def test_what_is_removed_leads_to_what_stands_beside_it(loaded, preparer, url):
    """Who presses keys goes on where the row stood: in the one before where it was the last, in the list where it was the only one."""
    first, second = (row.pk for row in loaded.rows.sheets if row.parent)
    address = url("projects")
    assert send(preparer, address, ("do", f"remove:sheet-{second}")).url == f"{address}#row-sheet-{first}"
    where = f"filing-{loaded.filing.pk}-projects"
    assert send(preparer, address, ("do", f"remove:sheet-{first}")).url == f"{address}#{where}"
    assert f'id="{where}" tabindex="-1"' in page(preparer.get(address))


def test_sections_are_added_and_removed(loaded, preparer, url):
    last = loaded.rows.sections[-1].pk
    send(preparer, url("report"), ("do", f"add:section:2:{last}"))
    sections = load(loaded.filing.pk).document.report.sections
    assert (len(sections), sections[-1].level) == (14, 2)
    made = load(loaded.filing.pk).rows.sections[-1].pk
    response = send(preparer, url("report"), ("do", f"remove:section-{made}"))
    assert response.url == f"{url('report')}#row-section-{last}"
    assert len(load(loaded.filing.pk).document.report.sections) == 13


def test_attachments_are_lines(loaded, preparer, url):
    send(preparer, url("report"), attachments="甲表\r\n\r\n 乙表 ")
    assert load(loaded.filing.pk).document.report.attachments == ("甲表", "乙表")


def test_a_fund_table_is_marked_none_or_filled(loaded, preparer, url):
    def table():
        return load(loaded.filing.pk).document.fund_tables.state_capital

    send(preparer, url("fund-tables"), ("do", "some:state_capital"))
    assert not table().none
    response = send(preparer, url("fund-tables"), ("do", "add:fund:state_capital"))
    assert len(table().items) == 1
    assert "#fund-" in response.url
    assert send(preparer, url("fund-tables"), ("do", "none:state_capital")).status_code == 409
    made = load(loaded.filing.pk).rows.fund_items[0].pk
    response = send(preparer, url("fund-tables"), ("do", f"remove:fund-{made}"))
    assert response.url.endswith(f"#filing-{loaded.filing.pk}-state_capital")
    send(preparer, url("fund-tables"), ("do", "none:state_capital"))
    assert table().none


def test_the_computed_figure_is_taken(city, preparer):
    loaded = factories.draft(city, **{"department_evaluation.total_score": "98.90"})
    url = f"/filings/{loaded.filing.pk}/department-indicators/"
    address = str(loaded.address_of("department_evaluation.total_score"))
    button = ("take", f'[["{address}", "98.90", "98.97"]]')
    assert "98.90" in page(preparer.get(url))
    assert button in form_of(preparer.get(url)).buttons
    assert send(preparer, url, button).url == f"{url}#{address}"
    assert load(loaded.filing.pk).document.department_evaluation.total_score.text == "98.97"
    assert button not in form_of(preparer.get(url)).buttons


def test_a_proposed_score_is_taken(city, preparer):
    loaded = factories.draft(
        city,
        **{
            "department_evaluation.indicators[1].actual": "47.5%",
            "department_evaluation.indicators[1].score": "10",
        },
    )
    url = f"/filings/{loaded.filing.pk}/department-indicators/"
    path = "department_evaluation.indicators[1].score"
    address = str(loaded.address_of(path))
    assert "47.5 ÷ 95 × 10 = 5" in page(preparer.get(url))
    assert send(preparer, url, ("propose", address)).status_code == 302
    assert load(loaded.filing.pk).document.department_evaluation.indicators[1].score.text == "5"
    other = str(loaded.address_of("department_evaluation.indicators[4].score"))
    assert send(preparer, url, ("propose", other)).status_code == 409  # words have no proposal


def test_the_standard_sentence_is_put_at_the_head_once(loaded, preparer, url, stored):
    path = "report.sections[5]"
    section = loaded.rows.sections[5].pk
    address = url(f"report/{section}")
    assert "100.00万元" in page(preparer.get(address))
    send(preparer, address, ("do", f"draft:section-{section}"))
    once = stored(f"{path}.text")
    assert once.startswith("2024年项目支出年初预算数100.00万元，决算数110.00万元。\n")
    assert once.endswith("项目支出预算数100.00万元，决算数110.00万元。")
    send(preparer, address, ("do", f"draft:section-{section}"))
    assert stored(f"{path}.text") == once


@pytest.mark.parametrize(
    "value",
    ["", "x", "remove:", "remove:sheet", "up:indicator-x", "add:", "add:sheetx", "add:indicator", "add:indicator:999999:1",
     "add:fund:nothing", "none:nothing", "draft:section-1", "remove:filing-1", "down:expenditure-99999999999999999999"],
)  # fmt: skip
def test_a_button_that_is_no_button_changes_nothing(loaded, preparer, url, value):
    fields = {"do": value}
    response = preparer.post(url("expenditure"), fields)
    assert response.status_code in (302, 409)
    assert to_json(load(loaded.filing.pk).document) == to_json(loaded.document)


@pytest.mark.parametrize("value", ["x", "sheet-1-nothing", "basic-1-authorised", "sheet-99999-total_score"])
def test_there_is_no_computed_figure_to_take(loaded, preparer, url, value):
    assert preparer.post(url("headcount"), {"take": value}).status_code == 409
    assert preparer.post(url("headcount"), {"propose": value}).status_code == 409
    assert to_json(load(loaded.filing.pk).document) == to_json(loaded.document)


def test_what_a_file_left_out_is_added(city, preparer):
    from assessments.document.codec import from_json

    data = {"format": "perfeval-filing/1", "fiscal_year": factories.YEAR, "basic_data": {"expenditure": []}}
    filing = import_document(city.enrolment, from_json(data), by=city.preparer)
    url = f"/filings/{filing.pk}/expenditure/"
    assert ("do", "supply") in form_of(preparer.get(url)).buttons
    assert send(preparer, url, ("do", "supply")).url == f"{url}#expenditure"
    assert len(load(filing.pk).document.basic_data.expenditure) == 16
    assert ("do", "supply") not in form_of(preparer.get(url)).buttons


# Findings and speed --------------------------------------------------------------------------------


def test_findings_of_the_page_link_to_their_cells(city, preparer):
    loaded = factories.draft(city, **{"department_evaluation.by_kind.basic": "190.00", OFFICE: "99.00"})
    for step in steps_of(loaded):
        response = preparer.get(f"/filings/{loaded.filing.pk}/{step.slug}/")
        for line in response.context["lines"]:
            assert f'id="{line.url[1:]}"' in page(response)


@pytest.mark.parametrize("number", [1, 13])
@pytest.mark.parametrize(("page", "queries"), [("{sheet}/indicators/", 6), ("findings/", 6), ("", 8)])
def test_the_same_queries_for_one_and_for_thirteen_projects(city, preparer, number, page, queries):
    loaded = factories.draft(city, projects=[FILING["projects"][0]] * number)
    url = f"/filings/{loaded.filing.pk}/{page}".format(sheet=f"projects/{loaded.rows.sheets[1].pk}")
    preparer.get(url)
    assert queries_of(preparer, url) == queries


def test_what_describes_a_cell_stands_on_its_page(city, preparer):
    """On blank forms every step has findings."""
    filing = start_filing(city.enrolment, by=city.preparer)
    described = []
    for step in steps_of(load(filing.pk)):
        shown = page(preparer.get(f"/filings/{filing.pk}/{step.slug}/"))
        wanted = set(re.findall(r'aria-describedby="([^"]*)"', shown))
        described += [step.slug] * bool(wanted)
        assert (step.slug, wanted - set(re.findall(r' id="([^"]*)"', shown))) == (step.slug, set())
    assert described == ["headcount", "expenditure", "buildings", "department-funds", "signatures"]


def test_what_is_wrong_with_a_line_leads_to_it(city, preparer):
    filing = start_filing(city.enrolment, by=city.preparer)
    office = next(row for row in load(filing.pk).rows.expenditure if row.get("line") == "office")
    shown = page(preparer.get(f"/filings/{filing.pk}/expenditure/"))
    assert f'<tbody id="expenditure-{office.pk}-all"><tr id="row-expenditure-{office.pk}">' in shown
    assert shown.count(f'id="expenditure-{office.pk}-all"') == 1
    assert f'href="#expenditure-{office.pk}-all"' in shown
