"""`import_filing FILE --department CODE [--by USERNAME] [--replace]`: put a filing into the database as a draft."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.document.errors import SpokenError
from assessments.importing.extract import read_whole
from assessments.models import Enrolment, Role, RoleName, User
from assessments.refusals import Refused
from assessments.selectors.unread import UnreadableFiling
from assessments.services.filings import import_document


class Command(BaseCommand):
    help = (
        "Put a filing document into the database as the draft of a department. Exit 0 done, 1 refused, 2 not readable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="a perfeval-filing/1 document (JSON), or a filled form (DOCX, XLSX)"
        )
        parser.add_argument("--department", required=True, metavar="CODE", help="the department's code")
        parser.add_argument(
            "--by", metavar="USERNAME", help="the preparer who takes it in (default: the department's first)"
        )
        parser.add_argument("--replace", action="store_true", help="put it in the place of an existing draft")

    def handle(self, *args: Any, **options: Any) -> None:
        incoming = self._read(Path(options["file"]))
        enrolment = (
            Enrolment.objects.select_related("fiscal_year", "department", "supervisor")
            .filter(department__code=options["department"], fiscal_year__year=incoming.fiscal_year)
            .first()
        )
        if enrolment is None:
            raise CommandError(
                _("There is no department %(code)s in fiscal year %(year)s.")
                % {"code": options["department"], "year": incoming.fiscal_year},
                returncode=1,
            )
        try:
            filing = import_document(
                enrolment, incoming, by=self._preparer(enrolment, options["by"]), replace=options["replace"]
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons), returncode=1) from refusal
        except UnreadableFiling as fault:
            raise CommandError(fault.message, returncode=1) from fault
        self.stdout.write(_("Taken in as the draft of %(filing)s.") % {"filing": filing})

    def _read(self, path: Path) -> Any:
        try:
            return read_whole(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        except SpokenError as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error

    def _preparer(self, enrolment: Enrolment, username: str | None) -> User:
        roles = Role.objects.filter(
            department=enrolment.department, name=RoleName.PREPARER, ended_at=None, user__is_active=True
        ).select_related("user")
        if username:
            roles = roles.filter(user__username=username)
        role = roles.order_by("pk").first()
        if role is None:
            raise CommandError(
                _("The department %(code)s has no such preparer.") % {"code": enrolment.department.code}, returncode=1
            )
        return role.user
