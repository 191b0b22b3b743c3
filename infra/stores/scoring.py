"""The score of an article for a query: BM25 over weighted fields, with a little for the word as printed, for words of
its root and for words that stand early.

BM25F after Robertson and Zaragoza (2009): the fields' counts are weighted, summed and then saturated once. The
constants were chosen on the training half of ARCD (docs/search.md has the trials); they are the same for every query.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from infra.stores.analysis import Leaf

# headline, kicker, lead, body
FIELD_WEIGHTS = (3.0, 1.5, 1.5, 1.0)
K1 = 0.8
B = 0.9
PRINTED = 0.5  # what the word as printed counts beside its stem
ROOT = 0.8  # what words of its root count beside it
# Added for a word among the first 20 of a field: news and encyclopaedias say first what they are about.
EARLY = 0.15
EARLY_WORDS = 20
_FEW = 1000  # articles, whose every match is weighed in no time
_RARE = 0.03  # share of the articles up to which a word's every match is weighed

Places = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a score needs beside the article: the leaves, how many articles hold each, how many there are."""

    leaves: tuple[Leaf, ...]
    counts: tuple[int, ...]
    total: int


def telling(leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Return the leaves that count, each once: those with a topic, where there are any."""
    found = tuple(dict.fromkeys(wanted for wanted in leaves if wanted.patterns))
    return tuple(wanted for wanted in found if not wanted.weak) or found


def most_weighed(counts: Sequence[int], total: int) -> float:
    """Return in how many articles a word may stand for each match to be weighed before the close look.

    A commoner one (`flat_weight`) counts the same wherever it stands, so that of its articles the newest are looked at.
    """
    rarest = min((count for count in counts if count), default=0)
    return max(_RARE * total, min(rarest, 2 * _RARE * total), _FEW)


def flat_weight(count: int, total: int) -> float:
    """Return the weight of a word that stands in many articles."""
    return max(math.log(total / count), 0.01)


def score(evidence: Evidence, places: Sequence[Places], sizes: Sequence[float], totals: Sequence[float]) -> float:
    """Score one article.

    ``places`` holds positions by field: for each pattern of each leaf in turn, then for each leaf in turn what stands
    beside it (the word as printed, its root, where it has them). ``sizes`` are the article's fields in words,
    ``totals`` those of all articles together.
    """
    norm = _norm(evidence, sizes, totals)
    patterns = iter(places)
    found = [_joined([next(patterns) for _ in wanted.patterns]) for wanted in evidence.leaves]
    result = 0.0
    rarities = [_rarity(count, evidence.total) for count in evidence.counts]
    for wanted, here, rarity in zip(evidence.leaves, found, rarities, strict=True):
        weight = _saturated(_times(here), norm)
        if wanted.printed:
            weight += PRINTED * _saturated(_times(next(patterns)), norm)
        if wanted.near:
            weight += ROOT * _saturated(_times(next(patterns)), norm)
        result += rarity * weight * (1 + EARLY if _early(here) else 1)
    return result


def _norm(evidence: Evidence, sizes: Sequence[float], totals: Sequence[float]) -> float:
    length = weighted(sizes)
    average = weighted(totals) / max(1, evidence.total)
    return K1 * (1 - B + B * length / max(1.0, average))


def weighted(sizes: Sequence[float]) -> float:
    """Return the length that counts of an article's fields in words."""
    return sum(weight * size for weight, size in zip(FIELD_WEIGHTS, sizes, strict=True))


def _rarity(count: int, total: int) -> float:
    return math.log(1 + (max(0, total - count) + 0.5) / (count + 0.5))


def _joined(patterns: Sequence[Places]) -> Places:
    if len(patterns) == 1:
        return patterns[0]
    return [sorted({at for pattern in patterns for at in pattern[field]}) for field in range(len(FIELD_WEIGHTS))]


def _times(places: Places) -> float:
    return sum(weight * len(field) for weight, field in zip(FIELD_WEIGHTS, places, strict=True)) if any(places) else 0.0


def _saturated(times: float, norm: float) -> float:
    return times * (K1 + 1) / (times + norm) if times else 0.0


def _early(places: Places) -> bool:
    return any(field and field[0] < EARLY_WORDS for field in places)
