"""What the preparer adds to the figures: explanations of warnings and files of evidence.

`anchor` is a document path in which a place in a list is the row's own key (`department_evaluation.indicators[#12].score`), so a note
stays with its row when rows are added, removed or moved. A path that leads to no row is kept as it came.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.columns import Row, cell
from assessments.models.filings import Filing


class ExplanationRow(Row):
    """The answer to a warning. It holds while `fingerprint` is that of the finding's figures."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="explanations")
    position = models.PositiveSmallIntegerField(default=0)
    rule = models.CharField(max_length=10)
    anchor = models.TextField()
    text = cell()
    fingerprint = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("explanation")
        ordering = ("filing", "position", "pk")

    def __str__(self) -> str:
        return f"{self.filing_id} {self.rule} {self.anchor}"


class EvidenceRow(Row):
    """A file that proves a cell or a section, by its name and hash."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="evidence")
    position = models.PositiveSmallIntegerField(default=0)
    anchor = models.TextField()
    name = cell()
    sha256 = cell()

    class Meta:
        verbose_name = _("evidence")
        ordering = ("filing", "position", "pk")

    def __str__(self) -> str:
        return f"{self.filing_id} {self.anchor}"
