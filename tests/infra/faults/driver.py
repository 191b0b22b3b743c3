"""Crawls or ingests until a point is reached, then kills its own process: run by test_kills.py.

``driver.py PHASES POINT NUMBER`` (phases: crawl, ingest, or both with a comma): at the NUMBER-th passing of POINT
(``archived``: between archive and ledger; ``stored``: between store and ledger) the process gets SIGKILL. NUMBER 0
never kills.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing

from infra.claims import Claims
from infra.config import load_settings
from infra.crawling import run_name
from infra.ingest import Ingest
from infra.outlets import registry
from infra.processing import Processing
from infra.sink import adopt, open_archive, open_ledger, open_sink
from infra.stores import open_store
from spiders.crawl.options import CrawlOptions
from spiders.crawl.run import run_crawl


class Killer:
    def __init__(self, point: str, number: int) -> None:
        self._point, self._left = point, number

    def __call__(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def crawl(killer: Killer) -> None:
    settings = load_settings()
    outlets = [outlet for outlet in registry(settings).values() if outlet.allow_private]
    ledger = open_ledger(settings)
    with (
        Claims(ledger.engine, [outlet.id for outlet in outlets], settings.lease_seconds) as claims,
        open_sink(settings, run_name(), claims=claims, pause=killer) as sink,
    ):
        assert len(claims.held) == len(outlets), claims.skipped
        run_crawl(outlets, sink, CrawlOptions(delay=0))


def ingest(killer: Killer) -> None:
    settings = load_settings()
    ledger, archive = open_ledger(settings), open_archive(settings)
    adopt(ledger, archive)
    processing = Processing(archive=archive, outlets=registry(settings))
    with closing(open_store(settings)) as store:
        Ingest(ledger, store, processing, batch=20, pause=killer).run(workers=1)


if __name__ == "__main__":
    for phase in sys.argv[1].split(","):
        {"crawl": crawl, "ingest": ingest}[phase](Killer(sys.argv[2], int(sys.argv[3])))
