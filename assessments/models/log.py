"""The append-only log: a chain of entries in which each holds the hash of the one before."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One thing done. Written only by `services.log`; update, delete and truncate are refused by database triggers.

    `before` and `after` are canonical JSON texts; `entry_hash` covers every other column and `previous_hash`.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=40, db_index=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_name = models.CharField(max_length=200, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("log entry")
        ordering = ("sequence",)
        indexes = [models.Index(name="log_by_object", fields=("object_kind", "object_id"))]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.object_kind}:{self.object_id}"


class LogHead(models.Model):
    """The end of the chain, one row: who appends holds it, so entries have one order."""

    sequence = models.PositiveBigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("end of the log")
        constraints = [models.CheckConstraint(name="log_head_alone", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.sequence)
