"""The product as `make demo` serves it, in a folder and a database of its own."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

PASSWORD = "yunting-browser-8"
START_LIMIT = 30  # seconds


@dataclass(frozen=True)
class Site:
    """A running server: its address, its folder, the environment in which its commands run, and its process."""

    url: str
    folder: Path
    environment: dict[str, str]
    pid: int

    def manage(self, *words: str) -> str:
        """Run a command of the product beside the server; what it printed."""
        return manage(self.environment, *words)


@contextmanager
def site(folder: Path, *options: str, demo: bool = True) -> Iterator[Site]:
    """The demonstration year or an empty installation, served until the block is left. `options` are further ones of gunicorn."""
    with _database(folder) as url:
        environment = _environment(folder, url)
        for command in (("migrate", "-v", "0"), ("collectstatic", "--noinput", "-v", "0")):
            manage(environment, *command)
        if demo:
            manage(environment, "demo_year", "--password", PASSWORD)
        with _server(folder, environment, *options) as (address, pid):
            yield Site(address, folder, environment, pid)


def manage(environment: dict[str, str], *words: str) -> str:
    """Run `manage.py` with these words. Raises AssertionError with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, f"manage.py {' '.join(words)}: {done.stderr or done.stdout}"
    return done.stdout


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    """That of this process without what the tests set, and nothing of the machine's own installation."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "COV_", "PYTEST_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATA_DIR": str(folder),
        "FONTS_DIR": str(settings.FONTS_DIR),
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "no",
        "DEBUG": "no",
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A database of its own where the suite's databases live: a file, or one on the same PostgreSQL."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'browser.sqlite3'}"
        return
    import psycopg
    from psycopg import sql

    name = f"perfeval_browser_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        # urlunsplit drops the empty host of a socket address, so the path is put in by hand.
        parts = urlsplit(given)
        yield given.replace(f"{parts.path}?", f"/{name}?", 1) if parts.query else urlunsplit(parts._replace(path=name))
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _server(folder: Path, environment: dict[str, str], *options: str) -> Iterator[tuple[str, int]]:
    """Two gunicorn workers on a port that the kernel chose."""
    with socket.create_server(("127.0.0.1", 0)) as door, (folder / "server.log").open("wb") as log:
        door.set_inheritable(True)
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "perfeval.wsgi",
            "--bind",
            f"fd://{door.fileno()}",
            "--workers",
            "2",
        ]
        process = subprocess.Popen(
            [*command, "--timeout", "120", "--log-level", "warning", "--no-control-socket", *options],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(door.fileno(),),
        )
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        try:
            _wait_for(process, address, folder / "server.log")
            yield address, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    ends = time.monotonic() + START_LIMIT
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            with ask.open(f"{address}/health/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def chromium() -> str | None:
    """Debian's browser, where it is installed."""
    return shutil.which("chromium")
