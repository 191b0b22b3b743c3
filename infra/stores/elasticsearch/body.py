"""An article as the document that Elasticsearch holds: fields to search and count by, and the record itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from infra.elasticsearch.templates import month_of
from infra.stores.base import Stored
from infra.stores.document import from_document, to_document
from infra.stores.elasticsearch.places import coordinates
from infra.stores.scoring import weighted
from infra.stores.values import ENTITY_FACETS, FACETS, entity_value, facet_of, facet_values, moment, name_in, name_key
from processors.arabic.tokens import word_pattern
from processors.fingerprint import bands
from processors.records import TEXT_FIELDS, Article, Mention

Json = dict[str, Any]
# The field that holds the keys of each facet.
KEY_FIELDS = {facet: facet for facet in ("outlet", "country", "language", "section")}
KEY_FIELDS |= {"author": "authors", "credit": "credits", "story": "story.id", "countries": "country_ids"}
KEY_FIELDS |= {facet: f"{facet}_ids" for facet in FACETS if facet not in KEY_FIELDS}
SOURCE = ["record", "headline", "kicker", "lead", "body"]
"""The parts of a document that `stored_of` needs."""
SEPARATOR = "\t"
_LABEL_FIELDS = {
    "person": "persons",
    "organisation": "organisations",
    "group": "groups",
    "place": "places",
    "countries": "countries",
    "speaker": "speakers",
}
_NAMED = {*ENTITY_FACETS, "author", "section"}
_PRECISE = {"hour", "minute", "second"}


def first_month(stored: Stored) -> str:
    """Return the month of the first capture that is known: it decides the index."""
    captures = [revision.fetched_at for revision in stored.revisions]
    return month_of(min([*captures, stored.enriched.article.fetched_at]))


def document_of(stored: Stored) -> Json:
    """Return the document of an article; `stored_of` gives the article back. Nothing empty is in it."""
    article = stored.enriched.article
    document = {
        **_dates(stored),
        **_article(article),
        **_outlet(stored),
        **_facets(stored),
        **_entities(stored),
        **_quotes(stored),
        "story": _story(stored),
        "revisions": _revisions(stored),
        "versions": [f"{step}={version}" for step, version in stored.enriched.versions],
        "bands": [str(band) for band in bands(stored.enriched.fingerprint)],
    }
    record = _record(stored)
    document = {key: value for key, value in document.items() if value not in (None, "", [], {})}
    return {**document, "record": record}


def stored_of(source: Mapping[str, Any]) -> Stored:
    """Return the article of a document."""
    record = source["record"]
    article = dict(record["enriched"]["article"])
    for name in ("headline", "kicker", "lead"):
        if name in source:
            article[name] = source[name]
    article.setdefault("headline", "")
    if "paragraphs" not in article and "body" in source:
        article["paragraphs"] = source["body"].split("\n")
    return from_document({**record, "enriched": {**record["enriched"], "article": article}})


def _record(stored: Stored) -> Json:
    """Return the lossless record without the texts that stand in fields of their own."""
    record = to_document(stored)
    article = record["enriched"]["article"]
    for name in ("headline", "kicker", "lead"):
        if article.get(name):
            del article[name]
    paragraphs = stored.enriched.article.paragraphs
    if any(paragraphs) and tuple(stored.enriched.article.body.split("\n")) == paragraphs:
        del article["paragraphs"]
    return record


def _dates(stored: Stored) -> Json:
    article = stored.enriched.article
    published, modified = article.published, article.modified
    first = min([*(revision.fetched_at for revision in stored.revisions), article.fetched_at])
    known = published is not None and published.precision in _PRECISE
    return {
        "@timestamp": _utc(moment(stored)),
        "published_known": published is not None,
        "published_at": _utc(published.value) if published else None,
        "published_raw": published.raw if published else None,
        "published_precision": published.precision if published else None,
        "published_calendar": published.calendar if published else None,
        "published_provenance": published.provenance if published else None,
        "modified_at": _utc(modified.value) if modified else None,
        "fetched_at": _utc(article.fetched_at),
        "first_fetched_at": _utc(first),
        "lag_seconds": int((first - published.value).total_seconds()) if published and known else None,
    }


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _article(article: Article) -> Json:
    plain = ("id", "url", "canonical_url", "locator", "headline", "kicker", "lead", "body", "byline", "dateline")
    several = ("keywords", "notes")
    return {
        **{name: getattr(article, name) for name in (*plain, "layout")},
        **{name: list(getattr(article, name)) for name in several},
        "body_length": len(article.body),
        "length": weighted([len(word_pattern().findall(article.text_of(name))) for name in TEXT_FIELDS]),
    }


def _outlet(stored: Stored) -> Json:
    return {"outlet_name": stored.outlet_name, "outlet_location": _point(stored.outlet_place)}


def _point(place: tuple[float, float] | None) -> Json | None:
    return {"lat": place[0], "lon": place[1]} if place else None


def _facets(stored: Stored) -> Json:
    """Return the keys of each facet, their labels, and under which names each is looked for."""
    fields: Json = {}
    labels: list[str] = []
    aliases: dict[str, None] = {}
    for facet, values in facet_values(stored).items():
        if facet != "story":
            fields[KEY_FIELDS[facet]] = [key for key, _ in values]
        if facet in _LABEL_FIELDS:
            fields[_LABEL_FIELDS[facet]] = list(dict.fromkeys(label or key for key, label in values))
        for key, label in values:
            if label is not None:
                labels.append(SEPARATOR.join((facet, key, label)))
            if facet in _NAMED:
                aliases[alias_of(facet, label or key, key)] = None
    for mention in stored.enriched.mentions:
        if not mention.adjective:
            aliases[alias_of(facet_of(mention), mention.text, entity_value(mention)[0])] = None
    return {**fields, "labels": labels, "aliases": list(aliases)}


def alias_of(facet: str, name: str, key: str) -> str:
    """Return the entry that says: in this facet, this name (in any spelling) means this key."""
    return SEPARATOR.join((facet, name_key(name), key))


def _entities(stored: Stored) -> Json:
    article, mentions = stored.enriched.article, stored.enriched.mentions
    texts = {name: article.text_of(name) for name in TEXT_FIELDS}  # once: a body is joined from its paragraphs
    printed = [name_in(texts[mention.field], mention) for mention in mentions]
    named = [mention for mention in mentions if not mention.adjective]
    used = zip(mentions, printed, strict=True)
    return {
        "entity_ids": _distinct(mention.entity_id for mention in named),
        "names": _distinct(mention.name or mention.text for mention in named),
        "names_used": _distinct(f"{one.name or one.text} ← {name}" for one, name in used if not one.adjective),
        "places_location": _locations(named),
        "entities": [_mention(mention, name) for mention, name in zip(mentions, printed, strict=True)],
    }


def _mention(mention: Mention, printed: str) -> Json:
    fields = ("field", "start", "end", "type", "name", "role", "metonym", "adjective", "score")
    found = {name: getattr(mention, name) for name in fields}
    found |= {"text": printed, "id": mention.entity_id}
    return {name: value for name, value in found.items() if value is not None}


def _locations(mentions: Iterable[Mention]) -> list[Json]:
    places = dict.fromkeys(coordinates(mention.entity_id) for mention in mentions if mention.type == "place")
    return [point for point in map(_point, places) if point]


def _quotes(stored: Stored) -> Json:
    names = ("field", "start", "end", "text", "kind", "speaker", "speaker_id", "role", "verb", "addressee")
    quotes = [
        {name: getattr(quote, name) for name in names if getattr(quote, name) is not None}
        for quote in stored.enriched.quotes
    ]
    return {"quotes": quotes, "quote_count": len(quotes)}


def _story(stored: Stored) -> Json:
    """Return the story; ``key`` is the article itself where it belongs to none, so that each counts as one."""
    article_id = stored.enriched.article.id
    if stored.story is None:
        return {"key": f"={article_id}"}
    role = "first" if stored.story == article_id else "copy"
    return {"id": stored.story, "key": stored.story, "role": role}


def _revisions(stored: Stored) -> Json:
    headlines = [*(revision.headline for revision in stored.revisions), stored.enriched.article.headline]
    times = [revision.fetched_at for revision in stored.revisions]
    span = {"first_at": _utc(times[0]), "last_at": _utc(stored.enriched.article.fetched_at)} if times else {}
    return {"count": len(times), "changed": bool(times), "headline_changed": len(set(headlines)) > 1, **span}


def _distinct(values: Iterable[str | None]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
