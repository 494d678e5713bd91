"""The page of jobs: what each role asked for, in words, and the page that each job leads to."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.document.policy import DEFAULT, to_json
from assessments.importing.bulk import running
from assessments.importing.bulk.running import ask_to_carry_out, take_in
from assessments.models import BulkImport, Job
from reports.bundles import BUNDLE
from tests.assessments.importing.bulk.workbook import workbook
from tests.assessments.views.browser import queries_of, signed_in

DEPARTMENTS = ("code", "name", "begins_on")
ACCOUNTS = ("username", "full_name", "role")


@pytest.fixture
def asked(city, django_capture_on_commit_callbacks):
    """A job of every kind, by its name."""
    policy = {"year": 2024, "was": to_json(DEFAULT), "policy": to_json(DEFAULT)}
    with django_capture_on_commit_callbacks(execute=True):
        departments = take_in(
            running.kinds()["departments"],
            "部门.xlsx",
            workbook(DEPARTMENTS, ("500", "丁局", "2025-01-01")),
            year=None,
            by=city.administrator,
        )
        accounts = take_in(
            running.kinds()["accounts"],
            "账号.xlsx",
            workbook(ACCOUNTS, ("new", "钱新", "Auditor")),
            year=None,
            by=city.security,
        )
    departments.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_carry_out(departments, by=city.administrator)
    for kind, arguments, by in (
        ("validate_year", {"year": 2024}, city.performance),
        ("preview_policy", policy, city.administrator),
        (BUNDLE, {"scope": "", "kinds": []}, city.performance),
        ("verify_log", {}, city.auditor),
    ):
        Job.objects.create(kind=kind, arguments=arguments, asked_by=by)
    return {"departments": departments, "accounts": accounts}


def listed(user):
    return [(row.kind, row.url) for row in signed_in(user).get(reverse("jobs")).context["page"].object_list]


def test_each_role_finds_its_own_jobs_and_each_leads_to_its_page(city, asked):
    check, preview = Job.objects.get(kind="validate_year"), Job.objects.get(kind="preview_policy")
    departments = reverse("bulk_import", args=(asked["departments"].pk,))
    assert listed(city.administrator) == [
        ("preview_policy", reverse("policy_preview", args=(2024, preview.pk))),
        ("validate_year", reverse("job", args=(check.pk,))),
        ("bulk_carry_out", departments),
        ("bulk_look", departments),
    ]
    assert listed(city.security) == [("bulk_look", reverse("bulk_import", args=(asked["accounts"].pk,)))]
    for user in (city.administrator, city.security):
        for _kind, url in listed(user):
            assert signed_in(user).get(url).status_code == 200
    text = signed_in(city.administrator).get(reverse("jobs")).content.decode()
    assert ("部门.xlsx" in text, "账号.xlsx" in text) == (True, False)


def test_the_address_of_a_job_leads_to_where_it_shows(city, asked):
    look = Job.objects.get(kind="bulk_look", arguments__kind="departments")
    answer = signed_in(city.administrator).get(reverse("job", args=(look.pk,)))
    assert answer.url == reverse("bulk_import", args=(asked["departments"].pk,))
    assert signed_in(city.security).get(reverse("job", args=(look.pk,))).status_code == 404
    assert signed_in(city.administrator).post(reverse("job_again", args=(look.pk,))).status_code == 404


@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "performance", "auditor", "stranger"])
def test_for_others_the_page_does_not_exist(city, asked, who):
    client = signed_in(getattr(city, who))
    assert client.get(reverse("jobs")).status_code == 404
    assert client.post(reverse("jobs"), {"year": "2024"}).status_code == 404


def test_a_security_administrator_asks_for_no_check(city):
    client = signed_in(city.security)
    assert client.get(reverse("jobs")).context["years"] == ()
    assert client.post(reverse("jobs"), {"year": "2024"}).status_code == 404
    assert not Job.objects.exists()


def test_the_list_takes_the_same_queries_for_one_job_and_for_many(city, asked):
    client = signed_in(city.administrator)
    few = queries_of(client, reverse("jobs"))
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        made = BulkImport.objects.create(kind="budgets", file_name=name, asked_by=city.administrator)
        arguments = {"import": made.pk, "kind": "budgets"}
        Job.objects.create(kind="bulk_look", arguments=arguments, asked_by=city.administrator)
    assert queries_of(client, reverse("jobs")) == few


def test_jobs_of_before_are_given_the_kind_of_their_import(city):
    made = BulkImport.objects.create(kind="accounts", file_name="a.xlsx", asked_by=city.security)
    for arguments in ({"import": made.pk, "by": city.security.pk}, {"import": made.pk + 1}):
        Job.objects.create(kind="bulk_look", arguments=arguments, asked_by=city.security)
    assert listed(city.security) == []
    importlib.import_module("assessments.migrations.0012_import_jobs_name_their_kind").name_kinds(apps, None)
    assert listed(city.security) == [("bulk_look", reverse("bulk_import", args=(made.pk,)))]


@pytest.mark.parametrize(
    ("finished", "spent", "words"),
    [
        (0, 60, ""),
        (30, 30, "about 70 seconds left"),
        (99, 99, "about 1 second left"),
        (50, 99, "about 99 seconds left"),
        (50, 100, "about 2 minutes left"),
        (10, 60, "about 9 minutes left"),
    ],
)
def test_a_running_job_says_how_long_it_still_takes(city, finished, spent, words):
    now = timezone.now()
    started = now - datetime.timedelta(seconds=spent)
    facts = {"status": "running", "started_at": started, "seen_at": now, "total": 100, "finished": finished}
    job = Job.objects.create(kind="validate_year", arguments={"year": 2024}, asked_by=city.administrator, **facts)
    with override("en"):
        client = signed_in(city.administrator)
        client.cookies["django_language"] = "en"
        assert client.get(reverse("job", args=(job.pk,))).context["left"] == words
