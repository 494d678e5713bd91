"""The demonstration stands as it is described, and shows the touchstone with everything that is wrong with it."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from assessments.models import Filing, FiscalYear, RoleName, State, User
from assessments.rules import Severity
from assessments.selectors.documents import load
from assessments.selectors.findings import findings_of
from assessments.services import log
from reports.demo.city import TOUCHSTONE, UNITS
from reports.models import Submission
from tests import factories


@pytest.fixture
def made(db, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    call_command("demo_year", "--password", "demo-only-2024")
    return capsys.readouterr().out


def test_the_city_has_its_units_and_every_state(made):
    assert len(UNITS) >= 12
    last, this = FiscalYear.objects.order_by("year")
    assert (last.status, this.status) == ("closed", "open")
    assert set(Filing.objects.filter(enrolment__fiscal_year=last).values_list("state", flat=True)) == {State.APPROVED}
    assert Filing.objects.filter(enrolment__fiscal_year=last).count() == len(UNITS)
    states = Counter(Filing.objects.filter(enrolment__fiscal_year=this).values_list("state", flat=True))
    assert set(states) == set(State)
    assert log.verify().holds
    assert all(one.sha256 == one.hash_of_content() for one in Submission.objects.all())


def test_there_is_an_account_for_each_role_and_the_table_names_it(made):
    assert set(User.objects.values_list("roles__name", flat=True)) == set(RoleName.values)
    # One role an account: no two that must be apart.
    assert not User.objects.annotate(number=Count("roles")).exclude(number=1).exists()
    for name in (
        "preparer",
        "head",
        "supervisor",
        "section",
        "performance",
        "approver",
        "administrator",
        "security",
        "auditor",
    ):
        assert f"  {name} " in made
        assert User.objects.get(username=name).check_password("demo-only-2024")


def test_the_touchstone_contradicts_itself_as_the_real_filing_does(made):
    filing = Filing.objects.get(enrolment__department__code=TOUCHSTONE, enrolment__fiscal_year__year=2024)
    found = {(one.rule, one.path) for one in findings_of(load(filing.pk)) if one.severity is not Severity.NOTICE}
    assert {
        ("B13", "basic_data.expenditure[procurement].final"),
        ("B14", "basic_data.expenditure[project_expenditure].final"),
        ("E15", "department_evaluation.indicators[1].score"),
        ("E19", "department_evaluation.total_score"),
        ("E21", "projects[0].indicators[6].level3"),
        ("X06", "report.sections[4].text"),
    } <= found
    assert "H01" not in {rule for rule, _path in found}


def test_run_again_it_changes_nothing(made, capsys):
    before = log.verify().entries
    call_command("demo_year")
    assert "demo-only-2024" in capsys.readouterr().out
    assert log.verify().entries == before


def test_it_is_never_made_beside_other_data(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    factories.city()
    with pytest.raises(CommandError):
        call_command("demo_year")
