"""The entry to a crawl: starts the reactor, waits for its end, and lets an error out."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from spiders.crawl.options import CrawlOptions, Progress
from spiders.crawl.spider import RasidSpider, Task
from spiders.outlet import Outlet
from spiders.settings import build_settings
from spiders.sink import OutletStats, Sink


def run_crawl(
    outlets: Sequence[Outlet], sink: Sink, options: CrawlOptions, progress: Progress | None = None
) -> tuple[OutletStats, ...]:
    """Crawl the outlets and return what each one's crawl did, in their order.

    Once in a process: the reactor cannot start twice. SIGINT or SIGTERM ends it in order (``finished`` is
    ``interrupted``). What the sink or ``progress`` raises stops the crawl and comes out here; what a server does never
    does.
    """
    if not outlets:
        return ()
    task = Task(outlets=tuple(outlets), sink=sink, options=options, progress=progress or (lambda event: None))
    process = _quiet_process(build_settings(options))
    running = process.crawl(RasidSpider, task=task)
    process.start()
    if task.error is not None:
        raise task.error
    if running.done() and not running.cancelled() and (error := running.exception()):
        raise error
    return tuple(task.stats[outlet.id] for outlet in outlets)


def _quiet_process(settings: Mapping[str, Any]) -> AsyncCrawlerProcess:
    # Scrapy opens its logger to DEBUG, greets, and writes a line a page; ``progress`` tells the caller of pages.
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        process = AsyncCrawlerProcess(dict(settings))
    finally:
        logging.disable(before)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    return process
