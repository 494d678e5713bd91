"""Notices to people about filings."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from assessments.models import Filing, Notice, User


def tell(recipients: Iterable[User], filing: Filing, verb: str, params: dict[str, Any]) -> None:
    """Put a notice into each inbox; it is put into words when it is read."""
    Notice.objects.bulk_create(
        Notice(recipient=person, filing=filing, verb=verb, params=params) for person in recipients
    )


def mark_read(recipient: User, keys: Iterable[int] | None = None) -> None:
    """Mark some, or all, of a person's notices as read."""
    notices = Notice.objects.filter(recipient=recipient, read_at=None)
    if keys is not None:
        notices = notices.filter(pk__in=list(keys))
    notices.update(read_at=timezone.now())
