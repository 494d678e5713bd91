"""How long a command takes to start."""

import os
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings

from tests.bench.measure import Line


def lines() -> Iterator[Line]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    def start() -> None:
        subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            capture_output=True,
        )

    yield Line("`manage.py check` from start to end", 700, start, rounds=7)
