"""A whole filing by keyboard: from the door to the approved PDF without a mouse."""

import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.document import codec
from reports.demo.city import UNITS
from reports.demo.documents import unit_document
from tests.browser.keyboard import Keyboard, cell
from tests.browser.site import PASSWORD

UNIT = next(unit for unit in UNITS if unit.code == "810")  # nothing has to be filed this year, until it has
OBLIGE = f"""
from assessments.models import Enrolment, User
from assessments.services.years import set_obligation
row = Enrolment.objects.get(fiscal_year__year=2024, department__code="{UNIT.code}")
set_obligation(row, required=True, reason="", public=True, by=User.objects.get(username="administrator"))
print(row.pk)
"""
LEFT_OUT = "社会保险基金预算支出情况表"


def what_a_colleague_filled_in() -> bytes:
    """The whole filing but for a cell of each kind, on every step."""
    whole = codec.to_json(unit_document(UNIT, 2024))
    basic, sheet, project = whole["basic_data"], whole["department_evaluation"], whole["projects"][0]
    basic["headcount"]["actual"] = basic["economy_measures"] = None
    next(line for line in basic["expenditure"] if line["line"] == "procurement")["final"] = None
    sheet["funds"]["annual"]["executed"] = sheet["goal"]["actual"] = None
    sheet["indicators"].pop()
    sheet["indicators"][4]["attainment"] = None
    project["name"] = project["goal"]["expected"] = project["indicators"][0]["score"] = None
    project["funds"]["annual"] |= {"rate": "98.00%", "score": "9.50"}  # 44.32 ÷ 44.99 = 98.51%, of 10 points 9.85
    whole["report"]["sections"][5]["text"] = None
    assert whole["report"]["attachments"].pop() == LEFT_OUT
    whole["fund_tables"] = None
    return json.dumps(whole, ensure_ascii=False).encode()


@pytest.fixture
def keyboard(desk):
    return lambda username: Keyboard(desk()).sign_in(username)


def test_a_whole_filing_by_keyboard(keyboard, served, tmp_path):
    enrolment = served.manage("shell", "-c", OBLIGE).split()[-1]
    file = tmp_path / "filing.json"
    file.write_bytes(what_a_colleague_filled_in())
    one = keyboard(f"preparer-{UNIT.code}")
    filing = begin(one, enrolment, file)
    basic_data(one)
    department(one)
    project(one)
    report(one)
    closing(one)
    submit(one, filing)
    one.sign_out()
    sign(one.sign_in(f"head-{UNIT.code}"))
    one.sign_out()
    for username, verb in (
        ("section-culture", "first_review"),
        ("performance", "second_review"),
        ("approver", "approve"),
    ):
        review(one.sign_in(username), verb)
        one.sign_out()
    fetch(one.sign_in(f"preparer-{UNIT.code}"), filing)


# The preparer --------------------------------------------------------------------------------------


def begin(one: Keyboard, enrolment: str, file: Path) -> str:
    """Begin with blank forms and put a colleague's file in their place; the address of the filing."""
    one.skip().follow(f'form[action="/filings/start/{enrolment}/"] button')
    filing = one.desk.path
    one.page.on("filechooser", lambda chooser: None)  # the browser must know early that it will be asked here
    one.skip().follow('a[href^="/filings/upload/"]').skip().to('[type="file"]')
    with one.page.expect_file_chooser() as waiting:
        one.press("Space")
    waiting.value.set_files(file)
    one.follow('main form [type="submit"]').skip().follow("button.btn-danger")
    one.skip().follow(f'main a[href="{filing}headcount/"]')
    return filing


def basic_data(one: Keyboard) -> None:
    """附件1: the focus stays on a figure that is computed anew; a special fund comes, moves and goes; a warning is answered beside its cell."""
    one.skip().to(cell("实际在职人数")).enter("19").at("output")
    expect(one.page.locator("output")).to_have_text("100.00%")
    one.at("output", "100.00%").load("Control+Enter")
    one.skip().to(cell("公车购置 2024年决算数")).press("Alt+ArrowDown").at(cell("政府采购金额 2023年决算数"))
    assert "B04" in one.described
    one.press("Alt+ArrowUp").at("#panel .finding-error a", "政府采购金额").press("Enter", "Tab")
    one.at(cell("政府采购金额 2023年决算数")).to(cell("政府采购金额 2024年决算数"), key="ArrowRight")
    one.enter("10.00").press("Shift+Tab").at(cell("政府采购金额 2024年决算数"))
    answer(one, "B13", "两份合同跨年执行，尾款次年支付。")
    one.follow('[value="add:expenditure"]').at(cell("项目支出名称")).enter("档案抢救专项")
    one.follow('[value^="up:expenditure-"]').at('[id^="up-expenditure-"]').remove()
    one.press("Tab").to(cell("公用经费 2023年决算数"))
    one.follow('#step [value="next"]')
    one.skip().to(cell("厉行节约保障措施")).enter("办公用品按需领用，会议能合并的合并召开。")
    one.follow('#step [value="next"]')


def answer(one: Keyboard, rule: str, text: str) -> None:
    """From a cell to what is said of it, answer that, and back."""
    expect(one.page.locator("#panel .finding", has_text=rule)).to_have_count(1)
    assert rule in one.described
    one.press("Alt+ArrowUp").at("#panel .finding-warning a").press("Tab").at("summary").press("Enter", "Tab")
    one.at("textarea").type(text).press("Tab").at('[name="explain"]').load()
    one.press("Tab").at(".finding-explained a", rule).press("Tab", "Enter").at(cell("政府采购金额 2024年决算数"))


def department(one: Keyboard) -> None:
    """附件2: an indicator is added, filled in, moved and scored, another one removed."""
    one.skip().to(cell("全年执行数")).enter("390.66").load("Control+Enter")
    one.skip().to(cell("实际完成情况")).type("考试组织和成绩发布按计划推进，支出没有超过预算。").load("Control+Enter")
    one.skip().to(cell("组织考试场次 一级指标")).to(cell("考点长期可用情况 一级指标"), key="ArrowDown")
    one.follow('[value^="add:indicator:"]').at(cell("二级指标")).press("Shift+Tab")
    for text in ("满意度指标", "服务对象满意度指标", "考生满意度", "≥94%", "96%", "10"):
        one.enter(text)
    score = one.at(cell("得分")).address
    expect(one.desk.cell(score)).to_have_attribute("placeholder", "10")
    one.press("Alt+Enter").desk.saved(score, "10")
    one.at(cell("得分")).follow('[value^="up:"]').at('[id^="up-"]').load().at('[id^="up-"]').press("Tab")
    one.load().at('[id^="down-"]').load().at('[id^="down-"]')
    one.follow('[value^="add:indicator:"]', key="Shift+Tab").at(cell("二级指标")).remove()
    one.press("Tab").at(cell("考生满意度 一级指标")).to(cell("节约考生往返支出 一级指标"), key="ArrowUp")
    one.to(cell("节约考生往返支出 完成程度")).press("ArrowDown").desk.saved(one.address, "met")
    one.load("Control+Enter")


def project(one: Keyboard) -> None:
    """附件3: a project is added, moved and removed again, the other one filled in; computed figures are taken one by one and all at once."""
    one.skip().follow('[value="add:sheet"]').press("Tab").at("a", "未命名项目")
    one.follow('[value^="up:"]').at('[id^="up-"]').remove().press("Tab").at("a").load()
    one.skip().follow('[name="take"]').at("output", "执行率: 98.51%").take_all()
    one.to(cell("项目支出名称"), key="Shift+Tab").enter(UNIT.projects[0]).follow('#step [value="next"]')
    one.skip().to(cell("预期目标")).type("用好档案数字化经费。").load("Control+Enter")
    one.skip().to('[name="propose"]').press("Enter").at(cell("组织考试场次 得分")).desk.saved(one.address, "15")
    one.load("Control+Enter")


def report(one: Keyboard) -> None:
    """附件4: the title, a section that comes and goes, an attachment, and every section."""
    one.skip().to(cell("报告标题")).press("End").type("（送审稿）").press("Tab")
    one.follow('[value="add:section:2"]').press("Tab").at("a").follow('[value^="up:"]').at('[id^="up-"]').remove()
    one.press("Tab").at("a").to('[name="attachments"]').press("Control+End").type(f"\n{LEFT_OUT}")
    one.follow('#step .buttons [value=""]').press("Tab").load("Control+Enter")
    while "/report/" in one.desk.path:
        text = one.skip().to(cell("正文")).address
        if one.page.locator('[value^="draft:"]').count() and not one.desk.cell(text).input_value():
            one.follow('[value^="draft:"]').at(cell("正文"))
        one.press("Control+End").type("本节已与决算核对。").load("Control+Enter")


def closing(one: Keyboard) -> None:
    """The fund tables, one of which has an item for a while, and the signatures."""
    one.skip().follow('[value^="add:fund:"]').at('[name$="-code"]').enter("2120801").remove().at("section")
    for left in (2, 1, 0):
        one.follow('[value^="none:"]').at("section")
        expect(one.page.locator("#panel li.finding-error")).to_have_count(left)
    one.follow('#step [value="next"]').skip()
    for label, text in (("填表人", "王晓岚"), ("填报日期", "2025年3月10日"), ("联系电话", "0000-2345678")):
        one.to(cell(label)).enter(text)
    one.to(cell("单位负责人签字")).enter("李建华").follow('#step [value=""]')


def submit(one: Keyboard, filing: str) -> None:
    """Nothing is left to correct; submit."""
    one.follow(f'#checklist a[href="{filing}findings/"]', key="Shift+Tab")
    one.page.wait_for_url(f"**{filing}findings/")
    assert one.page.locator("main li.finding:not(.finding-explained)").all_inner_texts() == []
    expect(one.page.locator("#checklist .sign:not(.sign-complete)")).to_have_count(0)
    one.follow(f'#checklist a[href="{filing}"]').skip().follow('.actions a[href$="/submit/"]')
    one.skip().follow("main form button")
    expect(one.page.locator(".bar .state")).to_have_text("待签批")


# The others ----------------------------------------------------------------------------------------


def sign(one: Keyboard) -> None:
    one.skip().follow('[aria-labelledby="queue-title"] a', UNIT.name)
    one.skip().to('[type="password"]').type(PASSWORD).press("Tab").at("button").load()
    expect(one.page.locator(".message-success")).to_be_visible()


def review(one: Keyboard, verb: str) -> None:
    """Find the filing in the queue and pass it; the first reviewer pins a remark to a cell of the printed pages before."""
    one.follow('.bar a[href="/queue/"]').to(".queue th a", UNIT.name, key="j").load()
    if verb == "first_review":
        one.skip().follow('a[href*="?pin="]').to(".printed a.pin").press("Enter").at("#pin textarea")
        one.type("请附编制批复文号。").press("Tab").at("#pin button").load()
        expect(one.page.locator(".remark", has_text="请附编制批复文号。")).to_be_visible()
    one.to(f'form.act:has([value="{verb}"]) button').load()
    expect(one.page.locator(".message-success", has_text=UNIT.name)).to_be_visible()


def fetch(one: Keyboard, filing: str) -> None:
    """Open the approved PDF from the page of the filing."""
    one.skip().follow(f'main a[href="{filing}"]').skip().to('main a[href$="/document.pdf"]')
    with one.page.expect_response(re.compile(r"/document\.pdf$")) as waiting:
        one.press("Enter")
    assert (waiting.value.status, waiting.value.headers["content-type"]) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(one.page.request.get(waiting.value.url).body()))
    pages = "".join(page.extract_text() for page in pdf.pages)
    assert [text for text in ("考生满意度", "390.66", "98.51", "王晓岚", "李建华") if text not in pages] == []
