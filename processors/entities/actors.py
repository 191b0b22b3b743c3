"""Persons, organisations and armed groups of the region: the curated tables under ``data/actors``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast, get_args

from processors.arabic.normalise import fold
from processors.entities.entity import Candidate, Entity, Evidence
from processors.entities.tables import DATA, TableError, parts, rows, word_list
from processors.records import EntityType

_EVIDENCE: dict[str, Evidence] = {"~": "doc", '"': "quoted"}


def actors() -> Iterator[tuple[Entity, tuple[tuple[str, Candidate], ...]]]:
    """Yield each actor with the names it goes by. In a table ``~`` marks evidence ``doc``, ``"`` evidence ``quoted``.

    Raises:
        TableError: a type that is none of the records', or an id that two tables define.
    """
    seen: set[str] = set()
    for path in sorted((DATA / "actors").glob("*.tsv")):
        for cells in rows(path, 7, header=True):
            entity, names = _actor(cells, path)
            if entity.id in seen:
                raise TableError(f"{path.name}: {entity.id} stands in two tables or twice; merge the rows")
            seen.add(entity.id)
            yield entity, names


def _untitled(name: str) -> Callable[[str], str]:
    """Return a function that cuts the title before the first word of a name (الرئيس بشار الأسد)."""
    opening = name.split(" ")[0]

    def cut(alias: str) -> str:
        before, found, rest = alias.partition(f" {opening} ")
        titled = found and fold(before.lstrip('~"').split(" ")[0]) in word_list("lexicon/titles")
        return f"{opening} {rest}" if titled else alias

    return cut


def _actor(cells: list[str], path: Path) -> tuple[Entity, tuple[tuple[str, Candidate], ...]]:
    slug, kind_of_entity, kind, country, name, latin, others = cells
    if kind_of_entity not in get_args(EntityType):
        raise TableError(f"{path.name}: {slug}: type {kind_of_entity!r} is none of {', '.join(get_args(EntityType))}")
    aliases = tuple(
        alias
        for alias in map(_untitled(name), parts(others))
        if fold(alias.lstrip('~"')) not in word_list("lexicon/generic")
    )
    entity = Entity(
        id=f"rasid:{slug}",
        type=cast(EntityType, kind_of_entity),
        name=name,
        kind=kind,
        country=country or None,
        latin=parts(latin),
        aliases=tuple(alias.lstrip('~"') for alias in aliases),
    )
    named = ((alias.lstrip('~"'), Candidate(entity, _EVIDENCE.get(alias[0], "sure"))) for alias in aliases)
    return entity, ((name, Candidate(entity)), *named)
