"""Everything Rasid knows by name: entities by id, and an index from names to their readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from processors.entities.actors import actors
from processors.entities.countries import countries
from processors.entities.entity import Candidate, Entity
from processors.entities.match import NameIndex
from processors.entities.places import places
from processors.entities.words import name_keys

Named = tuple[Entity, tuple[tuple[str, Candidate], ...]]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """``entities`` by id; ``index`` gives the candidates of a name, countries first, then actors, then places."""

    entities: Mapping[str, Entity]
    index: NameIndex[tuple[Candidate, ...]]

    def candidates(self, key: tuple[str, ...]) -> tuple[Candidate, ...]:
        """Return the readings of a name's folded words (`words.name_key`)."""
        return self.index.exact(key) or ()


def build(known: Iterable[Named]) -> Gazetteer:
    """Build a gazetteer; of one entity's readings of a name the first counts."""
    entities: dict[str, Entity] = {}
    named: list[tuple[str, Candidate]] = []
    for entity, names in known:
        entities[entity.id] = entity
        named += names
    readings: dict[tuple[str, ...], list[Candidate]] = {}
    for key, (_, candidate) in zip(name_keys([name for name, _ in named]), named, strict=True):
        if key:
            _add(readings.setdefault(key, []), candidate)
    return Gazetteer(entities, NameIndex((key, tuple(listed)) for key, listed in readings.items()))


def _add(listed: list[Candidate], candidate: Candidate) -> None:
    if not any(other.entity is candidate.entity and other.adjective == candidate.adjective for other in listed):
        listed.append(candidate)


def known() -> Iterable[Named]:
    """Yield what ships with Rasid: countries, actors, places."""
    return chain(countries(), actors(), places())


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer that ships with Rasid, read on the first call."""
    return build(known())
