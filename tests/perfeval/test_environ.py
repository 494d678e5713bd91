import pytest
from django.core.exceptions import ImproperlyConfigured

from perfeval.environ import Environment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", True),
        ("1", True),
        ("True", True),
        (" on ", True),
        ("no", False),
        ("0", False),
        ("FALSE", False),
        ("off", False),
    ],
)
def test_a_boolean_is_read(text, expected):
    assert Environment({"FLAG": text}).boolean("FLAG", not expected, "") is expected


@pytest.mark.parametrize("text", ["maybe", "2", "", " ", "tru", "是"])
def test_a_boolean_that_is_not_understood_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="FLAG"):
        Environment({"FLAG": text}).boolean("FLAG", True, "")


def test_an_unset_variable_takes_its_default():
    environment = Environment({})
    assert environment.boolean("A", True, "") is True
    assert environment.integer("B", 7, "") == 7
    assert environment.names("C", ("x", "y"), "") == ["x", "y"]
    assert environment.choice("D", "one", ("one", "two"), "") == "one"
    assert environment.text("E", "text", "") == "text"
    assert environment.secret("F", "", default="kept") == "kept"


@pytest.mark.parametrize("text", ["-1", "1.5", "0", "twelve", "１２", "+3"])
def test_a_number_that_is_not_whole_or_too_small_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="HOURS"):
        Environment({"HOURS": text}).integer("HOURS", 12, "", least=1)


def test_a_list_is_read():
    assert Environment({"HOSTS": "a.example, b.example"}).names("HOSTS", (), "") == ["a.example", "b.example"]


def test_a_list_with_an_empty_part_is_refused():
    with pytest.raises(ImproperlyConfigured, match="HOSTS"):
        Environment({"HOSTS": "a.example,,b.example"}).names("HOSTS", (), "")


def test_a_choice_is_spelt_exactly():
    assert Environment({"LEVEL": "two"}).choice("LEVEL", "one", ("one", "two"), "") == "two"
    with pytest.raises(ImproperlyConfigured, match="one, two"):
        Environment({"LEVEL": "Two"}).choice("LEVEL", "one", ("one", "two"), "")


def test_a_secret_is_read_from_the_environment_or_from_a_file(tmp_path):
    kept = tmp_path / "key"
    kept.write_text("from-file\n", encoding="utf-8")
    assert Environment({"KEY": "direct"}).secret("KEY", "") == "direct"
    assert Environment({"KEY_FILE": str(kept)}).secret("KEY", "", default="other") == "from-file"


def test_a_secret_that_is_missing_doubled_or_unreadable_is_refused(tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    for values in (
        {},
        {"KEY": "a", "KEY_FILE": str(empty)},
        {"KEY_FILE": str(empty)},
        {"KEY_FILE": str(tmp_path / "gone")},
    ):
        with pytest.raises(ImproperlyConfigured, match="KEY"):
            Environment(values).secret("KEY", "")


def test_a_text_is_given_without_the_space_around_it():
    assert Environment({"DIR": " /srv/data "}).text("DIR", "var", "") == "/srv/data"


def test_a_text_that_is_set_but_blank_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DIR is set but empty"):
        Environment({"DIR": "  "}).text("DIR", "var", "")
