"""The triggers that keep the log append-only: update, delete and (on PostgreSQL) truncate are refused by the database itself.

A migration that alters the table must install them again: on SQLite altering rebuilds the table and drops them silently.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "assessments_logentry"
REFUSAL = "the log is append-only"

SQLITE = {
    f"{TABLE}_no_{verb}": (
        f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    for verb in ("update", "delete")
}
FUNCTION = f"{TABLE}_refuse"
POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)
POSTGRESQL = {
    f"{TABLE}_no_{verb}": (
        f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
        f"FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'} EXECUTE FUNCTION {FUNCTION}()"
    )
    for verb in ("update", "delete", "truncate")
}


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing."""
    missing = missing_triggers(connection)
    with connection.cursor() as cursor:
        if missing and connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for name in missing:
            cursor.execute(_wanted(connection)[name])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the reverse of a migration, and for the flush after a test."""
    with connection.cursor() as cursor:
        for name in _wanted(connection):
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that the database should have and has not."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE relname = %s AND NOT tgisinternal AND tgenabled <> 'D'"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _wanted(connection) if name not in there]


def install_by_migration(apps: Any, schema_editor: Any) -> None:
    install(schema_editor.connection)


def remove_by_migration(apps: Any, schema_editor: Any) -> None:
    remove(schema_editor.connection)
