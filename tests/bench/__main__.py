"""Measures every line, or those of the modules named: `python -m tests.bench [rules pages …]`.

Each module runs in a process and a database of its own, so that none measures what another left behind.
"""

import importlib
import os
import pkgutil
import subprocess
import sys

from tests import bench


def main(wanted: list[str]) -> int:
    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name.startswith("bench_")]
    names = [name.removeprefix("bench_") for name in names]
    unknown = set(wanted) - set(names)
    if unknown:
        print(f"No such measurements: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    if len(wanted) == 1:
        _measure(*wanted)
        return 0
    chosen = [name for name in names if name in wanted or not wanted]
    return max(subprocess.run([sys.executable, "-m", "tests.bench", name]).returncode for name in chosen)


def _measure(name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests.bench.measure import HEAD, Line, measure

    # The environment of tests would note every template with its context, which a server does not.
    databases = setup_databases(verbosity=0, interactive=False)
    print(
        f"\n{name}: {connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n\n{HEAD}", flush=True
    )
    try:
        for line in importlib.import_module(f"tests.bench.bench_{name}").lines():
            print(measure(line) if isinstance(line, Line) else line, flush=True)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
