"""Crawl, ingest, memory and scaling, on the demo's site served by another process of the same machine."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from bench.whole.local import Run, rasid, site, timed

PAGES, SMALL = 20_000, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One run from an empty home to a full store."""

    pages: int
    crawl: Run
    bare: Run
    ingest: Run


def measure(pages: int = PAGES) -> list[Figure]:
    """Return the figures; ``pages`` is the size of the larger of the two runs."""
    small, large = passage(SMALL), passage(pages)
    return [*_rates(large), *_scaling(small, large), _workers()]


def passage(pages: int, workers: int | None = None) -> Passage:
    """Crawl the site, fetch the same articles with Scrapy alone, ingest what was crawled."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with site(pages, home) as outlets:
            crawled = rasid(home, "crawl", *outlets, "--since", "2000-01-01", "--json")
            urls = _articles(home)
            bare = timed([sys.executable, "-m", "bench.whole.bare"], given="\n".join(urls))
        if int(bare.output) != len(urls):
            raise RuntimeError(f"Scrapy alone fetched {bare.output.strip()} of {len(urls)} articles")
        ingested = rasid(home, "ingest", "--json", *(("--workers", str(workers)) if workers else ()))
        return Passage(pages=len(urls), crawl=crawled, bare=bare, ingest=ingested)


def _articles(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "ledger.sqlite")) as ledger:
        return [url for (url,) in ledger.execute("select url from captures where kind = 'article'")]


def _rates(run: Passage) -> Iterator[Figure]:
    peak = max(run.crawl.peak_mib, run.ingest.peak_mib)
    yield Figure(name=f"crawl of {run.pages:,} articles, archived", value=run.pages / run.crawl.seconds, unit="pages/s")
    yield Figure(name="Scrapy fetching the same and doing nothing", value=run.pages / run.bare.seconds, unit="pages/s")
    yield Figure(name="the crawl's time beside Scrapy alone", value=run.crawl.seconds / run.bare.seconds, unit="times")
    yield Figure(name="ingest, all processors and store", value=run.pages / run.ingest.seconds, unit="articles/s")
    yield Figure(name=f"peak memory of a process, {run.pages:,} pages", value=peak, unit="MiB", most=500)


def _scaling(small: Passage, large: Passage) -> Iterator[Figure]:
    for name in ("crawl", "ingest"):
        one, many = (getattr(run, name).seconds / run.pages for run in (small, large))
        words = f"{name}: time an article at {large.pages:,} beside {small.pages:,}"
        yield Figure(name=words, value=many / one, unit="times", most=1.5)


def _workers() -> Figure:
    one, two = (passage(2 * SMALL, workers).ingest.seconds for workers in (1, 2))
    return Figure(name="ingest with two workers beside one", value=one / two, unit="times", least=1.7)
