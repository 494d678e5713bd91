"""`manage.py verify_filing FILE.pdf`: whether a PDF is what was approved."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from assessments.models import Filing
from reports.verifying import UnreadableDocument, verify

NO = 1
UNREADABLE = 2


class Command(BaseCommand):
    """Exit code 0: it is; 1: it is not, with every reason; 2: FILE or the database cannot be read."""

    help = "Say whether a PDF is, byte for byte, a filing that was approved. Exit 0 yes, 1 no, 2 it cannot be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", help="the PDF of a whole filing")

    def handle(self, *_args: Any, file: str, **_options: Any) -> None:
        try:
            verdict = verify(Path(file).read_bytes(), Filing.objects.all())
        except (OSError, UnreadableDocument) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"{file}: {reason}", returncode=UNREADABLE) from error
        except DatabaseError as error:
            message = _("The database cannot be read: %(error)s") % {"error": error}
            raise CommandError(message, returncode=UNREADABLE) from error
        named = {"file": file, "year": verdict.year, "department": verdict.department}
        if not verdict.holds:
            no = _("%(file)s is not what was approved for %(department)s, %(year)s:") % named
            raise CommandError("\n".join([no, *(f"- {reason}" for reason in verdict.reasons)]), returncode=NO)
        yes = _("%(file)s is the filing of %(department)s for %(year)s as approved on %(day)s, snapshot %(sha256)s.")
        self.stdout.write(yes % {**named, "day": verdict.approved_on, "sha256": verdict.sha256[:16]})
