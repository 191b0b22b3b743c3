"""The envelope of every saved object, stamped so that each Kibana 9 takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_PREFIX = "rasid"
ARTICLES, HEALTH = f"{_PREFIX}-articles", f"{_PREFIX}-health"
# The newest stamps that every 9.x knows; a newer one is refused with 422, an older one runs every migration.
_CORE = "8.8.0"
_TYPES = {"index-pattern": "8.0.0", "search": "8.0.0", "lens": "8.9.0", "dashboard": "8.9.0", "map": "8.4.0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Points from one object to another, under the name that its attributes use."""

    type: str
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedObject:
    """One line of the file that Kibana imports."""

    type: str
    id: str
    attributes: Mapping[str, Any]
    references: tuple[Reference, ...] = ()


def renamed(saved: SavedObject, prefix: str) -> SavedObject:
    """Return the object with another prefix in its id, in what it refers to and, of a data view, in its alias."""

    def name(text: str) -> str:
        return prefix + text.removeprefix(_PREFIX)

    references = tuple(replace(one, id=name(one.id)) for one in saved.references)
    attributes = saved.attributes
    if saved.type == "index-pattern":
        attributes = {**attributes, "title": name(attributes["title"])}
    return replace(saved, id=name(saved.id), attributes=attributes, references=references)


def line(saved: SavedObject) -> str:
    """Return the object as one line of NDJSON."""
    references = [{"id": one.id, "name": one.name, "type": one.type} for one in saved.references]
    body = {"type": saved.type, "id": saved.id, "attributes": saved.attributes, "references": references}
    stamps = {"managed": False, "coreMigrationVersion": _CORE, "typeMigrationVersion": _TYPES[saved.type]}
    return packed({**body, **stamps})


def packed(value: object) -> str:
    """Return JSON in one line with sorted keys, Arabic as it is: also the form of JSON inside attributes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def query(kql: str) -> dict[str, str]:
    """Return a KQL query as saved objects hold it."""
    return {"query": kql, "language": "kuery"}
