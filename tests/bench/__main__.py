"""Measures every line, or those of the modules named: `python -m tests.bench [rules pages …]`."""

import importlib
import os
import pkgutil
import sys


def main(wanted: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests import bench
    from tests.bench.measure import HEAD, Line, measure

    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name.startswith("bench_")]
    unknown = set(wanted) - {name.removeprefix("bench_") for name in names}
    if unknown:
        print(f"No such measurements: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    # The environment of tests would note every template with its context, which a server does not.
    databases = setup_databases(verbosity=0, interactive=False)
    print(f"{connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n\n{HEAD}", flush=True)
    try:
        for name in names:
            if not wanted or name.removeprefix("bench_") in wanted:
                for line in importlib.import_module(f"tests.bench.{name}").lines():
                    print(measure(line) if isinstance(line, Line) else line, flush=True)
    finally:
        teardown_databases(databases, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
