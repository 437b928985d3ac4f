"""Puts small faults into the library, one at a time, and says which of them no test notices.

mutmut makes the faults. Each gets a process of its own, in which the library and the tests are loaded already. There
the quick tests that reach its statement are run, until one of them fails.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import gc
import importlib
import os
import random
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import sqrt
from pathlib import Path
from time import process_time
from types import CodeType, FunctionType

import coverage
import libcst as cst
import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.file_mutation import Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).parents[2]
FOLDERS = ("parsing", "positions", "variants", "consensus", "progress")
# What a test may take with a fault, beside several times what it took without: some never end.
SECONDS = 4
MEMORY = 8 << 30
NORMAL = 1.96


class Visitor(MutationVisitor):
    """As mutmut's own, but in functions with decorators as well, and not where a fault cannot change an answer."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in ("cast", "zip"):
            # Their fixed arguments are for type checkers, or say what is true anyway.
            for argument in node.args if node.func.value == "zip" else node.args[1:]:
                if argument.keyword is None:
                    argument.visit(self)
            return True
        return not isinstance(node, cst.FunctionDef) and super()._skip_node_and_children(node)


class Module:
    """A module of the library, and the faults that it may have."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> cst.Module:
        return self._visited[0]

    @cached_property
    def faults(self) -> list[Mutation]:
        return self._visited[1]

    @cached_property
    def _visited(self) -> tuple[cst.Module, list[Mutation]]:
        wrapper = cst.metadata.MetadataWrapper(cst.parse_module(self.source))
        visitor = Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
        return wrapper.visit(visitor), visitor.mutations

    @cached_property
    def functions(self) -> list[CodeType]:
        return [*functions_in(compiled(self.source, self.path))]

    def mutant(self, number: int) -> Mutant | None:
        """Return the module with one fault, None if that is in no function."""
        fault = self.faults[number]
        source = self.tree.deep_replace(fault.original_node, fault.mutated_node).code
        for old, new in zip(self.functions, functions_in(compiled(source, self.path)), strict=True):
            if differ(old, new):
                return Mutant(self, source, old, new)
        return None


def compiled(source: str, path: Path) -> CodeType:
    return compile(source, path, "exec", dont_inherit=True)


def functions_in(code: CodeType) -> Iterator[CodeType]:
    """Yield the functions of a module and the methods of its classes, not what is defined in them."""
    for part in code.co_consts:
        if isinstance(part, CodeType) and not part.co_name.startswith("<"):
            if part.co_flags & 2:  # a function has local names of its own, and a class none
                yield part
            else:
                yield from functions_in(part)


def differ(old: object, new: object) -> bool:
    """Say whether two functions do different things; on which lines they stand does not matter."""
    if not isinstance(old, CodeType) or not isinstance(new, CodeType):
        return repr(old) != repr(new)
    names = [(code.co_code, code.co_names, code.co_varnames, len(code.co_consts)) for code in (old, new)]
    return names[0] != names[1] or any(map(differ, old.co_consts, new.co_consts))


@dataclass(frozen=True)
class Mutant:
    """A module with one fault: a function of it, as it was and as it is now."""

    module: Module
    source: str
    old: CodeType
    new: CodeType

    @cached_property
    def _changes(self) -> list[tuple[int, list[str], list[str]]]:
        lines, others = self.module.source.splitlines(), self.source.splitlines()
        codes = difflib.SequenceMatcher(None, lines, others, autojunk=False).get_opcodes()
        return [(a, lines[a:b], others[c:d]) for tag, a, b, c, d in codes if tag != "equal"]

    @property
    def lines(self) -> set[int]:
        """The lines of the statements in which the fault is."""
        return {
            line
            for first, before, _ in self._changes
            for at in range(first + 1, first + 1 + max(1, len(before)))
            for line in statement_at(self.module, at)
        }

    def __str__(self) -> str:
        place = f"{self.module.path.relative_to(ROOT)}:{self._changes[0][0] + 1} {self.old.co_qualname}"
        lines = [place]
        for _, before, after in self._changes:
            lines += [f"  - {line.strip()}" for line in before] + [f"  + {line.strip()}" for line in after]
        return "\n".join(lines)


@cache
def _statements(module: Module) -> list[tuple[int, int]]:
    spans = []
    for node in ast.walk(ast.parse(module.source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            spans.append((node.lineno, body[0].lineno - 1 if body else node.end_lineno or node.lineno))
    return spans


def statement_at(module: Module, line: int) -> range:
    """Return the lines of the smallest statement on a line; of a loop or a condition, those of its head."""
    around = [(last - first, first, last) for first, last in _statements(module) if first <= line <= last]
    _, first, last = min(around, default=(0, line, line))
    return range(first, max(first, last) + 1)


class Measuring:
    """Notes which lines each test reaches, and how long it takes."""

    def __init__(self, folder: Path, adding: bool) -> None:
        self.file = folder / "reach"
        self.adding = adding
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        sources = [str(ROOT / "bracketed" / name) for name in FOLDERS]
        self.coverage = coverage.Coverage(data_file=str(self.file), source=sources, config_file=False)

    def pytest_sessionstart(self) -> None:
        if self.adding:
            self.coverage.load()
        else:
            self.coverage.erase()
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        begun = process_time()
        result = yield
        self.seconds[item.nodeid] = process_time() - begun
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.coverage.stop()
        self.coverage.save()
        known = session.config.cache.get("mutants/seconds", {}) if self.adding else {}
        seconds = known | {name: taken for name, taken in self.seconds.items() if name not in self.failed}
        session.config.cache.set("mutants/seconds", seconds)


class Trying:
    """Runs, instead of the tests, those of them that reach each of some mutants."""

    def __init__(self, folder: Path, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.data = coverage.CoverageData(str(folder / "reach"))
        self.data.read()
        self.by_line = cache(lambda path: self.data.contexts_by_lineno(str(path)))
        self.noticing: dict[Path, Counter[str]] = defaultdict(Counter)
        self.noticing_anywhere: Counter[str] = Counter()
        # By test, whether it passes by itself where there is no fault.
        self.sound: dict[str, bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.seconds = session.config.cache.get("mutants/seconds", {})
        self.loaded = Loaded()
        gc.collect()
        gc.freeze()
        for folder in self.asked.folder or FOLDERS:
            self._folder(folder)
        return True

    def _folder(self, folder: str) -> None:
        tried = noticed = 0
        for mutant in sample(folder, self.asked.sample, self.asked.seed):
            tests = self._tests(mutant)
            tried += 1
            if self._is_noticed(mutant, tests):
                noticed += 1
            else:
                print(f"{mutant}\n  {len(tests)} tests reach it", flush=True)
            print(f"{folder}: {noticed} of {tried}", end="\r", file=sys.stderr, flush=True)
        low, high = interval(noticed, tried)
        print(f"{folder}: {noticed} of {tried} noticed, {noticed / tried:.1%} ({low:.1%} to {high:.1%})", flush=True)

    def _tests(self, mutant: Mutant) -> list[str]:
        """Return the tests that reach a mutant: first those that noticed another, in its module or elsewhere."""
        by_line = self.by_line(mutant.module.path)
        names = {name for line in mutant.lines for name in by_line.get(line, ())}
        # What is kept since the tests were loaded may be used by any of them.
        names = names & self.seconds.keys() if "" not in names else {*self.seconds}
        known = self.noticing[mutant.module.path]
        elsewhere = self.noticing_anywhere
        names = sorted(
            names & self.items.keys(), key=lambda name: (-known[name], -elsewhere[name], self.seconds[name], name)
        )
        total, chosen = 0.0, []
        for name in names:
            total += self.seconds[name]
            if total > self.asked.seconds and chosen:
                break
            chosen.append(name)
        return chosen

    def _is_noticed(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        """Say whether a test fails with a mutant, or never ends."""
        tests = [name for name in tests if self.sound.get(name, True)]
        failed = self._failed(mutant, tests)
        if not failed:
            return False
        if failed not in self.sound:
            self.sound[failed] = not self._failed(None, [failed])
        if not self.sound[failed]:
            return self._is_noticed(mutant, tests)
        self.noticing[mutant.module.path][failed] += 1
        self.noticing_anywhere[failed] += 1
        return True

    def _failed(self, mutant: Mutant | None, tests: Sequence[str]) -> str:
        """Return the first test that fails, "" if none does."""
        if mutant and not self.loaded.functions[place_of(mutant.old)]:
            raise LookupError(f"{mutant.module.path} was changed since it was loaded")
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self._run_in_child(mutant, tests, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            begun = pipe.read().splitlines()
        _, status = os.waitpid(child, 0)
        return begun[-1] if status and begun else ""

    def _run_in_child(self, mutant: Mutant | None, tests: Sequence[str], writing: int) -> None:
        """Write the name of each test that begins, and end the process with 0 if none fails."""
        status = 1
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nothing, stream)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            if mutant:
                self.loaded.put_in(mutant)
            for name, following in zip(tests, [*tests[1:], None], strict=True):
                os.write(writing, f"{name}\n".encode())
                most = int(process_time() + SECONDS + 4 * self.seconds[name])
                resource.setrlimit(resource.RLIMIT_CPU, (most, -1))
                reports = runtestprotocol(self.items[name], log=False, nextitem=following and self.items[following])
                if any(report.failed for report in reports):
                    break
            else:
                status = 0
        finally:
            os._exit(status)


class Loaded:
    """The functions of the library that this process has loaded, and what they have found so far."""

    def __init__(self) -> None:
        for folder in FOLDERS:
            for path in (ROOT / "bracketed" / folder).rglob("*.py"):
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                importlib.import_module(name.removesuffix(".__init__"))
        self.functions: dict[tuple[object, ...], list[FunctionType]] = defaultdict(list)
        self.caches = []
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType):
                self.functions[place_of(thing.__code__)].append(thing)
            elif type(thing).__name__ == "_lru_cache_wrapper" and str(thing.__module__).startswith("bracketed."):
                self.caches.append(thing)

    def put_in(self, mutant: Mutant) -> None:
        """Give this process a fault."""
        for function in self.functions[place_of(mutant.old)]:
            function.__code__ = mutant.new
        # What was found before has no fault.
        for known in self.caches:
            known.cache_clear()


def place_of(code: CodeType) -> tuple[object, ...]:
    return code.co_filename, code.co_firstlineno, code.co_qualname


def sample(folder: str, size: int, seed: int) -> Iterator[Mutant]:
    """Yield mutants of a folder, each as likely as any other."""
    modules = [Module(path) for path in sorted((ROOT / "bracketed" / folder).rglob("*.py"))]
    every = [(module, number) for module in modules for number in range(len(module.faults))]
    random.Random(seed).shuffle(every)
    for module, number in every:
        if size and (mutant := module.mutant(number)):
            size -= 1
            yield mutant


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """Return Wilson's interval: with 95 % certainty the share of all mutants that are noticed is in it."""
    share, square = noticed / tried, NORMAL**2
    middle = (share + square / (2 * tried)) / (1 + square / tried)
    half = NORMAL * sqrt(share * (1 - share) / tried + square / (4 * tried**2)) / (1 + square / tried)
    return middle - half, middle + half


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    asked.add_argument(
        "--measure", nargs="*", metavar="FILE", help="first note which lines each test reaches, or those of new files"
    )
    asked.add_argument("--folder", action="append", choices=FOLDERS, help="again for another one; without it, all")
    asked.add_argument("--sample", type=int, default=120, help="mutants of each folder")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=60, help="of tests that are run for a mutant at most")
    chosen = asked.parse_args()
    folder = ROOT / ".pytest_cache" / "d" / "mutants"
    folder.mkdir(parents=True, exist_ok=True)
    common = ["-q", "-p", "no:xdist", "-p", "no:cov", f"--rootdir={ROOT}"]
    if chosen.measure is not None:
        adding = bool(chosen.measure)
        return int(pytest.main([*common, "--no-header", *chosen.measure], plugins=[Measuring(folder, adding)]))
    return int(pytest.main([*common, "-s", "--no-header"], plugins=[Trying(folder, chosen)]))


if __name__ == "__main__":
    sys.exit(main())
