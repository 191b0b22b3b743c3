"""Entities by name in any spelling, Arabic or Latin: حزب الله، Hezbollah, Hizballah."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from processors.arabic.names import name_form
from processors.entities.entity import Entity
from processors.entities.gazetteer import Gazetteer, gazetteer
from processors.entities.translit import LATIN_ARTICLES, latin_form, skeleton
from processors.entities.words import name_key

# A skeleton of fewer consonants is shared by too many names to find one by it, unless the spelling is alike too.
_SAYS_ENOUGH = 3
_ALIKE, _QUITE_ALIKE = 0.5, 0.75
_BESIDES = 0.04
_MOST = 20
_SPELT = 0.75
_ACTORS = frozenset(("person", "organisation", "group"))
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class _Index:
    arabic: dict[tuple[str, ...], list[Entity]]
    latin: dict[str, list[Entity]]
    keys: dict[str, list[Entity]]
    words: dict[str, list[Entity]]


def find(name: str, known: Gazetteer | None = None) -> tuple[Entity, ...]:
    """Return the entities that a name may mean, the likeliest first; none where nothing resembles it.

    The same spelling comes first, then the same consonants (`translit.skeleton`), then names that hold them.
    """
    if not name.strip():
        return ()
    index = _index(known or gazetteer())
    exact = index.arabic.get(_arabic_key(name), []) + index.latin.get(latin_form(name), [])
    key = skeleton(name)
    same = index.keys.get("".join(key), []) if key else []
    within = [entity for entity in index.words.get(key[0], []) if _holds(entity, key)] if key else []
    ranked = [*_ordered(name, exact, 0.0), *_ordered(name, [*same, *within], _least(key))]
    return tuple({entity.id: entity for entity in ranked}.values())[:_MOST]


def grades(name: str, known: Gazetteer | None = None) -> tuple[tuple[Entity, ...], ...]:
    """Return what `find` finds in three grades of how surely the name is meant, each the likeliest first.

    That very name; a name that sounds and is spelt much so, or has these words; the others. Of the second kind are
    namesakes that nobody meant, too (Netanya for Netanyahu): who takes the first of several is guessing.
    """
    graded: tuple[list[Entity], ...] = ([], [], [])
    for entity in find(name, known):
        graded[min(_grade(name, other) for other in _names(entity))].append(entity)
    return tuple(map(tuple, graded))


def _grade(name: str, other: str) -> int:
    wanted, words = _bare(name), _bare(other)
    if wanted == words:
        return 0
    if wanted and set(wanted) <= set(words):
        return 1
    sounds_so = "".join(skeleton(name)) == "".join(skeleton(other))
    return 1 if sounds_so and _ratio(" ".join(wanted), " ".join(words)) >= _SPELT else 2


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _bare(name: str) -> tuple[str, ...]:
    """Return the words of a name by which spellings are compared: Arabic ones as names, Latin ones less articles."""
    if not latin_form(name).isascii():
        return _arabic_key(name)
    return tuple(word for word in latin_form(name).split() if word not in LATIN_ARTICLES)


def matches(query: str, name: str) -> bool:
    """Tell whether a name that no table knows (a stored person's) may be what a query spells."""
    if _arabic_key(query) == _arabic_key(name):
        return True
    key, other = skeleton(query), set(skeleton(name))
    return bool(key) and len("".join(key)) >= 2 and set(key) <= other


def _least(key: tuple[str, ...]) -> float:
    return _ALIKE if len(key) > 1 or len("".join(key)) >= _SAYS_ENOUGH else _QUITE_ALIKE


def _arabic_key(name: str) -> tuple[str, ...]:
    return tuple(name_form(word) for word in name_key(name))


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.latin, *entity.aliases)


def _holds(entity: Entity, key: tuple[str, ...]) -> bool:
    return any(set(key) <= set(skeleton(name)) for name in _names(entity))


def _ordered(name: str, entities: list[Entity], least: float) -> list[Entity]:
    """Return the entities that are alike enough, the likeliest and weightiest first; else in the tables' order."""
    scored = [(_likeness(name, entity), entity) for entity in entities]
    chosen = [(score + _weight(entity), entity) for score, entity in scored if score >= least]
    return [entity for _, entity in sorted(chosen, key=lambda item: -round(item[0], 2))]


def _weight(entity: Entity) -> float:
    if entity.type != "place" or not entity.population or entity.capital:
        return 0.3
    return 0.3 if entity.population > 500_000 else 0.0


def _likeness(name: str, entity: Entity) -> float:
    """Return how alike a name's Latin spelling and an entity's are, from 0 to 1; 1 where the name is Arabic.

    Each word is compared with the likest one, so that Putin is wholly like Vladimir Putin.
    """
    wanted = latin_form(name)
    if not wanted.isascii():
        return 1.0
    alike = (_alike(wanted.split(), latin_form(latin).split()) for latin in entity.latin)
    # An actor may be known by an Arabic alias that no Latin name renders (الحشد: Hashd).
    return max([_ALIKE if entity.type in _ACTORS else 0.0, *alike])


def _alike(wanted: list[str], words: list[str]) -> float:
    best = [max((SequenceMatcher(None, word, other).ratio() for other in words), default=0.0) for word in wanted]
    # Of names alike in what was asked for, the one with least besides (بغداد before أمانة بغداد).
    return sum(best) / len(best) - _BESIDES * max(0, len(words) - len(wanted))


# The index of the gazetteer asked last: a process asks one.
_BUILT: dict[int, tuple[Gazetteer, _Index]] = {}


def _index(known: Gazetteer) -> _Index:
    built = _BUILT.get(id(known))
    if built is None or built[0] is not known:
        built = (known, _build(known))
        _BUILT.clear()
        _BUILT[id(known)] = built
    return built[1]


def _build(known: Gazetteer) -> _Index:
    index = _Index({}, {}, {}, {})
    for entity in known.entities.values():
        words: set[str] = set()
        for name in _names(entity):
            key = skeleton(name)
            words.update(key)
            _put(index.keys, "".join(key), entity)
            _put(index.arabic, _arabic_key(name), entity)
            _put(index.latin, latin_form(name), entity)
        for word in words:
            _put(index.words, word, entity)
    return index


def _put(table: dict[K, list[Entity]], key: K, entity: Entity) -> None:
    listed = table.setdefault(key, [])
    if not listed or listed[-1] is not entity:
        listed.append(entity)
