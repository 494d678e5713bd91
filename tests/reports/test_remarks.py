"""Remarks on cells: pinned and closed by who holds the filing, answered by the preparer, on every page where the cell stands."""

import re

import pytest
from django.urls import reverse

from assessments.document import codec
from assessments.models import Filing, LogEntry, Role, RoleName
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells
from assessments.services.filings import replace_document
from assessments.services.rows import move_row, remove_row
from reports.models import Remark, Submission
from reports.remarking import answer, close, pin, pins
from tests import factories
from tests.assessments.views.browser import queries_of, signed_in, squeezed
from tests.reports.paths import act, brought_to

CELL = "department_evaluation.indicators[1].actual"
FIGURE = "basic_data.expenditure[office].final"


@pytest.fixture
def filing(city):
    return brought_to(city, "first_review")


@pytest.fixture
def remark(city, filing):
    return pin(filing, CELL, "完成值没有依据", by=city.section_reviewer)


def returned(city, filing):
    act(city, filing, "return", "section_reviewer")
    return filing


def only(filing):
    (found,) = pins(load(filing.pk))
    return found


def review(filing):
    return reverse("review", args=(filing.pk,))


def page(user, url):
    response = signed_in(user).get(url)
    assert response.status_code == 200
    return squeezed(response.content)


# What is pinned


def test_a_remark_keeps_the_place_and_the_text_that_were_read(city, filing, remark):
    stored = load(filing.pk).document.department_evaluation.indicators[1]
    assert (remark.was, remark.submission_number) == (stored.actual.text, 1)
    assert remark.place == f"附件2 {stored.level3.text} 实际完成值"
    assert factories.fresh(filing).state == "first_review"
    assert LogEntry.objects.get(verb="remark").actor_id == city.section_reviewer.pk


def test_a_second_click_pins_nothing_more(city, filing, remark):
    assert pin(filing, CELL, " 完成值没有依据\n", by=city.section_reviewer) == remark
    pin(filing, CELL, "单位也不对", by=city.section_reviewer)
    assert Remark.objects.count() == 2


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "performance", "administrator", "stranger"])
def test_only_who_holds_the_filing_pins_and_closes(city, filing, remark, who):
    user = getattr(city, who)
    with pytest.raises(Refused):
        pin(filing, CELL, "请核对", by=user)
    with pytest.raises(Refused):
        close(remark, True, by=user)
    assert Remark.objects.get().closed_by is None


def test_nobody_remarks_on_what_the_same_account_prepared(city, filing):
    Role.objects.create(user=city.preparer, name=RoleName.BUREAU_SECTION, section=city.section)
    with pytest.raises(Refused):
        pin(filing, CELL, "请核对", by=city.preparer)


@pytest.mark.parametrize(
    ("path", "text"),
    [(CELL, "  "), (CELL, "长" * 2001), (CELL, "a\x00"), ("projects[9].name", "请核对"), ("", "请核对")],
)
def test_what_is_no_remark_or_no_cell_is_refused(city, filing, path, text):
    with pytest.raises(Refused):
        pin(filing, path, text, by=city.section_reviewer)


def test_a_page_of_an_older_submission_pins_nothing(city, filing):
    with pytest.raises(Refused):
        pin(filing, CELL, "请核对", by=city.section_reviewer, seen="0" * 64)


def test_who_remarked_is_no_preparer_and_who_answered_is(city, filing, remark):
    act(city, filing, "first_review")
    act(city, filing, "return", "performance")
    second = factories.person("hu", "胡会计", RoleName.PREPARER, department=city.enrolment.department)
    answer(remark, "依据见附件", True, by=second)
    Role.objects.create(user=second, name=RoleName.UNIT_HEAD, department=city.enrolment.department)
    act(city, filing, "submit")
    with pytest.raises(Refused):
        act(city, filing, "sign", "preparer")
    from assessments.models import User

    city.second = User.objects.get(pk=second.pk)
    with pytest.raises(Refused) as refusal:
        act(city, filing, "sign", "second")
    assert len(refusal.value.reasons) == 1


# Rows


def test_a_remark_stays_with_its_row(city, filing, remark):
    returned(city, filing)
    loaded = load(filing.pk)
    kind, pk = loaded.prefixes[CELL.rpartition(".")[0]]
    move_row(filing.pk, kind, pk, -1, by=city.preparer)
    assert only(filing).path == CELL.replace("[1]", "[0]")
    remove_row(filing.pk, kind, pk, by=city.preparer)
    gone = only(filing)
    assert (gone.path, gone.place, gone.changed) == ("", remark.place, True)


def test_a_remark_follows_its_row_into_a_replaced_document(city, filing, remark):
    returned(city, filing)
    data = codec.to_json(load(filing.pk).document)
    rows = data["department_evaluation"]["indicators"]
    rows.append(rows.pop(1))
    replace_document(filing, codec.from_json(data), by=city.preparer)
    assert only(filing).path == CELL.replace("[1]", f"[{len(rows) - 1}]")


def test_a_remark_on_a_row_that_is_in_no_new_document_leads_nowhere(city, filing, remark):
    returned(city, filing)
    data = codec.to_json(load(filing.pk).document)
    data["department_evaluation"]["indicators"] = data["department_evaluation"]["indicators"][:1]
    replace_document(filing, codec.from_json(data), by=city.preparer)
    assert only(filing).path == ""


def test_remarks_stay_with_the_version_that_was_read(city, filing, remark):
    brought_to(city, "approved", filing)
    act(city, filing, "reopen")
    assert pins(load(Filing.objects.get(version=2).pk)) == []
    assert len(pins(load(filing.pk))) == 1


# Answers


def test_the_preparer_answers_a_draft_and_may_take_the_answer_back(city, filing, remark):
    with pytest.raises(Refused):
        answer(remark, "依据见附件", True, by=city.preparer)
    returned(city, filing)
    for who in (city.head, city.section_reviewer, city.stranger):
        with pytest.raises(Refused):
            answer(remark, "依据见附件", True, by=who)
    answer(remark, " 依据见附件 ", False, by=city.preparer)
    found = only(filing)
    assert (found.answer, found.done, found.answered_by) == ("依据见附件", False, "张填报")
    answer(remark, "", True, by=city.preparer)
    assert (only(filing).answer, only(filing).done) == ("", True)
    answer(remark, "", False, by=city.preparer)
    assert only(filing).answered_by == ""


def test_a_closed_remark_is_not_answered_and_opens_again(city, filing, remark):
    close(remark, True, by=city.section_reviewer)
    close(remark, True, by=city.section_reviewer)
    assert only(filing).closed_by == "赵初审"
    assert LogEntry.objects.filter(verb="close_remark").count() == 1
    returned(city, filing)
    with pytest.raises(Refused):
        answer(remark, "好", True, by=city.preparer)
    brought_to(city, "first_review", filing)
    close(remark, False, by=city.section_reviewer)
    assert only(filing).closed_by == ""


# Pages


def test_a_cell_is_chosen_and_remarked_on_without_scripts(city, filing):
    client = signed_in(city.section_reviewer)
    assert "⚐" not in squeezed(client.get(review(filing)).content)
    choosing = squeezed(client.get(f"{review(filing)}?pin=").content)
    links = dict(re.findall(r'<a class="pin" href="([^"]*)" title="([^"]*)"', choosing))
    (link,) = [
        url
        for url, title in links.items()
        if url.startswith(f"{review(filing)}?pin={FIGURE}".replace("[", "%5B").replace("]", "%5D"))
    ]
    content = squeezed(client.get(link.partition("#")[0]).content)
    assert f'name="path" value="{FIGURE}"' in content
    assert '<section class="pin-form" id="pin" aria-labelledby="pin-title">' in content
    sha256 = Submission.objects.get().sha256
    response = client.post(
        reverse("remarks", args=(filing.pk,)), {"path": FIGURE, "text": "与决算表不符", "submission": sha256}
    )
    assert (response.status_code, response.url) == (302, f"{review(filing)}#at-{FIGURE}")
    content = squeezed(client.get(review(filing)).content)
    assert re.search(r'found-remarked[^>]*id="at-basic_data.expenditure\[office\].final"', content)
    assert "与决算表不符" in content


def test_what_was_typed_stays_when_the_remark_is_not_taken(city, filing):
    client, url = signed_in(city.section_reviewer), reverse("remarks", args=(filing.pk,))
    response = client.post(url, {"path": FIGURE, "text": "与决算表不符", "submission": "0" * 64})
    assert response.status_code == 409
    assert "与决算表不符</textarea>" in response.content.decode()
    returned(city, filing)
    assert client.post(url, {"path": FIGURE, "text": "与决算表不符"}).status_code == 404
    response = signed_in(city.head).post(url, {"path": FIGURE, "text": "与决算表不符"}, follow=True)
    assert "与决算表不符" in response.content.decode()


def test_who_does_not_hold_the_filing_reads_remarks_and_pins_none(city, filing, remark):
    for who in (city.supervisor, city.performance, city.preparer, city.head):
        content = page(who, f"{review(filing)}?pin={CELL}")
        assert "完成值没有依据" in content
        assert 'id="pin"' not in content
        assert 'class="pin"' not in content
        assert 'value="close"' not in content


def test_the_preparer_sees_the_flag_at_the_cell_and_answers_there(city, filing, remark):
    returned(city, filing)
    client, url = signed_in(city.preparer), reverse("step", args=(filing.pk, "department-indicators"))
    content = squeezed(client.get(url).content)
    address = str(load(filing.pk).address_of(CELL))
    cell = re.search(rf'<span class="[^"]*" data-cell="{address}">.*?</a>', content).group()
    assert f'<a class="pinned" href="#remark-{remark.pk}"' in cell
    assert "完成值没有依据" in cell
    assert f'href="#{address}"' in content
    assert "完成值没有依据" not in squeezed(client.get(reverse("step", args=(filing.pk, "headcount"))).content)
    sent = {"what": "answer", "text": "依据见合同", "done": "1", "back": url}
    response = client.post(reverse("remark", args=(filing.pk, remark.pk)), sent)
    assert (response.status_code, response.url) == (302, f"{url}#remark-{remark.pk}")
    assert "依据见合同" in squeezed(client.get(reverse("filing", args=(filing.pk,))).content)


def test_the_flag_survives_a_save_of_its_row(city, filing):
    computed = "basic_data.headcount.control_rate"
    pin(filing, computed, "请核对编制", by=city.section_reviewer)
    returned(city, filing)
    loaded = load(filing.pk)
    change = {"address": str(loaded.address_of("basic_data.headcount.actual")), "was": "18", "now": "17"}
    answer = signed_in(city.preparer).post(
        reverse("cells", args=(filing.pk,)), {"step": "headcount", "changes": [change]}, content_type="application/json"
    )
    assert 'class="pinned"' in answer.json()["computed"][str(loaded.address_of(computed))]


def test_after_the_next_submission_the_reviewer_sees_remark_answer_and_change(city, filing, remark):
    returned(city, filing)
    address = str(load(filing.pk).address_of(CELL))
    save_cells(filing.pk, [Change(address, remark.was, "90.5%")], by=city.preparer)
    answer(remark, "已改为决算数", True, by=city.preparer)
    brought_to(city, "first_review", filing)
    content = page(city.section_reviewer, review(filing))
    (item,) = re.findall(rf'<li class="remark" id="remark-{remark.pk}">.*?</li>', content)
    assert all(words in item for words in ("完成值没有依据", "已改为决算数", remark.was, "90.5%", f"#at-{CELL}"))
    assert re.search(r'found-changed found-remarked"[^>]*id="at-department_evaluation.indicators\[1\].actual"', content)
    signed_in(city.section_reviewer).post(reverse("remark", args=(filing.pk, remark.pk)), {"what": "close"})
    assert "found-remarked" not in page(city.section_reviewer, review(filing))


def test_an_answer_leads_nowhere_else(city, filing, remark):
    client, url = signed_in(city.section_reviewer), reverse("remark", args=(filing.pk, remark.pk))
    for back in ("https://example.org/", "//example.org/", "javascript:alert(1)", ""):
        assert client.post(url, {"what": "close", "back": back}).url.startswith(review(filing))


def test_a_remark_of_another_filing_is_not_there(city, filing, remark):
    other = reverse("remark", args=(filing.pk, remark.pk + 1))
    assert signed_in(city.section_reviewer).post(other, {"what": "close"}).status_code == 404
    assert signed_in(city.stranger).post(reverse("remark", args=(filing.pk, remark.pk))).status_code == 404


def test_a_remark_of_hostile_text_stays_text(city, filing):
    pin(filing, FIGURE, "<script>alert(1)</script>\"'", by=city.section_reviewer)
    assert "<script>alert" not in page(city.section_reviewer, review(filing))
    assert "<script>alert" not in page(city.preparer, reverse("step", args=(filing.pk, "expenditure")))


def test_pages_ask_as_often_for_many_remarks_as_for_one(city, filing, remark):
    urls = (review(filing), reverse("step", args=(filing.pk, "department-indicators")))
    client = signed_in(city.section_reviewer)
    few = [queries_of(client, url) for url in urls]
    for place in range(6):
        pin(filing, f"department_evaluation.indicators[{place % 3}].target", f"请核对{place}", by=city.section_reviewer)
    assert [queries_of(client, url) for url in urls] == few
