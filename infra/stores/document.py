"""Records to JSON documents and back, without loss: the only place in Rasid where an article is a dict.

``None``, empty tuples and defaults are left out, so that a document says what is known and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from infra.stores.base import Stored
from processors.records import TEXT_FIELDS

Json = dict[str, Any]


def to_document(stored: Stored) -> Json:
    """Return a JSON-able document that holds all of an article; `from_document` gives an equal record back."""
    return _encoder(Stored)(stored)  # type: ignore[no-any-return]


def from_document(document: Mapping[str, Any]) -> Stored:
    """Return the record of a document made by `to_document`; an unknown or missing key raises TypeError."""
    return _decoder(Stored)(document)  # type: ignore[no-any-return]


def texts_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts of `TEXT_FIELDS` of a document, without making records of the rest."""
    article = document["enriched"]["article"]
    body = "\n".join(article.get("paragraphs", ()))
    return (*(article.get(name) or "" for name in TEXT_FIELDS if name != "body"), body)


@cache
def _encoder(kind: Any) -> Callable[[Any], Any]:
    """Build the function that encodes one type; built once, since walking type hints is slow."""
    kind = _without_none(kind)
    if kind is datetime:
        return datetime.isoformat
    if is_dataclass(kind):
        return _record_encoder(kind)
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        inner = _encoder(item)
        if get_args(kind)[-1] is not Ellipsis or inner is _same:
            return list
        return lambda values: [inner(value) for value in values]
    return _same


def _record_encoder(kind: Any) -> Callable[[Any], Json]:
    parts = [(name, default, _encoder(hint)) for name, hint, default in _parts(kind)]

    def encode(record: Any) -> Json:
        document = {}
        for name, default, inner in parts:
            value = getattr(record, name)
            if value is not None and value != default:
                document[name] = inner(value)
        return document

    return encode


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    kind = _without_none(kind)
    if kind is datetime:
        return datetime.fromisoformat
    if is_dataclass(kind):
        return _record_decoder(kind)
    if get_origin(kind) is tuple:
        inner = tuple if get_origin(get_args(kind)[0]) is tuple else _decoder(get_args(kind)[0])
        return tuple if inner is _same else lambda values: tuple([inner(value) for value in values])
    return _same


def _record_decoder(kind: Any) -> Callable[[Mapping[str, Any]], Any]:
    inner = {name: _decoder(hint) for name, hint, _ in _parts(kind)}
    # A record may have to be told that something is unknown.
    unknowable = {name: None for name, hint, default in _parts(kind) if default is None and _without_none(hint) != hint}

    def decode(document: Mapping[str, Any]) -> Any:
        unknown = document.keys() - inner.keys()
        if unknown:
            raise TypeError(f"{kind.__name__}: unknown keys {sorted(unknown)}")
        return kind(**unknowable | {name: inner[name](value) for name, value in document.items()})

    return decode


def _parts(kind: Any) -> list[tuple[str, Any, Any]]:
    hints = get_type_hints(kind)
    return [(item.name, hints[item.name], None if item.default is MISSING else item.default) for item in fields(kind)]


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in {Union, UnionType}:
        (kind,) = [part for part in get_args(kind) if part is not NoneType]
    return kind


def _same(value: Any) -> Any:
    return value


def to_row(stored: Stored) -> Json:
    """Return an article as other tools read it: the keys of `rasid analyze`, and what only the store knows.

    ``published_at`` stops at its precision; `rasid import` takes such a row back.
    """
    article = stored.enriched.article
    published, modified = article.published, article.modified
    lists = ("authors", "credits", "keywords")
    return {
        "id": article.id,
        **{name: getattr(article, name) for name in ("url", "canonical_url", "outlet")},
        "country": stored.country,
        **{name: getattr(article, name) for name in ("headline", "kicker", "lead", "byline", "dateline", "section")},
        **{name: list(getattr(article, name)) for name in lists},
        "published_at": published.iso if published else None,
        "modified_at": modified.iso if modified else None,
        "published_raw": published.raw if published else None,
        "date_precision": published.precision if published else None,
        "fetched_at": article.fetched_at.isoformat(),
        "language": article.language,
        "body": article.body,
        "story": stored.story,
        "entities": [asdict(mention) for mention in stored.enriched.mentions],
        "quotes": [asdict(quote) for quote in stored.enriched.quotes],
        "images": [asdict(image) for image in article.images],
        "revisions": to_document(stored).get("revisions", []),
        "locator": article.locator,
    }
