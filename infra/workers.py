"""Work on all cores: items go out to worker processes, outcomes come back in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Generic, TypeVar, cast

from infra.processing import Failure
from infra.stores.base import Stored

T = TypeVar("T")
R = TypeVar("R")
Outcome = Stored | Failure

SMALL = 100
"""Fewer items than this are worked on in the calling process: starting workers would take longer."""
DIED = "the process that worked on this page died (memory, or a fault in a library)"
_CHUNK = 8
_work: Callable[[Any], Any] | None = None


@contextmanager
def mapper(
    work: Callable[[T], R], workers: int, died: Callable[[T], R] | None = None
) -> Iterator[Callable[[Sequence[T]], Iterable[R]]]:
    """Hand out the function that turns items into outcomes, in this process or in ``workers`` others.

    ``died`` gives the outcome of an item that took its process down: a `Failure` where it is not given.
    """
    if workers <= 1:
        yield lambda items: map(work, items)
        return
    with _pool(work, workers) as pool:
        try:
            yield _Mapped(pool, work, died or (lambda _item: cast("R", Failure(step="worker", error=DIED))))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # whoever is stopped does not wait for what is in the queue
            raise


def _pool(work: Callable[[Any], Any], workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the parent holds open databases and threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(work,))


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent sees to it


def _one(item: Any) -> Any:
    if _work is None:
        raise RuntimeError("the worker was not initialised")
    return _work(item)


class _Mapped(Generic[T, R]):
    def __init__(self, pool: Executor, work: Callable[[T], R], died: Callable[[T], R]) -> None:
        self._pool, self._work, self._died = pool, work, died

    def __call__(self, items: Sequence[T]) -> Iterable[R]:
        try:
            # Submitted now, read later: the caller writes one batch while the next is being worked on.
            return self._guarded(self._pool.map(_one, items, chunksize=_CHUNK), items)
        except BrokenProcessPool:
            return self._guarded(iter(()), items)

    def _guarded(self, outcomes: Iterator[R], items: Sequence[T]) -> Iterator[R]:
        done = 0
        try:
            for outcome in outcomes:
                done += 1
                yield outcome
        except BrokenProcessPool:
            pass
        for item in items[done:]:
            yield self._alone(item)

    def _alone(self, item: T) -> R:
        """Work on an item in a process of its own, after one like it took the pool down."""
        with _pool(self._work, 1) as pool:
            try:
                return cast("R", pool.submit(_one, item).result())
            except BrokenProcessPool:
                return self._died(item)
