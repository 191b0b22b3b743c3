"""A query in Elasticsearch's own language: the same articles that the embedded store finds, ranked by BM25F.

``combined_fields`` scores all text fields as one (Robertson and Zaragoza 2009), as `infra.stores.scoring` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from infra.stores.analysis import Leaf, layers_of, leaf
from infra.stores.base import Layer, Query
from infra.stores.elasticsearch.filters import FILTERS, filtered
from infra.stores.query import All, Node, Not, Phrase, Value, Word, Words, parse
from infra.stores.query import Any as Either
from infra.stores.scoring import FIELD_WEIGHTS
from infra.stores.values import name_key
from processors.records import TEXT_FIELDS

Json = dict[str, Any]
Keys = Callable[[str, str], Json]
"""Turns a filter's field and value into a query."""
NOTHING: Json = {"match_none": {}}
EVERYTHING: Json = {"match_all": {}}
_WEIGHTS = dict(zip(TEXT_FIELDS, FIELD_WEIGHTS, strict=True))


def query_node(query: Query) -> Node | None:
    """Parse a query's text; sorted by date, every topic word is required, since rank can't push the others down."""
    return parse(query.text, every_word=query.sort != "relevance")


def search_query(query: Query, node: Node | None, keys: Keys) -> Json:
    """Return the query of an article search: text scored, filters and dates not."""
    filters = [filtered(field, getattr(query, field), keys) for field in FILTERS if getattr(query, field)]
    filters += _dates(query)
    filters += [{"terms": {"id": list(query.ids)}}] if query.ids else []
    filters += [{"term": {"revisions.changed": True}}] if query.revised else []
    text = [_query(node, query.layer, keys)] if node is not None else []
    if not text and not filters:
        return EVERYTHING
    return {"bool": {"must": text, "filter": filters}}


def dates_query(query: Query) -> Json:
    """Return the query of all articles between a query's dates."""
    return {"bool": {"filter": _dates(query)}}


def _dates(query: Query) -> list[Json]:
    bounds = {"gte": query.date_from, "lt": query.date_to}
    # An article's moment is in whole seconds, so a bound with a fraction is as good as the next second.
    span = {name: value.isoformat() for name, value in bounds.items() if value is not None}
    return [{"range": {"@timestamp": span}}] if span else []


def _query(node: Node, layer: Layer, keys: Keys) -> Json:
    match node:
        case Word() | Phrase():
            return leaf_query(node, layer)
        case Words():
            return _words(node, layer)
        case Value(field=field, value=value):
            return {"bool": {"filter": [keys(field, value)]}}
        case Not(part=part):
            return {"bool": {"must_not": [_query(part, layer, keys)]}}
        case All(parts=parts):
            return _all(parts, layer, keys)
        case Either(parts=parts):
            return {"bool": {"should": [_query(part, layer, keys) for part in parts], "minimum_should_match": 1}}


def _all(parts: Sequence[Node], layer: Layer, keys: Keys) -> Json:
    must = [_query(part, layer, keys) for part in parts if not isinstance(part, Not)]
    must_not = [_query(part.part, layer, keys) for part in parts if isinstance(part, Not)]
    return {"bool": {"must": must, "must_not": must_not}}


def _words(node: Words, layer: Layer) -> Json:
    counted = _once(node.counted, layer)
    required = {"bool": {"should": counted, "minimum_should_match": min(node.needed, len(counted))}}
    others = _once([word for word in node.words if word not in node.counted], layer)
    return {"bool": {"must": [required], "should": others}} if others else required


def _once(words: Iterable[Word], layer: Layer) -> list[Json]:
    """Return a query for each word, one for words that look for the same."""
    different: dict[Leaf, Word] = {}
    for word in words:
        different.setdefault(leaf(word, layer), word)
    return [leaf_query(word, layer) for word in different.values()]


def leaf_query(part: Word | Phrase, layer: Layer) -> Json:
    """Return the query of one word or phrase: the default layer takes a word by stem or name, a phrase by name too."""
    wanted = leaf(part, layer)
    if not wanted.patterns:
        return NOTHING
    fields = [part.field] if part.field else list(TEXT_FIELDS)
    single = isinstance(part, Word) and all(len(pattern) == 1 for pattern in wanted.patterns)
    ask = _combined if single else _phrase
    asked = [query for name in layers_of(part, layer) for query in ask(part.text, name, fields)]
    return asked[0] if len(asked) == 1 else {"dis_max": {"queries": asked}}


def _combined(text: str, layer: str, fields: Sequence[str]) -> list[Json]:
    weighted = [f"{field}.{layer}^{_WEIGHTS[field]:g}" for field in fields]  # type: ignore[index]
    found: list[Json] = [{"combined_fields": {"query": text, "fields": weighted, "operator": "and"}}]
    if layer == "names":
        # عبد الله is one word in this layer; its second word is found as printed.
        plain = [f"{field}.folded^{_WEIGHTS[field]:g}" for field in fields]  # type: ignore[index]
        found.append({"combined_fields": {"query": name_key(text), "fields": plain, "operator": "and"}})
    return found


def _phrase(text: str, layer: str, fields: Sequence[str]) -> list[Json]:
    weighted = [f"{field}.{layer}^{_WEIGHTS[field]:g}" for field in fields]  # type: ignore[index]
    return [{"multi_match": {"query": text, "type": "phrase", "fields": weighted}}]
