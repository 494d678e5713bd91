"""Fiscal years with their template, policy and clock, and the departments enrolled in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.departments import BureauSection, Department


class FiscalYear(models.Model):
    """A year for which departments file.

    `template` and `policy` are the JSON of `document.template.Template` and `document.policy.Policy`. Filing begins on `opens_on` and is
    due when `due_on` ends, in the city's time zone.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", pgettext_lazy("fiscal year", "Open")
        CLOSED = "closed", _("Closed")

    year = models.PositiveSmallIntegerField(_("fiscal year"), unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    opens_on = models.DateField(_("opening day"))
    due_on = models.DateField(_("due day"))
    template = models.JSONField(default=dict)
    policy = models.JSONField(default=dict)
    opened_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("fiscal year")
        ordering = ("-year",)
        constraints = [
            models.CheckConstraint(name="year_in_range", condition=Q(year__gte=2000, year__lte=2099)),
            models.CheckConstraint(name="year_due_after_opening", condition=Q(due_on__gte=F("opens_on"))),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Enrolment(models.Model):
    """A department in a fiscal year: its name, supervisor and section of that year, and whether it must file and publish."""

    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="enrolments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="enrolments")
    name = models.CharField(_("name"), max_length=120)
    supervisor = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    section = models.ForeignKey(BureauSection, models.PROTECT, null=True, blank=True, related_name="enrolments")
    required = models.BooleanField(_("must file"), default=True)
    not_required_reason = models.CharField(_("reason"), max_length=200, blank=True)
    public = models.BooleanField(_("may be published"), default=True)  # False: 涉密

    class Meta:
        verbose_name = _("enrolment")
        indexes = [models.Index(name="enrolment_required", fields=("fiscal_year",), condition=Q(required=True))]
        constraints = [
            models.UniqueConstraint(name="enrolment_once", fields=("fiscal_year", "department")),
            models.CheckConstraint(
                name="enrolment_reason_when_not_required", condition=Q(required=True) | ~Q(not_required_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.fiscal_year_id}"


class Extension(models.Model):
    """A later due day for one department, with the reason for it."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="extensions")
    due_on = models.DateField(_("due day"))
    reason = models.CharField(_("reason"), max_length=200)
    granted_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("extension")
        ordering = ("granted_at", "pk")
        constraints = [models.CheckConstraint(name="extension_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.enrolment} → {self.due_on}"
