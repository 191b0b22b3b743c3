"""The records that pass through Rasid: frozen, slotted, keyword-only.

Raw text is never altered. An offset is a count of Unicode code points into the raw text of the named field; the field
``body`` is the paragraphs joined by ``"\\n"``. What a page does not say is ``None`` (or an empty tuple), never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from processors.entities.corrections import Corrections

Precision = Literal["year", "month", "day", "hour", "minute", "second"]
Calendar = Literal["gregorian", "hijri"]
EntityType = Literal["person", "organisation", "group", "place", "country"]
TextField = Literal["headline", "kicker", "lead", "body"]
TEXT_FIELDS: tuple[TextField, ...] = ("headline", "kicker", "lead", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One HTTP response as received. ``fetched_at`` is UTC; ``locator`` names the WARC record (file:offset)."""

    url: str
    final_url: str
    outlet_id: str | None
    fetched_at: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    locator: str | None = None

    def header(self, name: str) -> str | None:
        """Return the last value of a header, its name compared without case (RFC 9110 §5.1), or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[-1] if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """A date as read: an aware ``value``, the raw text it came from, its calendar and its precision.

    Below ``precision`` the value holds the earliest moment (a day is its local midnight), which is a convention, not a
    statement: show `iso`, which stops at the precision. ``provenance`` names the source (``json-ld``, ``meta:…``,
    ``time``, ``text``, ``url``); ``notes`` holds what a reader should know (``weekday-mismatch``, ``contradicts:…``).
    """

    value: datetime
    raw: str
    precision: Precision
    calendar: Calendar = "gregorian"
    provenance: str = "text"
    notes: tuple[str, ...] = ()

    @property
    def iso(self) -> str:
        """ISO 8601, cut at the precision: 2023, 2023-07, 2023-07-05, 2023-07-05T14:30+03:00 ..."""
        match self.precision:
            case "year":
                return f"{self.value.year:04d}"
            case "month":
                return f"{self.value:%Y-%m}"
            case "day":
                return self.value.date().isoformat()
            case "hour" | "minute":
                return self.value.isoformat(timespec="minutes")
            case _:
                return self.value.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image of an article, with the caption and the credit that the page prints."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as the page prints it. ``id`` derives from the canonical URL; see design: Records."""

    id: str
    url: str
    canonical_url: str
    outlet: str | None
    fetched_at: datetime
    headline: str
    paragraphs: tuple[str, ...] = ()
    kicker: str | None = None
    lead: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    published: DateReading | None = None
    modified: DateReading | None = None
    images: tuple[Image, ...] = ()
    language: str | None = None
    locator: str | None = None
    layout: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The paragraphs joined by a line feed: the text that ``body`` offsets refer to."""
        return "\n".join(self.paragraphs)

    def text_of(self, name: TextField) -> str:
        """Return the raw text of a field that mentions and quotes may point into ('' where absent)."""
        return self.body if name == "body" else getattr(self, name) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotArticle:
    """A page that holds no article, with the reason in plain words (``listing``, ``challenge``, ``empty`` ...)."""

    url: str
    outlet: str | None
    reason: str
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in a text: ``[start, end)`` in code points of ``field``, prefixes and quotation marks left out.

    ``name`` is the entity's Arabic label; ``role`` the title printed beside it; ``metonym`` marks a capital that stands
    for its government; ``adjective`` a nationality adjective; ``score`` is in [0, 1].
    """

    field: TextField
    start: int
    end: int
    text: str
    type: EntityType
    entity_id: str | None = None
    name: str | None = None
    role: str | None = None
    metonym: bool = False
    adjective: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What someone said: ``text`` is ``field[start:end]`` verbatim, without the quotation marks around it.

    ``speaker`` is as printed, None where unknown; ``addressee`` is the outlet it was said to, where the text says so.
    """

    field: TextField
    start: int
    end: int
    text: str
    kind: Literal["direct", "indirect"]
    speaker: str | None = None
    speaker_id: str | None = None
    role: str | None = None
    verb: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichedArticle:
    """The article unchanged, and what the processors found; ``versions`` names each step and its version."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    fingerprint: tuple[int, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a processor may know besides the article.

    ``country`` is ISO 3166-1 alpha-2, ``timezone`` an IANA name, ``day_first`` the outlet's day-month order,
    ``captured_at`` the moment that relative dates refer to, ``outlet_names`` the names an outlet calls itself by, and
    ``corrections`` the operator's corrections of entities; ``ner_model`` is the folder of a transformer that tags names
    instead of the shipped statistical model.
    """

    captured_at: datetime
    outlet_id: str | None = None
    outlet_names: tuple[str, ...] = ()
    country: str | None = None
    timezone: str = "UTC"
    day_first: bool = True
    corrections: Corrections = field(default_factory=Corrections)
    ner_model: str | None = None
