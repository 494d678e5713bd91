"""Where else one may go from a filing: the department's other years, the other departments of its year."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.models import CONCLUDED, Filing, User
from assessments.selectors.access import visible_filings


def newest_seen(user: User) -> QuerySet[Filing]:
    """Of each department and year the newest version that exists for this person."""
    seen = visible_filings(user)
    newer = seen.filter(enrolment=OuterRef("enrolment"), version__gt=OuterRef("version"))
    return seen.filter(~Exists(newer)).select_related("enrolment__fiscal_year", "enrolment__department")


def other_versions(user: User, filing: Filing) -> list[Filing]:
    """The other versions of a filing that exist for this person, the newest first; none is looked for where none can be."""
    if filing.version == 1 and filing.state not in CONCLUDED:
        return []
    found = visible_filings(user).filter(enrolment=filing.enrolment_id).exclude(pk=filing.pk)
    return list(found.order_by("-version"))


def other_years(user: User, filing: Filing) -> QuerySet[Filing]:
    """The filings of this department by year, the newest first, its own year among them."""
    return (
        newest_seen(user)
        .filter(enrolment__department=filing.enrolment.department_id)
        .order_by("-enrolment__fiscal_year__year")
    )


def other_departments(user: User, filing: Filing, text: str = "") -> QuerySet[Filing]:
    """The filings of this year by the departments' codes; `text` is the beginning of a code or a part of a name."""
    found = newest_seen(user).filter(enrolment__fiscal_year=filing.enrolment.fiscal_year_id)
    if text:
        found = found.filter(Q(enrolment__name__icontains=text) | Q(enrolment__department__code__startswith=text))
    return found.order_by("enrolment__department__code")
