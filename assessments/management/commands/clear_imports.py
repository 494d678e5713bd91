"""Lets go of what files held that were sent for import and never carried out."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.importing.bulk.running import clear


class Command(BaseCommand):
    help = "Lets go of what files held that were sent for import more than IMPORT_DAYS ago and never carried out."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear()} cleared")
