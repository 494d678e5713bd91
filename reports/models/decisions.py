"""A decision: one move that was made, by whom, on which submission."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Filing, State
from reports.models.once import WrittenOnce
from reports.models.submissions import Submission


class Verb(models.TextChoices):
    """The moves of domain.md."""

    SUBMIT = "submit", _("Submit")
    WITHDRAW = "withdraw", _("Withdraw")
    SIGN = "sign", _("Sign")
    SUPERVISE = "supervise", _("Pass supervision")
    FIRST_REVIEW = "first_review", _("Pass first review")
    SECOND_REVIEW = "second_review", _("Pass second review")
    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return")
    PUBLISH = "publish", _("Publish")
    REOPEN = "reopen", _("Reopen")


NEEDS_REASON = (Verb.RETURN, Verb.REOPEN)


class Decision(WrittenOnce):
    """One move. Rows are never changed."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    from_state = models.CharField(max_length=20, choices=State.choices)
    to_state = models.CharField(max_length=20, choices=State.choices)
    by = models.ForeignKey("assessments.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("decision")
        ordering = ("filing", "at", "pk")
        constraints = [
            models.CheckConstraint(name="decision_verb_known", condition=Q(verb__in=Verb.values)),
            models.CheckConstraint(name="decision_has_reason", condition=~Q(verb__in=NEEDS_REASON) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.verb}"
