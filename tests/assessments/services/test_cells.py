"""A cell is saved only over the value that it replaces; nothing that was typed is altered or lost."""

import threading
import time

import pytest
from django.db import connections, transaction

from assessments.models import ExpenditureRow, LogEntry
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.services.cells import Change, save_cells, take_computed
from tests import factories

OFFICE = "basic_data.expenditure[office].final"
RUNNING = "basic_data.expenditure[vehicle_running].final"


@pytest.fixture
def loaded(city):
    return factories.draft(city)


def address(loaded, path):
    return str(loaded.address_of(path))


def save(loaded, by, *changes, step=""):
    return save_cells(
        loaded.filing.pk,
        [Change(address(loaded, path), was, now) for path, was, now in changes],
        by=by,
        step=step,
    )


def stored(loaded, path):
    from assessments.document.paths import resolve

    return resolve(load(loaded.filing.pk).document, path)


def test_a_cell_keeps_the_text_as_entered_and_the_decimal_beside_it(city, loaded):
    result = save(loaded, city.preparer, (OFFICE, "21.00", " 1,021.50 "))
    assert result.saved == {address(loaded, OFFICE): " 1,021.50 "}
    row = ExpenditureRow.objects.get(filing=loaded.filing, line="office")
    assert row.final == " 1,021.50 "
    assert str(row.final_value.normalize()) == "1021.5"


def test_a_cell_that_somebody_else_changed_is_refused_with_both_values(city, loaded):
    save(loaded, city.preparer, (OFFICE, "21.00", "22.00"))
    result = save(loaded, city.preparer, (OFFICE, "21.00", "23.00"))
    (refusal,) = result.refused
    assert (refusal.stored, refusal.typed, refusal.conflict) == ("22.00", "23.00", True)
    assert "22.00" in refusal.reason
    assert "23.00" in refusal.reason
    assert stored(loaded, OFFICE).text == "22.00"


def test_two_people_who_typed_the_same_do_not_conflict(city, loaded):
    save(loaded, city.preparer, (OFFICE, "21.00", "22.00"))
    assert not save(loaded, city.preparer, (OFFICE, "21.00", "22.00")).refused


def test_a_refused_cell_does_not_hold_up_the_others(city, loaded):
    budget = "basic_data.expenditure[office].budget"
    result = save(loaded, city.preparer, (OFFICE, "21.00", "12,3"), (budget, "22.00", "23.00"))
    assert [one.address for one in result.refused] == [address(loaded, OFFICE)]
    assert not result.refused[0].conflict
    assert stored(loaded, OFFICE).text == "21.00"
    assert stored(loaded, budget).text == "23.00"


@pytest.mark.parametrize("typed", ["abc", "1.2.3", "1e5", "12 34", "NaN", "1,23", "10人", "1" * 15, "0.12345678901"])
def test_what_is_no_amount_is_refused_and_nothing_changes(city, loaded, typed):
    result = save(loaded, city.preparer, (OFFICE, "21.00", typed))
    assert result.refused[0].typed == typed
    assert result.refused[0].reason
    assert load(loaded.filing.pk).document == loaded.document
    assert result.revision == loaded.filing.revision


def test_a_cleared_cell_is_blank_and_not_zero(city, loaded):
    save(loaded, city.preparer, (OFFICE, "21.00", ""))
    cell = stored(loaded, OFFICE)
    assert (cell.text, cell.value, cell.present) == (None, None, True)


def test_line_ends_of_a_browser_are_no_change(city, loaded):
    path = "basic_data.economy_measures"
    before = stored(loaded, path).text
    save(loaded, city.preparer, (path, before, "一\n二"))
    result = save(loaded, city.preparer, (path, "一\r\n二", "一\r\n二"))
    assert result.revision == loaded.filing.revision + 1
    assert stored(loaded, path).text == "一\n二"


def test_computed_cells_follow_the_cells_they_rest_on(city, loaded):
    result = save(loaded, city.preparer, (RUNNING, "3.50", "4.00"))
    assert result.computed == {
        address(loaded, "basic_data.expenditure[official_vehicles].final"): "4.00",
        address(loaded, "basic_data.expenditure[three_public].final"): "5.00",
    }
    assert result.loaded.document == load(loaded.filing.pk).document


@pytest.mark.parametrize(("declared", "total"), [("9.50", "98.50"), ("9.5", "98.50"), (None, "98.50"), ("9.4", None)])
def test_a_blank_total_is_filled_unless_it_would_disagree_with_its_score(city, declared, total):
    """The computed execution score is 9.50; blank, it is filled as well, and 9.4 stays until the other is taken."""
    score, sum_of_all = "department_evaluation.funds.annual.score", "department_evaluation.total_score"
    loaded = factories.draft(city, **{score: declared, sum_of_all: None})
    save(loaded, city.preparer, ("department_evaluation.indicators[1].score", "9.47", "9.00"))
    assert (stored(loaded, score).text, stored(loaded, sum_of_all).text) == (declared or "9.50", total)


def test_a_computed_cell_is_not_typed(city, loaded):
    path = "basic_data.expenditure[three_public].final"
    result = save(loaded, city.preparer, (path, "4.50", "9.00"))
    assert result.refused[0].stored == "4.50"
    assert not result.refused[0].conflict


def test_an_imported_figure_that_differs_stays_until_the_computed_one_is_taken(city):
    total = "basic_data.expenditure[three_public].final"
    loaded = factories.draft(city, **{total: "4.55"})
    result = save(loaded, city.preparer, (RUNNING, "3.50", "4.00"))
    assert address(loaded, total) not in result.computed
    assert stored(loaded, total).text == "4.55"
    taken = take_computed(loaded.filing.pk, [Change(address(loaded, total), "4.55", "5.00")], by=city.preparer)
    assert taken.saved == {address(loaded, total): "5.00"}
    assert stored(loaded, total).text == "5.00"


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [("4.5", "5.00", "somebody stored 4.55 meanwhile"), ("4.55", "4.90", "somebody changed a part meanwhile")],
)
def test_a_computed_figure_is_taken_only_as_it_was_seen(city, was, now, why):
    total, rate = "basic_data.expenditure[three_public].final", "basic_data.headcount.control_rate"
    loaded = factories.draft(city, **{total: "4.55", RUNNING: "4.00", rate: None})
    seen = [Change(address(loaded, total), was, now), Change(address(loaded, rate), "", "90.00%")]
    taken = take_computed(loaded.filing.pk, seen, by=city.preparer)
    (refusal,) = taken.refused
    assert (refusal.address, refusal.stored, refusal.conflict) == (address(loaded, total), "4.55", True), why
    assert "4.55" in refusal.reason
    assert "5.00" in refusal.reason
    assert taken.saved == {address(loaded, rate): "90.00%"}
    assert (stored(loaded, total).text, stored(loaded, rate).text) == ("4.55", "90.00%")


def test_what_is_taken_already_is_no_change(city, loaded):
    rate = address(loaded, "basic_data.headcount.control_rate")
    taken = take_computed(loaded.filing.pk, [Change(rate, "", "90.00%")], by=city.preparer)
    assert (taken.saved, taken.refused) == ({rate: "90%"}, [])
    assert taken.revision == loaded.filing.revision


@pytest.mark.parametrize("who", ["head", "stranger", "administrator", "performance"])
def test_only_a_preparer_of_the_department_takes_computed_figures(city, who):
    rate = "basic_data.headcount.control_rate"
    loaded = factories.draft(city, **{rate: None})
    with pytest.raises(Refused):
        take_computed(loaded.filing.pk, [Change(address(loaded, rate), "", "90.00%")], by=getattr(city, who))
    assert stored(loaded, rate).text is None


def test_the_same_figure_in_another_spelling_is_left_alone(city):
    rate = "basic_data.headcount.control_rate"
    loaded = factories.draft(city, **{rate: "100%"})
    save(loaded, city.preparer, (OFFICE, "21.00", "21.50"))
    assert stored(loaded, rate).text == "100%"


def test_a_saved_cell_is_absent_no_longer_and_its_neighbours_stay_so(city):
    from tests.assessments.rules.sample import ABSENT

    loaded = factories.draft(city, **{"basic_data.buildings": ABSENT})
    path = "basic_data.buildings.approved_area"
    save(loaded, city.preparer, (path, "", "100"))
    buildings = load(loaded.filing.pk).document.basic_data.buildings
    assert buildings.approved_area.text == "100"
    assert not buildings.actual_area.present


def test_who_saved_a_step_and_when_is_kept(city, loaded):
    save(loaded, city.preparer, (OFFICE, "21.00", "21.50"), step="expenditure")
    pk, name, _at = factories.fresh(loaded.filing).step_saves["expenditure"]
    assert (pk, name) == (city.preparer.pk, "张填报")


def test_the_log_keeps_before_and_after(city, loaded):
    save(loaded, city.preparer, (OFFICE, "21.00", "21.50"))
    entry = LogEntry.objects.order_by("-sequence").first()
    assert entry.verb == "edit"
    assert entry.actor_id == city.preparer.pk
    assert entry.before == f'{{"{address(loaded, OFFICE)}": "21.00"}}'
    assert entry.after == f'{{"{address(loaded, OFFICE)}": "21.50"}}'


def test_cells_of_another_filing_are_not_there(city, loaded):
    from assessments.services.filings import start_filing

    other = load(start_filing(city.other_enrolment, by=city.stranger).pk)
    foreign = str(other.address_of(OFFICE))
    result = save_cells(loaded.filing.pk, [Change(foreign, "", "1")], by=city.preparer)
    assert [one.address for one in result.refused] == [foreign]
    assert load(other.filing.pk).document == other.document


@pytest.mark.parametrize("who", ["head", "stranger", "administrator", "performance"])
def test_only_a_preparer_of_the_department_saves(city, loaded, who):
    with pytest.raises(Refused):
        save(loaded, getattr(city, who), (OFFICE, "21.00", "22.00"))
    assert stored(loaded, OFFICE).text == "21.00"


def test_nothing_is_saved_in_a_closed_year(city, loaded):
    city.year.status = "closed"
    city.year.save()
    with pytest.raises(Refused):
        save(loaded, city.preparer, (OFFICE, "21.00", "22.00"))


def test_one_cell_is_saved_in_the_same_few_queries(city, loaded, django_assert_max_num_queries):
    from assessments.selectors.access import roles_of
    from assessments.selectors.findings import findings_of

    roles_of(city.preparer)
    save(loaded, city.preparer, (OFFICE, "21.00", "21.10"))  # fills what was blank
    with django_assert_max_num_queries(13) as counted:  # two of them are savepoints
        result = save(loaded, city.preparer, (OFFICE, "21.10", "21.50"))
        findings_of(result.loaded)
    statements = [one["sql"] for one in counted.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 11, statements


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [OFFICE, "basic_data.headcount.actual"])
def test_who_waited_for_another_writer_meets_what_that_one_wrote(path):
    city = factories.city()
    loaded = factories.draft(city)
    shown, refused = stored(loaded, path).text, []

    def second():
        try:
            refused.extend(save(loaded, city.preparer, (path, shown, "23")).refused)
        finally:
            connections.close_all()

    waiting = threading.Thread(target=second)
    with transaction.atomic():
        save(loaded, city.preparer, (path, shown, "22"))
        waiting.start()
        time.sleep(0.3)  # the second writer comes to the lock
    waiting.join(timeout=60)
    assert [(one.stored, one.conflict) for one in refused] == [("22", True)]
    assert stored(loaded, path).text == "22"
