"""The protocol every store keeps, and the records that pass through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from processors.errors import RasidError
from processors.records import EnrichedArticle

Layer = Literal["default", "exact", "folded", "stemmed", "names"]
Sort = Literal["relevance", "newest", "oldest"]
Interval = Literal["hour", "day", "week", "month"]
NamesBy = Literal["outlet", "country", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to search for. Filters are joined by AND, the values of one filter by OR; empty means no filter.

    ``text`` holds words, "phrases", AND, OR, NOT and parentheses (docs/search.md); an empty text matches everything.
    ``date_from`` is inclusive and ``date_to`` exclusive, both aware, and refer to published_at (fetched_at where the
    page gives no date). ``entity`` takes entity ids; ``person``, ``organisation``, ``group`` and ``place`` take an id
    or a name in any spelling. ``ids`` are those of articles: a watch-list asks of a batch what matches.
    ``revised`` asks for articles with earlier states only.
    """

    text: str = ""
    layer: Layer = "default"
    outlet: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    entity: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    revised: bool = False
    date_from: datetime | None = None
    date_to: datetime | None = None
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    highlight: bool = True
    one_per_story: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier state of an article: what its headline, lead and body were, and when that was captured (UTC)."""

    fetched_at: datetime
    headline: str
    lead: str | None
    body: str
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article in the store, with its earlier states (oldest first) and what the outlet's definition says of it.

    ``country`` (ISO 3166-1), ``outlet_name`` (Arabic) and ``outlet_place`` (latitude, longitude of the seat, WGS 84)
    are the outlet's; None where no definition is there.
    """

    enriched: EnrichedArticle
    country: str | None = None
    outlet_name: str | None = None
    outlet_place: tuple[float, float] | None = None
    revisions: tuple[Revision, ...] = ()
    story: str | None = None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.enriched.article.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result. A highlight is (start, end) in code points of the raw text of ``headline`` or ``body``."""

    stored: Stored
    score: float
    highlights: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of results and the number of all articles that match."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A document the store refused, with the engine's reason."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReport:
    """Ids by outcome. ``unchanged`` covers the same text again and captures older than the stored one."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A facet value or histogram bucket, its label for readers, and its number of articles."""

    key: str
    count: int
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """A name that articles use for an entity: ``text`` as printed, prefixes cut, and in how many articles it stands.

    ``parts`` counts those by outlet or its country (most first) or by local month (in time order, months with none
    left out); an article whose outlet or country is unknown is in no part.
    """

    text: str
    count: int
    parts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A stored article whose text may be the same as another's, with what is needed to look closer.

    ``marks`` is its fingerprint as `processors.fingerprint.packed` gives it.
    """

    id: str
    outlet: str | None
    story: str | None
    marks: bytes


MOST_COUNTED = 1000
"""Where `Store.word_counts` stops counting."""


class Store(Protocol):
    """A store of enriched articles. Every method may raise `StoreError`; nothing is lost in silence."""

    def write(self, documents: Iterable[Stored]) -> WriteReport:
        """Write a batch, idempotent by article id; durable when it returns.

        A later capture with another headline, lead or body keeps the earlier state as a `Revision`; the same text
        again is ``unchanged`` (but newer enrichment of the same capture replaces the stored one); a capture older
        than the stored one never overwrites it.
        """

    def get(self, article_id: str) -> Stored | None:
        """Return one article with its revisions, or None."""

    def search(self, query: Query) -> Results:
        """Return a page of matching articles. Ties are broken by id, so paging is stable."""

    def facets(self, query: Query, fields: Sequence[str], size: int = 10) -> Mapping[str, tuple[Count, ...]]:
        """Count the articles that match by value of each field, most first."""

    def histogram(self, query: Query, interval: Interval, timezone: str = "UTC") -> tuple[Count, ...]:
        """Count the articles that match by local hour, day, week or month, in time order, gaps included."""

    def names(self, entity: str, query: Query, by: NamesBy | None = None, timezone: str = "UTC") -> tuple[NameUse, ...]:
        """Return the names by which the articles that match call an entity (by id), the most used first.

        Nationality adjectives are no names of a country.
        """

    def word_counts(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in how many articles each folded word stands, with or without prefixes; `MOST_COUNTED` at most.

        Words that stand in none are left out. Thousands may be asked for at once.
        """

    def export(self, query: Query | None = None) -> Iterator[Stored]:
        """Stream every article that matches, oldest first, however many there are."""

    def similar(self, bands: Sequence[int]) -> tuple[Kin, ...]:
        """Return the articles whose fingerprint has one of the bands (`processors.fingerprint.bands`).

        One that shares a single band, which many others have too, is left out (`infra.stores.kin`).
        """

    def delete(self, ids: Iterable[str]) -> int:
        """Delete articles with their revisions; return how many were there."""

    def article_ids(self) -> Iterator[str]:
        """Stream the id of every article as often as it stands there; `infra.agreement` holds the ledger against it."""

    def counts(self) -> Mapping[str, int]:
        """Return the number of ``articles`` and ``revisions``."""

    def close(self) -> None:
        """Release files and connections."""


class StoreError(RasidError):
    """The store could not do what it was asked; the message says what and what to do."""


class QueryError(RasidError, ValueError):
    """The query's text cannot be parsed; the message names the position and the remedy."""
