"""The mutator itself, and a sample of mutants of the document and the rules."""

import ast
import json
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


def run(*arguments):
    command = [sys.executable, "-m", "tests.soak.mutants", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=3600)


def test_a_few_are_tried_and_what_nobody_notices_is_told(tmp_path):
    """Over the tests of one module; a second run tries the survivors again and nothing else."""
    book = tmp_path / "mutants.jsonl"
    arguments = ("cells", "--tests", "tests/assessments/document/test_cells.py", "--file", str(book), "--least", "100")
    first = run(*arguments)
    assert (first.returncode, "no test reaches it" in first.stdout) == (1, True)
    results = [json.loads(line)["noticed"] for line in book.read_text("utf-8").splitlines()]
    assert {True, False} == set(results)
    assert run(*arguments).stdout.splitlines()[2:] == first.stdout.splitlines()[2:]
    again = [json.loads(line)["noticed"] for line in book.read_text("utf-8").splitlines()[len(results) :]]
    assert again == [False] * results.count(False)


@pytest.mark.soak
def test_most_mutants_are_noticed(capsys):
    """All of them where the machine is fast enough, otherwise a random sample of twenty-five minutes."""
    done = run("--seconds", "1500", "--each", "10", "--least", "95")
    with capsys.disabled():
        print("\n" + done.stdout)
    assert done.returncode == 0, done.stderr
