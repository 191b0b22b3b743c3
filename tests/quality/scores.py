"""How an extracted article is held against what the page says."""

from __future__ import annotations

import re
from collections import Counter

_TOKEN = re.compile(r"\w+")


def token_f1(got: str, wanted: str) -> float:
    """Return the F1 of the two texts' words as bags: the measure of the extractors' own evaluations."""
    one, other = Counter(_TOKEN.findall(got)), Counter(_TOKEN.findall(wanted))
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0
