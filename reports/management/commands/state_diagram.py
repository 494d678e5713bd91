"""`manage.py state_diagram`: the moves of a filing as a page, for docs/state-diagram.md."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from reports.diagram import state_diagram


class Command(BaseCommand):
    help = "Print the diagram of the moves (docs/state-diagram.md)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *_args: Any, **_options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(state_diagram(), ending="")
