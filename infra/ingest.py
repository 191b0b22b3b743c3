"""From the archive to the store: what the ledger says is captured becomes searchable, and the ledger says so."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from infra.coverage import coverage_of
from infra.ledger import Capture, Ledger
from infra.ledger.coverage import HealthBook
from infra.processing import Failure, Processing
from infra.stores.base import Store, Stored, WriteReport
from infra.stories import Stories
from infra.workers import SMALL, Outcome, mapper


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """How many captures came to which end. ``unchanged`` are known articles whose text is as it was."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    by_outlet: dict[str, int] = field(default_factory=dict)

    @property
    def captures(self) -> int:
        """Return the number of captures dealt with."""
        return self.created + self.updated + self.unchanged + self.quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which captures: ids beyond ``after`` up to ``last``, of some outlets (empty: all), ``limit`` at most."""

    after: int = 0
    last: int | None = None
    outlets: tuple[str, ...] = ()
    limit: int | None = None


class Ingest:
    """Processes captures in batches. ``pause`` is called between store and ledger, for tests."""

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        processing: Processing,
        *,
        batch: int,
        progress: Callable[[str, str], None] | None = None,
        pause: Callable[[str], None] | None = None,
    ) -> None:
        self._ledger, self._store, self._processing, self._batch = ledger, store, processing, batch
        self._stories = Stories(store)
        self._progress = progress or (lambda _outlet, _outcome: None)
        self._pause = pause or (lambda _point: None)

    def run(self, selection: Selection | None = None, workers: int | None = None) -> IngestReport:
        """Process what waits. A bad page goes to quarantine; an error of store or ledger ends the run, nothing lost."""
        selection = selection or Selection()
        totals: Counter[str] = Counter()
        by_outlet: Counter[str] = Counter()
        with mapper(self._processing, self._workers(selection, workers)) as outcomes_of:
            for captures, outcomes in _ahead(self._batches(selection), outcomes_of):
                for capture, end in self._settle(captures, outcomes):
                    totals[end] += 1
                    by_outlet[capture.outlet] += end != "quarantined"
                    self._progress(capture.outlet, end)
        return IngestReport(**totals, by_outlet=dict(by_outlet))

    def _workers(self, selection: Selection, workers: int | None) -> int:
        waiting = len(self._work(selection, selection.after, SMALL))
        return 1 if waiting < SMALL else workers or os.cpu_count() or 1

    def _work(self, selection: Selection, after: int, limit: int) -> list[Capture]:
        return self._ledger.work(limit, after, last=selection.last, outlets=selection.outlets)

    def _batches(self, selection: Selection) -> Iterator[list[Capture]]:
        after, left = selection.after, selection.limit
        while left is None or left > 0:
            captures = self._work(selection, after, self._batch if left is None else min(self._batch, left))
            if not captures:
                return
            after = captures[-1].id
            left = None if left is None else left - len(captures)
            yield captures

    def _settle(self, captures: Sequence[Capture], outcomes: Iterable[Outcome]) -> Iterator[tuple[Capture, str]]:
        ready: list[tuple[Capture, Stored]] = []
        ends = list(outcomes)
        for capture, outcome in zip(captures, ends, strict=True):
            if isinstance(outcome, Failure):
                self._ledger.quarantined(capture.id, outcome.step, outcome.error)
                yield capture, "quarantined"
            else:
                ready.append((capture, outcome))
        yield from self._store_all(ready)
        # What is processed again says nothing of how the outlet is today.
        fresh = [(capture, end) for capture, end in zip(captures, ends, strict=True) if not capture.attempts]
        HealthBook(self._ledger.engine).record(coverage_of(fresh))

    def _store_all(self, ready: list[tuple[Capture, Stored]]) -> Iterator[tuple[Capture, str]]:
        for part in _distinct(ready):
            report = self._store.write(self._stories.assign([stored for _, stored in part]))
            self._pause("stored")
            ends = _ends(report)
            refused = {item.id: item.reason for item in report.rejected}
            kept = [(capture.id, stored.id) for capture, stored in part if stored.id not in refused]
            self._ledger.indexed(kept)
            for capture, stored in part:
                if stored.id in refused:
                    self._ledger.quarantined(capture.id, "store", refused[stored.id])
                yield capture, ends[stored.id]


def _ahead(
    batches: Iterable[list[Capture]], outcomes_of: Callable[[Sequence[Capture]], Iterable[Outcome]]
) -> Iterator[tuple[list[Capture], Iterable[Outcome]]]:
    """Hand the next batch to the workers before the present one is written."""
    waiting: deque[tuple[list[Capture], Iterable[Outcome]]] = deque()
    for captures in batches:
        waiting.append((captures, outcomes_of(captures)))
        if len(waiting) > 1:
            yield waiting.popleft()
    yield from waiting


def _distinct(ready: list[tuple[Capture, Stored]]) -> Iterator[list[tuple[Capture, Stored]]]:
    """Cut the list so that no part holds two captures of one article: each is written after the one before it."""
    part: list[tuple[Capture, Stored]] = []
    seen: set[str] = set()
    for item in ready:
        if item[1].id in seen:
            yield part
            part, seen = [], set()
        part.append(item)
        seen.add(item[1].id)
    if part:
        yield part


def _ends(report: WriteReport) -> dict[str, str]:
    ends = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
    named = {article: end for end, articles in ends.items() for article in articles}
    return named | {item.id: "quarantined" for item in report.rejected}
