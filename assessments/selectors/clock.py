"""The clock of a fiscal year: due days, days left, lateness. A due day ends at 24:00 in the city's time zone."""

from datetime import date

from django.utils import timezone

from assessments.models import Enrolment


def due_on(enrolment: Enrolment) -> date:
    """The day by which a department must file: its newest extension's, else the year's."""
    extension = enrolment.extensions.order_by("-granted_at", "-pk").first()
    return extension.due_on if extension else enrolment.fiscal_year.due_on


def days_left(enrolment: Enrolment) -> int:
    """Calendar days until the due day ends; negative when it is past."""
    return (due_on(enrolment) - timezone.localdate()).days
