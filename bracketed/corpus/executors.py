"""Runs tasks on an engine: this process, processes of this machine, an executor, or a Dask cluster.

Results come in the order of the tasks, and only a few tasks are under way at a time, so that memory stays bounded
however many there are. If a worker dies, nothing says which of the tasks under way was the cause: each is done again,
in parts and alone, and a part that has then cost a worker again is given up.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import closing
from typing import Any, TypeAlias, TypeVar

from bracketed.errors import BracketedError

T = TypeVar("T")
R = TypeVar("R")
Engine: TypeAlias = Any
"""None, "processes", a `concurrent.futures.Executor`, or a Dask client."""

# Tasks for each worker: the one that it does, and what it needs not to wait for the next.
_FOR_EACH = 3
# After so many seconds without a result it is checked whether there are still workers.
_CHECK_INTERVAL = 60


def in_order(
    work: Callable[[T], R], tasks: Iterable[T], engine: Engine, parts: Callable[[T], Iterable[T]] = lambda task: [task]
) -> Iterator[tuple[T, R | None]]:
    """Yield each task with what `work` returns for it, in order.

    If a worker was lost over a task, its `parts` come in its place, those that cost a second worker with None.

    Raises:
        BracketedError: there is no such engine, or it has ended for good.

    >>> [*in_order(abs, [3, -4], None)]
    [(3, 3), (-4, 4)]
    """
    if engine is None:
        for task in tasks:
            yield task, work(task)
        return
    under_way: deque[tuple[T, Future[R]]] = deque()
    with closing(_workers(engine)) as workers:
        try:
            for task in tasks:
                under_way.append((task, workers.submit(work, task)))
                if len(under_way) >= workers.width():
                    yield from _next(workers, work, under_way, parts)
            while under_way:
                yield from _next(workers, work, under_way, parts)
        finally:
            # If the caller stops or a task fails, nobody waits for the others any more.
            for _, future in under_way:
                future.cancel()


def _next(
    workers: _Workers, work: Callable[[T], R], under_way: deque[tuple[T, Future[R]]], parts: Callable[[T], Iterable[T]]
) -> Iterator[tuple[T, R | None]]:
    """Yield the result of the task that is first in order; if its worker was lost, those of all that are under way."""
    if not workers.lost(under_way[0][1]):
        task, future = under_way.popleft()
        yield task, future.result()
        return
    # All are awaited first, so that what is done again is alone.
    lost = deque([workers.lost(future) for _, future in under_way])
    workers.renew()
    while under_way:
        task, future = under_way.popleft()
        if not lost.popleft():
            yield task, future.result()
            continue
        for part in parts(task):
            again = workers.submit(work, part)
            if workers.lost(again):
                workers.renew()
                yield part, None
            else:
                yield part, again.result()


def _workers(engine: Engine) -> _Workers:
    if isinstance(engine, str) and engine == "processes":
        return _Workers(_process_pool(), own=True)
    if isinstance(engine, Executor):
        return _Workers(engine)
    if hasattr(engine, "get_executor"):
        return _DaskWorkers(engine)
    raise BracketedError(
        f"{engine!r} is no engine; give None, 'processes', an executor of concurrent.futures, or a Dask client"
    )


class _Workers:
    """The workers of an executor; if it is our `own` pool it is closed in the end.

    A pool of processes that breaks is replaced by one of ours, also if the user has made it.
    """

    def __init__(self, executor: Executor, own: bool = False) -> None:
        self._executor = executor
        self._own = own

    def width(self) -> int:
        """Return how many tasks keep the workers busy."""
        workers: int = getattr(self._executor, "_max_workers", None) or processors()
        return _FOR_EACH * workers

    def submit(self, work: Callable[[T], R], task: T) -> Future[R]:
        try:
            return self._executor.submit(work, task)
        except BrokenExecutor as error:
            # It broke over another task; this one shares its fate.
            future: Future[R] = Future()
            future.set_exception(error)
            return future

    def lost(self, future: Future[Any]) -> bool:
        """Await a task, and return whether a worker died over it."""
        while True:
            try:
                error = future.exception(timeout=_CHECK_INTERVAL)
                break
            except TimeoutError:
                self._check()
            except CancelledError:
                raise BracketedError("the engine was closed before all was done; start it anew and resume") from None
        # Dask's own error is known by its name, since Dask need not be here.
        return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"

    def _check(self) -> None:
        """Raise an error if no worker is left; executors of Python report by themselves that they have broken."""

    def renew(self) -> None:
        """Replace workers that died."""
        from concurrent.futures import ProcessPoolExecutor

        if not isinstance(self._executor, ProcessPoolExecutor):
            raise BracketedError("the executor has lost its workers; start it anew and resume")
        self.close()
        self._executor, self._own = _process_pool(), True

    def close(self) -> None:
        if self._own:
            self._executor.shutdown(cancel_futures=True)


class _DaskWorkers(_Workers):
    """The workers of a Dask cluster, however many there are by now; Dask itself replaces those that die."""

    def __init__(self, client: Any) -> None:
        # Equal tasks are none the less done anew: one that has failed would fail again from memory.
        super().__init__(client.get_executor(pure=False))
        self._client = client
        # A cluster may have to wait for its first workers for hours; but those that it had should come back soon.
        self._had_workers = False
        self._checks_without = 0

    def width(self) -> int:
        # A cluster without workers yet gets a few tasks, for which it may start some.
        return max(4, _FOR_EACH * self._count())

    def _count(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        self._had_workers = self._had_workers or bool(threads)
        return sum(threads.values())

    def _check(self) -> None:
        self._checks_without = 0 if self._count() or not self._had_workers else self._checks_without + 1
        if self._checks_without > 1:
            raise BracketedError("the Dask cluster has lost all its workers; give it new ones and resume")

    def renew(self) -> None:
        """Do nothing, since Dask replaces workers by itself."""

    def close(self) -> None:
        self._executor.shutdown(wait=False)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start_method() -> str:
    """Return how processes are started.

    Forking is quick and makes no demands on the calling script, but safe only from a single thread.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "spawn" if sys.platform == "win32" else "forkserver"


def _process_pool() -> Executor:
    # Imported only here: it takes a while, and most runs need no processes.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(processors(), get_context(start_method()))
    try:
        # Whether processes start at all shows itself here, and is not laid to the charge of a task.
        pool.submit(os.getpid).result()
    except BrokenExecutor:
        pool.shutdown()
        raise BracketedError(
            "no process could be started; in a script, call from below the line: if __name__ == '__main__':"
        ) from None
    return pool
