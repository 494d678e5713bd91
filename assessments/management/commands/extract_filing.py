"""`extract_filing FILE.docx|FILE.xlsx --output FILE.json [--partial]`: read a filled form back, without a database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.document.codec import dumps
from assessments.document.errors import SpokenError
from assessments.importing.extract import Extracted, extract
from assessments.importing.package import MAX_FILE

UNREADABLE = 2


class Command(BaseCommand):
    """Exit code 0: the document is written; 2: the file, or a figure in it, is unreadable."""

    help = "Read a filled form (DOCX, XLSX) as a filing document. What is not understood is listed. Exit 0 done, 2 unreadable."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a filled form (DOCX or XLSX)")
        parser.add_argument("--output", required=True, metavar="FILE.json", help="where to write the document")
        parser.add_argument(
            "--partial", action="store_true", help="leave the figures that cannot be read blank and list them"
        )

    def handle(self, *_args: Any, file: str, output: str, partial: bool, **_options: Any) -> None:
        found = self._extract(Path(file))
        listed = [f"{one.place}: {one.path}: {one.message}" for one in found.unread]
        if listed and not partial:
            raise CommandError("\n".join(listed), returncode=UNREADABLE)
        self._write(Path(output), found)
        for line in listed:
            self.stdout.write(line)
        for left in found.leftovers:
            self.stdout.write(_("%(place)s: not understood: %(text)s") % {"place": left.place, "text": left.text})

    def _extract(self, path: Path) -> Extracted:
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_FILE + 1)
            return extract([(path.name, raw)])
        except (OSError, ValueError) as error:
            reason = error if isinstance(error, SpokenError) else getattr(error, "strerror", None) or error
            raise CommandError(f"{path}: {reason}", returncode=UNREADABLE) from error

    def _write(self, path: Path, found: Extracted) -> None:
        part = path.with_name(f".{path.name}.part")
        try:
            part.write_text(dumps(found.filing, indent=1) + "\n", encoding="utf-8")
            part.replace(path)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=UNREADABLE) from error
