"""Generated copies of distinct articles, as newspapers print an agency text: what stories are measured on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from infra.demo import synthetic
from infra.demo.words import draw_word
from infra.stores.base import Stored
from processors.fingerprint import fingerprint
from processors.records import Article, EnrichedArticle

START = datetime(2026, 1, 1, tzinfo=UTC)
OUTLETS = ("first", "second", "third", "fourth")
Paragraphs = tuple[str, ...]
Change = Callable[[random.Random, Paragraphs], Paragraphs]


def _dateline(draw: random.Random, text: Paragraphs) -> Paragraphs:
    return (f"{draw.choice(('بغداد', 'بيروت', 'تونس'))} – {draw.choice(('وكالات', 'أ ف ب'))}: {text[0]}", *text[1:])


def _order(draw: random.Random, text: Paragraphs) -> Paragraphs:
    return tuple(draw.sample(text, len(text)))


def _words(draw: random.Random, text: Paragraphs) -> Paragraphs:
    def changed(paragraph: str) -> str:
        return " ".join(draw_word(draw) if draw.random() < 0.2 else word for word in paragraph.split(" "))

    return tuple(changed(paragraph) for paragraph in text)


def _truncated(draw: random.Random, text: Paragraphs) -> Paragraphs:
    return text[: max(1, round(len(text) * draw.uniform(0.4, 0.8)))]


def _all(draw: random.Random, text: Paragraphs) -> Paragraphs:
    return _dateline(draw, _order(draw, _truncated(draw, _words(draw, text))))


CHANGES: dict[str, Change] = {
    "dateline": _dateline,
    "headline": lambda _draw, text: text,
    "paragraph order": _order,
    "a fifth of the words": _words,
    "truncated": _truncated,
    "all at once": _all,
}


def article(number: int, paragraphs: Sequence[str], outlet: str, headline: str) -> Stored:
    url = f"http://{outlet}.example/{number}"
    made = Article(
        id=f"{outlet}-{number}",
        url=url,
        canonical_url=url,
        outlet=outlet,
        fetched_at=START + timedelta(minutes=number),
        headline=headline,
        paragraphs=tuple(paragraphs),
    )
    return Stored(enriched=EnrichedArticle(article=made, fingerprint=fingerprint(made)))


def distinct(count: int, seed: int = 11) -> Iterator[Stored]:
    """Make distinct articles (they share under a tenth of their five-word shingles; a test of the demo holds that)."""
    for number in range(count):
        text = synthetic.article("maraya", seed, number)
        yield article(number, text.paragraphs, OUTLETS[number % 2], text.headline)


def copy(draw: random.Random, original: Stored, change: str, number: int) -> Stored:
    """Make a copy in another outlet, under a headline of its own."""
    paragraphs = CHANGES[change](draw, original.enriched.article.paragraphs)
    headline = " ".join(draw_word(draw) for _ in range(7))
    return article(number, paragraphs, OUTLETS[2 + number % 2], headline)
