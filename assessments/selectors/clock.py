"""The clock of a year: when a filing is due and how many days are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.models import Enrolment, Extension
from assessments.selectors.prepared import Blank, Prepared


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


_extended = Prepared(
    lambda: (
        Extension.objects.filter(enrolment=Blank("enrolment", Enrolment._meta.pk))
        .order_by("-granted_at", "-pk")
        .values_list("due_on", flat=True)[:1]
    )
)


def due(enrolment: Enrolment) -> Due:
    """The due day of a department: the year's, or that of its newest extension."""
    extended = _extended.ask(enrolment=enrolment.pk)
    return _due(extended[0] if extended else enrolment.fiscal_year.due_on, timezone.localdate())


def dues(enrolments: Sequence[Enrolment]) -> dict[int, Due]:
    """The due days of several departments by the keys of their enrolments, in one query."""
    newest_last = Extension.objects.filter(enrolment__in=[one.pk for one in enrolments]).order_by("granted_at", "pk")
    extended = dict(newest_last.values_list("enrolment_id", "due_on"))
    today = timezone.localdate()
    return {one.pk: _due(extended.get(one.pk, one.fiscal_year.due_on), today) for one in enrolments}


def _due(on: date, today: date) -> Due:
    return Due(on, (on - today).days)
