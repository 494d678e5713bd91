"""Removes the bundles whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.bundles import clear


class Command(BaseCommand):
    help = "Removes the ZIP files of many filings that were last asked for more than BUNDLE_DAYS ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear()} removed")
