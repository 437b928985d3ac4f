"""Results come in order from every engine, in bounded number, and no worker's death is the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from bracketed.corpus.executors import in_order, processors
from bracketed.errors import BracketedError
from tests.dask_cluster import DASK
from tests.workers import deadly, deadly_once, failing, squared

ENGINES = ["none", "processes", "threads", "pool", DASK]


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, get_context("forkserver"))


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return an engine by its name."""
    if request.param in ("none", "processes"):
        yield None if request.param == "none" else "processes"
    elif request.param == "dask":
        yield request.getfixturevalue("dask_client")
    else:
        with ThreadPoolExecutor(2) if request.param == "threads" else pool() as executor:
            yield executor


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_results_come_in_order(engine: Any) -> None:
    assert [*in_order(squared, range(40), engine)] == [(number, number**2) for number in range(40)]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_nothing_to_do_is_no_error(engine: Any) -> None:
    assert [*in_order(squared, [], engine)] == []


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_what_the_work_raises_is_raised_here(engine: Any) -> None:
    with pytest.raises(ArithmeticError, match="three is too many"):
        list(in_order(failing, range(100), engine))


@pytest.mark.parametrize("engine", ["processes", "pool", DASK], indirect=True)
def test_a_worker_that_dies_once_changes_nothing(engine: Any, tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "mark"), number) for number in range(30)]
    assert [result for _, result in in_order(deadly_once, tasks, engine)] == [number**2 for number in range(30)]
    assert (tmp_path / "mark").exists()


@pytest.mark.parametrize("engine", ["processes", "pool", DASK], indirect=True)
def test_what_costs_a_second_worker_is_given_up_and_nothing_else(engine: Any) -> None:
    batches = [(number, number + 1) for number in range(0, 40, 2)]
    done = list(in_order(deadly, batches, engine, lambda batch: [(number,) for number in batch]))
    results = {task: result for task, result in done if task != (13,)}
    assert [task for task, result in done if result is None] == [(13,)]
    assert [number for task, _ in done for number in task] == [*range(40)]
    assert all(result == [number**2 for number in task] for task, result in results.items())


def test_only_a_few_tasks_are_under_way() -> None:
    begun: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            begun.append(number)
            yield number

    with ThreadPoolExecutor(2) as threads:
        for place, _ in enumerate(in_order(squared, tasks(), threads)):
            assert len(begun) - place <= 3 * 2


def test_what_is_not_wanted_any_more_is_not_done() -> None:
    with ThreadPoolExecutor(1) as threads:
        results = in_order(squared, range(1000), threads)
        assert next(results) == (0, 0)
        results.close()
        assert threads.submit(squared, 4).result() == 16


SCRIPT = """
import threading
from bracketed.corpus.executors import in_order
threads = {threads}
for _ in range(threads):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
print([*in_order(abs, [3, -4], "processes")])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_a_script_needs_no_guard_as_long_as_it_has_one_thread(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(threads=0), encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "[(3, 3), (-4, 4)]\n"


def test_processes_that_cannot_start_are_no_fault_of_a_task(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(threads=1), encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert "no process could be started; in a script, call from below the line: if __name__" in done.stderr


@pytest.mark.parametrize("engine", ["thread", 3, Executor])
def test_an_unknown_engine_is_named(engine: Any) -> None:
    with pytest.raises(BracketedError, match="is no engine; give None, 'processes', an executor"):
        list(in_order(squared, [1], engine))


def test_an_engine_that_is_closed_says_so() -> None:
    class Gone(Executor):
        def submit(self, *arguments: Any, **settings: Any) -> Any:
            future: Future[Any] = Future()
            future.cancel()
            return future

    with pytest.raises(BracketedError, match="the engine was closed before all was done"):
        list(in_order(squared, [1], Gone()))


def test_a_cluster_that_has_lost_its_workers_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Client:
        """A client whose only worker is there at first, and then never again."""

        def __init__(self) -> None:
            self.seen = iter([{"worker": 1}])

        def nthreads(self) -> dict[str, int]:
            return next(self.seen, {})

        def get_executor(self, pure: bool) -> Executor:
            class Idle(Executor):
                def submit(self, *arguments: Any, **settings: Any) -> Any:
                    return Future()

            return Idle()

    monkeypatch.setattr(import_module("bracketed.corpus.executors"), "_CHECK_INTERVAL", 0.001)
    with pytest.raises(BracketedError, match="the Dask cluster has lost all its workers; give it new ones and resume"):
        list(in_order(squared, [1], Client()))


def test_there_is_a_processor() -> None:
    assert processors() >= 1
