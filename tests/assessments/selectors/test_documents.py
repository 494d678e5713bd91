"""Document → rows → document loses nothing: absent, blank and printed stay apart."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase
from hypothesis.strategies import integers

from assessments.document import codec
from assessments.document.paths import cells
from assessments.document.supplied import supplied
from assessments.models import Enrolment, FiscalYear, User
from assessments.selectors.documents import load, load_many, parse_address
from assessments.selectors.findings import findings_of
from assessments.services.filings import import_document, replace_document
from tests import factories
from tests.assessments.document.strategies import filings
from tests.assessments.rules.sample import project, sample

CASES = (
    "01-hengshan-guantang-xiang-2023",
    "10-chizhou-tangxi-zhen-2022",
    "20-tianchang-shuiliju-2022",
    "clean-2023",
    "clean-2024",
    "example-fund-tables",
    "example-previous-year",
    "yueyang-2024",
)


def taken_in(city, data):
    """The document as it comes out of the database again."""
    year, _made = FiscalYear.objects.get_or_create(
        year=data["fiscal_year"], defaults={"opens_on": "2025-01-01", "due_on": "2025-03-31", "status": "open"}
    )
    enrolment, _made = Enrolment.objects.get_or_create(
        fiscal_year=year, department=city.enrolment.department, defaults={"name": "甲市乙支队"}
    )
    filing = import_document(enrolment, codec.from_json(data), by=city.preparer, replace=True)
    loaded = load(filing.pk)
    assert loaded.whole == supplied(loaded.document)
    return codec.to_json(loaded.document)


@pytest.mark.parametrize("name", CASES)
def test_case_files_come_out_as_they_went_in(city, cases, name):
    data = json.loads((cases / f"{name}.json").read_text(encoding="utf-8"))
    if (data.get("department") or {}).get("code"):
        city.enrolment.department.code = data["department"]["code"]
        city.enrolment.department.save()
    assert taken_in(city, data) == data


def test_absent_null_and_empty_text_stay_apart(city):
    data = {
        "format": "perfeval-filing/1",
        "fiscal_year": 2024,
        "basic_data": {"headcount": {"authorised": None, "actual": ""}, "economy_measures": " "},
        "projects": [],
        "report": {"attachments": []},
        "fund_tables": {"government_fund": {"none": False}, "state_capital": {"items": []}},
        "explanations": [{"rule": "B13", "path": "basic_data.expenditure[procurement].final"}],
    }
    assert taken_in(city, data) == data


@pytest.mark.parametrize(
    "report", [None, {"title": "甲"}, {"sections": [{"level": 1}]}, {"attachments": ["基础数据表"], "sections": None}]
)
@pytest.mark.parametrize("table", [None, {"none": True}, {"items": [{}]}, {"none": False}])
def test_what_is_missing_counts_as_blank_in_a_submission(city, report, table):
    data = {
        "format": "perfeval-filing/1",
        "fiscal_year": 2024,
        "projects": [{"indicators": [{"approved": {"weight": "1"}}]}],
    }
    parts = {"report": report, "fund_tables": table and {"state_capital": table}}
    taken_in(city, data | {name: part for name, part in parts.items() if part is not None})


class AnyDocument(TestCase):
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(filings, integers(2000, 2099))
    def test_any_document_comes_out_as_it_went_in(self, data, year):
        city = factories.city(year)
        data = data | {"fiscal_year": year}
        if isinstance(data.get("department"), dict):
            data["department"] = {key: value for key, value in data["department"].items() if key != "code"}
        incoming = codec.from_json(data)
        filing = import_document(city.enrolment, incoming, by=city.preparer)
        loaded = load(filing.pk)
        assert (loaded.document, loaded.whole) == (incoming, supplied(incoming))


def test_a_filing_loads_in_six_queries_with_one_project_and_with_thirteen(city, django_assert_num_queries):
    loaded = factories.draft(city)
    with django_assert_num_queries(6):
        load(loaded.filing.pk)
    annual = {"initial": "1", "revised": "1", "executed": "1", "weight": "10", "rate": "100%", "score": "10"}
    none = {"initial": None, "revised": None, "executed": None}
    many = sample()
    many["projects"] = [project(f"项目{place}", annual, (none, none, none), "100") for place in range(13)]
    many["department"] = {"name": "甲市乙支队"}
    replace_document(loaded.filing, codec.from_json(many), by=city.preparer)
    with django_assert_num_queries(6):
        assert len(load(loaded.filing.pk).document.projects) == 13


def several(city, number):
    """So many filings, each of a department of its own and of another size; every other one of another year."""
    years = [city.year, FiscalYear.objects.create(year=2023, opens_on="2024-01-01", due_on="2024-03-31", status="open")]
    keys = []
    for place in range(number):
        year = years[place % 2]
        enrolment = factories.department(f"5{place:0>5}", f"甲市第{place}站", None, city.section, year)
        city.preparer.roles.create(name="preparer", department=enrolment.department)
        data = sample(fiscal_year=year.year)
        data["department"] = {"name": enrolment.name}
        data["basic_data"]["expenditure"] += [{"line": "special_fund", "label": f"专项{place}", "final": None}] * place
        data["projects"] = data["projects"] * (place % 3)
        data["explanations"] = [
            {"rule": "B13", "path": f"projects[{place}].indicators[0].score", "text": "说明"}
        ] * place
        data["evidence"] = [{"path": "projects[0]", "name": f"凭证{place}"}] * (place % 2)
        user = User.objects.get(pk=city.preparer.pk)  # with the role that was just given
        keys.append(import_document(enrolment, codec.from_json(data), by=user).pk)
    return keys


def test_many_filings_come_as_each_comes_alone(city):
    keys = several(city, 5)[::-1]
    found = list(load_many([*keys, 0], size=2))
    alone = [load(key) for key in keys]
    assert [one.filing.pk for one in found] == keys
    for name in ("document", "rows", "prefixes", "template", "policy"):
        assert [getattr(one, name) for one in found] == [getattr(one, name) for one in alone]
    assert [one.filing.enrolment.fiscal_year for one in found] == [one.filing.enrolment.fiscal_year for one in alone]


@pytest.mark.parametrize("number", [1, 6])
def test_many_filings_load_in_a_fixed_number_of_queries(city, number, django_assert_num_queries):
    keys = several(city, number)
    with django_assert_num_queries(7):
        assert len(list(load_many(keys))) == number


def test_many_filings_are_read_as_they_are_asked_for(city, django_assert_num_queries):
    keys = iter(several(city, 4))
    with django_assert_num_queries(7):
        next(load_many(keys, size=2))
    assert len(list(keys)) == 2


def test_a_filing_is_read_and_judged_in_six_queries(city, django_assert_num_queries):
    loaded = factories.draft(city)
    with django_assert_num_queries(6):
        again = load(loaded.filing.pk)
        findings_of(again)


def test_replacing_takes_the_same_number_of_queries_for_any_size(city, django_assert_max_num_queries):
    loaded = factories.draft(city)
    with django_assert_max_num_queries(32):
        replace_document(loaded.filing, loaded.document, by=city.preparer)
    annual = {"initial": "1", "revised": "1", "executed": "1", "weight": "10", "rate": "100%", "score": "10"}
    none = {"initial": None, "revised": None, "executed": None}
    many = sample(
        projects=[project(f"项目{place}", annual, (none, none, none), "100") for place in range(13)], department=None
    )
    with django_assert_max_num_queries(32):
        replace_document(loaded.filing, codec.from_json(many), by=city.preparer)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite takes 999 values in one command, so many rows go in pieces"
)
def test_on_a_server_a_document_of_any_size_is_saved_in_one_number_of_queries(city):
    counts = []
    loaded = factories.draft(city)
    for projects in (1, 13, 60):
        none = {"initial": None, "revised": None, "executed": None}
        many = sample(
            projects=[project(f"项目{place}", none, (none, none, none), "0") for place in range(projects)],
            department=None,
        )
        with CaptureQueriesContext(connection) as captured:
            replace_document(loaded.filing, codec.from_json(many), by=city.preparer)
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_every_cell_has_an_address_that_leads_back(city):
    loaded = factories.draft(city)
    for path in cells(loaded.document):
        address = loaded.address_of(path)
        assert loaded.path_of(address) == path
        assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "expenditure",
        "expenditure-1",
        "expenditure-x-budget",
        "user-1-password",
        "expenditure-1-a-b",
        "expenditure-²-budget",
        "basic-99999999999999999999-actual",
    ],
)
def test_other_texts_are_no_addresses(text):
    assert parse_address(text) is None


def test_findings_from_rows_are_those_of_the_document(city):
    loaded = factories.draft(city, **{"basic_data.expenditure[procurement].final": "10.00"})
    assert [(one.rule, one.path) for one in findings_of(loaded)] == [
        ("B13", "basic_data.expenditure[procurement].final")
    ]
