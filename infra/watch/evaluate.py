"""Asking every watch-list of what reached the store since it last looked: by sequence, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from infra.config import Settings
from infra.ledger import connected
from infra.ledger.outbox import Letter, Outbox
from infra.stores import open_store
from infra.stores.base import Hit, Store
from infra.watch.hit import Found, found_of, found_spike
from infra.watch.lists import WatchList, load_watchlists
from infra.watch.rates import Rates
from processors.errors import RasidError

EVERYTHING = "@all"
"""The name under which it is kept how far the last evaluation looked: where a list that is new begins."""
WHOLE = -1
"""Where a list begins that is to be asked of all that is stored, old pages of other archives too."""
NEWS = timedelta(days=30)
"""How long after its capture a page that came in from another archive (`rasid archive import`) is news."""
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchReport:
    """What an evaluation did: articles looked at, hits that are new by list, and what is wrong with which list."""

    articles: int = 0
    hits: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def evaluate_watches(settings: Settings, *, now: datetime | None = None) -> WatchReport:
    """Put what the watch-lists find among newly stored articles into the outbox; `send_notices` delivers it.

    A list that cannot be read or asked is reported and keeps its place: once mended it goes on from there. Two that
    evaluate at once enter each hit once.
    """
    with connected(settings.ledger_url) as engine:
        return _Evaluation(settings, Outbox(engine), now or datetime.now(UTC)).run()


class _Evaluation:
    def __init__(self, settings: Settings, outbox: Outbox, now: datetime) -> None:
        self._settings, self._outbox, self._now = settings, outbox, now
        self._loaded = load_watchlists(settings.home, settings.timezone)
        self._positions, self._last = outbox.positions(), outbox.last()
        self._begun = self._positions.get(EVERYTHING, 0)

    def run(self) -> WatchReport:
        hits, problems = {}, dict(self._loaded.problems)
        for name in problems:
            self._stay(name)
        if self._loaded.lists:
            with closing(open_store(self._settings, patient=True)) as store:
                for name, watchlist in self._loaded.lists.items():
                    try:
                        hits[name] = self._look(store, watchlist)
                    except RasidError as error:
                        problems[name] = f"{name}: {error}"
                        self._stay(name)
        self._outbox.put((), EVERYTHING, self._last)
        return WatchReport(articles=max(0, self._last - self._begun), hits=hits, problems=problems)

    def _stay(self, name: str) -> None:
        if name not in self._positions:
            self._outbox.put((), name, self._begun)

    def _look(self, store: Store, watchlist: WatchList) -> int:
        start, new = self._positions.get(watchlist.id, self._begun), 0
        if not watchlist.enabled:
            self._outbox.put((), watchlist.id, self._last)
            return 0
        since = self._now - NEWS if start > WHOLE else None
        news = partial(self._outbox.stored, imported_since=since)
        for position, found in search_after(news, store, watchlist, start, self._last):
            letters = [letter for one in found for letter in letters_of(watchlist, one, self._now)]
            new += self._outbox.put(letters, watchlist.id, position)
        self._outbox.put((), watchlist.id, self._last)
        return new + (self._spike(store, watchlist) if watchlist.spikes else 0)

    def _spike(self, store: Store, watchlist: WatchList) -> int:
        rates = Rates(store, watchlist.timezone, self._outbox.begun(), self._now)
        spike = rates.spike(watchlist.over_all(0))
        letters = letters_of(watchlist, found_spike(watchlist, spike), self._now) if spike else []
        return self._outbox.put(letters, watchlist.id, self._last) if letters else 0


def letters_of(watchlist: WatchList, found: Found, now: datetime) -> list[Letter]:
    """Return the letters of a hit, one a channel."""
    about, record = found.article_id, found.record
    return [
        Letter(watchlist=watchlist.id, article_id=about, channel=channel, at=now, hit=record)
        for channel in watchlist.deliver.channels
    ]


def search_after(
    stored: Callable[[int, int, int], list[tuple[int, str]]], store: Store, watchlist: WatchList, after: int, last: int
) -> Iterator[tuple[int, list[Found]]]:
    """Yield batch by batch the position reached, and the hits among the articles up to it in the order of storing."""
    while batch := stored(after, last, _BATCH):
        after = batch[-1][0]
        order = {article: number for number, article in batch}
        hits = store.search(watchlist.asks(list(order))).hits
        yield after, [found_of(watchlist, hit) for hit in sorted(hits, key=lambda hit: order[_id(hit)])]


def _id(hit: Hit) -> str:
    return hit.stored.enriched.article.id
