"""`verify_log`: whether the chain of the log holds. Exit 0 yes, 1 no, 2 it cannot be read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from assessments.models.log_triggers import missing_triggers
from assessments.services.log import verify


class Command(BaseCommand):
    help = "Read the whole log and say whether its chain holds. Exit 0 yes, 1 no, 2 it cannot be read."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = verify()
            missing = missing_triggers(connection)
        except DatabaseError as error:
            raise CommandError(_("The log cannot be read: %(error)s") % {"error": error}, returncode=2) from error
        if not verdict.holds:
            raise CommandError(
                _("The log is broken at entry %(entry)s: %(reason)s.")
                % {"entry": verdict.broken_at, "reason": _(verdict.reason)},
                returncode=1,
            )
        if missing:
            raise CommandError(
                _("The log is not guarded: these triggers are missing: %(names)s.") % {"names": ", ".join(missing)},
                returncode=1,
            )
        self.stdout.write(_("The chain holds: %(count)s entries.") % {"count": verdict.entries})
