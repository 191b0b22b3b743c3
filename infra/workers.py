"""Processing on all cores: captures go out to worker processes, outcomes come back in order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from infra.ledger import Capture
from infra.processing import Failure, Processing
from infra.stores.base import Stored

Outcome = Stored | Failure
Mapper = Callable[[Sequence[Capture]], Iterable[Outcome]]

_CHUNK = 8
_processing: Processing | None = None


@contextmanager
def mapper(processing: Processing, workers: int) -> Iterator[Mapper]:
    """Hand out the function that turns captures into outcomes, in this process or in ``workers`` others."""
    if workers <= 1:
        yield lambda captures: map(processing, captures)
        return
    with _pool(processing, workers) as pool:
        yield lambda captures: _mapped(pool, processing, captures)


def _pool(processing: Processing, workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the parent holds open databases and threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(processing,))


def _begin(processing: Processing) -> None:
    global _processing
    _processing = processing


def _one(capture: Capture) -> Outcome:
    if _processing is None:
        raise RuntimeError("the worker was not initialised")
    return _processing(capture)


def _mapped(pool: Executor, processing: Processing, captures: Sequence[Capture]) -> Iterable[Outcome]:
    try:
        # Submitted now, read later: the caller writes one batch while the next is being worked on.
        return _guarded(pool.map(_one, captures, chunksize=_CHUNK), processing, captures)
    except BrokenProcessPool:
        return _guarded(iter(()), processing, captures)


def _guarded(outcomes: Iterator[Outcome], processing: Processing, captures: Sequence[Capture]) -> Iterator[Outcome]:
    done = 0
    try:
        for outcome in outcomes:
            done += 1
            yield outcome
    except BrokenProcessPool:
        pass
    for capture in captures[done:]:
        yield _alone(processing, capture)


def _alone(processing: Processing, capture: Capture) -> Outcome:
    """Process a capture in a process of its own, after one like it took the pool down."""
    with _pool(processing, 1) as pool:
        try:
            return pool.submit(_one, capture).result()
        except BrokenProcessPool:
            return Failure(
                step="worker", error="the process that worked on this page died (memory, or a fault in a library)"
            )
