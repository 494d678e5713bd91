"""How a request finds its session and the account that is signed in: as Django does, by queries that are compiled once."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from assessments.models import User
from assessments.selectors.prepared import Blank, Prepared

_running = Prepared(
    lambda: Session.objects.filter(
        session_key=Blank("key", Session._meta.pk),
        expire_date__gt=Blank("now", Session._meta.get_field("expire_date")),
    )
)
_account = Prepared(lambda: User.objects.filter(pk=Blank("pk", User._meta.pk)))


class SessionStore(db.SessionStore):
    """Sessions in the database, so that signing out ends them in every process."""

    def _get_session_from_db(self) -> Session | None:
        for session in _running.ask(key=self.session_key, now=timezone.now()):
            return session
        self._session_key = None
        return None


class AccountBackend(ModelBackend):
    """Accounts by name and password."""

    def get_user(self, user_id: Any) -> User | None:
        found = _account.ask(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
