"""From a name that someone types, Arabic or Latin, to the entity that is meant: certain, or a list to choose from.

What decides between namesakes is never a guess: the filter's type, and which of them the store's articles name at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from infra.stores.base import Query, Store
from infra.stores.values import ENTITY_FACETS, name_key
from processors.entities.entity import Entity
from processors.entities.gazetteer import Gazetteer
from processors.entities.lookup import grades, matches
from processors.errors import RasidError

FILTERS: Mapping[str, frozenset[str] | None] = {
    "entity": None,
    "speaker": None,
    "person": frozenset({"person"}),
    "organisation": frozenset({"organisation"}),
    "group": frozenset({"group"}),
    "place": frozenset({"place", "country"}),
}
"""The filters that take names, and the types of entity that each may mean (None: all)."""
_ARABIC = re.compile("[\u0621-\u064a]")
_IN_TEXT = re.compile(rf'(?<![\w:])(?P<field>{"|".join(FILTERS)}):(?:"(?P<quoted>[^"]+)"|(?P<word>[^\s()"]+))')
_LISTED = 8
_UNSURE = 2
_FACETS = tuple(facet for facet in ENTITY_FACETS if facet != "speaker")
_STORED = 20_000  # entities of one type looked through, most mentioned first


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a name may mean; ``articles`` is the number of stored articles that name it."""

    id: str
    type: str
    name: str
    latin: str | None
    articles: int


class AmbiguousNameError(RasidError, ValueError):
    """A name that may mean several entities; the message lists them."""

    def __init__(self, name: str, candidates: Sequence[Candidate]) -> None:
        self.name, self.candidates = name, tuple(candidates[:_LISTED])
        rows = [f"  {c.id}  {' · '.join(filter(None, (c.name, c.latin)))}  ({c.articles})" for c in self.candidates]
        super().__init__(
            f"{name!r} may mean any of these (in brackets the articles that name it); give the id:\n" + "\n".join(rows)
        )


class UnknownNameError(RasidError, ValueError):
    """A name that nothing known resembles."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r}: no entity goes by this name; `rasid entities list NAME` looks for spellings")


def known_of(home: Path) -> Callable[[], Gazetteer]:
    """Return what gives everything known by name in an installation, the operator's own entities too."""

    def known() -> Gazetteer:
        from infra.corrections import known_entities  # it brings the outlets' definitions with it

        return known_entities(home)

    return known


def entity_id(store: Store, known: Gazetteer, name: str, types: frozenset[str] | None = None) -> str:
    """Return the id that a name certainly means, or an id as it is; else `AmbiguousNameError` or `UnknownNameError`."""
    if name in known.entities or (":" in name and _articles(store, name)):
        return name
    offered: list[Candidate] = []
    for grade, found in enumerate(_graded(store, known, name, types)):
        # The very name of one entity means it; whatever else only where the articles name one such entity.
        there = [one for one in found if one.articles]
        certain = found if grade == 0 and len(found) == 1 else there
        if len(certain) == 1 and grade < _UNSURE:
            return certain[0].id
        if len(there) > 1 or (found and grade == 0):
            raise AmbiguousNameError(name, sorted(there, key=lambda one: -one.articles) or found)
        offered += found
    if offered:
        raise AmbiguousNameError(name, offered)
    raise UnknownNameError(name)


def _graded(store: Store, known: Gazetteer, name: str, types: frozenset[str] | None) -> list[list[Candidate]]:
    """Return the candidates of each grade (`processors.entities.lookup.grades`), then those that only the store has."""
    found = [
        [_candidate(store, entity) for entity in grade if types is None or entity.type in types]
        for grade in grades(name, known)
    ]
    if not found[0]:
        for grade, one in _stored(store, known, name, types):
            found[grade].append(one)
    return found


def _stored(store: Store, known: Gazetteer, name: str, types: frozenset[str] | None) -> Iterator[tuple[int, Candidate]]:
    """Yield the persons and others that no table knows, by the names that the articles give them."""
    for facet, counts in store.facets(Query(), _FACETS, size=_STORED).items():
        kind = "country" if facet == "countries" else facet
        for count in counts if types is None or kind in types else ():
            label = count.label or count.key
            if ":" in count.key and count.key not in known.entities and matches(name, label):
                same = name_key(label) == name_key(name)
                one = Candidate(id=count.key, type=kind, name=label, latin=None, articles=count.count)
                yield (0 if same else 1), one


def _candidate(store: Store, entity: Entity) -> Candidate:
    latin = entity.latin[0] if entity.latin else None
    return Candidate(
        id=entity.id, type=entity.type, name=entity.name, latin=latin, articles=_articles(store, entity.id)
    )


def _articles(store: Store, entity: str) -> int:
    return store.search(Query(entity=(entity,), limit=0, highlight=False)).total


def likely(store: Store, known: Gazetteer, name: str) -> tuple[Candidate, ...]:
    """Return the entities named in articles that a name may mean: those of the surest grade that has any."""
    for found in _graded(store, known, name, None)[:_UNSURE]:
        there = [one for one in found if one.articles]
        if there:
            return tuple(sorted(there, key=lambda one: -one.articles))
    return ()


def resolved(query: Query, store: Store, known: Callable[[], Gazetteer]) -> Query:
    """Return a query whose filters by name in Latin letters, those in its text too, hold the ids of what is meant.

    A value that the store finds as it stands (an id, a name that articles print) stays; so does one that nothing
    resembles, which finds nothing. `AmbiguousNameError` lists what else it may mean. ``known`` is asked where needed.
    """
    changes: dict[str, Any] = {}
    for field in FILTERS:
        values: tuple[str, ...] = getattr(query, field)
        if any(map(_latin, values)):
            changes[field] = tuple(_resolved(store, known, field, value) for value in values)
    text = _IN_TEXT.sub(lambda match: _rewritten(store, known, match), query.text)
    return replace(query, **changes, text=text) if changes or text != query.text else query


def _rewritten(store: Store, known: Callable[[], Gazetteer], match: re.Match[str]) -> str:
    field, value = match["field"], match["quoted"] or match["word"]
    meant = _resolved(store, known, field, value)
    return match[0] if meant == value else f'{field}:"{meant}"'


def _latin(value: str) -> bool:
    return ":" not in value and not _ARABIC.search(value)


def _resolved(store: Store, known: Callable[[], Gazetteer], field: str, value: str) -> str:
    asked = replace(Query(limit=0, highlight=False), **{field: (value,)})  # type: ignore[arg-type]
    if not _latin(value) or store.search(asked).total:
        return value
    try:
        return entity_id(store, known(), value, FILTERS[field])
    except UnknownNameError:
        return value
