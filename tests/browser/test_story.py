"""The main job in a real browser: one filing from the file to the approved documents, each person at a desk of their own.

`PICTURES=docs/images pytest tests/browser/test_story.py` takes the pictures of the guides anew.
"""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.desk import Desk
from tests.browser.site import PASSWORD

TOUCHSTONE = settings.BASE_DIR / "reports" / "demo" / "touchstone.json"
UNIT = "云汀市生态环境保护综合行政执法支队"
FOUND = "main li.finding"
PASSING = ("sign", "supervise", "first_review", "second_review", "approve")


def test_one_filing_from_the_file_to_the_approved_documents(desk, tmp_path):
    preparer = desk("preparer")
    preparer.picture("home")
    filing = take_in(preparer, TOUCHSTONE)
    see_what_is_wrong(preparer, filing)
    correct_the_report(preparer, filing)
    correct_the_indicators(preparer, filing)
    mark_the_fund_tables_as_none(preparer, filing)
    explain_the_rest(preparer, filing)
    submit(preparer, filing)
    sign(desk("head"), filing)
    review(desk("supervisor"), filing, "supervise", 5, picture="review")
    review(desk("section"), filing, "first_review", 6, picture="queue")
    review(desk("performance"), filing, "second_review", 7)
    review(desk("approver"), filing, "approve", 8)
    read_the_documents(preparer, filing, tmp_path)
    open_the_next_year(desk("administrator"))
    preparer.open("/")
    preparer.see('.cards form[action^="/filings/start/"] button')
    preparer.site.manage("verify_log")


def test_a_returned_filing_is_corrected_and_the_change_is_shown(desk):
    """The demonstration holds a filing that the section returned."""
    preparer = desk("preparer-210003")
    preparer.page.click(".cards a.btn-primary")
    filing = preparer.path
    preparer.see("ol.timeline li", "附件2第一项指标的完成值与报告第六部分说法不一致")
    preparer.open(f"{filing}department-indicators/")
    reason = preparer.page.locator('textarea[name$="-deviation"]').first
    preparer.fill(reason.get_attribute("name"), "已核对：完成值以学籍系统数据为准，报告第六部分已照改。")
    preparer.see(".cell .pinned")
    preparer.page.fill(".remark textarea", "以学籍系统数据为准。")
    preparer.page.check('.remark input[type="checkbox"]')
    preparer.page.click('.remark button[type="submit"]')
    preparer.see(".remark", "以学籍系统数据为准。")
    preparer.open(filing)
    preparer.page.click('.actions a[href$="/submit/"]')
    preparer.page.click("main form button.btn-primary")
    preparer.page.wait_for_url(f"**{filing}")
    pass_on(desk("head-210003"), filing, "sign")
    pass_on(desk("supervisor-210"), filing, "supervise")
    section = desk("section-culture").open(f"{filing}review/")
    section.see("main table.list tr", "已核对：完成值以学籍系统数据为准")
    section.picture("review-changes")
    section.see(".remark", "以学籍系统数据为准。")
    section.page.click('.printed [data-path="basic_data.headcount.actual"]')
    section.page.fill("#pin textarea", "请附编制批复文号。")
    section.page.click('#pin button[type="submit"]')
    section.see(".printed .found-remarked .pinned")
    section.page.click("details.act > summary")
    section.page.fill('details.act textarea[name="reason"]', "请附上学籍系统截图编号。")
    section.page.click("details.act button.btn")
    section.see(".message-success")
    preparer.open(filing)
    preparer.see("ol.timeline li", "请附上学籍系统截图编号。")
    preparer.see(".remark", "请附编制批复文号。")
    expect(preparer.page.locator('.actions a[href$="/submit/"]')).to_be_visible()


def pass_on(one: Desk, filing: str, verb: str) -> None:
    """Sign, or pass the filing on, from its page."""
    one.open(f"{filing}{'sign' if verb == 'sign' else 'review'}/")
    if verb == "sign":
        one.page.fill('input[type="password"]', PASSWORD)
    one.page.locator("form", has=one.page.locator(f'input[value="{verb}"]')).locator("button").click()
    one.see(".message-success")


# The preparer --------------------------------------------------------------------------------------


def take_in(one: Desk, file: Path) -> str:
    """Put a file in the place of this year's draft; the address of the filing."""
    one.page.click(".cards a.btn-primary")
    filing = one.path
    one.see("h1", UNIT)
    one.page.click('a[href^="/filings/upload/?enrolment="]')
    one.page.set_input_files('input[type="file"]', file)
    one.page.click('main form [type="submit"]')
    one.see("h1")
    one.picture("replace")
    one.page.click("button.btn-danger")
    one.page.wait_for_url(f"**{filing}")
    return filing


def see_what_is_wrong(one: Desk, filing: str) -> None:
    """The page lists exactly what the command says about the same file; parts that the file leaves out count as blank."""
    said = json.loads(what_the_command_says(one, TOUCHSTONE))
    one.picture("overview")
    one.open(f"{filing}findings/")
    one.picture("findings")
    shown = sorted(one.page.locator(f"{FOUND} .kind").all_inner_texts())
    wanted = sorted([*(item["rule"] for item in said["findings"]), "F01", "F01", "F01"])
    assert sorted(text.split()[-1] for text in shown) == wanted
    one.see(FOUND, "16 ÷ 30 × 10")


def what_the_command_says(one: Desk, file: Path) -> str:
    """The answer of `validate_filing`, which ends with 1 because there are errors."""
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "validate_filing", str(file), "--format", "json"],
        env=one.site.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def correct_the_report(one: Desk, filing: str) -> None:
    """The finding leads to the sentence; the corrected sentence is saved when it is left, and the finding goes."""
    one.page.locator(f"{FOUND} a", has_text="519.03").click()
    text = one.page.locator('textarea[name$="-text"]')
    address = text.get_attribute("name")
    before = text.input_value()
    assert before.count("519.03") == 1
    expect(one.page.locator("#panel li.finding-error")).to_have_count(1)
    one.fill(address, before.replace("519.03", "538.56"))
    expect(one.page.locator("#panel li.finding-error")).to_have_count(0)
    one.picture("section")
    one.page.reload()
    expect(one.cell(address)).to_have_value(re.compile("538.56"))


def correct_the_indicators(one: Desk, filing: str) -> None:
    """Take the proposed score and the computed total, and say why two targets were missed."""
    one.open(f"{filing}department-funds/")
    take_computed(one, "annual_score", "9.65")  # 770.93 ÷ 799.01 × 10; the file says 9.6
    one.open(f"{filing}department-indicators/")
    one.picture("indicators")
    for name, reason in (
        ("罚没征收任务数", "第四季度两起案件进入复议，罚款尚未入库；下年度按季度核对征收进度。"),
        ("行政处罚案件数量", "企业守法情况好转，立案减少；下年度按实际线索数量确定目标。"),
    ):
        row = one.page.locator("tbody", has=one.page.locator(f'[aria-label="{name} 得分"]'))
        one.fill(row.locator('textarea[name$="-deviation"]').get_attribute("name"), reason)
    score = one.page.locator('[aria-label="行政处罚案件数量 得分"]')
    one.page.locator(".cell", has=score).locator('button[name="propose"]').click()
    expect(score).to_have_value("5.33")
    take_computed(one, "total_score", "93.98")  # 9.65 + 87 − 8 + 5.33
    expect(one.page.locator("#panel li.finding-error")).to_have_count(0)


def take_computed(one: Desk, column: str, text: str) -> None:
    """The computed figure stands beside the one that was filed, until it is taken."""
    cell = one.page.locator(f'[data-cell$="-{column}"]')
    expect(cell.locator("output")).to_have_text(text)
    cell.locator('button[name="take"]').click()
    expect(cell.locator('button[name="take"]')).to_have_count(0)
    expect(cell.locator("output")).to_have_text(text)


def mark_the_fund_tables_as_none(one: Desk, filing: str) -> None:
    """Saying that there is nothing to show settles the tables, and the list of attachments that names them."""
    one.open(f"{filing}report/")
    expect(one.page.locator("#panel li.finding-warning")).to_have_count(3)
    one.open(f"{filing}fund-tables/")
    expect(one.page.locator("#panel li.finding-error")).to_have_count(3)
    for left in (2, 1, 0):
        one.page.locator('button[value^="none:"]').first.click()
        expect(one.page.locator("#panel li.finding-error")).to_have_count(left)
    one.open(f"{filing}report/")
    expect(one.page.locator("#panel li.finding-warning")).to_have_count(0)


def explain_the_rest(one: Desk, filing: str) -> None:
    """Every warning that stays is answered in its place."""
    one.open(f"{filing}findings/")
    left = one.page.locator("li.finding-warning:not(.finding-explained)")
    count = left.count()
    assert count > 0
    for number in range(count, 0, -1):
        first = left.first
        rule = first.locator(".kind").inner_text().split()[-1]
        first.locator("summary").click()
        first.locator("textarea").fill(f"已核对原始凭证，数字无误；{rule} 所指情况因年中追加任务产生。")
        with one.page.expect_navigation():  # between two pages there are no findings either
            first.locator("button").click()
        expect(left).to_have_count(number - 1)
    # What is left are the signature cells, which submitting fills.
    assert {text.split()[-1] for text in one.page.locator("li.finding-error .kind").all_inner_texts()} == {"S01"}
    one.picture("explained")


def submit(one: Desk, filing: str) -> None:
    """Submit, think better of it, and submit again."""
    for withdrawn in (True, False):
        one.open(filing)
        one.page.click('.actions a.btn-primary, .actions form[action*="submit"] button')
        one.see("h1")
        one.picture("submit")
        one.page.click("main form button.btn-primary")
        one.page.wait_for_url(f"**{filing}")
        expect(one.page.locator('button[name="go"]')).to_have_count(0)
        if withdrawn:
            one.page.click('form[action$="/moves/withdraw/"] button')
            one.page.wait_for_url(f"**{filing}")
    one.open(f"{filing}headcount/")
    expect(one.page.locator("main form input[name^='was-']")).to_have_count(0)


# The others ----------------------------------------------------------------------------------------


def sign(one: Desk, filing: str) -> None:
    """The unit head reads what is signed and signs with the password; a wrong one signs nothing."""
    one.picture("home-head")
    one.page.locator('[aria-labelledby="queue-title"] a', has_text=UNIT).click()
    one.see(".printed", "538.56")
    one.picture("sign")
    for password, signed in (("not-the-password", False), (PASSWORD, True)):
        one.page.fill('input[type="password"]', password)
        one.page.locator("form", has=one.page.locator('input[value="sign"]')).locator("button").click()
        expect(one.page.locator('input[type="password"]')).to_have_count(0 if signed else 1)
    one.open(filing)
    expect(one.page.locator("ol.timeline li")).to_have_count(4)  # submitted, withdrawn, submitted, signed


def review(one: Desk, filing: str, verb: str, moves: int, picture: str = "") -> None:
    """Find the filing in the queue, read it, pass it on; so many moves have been made then."""
    one.open("/queue/")
    if picture == "queue":
        one.picture(picture)
    one.page.locator("main table a", has_text=UNIT).click()
    one.see(".printed", "538.56")
    if picture == "review":
        one.picture(picture)
    one.page.locator("form", has=one.page.locator(f'input[value="{verb}"]')).locator("button").click()
    one.see(".message-success", UNIT)
    one.open(filing)
    expect(one.page.locator("ol.timeline li")).to_have_count(moves)
    one.open(f"{filing}review/")
    passing = ", ".join(f'input[name="verb"][value="{name}"]' for name in PASSING)
    expect(one.page.locator(passing)).to_have_count(0)  # nobody decides twice


def read_the_documents(one: Desk, filing: str, folder: Path) -> None:
    """What was approved downloads as PDF and DOCX, without the draft mark and with the corrected figures."""
    one.open(f"{filing}preview/")
    one.picture("preview")
    links = {kind: one.page.get_attribute(f'main a[href$="document.{kind}"]', "href") for kind in ("pdf", "docx")}
    pdf = one.page.request.get(one.site.url + links["pdf"])
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf")
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.body())).pages)
    with one.page.expect_download() as waiting:
        one.page.click(f'main a[href="{links["docx"]}"]')
    file = folder / "filing.docx"
    waiting.value.save_as(file)
    tables = [cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells]
    for figure in ("799.01", "770.93", "5.33", "93.98", "202.48"):
        assert figure in pages
        assert any(figure in text for text in tables)


# The administrator ---------------------------------------------------------------------------------


def open_the_next_year(one: Desk) -> None:
    """Open the next year from this one; tried again it says that the year is there."""
    one.open("/years/")
    one.picture("years")
    one.page.click('main a[href="/years/2024/open-next/"]')
    one.page.click("main form button.btn-primary")
    one.see(".message-success", "2025")
    assert one.path == "/years/2025/"
    one.open("/years/2024/open-next/")
    one.page.click("main form button.btn-primary")
    one.see("main form", "2025")
    expect(one.page.locator(".message-success")).to_have_count(0)
    one.open("/years/")
    expect(one.page.locator("main tbody tr")).to_have_count(3)
