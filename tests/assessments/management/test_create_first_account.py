"""`create_first_account`: the account that makes all others, once."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.models import LogEntry, Role, RoleName, User

PASSWORD = "a-first-password-8"


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\nand more\n", encoding="utf-8")
    return path


def code_of(*words):
    """The exit code that `manage.py` would end with."""
    try:
        call_command("create_first_account", *map(str, words))
    except CommandError as error:
        return error.returncode
    return 0


@pytest.mark.django_db
def test_the_account_signs_in_and_must_set_another_password(secret):
    assert code_of("security", "--name", "郑安全", "--password-file", secret) == 0
    made = User.objects.get()
    assert (made.username, made.full_name, made.must_change_password) == ("security", "郑安全", True)
    assert [role.name for role in made.roles.all()] == [RoleName.SECURITY_ADMINISTRATOR]
    entries = LogEntry.objects.order_by("sequence").values_list("verb", "actor_name", "actor_id")
    assert list(entries) == [("account", "installation", None), ("grant_role", "installation", None)]
    assert PASSWORD not in "".join(LogEntry.objects.values_list("after", flat=True))
    browser = Client()
    assert browser.post("/sign-in/", {"username": "security", "password": PASSWORD}).url == "/"
    assert browser.get("/accounts/").url == "/password/"


def test_where_there_is_a_security_administrator_it_is_refused(city, secret, capsys):
    before = User.objects.count()
    assert code_of("second", "--name", "某人", "--password-file", secret) == 1
    assert User.objects.count() == before
    Role.objects.filter(name=RoleName.SECURITY_ADMINISTRATOR).update(ended_at="2025-01-01T00:00:00Z")
    assert code_of("zhang", "--name", "某人", "--password-file", secret) == 1  # a name that is taken
    assert code_of("ZHANG", "--name", "某人", "--password-file", secret) == 1
    assert code_of("second", "--name", "某人", "--password-file", secret) == 0


@pytest.mark.parametrize(
    ("username", "name", "password"),
    [
        ("安全", "某人", PASSWORD), ("a b", "某人", PASSWORD), ("", "某人", PASSWORD), ("security", " ", PASSWORD), ("x" * 61, "某人", PASSWORD),
        ("security", "某人", ""), ("security", "某人", "short"), ("security", "某人", "12345678901"), ("security-8901", "某人", "security-8901"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_what_is_no_name_and_no_password_is_refused(tmp_path, username, name, password):
    path = tmp_path / "password"
    path.write_text(password, encoding="utf-8")
    assert code_of(username, "--name", name, "--password-file", path) == 1
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_password_comes_from_the_standard_input_or_is_asked_for_twice(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert code_of("security", "--name", "某人") == 2  # nobody to ask
    answers = iter([PASSWORD, "another-password-8", PASSWORD, PASSWORD])
    monkeypatch.setattr("assessments.management.commands.create_first_account.getpass", lambda question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert code_of("security", "--name", "某人") == 1
    assert code_of("security", "--name", "某人") == 0
    Role.objects.all().delete()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\r\n"))
    assert code_of("other", "--name", "某人", "--password-file", "-") == 0
    assert User.objects.get(username="other").check_password(PASSWORD)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfa"])
@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_said(tmp_path, content):
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    assert code_of("security", "--name", "某人", "--password-file", path) == 2
    assert not User.objects.exists()
