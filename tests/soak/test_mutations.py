"""The mutator itself, and a sample of mutants of the document and the rules."""

import ast
import subprocess
import sys

import pytest

from tests.soak.mutations import mutants


def changed(line):
    source = "@a(1)\ndef b(c: d | e=f < g) -> h | i:\n    " + line.replace("\n", "\n    ")
    return [ast.unparse(mutant.applied(source).body[0].body) for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["a <= b"]),
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a is None", ["a is not None"]),
        ("a + b", ["a - b"]),
        ("a and b", ["a or b", "a", "b"]),
        ("not a", ["a"]),
        ("a[3]", ["a[4]"]),
        ("True", ["False"]),
        ("min(a, b)", ["max(a, b)"]),
        ("a if b else c", ["a", "c"]),
        ("for a in b:\n    continue", ["for a in b:\n    break"]),
        ("_('a' + b)", []),
        ("pass", []),
        ("'text'", []),
    ],
)
def test_changes(source, expected):
    assert changed(source) == expected


def test_what_is_done_on_loading_stays():
    assert mutants("a = 1 + 2\nclass B:\n    c: d | e = f < g") == []


@pytest.mark.soak
def test_most_mutants_are_noticed(capsys):
    command = [sys.executable, "-m", "tests.soak.mutants", "--seconds", "240", "--least", "80"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    with capsys.disabled():
        print("\n" + run.stdout)
    assert run.returncode == 0, run.stderr
