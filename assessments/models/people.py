"""Accounts and the roles in which they act."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account of one person. What it may do comes from its roles alone."""

    full_name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    must_change_password = models.BooleanField(default=False)  # while somebody else knows it

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name


class RoleName(models.TextChoices):
    """The roles of domain.md."""

    PREPARER = "preparer", _("Preparer")
    UNIT_HEAD = "unit_head", _("Unit head")
    SUPERVISOR = "supervisor", _("Supervising department")
    BUREAU_SECTION = "bureau_section", _("Bureau section")
    PERFORMANCE_SECTION = "performance_section", _("Performance section")
    ADMINISTRATOR = "administrator", _("Administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    AUDITOR = "auditor", _("Auditor")


DEPARTMENT_ROLES = (RoleName.PREPARER, RoleName.UNIT_HEAD, RoleName.SUPERVISOR)
# Each is the only kind of role of its account: who sets policy, who hands out roles, who reads the log, and who works on filings are four.
ALONE = (RoleName.ADMINISTRATOR, RoleName.SECURITY_ADMINISTRATOR, RoleName.AUDITOR)


class Role(models.Model):
    """A role of an account: in one department, in one bureau section, or in the whole city."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    name = models.CharField(_("role"), max_length=30, choices=RoleName.choices)
    department = models.ForeignKey("Department", models.PROTECT, null=True, blank=True, related_name="roles")
    section = models.ForeignKey("BureauSection", models.PROTECT, null=True, blank=True, related_name="roles")
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        constraints = [
            models.CheckConstraint(
                name="role_stands_where_it_acts",
                condition=Q(name__in=DEPARTMENT_ROLES, department__isnull=False, section__isnull=True)
                | Q(name=RoleName.BUREAU_SECTION, department__isnull=True, section__isnull=False)
                | (
                    ~Q(name__in=(*DEPARTMENT_ROLES, RoleName.BUREAU_SECTION))
                    & Q(department__isnull=True, section__isnull=True)
                ),
            ),
            # Three, because a null is never equal to a null.
            models.UniqueConstraint(
                name="role_once_in_department",
                fields=("user", "name", "department"),
                condition=Q(ended_at__isnull=True, department__isnull=False),
            ),
            models.UniqueConstraint(
                name="role_once_in_section",
                fields=("user", "name", "section"),
                condition=Q(ended_at__isnull=True, section__isnull=False),
            ),
            models.UniqueConstraint(
                name="role_once_in_city",
                fields=("user", "name"),
                condition=Q(ended_at__isnull=True, department__isnull=True, section__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.department or self.section or ''}".strip()


class SignInAttempt(models.Model):
    """A sign-in that was begun and has not succeeded: what the limit of `services.sign_in` counts.

    The name is kept as a keyed hash only; it may be a password typed into the wrong field.
    """

    name_hash = models.CharField(max_length=64)
    network = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sign-in attempt")
        indexes = [
            models.Index(name="attempt_by_name", fields=("name_hash", "at")),
            models.Index(name="attempt_by_network", fields=("network", "at")),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.at}"
