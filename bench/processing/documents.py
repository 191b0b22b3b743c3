"""Documents to measure on: the demo's articles, the saved pages, our own labelled texts, the shared corpora."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bench.ner.corpus import read_corpus
from bench.pages import saved_pages, synthetic_pages
from infra.demo.texts import hand_written
from processors.records import Article, Context, NotArticle, RawPage
from spiders.page import extract

NOW = datetime(2026, 9, 1, tzinfo=UTC)
CONTEXT = Context(captured_at=NOW, country="IQ", timezone="Asia/Baghdad")
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
_LABELS = re.compile(r"\[[^|\]]*\|([^\[\]]*)\]")
_NAMES = re.compile(r"\[([^|\]]+)\|\w+\]")
_SENTENCES = 25


def articles() -> Iterator[Article]:
    """Yield some hundreds of articles; what ``../shared`` lacks is left out."""
    for texts in hand_written().values():
        for text in texts:
            yield article(f"{text.outlet}/{text.slug}", text.paragraphs, text.headline, text.kicker, text.lead)
    yield from _extracted()
    yield from _labelled()
    yield from corpus("anercorp-train.conll")
    yield from corpus("aqmar-dev.conll")
    yield from _paragraphs()


def article(
    name: str, paragraphs: tuple[str, ...], headline: str = "", kicker: str | None = None, lead: str | None = None
) -> Article:
    """Return an article of these texts and no outlet."""
    return Article(
        id=name,
        url="",
        canonical_url="",
        outlet=None,
        fetched_at=NOW,
        headline=headline,
        kicker=kicker,
        lead=lead,
        paragraphs=paragraphs,
    )


def corpus(name: str) -> Iterator[Article]:
    """Yield a shared corpus of names as articles of 25 sentences."""
    path = SHARED / "ner" / name
    raws = [sentence.words.raw for sentence in read_corpus(path)] if path.is_file() else []
    for first in range(0, len(raws), _SENTENCES):
        yield article(f"{name}/{first}", tuple(raws[first : first + _SENTENCES]))


def _extracted() -> Iterator[Article]:
    for url, body in (*saved_pages(), *synthetic_pages()):
        found = extract(RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, body=body), None)
        if not isinstance(found, NotArticle):
            yield found


def _labelled() -> Iterator[Article]:
    quality = ROOT / "tests" / "quality"
    for row in yaml.safe_load((quality / "quotes.yaml").read_text("utf-8")):
        body = _LABELS.sub(r"\1", row["body"])
        yield article(row["id"], tuple(body.splitlines()), _LABELS.sub(r"\1", row.get("headline") or ""))
    lines = (line for line in (quality / "names.txt").read_text("utf-8").splitlines() if not line.startswith("#"))
    for number, document in enumerate("\n".join(lines).split("\n\n")):
        yield article(f"names/{number}", tuple(_NAMES.sub(r"\1", document).splitlines()))


def _paragraphs() -> Iterator[Article]:
    path = SHARED / "search" / "arcd-train.json"
    data = json.loads(path.read_text("utf-8"))["data"] if path.is_file() else []
    for row in data:
        yield article(f"arcd/{row['title']}", tuple(item["context"] for item in row["paragraphs"]), row["title"])
