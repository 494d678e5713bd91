"""A filing and the parts of it that stand once: signatures, printed department, 附件1 outside its table, head of 附件4."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.columns import Row, cell, figure_value
from assessments.models.years import Enrolment


class State(models.TextChoices):
    """Where a filing stands. Only `reports.workflow` changes it."""

    DRAFT = "draft", _("Draft")
    SIGNING = "signing", _("Signing")
    SUPERVISION = "supervision", _("Supervision")
    FIRST_REVIEW = "first_review", _("First review")
    SECOND_REVIEW = "second_review", _("Second review")
    APPROVAL = "approval", _("Approval")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")


CONCLUDED = (State.APPROVED, State.PUBLISHED)


class Filing(Row):
    """One department's filing for one fiscal year; `version` counts reopened ones.

    `absent` here speaks of the whole document outside `basic_data`'s cells, sheets and rows: "basic_data", "projects", "report.sections",
    "department.code", "signatures.phone". `revision` grows with every saved change; `noted_at` is when somebody last waived a rule,
    rejected an answer or pinned a remark, so that a filing of which nothing was ever said asks for nothing.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="filings")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT, db_index=True)
    state_since = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True)
    step_saves = models.JSONField(default=dict, blank=True)  # step → [key of who saved it last, name, ISO time]

    department_name = cell()
    department_supervisor = cell()
    department_code = cell()

    report_title = cell()
    report_attachments = models.JSONField(null=True, blank=True)  # list of strings

    government_fund_none = models.BooleanField(null=True, blank=True)
    state_capital_none = models.BooleanField(null=True, blank=True)
    social_insurance_none = models.BooleanField(null=True, blank=True)

    prepared_by = cell()
    prepared_on = cell()
    phone = cell()
    head = cell()

    class Meta:
        verbose_name = _("filing")
        constraints = [
            models.UniqueConstraint(name="filing_version_once", fields=("enrolment", "version")),
            models.UniqueConstraint(
                name="filing_one_in_work", fields=("enrolment",), condition=~Q(state__in=CONCLUDED)
            ),
            models.CheckConstraint(name="filing_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="filing_version_positive", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} v{self.version}"

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state in words; Django's own translates those of every state for each filing of a list."""
        return str(State(self.state).label)


class BasicData(Row):
    """附件1 outside its table: headcount, buildings, economy measures. `absent` is relative to `basic_data`."""

    filing = models.OneToOneField(Filing, models.CASCADE, related_name="basic_data")

    authorised = cell()
    authorised_value = figure_value()
    actual = cell()
    actual_value = figure_value()
    control_rate = cell()
    control_rate_value = figure_value()

    approved_area = cell()
    approved_area_value = figure_value()
    actual_area = cell()
    actual_area_value = figure_value()
    area_control_rate = cell()
    area_control_rate_value = figure_value()
    budgeted_investment = cell()
    budgeted_investment_value = figure_value()
    actual_investment = cell()
    actual_investment_value = figure_value()
    investment_control_rate = cell()
    investment_control_rate_value = figure_value()

    economy_measures = cell()

    class Meta:
        verbose_name = _("basic data")

    def __str__(self) -> str:
        return f"basic data of {self.filing_id}"
