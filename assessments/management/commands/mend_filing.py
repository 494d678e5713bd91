"""`mend_filing --department CODE --year Y [ADDRESS=TEXT …]`: name the stored cells that cannot be read, or write figures over them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.extensions import extensions
from assessments.management.stored import filing_of
from assessments.refusals import Refused
from assessments.selectors.documents import Loaded, load
from assessments.services.cells import Change
from assessments.services.mending import mend


class Command(BaseCommand):
    help = (
        "Name the stored cells of a filing that cannot be read, or write figures over them; logged. "
        "Exit 0 there are none any more, 1 there are, or it was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--department", required=True, metavar="CODE", help="the department's code")
        parser.add_argument("--year", required=True, type=int, metavar="Y", help="the fiscal year")
        parser.add_argument("--filing-version", type=int, metavar="N", help="its version (default: the newest)")
        parser.add_argument(
            "cells", nargs="*", metavar="ADDRESS=TEXT", help="a cell and the figure that should stand in it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        filing = filing_of(options["department"], options["year"], options["filing_version"])
        loaded = load(filing.pk)
        if options["cells"]:
            self._mend(loaded, options["cells"])
        else:
            self._name(loaded)

    def _name(self, loaded: Loaded) -> None:
        """A line for each cell: its address, its place, what is wrong, and its text as last submitted."""
        submitted = extensions.submitted_texts(loaded.filing)
        for cell in loaded.unread:
            self.stdout.write("\t".join([str(cell.address), cell.place, str(cell.fault), submitted.get(cell.path, "")]))
        if loaded.unread:
            raise CommandError(_("These cells cannot be read."), returncode=1)
        self.stdout.write(_("Every cell can be read."))

    def _mend(self, loaded: Loaded, cells: list[str]) -> None:
        stored = {str(cell.address): cell.text for cell in loaded.unread}
        given = dict(one.partition("=")[::2] for one in cells)
        changes = [Change(address, stored.get(address, ""), text) for address, text in given.items()]
        try:
            mend(loaded.filing.pk, changes, by=None, actor="mend_filing")
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons), returncode=1) from refusal
        self.stdout.write(_("The filing can be read again."))
