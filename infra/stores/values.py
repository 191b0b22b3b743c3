"""What both stores filter and count by: the values of each facet of an article, and the moment it is sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from infra.stores.base import Count, Interval, NamesBy, NameUse, Stored
from processors.arabic.tokens import positions
from processors.records import Article, Mention, Quote

# An article's own fields, then what the processors found. ``countries`` are mentioned, ``country`` is the outlet's.
FACETS = (
    *("outlet", "country", "language", "section", "author", "credit", "story"),
    *("person", "organisation", "group", "place", "countries", "speaker"),
)
ENTITY_FACETS = ("person", "organisation", "group", "place", "countries", "speaker")
_FACET_OF = {"country": "countries"}
_CACHE = 1 << 15  # distinct names: those of the day come again and again

Value = tuple[str, str | None]


def moment(stored: Stored) -> datetime:
    """Return what an article is sorted and bounded by, in UTC and whole seconds.

    That is published_at; where the page gives no date, the time of the first capture that is known.
    """
    article = stored.enriched.article
    captures = [revision.fetched_at for revision in stored.revisions]
    value = article.published.value if article.published else min([*captures, article.fetched_at])
    return value.astimezone(UTC).replace(microsecond=0)


def facet_values(stored: Stored) -> Mapping[str, tuple[Value, ...]]:
    """Return (key, label for readers) of an article for each facet, no key twice.

    Nationality adjectives are no mention of a country here: nearly every article of an outlet has its own.
    """
    article = stored.enriched.article
    values: dict[str, dict[str, str | None]] = {facet: {} for facet in FACETS}
    single = {"outlet": article.outlet, "country": stored.country, "language": article.language}
    single |= {"section": article.section, "story": stored.story}
    for facet, value in single.items():
        if value:
            values[facet][value] = stored.outlet_name if facet == "outlet" else None
    values["author"] = dict.fromkeys(article.authors)
    values["credit"] = dict.fromkeys(article.credits)
    for mention in stored.enriched.mentions:
        if not mention.adjective:
            key, label = entity_value(mention)
            values[facet_of(mention)].setdefault(key, label)
    for quote in stored.enriched.quotes:
        if quote.speaker:
            key, label = speaker_value(quote)
            values["speaker"].setdefault(key, label)
    return {facet: tuple(found.items()) for facet, found in values.items() if found}


def facet_of(mention: Mention) -> str:
    """Return the facet that counts a mention: its type; a country counts among the ``countries``."""
    return _FACET_OF.get(mention.type, mention.type)


def entity_value(mention: Mention) -> Value:
    """Return the key of a mention (its entity id, else its folded name) and its label."""
    label = mention.name or mention.text
    return mention.entity_id or name_key(label), label


def speaker_value(quote: Quote) -> Value:
    """Return the key of a quote's speaker (the entity id, else the folded name as printed) and its label."""
    speaker = quote.speaker or ""
    return quote.speaker_id or name_key(speaker), speaker


@lru_cache(maxsize=_CACHE)
def name_key(name: str) -> str:
    """Return the form that the spellings of one name share (the ``names`` layer), for comparison."""
    return " ".join(forms[0] for forms, _, _ in positions(name, "names", index=False))


def names_used(stored: Stored) -> tuple[tuple[str, str], ...]:
    """Return (entity id, name as printed, prefixes cut) of each name that an article uses for a linked entity."""
    enriched = stored.enriched
    linked = (mention for mention in enriched.mentions if mention.entity_id and not mention.adjective)
    return tuple(dict.fromkeys((mention.entity_id or "", name_of(enriched.article, mention)) for mention in linked))


def name_of(article: Article, mention: Mention) -> str:
    """Return the name that a mention prints; behind لل the article's alef, which is not written there, is put back."""
    return name_in(article.text_of(mention.field), mention)


def name_in(text: str, mention: Mention) -> str:
    """Return what `name_of` does, of the text of the mention's field."""
    before = text[max(0, mention.start - 2) : mention.start]
    return f"ال{mention.text}" if before == "لل" and not mention.text.startswith("ال") else mention.text


def name_uses(
    totals: Iterable[tuple[str, int]], parts: Iterable[tuple[str, Count]], by: NamesBy | None
) -> tuple[NameUse, ...]:
    """Join the count of each name with its parts, in the order that `NameUse` states."""
    of: dict[str, list[Count]] = {}
    for text, part in sorted(parts, key=lambda row: (0 if by == "month" else -row[1].count, row[1].key)):
        of.setdefault(text, []).append(part)
    uses = (NameUse(text=text, count=count, parts=tuple(of.get(text, ()))) for text, count in totals)
    return tuple(sorted(uses, key=lambda use: (-use.count, use.text)))


def interval_key(edge: datetime, interval: Interval) -> str:
    """Return the key of the histogram bucket that begins at a local moment."""
    match interval:
        case "hour":
            return edge.isoformat(timespec="minutes")
        case "month":
            return f"{edge:%Y-%m}"
        case _:
            return edge.date().isoformat()
