"""Gives tasks to an engine: this process, processes of this machine, or whatever an executor or a Dask cluster reaches.

Results come in the order of the tasks, and only a few tasks are under way at a time, so that memory stays bounded
however many there are. If a worker dies, nobody knows for certain which of the tasks under way was the cause: each is
done again, in parts and alone, and a part that has then cost a worker again is given up.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import closing
from typing import Any, Protocol, TypeAlias, TypeVar

from bracketed.errors import BracketedError

T = TypeVar("T")
R = TypeVar("R")
Engine: TypeAlias = Any
"""None, "processes", a `concurrent.futures.Executor`, or a Dask client."""

# So many tasks for each worker: one that it does, and what it needs not to wait for the next.
_FOR_EACH = 3
# After so many seconds without a result somebody looks whether there are still workers.
_GLANCE = 60


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
    with closing(_crew(engine)) as crew:
        yield from _kept_busy(crew, work, iter(tasks), parts)


class _Crew(Protocol):
    """Workers, and how many tasks keep them busy.

    `look` raises an error if nobody is there any more who could do the work, and `renew` replaces those that died.
    """

    def width(self) -> int: ...
    def submit(self, work: Callable[[T], R], task: T) -> Future[R]: ...
    def look(self) -> None: ...
    def renew(self) -> None: ...
    def close(self) -> None: ...


def _kept_busy(
    crew: _Crew, work: Callable[[T], R], tasks: Iterator[T], parts: Callable[[T], Iterable[T]]
) -> Iterator[tuple[T, R | None]]:
    under_way: deque[tuple[T, Future[R]]] = deque()
    try:
        for task in tasks:
            under_way.append((task, _begun(crew, work, task)))
            if len(under_way) >= crew.width():
                yield from _next(crew, work, under_way, parts)
        while under_way:
            yield from _next(crew, work, under_way, parts)
    finally:
        for _, future in under_way:
            future.cancel()


def _next(
    crew: _Crew, work: Callable[[T], R], under_way: deque[tuple[T, Future[R]]], parts: Callable[[T], Iterable[T]]
) -> Iterator[tuple[T, R | None]]:
    """Yield the result of the task that is first in order; if its worker was lost, those of all that are under way."""
    if not _lost(crew, under_way[0][1]):
        task, future = under_way.popleft()
        yield task, future.result()
        return
    # All are awaited first, so that what is done again is alone.
    lost = deque([_lost(crew, future) for _, future in under_way])
    crew.renew()
    while under_way:
        task, future = under_way.popleft()
        if not lost.popleft():
            yield task, future.result()
            continue
        for part in parts(task):
            again = _begun(crew, work, part)
            if _lost(crew, again):
                crew.renew()
                yield part, None
            else:
                yield part, again.result()


def _begun(crew: _Crew, work: Callable[[T], R], task: T) -> Future[R]:
    try:
        return crew.submit(work, task)
    except BrokenExecutor as error:
        # It broke over another task; this one shares its fate.
        future: Future[R] = Future()
        future.set_exception(error)
        return future


def _lost(crew: _Crew, future: Future[Any]) -> bool:
    """Say whether a worker died over a task."""
    while True:
        try:
            error = future.exception(timeout=_GLANCE)
            break
        except TimeoutError:
            crew.look()
        except CancelledError:
            raise BracketedError("the engine was closed before all was done; start it anew and resume") from None
    # Dask's own error is known by its name, since Dask need not be here.
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _crew(engine: Engine) -> _Crew:
    if isinstance(engine, str) and engine == "processes":
        return _Processes()
    if isinstance(engine, Executor):
        return _Given(engine)
    if hasattr(engine, "get_executor"):
        return _Dask(engine)
    raise BracketedError(
        f"{engine!r} is no engine; give None, 'processes', an executor of concurrent.futures, or a Dask client"
    )


class _Processes:
    """Processes of this machine, as many as it has processors for us; a new set if one of them dies."""

    def __init__(self) -> None:
        self._pool = _started()

    def width(self) -> int:
        return _FOR_EACH * processors()

    def submit(self, work: Callable[[T], R], task: T) -> Future[R]:
        return self._pool.submit(work, task)

    def look(self) -> None:
        """A pool tells by itself that it has broken."""

    def renew(self) -> None:
        self.close()
        self._pool = _started()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def way_to_start() -> str:
    """Return how processes are started.

    Forking is quick and asks nothing of the script that we are called from, but safe only from a single thread.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "spawn" if sys.platform == "win32" else "forkserver"


def _started() -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(processors(), get_context(way_to_start()))
    try:
        # Whether processes start at all shows itself here, and is not laid to the charge of a task.
        pool.submit(os.getpid).result()
    except BrokenExecutor:
        pool.shutdown()
        raise BracketedError(
            "no process could be started; in a script, call from below the line: if __name__ == '__main__':"
        ) from None
    return pool


class _Given:
    """An executor that the user has made and will close. If it is a pool of processes that breaks, ours goes on."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._ours: _Processes | None = None

    def width(self) -> int:
        workers: int | None = getattr(self._executor, "_max_workers", None)
        return _FOR_EACH * (workers or processors())

    def submit(self, work: Callable[[T], R], task: T) -> Future[R]:
        return (self._ours or self._executor).submit(work, task)

    def look(self) -> None:
        """An executor tells by itself that it has broken."""

    def renew(self) -> None:
        from concurrent.futures import ProcessPoolExecutor

        if self._ours:
            self._ours.renew()
        elif isinstance(self._executor, ProcessPoolExecutor):
            self._ours = _Processes()
        else:
            raise BracketedError("the executor has lost its workers; start it anew and resume")

    def close(self) -> None:
        if self._ours:
            self._ours.close()


class _Dask:
    """The workers of a Dask cluster, however many there are by now; Dask itself replaces those that die."""

    def __init__(self, client: Any) -> None:
        self._client = client
        # Equal tasks are none the less done anew: one that has failed would fail again from memory.
        self._executor = client.get_executor(pure=False)
        # A cluster may have to wait for its first workers for hours; but those that it had should come back soon.
        self._had_workers = False
        self._glances_without = 0

    def width(self) -> int:
        return max(4, _FOR_EACH * self._workers())

    def _workers(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        self._had_workers = self._had_workers or bool(threads)
        return sum(threads.values())

    def submit(self, work: Callable[[T], R], task: T) -> Future[R]:
        future: Future[R] = self._executor.submit(work, task)
        return future

    def look(self) -> None:
        self._glances_without = 0 if self._workers() or not self._had_workers else self._glances_without + 1
        if self._glances_without > 1:
            raise BracketedError("the Dask cluster has lost all its workers; give it new ones and resume")

    def renew(self) -> None:
        pass

    def close(self) -> None:
        self._executor.shutdown(wait=False)
