"""The operator's corrections of entities: a YAML that people review, and its application to what is stored.

The file (RASID_HOME/entities.yaml) is a list of what was done, in order; to take something back is to delete its entry
(`rasid entities undo` deletes the last). See docs/entities.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import yaml

from infra.stores.base import Store, Stored
from processors.entities.correct import corrected
from processors.entities.corrections import Corrections, Ignored, Split
from processors.entities.entity import Entity
from processors.entities.gazetteer import Gazetteer
from processors.errors import RasidError
from processors.pipeline import process
from processors.records import EntityType
from spiders.context import context_of
from spiders.outlet import Outlet

FILE = "entities.yaml"
_HEAD = "# Corrections of entities, oldest first; delete an entry to take it back, then: rasid entities apply\n"
_KEYS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # operation: (keys it must have, keys it may have)
    "merge": (frozenset(("from", "into")), frozenset()),
    "split": (frozenset(("name", "from", "into")), frozenset()),
    "rename": (frozenset(("id", "name")), frozenset()),
    "add": (frozenset(("id", "type", "name")), frozenset(("kind", "country", "aliases", "latin"))),
    "ignore": (frozenset(("name",)), frozenset(("id",))),
}
_BATCH = 200


class CorrectionsError(RasidError, ValueError):
    """The corrections' file cannot be used; the message names file, entry, key and remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """How many stored articles were looked at, and how many changed."""

    seen: int
    changed: int


def load(home: Path) -> Corrections:
    """Read the corrections of an installation; without a file there are none."""
    return _corrections(entries(home), home / FILE)


def known_entities(home: Path) -> Gazetteer:
    """Return everything known by name in an installation: what ships with Rasid, and the operator's own."""
    return corrected(load(home))


def entries(home: Path) -> list[dict[str, Any]]:
    """Return the file's entries as they stand, each checked."""
    path = home / FILE
    if not path.exists():
        return []
    try:
        listed = yaml.safe_load(path.read_text("utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorrectionsError(f"{path}: not YAML: {error}") from error
    if not isinstance(listed, list):
        raise CorrectionsError(f"{path}: must be a list of entries such as `- merge: {{from: …, into: …}}`")
    for number, entry in enumerate(listed, 1):
        _check(entry, f"{path}: entry {number}")
    return listed


def _check(entry: Any, where: str) -> None:
    if not isinstance(entry, dict) or len(entry) != 1 or next(iter(entry)) not in _KEYS:
        raise CorrectionsError(f"{where}: must have one of the keys {', '.join(_KEYS)}")
    operation, values = next(iter(entry.items()))
    needed, allowed = _KEYS[operation]
    given = frozenset(values) if isinstance(values, dict) else frozenset()
    if not needed <= given or given - needed - allowed:
        wanted = f"{', '.join(sorted(needed))}, and maybe {', '.join(sorted(allowed))}"
        raise CorrectionsError(f"{where}: {operation} takes {wanted}")
    for key, value in values.items():
        fits = isinstance(value, list) and all(isinstance(each, str) and each for each in value)
        if not (fits if key in {"aliases", "latin"} else isinstance(value, str) and value.strip()):
            wanted = "a list of texts" if key in {"aliases", "latin"} else "a text"
            raise CorrectionsError(f"{where}: {key}: {value!r} must be {wanted}")
    if operation == "add" and values["type"] not in get_args(EntityType):
        raise CorrectionsError(f"{where}: type: {values['type']!r} must be one of {', '.join(get_args(EntityType))}")


def _corrections(listed: list[dict[str, Any]], path: Path) -> Corrections:
    def each(operation: str) -> Iterator[dict[str, Any]]:
        return (entry[operation] for entry in listed if operation in entry)

    return Corrections(
        added=tuple(_entity(values) for values in each("add")),
        merged=tuple((values["from"], values["into"]) for values in each("merge")),
        renamed=tuple((values["id"], values["name"]) for values in each("rename")),
        splits=tuple(
            Split(name=values["name"], from_id=values["from"], into_id=values["into"]) for values in each("split")
        ),
        ignored=tuple(Ignored(name=values["name"], entity_id=values.get("id")) for values in each("ignore")),
    )


def _entity(values: Mapping[str, Any]) -> Entity:
    return Entity(
        id=values["id"],
        type=values["type"],
        name=values["name"],
        kind=values.get("kind", ""),
        country=values.get("country"),
        latin=tuple(values.get("latin", ())),
        aliases=tuple(values.get("aliases", ())),
    )


def save(home: Path, listed: list[dict[str, Any]]) -> None:
    """Write the entries; the file is replaced whole, so that a reader never sees half of it."""
    for number, entry in enumerate(listed, 1):
        _check(entry, f"entry {number}")
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"{FILE}.new"
    fresh.write_text(_HEAD + (yaml.safe_dump(listed, allow_unicode=True, sort_keys=False) if listed else ""), "utf-8")
    fresh.replace(home / FILE)


def apply(
    store: Store, corrections: Corrections, outlets: Mapping[str, Outlet], ner_model: str | None = None
) -> Applied:
    """Process every stored article again with the corrections and its outlet; the texts stay, nothing is fetched."""
    seen = changed = 0
    batch: list[Stored] = []
    for stored in store.export():
        seen += 1
        again = _again(stored, corrections, outlets, ner_model)
        if again != stored:
            changed += 1
            batch.append(again)
        if len(batch) >= _BATCH:
            _write(store, batch)
            batch = []
    _write(store, batch)
    return Applied(seen=seen, changed=changed)


def _write(store: Store, batch: list[Stored]) -> None:
    report = store.write(batch)
    if report.rejected:
        first = report.rejected[0]
        many = len(report.rejected)
        raise CorrectionsError(f"the store refused {many} articles, the first {first.id}: {first.reason}")


def _again(stored: Stored, corrections: Corrections, outlets: Mapping[str, Outlet], ner_model: str | None) -> Stored:
    article = stored.enriched.article
    context = context_of(outlets.get(article.outlet or ""), article.fetched_at, corrections, ner_model)
    return replace(stored, enriched=process(article, context))
