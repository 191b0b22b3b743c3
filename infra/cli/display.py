"""What a crawl shows while it works: a table that grows on a terminal, plain lines otherwise."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.table import Table

from infra.crawling import CrawlReport
from infra.logs import LOG, is_json
from spiders.crawl.options import CrawlEvent
from spiders.sink import OutletStats

_LINE_EVERY = 10.0  # seconds between two plain lines


@dataclass(slots=True)
class _Tally:
    articles: int = 0
    pages: int = 0
    errors: int = 0


class CrawlDisplay:
    """Counts the events of a crawl and shows them on stderr."""

    def __init__(self, *, quiet: bool = False) -> None:
        # Where the log is JSON lines, a table among them would break whoever reads it.
        self._console = Console(stderr=True, quiet=quiet or is_json())
        self._tallies: dict[str, _Tally] = defaultdict(_Tally)
        self._live = Live(console=self._console, auto_refresh=False) if self._console.is_terminal else None
        self._next = time.monotonic() + _LINE_EVERY

    def __call__(self, event: CrawlEvent) -> None:
        """Take in one event."""
        tally = self._tallies[event.outlet_id]
        tally.pages += event.event in ("captured", "not_modified")
        tally.articles += event.event == "captured" and event.kind == "article"
        tally.errors += event.event == "failed"
        now = time.monotonic()
        if self._live:
            self._live.update(self._table(), refresh=now >= self._next)
            self._next = now + 0.2 if now >= self._next else self._next
        elif now >= self._next:
            self._next = now + _LINE_EVERY
            self._console.print(self._line())

    def __enter__(self) -> CrawlDisplay:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.update(Table.grid())  # the summary follows
            self._live.stop()

    def _line(self) -> str:
        parts = (f"{name} {tally.articles} articles" for name, tally in self._tallies.items())
        return f"crawling: {', '.join(parts)}"

    def _table(self) -> Table:
        table = _table("outlet", "articles", "pages", "errors")
        for name, tally in self._tallies.items():
            table.add_row(name, str(tally.articles), str(tally.pages), str(tally.errors))
        return table

    def summary(self, report: CrawlReport) -> None:
        """Print a row for each outlet, and who is crawling what was skipped."""
        table = _table("outlet", "announced", "fetched", "304", "refused", "errors", "end")
        for item in report.stats:
            table.add_row(item.outlet_id, *_figures(item), item.finished)
        self._console.print(table)
        for item in report.stats if is_json() else ():
            LOG.info("crawled %s: %s", item.outlet_id, item.finished, extra={"fields": asdict(item)})
        for outlet_id, why in report.skipped.items():
            self._console.print(f"{outlet_id}: skipped, {why}")


def _figures(item: OutletStats) -> tuple[str, ...]:
    refused = sum(item.refused.values())
    reasons = ", ".join(f"{reason} {number}" for reason, number in item.refused.items())
    figures = (item.discovered, item.captured, item.not_modified)
    return (*map(str, figures), f"{refused} ({reasons})" if refused else "0", str(item.errors))


def _table(first: str, *others: str) -> Table:
    table = Table()
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right")
    return table
