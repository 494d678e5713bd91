"""A filing of which a stored cell cannot be read: what each of its pages, scripts and commands answers, and to whom."""

import io
import json
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import get_resolver, reverse
from django.utils.translation import override

from assessments.models import Enrolment, FiscalYear, LogEntry
from assessments.selectors.documents import load
from assessments.services.log import verify
from tests import factories
from tests.assessments.unread import spoil
from tests.assessments.views.browser import FormReader, signed_in, squeezed
from tests.reports.paths import act, brought_to

FINAL = "basic_data.expenditure[procurement].final"
PLACE = "附件1 procurement 2024年决算数"
WRONG = "“12,34”：逗号只能每三位分隔一次。"
# Pages of a filing that need nothing of its document.
ALIVE = {"elsewhere"}
ARGS = {"step": ("headcount",), "document": ("pdf",)}


@pytest.fixture
def filing(city):
    return factories.draft(city).filing


def pages(filing, *besides):
    """The address of every page of a filing that is got."""
    names = {
        pattern.name: str(pattern.pattern)
        for resolver in get_resolver().url_patterns[1:]
        for pattern in resolver.url_patterns
        if str(pattern.pattern).startswith("filings/<int:pk>/")
    }
    posted = {"take", "cells", "mend", "move", "reject", "take_back", "remarks", "remark"}
    return {name: reverse(name, args=(filing.pk, *ARGS.get(name, ()))) for name in names.keys() - posted - set(besides)}


def test_every_page_of_a_draft_says_which_cell_and_who_mends_it(city, filing):
    address = spoil(filing, FINAL)
    client = signed_in(city.preparer)
    found = pages(filing, "sign", "review", "reopen")
    assert {"filing", "findings", "step", "export_json", "preview", "document", "submit"} < found.keys()
    for name, url in found.items():
        response = client.get(url)
        assert response.status_code == (200 if name in ALIVE else 409), name
        if name not in ALIVE:
            content = squeezed(response.content)
            assert all(words in content for words in (PLACE, address, "<code>12,34</code>", WRONG)), name
            assert "没有丢失任何内容" in content
            assert f'<input class="form-control" name="{address}" value=""' in content
    for url in (f"{found['findings']}?as=xlsx", reverse("step", args=(filing.pk, "expenditure"))):
        assert client.get(url).status_code == 409


def test_who_may_not_see_the_filing_finds_nothing(city, filing):
    spoil(filing, FINAL)
    for who in (city.stranger, city.supervisor, city.performance, city.administrator, city.auditor):
        client = signed_in(who)
        assert {client.get(url).status_code for url in pages(filing).values()} == {404}
        for name in ("take", "mend"):
            assert client.post(reverse(name, args=(filing.pk,))).status_code == 404
        assert save(client, filing, {}).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(city, filing, client):
    spoil(filing, FINAL)
    assert {client.get(url).status_code for url in pages(filing).values()} == {302}


def save(client, filing, cells):
    changes = [{"address": address, "was": was, "now": now} for address, (was, now) in cells.items()]
    body = json.dumps({"step": "expenditure", "changes": changes})
    return client.post(reverse("cells", args=(filing.pk,)), body, content_type="application/json")


def test_a_script_is_told_in_sentences_and_nothing_is_saved(city, filing):
    before = load(filing.pk)
    other = str(before.address_of("basic_data.expenditure[procurement].budget"))
    stored = before.cells["basic_data.expenditure[procurement].budget"].text
    address = spoil(filing, FINAL)
    response = save(signed_in(city.preparer), filing, {other: (stored, "8.00")})
    assert response.status_code == 409
    assert response.json() == {
        "reasons": [
            f"甲市乙支队2024年度的材料无法读取：{PLACE} ({address}): {WRONG}",
            "没有改动任何内容。请重新打开材料，页面上写明由谁处理。",
        ]
    }
    assert factories.fresh(filing).revision == before.filing.revision
    assert signed_in(city.preparer).get(reverse("cells", args=(filing.pk,))).json() == {
        "revision": before.filing.revision
    }


def test_saving_without_a_script_and_answering_are_answered_the_same(city, filing):
    address = spoil(filing, FINAL)
    client = signed_in(city.preparer)
    for name, *args in (("step", "headcount"), ("findings",), ("take",), ("submit",)):
        data = {"answer-B13-x": "因为", "explain": "B13-x", "take": f"{address}:8.00:7.00"}
        response = client.post(reverse(name, args=(filing.pk, *args)), data)
        assert (response.status_code, PLACE in response.content.decode()) == (409, True), name


def test_in_english_the_words_of_the_page_are_english(city, filing):
    spoil(filing, FINAL)
    client = signed_in(city.preparer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    content = squeezed(client.get(reverse("filing", args=(filing.pk,))).content)
    assert "In 1 cell something is stored that is no figure" in content
    assert "“12,34”: commas must set off groups of three digits." in content


def test_the_preparer_mends_a_draft_on_the_page(city, filing):
    address = spoil(filing, FINAL)
    client, url = signed_in(city.preparer), reverse("filing", args=(filing.pk,))
    reader = FormReader("mend")
    reader.feed(client.get(url).content.decode())
    assert {key: text for key, text in reader.fields.items() if key != "csrfmiddlewaretoken"} == {
        f"was-{address}": "12,34",
        address: "",
    }
    mend = reverse("mend", args=(filing.pk,))
    response = client.post(mend, reader.fields | {address: "12,3"})
    assert response.status_code == 409
    content = squeezed(response.content)
    assert f'name="{address}" value="12,3"' in content
    assert f"{PLACE}: “12,3”：逗号只能每三位分隔一次。" in content
    response = client.post(mend, reader.fields | {address: "1,234.00"}, follow=True)
    assert (response.redirect_chain, response.status_code) == ([(url, 302)], 200)
    assert "材料已可读取。" in response.content.decode()
    assert load(filing.pk).cells[FINAL].text == "1,234.00"


def test_a_healthy_draft_is_not_changed_by_the_form(city, filing):
    address, revision = str(load(filing.pk).address_of(FINAL)), filing.revision
    stored = load(filing.pk).cells[FINAL].text
    client = signed_in(city.preparer)
    response = client.post(reverse("mend", args=(filing.pk,)), {f"was-{address}": stored, address: "1"})
    assert response.status_code == 302
    assert (load(filing.pk).cells[FINAL].text, factories.fresh(filing).revision) == (stored, revision)


def test_the_home_page_opens_and_says_that_the_draft_cannot_be_read(city, filing):
    client = signed_in(city.preparer)
    said = "无法读取，打开可查看原因。"
    assert said not in client.get("/").content.decode()
    spoil(filing, FINAL)
    response = client.get("/")
    assert (response.status_code, said in response.content.decode()) == (200, True)


# Submitted


def test_a_reviewer_reads_what_was_submitted_and_mends_nothing(city):
    filing = brought_to(city, "first_review")
    figure = load(filing.pk).cells[FINAL].text
    address = spoil(filing, FINAL)
    for who in (city.section_reviewer, city.preparer):
        client = signed_in(who)
        for name, url in pages(filing, "sign", "reopen", "submit").items():
            response = client.get(url)
            assert response.status_code == (200 if name in {*ALIVE, "document"} else 409), name
            if name in {*ALIVE, "document"}:
                continue
            content = squeezed(response.content)
            assert all(words in content for words in (PLACE, address, WRONG, f"<td>{figure}</td>", "系统运维人员")), (
                name
            )
            assert f'name="{address}"' not in content
            assert re.findall(rf"/filings/{filing.pk}/document\.([a-z]+)", content) == ["pdf", "docx", "xlsx"]
        assert (
            client.post(reverse("mend", args=(filing.pk,)), {f"was-{address}": "12,34", address: "1"}).status_code
            == 409
        )
        assert [one.text for one in load(filing.pk).unread] == ["12,34"]


def test_lists_and_other_filings_open_as_ever(city):
    filing = brought_to(city, "first_review")
    spoil(filing, FINAL)
    for who, addresses in (
        (
            city.section_reviewer,
            ("/", "/queue/", "/progress/2024/", "/progress/2024/report/", "/checks/2024/", "/bundles/"),
        ),
        (city.preparer, ("/", "/notices/")),
        (city.administrator, ("/", "/years/2024/")),
    ):
        client = signed_in(who)
        assert {url: client.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)


def test_an_approved_filing_that_cannot_be_read_is_not_reopened(city):
    filing = brought_to(city, "approved")
    spoil(filing, FINAL)
    url = reverse("reopen", args=(filing.pk,))
    response = signed_in(city.administrator).post(url, {"reason": "更正"})
    assert (response.status_code, PLACE in response.content.decode()) == (409, True)
    assert factories.fresh(filing).state == "approved"


def test_last_years_filing_that_cannot_be_read_leaves_this_years_alone(city):
    before = brought_to(city, "approved")
    year = FiscalYear.objects.create(year=2025, status="open", opens_on="2026-01-06", due_on="2026-03-31")
    enrolment = Enrolment.objects.create(fiscal_year=year, department=city.enrolment.department, name="甲市乙支队")
    city.year, city.enrolment = year, enrolment
    filing = factories.draft(city).filing
    spoil(before, FINAL)
    client = signed_in(city.preparer)
    assert client.get(reverse("filing", args=(filing.pk,))).status_code == 200
    assert client.get(reverse("filing", args=(before.pk,))).status_code == 409


# Commands


def run(*words):
    out = io.StringIO()
    try:
        with override("en"):
            call_command(*map(str, words), stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


NAMED = ("--department", "300001", "--year", "2024")


def test_commands_end_with_one_line(city, filing, tmp_path):
    target, source = tmp_path / "out.json", tmp_path / "in.json"
    assert run("export_filing", *NAMED, "--output", source)[0] == 0
    address = spoil(filing, FINAL)
    line = (
        f"The filing of 甲市乙支队 for 2024 cannot be read: {PLACE} ({address}): "
        "“12,34”: commas must set off groups of three digits."
    )
    assert run("export_filing", *NAMED, "--output", target) == (1, "", line)
    assert list(tmp_path.iterdir()) == [source]
    assert run("import_filing", source, "--department", "300001", "--replace") == (1, "", line)
    assert [one.text for one in load(filing.pk).unread] == ["12,34"]


def test_the_operator_names_the_cells_and_mends_them_in_any_state(city):
    filing = brought_to(city, "approved")
    figure = load(filing.pk).cells[FINAL].text
    assert run("mend_filing", *NAMED) == (0, "Every cell can be read.\n", "")
    address = spoil(filing, FINAL)
    code, out, error = run("mend_filing", *NAMED)
    wrong = "“12,34”: commas must set off groups of three digits."
    assert (code, out, error) == (1, f"{address}\t{PLACE}\t{wrong}\t{figure}\n", "These cells cannot be read.")
    assert run("mend_filing", *NAMED, f"{address}=12,3")[::2] == (
        1,
        f"{PLACE}: “12,3”: commas must set off groups of three digits.",
    )
    assert run("mend_filing", *NAMED, "nothing")[0] == 1
    assert run("mend_filing", *NAMED, f"{address}={figure}") == (0, "The filing can be read again.\n", "")
    assert load(filing.pk).cells[FINAL].text == figure
    entry = LogEntry.objects.latest("sequence")
    assert (entry.verb, entry.actor_id, entry.actor_name, json.loads(entry.before), json.loads(entry.after)) == (
        "edit",
        None,
        "mend_filing",
        {address: "12,34"},
        {address: figure},
    )
    assert verify().holds
    call_command("verify_log", stdout=io.StringIO())
    assert signed_in(city.preparer).get(reverse("filing", args=(filing.pk,))).status_code == 200


def test_the_operator_mends_an_earlier_version(city):
    filing = brought_to(city, "approved")
    act(city, filing, "reopen")
    address = spoil(filing, FINAL)
    assert run("mend_filing", *NAMED)[0] == 0
    assert run("mend_filing", *NAMED, "--filing-version", 1)[0] == 1
    assert run("mend_filing", *NAMED, "--filing-version", 1, f"{address}=7.00")[0] == 0
    assert run("mend_filing", *NAMED, "--filing-version", 3)[::2] == (
        1,
        "The department 300001 has no filing for 2024.",
    )
