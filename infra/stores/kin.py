"""Which of the articles that share a band are worth a closer look, by one rule in both stores.

Newspapers' phrases (في المئة، من جهته) make bands that hundreds of distinct articles have: among 50,000 generated ones
.7 of an article's 64 bands gave 400 of its 416 candidates, each by that one band alone. Such a candidate is left out:
of two texts with the fifth of their pairs in common that `ROWS` is made for, 14 in 100 share one band only, and it is a
given one of 64 for 2 in 1,000; of two that share half, for next to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

COMMON = 32
"""Articles with one band: with more, to share it alone says nothing."""

Key = TypeVar("Key", str, int)


def worth_a_look(shared: Iterable[tuple[Key, int]]) -> list[Key]:
    """Return which articles share two bands, or one that at most `COMMON` have, from pairs of article and band."""
    pairs = list(shared)
    bands_of = Counter([key for key, _ in pairs])
    holders = Counter([band for _, band in pairs])
    return list(dict.fromkeys(key for key, band in pairs if bands_of[key] > 1 or holders[band] <= COMMON))
