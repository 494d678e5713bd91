"""What the bureau and the reviewers say about the findings of a filing: rules that are waived, answers that are rejected."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.filings import Filing


class Waiver(models.Model):
    """A rule that does not keep one filing back, until `expires_on` ends in the city's time zone or it is withdrawn."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=10)
    reason = models.TextField()
    expires_on = models.DateField()
    granted_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    granted_on = models.DateField()
    withdrawn_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("waiver")
        ordering = ("filing", "pk")
        constraints = [
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="waiver_lasts_a_day", condition=Q(expires_on__gte=F("granted_on"))),
            models.CheckConstraint(
                name="waiver_withdrawn_by_somebody",
                condition=Q(withdrawn_by=None, withdrawn_on=None)
                | Q(withdrawn_by__isnull=False, withdrawn_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.rule} → {self.expires_on}"


class Rejection(models.Model):
    """An answer to a warning that a reviewer did not accept: this text does not count any more for this rule at this place.

    `anchor` is that of the explanation, `submission_number` counts the submission in which it was read. A reviewer can take it back
    while the filing is still with those who review it.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="rejections")
    submission_number = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=10)
    anchor = models.TextField()
    text = models.TextField()
    remark = models.TextField()
    rejected_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    rejected_at = models.DateTimeField()
    taken_back_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("rejected answer")
        ordering = ("filing", "pk")
        constraints = [
            models.CheckConstraint(name="rejection_has_remark", condition=~Q(remark="")),
            models.CheckConstraint(name="rejection_of_a_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="rejection_taken_back_by_somebody",
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="rejection_once",
                fields=("filing", "submission_number", "rule", "anchor"),
                condition=Q(taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.rule} {self.anchor}"
