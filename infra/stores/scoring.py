"""The score of an article for a query: BM25 over weighted fields, and a little for words that stand together.

BM25F after Robertson and Zaragoza (2009): the fields' counts are weighted, summed and then saturated once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from infra.stores.analysis import Leaf

# headline, kicker, lead, body
FIELD_WEIGHTS = (3.0, 1.5, 1.5, 1.0)
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a score needs beside the article: the leaves, how many articles hold each, how many there are."""

    leaves: tuple[Leaf, ...]
    counts: tuple[int, ...]
    total: int


def score(
    evidence: Evidence, places: Sequence[Sequence[Sequence[int]]], sizes: Sequence[int], totals: Sequence[int]
) -> float:
    """Score one article. ``places`` holds for each pattern of each leaf the positions by field; sizes in words."""
    length = sum(weight * size for weight, size in zip(FIELD_WEIGHTS, sizes, strict=True))
    average = sum(weight * size for weight, size in zip(FIELD_WEIGHTS, totals, strict=True)) / max(1, evidence.total)
    norm = K1 * (1 - B + B * length / max(1.0, average))
    result = 0.0
    index = 0
    for wanted, count in zip(evidence.leaves, evidence.counts, strict=True):
        found = places[index : index + len(wanted.patterns)]
        index += len(wanted.patterns)
        times = sum(weight * len(pattern[field]) for pattern in found for field, weight in enumerate(FIELD_WEIGHTS))
        rarity = math.log(1 + (evidence.total - count + 0.5) / (count + 0.5))
        result += rarity * times * (K1 + 1) / (times + norm)
    return result
