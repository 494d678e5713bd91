"""The pages of a year's policy: read by the bureau, changed by the administrator after a look at its effect."""

import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.document import policy as policies
from assessments.document.policy import DEFAULT
from assessments.forms.policy import PolicyForm
from assessments.models import FiscalYear, Job
from assessments.selectors.documents import year_policy
from assessments.services.policy import change_policy
from tests import factories

PAGE, EDIT = reverse("policy", args=(2024,)), reverse("policy_edit", args=(2024,))
FINAL = "basic_data.expenditure[procurement].final"


def fields(policy=DEFAULT, was=DEFAULT, **changed):
    """What the page sends when it shows a policy, with some of its fields changed."""
    form = PolicyForm(shown=policy, stored=was)
    sent = {name: form.initial.get(name, "") for name in form.fields if form.initial.get(name, "") is not False}
    return {"what": "values"} | sent | changed


@pytest.fixture
def desk(city, client):
    client.force_login(city.administrator)
    return client


def stored():
    return year_policy(FiscalYear.objects.get().policy)


def errors(answer):
    """What is wrong on the page, by parameter."""
    items = [item for _title, items in answer.context["form"].groups() for item in items]
    return {item.words.key: item.errors for item in items if item.errors}


@pytest.mark.parametrize("who", ["performance", "section_reviewer"])
def test_the_bureau_reads_it_and_is_offered_no_change(city, client, who):
    client.force_login(getattr(city, who))
    text = client.get(PAGE).content.decode()
    assert "90" in text
    assert EDIT not in text
    assert client.get(EDIT).status_code == 404


def test_the_page_shows_a_value_beside_its_default_and_who_changed_it(city, desk):
    change_policy(city.year, replace(DEFAULT, rate_gap=Decimal(9)), was=DEFAULT, by=city.administrator)
    text = desk.get(PAGE).content.decode()
    assert "9\N{NO-BREAK SPACE}%" in text
    assert "5\N{NO-BREAK SPACE}%" in text
    assert "吴管理" in text


def test_a_change_is_looked_at_and_then_saved(city, desk, django_capture_on_commit_callbacks):
    factories.draft(city, **{FINAL: "36.80"})
    desk.cookies["django_language"] = "en"
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(EDIT, fields(**{"procurement[0]": "９０％", "procurement[1]": "110"}))
    preview = reverse("policy_preview", args=(2024, Job.objects.get().pk))
    assert answer.url == preview
    assert stored() == DEFAULT
    page = desk.get(preview)
    assert page.context["rules"][0][0] == "B13"
    assert page.context["newly_free"] == 1
    assert "甲市乙支队" in page.content.decode()
    assert desk.post(preview).url == PAGE
    assert stored().procurement == (90, 110)
    assert "Save this policy" in page.content.decode()
    assert "Save this policy" not in desk.get(preview).content.decode()


def test_everything_wrong_is_said_at_its_fields_and_what_was_typed_stays(desk):
    answer = desk.post(
        EDIT,
        fields(
            **{
                "weights.output": "40",
                "grades[1]": "95",
                "bands[0]": "50",
                "score_places": "2.5",
                "overshoot": "",
                "rate_gap": "many",
                "same_rows": "0",
                "caps[0][0]": "50",
                "caps[1][0]": "80",
                "caps[1][1]": "89",
                "at_most": "cube",
            }
        ),
    )
    assert answer.status_code == 422
    found = errors(answer)
    assert list(found) == [
        "weights",
        "grades",
        "bands",
        "at_most",
        "score_places",
        "caps",
        "overshoot",
        "rate_gap",
        "same_rows",
    ]
    assert "90" in found["weights"][0][1]  # they make 90
    assert found["weights"][0][0] == ""  # the parameter as a whole
    assert "良" in found["grades"][0][0]
    text = answer.content.decode()
    assert 'value="many"' in text
    assert 'href="#item-weights"' in text
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            {"caps[0][0]": "60", "caps[0][1]": "69", "caps[1][0]": "50", "caps[1][1]": "59"},
            [["50", "59"], ["60", "69"]],
        ),
        ({"caps[1][0]": "60", "caps[1][1]": "69"}, [["60", "69"]]),  # a blank row before it
    ],
)
def test_caps_stand_in_any_rows(desk, pairs, expected):
    desk.post(EDIT, fields(**pairs))
    assert Job.objects.get().arguments["policy"]["caps"] == expected


def test_caps_that_do_not_rise_with_the_rate_are_refused_at_the_list(desk):
    sent = fields(**{"caps[0][0]": "50", "caps[0][1]": "80", "caps[1][0]": "60", "caps[1][1]": "70"})
    answer = desk.post(EDIT, sent)
    assert [part for part, _text in errors(answer)["caps"]] == [""]


def test_a_wrong_cap_is_marked_in_its_own_row(desk):
    sent = fields(**{"caps[1][0]": "60", "caps[1][1]": "690"})
    answer = desk.post(EDIT, sent)
    assert [name for name, cell in answer.context["form"].fields.items() if name in answer.context["form"].errors] == [
        "caps[1][1]"
    ]


def test_a_longer_list_of_caps_has_room_for_more(desk):
    long = replace(DEFAULT, caps=tuple((Decimal(place), Decimal(place)) for place in range(10, 60, 10)))
    FiscalYear.objects.update(policy=policies.to_json(long))
    names = [name for name in desk.get(EDIT).context["form"].fields if name.startswith("caps")]
    assert len(names) == 14


def test_two_administrators_at_once_see_both_values_and_lose_nothing(city, desk):
    theirs = replace(DEFAULT, rate_gap=Decimal(9), similarity=Decimal(70))
    change_policy(city.year, theirs, was=DEFAULT, by=city.administrator)
    answer = desk.post(EDIT, fields(rate_gap="7", same_rows="5"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert all(value in text for value in ('value="7"', "9\N{NO-BREAK SPACE}%", 'value="5"', 'value="70"'))
    assert stored() == theirs
    form = answer.context["form"]
    sent = {"what": "values"} | {name: value for name, value in form.initial.items() if value is not False}
    desk.post(EDIT, sent)  # having seen the other's value
    asked = policies.from_json(Job.objects.get().arguments["policy"])
    assert policies.changes(theirs, asked) == {"rate_gap": ("9", "7"), "same_rows": ("3", "5")}


def test_a_preview_that_was_overtaken_is_not_saved(city, desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        preview = desk.post(EDIT, fields(rate_gap="7")).url
    change_policy(city.year, replace(DEFAULT, rate_gap=Decimal(9)), was=DEFAULT, by=city.administrator)
    answer = desk.post(preview)
    assert answer.status_code == 409
    assert stored().rate_gap == 9
    further = desk.get(EDIT, {"from": Job.objects.get().pk})
    assert 'value="7"' in further.content.decode()


def test_a_policy_is_taken_out_and_in_as_a_file(city, desk):
    out = desk.get(reverse("policy_json", args=(2024,)))
    assert policies.loads(out.content) == DEFAULT
    assert out["Content-Disposition"] == 'attachment; filename="policy-2024.json"'
    changed = policies.to_json(DEFAULT) | {"rate_gap": "7"}
    file = io.BytesIO(json.dumps(changed).encode())
    file.name = "policy.json"
    assert desk.post(EDIT, {"what": "file", "file": file}).status_code == 302
    assert Job.objects.get().arguments["policy"] == changed


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", ""),
        (b"PK\x03\x04", ""),
        (b'{"format": "perfeval-policy/1", "grades": ["90", "95", "60"]}', "grades[1]"),
        (b'{"format": "perfeval-policy/1", "rate_gap": 5}', "rate_gap"),
        (b'{"format": "perfeval-policy/1", "spirit": "1"}', "spirit"),
        (b'{"format": "perfeval-policy/1"}', ""),  # the policy in force
        (b" " * 70_000, ""),
    ],
)
def test_a_file_that_is_no_policy_is_refused_with_its_place(desk, content, part):
    file = io.BytesIO(content)
    file.name = "policy.json"
    answer = desk.post(EDIT, {"what": "file", "file": file})
    assert answer.status_code in (409, 422)
    assert part in answer.content.decode()
    assert not Job.objects.exists()


def test_a_closed_year_is_read_only(city, desk):
    FiscalYear.objects.update(status=FiscalYear.Status.CLOSED)
    assert EDIT not in desk.get(PAGE).content.decode()
    assert desk.post(EDIT, fields(rate_gap="7")).status_code == 409
    assert not Job.objects.exists()


def test_a_running_preview_asks_again_and_a_failed_one_says_what_to_do(city, desk):
    asked = {"year": 2024, "was": policies.to_json(DEFAULT), "policy": policies.to_json(replace(DEFAULT, same_rows=4))}
    job = Job.objects.create(kind="preview_policy", arguments=asked, asked_by=city.administrator, total=9, finished=3)
    Job.objects.update(status=Job.Status.RUNNING, seen_at=timezone.now())
    url = reverse("policy_preview", args=(2024, job.pk))
    page = desk.get(url)
    assert page["Refresh"] == "3"
    assert "3 / 9" in page.content.decode()
    Job.objects.update(status=Job.Status.FAILED, message="OSError: disk")
    assert "OSError: disk" in desk.get(url).content.decode()
    again = desk.post(url, {"what": "again"})
    assert again.url == reverse("policy_preview", args=(2024, Job.objects.latest("pk").pk))
    assert Job.objects.count() == 2
    assert desk.post(again.url, {"what": "again"}).status_code == 409
    assert desk.get(reverse("policy_preview", args=(2023, job.pk))).status_code == 404


def test_a_preview_takes_the_same_queries_for_one_row_and_for_many(city, desk, django_assert_num_queries):
    asked = {"year": 2024, "was": policies.to_json(DEFAULT), "policy": policies.to_json(replace(DEFAULT, same_rows=4))}
    row = {"draft": True, "gained": {"E25": 1}, "lost": {}, "blocked": [False, False]}
    job = Job.objects.create(kind="preview_policy", arguments=asked, asked_by=city.administrator, status="done")
    counts = []
    for pks in ([city.enrolment.pk], [city.enrolment.pk, city.other_enrolment.pk] * 40):
        job.result = {"judged": 99, "drafts": 99, "filings": [row | {"enrolment": pk} for pk in pks]}
        job.save()
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("policy_preview", args=(2024, job.pk))).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_template_is_there_to_read(desk):
    text = desk.get(reverse("template", args=(2024,))).content.decode()
    assert "公务用车购置和维护经费" in text
    assert "部门基本情况" in text
