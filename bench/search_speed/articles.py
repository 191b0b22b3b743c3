"""Made-up articles for the measurements: words by Zipf's law, names where their mentions say, copies of agency texts.

The vocabulary is Rasid's own: the function words, then the words of its hand-written texts, then the demo's made-up
forms, so that an index meets as many distinct terms as a real collection brings. Names are those of the gazetteers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infra.demo.words import vocabulary
from infra.stores.base import Stored
from processors.arabic.stopwords import stop_words
from processors.entities.actors import actors
from processors.entities.countries import countries
from processors.entities.entity import Entity
from processors.entities.places import places
from processors.entities.tables import folded_names
from processors.fingerprint import fingerprint
from processors.records import Article, DateReading, EnrichedArticle, Mention, Quote, TextField

NEWEST = datetime(2026, 9, 1, tzinfo=UTC)
MINUTES = 10.5  # between two articles: 100,000 of them fill two years
OUTLETS = tuple(
    (f"outlet{number:02}", country)
    for number, country in enumerate(("IQ", "LB", "EG", "SY", "JO", "KW", "SA", "TN", "MA", "DZ") * 4)
)
SECTIONS = ("سياسة", "اقتصاد", "محليات", "أمن", "رياضة", "ثقافة", "صحة", "تعليم", "منوعات", "رأي")
COPIES = 0.15
WRITERS = 300
_EXPONENT, _OFFSET = 1.05, 2.7  # Mandelbrot's form of Zipf's law, as it fits newspaper text
_WORDS, _SPREAD = 5.3, 0.5  # the length of a body in words is log-normal: median 200
_PARAGRAPH = 40
_NAMES = 9
_TEXTS = Path(__file__).parents[2] / "tests" / "quality"
_ARABIC = re.compile(r"[ء-غف-ي]{2,}")


@dataclass(frozen=True, slots=True)
class Bag:
    """Things of which the first come up far oftener than the last."""

    words: tuple[str, ...]
    edges: NDArray[np.float64]

    @classmethod
    def of(cls, words: tuple[str, ...], offset: float = _OFFSET) -> Bag:
        """Weigh words by their place."""
        weights = 1 / (np.arange(len(words)) + offset) ** _EXPONENT
        return cls(words, np.cumsum(weights) / weights.sum())

    def draw(self, random: np.random.Generator, count: int) -> NDArray[np.int64]:
        """Draw numbers of words."""
        return np.minimum(np.searchsorted(self.edges, random.random(count)), len(self.words) - 1)


@cache
def word_bag() -> Bag:
    """Return the vocabulary, most frequent first."""
    texts = " ".join((_TEXTS / name).read_text("utf-8") for name in ("articles.yaml", "quotes.yaml", "search.json"))
    own = Counter(_ARABIC.findall(texts))
    common = sorted(stop_words(), key=lambda word: (-own[word], word))[:120]
    return Bag.of(tuple(dict.fromkeys((*common, *(word for word, _ in own.most_common()), *vocabulary()))))


@cache
def entities() -> tuple[tuple[Entity, ...], Bag]:
    """Return countries, actors and places as they take turns, and the bag of their numbers."""
    kinds = [[entity for entity, _ in source()] for source in (countries, actors, places)]
    kinds[2].sort(key=lambda entity: -entity.population)
    order = np.random.default_rng(7).permutation(len(kinds[1])).tolist()
    kinds[1] = [kinds[1][at] for at in order]
    # Of three names one is a country's or a place's.
    turns = [
        (at / (1 + 2 * (kind == 1)), kind, at, entity)
        for kind, known in enumerate(kinds)
        for at, entity in enumerate(known)
    ]
    mixed = [entity for *_, entity in sorted(turns, key=lambda turn: turn[:3])]
    return tuple(mixed), Bag.of(tuple(entity.name for entity in mixed), 20)


@cache
def writers() -> tuple[str, ...]:
    """Return the names that articles are signed with."""
    given, family = (sorted(folded_names(name) - {""})[::37] for name in ("given", "family"))
    return tuple(f"{one} {other}" for one, other in zip(given, family, strict=False))[:WRITERS]


def articles(count: int, seed: int = 1, first: int = 0) -> Iterator[Stored]:
    """Make articles, the oldest first; the same ones for the same seed and number."""
    recent: list[Stored] = []
    for number in range(first, first + count):
        random = np.random.default_rng((seed, number))
        stored = _copy(random, recent, number) if recent and random.random() < COPIES else _original(random, number)
        recent = [*recent[-200:], stored]
        yield stored


def _original(random: np.random.Generator, number: int) -> Stored:
    bag = word_bag()
    size = int(np.clip(random.lognormal(_WORDS, _SPREAD), 40, 1200))
    words = [bag.words[at] for at in bag.draw(random, size + 30).tolist()]
    body, mentions = _with_names(random, words[30:])
    outlet, country = OUTLETS[int(len(OUTLETS) * random.random() ** 2)]
    article = Article(
        id=f"{number:024x}",
        url=f"https://{outlet}.example/{number}",
        canonical_url=f"https://{outlet}.example/{number}",
        outlet=outlet,
        fetched_at=NEWEST - timedelta(minutes=round(MINUTES * (100_000 - number)) - 20),
        headline=" ".join([*words[4:11], mentions[0].text if mentions else words[11]]),
        lead=" ".join(words[11:29]) if random.random() < 0.5 else None,
        paragraphs=tuple(body.split("\n")),
        section=SECTIONS[int(len(SECTIONS) * random.random() ** 1.5)],
        authors=(writers()[int(random.integers(WRITERS))],) if random.random() < 0.4 else (),
        published=DateReading(
            value=NEWEST - timedelta(minutes=round(MINUTES * (100_000 - number))), raw="", precision="minute"
        ),
        language="ar",
    )
    enriched = EnrichedArticle(article=article, mentions=mentions, quotes=_quotes(body, mentions))
    return _finished(enriched, country, article.id)


def _finished(enriched: EnrichedArticle, country: str, story: str) -> Stored:
    marked = replace(enriched, fingerprint=fingerprint(enriched.article), versions=(("entities", "1"),))
    return Stored(enriched=marked, country=country, outlet_name=f"صحيفة {enriched.article.outlet}", story=story)


def _copy(random: np.random.Generator, recent: list[Stored], number: int) -> Stored:
    """Print one of the latest articles in another outlet, under a headline of its own."""
    original = recent[int(random.integers(len(recent)))]
    outlet, country = OUTLETS[int(random.integers(len(OUTLETS)))]
    bag = word_bag()
    article = replace(
        original.enriched.article,
        id=f"{number:024x}",
        url=f"https://{outlet}.example/{number}",
        canonical_url=f"https://{outlet}.example/{number}",
        outlet=outlet,
        headline=" ".join(bag.words[at] for at in bag.draw(random, 8).tolist()),
        published=DateReading(
            value=NEWEST - timedelta(minutes=round(MINUTES * (100_000 - number))), raw="", precision="minute"
        ),
    )
    mentions = tuple(mention for mention in original.enriched.mentions if mention.field == "body")
    return _finished(
        replace(original.enriched, article=article, mentions=mentions), country, original.story or article.id
    )


def _with_names(random: np.random.Generator, words: list[str]) -> tuple[str, tuple[Mention, ...]]:
    """Join words to paragraphs, names set in between; return the body and its mentions."""
    known, bag = entities()
    # An article is about few names and repeats them.
    topics = bag.draw(random, 1 + int(random.poisson(_NAMES) * 0.6)).tolist()
    places_of = set(random.integers(0, len(words), _NAMES).tolist())
    mentions: list[Mention] = []
    parts: list[str] = []
    length = 0
    for at, word in enumerate(words):
        before = "" if not at else "\n" if at % _PARAGRAPH == 0 else " "
        text = word
        if at in places_of:
            entity = known[topics[int(len(topics) * random.random() ** 2)]]
            text = entity.name
            start = length + len(before)
            mentions.append(_mention(entity, "body", start))
        parts += [before, text]
        length += len(before) + len(text)
    return "".join(parts), tuple(mentions)


def _mention(entity: Entity, field: TextField, start: int) -> Mention:
    return Mention(
        field=field,
        start=start,
        end=start + len(entity.name),
        text=entity.name,
        type=entity.type,
        entity_id=entity.id,
        name=entity.name,
    )


def _quotes(body: str, mentions: tuple[Mention, ...]) -> tuple[Quote, ...]:
    speakers = [mention for mention in mentions if mention.type in {"person", "organisation"}][:2]
    return tuple(
        Quote(
            field="body",
            start=speaker.end,
            end=min(len(body), speaker.end + 80),
            text=body[speaker.end : speaker.end + 80],
            kind="indirect",
            speaker=speaker.text,
            speaker_id=speaker.entity_id,
        )
        for speaker in speakers
    )
