"""A remark: what a reviewer says about one cell of a filing, and what the preparer answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Filing


class Remark(models.Model):
    """A remark pinned to a cell while a submission was read.

    `anchor` is the path of the cell with the keys of its rows (see `assessments.models.notes`), so it stays with its row; `place` and `was`
    are the words of the place and the text of the cell as they were read, and still tell what was meant when the row is gone.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="remarks")
    submission_number = models.PositiveSmallIntegerField()
    anchor = models.TextField()
    place = models.TextField()
    was = models.TextField(blank=True)
    text = models.TextField()
    by = models.ForeignKey("assessments.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    done = models.BooleanField(default=False)
    answered_by = models.ForeignKey("assessments.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("assessments.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("remark")
        ordering = ("filing", "pk")
        constraints = [
            models.CheckConstraint(name="remark_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="remark_answered_by_somebody",
                condition=Q(answered_by=None, answered_at=None, answer="", done=False)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="remark_closed_by_somebody",
                condition=Q(closed_by=None, closed_at=None) | Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.place}"
