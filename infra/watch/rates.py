"""Hourly counts of watch-lists and entities out of the store, and which of them spike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from infra.stores.base import Query, Store
from infra.watch.lists import WatchList
from infra.watch.spikes import HOUR, LEAST, Spike, find_spike

_WEEKS = timedelta(weeks=8)
_DAY = timedelta(days=1)
_FACETS = ("person", "organisation", "group", "place", "countries")
_MOST = 40  # entities of each kind that are looked at: the most named of the last day
_FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """What spikes: a watch-list (``kind`` is ``list``) or an entity of a kind, by id, with its name for readers."""

    kind: str
    id: str
    name: str
    spike: Spike


class Rates:
    """Counts of one store up to the last full hour; ``begun`` is when collecting began: before, nothing is usual."""

    def __init__(self, store: Store, zone: str, begun: datetime | None, now: datetime) -> None:
        self._store, self._zone, self._now = store, ZoneInfo(zone), now
        self._until = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        self._since = self._until - _WEEKS
        if begun is not None and begun > self._since:
            # The first day is left out: what was there when collecting began was published before.
            self._since = min(self._until, begun.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + _DAY)
        self._known = begun is not None
        self._observed: list[bool] | None = None

    @property
    def missing(self) -> timedelta:
        """How much longer articles must be collected until there is a usual; zero where there is one."""
        known = self._until - self._since if self._known else timedelta(0)
        return max(timedelta(0), LEAST - known)

    def spike(self, query: Query) -> Spike | None:
        """Return the spike of a query's articles, by published_at; None where there is none or too little is known."""
        if self.missing:
            return None
        counts = self._hours(query)
        self._observed = self._days_observed() if self._observed is None else self._observed
        return find_spike(counts, self._observed, self._until, self._zone)

    def lists(self, watchlists: list[WatchList]) -> Iterator[Rising]:
        """Yield the watch-lists that spike."""
        for one in watchlists:
            if spike := self.spike(one.over_all(0)):
                yield Rising(kind="list", id=one.id, name=one.title, spike=spike)

    def entities(self) -> Iterator[Rising]:
        """Yield the entities that spike, of those most named in the last day."""
        recent = Query(date_from=self._until - _DAY, date_to=self._until)
        for facet, counts in self._store.facets(recent, _FACETS, _MOST).items():
            for item in counts:
                if item.count >= _FEW and (spike := self.spike(Query(entity=(item.key,)))):
                    yield Rising(kind=facet, id=item.key, name=item.label or item.key, spike=spike)

    def _hours(self, query: Query) -> list[int]:
        bounded = replace(query, date_from=self._since, date_to=self._until)
        found = {item.key: item.count for item in self._store.histogram(bounded, "hour", "UTC")}
        by_hour = {datetime.fromisoformat(key).astimezone(UTC): count for key, count in found.items()}
        return [by_hour.get(hour, 0) for hour in self._each()]

    def _days_observed(self) -> list[bool]:
        bounded = Query(date_from=self._since, date_to=self._until)
        days = {item.key for item in self._store.histogram(bounded, "day", self._zone.key) if item.count}
        return [hour.astimezone(self._zone).date().isoformat() in days for hour in self._each()]

    def _each(self) -> Iterator[datetime]:
        hour = self._since
        while hour < self._until:
            yield hour
            hour += HOUR
