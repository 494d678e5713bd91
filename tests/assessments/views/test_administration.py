"""The pages of years, jobs and the inbox: for whom they exist, and what they answer."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.models import Department, Enrolment, FiscalYear, Job, Notice, User
from assessments.services.notices import tell
from tests import factories

NEXT = {"year": "2025", "opens_on": "2026-01-05", "due_on": "2026-03-31"}
PAGES = (("years", ()), ("year", (2024,)), ("open_year", (2024,)))


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("who", ["preparer", "head", "supervisor", "performance", "security", "auditor", "stranger"])
def test_for_others_the_pages_do_not_exist(city, client, name, args, who):
    client.force_login(getattr(city, who))
    assert client.get(reverse(name, args=args)).status_code == 404
    assert client.post(reverse(name, args=args), NEXT).status_code in (404, 405)
    assert FiscalYear.objects.count() == 1


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_the_administrator_sees_them(city, client, name, args):
    client.force_login(city.administrator)
    assert client.get(reverse(name, args=args)).status_code == 200


def test_a_year_is_opened_once(city, client):
    client.force_login(city.administrator)
    url = reverse("open_year", args=(2024,))
    assert client.post(url, NEXT).status_code == 302
    assert FiscalYear.objects.get(year=2025).enrolments.count() == 2
    again = client.post(url, NEXT)
    assert again.status_code == 409
    assert "2025" in again.content.decode()
    assert Enrolment.objects.count() == 4


def test_bad_days_are_said_beside_the_field_and_kept(city, client):
    client.force_login(city.administrator)
    answer = client.post(reverse("open_year", args=(2024,)), NEXT | {"due_on": "tomorrow"})
    assert answer.status_code == 422
    assert "tomorrow" in answer.content.decode()
    assert FiscalYear.objects.count() == 1


def test_the_progress_of_a_year_finds_who_has_not_begun_and_who_is_late(city, client):
    factories.draft(city)
    client.force_login(city.administrator)
    url = reverse("year", args=(2024,))
    assert "甲市乙支队" not in client.get(url, {"state": "none"}).content.decode()
    assert "甲市丙中心" in client.get(url, {"state": "none"}).content.decode()
    late = client.get(url, {"state": "late"}).content.decode()
    assert "甲市乙支队" in late
    assert "甲市丙中心" in late
    assert "甲市乙支队" in client.get(url, {"q": "300001"}).content.decode()


def test_the_progress_takes_the_same_queries_for_one_department_and_for_fifty(city, client, django_assert_num_queries):
    client.force_login(city.administrator)
    url = reverse("year", args=(2024,))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for place in range(50):
        made = Department.objects.create(code=f"9{place:03}", name=f"单位{place}")
        Enrolment.objects.create(fiscal_year=city.year, department=made, name=made.name)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_a_year_is_changed_on_its_page_and_a_refusal_is_said_at_its_top(city, client):
    factories.draft(city)
    client.force_login(city.administrator)
    url = reverse("year", args=(2024,))
    days = {"what": "days", "status": "open", "opens_on": "2025-01-06", "due_on": "2025-04-30"}
    assert client.post(url, days).url == url
    assert FiscalYear.objects.get().due_on == datetime.date(2025, 4, 30)
    for changes, status in (
        ({"status": "closed"}, 409),
        ({"due_on": "2024-01-01"}, 409),
        ({"due_on": "x"}, 422),
        ({"status": "x"}, 422),
    ):
        answer = client.post(url, days | changes)
        assert answer.status_code == status
        assert '<a href="#days">' in answer.content.decode().split('class="counts"')[0]
    assert client.post(url, {"what": "nonsense"}).status_code == 422
    assert FiscalYear.objects.get().status == "open"


def test_an_extension_and_an_obligation_are_set_on_the_page_of_a_department(city, client):
    client.force_login(city.administrator)
    url = reverse("enrolment", args=(city.enrolment.pk,))
    assert client.post(url, {"what": "extension", "due_on": "2025-04-15", "reason": "负责人住院"}).status_code == 302
    assert city.enrolment.extensions.get().due_on == datetime.date(2025, 4, 15)
    assert client.post(url, {"what": "extension", "due_on": "2025-01-01", "reason": "早"}).status_code == 409
    assert client.post(url, {"what": "obligation", "reason": "", "public": "on"}).status_code == 409
    assert client.post(url, {"what": "nonsense"}).status_code == 422


@pytest.mark.django_db
def test_an_empty_installation_is_opened_on_the_pages(client, tmp_path):
    """From the first account over an administrator and a department to the first year, as docs/operators.md says."""
    secret = tmp_path / "password"
    secret.write_text("a-first-password-8", encoding="utf-8")
    call_command("create_first_account", "security", "--name", "郑安全", "--password-file", str(secret))
    User.objects.update(must_change_password=False)
    client.force_login(User.objects.get())
    password = client.post("/accounts/", {"username": "wu", "full_name": "吴管理"}).context["password"]
    account = User.objects.get(username="wu")
    assert client.post(f"/accounts/{account.pk}/", {"what": "grant", "name": "administrator"}).status_code == 302
    client.logout()
    assert client.post("/sign-in/", {"username": "wu", "password": password}).status_code == 302
    change = {"old_password": password, "new_password1": "an-own-password-8", "new_password2": "an-own-password-8"}
    assert client.post("/password/", change).status_code == 302
    assert "/years/open-first/" in client.get("/years/").content.decode()
    new = {"what": "department", "code": "300", "name": "甲市某局", "begins_on": "2020-01-01"}
    assert client.post("/departments/", new).status_code == 302
    assert client.get("/years/open-first/").status_code == 200
    assert client.post("/years/open-first/", {"year": "2024", "opens_on": "", "due_on": ""}).status_code == 422
    assert client.post("/years/open-first/", NEXT | {"due_on": "2025-01-01"}).status_code == 409
    assert client.post("/years/open-first/", NEXT).url == "/years/2025/"
    assert list(Enrolment.objects.values_list("name", "fiscal_year__year")) == [("甲市某局", 2025)]
    assert client.get("/years/open-first/").url == "/years/"


def test_a_check_of_a_year_is_asked_for_and_its_result_stays(city, client, django_capture_on_commit_callbacks):
    factories.draft(city)
    client.force_login(city.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("jobs"), {"year": "2024"})
    job = Job.objects.get()
    assert answer.url == reverse("job", args=(job.pk,))
    assert client.get(answer.url).status_code == 200
    assert job.status == Job.Status.DONE
    client.force_login(city.preparer)
    assert client.get(answer.url).status_code == 404


def test_a_running_job_shows_its_progress_and_asks_again(city, client):
    job = Job.objects.create(
        kind="validate_year", arguments={"year": 2024}, asked_by=city.administrator, total=10, finished=3
    )
    client.force_login(city.administrator)
    answer = client.get(reverse("job", args=(job.pk,)))
    assert answer["Refresh"] == "3"
    assert "3 / 10" in answer.content.decode()


def test_a_job_that_stopped_or_waits_says_so_and_is_asked_for_again(city, client, django_capture_on_commit_callbacks):
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    facts = {"kind": "validate_year", "arguments": {"year": 2024}, "asked_by": city.administrator}
    job = Job.objects.create(status="running", total=10, finished=3, started_at=long_ago, seen_at=long_ago, **facts)
    client.force_login(city.administrator)
    url, again = reverse("job", args=(job.pk,)), reverse("job_again", args=(job.pk,))
    answer = client.get(url)
    assert ("Refresh" in answer, again in answer.content.decode()) == (False, True)
    assert job.standing in client.get(reverse("jobs")).content.decode()
    new = client.post(again).url
    assert new != url
    Job.objects.filter(status="waiting").update(asked_at=long_ago)
    assert reverse("job_again", args=(Job.objects.latest("pk").pk,)) in client.get(new).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("job_again", args=(Job.objects.latest("pk").pk,))).url == new
    assert Job.objects.latest("pk").status == Job.Status.DONE


@pytest.mark.parametrize("year", ["", "²", "1999", "9" * 30, "２０２４"])
def test_a_check_of_a_year_that_is_not_there_is_not_asked_for(city, client, year):
    client.force_login(city.administrator)
    assert client.post(reverse("jobs"), {"year": year}).status_code == 404
    assert not Job.objects.exists()


def test_the_inbox_is_one_s_own(city, client):
    filing = factories.draft(city).filing
    tell([city.preparer], filing, "return", {"department": "甲市乙支队", "reason": "金额不符"})
    client.force_login(city.stranger)
    assert "金额不符" not in client.get(reverse("notices")).content.decode()
    client.force_login(city.preparer)
    assert "金额不符" in client.get(reverse("notices")).content.decode()
    client.post(reverse("notices"))
    assert not Notice.objects.filter(read_at=None).exists()
