"""Names for what is being typed, Arabic or Latin: from the entities of the store itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from infra.stores.base import Query, Store
from infra.stores.values import ENTITY_FACETS, name_key
from processors.entities.gazetteer import Gazetteer
from processors.entities.translit import latin_form, skeleton

_BEGUN = re.compile(r"(?<!\S)ال(?=\S{1,2}$)")
_SAYS_ENOUGH = 3  # consonants
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

    def __init__(
        self, facets: Mapping[str, Sequence[Suggestion]], latin: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.names = tuple(one for found in facets.values() for one in found)
        spelt = latin or {}
        rows = [(name_key(one.label), one) for one in self.names]
        rows += [(latin_form(name), one) for one in self.names for name in spelt.get(one.key, ())]
        self._rows = sorted(rows, key=lambda row: (row[0], -row[1].count))
        self._keys = [key for key, _ in self._rows]
        # Names that no table spells in Latin letters are found by their consonants.
        sounds = [(skeleton(one.label), one) for one in self.names if one.key not in spelt]
        tails = [("".join(parts[at:]), one) for parts, one in sounds for at in range(len(parts))]
        self._sounds = sorted(tails, key=lambda row: (row[0], -row[1].count))

    @classmethod
    def of(cls, store: Store, known: Gazetteer | None = None, most: int = _MOST) -> Suggester:
        """Read the ``most`` mentioned names of each type; ``known`` gives their Latin spellings."""
        counts = store.facets(Query(), ENTITY_FACETS, size=most)
        entities = known.entities if known else {}
        return cls(
            {
                facet: [Suggestion(facet=facet, key=c.key, label=c.label or c.key, count=c.count) for c in found]
                for facet, found in counts.items()
            },
            {c.key: entities[c.key].latin for found in counts.values() for c in found if c.key in entities},
        )

    def starting(self, typed: str, size: int = 8) -> tuple[Suggestion, ...]:
        """Return the entities with a word that begins as typed, whole names first, then most mentioned first."""
        if latin_form(typed).isascii():
            return self._ranked(*self._spelt(latin_form(typed)), size)
        # A last word that is only begun still has its article: الك is on the way to الكناني.
        key = _BEGUN.sub("", name_key(typed))
        if not key:
            return ()
        return self._ranked(*self._spelt(key), size)

    def _spelt(self, key: str) -> tuple[list[Suggestion], list[Suggestion]]:
        """Return the names that begin so, and those of which another word does."""
        if not key:
            return [], []
        whole = list(self._beginning(self._keys, [one for _, one in self._rows], key))
        inner = list(self._beginning(*self._inner, key))
        sound = "".join(skeleton(key)) if key.isascii() else ""
        if len(sound) >= _SAYS_ENOUGH:
            inner += self._beginning([each for each, _ in self._sounds], [one for _, one in self._sounds], sound)
        return whole, inner

    @staticmethod
    def _ranked(whole: list[Suggestion], inner: list[Suggestion], size: int) -> tuple[Suggestion, ...]:
        first = {(one.facet, one.key) for one in whole}
        ranked = sorted([*whole, *inner], key=lambda one: ((one.facet, one.key) not in first, -one.count, one.label))
        return tuple({(one.facet, one.key): one for one in ranked}.values())[:size]

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
