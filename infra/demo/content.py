"""What the demo's outlets have published: hand-written articles first, synthetic ones behind them, found in O(1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from infra.demo import synthetic
from infra.demo.layouts import LAYOUTS
from infra.demo.texts import Text, hand_written

DEMO_ZONE = ZoneInfo("Asia/Baghdad")


def demo_midnight(now: datetime) -> datetime:
    """Return the start of ``now``'s day in Baghdad: ages count back from it, so the newest articles are yesterday's.

    One moment for a whole day, so that a second run on that day finds the site unchanged.
    """
    if now.tzinfo is None:
        raise ValueError("now: a naive datetime; give it a time zone, such as datetime.now(UTC)")
    return now.astimezone(DEMO_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Content:
    """The articles of all outlets. ``pages`` is their number over all outlets, never below the hand-written ones."""

    midnight: datetime
    pages: int | None = None
    seed: int = 0

    @cached_property
    def _synthetic(self) -> int:
        return max(0, (self.pages or 0) - sum(map(len, hand_written().values())))

    @cached_property
    def _by_number(self) -> dict[tuple[str, int], Text]:
        return {(text.outlet, text.number): text for texts in hand_written().values() for text in texts}

    def count(self, outlet: str) -> int:
        """Return how many articles the outlet has."""
        return len(hand_written()[outlet]) + len(self._indices(outlet))

    def _indices(self, outlet: str) -> range:
        return range(list(LAYOUTS).index(outlet), self._synthetic, len(LAYOUTS))

    def newest(self, outlet: str, start: int = 0, stop: int | None = None) -> Iterator[Text]:
        """Yield the outlet's articles ``start`` to ``stop``, counted from the newest; synthetic ones without text."""
        written = hand_written()[outlet]
        for position in range(start, min(self.count(outlet), self.count(outlet) if stop is None else stop)):
            if position < len(written):
                yield written[position]
            else:
                yield synthetic.stub(outlet, self.seed, self._indices(outlet)[position - len(written)])

    def find(self, outlet: str, number: int) -> Text | None:
        """Return the outlet's article of that number, or None."""
        index = number - synthetic.FIRST_NUMBER
        if index in self._indices(outlet):
            return synthetic.article(outlet, self.seed, index)
        return self._by_number.get((outlet, number))

    def published(self, text: Text) -> datetime:
        """Return the moment of publication, to the minute, in the outlet's zone."""
        moment = self.midnight - timedelta(minutes=round(text.hours * 60))
        return LAYOUTS[text.outlet].local(moment)

    def modified(self, text: Text) -> datetime | None:
        """Return the moment of the correction, or None where there is none."""
        if text.correction is None:
            return None
        return self.published(text) + timedelta(minutes=round(text.correction.hours * 60))
