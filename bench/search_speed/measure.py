"""Speed of the embedded store and of the reader's page, at several sizes of the store."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from bench.figures import Figure
from bench.search_speed.articles import articles
from bench.search_speed.build import Pace, build
from bench.search_speed.pages import page_times
from bench.search_speed.queries import Case, addresses, cases
from infra.stores import SEARCH_FILE
from infra.stores.base import Query
from infra.stores.sqlite import SqliteStore

SIZES = (1_000, 10_000, 100_000)
PAGE_TARGET = 150.0
WRITE_TARGET = 1500.0


def measure(folder: Path, sizes: Sequence[int] = SIZES) -> list[Figure]:
    """Build stores below ``folder`` and measure them; the largest has the targets."""
    paces = build(folder, sizes)
    found = list(_written(paces))
    for size in sizes:
        found += measure_store(folder / str(size), size, targets=size == max(sizes))
    return found + list(_growth(found, min(sizes), max(sizes), paces))


def measure_store(home: Path, size: int, *, targets: bool) -> list[Figure]:
    """Measure one store; ``home`` is a RASID_HOME with nothing else in it."""
    found: list[Figure] = []
    for case in cases():
        with closing(SqliteStore(home / SEARCH_FILE)) as store:
            found += _percentiles(f"{case.name}, {size:,}", _times(store, case), case.target if targets else None)
    for name, asked in addresses().items():
        with closing(SqliteStore(home / SEARCH_FILE)) as store:
            times = page_times(store, home, _there(store, name, asked, size))
        found += _percentiles(f"page: {name}, {size:,}", times, PAGE_TARGET if targets else None)
    first = _first_pages(home)
    return [*found, Figure(name=f"page: front page after a write, {size:,}, median", value=first, unit="ms")]


def _there(store: SqliteStore, name: str, asked: list[str], size: int) -> list[str]:
    """Return the pages that a small store has too."""
    if name == "an article":
        return asked[: size // 20]
    if name == "a story":
        return [path for path in asked if store.search(Query(story=(path.rpartition("/")[2],), limit=0)).total]
    if name == "an outlet":
        return [path for path in asked if store.search(Query(outlet=(path.rpartition("/")[2],), limit=0)).total]
    return asked


def _times(store: SqliteStore, case: Case) -> list[float]:
    times = []
    for call in case.calls:
        start = time.perf_counter()
        call(store)
        times.append(1000 * (time.perf_counter() - start))
    return times


def _first_pages(home: Path) -> float:
    """Return how long the front page takes when something was written just before it (taken out again afterwards)."""
    times = []
    with closing(SqliteStore(home / SEARCH_FILE)) as store:
        for stored in articles(5, seed=2, first=500_000):
            store.write([stored])
            times += page_times(store, home, ["/"])
            store.delete([stored.enriched.article.id])
    return float(np.median(times))


def _percentiles(name: str, times: Sequence[float], target: float | None) -> list[Figure]:
    return [
        Figure(name=f"{name}, median", value=float(np.percentile(times, 50)), unit="ms"),
        Figure(name=f"{name}, 95th percentile", value=float(np.percentile(times, 95)), unit="ms", most=target),
    ]


def _written(paces: Sequence[Pace]) -> Iterator[Figure]:
    for pace in paces:
        last = pace is paces[-1]
        rate, name = 1 / pace.write, f"written at {pace.size:,}"
        yield Figure(name=name, value=rate, unit="articles/s", least=WRITE_TARGET if last else None)
        yield Figure(name=f"stories found at {pace.size:,}", value=1000 * pace.story, unit="ms an article")


def _growth(found: Sequence[Figure], low: int, high: int, paces: Sequence[Pace]) -> Iterator[Figure]:
    values = {figure.name: figure.value for figure in found}
    for name, most in (("newest first", 2), ("newest first, filtered", 2), ("relevance, two words", 1.5)):
        ends = [values[f"{name}, {size:,}, median"] for size in (low, high)]
        yield Figure(name=f"{name}: {high:,} over {low:,} articles", value=ends[1] / ends[0], unit="times", most=most)
    ends = [pace.write + pace.story for pace in (paces[0], paces[-1])]
    yield Figure(name=f"stories and writing: {high:,} over {low:,}", value=ends[1] / ends[0], unit="times", most=1.5)
