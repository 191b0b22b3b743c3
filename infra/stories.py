"""Stories: copies of one text recognised across outlets as they come in, and what each copy changed.

An article joins the story of the stored article it shares most of its word pairs with, provided that it shares at
least `LEAST_SHARED` of the shorter text's pairs. Copies with a fifth of their words changed share .64 of them; a
follow-up that repeats the background of an earlier report shares a third or less. Within one outlet only a text that is
nearly the same (`SAME_OUTLET`) counts: its daily forms (prices, prayer times) and its boilerplate make no story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from infra.stores.base import Kin, Query, Store, Stored
from processors.arabic.normalise import fold
from processors.fingerprint import bands, flaw, packed, pairs, resemblances

LEAST_SHARED = 0.45
SAME_OUTLET = 0.9
LEAST_PAIRS = 20
_LIKELY = 0.08  # a candidate is read and compared in full only above this estimate (standard error .03)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One article of a story, and how it differs from the first: paragraphs as printed, None where it is the first."""

    stored: Stored
    seen_at: datetime
    first: bool
    shared: float
    headline_changed: bool = False
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Stories:
    """Gives each article of a batch its story before it is written. Not shared between processes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def assign(self, batch: Sequence[Stored]) -> list[Stored]:
        """Return the batch with ``story`` set: the story joined, or the article's own id."""
        done: dict[str, Stored] = {}
        by_band: dict[int, list[str]] = {}
        for stored in batch:
            own = _bands(stored)
            near = {name for band in own for name in by_band.get(band, ())}
            told = replace(stored, story=self._story_of(stored, own, near, done))
            done[stored.id] = told
            for band in own:
                by_band.setdefault(band, []).append(stored.id)
        return list(done.values())

    def _story_of(self, stored: Stored, own: Sequence[int], near: Iterable[str], done: dict[str, Stored]) -> str:
        if not own:
            return stored.id
        kin = [*self._store.similar(own), *(_kin(done[name]) for name in near)]
        known = next((item.story for item in kin if item.id == stored.id and item.story), None)
        return known or self._best(stored, kin, done) or stored.id

    def _best(self, stored: Stored, kin: Iterable[Kin], done: dict[str, Stored]) -> str | None:
        own: frozenset[int] | None = None
        for item in _likely(stored, list(kin)):
            other = done.get(item.id) or self._store.get(item.id)
            own = pairs(stored.enriched.article.body) if own is None else own
            if other is not None and is_copy(stored, other, own):
                return item.story or item.id
        return None


def _bands(stored: Stored) -> tuple[int, ...]:
    # With a fingerprint of another making an article has no kin; the store refuses it, and says why.
    marks = stored.enriched.fingerprint
    return () if flaw(marks) else bands(marks)


def _likely(stored: Stored, kin: Sequence[Kin]) -> list[Kin]:
    """Return the candidates that are worth reading, likest first."""
    shares = resemblances(packed(stored.enriched.fingerprint), [item.marks for item in kin])
    likely = [(share, item) for share, item in zip(shares, kin, strict=True) if share >= _LIKELY]
    ranked = sorted(likely, key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return [item for _, item in ranked if item.id != stored.id]


def is_copy(one: Stored, other: Stored, pairs_of_one: frozenset[int] | None = None) -> bool:
    """Tell whether two articles print one text (see the module's rule)."""
    first = pairs(one.enriched.article.body) if pairs_of_one is None else pairs_of_one
    second = pairs(other.enriched.article.body)
    common = len(first & second)
    if common < LEAST_PAIRS:
        return False
    if one.enriched.article.outlet == other.enriched.article.outlet:
        return common / len(first | second) >= SAME_OUTLET
    return common / min(len(first), len(second)) >= LEAST_SHARED


def copies(store: Store, story: str) -> tuple[Copy, ...]:
    """Return the articles of a story, the first seen first, each with what it changed."""
    found = sorted(_all(store, story), key=lambda item: (_seen(item), item.id))
    return tuple(_compared(item, found[0]) for item in found)


def _all(store: Store, story: str) -> Iterator[Stored]:
    yield from store.export(Query(story=(story,)))


def _compared(item: Stored, first: Stored) -> Copy:
    article, original = item.enriched.article, first.enriched.article
    one, other = pairs(article.body), pairs(original.body)
    return Copy(
        stored=item,
        seen_at=_seen(item),
        first=item is first,
        shared=len(one & other) / max(1, min(len(one), len(other))),
        headline_changed=fold(article.headline) != fold(original.headline),
        added=_lacking(article.paragraphs, original.paragraphs),
        dropped=_lacking(original.paragraphs, article.paragraphs),
    )


def _lacking(paragraphs: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Return the paragraphs of which less than half the word pairs stand in the other text."""
    there = frozenset().union(*(pairs(text) for text in others))
    return tuple(text for text in paragraphs if 2 * len(pairs(text) & there) < len(pairs(text)))


def _seen(stored: Stored) -> datetime:
    article = stored.enriched.article
    return article.published.value if article.published else article.fetched_at


def _kin(stored: Stored) -> Kin:
    enriched = stored.enriched
    return Kin(id=stored.id, outlet=enriched.article.outlet, story=stored.story, marks=packed(enriched.fingerprint))
