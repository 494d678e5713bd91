"""Long work with its progress and result, and notices to people."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models.filings import Filing

SILENCE = timedelta(minutes=2)  # after which a worker that told nothing counts as gone
PATIENCE = timedelta(minutes=10)  # after which work that nobody took up is handed out again


class Job(models.Model):
    """A piece of long work. A worker carries it out; it can be repeated safely.

    A worker tells in `seen_at` that it works; one that dies cannot say that it did, and is found out by its silence.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    total = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    message = models.TextField(blank=True)
    asked_by = models.ForeignKey("User", models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when the worker last told that it works
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(name="job_progress_in_total", condition=Q(finished__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs; one whose worker is gone does neither."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING) and not self.stopped

    @property
    def stopped(self) -> bool:
        """Whether its worker has gone silent: it died, or the machine did."""
        return self.status == self.Status.RUNNING and timezone.now() - (self.seen_at or self.asked_at) > SILENCE

    @property
    def overdue(self) -> bool:
        """Whether no worker has taken it up for long: none runs, or what it was handed got lost."""
        return self.status == self.Status.WAITING and timezone.now() - self.asked_at > PATIENCE

    @property
    def standing(self) -> str:
        """Its status in words, as far as it is known."""
        return gettext("Stopped") if self.stopped else self.get_status_display()


class JobPart(models.Model):
    """A part of a job that several workers share: whoever is free takes the next one. It is gone when the job ends.

    `taken_by` is drawn anew each time it is taken, so that a worker which went silent cannot end what another has taken over.
    """

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    items = models.JSONField()
    finished = models.PositiveIntegerField(default=0)  # of its items
    taken_by = models.CharField(max_length=32, blank=True)
    seen_at = models.DateTimeField(null=True)  # when its worker last told that it works
    done = models.BooleanField(default=False)
    result = models.JSONField(null=True)

    class Meta:
        verbose_name = _("part of a job")
        ordering = ("job", "number")
        constraints = [models.UniqueConstraint(name="job_part_once", fields=("job", "number"))]

    def __str__(self) -> str:
        return f"{self.job_id} part {self.number}"


class Notice(models.Model):
    """A line in a person's inbox about a filing; `verb` and `params` are put into words when read."""

    recipient = models.ForeignKey("User", models.CASCADE, related_name="notices")
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="notices")
    verb = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.verb}"
