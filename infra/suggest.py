"""Names for what is being typed, and for what was misspelt: from the entities of the store itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from infra.stores.base import Query, Store
from infra.stores.values import ENTITY_FACETS, name_key
from processors.arabic.tokens import words

_BEGUN = re.compile(r"(?<!\S)ال(?=\S{1,2}$)")
_MOST = 20_000  # entities of one type looked at, most mentioned first


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An entity: its facet, its key (entity id), its label and in how many articles it is named."""

    facet: str
    key: str
    label: str
    count: int


class Suggester:
    """The entity names of a store at one moment; make a new one when the store has grown."""

    def __init__(self, facets: Mapping[str, Sequence[Suggestion]]) -> None:
        rows = [(name_key(one.label), one) for found in facets.values() for one in found]
        self._rows = sorted(rows, key=lambda row: (row[0], -row[1].count))
        self._keys = [key for key, _ in self._rows]

    @classmethod
    def of(cls, store: Store) -> Suggester:
        """Read the names of a store."""
        counts = store.facets(Query(), ENTITY_FACETS, size=_MOST)
        return cls(
            {
                facet: [Suggestion(facet=facet, key=c.key, label=c.label or c.key, count=c.count) for c in found]
                for facet, found in counts.items()
            }
        )

    def starting(self, typed: str, size: int = 8) -> tuple[Suggestion, ...]:
        """Return the entities with a word that begins as typed, whole names first, then most mentioned first."""
        # A last word that is only begun still has its article: الك is on the way to الكناني.
        key = _BEGUN.sub("", name_key(typed))
        if not key:
            return ()
        whole = {id(one): one for one in self._beginning(self._keys, [one for _, one in self._rows], key)}
        inner = {id(one): one for one in self._beginning(*self._inner, key)}
        ranked = sorted((whole | inner).values(), key=lambda one: (id(one) not in whole, -one.count, one.label))
        return tuple({(one.facet, one.key): one for one in ranked}.values())[:size]

    def near(self, word: str) -> str | None:
        """Return the known name or word of a name that is one or two letters off, or None; the closest, then most
        mentioned."""
        form = name_key(word)
        if len(form) < 3 or form in self._known:
            return None
        allowed = 1 if len(form) < 5 else 2
        found = [
            (distance, -count, known)
            for known, (count, _) in self._known.items()
            if abs(len(known) - len(form)) <= allowed and (distance := _distance(form, known, allowed)) <= allowed
        ]
        return self._known[min(found)[2]][1] if found else None

    @staticmethod
    def _beginning(keys: Sequence[str], rows: Sequence[Suggestion], key: str) -> Iterator[Suggestion]:
        at = bisect_left(keys, key)
        while at < len(keys) and keys[at].startswith(key):
            yield rows[at]
            at += 1

    @cached_property
    def _inner(self) -> tuple[list[str], list[Suggestion]]:
        # A name from its second word on: الكناني finds عدنان الكناني.
        split = [(key.split(), one) for key, one in self._rows]
        tails = [(" ".join(parts[at:]), one) for parts, one in split for at in range(1, len(parts))]
        tails.sort(key=lambda row: row[0])
        return [key for key, _ in tails], [one for _, one in tails]

    @cached_property
    def _known(self) -> dict[str, tuple[int, str]]:
        known: dict[str, tuple[int, str]] = {}
        for _, one in self._rows:
            for word, _, _ in words(one.label):
                form = name_key(word)
                count, shown = known.get(form, (0, word))
                known[form] = (count + one.count, shown)
        return known


def did_you_mean(store: Store, text: str, suggester: Suggester | None = None) -> str | None:
    """Return a query with its misspelt names put right, or None where no better spelling is known.

    Only words that no article holds are looked at.
    """
    names = suggester or Suggester.of(store)
    better, end, changed = "", 0, False
    for word, start, stop in words(text):
        near = names.near(word) if store.search(Query(text=word, limit=0)).total == 0 else None
        better += text[end:start] + (near or word)
        end, changed = stop, changed or near is not None
    return better + text[end:] if changed else None


def _distance(one: str, other: str, most: int) -> int:
    """Return the Damerau-Levenshtein distance (neighbours swapped count one), or ``most`` + 1 where it is larger."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
