"""The moves of domain.md, written here by hand and held against what the product does."""

import threading

import pytest
from django.db import connection, connections

from assessments.models import Filing, Notice, State
from assessments.refusals import Refused
from assessments.rules import Severity
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services import log
from assessments.services.cells import Change, save_cells
from assessments.services.explanations import explain
from reports import selectors
from reports.models import Decision, Submission, Verb
from reports.workflow import MOVES, available, may, move
from tests import factories
from tests.reports.paths import act, brought_to

D, SG, SU, F1, S2, AP, OK, PB = (
    "draft", "signing", "supervision", "first_review", "second_review", "approval", "approved", "published",
)  # fmt: skip
# domain.md, "The moves": verb, from → to, who.
TABLE = [
    ("submit", D, SG, "preparer"),
    ("withdraw", SG, D, "preparer"),
    ("sign", SG, SU, "head"),
    ("supervise", SU, F1, "supervisor"),
    ("first_review", F1, S2, "section_reviewer"),
    ("second_review", S2, AP, "performance"),
    ("approve", AP, OK, "approver"),
    ("return", SG, D, "head"),
    ("return", SU, D, "supervisor"),
    ("return", F1, D, "section_reviewer"),
    ("return", S2, D, "performance"),
    ("return", AP, D, "approver"),
    ("publish", OK, PB, "head"),
    ("reopen", OK, OK, "administrator"),
    ("reopen", PB, PB, "administrator"),
]
PEOPLE = (
    "preparer", "head", "supervisor", "section_reviewer", "performance", "approver", "administrator", "security", "auditor",
    "stranger",
)  # fmt: skip


@pytest.mark.parametrize(("verb", "start", "end", "who"), TABLE)
def test_a_move_of_the_table_is_made_by_whom_it_belongs_to(city, verb, start, end, who):
    filing = brought_to(city, start)
    decision = act(city, filing, verb, who)
    assert (decision.from_state, decision.to_state, decision.by) == (start, end, getattr(city, who))
    assert factories.fresh(filing).state == end
    assert decision.submission.number == 1
    assert log.verify().holds


@pytest.mark.parametrize("state", [state.value for state in State])
def test_no_other_move_is_made_by_anybody(city, state):
    filing = brought_to(city, state)
    allowed = {(verb, who) for verb, start, _end, who in TABLE if start == state}
    if state in (S2, AP):  # both accounts of the performance section hold it, but one has made the second review
        both = {"second_review", "return"} if state == S2 else {"return"}
        allowed |= {(verb, who) for verb in both for who in ("performance", "approver")}
    for verb in Verb.values:
        for who in PEOPLE:
            user = getattr(city, who)
            refused = bool(may(user, verb, factories.fresh(filing), reason="理由"))
            assert refused is ((verb, who) not in allowed), (verb, who)
            if refused:
                before = Decision.objects.filter(filing=filing).count()
                last = Decision.objects.filter(filing=filing).order_by("-pk").first()
                repeated = last is not None and (last.verb, last.by_id) == (verb, user.pk)
                if not repeated:
                    with pytest.raises(Refused):
                        act(city, filing, verb, who)
                assert Decision.objects.filter(filing=filing).count() == before
                assert factories.fresh(filing).state == state


def test_the_table_of_the_product_is_the_table_of_the_domain():
    assert {(verb, start) for start, verb in MOVES} == {(verb, start) for verb, start, _end, _who in TABLE}


def test_without_a_supervisor_signing_leads_to_the_first_review(city):
    city.enrolment.supervisor = None
    city.enrolment.save()
    filing = brought_to(city, SG)
    assert act(city, filing, "sign").to_state == F1


def test_a_repeated_click_finds_the_move_made(city):
    filing = brought_to(city, D)
    first = act(city, filing, "submit")
    assert act(city, filing, "submit") == first
    assert Submission.objects.count() == 1
    signed = act(city, filing, "sign")
    assert act(city, filing, "sign") == signed


def test_signing_asks_for_the_password_again(city):
    filing = brought_to(city, SG)
    for password in (None, "", "wrong"):
        with pytest.raises(Refused):
            move(factories.fresh(filing), "sign", by=city.head, password=password)
    assert factories.fresh(filing).state == SG


@pytest.mark.parametrize("verb", ["return", "reopen"])
@pytest.mark.parametrize("reason", ["", "   ", "长" * 2001])
def test_a_return_and_a_reopening_need_a_reason(city, verb, reason):
    filing = brought_to(city, F1 if verb == "return" else OK)
    who = "section_reviewer" if verb == "return" else "administrator"
    with pytest.raises(Refused):
        act(city, filing, verb, who, reason=reason)


def test_who_prepared_a_filing_decides_nothing_about_it(city):
    from assessments.models import Role, RoleName

    Role.objects.create(user=city.preparer, name=RoleName.UNIT_HEAD, department=city.enrolment.department)
    filing = brought_to(city, SG)
    del city.preparer._known_roles
    for verb in ("sign", "return"):
        with pytest.raises(Refused):
            act(city, filing, verb, "preparer")
    assert act(city, filing, "withdraw").to_state == D


def test_the_second_reviewer_does_not_approve_but_a_colleague_does(city):
    filing = brought_to(city, AP)
    assert may(city.performance, "approve", factories.fresh(filing))
    assert act(city, filing, "approve").to_state == OK


def test_a_colleague_who_reviewed_an_earlier_round_may_approve_this_one(city):
    filing = brought_to(city, AP)
    act(city, filing, "return", "approver")
    for verb in ("submit", "sign", "supervise", "first_review"):
        act(city, filing, verb)
    act(city, filing, "second_review", "approver")
    assert act(city, filing, "approve", "performance").to_state == OK


def test_an_error_keeps_a_draft_from_being_submitted(city):
    filing = factories.draft(city, **{"basic_data.economy_measures": None}).filing
    with pytest.raises(Refused) as refused:
        act(city, filing, "submit")
    assert len(refused.value.reasons) == 1
    assert not Submission.objects.exists()


def test_a_warning_must_be_explained_and_then_it_may_be_submitted(city):
    path = "basic_data.expenditure[procurement].final"
    filing = factories.draft(city, **{path: "10.00"}).filing
    with pytest.raises(Refused):
        act(city, filing, "submit")
    explain(filing.pk, "B13", path, "采购项目延期到下年。", by=city.preparer)
    act(city, filing, "submit")
    submission = Submission.objects.get()
    (finding,) = submission.findings
    assert (finding.rule, finding.severity, finding.explained) == ("B13", Severity.WARNING, True)
    assert submission.document.explanations[0].text.text == "采购项目延期到下年。"


def test_submitting_fills_the_blank_signature_cells_and_no_others(city):
    blank = dict.fromkeys(("prepared_by", "prepared_on", "phone"))
    filing = factories.draft(city, signatures=blank | {"head": "李老负责"}).filing
    act(city, filing, "submit")
    signatures = Submission.objects.get().document.signatures
    assert signatures.prepared_by.text == "张填报"
    assert signatures.phone.text == "0737-4220015"
    assert signatures.prepared_on.text.endswith("日")
    assert signatures.head.text == "李老负责"
    assert load(filing.pk).document.signatures == signatures


def test_without_a_unit_head_nothing_is_submitted(city):
    city.head.roles.update(ended_at="2025-01-01T00:00Z")
    with pytest.raises(Refused):
        act(city, factories.draft(city).filing, "submit")


def test_a_part_that_was_left_out_keeps_a_draft_from_being_submitted(city):
    from tests.assessments.rules.sample import ABSENT

    filing = factories.draft(city, fund_tables=ABSENT).filing
    assert {one.rule for one in findings_of(load(filing.pk))} >= {"F01"}
    with pytest.raises(Refused):
        act(city, filing, "submit")


@pytest.mark.parametrize(("status", "verb"), [("closed", "sign"), ("planned", "submit"), ("closed", "submit")])
def test_nothing_moves_in_a_year_that_is_not_open(city, status, verb):
    filing = brought_to(city, SG if verb == "sign" else D)
    city.year.status = status
    city.year.save()
    with pytest.raises(Refused, match="2024"):
        act(city, filing, verb)


def test_what_is_secret_is_not_published(city):
    city.enrolment.public = False
    city.enrolment.save()
    filing = brought_to(city, OK)
    with pytest.raises(Refused):
        act(city, filing, "publish")


def test_an_edit_never_inherits_an_approval(city):
    filing = brought_to(city, OK)
    approved = Decision.objects.get(filing=filing, verb="approve").submission
    assert approved.hash_of_content() == approved.sha256
    act(city, filing, "reopen")
    newer = Filing.objects.get(enrolment=city.enrolment, version=2)
    assert newer.state == D
    loaded = load(newer.pk)
    office = str(loaded.address_of("basic_data.expenditure[office].final"))
    save_cells(newer.pk, [Change(office, "21.00", "20.00")], by=city.preparer)
    approved = Submission.objects.get(pk=approved.pk)
    assert approved.hash_of_content() == approved.sha256
    assert "20.00" not in [one.final.text for one in approved.document.basic_data.expenditure if one.line == "office"]
    assert not Decision.objects.filter(filing=newer).exists()
    assert load(filing.pk).document == approved.document or factories.fresh(filing).state == OK


def test_one_changed_byte_of_a_snapshot_is_found(city):
    brought_to(city, SG)
    submission = Submission.objects.get()
    for name in ("document_text", "template_text", "policy_text", "findings_text", "rule_set"):
        changed = Submission.objects.get(pk=submission.pk)
        setattr(changed, name, getattr(changed, name) + " ")
        assert changed.hash_of_content() != changed.sha256, name


def test_the_approved_filing_of_last_year_is_what_this_year_is_compared_with(city):
    from assessments.models import Enrolment, FiscalYear

    filing = brought_to(city, OK)
    year = FiscalYear.objects.create(year=2025, opens_on="2026-01-05", due_on="2026-03-31", status="open")
    enrolment = Enrolment.objects.create(fiscal_year=year, department=city.enrolment.department, name="甲市乙支队")
    this = Filing(enrolment=enrolment)
    assert selectors.previous_document(this) == Submission.objects.get(filing=filing).document
    Filing.objects.filter(pk=filing.pk).update(state="approval")
    assert selectors.previous_document(this) is None


def test_those_who_hold_the_filing_hear_of_it(city, django_capture_on_commit_callbacks):
    filing = factories.draft(city).filing
    with django_capture_on_commit_callbacks(execute=True):
        act(city, filing, "submit")
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"li"}
    with django_capture_on_commit_callbacks(execute=True):
        act(city, filing, "return", "head", reason="金额不符")
    assert Notice.objects.get(recipient=city.preparer).params["reason"] == "金额不符"


def test_the_actions_of_a_page_are_those_of_the_guard(city):
    filing = factories.fresh(brought_to(city, SG))
    assert {one.verb for one in available(city.head, filing) if one.allowed} == {"sign", "return"}
    assert {one.verb for one in available(city.preparer, filing) if one.allowed} == {"withdraw"}
    assert available(city.stranger, filing) == []


def test_what_was_not_read_is_not_decided_on(city):
    """The page of the first submission stood open while the filing was withdrawn and submitted again."""
    filing = brought_to(city, SG)
    read = Submission.objects.get().sha256
    act(city, filing, "withdraw")
    office = str(load(filing.pk).address_of("basic_data.headcount.actual"))
    save_cells(filing.pk, [Change(office, "18", "17")], by=city.preparer)
    brought_to(city, SG, filing)
    newer = Submission.objects.get(number=2).sha256
    assert newer != read
    for verb in ("sign", "return"):
        with pytest.raises(Refused):
            act(city, filing, verb, "head", seen=read)
    assert factories.fresh(filing).state == SG
    assert act(city, filing, "sign", seen=newer).submission.sha256 == newer


def test_who_wrote_one_cell_and_was_overwritten_has_prepared_all_the_same(city):
    """Two preparers saved the same step; the first became unit head since."""
    from assessments.models import Role, RoleName

    helper = factories.person("he", "何帮手", RoleName.PREPARER, department=city.enrolment.department)
    filing = factories.draft(city).filing
    office = str(load(filing.pk).address_of("basic_data.headcount.actual"))
    save_cells(filing.pk, [Change(office, "18", "17")], by=helper, step="headcount")
    save_cells(filing.pk, [Change(office, "17", "18")], by=city.preparer, step="headcount")
    Role.objects.create(user=helper, name=RoleName.UNIT_HEAD, department=city.enrolment.department)
    del helper._known_roles
    brought_to(city, SG, filing)
    assert may(helper, "sign", factories.fresh(filing))
    assert not may(city.head, "sign", factories.fresh(filing))


def test_the_administrator_reopens_the_next_version_too(city):
    first = brought_to(city, OK)
    act(city, first, "reopen")
    assert may(city.administrator, "reopen", factories.fresh(first))
    second = Filing.objects.get(enrolment=city.enrolment, version=2)
    brought_to(city, OK, second)
    act(city, second, "reopen")
    assert Filing.objects.get(enrolment=city.enrolment, version=3).state == D
    assert factories.fresh(first).state == factories.fresh(second).state == OK


def test_who_prepared_the_first_version_does_not_sign_the_second(city):
    from assessments.models import Role, RoleName

    first = brought_to(city, OK)
    act(city, first, "reopen")
    second = Filing.objects.get(enrolment=city.enrolment, version=2)
    helper = factories.person("he", "何帮手", RoleName.PREPARER, department=city.enrolment.department)
    move(second, "submit", by=helper)
    Role.objects.create(user=city.preparer, name=RoleName.UNIT_HEAD, department=city.enrolment.department)
    del city.preparer._known_roles
    assert may(city.preparer, "sign", factories.fresh(second))


def test_after_the_due_day_a_submission_is_late(city):
    filing = brought_to(city, SG)  # due on 31 March 2025
    assert Submission.objects.get().late
    act(city, filing, "withdraw")
    city.year.due_on = "2999-12-31"
    city.year.save()
    act(city, filing, "submit")
    assert [one.late for one in Submission.objects.order_by("number")] == [True, False]


def test_submissions_and_decisions_are_written_once(city):
    brought_to(city, SG)
    for row in (Submission.objects.get(), Decision.objects.get()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_every_round_has_its_number_and_its_hash(city):
    filing = brought_to(city, F1)
    act(city, filing, "return", "section_reviewer")
    brought_to(city, F1, filing)
    first, second = Submission.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert (
        first.sha256 == second.sha256 == first.hash_of_content()
    )  # nothing was changed: the same content, the same hash
    assert [one.submission.number for one in Decision.objects.order_by("pk")] == [1, 1, 1, 1, 2, 2, 2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pair", [("sign", "withdraw"), ("sign", "return"), ("sign", "sign"), ("withdraw", "return")])
def test_of_two_moves_at_once_one_is_made(pair):
    city = factories.city()
    filing = brought_to(city, SG)
    gate = threading.Barrier(2)
    outcomes = []

    def run(verb):
        who = "preparer" if verb == "withdraw" else "head"
        try:
            user = type(city.head).objects.get(pk=getattr(city, who).pk)
            row = factories.fresh(filing)
            gate.wait(timeout=10)
            outcomes.append(move(row, verb, by=user, reason="理由", password=factories.PASSWORD).pk)
        except Refused:
            outcomes.append(None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    made = {pk for pk in outcomes if pk is not None}
    assert len(outcomes) == 2
    assert len(made) == 1
    assert Decision.objects.filter(filing=filing).count() == 2  # submitted, and one more
    last = Decision.objects.filter(filing=filing).order_by("-pk").first()
    assert factories.fresh(filing).state == last.to_state
    assert connection.vendor in ("sqlite", "postgresql")
