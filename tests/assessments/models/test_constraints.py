"""Every constraint of every model refuses its bad row in the database itself, whatever the code above it does."""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from assessments.document.amounts import read
from assessments.document.cells import Kind
from assessments.models import (
    BasicData,
    BulkImport,
    BureauSection,
    Department,
    DepartmentPeriod,
    Enrolment,
    ExpenditureRow,
    Extension,
    Filing,
    FiscalYear,
    FundItemRow,
    IndicatorRow,
    Job,
    JobPart,
    LogEntry,
    LogHead,
    Rejection,
    Role,
    SectionRow,
    SheetRow,
    User,
    Waiver,
)
from assessments.services import log
from reports.models import Decision, Remark, Submission
from reports.models.submissions import BrokenRule
from tests import factories
from tests.reports.paths import brought_to

DAY = datetime.date(2025, 1, 1)
DAY_AT = datetime.datetime(2025, 1, 1, 9, tzinfo=datetime.UTC)


@pytest.fixture
def submitted(city):
    """A filing that has been submitted, so that every model has rows."""
    filing = brought_to(city, "signing")
    Extension.objects.create(enrolment=city.enrolment, due_on=DAY, reason="灾情", granted_by=city.administrator)
    FundItemRow.objects.create(filing=filing, table="state_capital", position=7)
    job = Job.objects.create(kind="check", asked_by=city.administrator, total=3, finished=3)
    JobPart.objects.create(job=job, number=0, items=[])
    Waiver.objects.create(
        filing=filing, rule="B13", reason="同意", expires_on=DAY, granted_by=city.performance, granted_on=DAY
    )
    Rejection.objects.create(
        filing=filing,
        submission_number=1,
        rule="B13",
        anchor="phone",
        text="跨年",
        remark="不清楚",
        rejected_by=city.head,
        rejected_at=DAY_AT,
    )
    Remark.objects.create(
        filing=filing, submission_number=1, anchor="phone", place="联系电话", text="请核对", by=city.head, at=DAY_AT
    )
    return filing


def first(model, **wanted):
    return model.objects.filter(**wanted).order_by("pk").first()


def again(row, **changes):
    """A second row like the first but for the changes."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    models.Model.save(row)


# What each constraint refuses, by its name; a unique column by model and column.
BAD = {
    "bulk_kind_known": lambda c: BulkImport.objects.create(kind="people", asked_by=c.security),
    "bulk_done_after_check": lambda c: BulkImport.objects.create(
        kind="accounts", asked_by=c.security, done_at=datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    ),
    "bulk_cleared_where_not_done": lambda c: BulkImport.objects.create(
        kind="accounts", asked_by=c.security, checked_at=DAY_AT, done_at=DAY_AT, cleared_at=DAY_AT
    ),
    "BureauSection.name": lambda c: again(first(BureauSection)),
    "Department.code": lambda c: again(first(Department)),
    "period_begins_once": lambda c: again(first(DepartmentPeriod), ends_on=datetime.date(2021, 1, 1)),
    "period_one_open": lambda c: again(first(DepartmentPeriod), begins_on=DAY),
    "period_ends_after_begin": lambda c: again(
        first(DepartmentPeriod), begins_on=DAY, ends_on=DAY - datetime.timedelta(1)
    ),
    "period_not_own_supervisor": lambda c: again(
        first(DepartmentPeriod), begins_on=DAY, ends_on=DAY, supervisor=first(DepartmentPeriod).department
    ),
    "FiscalYear.year": lambda c: again(first(FiscalYear)),
    "year_in_range": lambda c: again(first(FiscalYear), year=2100),
    "year_due_after_opening": lambda c: again(first(FiscalYear), year=2030, opens_on=DAY, due_on=datetime.date.min),
    "enrolment_once": lambda c: again(first(Enrolment)),
    "enrolment_reason_when_not_required": lambda c: Enrolment.objects.update(required=False),
    "extension_has_reason": lambda c: again(first(Extension), reason=""),
    "filing_version_once": lambda c: again(first(Filing), state="approved"),
    "filing_one_in_work": lambda c: again(first(Filing), version=2, state="draft"),
    "filing_state_known": lambda c: Filing.objects.update(state="lost"),
    "filing_version_positive": lambda c: Filing.objects.update(version=0),
    "waiver_has_reason": lambda c: Waiver.objects.update(reason=""),
    "waiver_lasts_a_day": lambda c: Waiver.objects.update(expires_on=DAY - datetime.timedelta(1)),
    "waiver_withdrawn_by_somebody": lambda c: Waiver.objects.update(withdrawn_on=DAY),
    "rejection_has_remark": lambda c: Rejection.objects.update(remark=""),
    "rejection_of_a_text": lambda c: Rejection.objects.update(text=""),
    "rejection_taken_back_by_somebody": lambda c: Rejection.objects.update(taken_back_by=c.head),
    "rejection_once": lambda c: again(first(Rejection), remark="还是不清楚"),
    "BasicData.filing": lambda c: again(first(BasicData)),
    "job_part_once": lambda c: again(first(JobPart)),
    "job_progress_in_total": lambda c: Job.objects.update(finished=4),
    "LogEntry.entry_hash": lambda c: models.Model.save(
        LogEntry(sequence=9999, at=first(LogEntry).at, verb="edit", entry_hash=first(LogEntry).entry_hash)
    ),
    "log_head_alone": lambda c: LogHead.objects.create(pk=2),
    "User.username": lambda c: again(first(User)),
    "role_stands_where_it_acts": lambda c: Role.objects.create(user=c.stranger, name="preparer"),
    "role_once_in_department": lambda c: again(first(Role, user=c.preparer)),
    "role_once_in_section": lambda c: again(first(Role, user=c.section_reviewer)),
    "role_once_in_city": lambda c: again(first(Role, user=c.administrator)),
    "expenditure_position_once": lambda c: again(first(ExpenditureRow), line="x_other"),
    "expenditure_line_once": lambda c: again(first(ExpenditureRow), position=99),
    "section_position_once": lambda c: again(first(SectionRow)),
    "section_level_from_one": lambda c: again(first(SectionRow), position=99, level=0),
    "fund_item_position_once": lambda c: again(first(FundItemRow)),
    "fund_item_table_known": lambda c: again(first(FundItemRow), table="lottery"),
    "sheet_position_once": lambda c: again(first(SheetRow)),
    "indicator_position_once": lambda c: again(first(IndicatorRow)),
    "indicator_attainment_known": lambda c: again(first(IndicatorRow), position=99, attainment="perhaps"),
    "broken_rule_once": lambda c: BrokenRule.objects.bulk_create(
        BrokenRule(submission=first(Submission), rule="B01") for _twice in range(2)
    ),
    "remark_has_text": lambda c: Remark.objects.update(text=""),
    "remark_answered_by_somebody": lambda c: Remark.objects.update(done=True),
    "remark_closed_by_somebody": lambda c: Remark.objects.update(closed_by=c.head),
    "submission_number_once": lambda c: again(first(Submission)),
    "submission_has_hash": lambda c: again(first(Submission), number=2, sha256=""),
    "decision_verb_known": lambda c: again(first(Decision), verb="smile"),
    "decision_has_reason": lambda c: again(first(Decision), verb="return", reason=""),
}
# Roles in the three places where one cannot act, besides the one above.
MISPLACED = [
    ("preparer", {"section": True}),
    ("bureau_section", {"department": True}),
    ("bureau_section", {}),
    ("administrator", {"department": True}),
    ("auditor", {"section": True}),
    ("preparer", {"department": True, "section": True}),
]


def ours():
    return [model for label in ("assessments", "reports") for model in apps.get_app_config(label).get_models()]


def test_every_constraint_has_its_bad_row():
    named = {constraint.name for model in ours() for constraint in model._meta.constraints}
    unique = {
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.fields
        if field.unique and not field.primary_key
    }
    assert named | unique == set(BAD)


@pytest.mark.parametrize("name", BAD)
def test_the_database_refuses(submitted, city, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BAD[name](city)
    told = str(refused.value)
    if connection.vendor == "postgresql":
        assert name.partition(".")[2] in told  # a unique column's own name, or nothing more to ask
        assert "." in name or f'"{name}"' in told
    elif "CHECK" in told:
        assert told == f"CHECK constraint failed: {name}"
    else:
        assert told.startswith("UNIQUE constraint failed: ")


@pytest.mark.parametrize(("role", "place"), MISPLACED)
def test_a_role_stands_only_where_it_acts(city, role, place):
    there = {"department": city.enrolment.department, "section": city.section}
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(user=city.stranger, name=role, **{key: there[key] for key in place})


def test_what_the_constraints_leave_free(submitted, city):
    """The other side of each line that the constraints draw."""
    again(first(Role, user=city.preparer), ended_at=datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC))
    again(first(DepartmentPeriod), begins_on=DAY, ends_on=DAY)
    again(first(FiscalYear), year=2000, opens_on=DAY, due_on=DAY)
    special = first(ExpenditureRow, line="special_fund")
    again(special, position=98)
    Filing.objects.update(state="approved")
    again(first(Filing), version=2, state="published")
    again(first(Filing), version=3, state="draft")
    assert Filing.objects.count() == 3


def test_what_was_submitted_and_decided_is_written_once(submitted):
    for row in (first(Submission), first(Decision)):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_rows_that_others_rest_on_are_not_deleted(submitted, city):
    for row in (city.year, city.enrolment, city.section, city.preparer, city.enrolment.department, submitted):
        with pytest.raises(models.ProtectedError):
            row.delete()
    assert log.verify().holds


def test_a_missing_parent_is_refused_by_the_database(submitted):
    def orphan():
        with transaction.atomic():
            ExpenditureRow.objects.filter(filing=submitted).update(filing=999_999)
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        orphan()
    assert ExpenditureRow.objects.filter(filing=submitted).exists()


def test_a_row_says_what_it_is(submitted, city):
    """Names are read in the log and by developers; none may fail or be empty."""
    for model in ours():
        row = first(model)
        assert row is None or str(row).strip() != ""


@pytest.mark.parametrize("text", ["99999999999999.99", "-99999999999999", "0.0000000001", "0"])
def test_the_greatest_and_the_smallest_figure_fit_their_column(submitted, text):
    """SQLite keeps a Decimal as a floating number, so queries there are near; the text is the truth."""
    row = first(SheetRow)
    SheetRow.objects.filter(pk=row.pk).update(annual_initial=text, annual_initial_value=read(Kind.AMOUNT, text).value)
    stored = SheetRow.objects.get(pk=row.pk)
    assert stored.annual_initial == text
    near = Decimal("0.05") if connection.vendor == "sqlite" else 0
    assert abs(stored.annual_initial_value - Decimal(text)) <= near


def test_names_of_people(city):
    assert (str(city.preparer), city.preparer.get_full_name()) == ("张填报", "张填报")
    assert str(User(username="only")) == "only"
    assert str(factories.person("nobody", "")) == "nobody"
