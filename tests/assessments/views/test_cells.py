"""The address to which the scripts send each cell."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import State
from assessments.selectors import kept
from assessments.services.cells import Change, save_cells
from tests import factories
from tests.assessments.rules.sample import FILING
from tests.assessments.views.browser import signed_in

ACTUAL = "basic_data.headcount.actual"
OFFICE = "basic_data.expenditure[office].final"
OPERATING = "basic_data.expenditure[operating].final"


def post(client, loaded, changes, step="expenditure", **more):
    at = loaded.address_of
    body = {"step": step, "changes": [{"address": str(at(path)), "was": was, "now": now} for path, was, now in changes]}
    return client.post(f"/filings/{loaded.filing.pk}/cells/", json.dumps(body | more), content_type="application/json")


def test_a_saved_cell_is_answered_with_all_that_changed(loaded, preparer, at, stored):
    response = post(preparer, loaded, [(OFFICE, "21.00", "60.00")])
    answer = response.json()
    assert response.status_code == 200
    assert answer["saved"] == {at(OFFICE): "60.00"}
    assert answer["refused"] == []
    assert answer["states"][at(OPERATING)] == "error"  # B09: the parts exceed the whole
    (note,) = answer["notes"][at(OPERATING).rpartition("-")[0]]
    assert note["severity"] == "error"
    assert "B09" in answer["panel"]
    assert "●" in answer["checklist"]
    assert stored(OFFICE) == "60.00"


def test_the_answer_tells_the_revision_found_and_made(loaded, preparer):
    address = f"/filings/{loaded.filing.pk}/cells/"
    before = preparer.get(address).json()["revision"]
    answer = post(preparer, loaded, [(OFFICE, "21.00", "60.00")]).json()
    assert (answer["found"], answer["revision"]) == (before, before + 1)
    assert preparer.get(address).json() == {"revision": before + 1}


def test_a_page_of_one_person_saves_nothing_in_the_session_of_another(loaded, city, preparer, stored):
    response = preparer.post(f"/filings/{loaded.filing.pk}/cells/?person={city.preparer.pk + 1}")
    assert (response.status_code, response.json()["other"]) == (401, True)
    assert preparer.get(f"/filings/{loaded.filing.pk}/cells/?person={city.preparer.pk}").status_code == 200
    assert stored(OFFICE) == "21.00"


def test_a_computed_cell_comes_back(loaded, preparer, at):
    answer = post(preparer, loaded, [(ACTUAL, "18", "19")], step="headcount").json()
    address = at("basic_data.headcount.control_rate")
    assert "95.00%" in answer["computed"][address]
    assert "19 ÷ 20" in answer["computed"][address]


def test_a_conflict_gives_both_values_and_saves_the_rest(loaded, city, preparer, at, stored):
    save_cells(loaded.filing.pk, [Change(at(OFFICE), "21.00", "25.25")], by=city.preparer)
    answer = post(preparer, loaded, [(OFFICE, "21.00", "22.22"), (OPERATING, "52.00", "53.00")]).json()
    (refused,) = answer["refused"]
    assert (refused["stored"], refused["typed"], refused["conflict"]) == ("25.25", "22.22", True)
    assert "25.25" in refused["reason"]
    assert (stored(OFFICE), stored(OPERATING)) == ("25.25", "53.00")


def test_a_pasted_block_is_saved_whole_or_not_at_all(loaded, preparer, stored):
    changes = [(OFFICE, "21.00", "20.00"), (OPERATING, "52.00", "abc")]
    answer = post(preparer, loaded, changes, whole=True).json()
    assert answer["undone"] is True
    assert answer["saved"] == {}
    assert len(answer["refused"]) == 1
    assert (stored(OFFICE), stored(OPERATING)) == ("21.00", "52.00")
    assert "undone" not in post(preparer, loaded, [(OFFICE, "21.00", "20.00")], whole=True).json()
    assert stored(OFFICE) == "20.00"


def test_an_undone_block_leaves_no_trace_on_the_next_page(loaded, preparer, url):
    post(preparer, loaded, [(OFFICE, "21.00", "20.00"), (OPERATING, "52.00", "abc")], whole=True)
    assert 'value="21.00"' in preparer.get(url("expenditure")).content.decode()


def test_without_a_session_nothing_is_saved(loaded, stored):
    assert post(Client(), loaded, [(OFFICE, "21.00", "60.00")]).status_code == 401
    assert stored(OFFICE) == "21.00"


def test_a_forged_request_is_refused(loaded, city, stored):
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.preparer)
    assert post(client, loaded, [(OFFICE, "21.00", "60.00")]).status_code == 403
    assert stored(OFFICE) == "21.00"


def test_a_stranger_finds_nothing_to_save(loaded, city, stored):
    for who in (city.stranger, city.supervisor, city.auditor):
        assert post(signed_in(who), loaded, [(OFFICE, "21.00", "60.00")]).status_code == 404
    assert stored(OFFICE) == "21.00"
    client = signed_in(city.preparer)
    assert client.post("/filings/99999/cells/", {"step": "", "changes": []}, "application/json").status_code == 404


def test_a_reader_is_told_why(loaded, city, stored):
    response = post(signed_in(city.head), loaded, [(OFFICE, "21.00", "60.00")])
    assert response.status_code == 409
    assert len(response.json()["reasons"]) == 1
    type(loaded.filing).objects.update(state=State.SIGNING)
    assert post(signed_in(city.preparer), loaded, [(OFFICE, "21.00", "60.00")]).status_code == 409
    assert stored(OFFICE) == "21.00"


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "{}", "null", '"x"', '{"step": "x"}', '{"step": 1, "changes": []}', '{"step": "x", "changes": 1}',
        '{"step": "x", "changes": [1]}', '{"step": "x", "changes": [{"address": "a", "was": 1, "now": "b"}]}',
        '{"step": "x", "changes": [{"address": "a", "was": "b"}]}', "[" * 100_000, b"\xff\xfe",
    ],
)  # fmt: skip
def test_what_is_no_list_of_changes_is_refused(loaded, preparer, body):
    response = preparer.post(f"/filings/{loaded.filing.pk}/cells/", body, content_type="application/json")
    assert response.status_code == 400
    assert len(response.json()["reasons"]) == 1


@pytest.mark.parametrize(
    "address", ["", "x", "basic-1", "basic-1-nothing", "sheet-99999-grade", "filing-1-state", "filing-1-revision"]
)
def test_a_cell_that_is_none_is_refused(loaded, preparer, address):
    body = {"step": "headcount", "changes": [{"address": address, "was": "", "now": "x"}]}
    answer = preparer.post(f"/filings/{loaded.filing.pk}/cells/", json.dumps(body), "application/json").json()
    assert [one["address"] for one in answer["refused"]] == [address]
    assert answer["saved"] == {}


def test_only_get_and_post(loaded, preparer):
    assert preparer.put(f"/filings/{loaded.filing.pk}/cells/").status_code == 405


def queries_of_a_save(client, loaded, *change):
    with CaptureQueriesContext(connection) as found:
        assert post(client, loaded, [change], step="headcount").json()["saved"]
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not one["sql"].startswith(words) for one in found.captured_queries)


@pytest.mark.parametrize("number", [1, 13])
def test_the_same_queries_for_any_size(city, preparer, number):
    loaded = factories.draft(city, projects=[FILING["projects"][0]] * number)
    post(preparer, loaded, [(ACTUAL, "18", "19")], step="headcount")
    assert queries_of_a_save(preparer, loaded, ACTUAL, "19", "20") == 9
    kept.forget()  # as another process of the server finds it
    assert queries_of_a_save(preparer, loaded, ACTUAL, "20", "21") == 14
