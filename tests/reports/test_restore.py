"""The drill of docs/operators.md: a copy of the database, put back elsewhere, proves itself; one changed byte in it is found."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from assessments.models import LogEntry
from reports.models import Submission
from tests import factories
from tests.reports.paths import act, brought_to

OPERATORS = (settings.BASE_DIR / "docs/operators.md").read_text("utf-8")
NAME = "perfeval"


def written(pattern):
    """A command as the manual has it."""
    return re.search(pattern, OPERATORS)[0]


def ran(command, **environment):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment})
    return done.returncode, done.stdout + done.stderr


class Copy:
    """The database of the test, saved and put back in another place."""

    def __init__(self, folder):
        self.folder = folder
        (self.url, self.change) = self.on_postgresql() if connection.vendor == "postgresql" else self.on_sqlite()

    def on_sqlite(self):
        code = written(r"sqlite3\.connect\('var/perfeval\.sqlite3'\)\.execute\(\\\"VACUUM INTO 'backup\.sqlite3'\\\"\)")
        copy = self.folder / "copy.sqlite3"
        code = code.replace("var/perfeval.sqlite3", connection.settings_dict["NAME"]).replace(
            "backup.sqlite3", str(copy)
        )
        code = code.replace('\\"', '"')
        assert ran([sys.executable, "-c", f"import sqlite3; {code}"])[0] == 0
        change = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); base.execute(sys.argv[2]); base.commit()"
        return f"sqlite:///{copy}", [sys.executable, "-c", change, str(copy)]

    def on_postgresql(self):
        at = connection.settings_dict
        how = {
            "PGHOST": at["HOST"],
            "PGPORT": str(at["PORT"] or 5432),
            "PGUSER": at["USER"],
            "PGPASSWORD": at["PASSWORD"],
        }
        name, dump = f"{at['NAME']}_back", str(self.folder / "perfeval.dump")
        save = written(r"pg_dump --format=custom --file=perfeval\.dump perfeval").removesuffix(NAME) + at["NAME"]
        back = written(r"pg_restore --clean --if-exists --dbname=perfeval perfeval\.dump")
        for command in (
            save.replace("perfeval.dump", dump),
            f"dropdb --if-exists {name}",
            f"createdb {name}",
            back.replace("--dbname=perfeval", f"--dbname={name}").replace("perfeval.dump", dump),
        ):
            code, said = ran(shlex.split(command), **how)
            assert code == 0, said
        return f"postgres://{at['USER']}@/{name}?host={at['HOST']}", [
            "psql",
            "--host",
            at["HOST"],
            "--username",
            at["USER"],
            name,
            "-c",
        ]

    def manage(self, *command):
        own = {"DATABASE_URL": self.url, "DATA_DIR": str(self.folder), "SECRET_KEY": "x" * 50}
        own["DJANGO_SETTINGS_MODULE"] = "perfeval.settings"
        return ran([sys.executable, "manage.py", *command], **own)


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_was_put_back_proves_itself(tmp_path):
    city = factories.city()
    filing = brought_to(city, "approved")
    act(city, filing, "reopen")
    copy = Copy(tmp_path)
    for command in (("migrate",), ("check", "--database", "default")):
        assert copy.manage(*command)[0] == 0, command
    code, said = copy.manage("verify_log")
    chain, snapshots = said.splitlines()[:2]
    assert (code, re.findall(r"\d+", chain), re.findall(r"\d+", snapshots)) == (0, ["8"], ["1"])
    assert (LogEntry.objects.count(), Submission.objects.count()) == (8, 1)
    assert (
        ran([*copy.change, "UPDATE reports_submission SET document_text = replace(document_text, '194.00', '194.01')"])[
            0
        ]
        == 0
    )
    code, said = copy.manage("verify_log")
    assert (code, str(filing) in said) == (1, True)
