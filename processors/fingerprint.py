"""A fingerprint of an article's text, by which copies of one text are found among many.

MinHash (Broder 1997, "On the resemblance and containment of documents") over pairs of neighbouring folded
words: spelling, diacritics, punctuation and the order of paragraphs don't count. The hashing is datasketch's.

Pairs, not longer runs: with a fifth of the words changed two texts still share half of their pairs, but a third of
their runs of three; and two distinct articles of one newspaper share .14 % of their pairs (ANERcorp, mean of 40,000),
so that few false candidates come up.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from processors.arabic.normalise import fold
from processors.records import Article, Context, EnrichedArticle
from processors.step import Step

PERMUTATIONS = 128
ROWS = 2
"""Minima to a band: with 64 bands of 2, texts that share a fifth of their pairs meet in one with probability .93,
texts that share a hundredth with .006 (1 - (1 - s^2)^64)."""
LEAST = 25
"""Shorter texts (in pairs) have no fingerprint: what they share with others is chance or boilerplate."""
_SEED = 1
_WORD = re.compile(r"[^\W_]+")


def pairs(text: str) -> frozenset[int]:
    """Return the hashes of all pairs of neighbouring words of a text."""
    words = [_hash(word) for word in _WORD.findall(fold(text))]
    array = np.array(words, dtype=np.uint64)
    joined = array[:-1] * np.uint64(0x9E3779B1) + array[1:] * np.uint64(0x85EBCA77)
    return frozenset((joined >> np.uint64(16) & np.uint64(0xFFFFFFFF)).tolist())


def fingerprint(article: Article) -> tuple[int, ...]:
    """Return the number of pairs and `PERMUTATIONS` minima of the body; empty for a text too short to compare."""
    found = pairs(article.body)
    if len(found) < LEAST:
        return ()
    sketch = _empty().copy()
    sketch.update_batch(found)
    return (len(found), *sketch.hashvalues.tolist())


def flaw(marks: tuple[int, ...]) -> str | None:
    """Return why a fingerprint is none of this module's making, or None; an article without one has an empty one."""
    if marks and len(marks) != PERMUTATIONS + 1:
        return f"fingerprint: {len(marks)} numbers where {PERMUTATIONS + 1} are expected; process the article again"
    if any(not 0 <= mark < 1 << 32 for mark in marks):
        return "fingerprint: a number outside of 0 to 2^32 - 1; process the article again"
    return None


def bands(marks: tuple[int, ...]) -> tuple[int, ...]:
    """Return the bands of a fingerprint as signed 64-bit integers: two copies share at least one, nearly always."""
    if not marks:
        return ()
    minima = np.array(marks[1:], dtype=np.uint64).reshape(-1, ROWS)
    place = np.arange(len(minima), dtype=np.uint64)
    mixed = (minima[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ (minima[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + place
    return tuple(mixed.view(np.int64).tolist())


def packed(marks: Iterable[int]) -> bytes:
    """Return a fingerprint as bytes (unsigned 32-bit little-endian integers), as stores keep and compare it."""
    return np.array(tuple(marks), dtype="<u4").tobytes()


def unpacked(marks: bytes) -> tuple[int, ...]:
    """Return the fingerprint of such bytes; ValueError where their number isn't a multiple of four."""
    return tuple(np.frombuffer(marks, dtype="<u4").tolist())


def resemblances(one: bytes, others: Sequence[bytes]) -> tuple[float, ...]:
    """Estimate the share of pairs that a text has in common with each other one, of all they have (Jaccard, in [0, 1]).

    A fingerprint of another length was made otherwise, or of a text too short: nothing is known, 0. All at once, for an
    article has hundreds of candidates in a large store: one by one they took 6 of the 9 ms of an article at 50,000.
    """
    found = [0.0] * len(others)
    same = [place for place, other in enumerate(others) if one and len(other) == len(one)]
    if same:
        columns = np.frombuffer(b"".join(others[place] for place in same), dtype="<u4").reshape(len(same), -1)
        shares = (columns[:, 1:] == np.frombuffer(one, dtype="<u4")[1:]).mean(axis=1)
        for place, share in zip(same, shares.tolist(), strict=True):
            found[place] = share
    return tuple(found)


def _run(enriched: EnrichedArticle, _context: Context) -> EnrichedArticle:
    return replace(enriched, fingerprint=fingerprint(enriched.article))


STEP = Step(name="fingerprint", version="1", run=_run)


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _as_it_is(number: int) -> int:
    return number


@lru_cache(maxsize=1)
def _empty() -> Any:
    # Here: it brings SciPy with it, 1.2 s that a search has no use for.
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashfunc=_as_it_is, scheme="affine32")
