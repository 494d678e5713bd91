"""What a person has not read yet."""

from django.db.models import Count

from assessments.models import Notice, User
from assessments.selectors.prepared import Blank, Prepared

_unread = Prepared(
    lambda: (
        Notice.objects.filter(recipient=Blank("recipient", User._meta.pk), read_at=None)
        .order_by()
        .values("recipient")
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)


def unread(user: User) -> int:
    """How many notices of a person are unread."""
    return sum(_unread.ask(recipient=user.pk))
