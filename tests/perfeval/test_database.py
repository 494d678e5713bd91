from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from perfeval.database import database

BASE = Path("/srv/perfeval")


def test_a_relative_sqlite_path_starts_at_the_base():
    assert database("sqlite:///var/a%20b.sqlite3", BASE)["NAME"] == "/srv/perfeval/var/a b.sqlite3"


def test_an_absolute_sqlite_path_is_kept():
    assert database("sqlite:////data/perfeval.sqlite3", BASE)["NAME"] == "/data/perfeval.sqlite3"


def test_sqlite_takes_the_write_lock_when_a_transaction_begins():
    assert database("sqlite:////data/x", BASE)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgres_address_is_read_whole():
    entry = database("postgres://us%40er:p%2Fw@db.example:6432/filings?sslmode=require", BASE)
    parts = {name: entry[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert parts == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "filings",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require", "options": "-c jit=off"},
    }


def test_a_postgres_socket_folder_is_the_host():
    entry = database("postgresql://perfeval@/perfeval?host=/run/pg", BASE)
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == ("/run/pg", "", {"options": "-c jit=off"})


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hush@h/n",
        "perfeval.sqlite3",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/path",
        "sqlite:////data/x?mode=ro",
        "postgres://u:hush@h:5432/",
        "postgres://u:hush@h:5432/a/b",
        "postgres://u:hush@h:port/name",
        "postgres://u:hush@h/name?sslmod=require",
        "postgres://u:hush@h/name?sslmode",
    ],
)
def test_an_address_that_is_not_understood_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        database(url, BASE)
    assert "hush" not in str(refused.value)


@pytest.mark.django_db
def test_sqlite_runs_as_it_is_meant_to():
    if connection.vendor != "sqlite":
        pytest.skip("This run is on PostgreSQL.")
    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert values == ["wal", 1, 1, 10_000]


@pytest.mark.parametrize("url", ["sqlite:////data/x", "postgres://perfeval@db.example/perfeval"])
def test_a_connection_serves_several_requests(url):
    assert database(url, BASE)["CONN_MAX_AGE"] == 60
