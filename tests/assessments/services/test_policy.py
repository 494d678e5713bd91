"""The policy of a year: who changes it, what it judges, and what it never touches."""

import json
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connections
from django.urls import reverse

from assessments.document import policy as policies
from assessments.document.policy import DEFAULT, Policy
from assessments.models import Department, Enrolment, Filing, FiscalYear, Job, LogEntry
from assessments.refusals import Refused
from assessments.selectors.documents import load, load_many, year_policy
from assessments.selectors.findings import findings_of
from assessments.selectors.kept import judged
from assessments.services import log
from assessments.services import policy as services
from assessments.services.policy import ask_preview, change_policy, save_previewed
from reports.models import Submission
from reports.printed import printed
from tests import factories
from tests.assessments.selectors.test_documents import several
from tests.assessments.services.test_validation import unreadable
from tests.reports.paths import act, brought_to

FINAL = "basic_data.expenditure[procurement].final"  # 92 per cent of its budget
LOOSE = replace(DEFAULT, procurement=(Decimal(90), Decimal(110)))


def stored(city) -> Policy:
    return year_policy(FiscalYear.objects.get(pk=city.year.pk).policy)


def codes(filing):
    return [finding.rule for finding in findings_of(load(filing.pk))]


def test_a_policy_is_changed_and_logged_with_before_and_after(city):
    change_policy(city.year, LOOSE, was=DEFAULT, by=city.administrator)
    assert stored(city) == LOOSE
    entry = LogEntry.objects.get(verb="policy")
    assert (entry.object_kind, entry.object_id, entry.actor_id) == (
        "fiscalyear",
        str(city.year.pk),
        city.administrator.pk,
    )
    assert (json.loads(entry.before), json.loads(entry.after)) == (
        {"procurement": ["95", "105"]},
        {"procurement": ["90", "110"]},
    )
    assert log.verify().holds


@pytest.mark.parametrize("who", ["performance", "section_reviewer", "security", "auditor", "preparer"])
def test_only_an_administrator_changes_it(city, who):
    for act_ in (
        lambda: change_policy(city.year, LOOSE, was=DEFAULT, by=getattr(city, who)),
        lambda: ask_preview(city.year, LOOSE, by=getattr(city, who)),
    ):
        with pytest.raises(Refused):
            act_()
    assert stored(city) == DEFAULT
    assert not Job.objects.exists()


def test_the_policy_of_a_closed_year_stands(city):
    FiscalYear.objects.update(status=FiscalYear.Status.CLOSED)
    year = FiscalYear.objects.get()
    with pytest.raises(Refused):
        change_policy(year, LOOSE, was=DEFAULT, by=city.administrator)
    with pytest.raises(Refused):
        ask_preview(year, LOOSE, by=city.administrator)
    assert stored(city) == DEFAULT


def test_the_second_of_two_administrators_is_refused_with_both_values(city):
    other = factories.person("he", "何管理", "administrator")
    change_policy(city.year, LOOSE, was=DEFAULT, by=other)
    mine = replace(DEFAULT, procurement=(Decimal(80), Decimal(120)))
    with pytest.raises(Refused) as refusal:
        change_policy(city.year, mine, was=DEFAULT, by=city.administrator)
    assert len(refusal.value.reasons) == 1
    assert all(figure in refusal.value.reasons[0] for figure in ("90", "110", "80", "120"))
    assert stored(city) == LOOSE


def test_another_key_changed_meanwhile_refuses_as_well_since_the_effect_shown_is_no_longer_true(city):
    change_policy(city.year, LOOSE, was=DEFAULT, by=city.administrator)
    with pytest.raises(Refused):
        change_policy(city.year, replace(DEFAULT, rate_gap=Decimal(9)), was=DEFAULT, by=city.administrator)
    assert stored(city) == LOOSE


def test_a_repeated_click_finds_it_done(city):
    for _time in range(2):
        change_policy(city.year, LOOSE, was=DEFAULT, by=city.administrator)
    assert LogEntry.objects.filter(verb="policy").count() == 1


def test_a_draft_is_judged_by_the_new_policy_also_where_its_findings_were_kept(city):
    filing = factories.draft(city, **{FINAL: "36.80"}).filing
    related = ("enrolment__fiscal_year", "enrolment__department", "enrolment__supervisor", "basic_data")

    def kept():
        return [one.rule for one in judged(Filing.objects.select_related(*related).get(pk=filing.pk)).findings]

    assert kept() == ["B13"]
    change_policy(city.year, LOOSE, was=DEFAULT, by=city.administrator)
    assert kept() == []


def test_what_was_submitted_keeps_its_policy_until_it_comes_back(city):
    filing = brought_to(city, "first_review")
    frozen = Submission.objects.get()
    row, seen = Submission.objects.values().get(), printed(factories.fresh(filing), load(filing.pk))
    tight = replace(
        DEFAULT, procurement=(Decimal(99), Decimal(101)), weights=policies.Weights(*map(Decimal, (20, 40, 30, 10)))
    )
    change_policy(city.year, tight, was=DEFAULT, by=city.administrator)
    again = Submission.objects.get()
    assert (again.policy, again.sha256, again.hash_of_content()) == (DEFAULT, frozen.sha256, frozen.sha256)
    assert Submission.objects.values().get() == row
    assert printed(factories.fresh(filing), load(filing.pk)).findings == seen.findings
    assert load(filing.pk).policy == DEFAULT
    assert [one.policy for one in load_many([filing.pk])] == [DEFAULT]
    assert codes(filing) == []  # every other page of it judges it as it was submitted
    act(city, filing, "return", "section_reviewer")
    assert load(filing.pk).policy == tight
    assert {"B13", "E11"} <= set(codes(filing))
    assert Submission.objects.get().sha256 == frozen.sha256


def test_a_preview_tells_who_would_gain_and_lose_and_saves_nothing(city, django_capture_on_commit_callbacks):
    factories.draft(city, **{FINAL: "36.80"})
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_preview(city.year, LOOSE, by=city.administrator)
    job.refresh_from_db()
    assert (job.status, job.total, job.finished) == ("done", 1, 1)
    assert job.result == {
        "judged": 1,
        "drafts": 1,
        "filings": [
            {
                "enrolment": city.enrolment.pk,
                "draft": True,
                "gained": {},
                "lost": {"B13": 1},
                "blocked": [True, False],
            }
        ],
        "unjudged": [],
    }
    assert stored(city) == DEFAULT
    save_previewed(city.year, job, by=city.administrator)
    assert stored(city) == LOOSE


def test_a_preview_tells_which_drafts_would_be_blocked(city, django_capture_on_commit_callbacks):
    factories.draft(city, **{FINAL: "39.00"})  # 97.5 per cent
    tight = replace(DEFAULT, procurement=(Decimal(99), Decimal(101)))
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_preview(city.year, tight, by=city.administrator)
    job.refresh_from_db()
    (row,) = job.result["filings"]
    assert (row["gained"], row["lost"], row["blocked"]) == ({"B13": 1}, {}, [False, True])


def test_a_preview_counts_a_submitted_filing_apart(city, django_capture_on_commit_callbacks):
    brought_to(city, "signing", factories.draft(city, **{FINAL: "39.00"}).filing)
    tight = replace(DEFAULT, procurement=(Decimal(99), Decimal(101)))
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_preview(city.year, tight, by=city.administrator)
    job.refresh_from_db()
    assert (job.result["judged"], job.result["drafts"]) == (1, 0)
    assert [row["draft"] for row in job.result["filings"]] == [False]


def test_a_preview_names_a_filing_that_cannot_be_read_and_judges_the_others(
    city, client, caplog, django_capture_on_commit_callbacks
):
    first = several(city, 3)[0]
    address = unreadable(first)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_preview(city.year, LOOSE, by=city.administrator)
    job.refresh_from_db()
    filing = Filing.objects.get(pk=first)
    [[code, name, version, fault]] = job.result["unjudged"]
    assert (job.status, job.result["judged"], job.result["drafts"]) == ("done", 1, 1)
    assert (code, name, version) == (filing.enrolment.department.code, filing.enrolment.name, 1)
    assert fault.startswith(f"{address}: ")
    client.force_login(city.administrator)
    assert fault in client.get(reverse("policy_preview", args=(2024, job.pk))).content.decode()


def test_a_preview_of_the_policy_in_force_is_refused(city):
    with pytest.raises(Refused):
        ask_preview(city.year, DEFAULT, by=city.administrator)


def test_a_preview_that_is_not_done_cannot_be_saved(city):
    job = Job.objects.create(
        kind="preview_policy",
        arguments={"year": 2024, "was": policies.to_json(DEFAULT), "policy": policies.to_json(LOOSE)},
        asked_by=city.administrator,
    )
    with pytest.raises(Refused):
        save_previewed(city.year, job, by=city.administrator)
    assert stored(city) == DEFAULT


def test_a_preview_of_many_filings_is_left_to_a_worker(city, monkeypatch):
    factories.draft(city)
    made = Department.objects.create(code="500001", name="甲市丁站")
    enrolment = Enrolment.objects.create(fiscal_year=city.year, department=made, name=made.name)
    Filing.objects.create(enrolment=enrolment, created_by=city.preparer)
    asked = []
    monkeypatch.setattr(services.jobs, "ask", lambda *given, **how: asked.append(how["at_once"]))
    ask_preview(city.year, LOOSE, by=city.administrator)
    monkeypatch.setattr(services, "FEW", 1)
    ask_preview(city.year, LOOSE, by=city.administrator)
    assert asked == [True, False]


def test_a_preview_takes_the_same_queries_for_one_filing_and_for_many(city):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from assessments.services.policy_preview import preview_some

    arguments = {"year": 2024, "policy": policies.to_json(LOOSE)}
    first = factories.draft(city, **{FINAL: "36.80"}).filing
    counts = []
    for keys in ([first.pk], []):
        keys = keys or [first.pk, *others(city, 5)]
        with CaptureQueriesContext(connection) as queries:
            assert len(preview_some(arguments, keys, lambda: None)["filings"]) == len(keys)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def others(city, number):
    """The keys of more drafts, each of a department of its own, with the same finding."""
    from assessments.document import codec
    from assessments.services.filings import import_document
    from tests.assessments.rules.sample import sample

    keys = []
    for place in range(number):
        enrolment = factories.department(f"50000{place}", f"甲市丁站{place}", None, city.section, city.year)
        preparer = factories.person(f"p{place}", "李填报", "preparer", department=enrolment.department)
        data = sample(**{FINAL: "36.80"}) | {"department": None, "fiscal_year": 2024}
        keys.append(import_document(enrolment, codec.from_json(data), by=preparer, replace=True).pk)
    return keys


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_at_once_one_is_refused():
    place = factories.city()
    other = factories.person("he", "何管理", "administrator")
    told = []

    def change(by, rate_gap):
        try:
            change_policy(place.year, replace(DEFAULT, rate_gap=Decimal(rate_gap)), was=DEFAULT, by=by)
        except Refused as refusal:
            told.append(refusal.reasons)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change, args=one) for one in ((place.administrator, 7), (other, 9))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(told) == 1
    assert LogEntry.objects.filter(verb="policy").count() == 1
    assert stored(place).rate_gap in (7, 9)
