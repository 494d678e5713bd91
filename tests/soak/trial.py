"""Try mutants: which tests reach a line is learnt once; over each mutant only those run, in a forked process, until one notices."""

import functools
import gc
import json
import os
import resource
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NoReturn

import coverage
import pytest

from tests.soak.mutations import Mutant, mutants

ROOT = Path(__file__).parents[2]
ROOMS = ("assessments/document", "assessments/rules")
TESTS = tuple(f"tests/{room}" for room in ROOMS)
LAST = "test_cases.py"  # the given cases may be missing elsewhere: what only they notice has to be seen
MEMORY = 2 * 1024**3  # bytes that a mutant may take before it is stopped
PATIENCE = 5  # seconds of processor time that a test may take besides ten times its own


@dataclass(frozen=True)
class Attempt:
    """A mutant with the file it changes."""

    file: Path
    source: str  # as it was when it was loaded
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.mutant}"

    @property
    def key(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.mutant.key}"


@dataclass(frozen=True)
class Result:
    """What became of a mutant: `by` is the test that noticed it, or why there was none."""

    key: str
    change: str
    noticed: bool
    by: str
    seconds: float


def attempts(modules: Sequence[str] = ()) -> list[Attempt]:
    """Every mutant of the rooms, or of the modules named."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).glob("*.py"))]
    chosen = [path for path in files if not modules or path.stem in modules]
    sources = [(path, path.read_text("utf-8")) for path in chosen]
    return [Attempt(path, source, mutant) for path, source in sources for mutant in mutants(source)]


def try_all(
    chosen: Sequence[Attempt],
    tell: Callable[[Result], None],
    *,
    seconds: float,
    each: float,
    tests: Sequence[str] = TESTS,
    before: Iterable[Result] = (),
) -> None:
    """Try mutants in order and tell each result, until so much time has gone by; `each` is the most for one of them.

    What noticed others `before` is tried first.
    """
    plugin = Trial(chosen, tell, seconds, each)
    for result in before:
        if result.noticed:
            plugin.noticed[ROOT / result.key.partition(":")[0]][result.by] += 1
    answer = pytest.main(["-q", "-n0", "-s", *tests], plugins=[plugin])
    if not plugin.done:
        raise RuntimeError(f"the tests could not be run: {answer}")


class Trial:
    """A plugin of pytest that runs the collected tests over mutants instead of once."""

    def __init__(self, chosen: Sequence[Attempt], tell: Callable[[Result], None], seconds: float, each: float) -> None:
        self.chosen = chosen
        self.tell = tell
        self.seconds = seconds
        self.each = each
        self.done = False
        self.failed: Callable[[pytest.Item], NoReturn] | None = None  # set in the process of a mutant
        self.noticed: dict[Path, Counter[str]] = defaultdict(Counter)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """The first example that fails is enough; it is not made smaller. Loaded after the profile of tests/conftest.py."""
        from hypothesis import HealthCheck, Phase, settings  # not before pytest has prepared it

        settings.register_profile(
            "mutants",
            settings.get_profile("test"),
            phases=[Phase.explicit, Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.tests = {item.nodeid: item for item in session.items}
        self.functions: dict[str, list[FunctionType]] = defaultdict(list)
        self.caches = []
        for thing in gc.get_objects():
            kind = type(thing)  # isinstance() would wake lazy objects
            if kind is FunctionType:
                self.functions[thing.__code__.co_filename].append(thing)
            elif kind is functools._lru_cache_wrapper:
                self.caches.append(thing)
        self.reach = Reach(self)
        gc.freeze()
        until = time.monotonic() + self.seconds
        for attempt in self.chosen:
            if time.monotonic() > until:
                break
            self.tell(self._try(attempt))
        self.done = True
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
        if (
            self.failed is not None
            and call.excinfo is not None
            and not call.excinfo.errisinstance(pytest.skip.Exception)
        ):
            self.failed(item)

    def forget(self) -> None:
        """Nothing stays cached."""
        for cache in self.caches:
            cache.cache_clear()

    def run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _try(self, attempt: Attempt) -> Result:
        begin = time.monotonic()
        names = self._order(attempt)
        by, noticed = "no test reaches it", False
        if names:
            try:
                by, noticed = in_a_child(functools.partial(self._judge, attempt, names))
            except Broken as error:
                by = f"not tried: {error}"
        if noticed:
            self.noticed[attempt.file][by] += 1
        return Result(attempt.key, str(attempt), noticed, by, round(time.monotonic() - begin, 2))

    def _order(self, attempt: Attempt) -> list[str]:
        """The tests that reach a mutant: those that noticed others of its file, those named after it, then the fastest."""
        noticed, own = self.noticed[attempt.file], f"test_{attempt.file.name}"
        reaching = self.reach.of(attempt.file, attempt.mutant.lines)
        return sorted(
            reaching, key=lambda name: (LAST in name, -noticed[name], own not in name, self.reach.seconds[name])
        )

    def _judge(self, attempt: Attempt, names: list[str], say: Callable[[str], None]) -> bool:
        """In a process of its own: put the mutant in place and run the tests; whether one noticed it."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

        def failed(item: pytest.Item) -> NoReturn:
            say(item.nodeid)
            os._exit(1)

        put_in_place(attempt, self.functions[str(attempt.file)])
        self.forget()
        self.failed = failed
        items = [self.tests[name] for name in names]
        for item, following in zip(items, [*items[1:], None], strict=True):
            if time.process_time() > self.each:
                say("no test so far")
                return False
            say(item.nodeid)
            signal.setitimer(
                signal.ITIMER_VIRTUAL, PATIENCE + 10 * self.reach.seconds[item.nodeid]
            )  # which ends the process
            self.run(item, following)
        say("no test")
        return False


class Reach:
    """Which tests reach which lines, and how long each takes. Caches are emptied before each, so that none hides a line."""

    def __init__(self, trial: Trial) -> None:
        self.seconds: dict[str, float] = {}
        self.lines: dict[str, dict[int, list[str]]] = {}
        said, well = in_a_child(functools.partial(self._learn, trial))
        if not well:
            raise RuntimeError(f"a test fails without a change: {said}")
        learnt = json.loads(said)
        self.seconds = learnt["seconds"]
        self.lines = {
            file: {int(line): tests for line, tests in lines.items()} for file, lines in learnt["lines"].items()
        }

    def of(self, file: Path, lines: range) -> set[str]:
        """The tests that reach one of these lines."""
        reached = self.lines.get(str(file), {})
        return {name for line in lines for name in reached.get(line, ())}

    @staticmethod
    def _learn(trial: Trial, say: Callable[[str], None]) -> bool:
        def failed(item: pytest.Item) -> NoReturn:
            say(item.nodeid)
            os._exit(0)

        trial.failed = failed
        watch = coverage.Coverage(data_file=None, config_file=False, include=[f"{ROOT}/{room}/*" for room in ROOMS])
        seconds = {}
        items = list(trial.tests.values())
        watch.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            trial.forget()
            watch.switch_context(item.nodeid)
            begin = time.process_time()
            trial.run(item, following)
            seconds[item.nodeid] = time.process_time() - begin
        watch.stop()
        data = watch.get_data()
        lines = {
            file: {line: [name for name in tests if name] for line, tests in data.contexts_by_lineno(file).items()}
            for file in data.measured_files()
        }
        say(json.dumps({"seconds": seconds, "lines": lines}))
        return True


class Broken(Exception):
    """What was to be done in a child could not be done."""


def in_a_child(work: Callable[[Callable[[str], None]], bool]) -> tuple[str, bool]:
    """What work says last in a forked process of its own, and whether it said yes or was ended."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        pipe = os.fdopen(write, "w", encoding="utf-8")

        def say(text: str) -> None:
            pipe.write(text.replace("\n", " ") + "\n")
            pipe.flush()

        answer = 3
        try:
            answer = int(work(say))
        except BaseException as error:
            say(f"broken: {error!r}")
        finally:
            os._exit(answer)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        last = ""
        for text in pipe:
            last = text
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 3:
        raise Broken(last)
    return last.rstrip("\n"), status != 0


def put_in_place(attempt: Attempt, functions: Sequence[FunctionType]) -> None:
    """Give the functions of the module, wherever they are held, the code of the mutant.

    A closure that takes other variables there keeps its own: it is made anew once nothing is cached.
    """
    tree = attempt.mutant.applied(attempt.source)
    changed = {_name(code): code for code in _codes(compile(tree, str(attempt.file), "exec"))}
    for function in functions:
        code = changed[_name(function.__code__)]
        if len(code.co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _name(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno
