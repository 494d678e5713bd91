"""Mutation testing of the document and the rules: `python -m tests.soak.mutants [--seconds 240] [--seed 1] [module …]`.

A sample of the mutants of `assessments/document/` and `assessments/rules/` is drawn. A forked process gives the functions that are loaded
the code of one mutant and runs the tests of its room until one fails. Nothing is written to the tree.
"""

import argparse
import functools
import gc
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType

import django
import pytest

from tests.soak.mutations import Mutant, mutants

ROOT = Path(__file__).parents[2]
ROOMS = ("assessments/document", "assessments/rules")
QUICK = ["tests/assessments/rules/test_other_cities.py", "tests/assessments/rules/test_cases.py"]
AT_ONCE = 2
SURVIVED, NOTICED, FAILED = 0, 1, 3
PATIENCE = 300  # seconds for one mutant; one that never ends is noticed


@dataclass(frozen=True)
class Attempt:
    """A mutant with the file it changes."""

    file: Path
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.mutant}"


def _put_in_place(attempt: Attempt) -> None:
    """Give the functions of the module, wherever they are held, the code of the mutant; nothing stays cached."""
    source = attempt.file.read_text("utf-8")
    changed = {_name(code): code for code in _codes(compile(attempt.mutant.applied(source), str(attempt.file), "exec"))}
    put = 0
    for thing in gc.get_objects():
        kind = type(thing)  # isinstance() would wake lazy objects
        if kind is FunctionType and thing.__code__.co_filename == str(attempt.file):
            thing.__code__ = changed[_name(thing.__code__)]
            put += 1
        elif kind is functools._lru_cache_wrapper:
            thing.cache_clear()
    if not put:
        raise RuntimeError(f"no function of {attempt.file.name} is loaded")


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _name(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def attempts(modules: Sequence[str] = ()) -> list[Attempt]:
    """Every mutant of the rooms, or of the modules named."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).glob("*.py"))]
    chosen = [path for path in files if not modules or path.stem in modules]
    return [Attempt(path, mutant) for path in chosen for mutant in mutants(path.read_text("utf-8"))]


def _stages(attempt: Attempt) -> list[list[str]]:
    """The tests to run over a mutant: those of its module and the quick judges of everything, then the others."""
    room = attempt.file.relative_to(ROOT).parent
    own = f"tests/{room}/test_{attempt.file.name}"
    return [[own, *QUICK] if (ROOT / own).is_file() else QUICK, [f"tests/{room}"]]


def _start(attempt: Attempt) -> int:
    """Run the tests over a mutant in a group of processes, which ends with SURVIVED when none of them notices; its id."""
    if child := os.fork():
        return child
    answer = FAILED
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        _put_in_place(attempt)
        answer = SURVIVED if all(_passes(tests) for tests in _stages(attempt)) else NOTICED
    finally:
        os._exit(answer)


def _passes(tests: list[str]) -> bool:
    child = os.fork()
    if not child:
        os._exit(int(pytest.main(["-q", "-x", "-n0", *tests])))
    return os.waitpid(child, 0)[1] == 0


def survivors(chosen: Sequence[Attempt], seconds: float) -> tuple[int, list[Attempt]]:
    """How many of the mutants could be tried in so much time, and those that no test noticed."""
    waiting, running, alive, tried = list(chosen), {}, [], 0
    until = time.monotonic() + seconds
    while running or (waiting and time.monotonic() < until):
        while waiting and len(running) < AT_ONCE and time.monotonic() < until:
            attempt = waiting.pop(0)
            running[_start(attempt)] = attempt, time.monotonic() + PATIENCE
        for child, (attempt, end) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() > end:
                os.killpg(child, signal.SIGKILL)
            if done:
                del running[child]
                answer = os.waitstatus_to_exitcode(status)
                if answer == FAILED:
                    print(f"could not be tried: {attempt}", file=sys.stderr)
                    continue
                tried += 1
                if answer == SURVIVED:
                    alive.append(attempt)
        time.sleep(0.02)
    return tried, alive


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak.mutants")
    parser.add_argument("modules", nargs="*", help="names of modules, without .py; all of both rooms without")
    parser.add_argument("--seconds", type=float, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0, help="the score in percent below which to fail")
    chosen = parser.parse_args(arguments)
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    everything = attempts(chosen.modules)
    for file in {attempt.file for attempt in everything}:
        import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    random.Random(chosen.seed).shuffle(everything)
    tried, alive = survivors(everything, chosen.seconds)
    score = 100 * (tried - len(alive)) / tried if tried else 0
    print(f"{len(everything)} mutants, {tried} tried, {tried - len(alive)} noticed: {score:.1f} %")
    for attempt in sorted(alive, key=str):
        print(attempt)
    return int(score < chosen.least)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
