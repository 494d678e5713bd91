"""`create_first_account USERNAME --name NAME [--password-file FILE]`: the account that makes all others."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.forms.administration import AccountForm
from assessments.models import User
from assessments.refusals import Refused
from assessments.services.accounts import add_first_account


class Command(BaseCommand):
    help = (
        "Make the first security administrator, who makes every other account on the pages. Refused where there is one. "
        "The password is asked for, or read from a file; it is changed at the first sign-in. Exit 0 done, 1 refused, 2 not readable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="the sign-in name")
        parser.add_argument("--name", required=True, metavar="NAME", help="the name of the person")
        parser.add_argument(
            "--password-file", metavar="FILE", help="a file whose first line is the password; - is the standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        form = AccountForm({"username": options["username"], "full_name": options["name"]})
        if not form.is_valid():
            raise CommandError(
                "\n".join(f"{name}: {' '.join(map(str, found))}" for name, found in form.errors.items()), returncode=1
            )
        username, full_name = form.cleaned_data["username"], form.cleaned_data["full_name"]
        password = self._read(options["password_file"]) if options["password_file"] else self._ask()
        try:
            validate_password(password, User(username=username, full_name=full_name))
            add_first_account(username, full_name, password)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages), returncode=1) from error
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons), returncode=1) from refusal
        self.stdout.write(
            _("The security administrator %(name)s can sign in and must then set another password.")
            % {"name": username}
        )

    def _read(self, file: str) -> str:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"{file}: {reason}", returncode=2) from error
        return text.partition("\n")[0].rstrip("\r")

    def _ask(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                _("There is nobody to ask for the password here; name a file with --password-file."), returncode=2
            )
        password = getpass(_("Password: "))
        if getpass(_("The password again: ")) != password:
            raise CommandError(_("The two passwords are not the same. Nothing was changed."), returncode=1)
        return password
