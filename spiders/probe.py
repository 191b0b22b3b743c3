"""A look at one outlet: one source and one page, by the crawl's own path, kept in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spiders.crawl.options import CrawlEvent, CrawlOptions, Progress
from spiders.outlet import Outlet, Source
from spiders.sink import Discovered, Exchange, OutletStats, Validators

_REQUESTS = 3
"""A source, a part of it where it is an index of sitemaps, and the page; robots.txt comes before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look brought: the answers kept, what was refused or failed and why, and the crawl's own counts.

    ``announced`` counts the articles that the source told of; ``user_agent`` is the name that was given.
    """

    exchanges: tuple[Exchange, ...]
    events: tuple[CrawlEvent, ...]
    announced: int
    stats: OutletStats
    user_agent: str

    def of_kind(self, *kinds: str) -> Exchange | None:
        """Return the last answer of one of these kinds, or None."""
        return next((item for item in reversed(self.exchanges) if item.kind in kinds), None)

    @property
    def troubles(self) -> tuple[CrawlEvent, ...]:
        """Return the events that say why something was not taken."""
        return tuple(event for event in self.events if event.event in ("refused", "failed"))


@dataclass(slots=True)
class _InMemory:
    """A sink (see `spiders.sink.Sink`) that keeps answers here and lets the crawl go on with ``wanted`` articles."""

    wanted: int
    exchanges: list[Exchange] = field(default_factory=list)
    announced: int = 0

    def discovered(self, outlet_id: str, found: Sequence[Discovered]) -> Sequence[str]:
        """Count what is announced; the first of it is to be fetched."""
        self.announced += len(found)
        chosen, self.wanted = found[: self.wanted], max(0, self.wanted - len(found))
        return [item.url for item in chosen]

    def due(self, outlet_id: str) -> Sequence[str]:
        """Return nothing: a look leaves what waits to the crawl."""
        return ()

    def validators(self, url: str) -> Validators | None:
        """Return None: the answer itself is wanted."""
        return None

    def captured(self, exchange: Exchange) -> None:
        """Keep an answer."""
        self.exchanges.append(exchange)

    def not_modified(self, outlet_id: str, url: str) -> None:
        """Nothing is asked conditionally, so nothing is noted."""

    def refused(self, outlet_id: str, url: str, reason: str) -> None:
        """Leave it to the events, which say the same."""

    def failed(self, outlet_id: str, url: str, reason: str, status: int | None) -> None:
        """Leave it to the events, which say the same."""

    def finished(self, stats: OutletStats) -> None:
        """Leave it to the caller, who is given the counts."""


def take_a_look(outlet: Outlet, options: CrawlOptions, tell: Progress | None = None) -> Look:
    """Fetch the outlet's first source and the first article it announces, or the URLs of ``options.only``.

    It starts Scrapy, so it runs once in a process.
    """
    from spiders.crawl.run import run_crawl

    sink, events = _InMemory(wanted=1), list[CrawlEvent]()

    def note(event: CrawlEvent) -> None:
        events.append(event)
        if tell:
            tell(event)

    bounded = replace(options, max_pages=max(_REQUESTS, len(options.only)))
    stats = run_crawl([narrowed(outlet)], sink, bounded, note)[0]
    return Look(
        exchanges=tuple(sink.exchanges),
        events=tuple(events),
        announced=sink.announced,
        stats=stats,
        user_agent=options.user_agent,
    )


def narrowed(outlet: Outlet, source: Source | None = None) -> Outlet:
    """Return the outlet with one source, its first where none is named, and no more of that than leads to a page."""
    chosen = outlet.sources[:1] if source is None else (source,)
    depth = 2 if chosen and chosen[0].type == "sitemap" else 1
    politeness = outlet.politeness.model_copy(update={"max_depth": depth, "concurrency": 1})
    return outlet.model_copy(update={"sources": chosen, "politeness": politeness})
