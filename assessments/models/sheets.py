"""Evaluation sheets (附件2 and each 附件3) and their scored rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.columns import Row, cell, figure_value
from assessments.models.filings import Filing


class SheetRow(Row):
    """One evaluation sheet. Position 0 is 附件2; projects count from 1. Amounts in 万元.

    `absent` uses the document's keys: "funds", "funds.carried_over", "by_source.total", "goal.actual", "indicators".
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="sheets")
    position = models.PositiveSmallIntegerField()

    name = cell()
    supervisor = cell()
    implementer = cell()

    annual_initial = cell()
    annual_initial_value = figure_value()
    annual_revised = cell()
    annual_revised_value = figure_value()
    annual_executed = cell()
    annual_executed_value = figure_value()
    annual_weight = cell()
    annual_weight_value = figure_value()
    annual_rate = cell()
    annual_rate_value = figure_value()
    annual_score = cell()
    annual_score_value = figure_value()

    current_year_initial = cell()
    current_year_initial_value = figure_value()
    current_year_revised = cell()
    current_year_revised_value = figure_value()
    current_year_executed = cell()
    current_year_executed_value = figure_value()
    carried_over_initial = cell()
    carried_over_initial_value = figure_value()
    carried_over_revised = cell()
    carried_over_revised_value = figure_value()
    carried_over_executed = cell()
    carried_over_executed_value = figure_value()
    other_initial = cell()
    other_initial_value = figure_value()
    other_revised = cell()
    other_revised_value = figure_value()
    other_executed = cell()
    other_executed_value = figure_value()

    source_total = cell()
    source_total_value = figure_value()
    source_general_public = cell()
    source_general_public_value = figure_value()
    source_government_fund = cell()
    source_government_fund_value = figure_value()
    source_fiscal_account = cell()
    source_fiscal_account_value = figure_value()
    source_other = cell()
    source_other_value = figure_value()

    kind_total = cell()
    kind_total_value = figure_value()
    kind_basic = cell()
    kind_basic_value = figure_value()
    kind_project = cell()
    kind_project_value = figure_value()

    goal_expected = cell()
    goal_actual = cell()

    total_weight = cell()
    total_weight_value = figure_value()
    total_score = cell()
    total_score_value = figure_value()
    grade = cell()

    class Meta:
        verbose_name = _("evaluation sheet")
        ordering = ("filing", "position")
        constraints = [models.UniqueConstraint(name="sheet_position_once", fields=("filing", "position"))]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.position} {self.name or ''}"


class IndicatorRow(Row):
    """A scored row of a sheet; weight and score in points."""

    class Attainment(models.TextChoices):
        MET = "met", _("Met")
        PARTLY = "partly", _("Partly met")
        NOT = "not", _("Not met")

    sheet = models.ForeignKey(SheetRow, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    level1 = cell()
    level2 = cell()
    level3 = cell()
    target = cell()
    actual = cell()
    weight = cell()
    weight_value = figure_value()
    score = cell()
    score_value = figure_value()
    deviation = cell()
    attainment = models.CharField(max_length=10, choices=Attainment.choices, blank=True)
    approved_target = cell()
    approved_weight = cell()
    approved_weight_value = figure_value()
    change_reason = cell()

    class Meta:
        verbose_name = _("indicator")
        ordering = ("sheet", "position")
        constraints = [
            models.UniqueConstraint(name="indicator_position_once", fields=("sheet", "position")),
            models.CheckConstraint(
                name="indicator_attainment_known", condition=Q(attainment__in=("", "met", "partly", "not"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.level3}"
