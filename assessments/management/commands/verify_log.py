"""`verify_log`: whether the chain of the log holds, and with it all that was submitted and decided. Exit 0 yes, 1 no, 2 it cannot be read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from assessments.extensions import extensions
from assessments.models.log_triggers import missing_triggers
from assessments.services.log import verify


class Command(BaseCommand):
    help = (
        "Read the whole log, every snapshot and every decision, and say whether they stand as they were written. "
        "Exit 0 yes, 1 no, 2 they cannot be read."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = verify()
            missing = missing_triggers(connection)
            proof = extensions.prove(lambda: None)
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
        if proof.faults:
            raise CommandError("\n".join(proof.faults), returncode=1)
        self.stdout.write(_("The chain holds: %(count)s entries.") % {"count": verdict.entries})
        self.stdout.write(
            _("Every snapshot and decision stands as it was: %(count)s snapshots.") % {"count": proof.snapshots}
        )
