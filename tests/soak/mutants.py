"""Mutation testing of the document and the rules: `python -m tests.soak.mutants [--seconds 1500] [--file var/mutants.jsonl] [module …]`.

Every mutant of `assessments/document/` and `assessments/rules/` is tried, in random order, until the time is up. With a file the results
are kept, and the next run goes on: it tries the ones that were not tried yet, then those that survived again. Nothing is written to the tree.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from math import sqrt
from pathlib import Path

import django

from tests.soak.trial import ROOT, TESTS, Attempt, Result, attempts, try_all


class Book:
    """The results so far, in a file if one is given."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.results: dict[str, Result] = {}
        if file is not None and file.is_file():
            for line in file.read_text("utf-8").splitlines():
                result = Result(**json.loads(line))
                self.results[result.key] = result

    def add(self, result: Result) -> None:
        self.results[result.key] = result
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")

    def left(self, chosen: Sequence[Attempt]) -> list[Attempt]:
        """Those to try: the ones that are new, then the survivors again; not those that were noticed."""
        survivors = [one for one in chosen if one.key in self.results and not self.results[one.key].noticed]
        return [one for one in chosen if one.key not in self.results] + survivors


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """The score of all mutants in percent, with 95 % certainty, from a random sample (Wilson)."""
    if not tried:
        return 0.0, 100.0
    share, z = noticed / tried, 1.96
    middle, spread = share + z * z / (2 * tried), z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    whole = 1 + z * z / tried
    return 100 * (middle - spread) / whole, 100 * (middle + spread) / whole


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak.mutants")
    parser.add_argument("modules", nargs="*", help="names of modules, without .py; all of both rooms without")
    parser.add_argument("--seconds", type=float, default=1500)
    parser.add_argument(
        "--each", type=float, default=60, help="seconds of processor time after which a mutant counts as a survivor"
    )
    parser.add_argument("--tests", nargs="+", default=TESTS, help="the tests to run over them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, help="where the results are kept, so that another run goes on")
    parser.add_argument("--least", type=float, default=0, help="the score in percent below which to fail")
    chosen = parser.parse_args(arguments)
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    everything = attempts(chosen.modules)
    for file in {attempt.file for attempt in everything}:
        import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    random.Random(chosen.seed).shuffle(everything)
    book = Book(chosen.file)
    try_all(
        book.left(everything),
        book.add,
        seconds=chosen.seconds,
        each=chosen.each,
        tests=chosen.tests,
        before=list(book.results.values()),
    )
    results = [book.results[one.key] for one in everything if one.key in book.results]
    survivors = sorted((one for one in results if not one.noticed), key=lambda one: one.change)
    noticed = len(results) - len(survivors)
    score = 100 * noticed / len(results) if results else 0
    low, high = interval(noticed, len(results))
    print(
        f"{len(everything)} mutants, {len(results)} tried, {noticed} noticed: {score:.1f} % ({low:.1f} to {high:.1f} %)"
    )
    for one in survivors:
        print(one.change, "—", one.by)
    return int(score < chosen.least)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
