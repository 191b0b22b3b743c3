"""What one crawl, one page and one article cost here, on the demo's own site."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from infra.config import Settings, load_settings
from infra.crawling import crawl
from infra.demo import build_site, serve
from infra.running import ingest_waiting
from infra.sink import open_ledger
from infra.stores import open_store
from spiders.crawl.options import CrawlOptions

PAGES = 1200
OUTLET = "barid_alrafidain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of processor time, and bytes on the disk."""

    idle_crawl: float
    page: float
    batch_start: float
    article: float
    archive_bytes: float
    ledger_bytes: float
    store_bytes: float
    pages: int


def measure(folder: Path) -> Measured:
    """Crawl and ingest a synthetic outlet, and crawl it again when nothing is new."""
    site = build_site(datetime.now(UTC), pages=PAGES)
    settings = load_settings({"home": str(folder), "timezone": "UTC"}, env={})
    with serve(site):
        outlet = site.outlet(OUTLET)
        full = _processor_time(lambda: crawl(settings, [outlet], CrawlOptions(delay=0)))
        idle = _processor_time(lambda: crawl(settings, [outlet], CrawlOptions(delay=0)))
    pages = len(open_ledger(settings).waiting())
    first = _processor_time(lambda: ingest_waiting(settings, limit=1, workers=1))
    rest = _processor_time(lambda: ingest_waiting(settings, workers=1))
    return Measured(
        idle_crawl=idle,
        page=(full - idle) / pages,
        batch_start=first,
        article=rest / (pages - 1),
        archive_bytes=_size(folder / "archive") / pages,
        ledger_bytes=_size(folder / "ledger.sqlite") / pages,
        store_bytes=_size(folder / "search.sqlite") / _articles(settings),
        pages=pages,
    )


def _articles(settings: Settings) -> int:
    with closing(open_store(settings)) as store:
        return store.counts()["articles"]


def _processor_time(work: Callable[[], object]) -> float:
    """Return what this process and its children took; waiting, and other people's load, is not in it."""
    before = _children() + time.process_time()
    work()
    return _children() + time.process_time() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _size(path: Path) -> int:
    found = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(file.stat().st_size for file in found if file.is_file())
