"""`manage.py rule_catalogue`: the rules as a page, for docs/rules.md."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from assessments.rules import catalogue


class Command(BaseCommand):
    help = "Print the catalogue of the rules (docs/rules.md)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *_args: Any, **_options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(catalogue.catalogue(), ending="")
