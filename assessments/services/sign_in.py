"""How often a sign-in may fail: a limit by name and one by network, the same for every process, since it stands in the database."""

import ipaddress
import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from assessments.context import current_request
from assessments.models import SignInAttempt, User
from assessments.refusals import Refused
from assessments.services import log

WINDOW = timedelta(minutes=15)
BY_NAME = 10  # failures in the window
BY_NETWORK = 50  # a whole office often has one address


def begin(name: str) -> None:
    """Count an attempt before the password is looked at. Raises `Refused` when too many failed in the window.

    The attempt is written first and the others are counted then, so that guesses sent all at once do not slip through together. One that
    is refused is taken back: waiting helps, and a locked name is not locked for ever by who goes on trying.
    """
    now = timezone.now()
    _forget_older_than(now - WINDOW)
    made = SignInAttempt.objects.create(name_hash=_hash(name), network=_network(), at=now)
    others = SignInAttempt.objects.exclude(pk=made.pk).filter(at__gt=now - WINDOW)
    filled = [_filled(others.filter(name_hash=made.name_hash), BY_NAME)]
    if made.network:
        filled.append(_filled(others.filter(network=made.network), BY_NETWORK))
    if since := [at for at in filled if at is not None]:
        made.delete()
        raise Refused(_wait(max(since) + WINDOW - now))


def forget(name: str) -> None:
    """Forget the attempts with this name."""
    forget_many([name])


def forget_many(names: Iterable[str]) -> None:
    """Forget the attempts with any of these names."""
    SignInAttempt.objects.filter(name_hash__in=[_hash(name) for name in names]).delete()


def failed(name: str) -> None:
    """Log a refusal. A name is logged only when there is such an account: anything else may be a password in the wrong field."""
    account = User.objects.filter(username=User.normalize_username(name.strip())).first()
    after = None if account else {"account": "unknown"}
    log.record("sign_in_failed", by=None, about=account, after=after, actor_name=account.username if account else "")


def _filled(attempts: QuerySet[SignInAttempt], limit: int) -> datetime | None:
    """When the attempt was made that must leave the window before there is room again; None while there is."""
    return attempts.order_by("-at", "-pk").values_list("at", flat=True)[limit - 1 : limit].first()


def _wait(left: timedelta) -> str:
    minutes = max(1, math.ceil(left.total_seconds() / 60))
    return ngettext(
        "Too many sign-ins failed. Try again in %(minutes)s minute, or ask the security administrator for a new password.",
        "Too many sign-ins failed. Try again in %(minutes)s minutes, or ask the security administrator for a new password.",
        minutes,
    ) % {"minutes": minutes}


def _hash(name: str) -> str:
    plain = User.normalize_username(name.strip()).casefold()
    return salted_hmac("assessments.sign_in", plain, algorithm="sha256").hexdigest()


def _network() -> str:
    """The address of the request; of IPv6 the half that a provider gives to one customer. Empty where it is not known."""
    try:
        address = ipaddress.ip_address(current_request.get().address)
    except ValueError:
        return ""
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


@transaction.atomic
def _forget_older_than(moment: datetime) -> None:
    old = SignInAttempt.objects.select_for_update(skip_locked=True).filter(at__lte=moment)
    SignInAttempt.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:500])).delete()
