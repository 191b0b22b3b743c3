"""Stores of several sizes, made in one go: the file is copied whenever it has reached one of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import apsw

from bench.search_speed.articles import articles
from infra.stores import SEARCH_FILE
from infra.stores.base import Stored
from infra.stores.sqlite import SqliteStore
from infra.stories import Stories

BATCH = 500  # as `rasid ingest` hands articles to the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long the last articles before a size took, in seconds of processor time an article."""

    size: int
    write: float
    story: float


def build(folder: Path, sizes: Sequence[int]) -> list[Pace]:
    """Write articles to ``folder/SIZE/search.sqlite`` for each size; the pace is that of the last half of each."""
    path = folder / "growing" / SEARCH_FILE
    source = articles(max(sizes))
    with closing(SqliteStore(path)) as store:
        return [_grown(store, source, folder, size, before) for before, size in zip((0, *sizes), sizes, strict=False)]


def _grown(store: SqliteStore, source: Iterator[Stored], folder: Path, size: int, before: int) -> Pace:
    stories = Stories(store)
    write = story = 0.0
    counted = 0
    while before < size:
        batch = list(islice(source, min(BATCH, size - before)))
        before += len(batch)
        start = time.process_time()
        told = stories.assign(batch)
        middle = time.process_time()
        store.write(told)
        if 2 * before > size:
            write += time.process_time() - middle
            story += middle - start
            counted += len(batch)
    _copy(folder / "growing" / SEARCH_FILE, folder / str(size) / SEARCH_FILE)
    return Pace(size=size, write=write / counted, story=story / counted)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True)
    with closing(apsw.Connection(str(target))) as copy, closing(apsw.Connection(str(source))) as original:
        backup = copy.backup("main", original, "main")
        while not backup.done:
            backup.step(10_000)
        backup.finish()
