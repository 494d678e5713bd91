"""The settings as a process of its own reads them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from perfeval.environ import table

KEY = "k" * 60


def start(tmp_path, program, **environment):
    """Run a program with the product's settings, an empty data folder and only this environment."""
    values = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "perfeval.settings",
        "DATA_DIR": str(tmp_path),
    } | environment
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=values, cwd=settings.BASE_DIR
    )


def value(tmp_path, name, **environment):
    run = start(tmp_path, f"from django.conf import settings; print(repr(settings.{name}))", **environment)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_without_a_key_nothing_starts(tmp_path):
    run = start(tmp_path, "from django.conf import settings; settings.DEBUG")
    assert run.returncode == 1
    assert (
        run.stderr.strip()
        .splitlines()[-1]
        .endswith("SECRET_KEY is not set. Set it, or name a file that holds it in SECRET_KEY_FILE.")
    )


def test_the_key_of_the_installation_is_found(tmp_path):
    (tmp_path / "secret-key").write_text(KEY + "\n", encoding="utf-8")
    assert value(tmp_path, "SECRET_KEY") == repr(KEY)
    assert value(tmp_path, "SECRET_KEY", SECRET_KEY="other") == "'other'"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEBUG", "False"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
    ],
)
def test_what_is_not_set_is_safe(tmp_path, name, expected):
    assert value(tmp_path, name, SECRET_KEY=KEY) == expected


def test_the_demonstration_needs_no_https(tmp_path):
    assert value(tmp_path, "SESSION_COOKIE_SECURE", SECRET_KEY=KEY, HTTPS="no") == "False"


def test_a_misspelt_switch_stops_the_start(tmp_path):
    run = start(tmp_path, "from django.conf import settings; settings.DEBUG", SECRET_KEY=KEY, DEBUG="flase")
    assert run.returncode == 1
    assert "DEBUG is 'flase'; it must be yes or no." in run.stderr


def test_the_deployment_checks_find_nothing(tmp_path):
    program = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('check', deploy=True, tags=['security'], fail_level='WARNING')"
    )
    run = start(tmp_path, program, SECRET_KEY=KEY + "abcdefgh", ALLOWED_HOSTS="perfeval.example")
    assert (run.returncode, run.stdout.strip()) == (0, "System check identified no issues (2 silenced).")


def test_the_entry_of_the_server_answers_a_monitor_without_https(tmp_path):
    (tmp_path / "static").mkdir()
    program = (
        "from wsgiref.util import setup_testing_defaults; from perfeval.wsgi import application\n"
        "for path in ('/health/', '/'):\n"
        "    environ = {'PATH_INFO': path, 'HTTP_HOST': 'localhost'}; setup_testing_defaults(environ)\n"
        "    application(environ, lambda status, headers: print(status, dict(headers).get('Location')))"
    )
    run = start(tmp_path, program, SECRET_KEY=KEY)
    assert run.stdout.splitlines() == ["200 OK None", "301 Moved Permanently https://localhost/"], run.stderr


def test_the_operators_page_lists_every_variable():
    page = (settings.BASE_DIR / "docs" / "operators.md").read_text(encoding="utf-8")
    assert table(settings.ENVIRONMENT.variables) in page
