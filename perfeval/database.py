"""DATABASE_URL: one address that says which database is used."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

POSTGRES_OPTIONS = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "host"}
)
BUSY_SECONDS = 10
KEPT_SECONDS = 60  # how long a process keeps its connection for the next request
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}; PRAGMA cache_size=-16000"
)


def database(url: str, base: Path) -> dict[str, Any]:
    """Django's entry for `sqlite:///relative`, `sqlite:////absolute` or `postgres://user:password@host:port/name?sslmode=…`.

    A relative SQLite path starts at `base`. Raises ImproperlyConfigured, never repeating the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path), parts.netloc, parts.query, base)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}; it must be sqlite or postgres.")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ImproperlyConfigured("DATABASE_URL must end in the name of one database: postgres://user@host:5432/name.")
    options = _options(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        # Compiling a query takes longer than any of ours runs.
        "OPTIONS": options | {"options": "-c jit=off"},
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: str, host: str, query: str, base: Path) -> dict[str, Any]:
    if host or query or path in ("", "/"):
        raise ImproperlyConfigured("DATABASE_URL for SQLite is sqlite:///relative/path or sqlite:////absolute/path.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(base / path.removeprefix("/")),
        # Without IMMEDIATE a reader that becomes a writer fails at once with "database is locked".
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": SQLITE_START},
        # A new connection reads the whole schema, which takes as long as all queries of a page.
        "CONN_MAX_AGE": KEPT_SECONDS,
    }


def _options(query: str) -> dict[str, str]:
    try:
        options = dict(parse_qsl(query, strict_parsing=True)) if query else {}
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL has options that cannot be read after its question mark.") from error
    if unknown := sorted(options.keys() - POSTGRES_OPTIONS):
        known = ", ".join(sorted(POSTGRES_OPTIONS))
        raise ImproperlyConfigured(f"DATABASE_URL has unknown options {', '.join(unknown)}; known are {known}.")
    return options
