"""The one spider: a task an outlet, all of them in Scrapy's engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import scrapy

from spiders.crawl.book import Book
from spiders.crawl.fetch import Fetcher
from spiders.crawl.options import CrawlOptions, Progress
from spiders.crawl.outlet_crawl import OutletCrawl
from spiders.crawl.together import together
from spiders.outlet import Outlet
from spiders.sink import OutletStats, Sink


@dataclass(slots=True, kw_only=True)
class Task:
    """What the spider is to do, and what came of it."""

    outlets: tuple[Outlet, ...]
    sink: Sink
    options: CrawlOptions
    progress: Progress
    stats: dict[str, OutletStats] = field(default_factory=dict)
    error: BaseException | None = None


class RasidSpider(scrapy.Spider):
    """Drives the engine by `ExecutionEngine.download_async` rather than by callbacks.

    Scrapy logs what a callback raises and goes on; an error of the sink has to stop the crawl. And a request waits in
    its outlet's own queue, not in one for all, so a slow outlet holds up nobody.
    """

    name = "rasid"

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rasid_task = task

    async def start(self) -> AsyncIterator[Any]:
        """Crawl every outlet; yields nothing."""
        task = self.rasid_task
        try:
            await together(self._crawl(outlet) for outlet in task.outlets)
        except Exception as error:
            task.error = task.error or error
        return
        yield

    async def _crawl(self, outlet: Outlet) -> None:
        task = self.rasid_task
        book = Book(outlet, task.sink, task.options, task.progress)
        fetcher = Fetcher(self.crawler.engine, outlet, task.options)
        try:
            await OutletCrawl(outlet, task.sink, task.options, fetcher, book).run()
        except asyncio.CancelledError:
            book.stop("interrupted")
            raise
        except Exception as error:
            task.error = task.error or error
            raise
        finally:
            # After an error the sink may be what is broken; its own message is the one to hear.
            task.stats[outlet.id] = book.close(tell=task.error is None)
