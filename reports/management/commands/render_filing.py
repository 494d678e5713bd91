"""`manage.py render_filing FILE --to docx|pdf|xlsx|html --output PATH`: draw a filing, without a database."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.document.template import default
from assessments.management.commands.validate_filing import UnreadableFile, read_filing
from reports.documents import PARTS, printout, render

KINDS = ("docx", "pdf", "xlsx", "html")
REFUSED = 2


class Command(BaseCommand):
    """Exit code 0: drawn; 2: FILE is unreadable, has nothing to draw, or PATH cannot be written."""

    help = "Draw the official document of a filing in a file, or one attachment of it."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a filing (perfeval-filing/1, JSON)")
        parser.add_argument("--to", required=True, choices=KINDS, dest="kind", help="what to draw")
        parser.add_argument(
            "--part", default="all", choices=PARTS, help="one attachment only (default: the whole filing)"
        )
        parser.add_argument("--draft", action="store_true", help="mark every page as a draft")
        parser.add_argument("--output", required=True, metavar="PATH", help="where to write it")

    def handle(self, *_args: Any, file: str, kind: str, part: str, draft: bool, output: str, **_options: Any) -> None:
        try:
            filing = read_filing(file)
        except UnreadableFile as error:
            place = f"{error.name}: {error.path}" if error.path else error.name
            raise CommandError(f"{place}: {error.message}", returncode=REFUSED) from error
        page = printout(filing, default(), part=part, draft=draft)
        if not page.parts:
            reason = _("There is nothing to draw in this filing.")
            raise CommandError(f"{file}: {reason}", returncode=REFUSED)
        try:
            write_whole(Path(output), render(page, kind))
        except (OSError, ValueError) as error:
            raise CommandError(f"{output}: {getattr(error, 'strerror', None) or error}", returncode=REFUSED) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(21, os.strerror(21))
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            Path(part.name).chmod(0o666 & ~_umask())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
