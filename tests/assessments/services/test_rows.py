import pytest

from assessments.document import codec
from assessments.models import LogEntry
from assessments.refusals import Refused
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services import rows
from assessments.services.explanations import explain
from tests import factories
from tests.assessments.rules.sample import ABSENT


@pytest.fixture
def loaded(city):
    return factories.draft(city)


def names(loaded):
    return [row.level3.text for row in load(loaded.filing.pk).document.department_evaluation.indicators]


def test_an_added_indicator_stands_behind_its_neighbour_and_has_its_levels(city, loaded):
    first = loaded.rows.indicators[0]
    before = names(loaded)
    rows.add_row(loaded.filing.pk, "indicator", by=city.preparer, sheet=loaded.rows.sheets[0].pk, after=first.pk)
    assert names(loaded) == [before[0], None, *before[1:]]
    added = load(loaded.filing.pk).document.department_evaluation.indicators[1]
    assert (added.level1.text, added.level2.text) == ("产出指标", "数量指标")


@pytest.mark.parametrize(("start", "offset", "end"), [(0, 1, 1), (2, -1, 1), (0, -1, 0), (6, 5, 6), (5, -9, 0)])
def test_a_moved_row_changes_its_place_and_no_other(city, loaded, start, offset, end):
    before = names(loaded)
    rows.move_row(loaded.filing.pk, "indicator", loaded.rows.indicators[start].pk, offset, by=city.preparer)
    expected = list(before)
    expected.insert(end, expected.pop(start))
    assert names(loaded) == expected


def test_a_removed_row_is_kept_in_the_log(city, loaded):
    pk = loaded.rows.indicators[1].pk
    rows.remove_row(loaded.filing.pk, "indicator", pk, by=city.preparer)
    assert "按期办结率" not in names(loaded)
    entry = LogEntry.objects.order_by("-sequence").first()
    assert entry.verb == "remove_row"
    assert "按期办结率" in entry.before


def test_projects_are_added_moved_and_removed_with_their_rows(city, loaded):
    pk = rows.add_row(loaded.filing.pk, "sheet", by=city.preparer)
    rows.move_row(loaded.filing.pk, "sheet", pk, -1, by=city.preparer)
    projects = load(loaded.filing.pk).document.projects
    before = [one.name.text for one in loaded.document.projects]
    assert [one.name.text for one in projects] == [*before[:-1], None, before[-1]]
    assert len(projects[-2].indicators) == 9
    rows.remove_row(loaded.filing.pk, "sheet", pk, by=city.preparer)
    assert load(loaded.filing.pk).document.projects == loaded.document.projects


def test_special_fund_lines_stay_among_themselves(city, loaded):
    funds = [row for row in loaded.rows.expenditure if row.get("line") == "special_fund"]
    pk = rows.add_row(loaded.filing.pk, "expenditure", by=city.preparer, after=funds[-1].pk)
    rows.move_row(loaded.filing.pk, "expenditure", pk, 1, by=city.preparer)
    lines = [line.line for line in load(loaded.filing.pk).document.basic_data.expenditure]
    assert lines[9:13] == ["special_fund", "special_fund", "special_fund", "operating"]


def test_a_line_of_the_form_is_not_removed(city, loaded):
    office = next(row for row in loaded.rows.expenditure if row.get("line") == "office")
    with pytest.raises(Refused):
        rows.remove_row(loaded.filing.pk, "expenditure", office.pk, by=city.preparer)
    with pytest.raises(Refused):
        rows.remove_row(loaded.filing.pk, "sheet", loaded.rows.sheets[0].pk, by=city.preparer)


def test_a_fund_table_is_none_or_has_items(city, loaded):
    pk = loaded.filing.pk
    item = rows.add_row(pk, "fund", by=city.preparer, table="state_capital") if not _items(loaded) else None
    with pytest.raises(Refused):
        rows.mark_none(pk, "state_capital", True, by=city.preparer)
    rows.remove_row(pk, "fund", item, by=city.preparer)
    rows.mark_none(pk, "state_capital", True, by=city.preparer)
    document = load(pk).document
    assert document.fund_tables.state_capital.none is True
    assert codec.loads(codec.dumps(document)) == document
    rows.mark_none(pk, "state_capital", False, by=city.preparer)
    assert load(pk).document.fund_tables.state_capital.none is None


def _items(loaded):
    rows.mark_none(loaded.filing.pk, "state_capital", False, by=loaded.filing.created_by)
    return [row for row in loaded.rows.fund_items if row.parent == "state_capital"]


def test_an_explanation_follows_its_row_and_goes_with_it(city):
    path = "department_evaluation.indicators[1].score"
    changes = {
        "department_evaluation.indicators[1].actual": "47.5%",
        "department_evaluation.indicators[1].score": "8",
        "department_evaluation.indicators[1].deviation": "系统升级延误",
    }
    loaded = factories.draft(city, **changes)
    pk = loaded.filing.pk
    assert ("E15", path) in {(one.rule, one.path) for one in findings_of(loaded)}
    explain(pk, "E15", path, "按批复口径计分。", by=city.preparer)
    rows.move_row(pk, "indicator", loaded.rows.indicators[1].pk, 2, by=city.preparer)
    moved = {(one.rule, one.path): one.explained for one in findings_of(load(pk))}
    assert moved["E15", "department_evaluation.indicators[3].score"] is True
    rows.remove_row(pk, "indicator", loaded.rows.indicators[1].pk, by=city.preparer)
    assert load(pk).document.explanations == ()


def test_what_a_file_left_out_can_be_supplied(city):
    loaded = factories.draft(
        city,
        **{
            "basic_data.expenditure[procurement]": ABSENT,
            "report": ABSENT,
            "fund_tables": ABSENT,
            "department_evaluation.indicators": ABSENT,
        },
    )
    rows.supply_missing(loaded.filing.pk, by=city.preparer)
    document = load(loaded.filing.pk).document
    assert "procurement" in [line.line for line in document.basic_data.expenditure]
    assert len(document.report.sections) == 13
    assert len(document.department_evaluation.indicators) == 9
    assert document.fund_tables.government_fund is not None
    assert codec.loads(codec.dumps(document)) == document


def test_others_add_nothing(city, loaded):
    with pytest.raises(Refused):
        rows.add_row(loaded.filing.pk, "sheet", by=city.stranger)
    with pytest.raises(Refused):
        rows.add_row(loaded.filing.pk, "nonsense", by=city.preparer)
