"""The clock of a year: when a filing is due and how many days are left."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.models import Enrolment, Extension


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which a filing is due and the days left; 0 on the day itself, negative when late."""

    on: date
    days_left: int

    @property
    def late(self) -> bool:
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        return -self.days_left


def due(enrolment: Enrolment) -> Due:
    """The due day of a department: the year's, or that of its newest extension."""
    extended = Extension.objects.filter(enrolment=enrolment).order_by("-granted_at", "-pk").values_list("due_on", flat=True)
    on = extended.first() or enrolment.fiscal_year.due_on
    return Due(on, (on - timezone.localdate()).days)
