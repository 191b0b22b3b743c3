"""Filters by key, and the names that analysts type instead of keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from infra.stores.base import Query
from infra.stores.elasticsearch.body import KEY_FIELDS, SEPARATOR
from infra.stores.query import All, Node, Not, Value
from infra.stores.query import Any as Either
from infra.stores.values import ENTITY_FACETS, name_key

Json = dict[str, Any]
FILTERS = (
    *("outlet", "country", "language", "section", "author", "entity"),
    *("person", "organisation", "group", "place", "speaker", "story"),
)
_NAMED = {*ENTITY_FACETS, "author", "section"}
_MOST = 1000  # keys that one name may stand for


def filtered(field: str, values: Sequence[str], keys: Callable[[str, str], Json]) -> Json:
    """Return the query of a filter: any of its values."""
    return {"bool": {"should": [keys(field, value) for value in values], "minimum_should_match": 1}}


def asked_values(query: Query, node: Node | None) -> Iterator[tuple[str, str]]:
    """Yield each (field, value) that a query filters by, in its fields and in its text."""
    yield from ((field, value) for field in FILTERS for value in getattr(query, field))
    yield from _values(node)


def _values(node: Node | None) -> Iterator[tuple[str, str]]:
    match node:
        case Value(field=field, value=value):
            yield field, value
        case Not(part=part):
            yield from _values(part)
        case All(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _values(part)
        case _:
            return


def facets_of(field: str) -> tuple[str, ...]:
    """Return the facets whose keys a filter looks among."""
    if field == "entity":
        return ENTITY_FACETS
    return ("place", "countries") if field == "place" else (field,)


def by_keys(field: str, keys: Iterable[str]) -> Json:
    """Return the query of the articles that have any of the keys."""
    wanted = list(keys)
    terms = [{"terms": {KEY_FIELDS[facet]: wanted}} for facet in facets_of(field)]
    return terms[0] if len(terms) == 1 else {"bool": {"should": terms, "minimum_should_match": 1}}


def takes_names(field: str) -> bool:
    """Tell whether a filter takes a name where it knows no such key."""
    return field in _NAMED


def known_request(field: str, value: str) -> Json:
    """Return the search that tells whether any article has the value as a key."""
    return {"size": 0, "terminate_after": 1, "track_total_hits": 1, "query": by_keys(field, [value])}


def names_request(field: str, value: str) -> Json:
    """Return the search that finds the keys that go by a name."""
    prefixes = [SEPARATOR.join((facet, name_key(value), "")) for facet in facets_of(field)]
    include = "|".join(f"{literal(prefix)}.*" for prefix in prefixes)
    terms = {"field": "aliases", "include": include, "size": _MOST}
    query = {"bool": {"should": [{"prefix": {"aliases": prefix}} for prefix in prefixes]}}
    return {"size": 0, "track_total_hits": False, "query": query, "aggs": {"keys": {"terms": terms}}}


def keys_found(response: Json) -> list[str]:
    """Return the keys in the answer to `names_request`."""
    buckets = response.get("aggregations", {}).get("keys", {}).get("buckets", [])
    return sorted({bucket["key"].rpartition(SEPARATOR)[2] for bucket in buckets})


def literal(text: str) -> str:
    """Return a regular expression of Lucene's that matches just this text."""
    return re.sub(r'([.?+*|{}\[\]()"\\#@&<>~^$-])', r"\\\1", text)
