"""Departments as a dated tree: a name and a place hold from a day on, so an old year keeps its own."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BureauSection(models.Model):
    """A section of the finance bureau (业务科室) that reviews the departments assigned to it."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("bureau section")

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A budget unit (预算单位), known for all time by its code."""

    code = models.CharField(
        _("code"), max_length=20, unique=True, validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z-]*\Z")]
    )
    name = models.CharField(_("name"), max_length=120)  # the newest, for lists; history stands in the periods

    class Meta:
        verbose_name = _("department")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class DepartmentPeriod(models.Model):
    """Name, supervisor and bureau section of a department from one day to another."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="periods")
    name = models.CharField(_("name"), max_length=120)
    supervisor = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    section = models.ForeignKey(BureauSection, models.PROTECT, null=True, blank=True, related_name="+")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)  # the last day; None while it lasts

    class Meta:
        verbose_name = _("period of a department")
        ordering = ("department", "begins_on")
        constraints = [
            models.UniqueConstraint(name="period_begins_once", fields=("department", "begins_on")),
            models.UniqueConstraint(name="period_one_open", fields=("department",), condition=Q(ends_on__isnull=True)),
            models.CheckConstraint(
                name="period_ends_after_begin", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on"))
            ),
            models.CheckConstraint(
                name="period_not_own_supervisor",
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("department")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.begins_on}–{self.ends_on or ''})"
