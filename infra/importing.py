"""Other collections: lines of JSON become articles, processed like those of a crawl."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from infra.processing import Failure, enrich
from infra.stores.base import Stored
from infra.workers import DIED, SMALL, mapper
from processors.entities.corrections import Corrections
from processors.records import Article, DateReading, EnrichedArticle, Precision
from spiders.canonical import article_id, canonicalise
from spiders.outlet import Outlet

KEYS = ("url", "outlet", "headline", "body", "published_at")
"""What a line holds: ``url`` and a ``headline`` or ``body`` must be there."""
MORE_KEYS = ("kicker", "lead", "byline", "section", "dateline", "language", "authors", "credits", "keywords")
"""What a line may hold besides, as `rasid export` writes it."""
_TEXTS = ("kicker", "lead", "byline", "section", "dateline", "language")
_LISTS = ("authors", "credits", "keywords")
_BATCH = 1000  # lines that are with the workers at once, besides those being read


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line's article, ready for the store, or what is wrong with it."""

    number: int
    stored: Stored | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """Turns records into articles. Picklable, so that worker processes can be given it."""

    outlets: Mapping[str, Outlet]
    imported_at: datetime
    process: bool = True
    corrections: Corrections = field(default_factory=Corrections)
    ner_model: str | None = None

    def __call__(self, numbered: tuple[int, Mapping[str, Any]]) -> Line:
        """Return the article of one numbered record, or an error that names the key."""
        number, record = numbered
        try:
            article = article_of(record, self.imported_at, self._zone(record))
        except ValueError as error:
            return Line(number=number, error=str(error))
        outlet = self.outlets.get(article.outlet or "")
        if not self.process:
            country, name = (outlet.country, outlet.names.ar) if outlet else (None, None)
            bare = EnrichedArticle(article=article)
            return Line(number=number, stored=Stored(enriched=bare, country=country, outlet_name=name))
        result = enrich(article, outlet, self.corrections, self.ner_model)
        if isinstance(result, Failure):
            return Line(number=number, error=f"{result.step}: {result.error}")
        return Line(number=number, stored=result)

    def _zone(self, record: Mapping[str, Any]) -> str:
        outlet = self.outlets.get(str(record.get("outlet")))
        return (outlet.timezone if outlet else None) or "UTC"


def article_of(record: Mapping[str, Any], imported_at: datetime, zone: str) -> Article:
    """Return the article of a record; `ValueError` names the key and the remedy.

    A time without an offset is local time of ``zone``; the body's paragraphs are its lines.
    """
    url = _text(record, "url")
    if not url or not url.startswith(("http://", "https://")):
        raise ValueError(f"url: {record.get('url')!r} is not an address; every line needs the article's http(s) URL")
    headline, body = _text(record, "headline") or "", _text(record, "body") or ""
    if not headline.strip() and not body.strip():
        raise ValueError("headline: neither headline nor body has any text; give at least one")
    try:
        canonical = canonicalise(url)
    except ValueError as error:
        raise ValueError(f"url: {url!r}: {error}") from error
    return Article(
        id=article_id(canonical),
        url=url,
        canonical_url=canonical,
        outlet=_text(record, "outlet"),
        fetched_at=imported_at,
        headline=headline,
        paragraphs=tuple(body.split("\n")) if body else (),
        published=_reading(_text(record, "published_at"), zone),
        **{key: _text(record, key) for key in _TEXTS},  # type: ignore[arg-type]
        **{key: _list(record, key) for key in _LISTS},  # type: ignore[arg-type]
    )


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key}: {value!r} is not a text; write it in quotation marks, or null where unknown")
    return value or None


def _list(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key}: {value!r} is not a list of texts")
    return tuple(value)


def _reading(text: str | None, zone: str) -> DateReading | None:
    if text is None:
        return None
    precision: Precision = "day" if len(text) == 10 else "minute" if len(text) == 16 else "second"
    try:
        if precision == "day":
            value = datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone))
        else:
            value = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"published_at: {text!r} is not ISO 8601, such as 2026-01-31T08:00:00+03:00") from error
    value = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))
    try:
        value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"published_at: {text!r} is beyond the years 1 to 9999") from error
    return DateReading(value=value, raw=text, precision=precision, provenance="import")


def imported(records: Iterable[tuple[int, Mapping[str, Any]]], importer: Importer) -> Iterator[Line]:
    """Turn numbered records into lines, in order; many are processed on all cores, a bounded number at a time."""
    source = iter(records)
    head = list(islice(source, SMALL))
    workers = os.cpu_count() or 1
    if len(head) < SMALL or workers == 1 or not importer.process:
        yield from map(importer, head)
        yield from map(importer, source)
        return
    with mapper(importer, workers, lambda numbered: Line(number=numbered[0], error=DIED)) as lines_of:
        pending = lines_of(head)
        while batch := list(islice(source, _BATCH)):
            following = lines_of(batch)
            yield from pending
            pending = following
        yield from pending
