"""Files that administrators take in at once: departments, accounts, opening budgets, whole filings."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.models.years import FiscalYear


class BulkImport(models.Model):
    """A file as it was read, what was found wrong in it, and what was made of it: all of it or nothing.

    `rows` are its rows as data and `raw` a file that is still to be read; both go once it is carried out. `messages` are [row, text, whether
    it stands against the import] and `planned` [row, text], in the language of who sent the file. Of a file that nobody carried out within
    `IMPORT_DAYS` all of these go (`cleared_at`); who sent which file stays.
    """

    class Kind(models.TextChoices):
        DEPARTMENTS = "departments", pgettext_lazy("bulk import", "Departments")
        ACCOUNTS = "accounts", _("Accounts and roles")
        BUDGETS = "budgets", _("Opening budgets")
        FILINGS = "filings", _("Whole filings")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.JSONField(default=list)
    raw = models.BinaryField(null=True)
    messages = models.JSONField(default=list)
    planned = models.JSONField(default=list)
    made = models.JSONField(default=list)  # the keys of what was made
    asked_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of a file")
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="bulk_kind_known", condition=Q(kind__in=["departments", "accounts", "budgets", "filings"])
            ),
            models.CheckConstraint(
                name="bulk_done_after_check", condition=Q(done_at__isnull=True) | Q(checked_at__isnull=False)
            ),
            models.CheckConstraint(
                name="bulk_cleared_where_not_done", condition=Q(done_at__isnull=True) | Q(cleared_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"

    @property
    def faulty(self) -> bool:
        """Whether anything stands against carrying it out."""
        return any(against for _row, _text, against in self.messages)

    @property
    def standing(self) -> str:
        """How far it has come, in words."""
        if self.done_at:
            return gettext("carried out")
        if self.cleared_at:
            return pgettext("of a file", "cleared away")
        if self.checked_at is None:
            return gettext("not looked at yet")
        return gettext("has faults") if self.faulty else gettext("not carried out")
