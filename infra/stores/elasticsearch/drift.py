"""Which indices were made by an older Rasid than this one: what their mapping lacks of the template that is shipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names, article_template
from infra.stores.elasticsearch.patience import patiently

REMEDY = "run `rasid es setup`, then `rasid es migrate`, as administrator"


def lacking(client: Elasticsearch, names: Names, patience: float) -> Mapping[str, tuple[str, ...]]:
    """Return the indices behind the alias that are older than the template, each with what it lacks.

    That is a field that is missing or of another kind, or ``analysis`` where texts are taken apart otherwise.
    """
    template = article_template(names)["template"]
    quiet = client.options(ignore_status=404)
    found = patiently(lambda: quiet.indices.get(index=names.alias, features="mappings,settings"), patience).body
    missing = {
        name: tuple(_lacking(template, body)) for name, body in sorted(found.items()) if names.parts(name) is not None
    }
    return {name: lacks for name, lacks in missing.items() if lacks}


def told(found: Mapping[str, tuple[str, ...]]) -> str:
    """Return `lacking` in words, empty where every index is up to date."""
    parts = [f"{name} is older than the template (without {', '.join(lacks)})" for name, lacks in found.items()]
    return f"{'; '.join(parts)}: {REMEDY}" if parts else ""


def _lacking(template: Mapping[str, Any], index: Mapping[str, Any]) -> Iterator[str]:
    wanted, present = _fields(template["mappings"]), _fields(index["mappings"])
    yield from (name for name, kind in wanted.items() if present.get(name) != kind)
    if _plain(template["settings"]["analysis"]) != _plain(index["settings"]["index"].get("analysis", {})):
        yield "analysis"


def _fields(mapping: Mapping[str, Any], prefix: str = "") -> dict[str, tuple[str, ...]]:
    """Return type and analyzers of every field, sub-fields included, by its full name."""
    found: dict[str, tuple[str, ...]] = {}
    for part in ("properties", "fields"):
        for name, field in mapping.get(part, {}).items():
            kinds = (field.get("type", "object"), field.get("analyzer", ""), field.get("search_analyzer", ""))
            found |= {f"{prefix}{name}": kinds, **_fields(field, f"{prefix}{name}.")}
    return found


def _plain(value: Any) -> Any:
    """Return a setting as the cluster gives it back: all texts."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
