"""What the mass check of a year found in each filing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.filings import Filing


class FilingCheck(models.Model):
    """The findings of one filing, counted, as the last check of its year found them.

    `revision` and `noted_at` are those of the filing that was judged, `holds_until` is the day on which the first of its waivers ends:
    by them a check is told that is out of date. `rules` and `waived_rules` give the number of findings by the code of the rule; what is
    waived counts in the second alone, an explained warning in the first. `fault` says why the filing could not be judged, where it could not;
    nothing is counted then.
    """

    filing = models.OneToOneField(Filing, models.CASCADE, primary_key=True, related_name="checked")
    revision = models.PositiveIntegerField()
    noted_at = models.DateTimeField(null=True)
    holds_until = models.DateField(null=True)
    rule_set = models.CharField(max_length=60)
    checked_at = models.DateTimeField()
    errors = models.PositiveIntegerField(default=0)
    open_warnings = models.PositiveIntegerField(default=0)
    explained = models.PositiveIntegerField(default=0)
    notices = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=dict)
    waived_rules = models.JSONField(default=dict)
    fault = models.TextField(blank=True)

    class Meta:
        verbose_name = _("check of a filing")

    def __str__(self) -> str:
        return f"{self.filing_id} {self.checked_at}"
