"""Pages in states that the demonstration does not hold: axe finds nothing against them, and they fit the screen at either width."""

import pytest

from tests.browser.conftest import SCREEN, desks
from tests.browser.desk import Desk
from tests.browser.site import PASSWORD, Site, site
from tests.browser.test_pages import HALF, broken_figures, too_wide

DRAFT, REVIEWED, JUDGED = "520001", "210002", "710001"
FIND = """
from assessments.models import *
def filing(code): return Filing.objects.get(enrolment__fiscal_year__year=2024, enrolment__department__code=code)
def user(name): return User.objects.get(username=name)
"""
SPOIL = f"""{FIND}
one = filing("%s")
BasicData.objects.filter(filing=one).update(authorised="%s")
Filing.objects.filter(pk=one.pk).update(revision=one.revision + 1)
"""
# A warning that was answered, the answer rejected, another one waived.
JUDGE = f"""{FIND}
import datetime
from dataclasses import replace
from assessments.document import codec
from assessments.selectors.findings import findings_of
from assessments.selectors.documents import load
from assessments.selectors.untaken import untaken
from assessments.services.cells import Change, take_computed
from assessments.services.explanations import explain
from assessments.services.filings import import_document
from reports.demo.city import UNITS
from reports.demo.documents import unit_document
from reports.judging import reject, waive
from reports.workflow import move
made, preparer = filing("{JUDGED}"), user("preparer-{JUDGED}")
data = codec.to_json(unit_document(next(unit for unit in UNITS if unit.code == "{JUDGED}"), 2024))
for line in data["basic_data"]["expenditure"]:
    if line["line"] == "procurement":
        line["final"] = "0.50"
data["basic_data"]["buildings"] |= {{"approved_area": "100", "actual_area": "120"}}
import_document(made.enrolment, codec.from_json(data), by=preparer, replace=True)
loaded = load(made.pk)
take_computed(made.pk, [Change(one.address, one.stored, one.computed) for one in untaken(loaded)], by=preparer)
warned = [one for one in findings_of(load(made.pk)) if one.severity == "warning"]
for one in warned:
    explain(made.pk, one.rule, one.path, "合同跨年执行。", by=preparer)
move(made, "submit", by=preparer)
move(filing("{JUDGED}"), "sign", by=user("head-{JUDGED}"), password="{PASSWORD}")
for one in warned:
    reject(filing("{JUDGED}"), one.rule, one.path, "请附合同。", by=user("supervisor-710"))
waive(filing("{JUDGED}"), warned[0].rule, "市政府专题会议纪要同意", datetime.date.today() + datetime.timedelta(30), by=user("performance"))
print([one.rule for one in warned])
"""
STAFF = f"""
from assessments.models import *
for name, role in (("administrator", RoleName.ADMINISTRATOR), ("security", RoleName.SECURITY_ADMINISTRATOR)):
    one = User.objects.create_user(name, password="{PASSWORD}", full_name=name)
    Role.objects.create(user=one, name=role)
"""


def faults(one: Desk, picture: str) -> list[str]:
    """What is wrong with the open page on the whole screen and at 200 %."""
    found = []
    for name, size in (("whole", SCREEN), ("half", HALF)):
        one.page.set_viewport_size(size)
        one.picture(f"{picture}-{name}", whole=True)
        found += [f"{name}: {fault}" for fault in (*one.axe(), *broken_figures(one), *["too wide"] * too_wide(one))]
    return found


@pytest.fixture
def address(served: Site):
    """The address of this year's filing of a department."""
    return lambda code: (
        f"/filings/{served.manage('shell', '-v', '0', '-c', f'{FIND}print(filing({code!r}).pk)').strip()}/"
    )


def test_a_draft_that_cannot_be_read_is_mended_by_its_preparer(desk, served, address):
    served.manage("shell", "-c", SPOIL % (DRAFT, "约三十"))
    filing = address(DRAFT)
    one = desk(f"preparer-{DRAFT}").open(filing, 409)
    assert faults(one, "unreadable-draft") == []
    one.page.fill("#mend input.form-control", "三十")
    one.page.click("#mend button")
    one.see(".message-error")
    assert faults(one, "unreadable-refused") == []
    one.page.fill("#mend input.form-control", "33")
    one.page.click("#mend button")
    one.see("h1", "水库管理处")
    assert one.path == filing


def test_a_submitted_filing_that_cannot_be_read_as_its_reviewer_sees_it(desk, served, address):
    served.manage("shell", "-c", SPOIL % (REVIEWED, "约一百四十二"))
    one = desk("section-culture").open(f"{address(REVIEWED)}review/", 409)
    try:
        assert one.page.locator("#mend button").count() == 0
        assert faults(one, "unreadable-submitted") == []
    finally:
        served.manage("shell", "-c", SPOIL % (REVIEWED, "142"))
    one.open(f"{address(REVIEWED)}review/")


def test_the_review_of_answers_of_which_one_is_rejected_and_one_is_waived_besides(desk, served, address):
    served.manage("shell", "-c", JUDGE)
    one = desk("supervisor-710").open(f"{address(JUDGED)}review/")
    assert one.page.locator(".rejected").count() == 2
    assert one.page.locator(".waiver").count() == 1
    assert faults(one, "review-judged") == []


def test_the_home_of_a_new_city(browser, tmp_path):
    with site(tmp_path, demo=False) as new, desks(new, browser) as desk:
        new.manage("shell", "-c", STAFF)
        for username in ("administrator", "security"):
            one = desk(username)
            one.see(".tasks .task")
            assert faults(one, f"beginning-{username}") == []
