"""`demo_year [--password …]`: the demonstration city, made once; run again it only prints the sign-ins."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.models import FiscalYear, User
from reports.demo import build as demo

NOTE = "demo-sign-ins.txt"


class Command(BaseCommand):
    help = "Make a demonstration year in an empty database and print its sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", default="", help="the password of every account (default: a new one)")

    def handle(self, *args: Any, **options: Any) -> None:
        note = Path(settings.DATA_DIR) / NOTE
        if demo.exists():
            self.stdout.write(
                note.read_text(encoding="utf-8") if note.exists() else _("The demonstration is there already.")
            )
            return
        if FiscalYear.objects.exists() or User.objects.exists():
            raise CommandError(
                _(
                    "This database holds other data. The demonstration is only made in an empty one; name another in DATABASE_URL."
                )
            )
        made = demo.build(options["password"])
        text = self._table(made)
        note.write_text(text, encoding="utf-8")
        note.chmod(0o600)
        self.stdout.write(text)

    def _table(self, made: demo.Demo) -> str:
        main = [account for account in made.accounts if "-" not in account[0]]
        rows = "\n".join(f"  {username:<16}{what}（{name}）" for username, name, what in main)
        return _(
            "Sign in with any of these names; the password of all is  %(password)s\n\n%(rows)s\n\n"
            "Each unit has its own preparer-CODE and head-CODE as well, for example preparer-210001.\n"
        ) % {"password": made.password, "rows": rows}
