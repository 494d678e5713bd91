"""The filing that a command names by its department and year."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from assessments.models import Filing


def filing_of(code: str, year: int, version: int | None = None) -> Filing:
    """The filing of a department and year, the newest where no version is named. Raises `CommandError` where there is none."""
    found = Filing.objects.filter(enrolment__department__code=code, enrolment__fiscal_year__year=year)
    if version is not None:
        found = found.filter(version=version)
    filing = found.order_by("-version").first()
    if filing is None:
        raise CommandError(
            _("The department %(code)s has no filing for %(year)s.") % {"code": code, "year": year}, returncode=1
        )
    return filing
