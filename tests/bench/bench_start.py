"""How long a command takes to start."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from django.conf import settings

from tests.assessments.rules.sample import FILING
from tests.bench.measure import Line


def lines() -> Iterator[Line]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    def start(*words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True)

    yield Line("`manage.py check` from start to end", 700, lambda: start("check"), rounds=7)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(json.dumps(FILING).encode())
        file.flush()
        yield Line(
            "`manage.py validate_filing` of one file", 700, lambda: start("validate_filing", file.name), rounds=7
        )
