"""`export_filing --department CODE --year Y --output FILE.json`: the newest filing of a department, equal to what went in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.document.codec import dumps
from assessments.management.stored import filing_of
from assessments.selectors.documents import load
from assessments.selectors.unread import UnreadableFiling
from assessments.services import log


class Command(BaseCommand):
    help = "Write the newest filing of a department and year as a filing document. Exit 0 done, 1 there is none, or it cannot be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--department", required=True, metavar="CODE", help="the department's code")
        parser.add_argument("--year", required=True, type=int, metavar="Y", help="the fiscal year")
        parser.add_argument("--output", required=True, metavar="FILE.json", help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        filing = filing_of(options["department"], options["year"])
        output = Path(options["output"])
        part = output.with_name(f".{output.name}.part")
        try:
            part.write_text(dumps(load(filing.pk).document, indent=1) + "\n", encoding="utf-8")
            part.replace(output)
        except UnreadableFiling as fault:
            raise CommandError(fault.message, returncode=1) from fault
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}", returncode=1) from error
        log.record("export", by=None, about=filing, actor_name="export_filing", after={"file": output.name})
        self.stdout.write(str(output))
