"""Cells in the browser: saved as they are typed, never lost, moved through like a sheet."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.browser.site import PASSWORD

PREPARER = "preparer-520001"  # has begun a draft: 附件1 is filled
PASTE = """(control, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  control.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def table(one: Desk, step: str = "expenditure") -> Desk:
    """The table of expenditure of this year's draft."""
    one.page.click(".cards a.btn-primary")
    return one.open(f"{one.path}{step}/")


def named(one: Desk, name: str, column: str = "2024年决算数") -> Locator:
    """A cell by what the forms call it."""
    return one.page.locator(f'input[aria-label$="{name} {column}"]')


def address(cell: Locator) -> str:
    return str(cell.get_attribute("name"))


def place(cells: Locator, one: Locator) -> int:
    """Which of these cells it is."""
    return list(cells.evaluate_all("all => all.map(one => one.name)")).index(address(one))


@pytest.fixture
def sheet(desk) -> Desk:
    return table(desk(PREPARER))


def test_a_cell_is_saved_when_it_is_left_and_its_parent_is_computed(sheet):
    parent = sheet.page.locator("tr", has_text="三公经费").first.locator("output").last
    sheet.fill(address(named(sheet, "公务接待")), "3.21")
    running = sheet.cell(address(named(sheet, "公车运行维护"))).input_value()
    expect(parent).to_have_text(f"{3.21 + float(running):.2f}")
    sheet.page.reload()
    expect(named(sheet, "公务接待")).to_have_value("3.21")


def test_enter_and_arrows_move_through_the_table(sheet):
    buying, running = named(sheet, "公车购置"), named(sheet, "公车运行维护")
    buying.focus()
    sheet.page.keyboard.press("Enter")
    expect(running).to_be_focused()
    sheet.page.keyboard.press("ArrowUp")
    expect(buying).to_be_focused()
    sheet.page.keyboard.press("ArrowLeft")
    expect(named(sheet, "公车购置", "2024年预算数")).to_be_focused()
    sheet.page.keyboard.press("ArrowRight")
    expect(buying).to_be_focused()


def test_arrows_move_in_the_text_while_it_is_edited(sheet):
    cell = named(sheet, "公务接待")
    cell.focus()
    sheet.page.keyboard.press("F2")
    sheet.page.keyboard.press("ArrowLeft")
    expect(cell).to_be_focused()
    assert cell.evaluate("one => one.selectionStart") == len(cell.input_value()) - 1


def test_ctrl_z_undoes_the_last_cell_and_then_the_one_before(sheet):
    first, second = named(sheet, "办公经费"), named(sheet, "公务接待")
    before = [cell.input_value() for cell in (first, second)]
    sheet.fill(address(first), "31.31")
    sheet.fill(address(second), "0.31")
    second.focus()
    sheet.page.keyboard.press("Control+z")
    sheet.saved(address(second), before[1])
    expect(first).to_have_value("31.31")
    sheet.page.keyboard.press("Control+z")
    sheet.saved(address(first), before[0])
    expect(first).to_be_focused()


def test_ctrl_z_undoes_a_whole_paste(sheet):
    first = named(sheet, "公车购置", "2024年预算数")
    cells = sheet.page.locator("table.grid input[type=text]")
    before = cells.evaluate_all("all => all.map(one => one.value)")
    first.evaluate(PASTE, "0.51\t0.41\r\n6.11\t6.01\r\n")
    sheet.saved(address(named(sheet, "公车运行维护")), "6.01")
    first.focus()
    sheet.page.keyboard.press("Control+z")
    sheet.saved(address(named(sheet, "公车运行维护")), before[place(cells, named(sheet, "公车运行维护"))])
    sheet.page.reload()
    assert cells.evaluate_all("all => all.map(one => one.value)") == before


def test_one_key_takes_the_proposed_score(desk):
    one = table(desk(PREPARER), "department-indicators")
    one.page.locator('button[value^="add:indicator:"]').last.click()
    row = one.page.locator("table.grid tbody").last
    one.fill(address(row.locator('[name$="-target"]:not([type=hidden])')), "≥30起")
    one.fill(address(row.locator('[name$="-weight"]:not([type=hidden])')), "10")
    one.fill(address(row.locator('[name$="-actual"]:not([type=hidden])')), "16起")
    score = row.locator('[name$="-score"]:not([type=hidden])')
    expect(score).to_have_attribute("placeholder", "5.33")
    expect(score).to_have_value("")
    expect(row.locator(".proposal")).to_contain_text("16 ÷ 30 × 10")
    score.focus()
    one.page.keyboard.press("Alt+Enter")
    one.saved(address(score), "5.33")
    expect(row.locator(".proposal")).to_have_count(0)
    one.page.keyboard.press("Control+z")
    one.saved(address(score), "")
    row.locator(".proposal button").click()
    one.saved(address(score), "5.33")


def test_the_formula_of_a_computed_cell_shows_on_focus(sheet):
    parent = sheet.page.locator("tr", has_text="三公经费").first.locator("output").last
    shown = "one => getComputedStyle(one, '::after').content"
    assert parent.evaluate(shown) == "none"
    parent.focus()
    assert parent.evaluate(shown).startswith('"= ')
    parent.blur()
    parent.hover()
    assert parent.evaluate(shown).startswith('"= ')


def test_escape_restores_what_is_stored(sheet):
    cell = named(sheet, "公务接待")
    stored = cell.input_value()
    cell.fill("77")
    sheet.page.keyboard.press("Escape")
    expect(cell).to_have_value(stored)


def test_an_unreadable_figure_is_refused_in_its_place_and_kept(sheet):
    cell = named(sheet, "办公经费")
    stored = cell.input_value()
    cell.fill("约六十")
    cell.blur()
    found = sheet.page.locator(f'[data-cell="{address(cell)}"]')
    expect(found).to_have_class(re.compile("refused"))
    expect(found.locator(".why")).to_be_visible()
    expect(cell).to_have_value("约六十")
    sheet.fill(address(cell), stored)
    expect(found).not_to_have_class(re.compile("refused"))


def test_a_block_is_pasted_as_a_whole(sheet):
    first = named(sheet, "公车购置", "2024年预算数")
    first.evaluate(PASTE, "0.50\t0.40\r\n6.10\t6.05\r\n")
    sheet.saved(address(named(sheet, "公车运行维护")), "6.05")
    values = [
        sheet.cell(address(named(sheet, name, column))).input_value()
        for name in ("公车购置", "公车运行维护")
        for column in ("2024年预算数", "2024年决算数")
    ]
    assert values == ["0.50", "0.40", "6.10", "6.05"]


@pytest.mark.parametrize("block", ["1.00\tabc\n2.00\t3.00", "1\t2\t3\t4\t5", "\n".join("123456789" * 5)])
def test_a_block_that_does_not_fit_or_cannot_be_read_changes_nothing(sheet, block):
    cells = sheet.page.locator("table.grid input[type=text]")
    before = cells.evaluate_all("all => all.map(one => one.value)")
    named(sheet, "公车购置", "2024年预算数").evaluate(PASTE, block)
    expect(sheet.page.locator("#saved-at")).to_have_class(re.compile("unsent"))
    assert cells.evaluate_all("all => all.map(one => one.value)") == before
    sheet.page.reload()
    assert cells.evaluate_all("all => all.map(one => one.value)") == before


def test_two_people_in_one_cell_see_both_values(desk):
    first, second = table(desk(PREPARER)), table(desk(PREPARER))
    where = address(named(first, "会议费、培训费"))
    first.fill(where, "1.11")
    second.cell(where).fill("2.22")
    second.cell(where).blur()
    expect(second.page.locator(f'[data-cell="{where}"] .why')).to_contain_text("1.11")
    expect(second.cell(where)).to_have_value("2.22")
    first.page.reload()
    expect(first.cell(where)).to_have_value("1.11")
    second.fill(where, "2.23")  # having seen it, over it
    first.page.reload()
    expect(first.cell(where)).to_have_value("2.23")


def test_two_people_in_two_cells_do_not_conflict(desk):
    first, second = table(desk(PREPARER)), table(desk(PREPARER))
    one, other = address(named(first, "会议费、培训费")), address(named(first, "办公经费"))
    first.fill(one, "1.23")
    second.fill(other, "45.67")
    first.page.reload()
    expect(first.cell(one)).to_have_value("1.23")
    expect(first.cell(other)).to_have_value("45.67")


def test_a_session_that_ended_asks_to_sign_in_and_sends_again(sheet):
    context = sheet.page.context
    context.clear_cookies(name="sessionid")
    where = address(named(sheet, "办公经费"))
    sheet.cell(where).fill("48.50")
    sheet.cell(where).blur()
    expect(sheet.page.locator("#signin-again")).to_be_visible()
    expect(sheet.cell(where)).to_have_value("48.50")
    with context.expect_page() as opened:
        sheet.page.click("#signin-again a")
    Desk(sheet.site, opened.value).sign_in(PREPARER).page.close()
    sheet.page.evaluate("dispatchEvent(new Event('focus'))")
    sheet.saved(where, "48.50")
    expect(sheet.page.locator("#signin-again")).to_be_hidden()


def test_the_password_is_asked_for_in_place(sheet):
    """A wrong one is said; the right one sends what was kept, and the next save uses the new token."""
    sheet.page.context.clear_cookies()
    where = address(named(sheet, "办公经费"))
    sheet.cell(where).fill("47.25")
    sheet.cell(where).blur()
    box = sheet.page.locator("#signin-again")
    expect(box).to_be_visible()
    assert sheet.axe() == []
    box.locator("[type=password]").fill("wrong")
    box.locator("button").click()
    expect(box.locator(".why")).to_be_visible()
    expect(sheet.cell(where)).to_have_value("47.25")
    box.locator("[type=password]").fill(PASSWORD)
    sheet.page.keyboard.press("Enter")
    sheet.saved(where, "47.25")
    expect(box).to_be_hidden()
    sheet.fill(where, "47.26")
    sheet.page.locator('button[name="go"][value=""]').last.click()
    sheet.see(".message-success")


def test_nothing_is_saved_in_the_name_of_another_account(sheet):
    context, where = sheet.page.context, address(named(sheet, "办公经费"))
    stored = sheet.cell(where).input_value()
    context.clear_cookies(name="sessionid")
    Desk(sheet.site, context.new_page()).sign_in("section")
    sheet.cell(where).fill("1.01")
    sheet.cell(where).blur()
    expect(sheet.page.locator("#signin-again .why")).to_be_visible()
    expect(sheet.page.locator("#signin-again form")).to_be_hidden()
    expect(sheet.page.locator(f'[name="was-{where}"]')).to_have_value(stored)


def test_a_page_that_is_older_than_the_data_says_so_and_keeps_what_was_typed(desk):
    first, second = table(desk(PREPARER)), table(desk(PREPARER))
    stale = second.page.locator("#stale")
    one, other, third = (address(named(first, name)) for name in ("会议费、培训费", "办公经费", "公务接待"))
    second.fill(third, "0.77")
    second.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(stale).to_be_hidden()
    first.fill(one, "1.71")
    second.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(stale).to_be_visible()
    second.page.context.set_offline(True)
    second.cell(other).fill("45.45")
    second.cell(other).blur()
    expect(second.page.locator(f'[data-cell="{other}"] .saving.bad')).to_be_visible()
    second.page.context.set_offline(False)
    stale.locator("a").click()
    expect(stale).to_be_hidden()
    expect(second.cell(one)).to_have_value("1.71")
    second.saved(other, "45.45")


def test_a_save_tells_that_another_came_before(desk):
    first, second = table(desk(PREPARER)), table(desk(PREPARER))
    first.fill(address(named(first, "会议费、培训费")), "1.72")
    second.fill(address(named(second, "办公经费")), "45.46")
    expect(second.page.locator("#stale")).to_be_visible()
    expect(first.page.locator("#stale")).to_be_hidden()


def test_what_was_typed_without_a_network_is_sent_when_the_page_is_opened_again(sheet):
    context = sheet.page.context
    where, url = address(named(sheet, "办公经费")), sheet.path
    context.set_offline(True)
    sheet.cell(where).fill("49.99")
    sheet.cell(where).blur()
    expect(sheet.page.locator(f'[data-cell="{where}"] .saving.bad')).to_be_visible()
    sheet.page.goto("about:blank")
    context.set_offline(False)
    sheet.open(url)
    expect(sheet.cell(where)).to_have_value("49.99")
    sheet.saved(where, "49.99")


def test_a_page_without_scripts_saves_the_same_cells(desk):
    one = table(desk(PREPARER, java_script_enabled=False), "headcount")
    authorised, actual = (
        one.page.locator(f'input[name$="-{name}"]:not([type=hidden])') for name in ("authorised", "actual")
    )
    authorised.fill("40")
    actual.fill("三十多")
    one.page.locator('button[name="go"][value=""]').last.click()
    expect(authorised).to_have_value("40")
    expect(actual).to_have_value("三十多")
    expect(one.page.locator(".cell.refused .why")).to_be_visible()
    actual.fill("30")
    here = one.path
    one.page.locator('button[name="go"][value="next"]').click()
    one.see("table.grid")
    one.open(here)
    expect(one.page.locator('[data-cell$="-control_rate"] output')).to_have_text("75.00%")


def test_a_warning_is_answered_beside_the_cells_and_what_is_typed_outlives_a_save(sheet):
    """The panel is drawn anew with every save: the field stays open, keeps its text and the cursor in it."""
    bought = address(named(sheet, "政府采购金额"))
    sheet.fill(bought, "1.00")
    finding = sheet.page.locator("#panel .finding", has_text="B13")
    finding.locator("summary").click()
    finding.locator("textarea").fill("合同跨年执行")
    sheet.page.evaluate(
        """([name, text]) => {
      const cell = document.getElementById("step").elements[name];
      cell.value = text;
      cell.dispatchEvent(new Event("change", { bubbles: true }));
    }""",
        [bought, "2.00"],
    )
    expect(finding).to_contain_text("2.00")
    expect(finding.locator("textarea")).to_be_focused()
    sheet.page.keyboard.type("，尾款次年支付。")
    sheet.page.reload()
    expect(finding.locator("textarea")).to_have_value("合同跨年执行，尾款次年支付。")
    here = sheet.path
    finding.locator(".buttons button").click()
    expect(finding.locator(".quote")).to_have_text("合同跨年执行，尾款次年支付。")
    assert sheet.path.partition("#")[0] == here
    assert sheet.page.evaluate("localStorage.length") == 0
