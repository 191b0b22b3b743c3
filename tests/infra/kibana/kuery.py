"""KQL as Kibana 9 sends it: a query parsed and turned into Elasticsearch's language by the rules of its ``es-query``.

What is here is what analysts write: words, quoted phrases, wildcards, ranges, value lists, and/or/not, parentheses and
nested groups. A field's type decides between ``wildcard`` and ``query_string``, and how a date is compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.kibana.kql import parse

Json = dict[str, Any]
Types = Mapping[str, str]
_TOKEN = re.compile(r'\s*(?:("(?:\\.|[^"\\])*")|(<=|>=|[:<>(){}])|((?:\\.|[^\s():<>"{}\\])+))')
_RANGES = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_SYNTAX = re.compile(r'([+\-=&|><!(){}\[\]^"~?:\\/])')


def to_dsl(query: str, types: Types, zone: str = "UTC") -> Json:
    """Return the query as Kibana sends it; `KqlError` where Kibana refuses it."""
    parse(query)
    tokens = [next(part for part in match if part) for match in _TOKEN.findall(query)]
    return _Reader(tokens, types, zone).either("") if tokens else {"match_all": {}}


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    types: Types
    zone: str
    at: int = 0

    def either(self, prefix: str) -> Json:
        return self._joined("or", lambda: self.both(prefix), _should)

    def both(self, prefix: str) -> Json:
        return self._joined("and", lambda: self.negated(prefix), _filter)

    def negated(self, prefix: str) -> Json:
        return _not(self.plain(prefix)) if self._took("not") else self.plain(prefix)

    def plain(self, prefix: str) -> Json:
        if self._took("("):
            return self._until(")", self.either(prefix))
        words = self._words()
        operator = self._peek()
        if operator in _RANGES:
            self.at += 1
            return self._range(prefix + words, _RANGES[operator], self._words())
        if not self._took(":"):
            return _anywhere(words)
        field = prefix + words
        if self._took("{"):
            inside = self._until("}", self.either(f"{field}."))
            return {"nested": {"path": field, "query": inside, "score_mode": "none", "ignore_unmapped": True}}
        return self._until(")", self._values(field)) if self._took("(") else self._is(field, self._words())

    def _values(self, field: str) -> Json:
        def value() -> Json:
            if self._took("not"):
                return _not(value())
            return self._until(")", self._values(field)) if self._took("(") else self._is(field, self._words())

        return self._joined("or", lambda: self._joined("and", value, _filter), _should)

    def _joined(self, word: str, part: Callable[[], Json], kind: Callable[..., Json]) -> Json:
        parts = [part()]
        while self._took(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else kind(*parts)

    def _is(self, field: str, value: str) -> Json:
        if value == "*":
            return _should({"exists": {"field": field}})
        if self.types[field] == "date":
            return self._range(field, "gte", value, "lte")
        if value.startswith('"'):
            return _should({"match_phrase": {field: _text(value)}})
        return _should(self._wild(field, value) if "*" in value else {"match": {field: _literal(value)}})

    def _wild(self, field: str, value: str) -> Json:
        if self.types[field] == "keyword":
            return {"wildcard": {field: {"value": value}}}
        return {"query_string": {"fields": [field], "query": _SYNTAX.sub(r"\\\1", value)}}

    def _range(self, field: str, sign: str, value: str, *others: str) -> Json:
        bounds: Json = dict.fromkeys((sign, *others), _text(value))
        if self.types[field] == "date":
            bounds["time_zone"] = self.zone
        return _should({"range": {field: bounds}})

    def _words(self) -> str:
        if self._peek().startswith('"'):
            self.at += 1
            return self.tokens[self.at - 1]
        start = self.at
        while self._peek() and self._peek()[0] not in ':<>(){}"' and self._peek().lower() not in ("and", "or", "not"):
            self.at += 1
        return " ".join(self.tokens[start : self.at])

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _took(self, token: str) -> bool:
        found = self._peek().lower() == token
        self.at += found
        return found

    def _until(self, token: str, found: Json) -> Json:
        assert self._took(token)
        return found


def _anywhere(words: str) -> Json:
    """Return the query of a text without a field: ``index.query.default_field`` says where it is looked for."""
    if words == "*":
        return {"match_all": {}}
    if words.startswith('"'):
        return {"multi_match": {"type": "phrase", "query": _text(words), "lenient": True}}
    if "*" in words:
        return {"query_string": {"query": _SYNTAX.sub(r"\\\1", words)}}
    return {"multi_match": {"type": "best_fields", "query": _text(words), "lenient": True}}


def _text(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value.strip('"'))


def _literal(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value, _text(value))


def _should(*parts: Json) -> Json:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def _filter(*parts: Json) -> Json:
    return {"bool": {"filter": list(parts)}}


def _not(part: Json) -> Json:
    return {"bool": {"must_not": part}}
