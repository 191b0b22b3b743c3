"""A day of the schedule, event by event, with a clock of its own: crawls in a pool, then batches in a pool.

The time of one crawl and of one article are what was measured; what is asked is whether the queues empty again before
the next run of a tier is due. Deterministic by its seed.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import deque
from dataclasses import dataclass, field

DAY = 86_400.0
PERIODS = {"agency": 900.0, "daily": 3600.0, "weekly": 86_400.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What comes: outlets by tier, articles a day, and how much more of them the busiest hour has than the mean one."""

    outlets: dict[str, int]
    articles: int
    peak: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What was measured or is set, in seconds: of a crawl's start, of a page (delay and answer), of starting a batch,
    of an article, and of the scheduler for one task; the slots of both pools."""

    crawl_start: float
    page: float
    batch_start: float
    article: float
    task: float
    crawl_slots: int
    ingest_slots: int
    batch: int = 500


@dataclass(slots=True)
class Outcome:
    """What the day came to, in seconds: how long crawls waited for a slot, and articles for the store."""

    crawls: int = 0
    skipped: int = 0
    stored: int = 0
    crawl_waits: list[float] = field(default_factory=list)
    article_waits: list[float] = field(default_factory=list)
    waiting_most: int = 0
    left: int = 0

    def late(self, share: float = 0.99) -> tuple[float, float]:
        """Return the waits that ``share`` of the crawls and of the articles do not exceed."""
        return _quantile(self.crawl_waits, share), _quantile(self.article_waits, share)


class _Day:
    """The state of the simulation: what happens when, who waits, who works."""

    def __init__(self, load: Load, costs: Costs, seed: int, days: float) -> None:
        self.costs, self.out, self.end = costs, Outcome(), days * DAY
        self.draw = random.Random(seed)
        self.events: list[tuple[float, int, str, object]] = []
        self.number = 0
        self.crawls: deque[tuple[float, int]] = deque()
        self.running_crawls, self.ingesting = 0, False
        self.busy: set[int] = set()
        self.last: dict[int, float] = {}
        self.captured: list[tuple[float, int]] = []
        self.waiting = 0
        self.rates = _rates(load, self.draw)
        self.peak = load.peak
        self.tier_of = [tier for tier, number in load.outlets.items() for _ in range(number)]
        for tier, period in PERIODS.items():
            self.at(0.0, "tick", (tier, period))

    def at(self, moment: float, what: str, about: object) -> None:
        self.number += 1
        heapq.heappush(self.events, (moment, self.number, what, about))

    def run(self) -> Outcome:
        while self.events and self.events[0][0] <= self.end:
            now, _, what, about = heapq.heappop(self.events)
            getattr(self, f"_{what}")(now, about)
            self._start_crawls(now)
            self._start_batches(now)
            self.out.waiting_most = max(self.out.waiting_most, self.waiting)
        self.out.left = self.waiting
        return self.out

    def _tick(self, now: float, about: object) -> None:
        tier, period = about  # type: ignore[misc]
        chosen = [outlet for outlet, own in enumerate(self.tier_of) if own == tier]
        for place, outlet in enumerate(chosen):
            # The scheduler makes the tasks of a run ready one after the other.
            self.at(now + place * self.costs.task, "due", outlet)
        self.at(now + period, "tick", (tier, period))

    def _due(self, now: float, about: object) -> None:
        outlet = int(about)  # type: ignore[call-overload]
        if outlet in self.busy:
            self.out.skipped += 1  # max_active_runs=1: the run before is not over
            return
        self.busy.add(outlet)
        self.crawls.append((now, outlet))

    def _start_crawls(self, now: float) -> None:
        while self.crawls and self.running_crawls < self.costs.crawl_slots:
            asked, outlet = self.crawls.popleft()
            self.running_crawls += 1
            self.out.crawl_waits.append(now - asked)
            fresh = self._fresh(outlet, now)
            seconds = self.costs.crawl_start + self.costs.page * (2 + fresh)  # robots.txt and the source
            self.at(now + seconds, "crawled", (outlet, fresh))

    def _fresh(self, outlet: int, now: float) -> int:
        """Draw how many articles came since the last crawl: by the outlet's rate and the hour of the day."""
        since = max(0.0, now - self.last.get(outlet, now - PERIODS[self.tier_of[outlet]]))
        self.last[outlet] = now
        hour = now / 3600 % 24
        shape = self.peak if 9 <= hour < 12 else (24 - 3 * self.peak) / 21
        return _poisson(self.draw, self.rates[outlet] * since / DAY * shape)

    def _crawled(self, now: float, about: object) -> None:
        outlet, fresh = about  # type: ignore[misc]
        self.running_crawls -= 1
        self.busy.discard(outlet)
        self.out.crawls += 1
        if fresh:
            self.captured.append((now, fresh))
            self.waiting += fresh

    def _start_batches(self, now: float) -> None:
        """Begin a run of the ingest where none is under way, with all that was captured, in batches on its slots."""
        if self.ingesting or not self.captured:
            return
        self.ingesting = True
        parts, self.captured = self.captured, []
        articles = sum(number for _, number in parts)
        batches = math.ceil(articles / self.costs.batch)
        at_once = min(batches, self.costs.ingest_slots)
        starts = math.ceil(batches / self.costs.ingest_slots) * self.costs.batch_start
        seconds = 3 * self.costs.task + starts + articles * self.costs.article / at_once
        self.at(now + seconds, "stored", parts)

    def _stored(self, now: float, about: object) -> None:
        self.ingesting = False
        for moment, number in about:  # type: ignore[attr-defined]
            self.out.stored += number
            self.waiting -= number
            self.out.article_waits.append(now - moment)


def simulate(load: Load, costs: Costs, *, seed: int = 1, days: float = 1.0) -> Outcome:
    """Run the schedule for some days and return what they came to."""
    return _Day(load, costs, seed, days).run()


def slots_needed(load: Load, costs: Costs) -> float:
    """Return how many crawls run at once on the mean: a pool must be larger, or the queue never empties."""
    crawls = sum(number * DAY / PERIODS[tier] for tier, number in load.outlets.items())
    return (crawls * (costs.crawl_start + 2 * costs.page) + load.articles * costs.page) / DAY


def _rates(load: Load, draw: random.Random) -> list[float]:
    """Share the day's articles out: by tier, and unevenly within it, as outlets are (log-normal)."""
    weights = {"agency": 6.0, "daily": 1.0, "weekly": 0.1}
    each = [weights[tier] * draw.lognormvariate(0, 0.8) for tier, number in load.outlets.items() for _ in range(number)]
    whole = sum(each)
    return [load.articles * weight / whole for weight in each]


def _poisson(draw: random.Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(draw.gauss(mean, mean**0.5)))
    count, left = 0, draw.expovariate(1.0)
    while left < mean:
        count += 1
        left += draw.expovariate(1.0)
    return count


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def tiers(outlets: int) -> dict[str, int]:
    """Return outlets by tier: one in ten an agency, one in five a weekly, the rest dailies."""
    agencies, weeklies = outlets // 10, outlets // 5
    return {"agency": agencies, "daily": outlets - agencies - weeklies, "weekly": weeklies}
