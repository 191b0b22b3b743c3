"""Is an hourly count far above its own usual for the hour and day of the week?

The usual of an hour of the week is its mean over the weeks before, drawn towards the mean of that hour of the day over
all days, and that towards the mean of all hours: few weeks tell little of one hour of 168. How far counts scatter
around it is measured on the same weeks (a negative binomial, whose variance is m + φm²), because news come in bursts.
A spike is a count that chance reaches in less than one of a hundred thousand windows, at three times the usual and five
articles at least; windows of several lengths, because what comes rarely takes longer to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, lgamma, log
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

HOUR = timedelta(hours=1)
WINDOWS = (1, 3, 6, 24)
"""Hours looked at together."""
_OWN = 24  # the latest hours, in which the spike may lie: they are no part of the usual
_SEEN = 21 * 24  # observed hours before those, without which nothing is said
LEAST = (_SEEN + _OWN) * HOUR
"""How long articles must have been collected."""
_CHANCE = 1e-5
_TIMES, _ARTICLES = 3.0, 5
_TO_DAY, _TO_ALL = 4.0, 24.0  # observations that the mean of the day's hour, and that of all hours, count for
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """``count`` articles in the ``hours`` before ``until``, where ``expected`` are usual, with the chance of that."""

    count: int
    expected: float
    hours: int
    until: datetime
    chance: float

    @property
    def told(self) -> str:
        """The spike in a line of English."""
        return f"{self.count} articles in {self.hours} hours, usually {self.expected:.1f}"

    @property
    def told_ar(self) -> str:
        """The spike in a line of Arabic, in words that fit every number."""
        return f"عدد المقالات في آخر {self.hours} ساعة: {self.count}، والمعتاد {self.expected:.1f}"


def find_spike(counts: Sequence[int], observed: Sequence[bool], until: datetime, zone: ZoneInfo) -> Spike | None:
    """Return the least likely spike that ends at ``until`` (a full hour), None where there is none or too little known.

    ``counts`` are by hour, oldest first, the last one ending at ``until``. ``observed`` is false for hours in which
    nothing was collected: they say nothing of the usual.
    """
    values, seen = np.asarray(counts, np.float64), np.asarray(observed, np.bool_)
    past = seen.copy()
    past[-_OWN:] = False
    if past.sum() < _SEEN:
        return None
    slots = _slots(len(values), until, zone)
    usual, known = _usual(values, past, slots)
    found = [spike for hours in WINDOWS if (spike := _window(values, past, usual, known, hours, until))]
    return min(found, key=lambda spike: spike.chance, default=None)


def _window(
    values: Floats, past: NDArray[np.bool_], usual: Floats, known: Floats, hours: int, until: datetime
) -> Spike | None:
    count, expected = int(values[-hours:].sum()), float(usual[-hours:].sum())
    if count < _ARTICLES or count < _TIMES * expected:
        return None
    # What is not known of the mean scatters the count as well: the gamma-Poisson mixture is a negative binomial.
    spread = _scatter(values, past, usual, hours) + 1.0 / float(known[-hours:].sum())
    chance = tail(count, expected, 1.0 / spread)
    if chance >= _CHANCE:
        return None
    return Spike(count=count, expected=expected, hours=hours, until=until, chance=chance)


def _slots(length: int, until: datetime, zone: ZoneInfo) -> NDArray[np.int64]:
    """Return the hour of the week, 0 to 167, in which each hour of the series begins on the reader's clock."""
    # In UTC, because a local clock leaps.
    first = until.astimezone(UTC) - length * HOUR
    local = ((first + number * HOUR).astimezone(zone) for number in range(length))
    return np.array([moment.weekday() * 24 + moment.hour for moment in local], np.int64)


def _usual(values: Floats, past: NDArray[np.bool_], slots: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the usual of each hour of the series, and how many articles that is known from."""
    number, among = np.zeros(168), np.zeros(168)
    np.add.at(number, slots[past], values[past])
    np.add.at(among, slots[past], 1.0)
    # Half an article (Jeffreys' prior of a rate): what was never there is rare, not impossible.
    everything = (number.sum() + 0.5) / among.sum()
    by_day, days = number.reshape(7, 24).sum(axis=0), among.reshape(7, 24).sum(axis=0)
    of_day = np.tile((by_day + _TO_ALL * everything) / (days + _TO_ALL), 7)
    rates = (number + _TO_DAY * of_day) / (among + _TO_DAY)
    return rates[slots], (number + _TO_DAY * of_day)[slots]


def _scatter(values: Floats, past: NDArray[np.bool_], usual: Floats, hours: int) -> float:
    """Return φ of windows of so many hours, by moments: how the variance exceeds Poisson's, over the squared mean."""
    length = len(values) // hours * hours
    blocks = (part[-length:].reshape(-1, hours) for part in (values, usual, past))
    counted, expected, whole = (next(blocks).sum(axis=1), next(blocks).sum(axis=1), next(blocks).all(axis=1))
    gaps = (counted[whole] - expected[whole]) ** 2 - expected[whole]
    return max(0.0, float(gaps.sum() / (expected[whole] ** 2).sum()))


def tail(count: int, mean: float, size: float) -> float:
    """Return the chance of ``count`` or more of a negative binomial with that mean and variance mean + mean²/size."""
    share = mean / (mean + size)
    term = exp(
        lgamma(count + size) - lgamma(size) - lgamma(count + 1) + count * log(share) + size * log(size / (mean + size))
    )
    total, number = 0.0, count
    while term > total * 1e-12 or number <= mean:
        total += term
        term *= share * (number + size) / (number + 1)
        number += 1
    return total
