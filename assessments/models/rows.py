"""The repeated rows of a filing: expenditure lines, report sections, fund items."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.columns import Row, cell, figure_value
from assessments.models.filings import Filing


class ExpenditureRow(Row):
    """A line of 附件1, amounts in 万元."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="expenditure")
    position = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=60)
    label = cell()
    prior_final = cell()
    prior_final_value = figure_value()
    budget = cell()
    budget_value = figure_value()
    final = cell()
    final_value = figure_value()

    class Meta:
        verbose_name = _("expenditure line")
        ordering = ("filing", "position")
        constraints = [
            models.UniqueConstraint(name="expenditure_position_once", fields=("filing", "position")),
            models.UniqueConstraint(
                name="expenditure_line_once", fields=("filing", "line"), condition=~Q(line="special_fund")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.line}"


class SectionRow(Row):
    """A heading of 附件4 with the text under it."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    number = cell()
    heading = cell()
    text = cell()

    class Meta:
        verbose_name = _("report section")
        ordering = ("filing", "position")
        constraints = [
            models.UniqueConstraint(name="section_position_once", fields=("filing", "position")),
            models.CheckConstraint(name="section_level_from_one", condition=Q(level__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.number}{self.heading}"


class FundName(models.TextChoices):
    """The three further tables."""

    GOVERNMENT_FUND = "government_fund", _("Government fund")
    STATE_CAPITAL = "state_capital", _("State capital")
    SOCIAL_INSURANCE = "social_insurance", _("Social insurance")


class FundItemRow(Row):
    """An item of one of the three fund tables, amounts in 万元."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="fund_items")
    table = models.CharField(max_length=20, choices=FundName.choices)
    position = models.PositiveSmallIntegerField()
    code = cell()
    name = cell()
    initial = cell()
    initial_value = figure_value()
    revised = cell()
    revised_value = figure_value()
    executed = cell()
    executed_value = figure_value()

    class Meta:
        verbose_name = _("fund item")
        ordering = ("filing", "table", "position")
        constraints = [
            models.UniqueConstraint(name="fund_item_position_once", fields=("filing", "table", "position")),
            models.CheckConstraint(name="fund_item_table_known", condition=Q(table__in=FundName.values)),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.table} {self.name}"
