"""The whole path of a page beside trafilatura's extraction, each stage's words a second, and what two workers gain."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from bench.figures import Figure
from bench.pages import rate, saved_pages, synthetic_pages, with_trafilatura
from bench.processing.documents import CONTEXT, NOW, articles
from bench.processing.workers import gain
from processors.entities.step import tools
from processors.entities.words import Words, split_words
from processors.pipeline import STEPS, process
from processors.records import TEXT_FIELDS, Article, EnrichedArticle, NotArticle, RawPage
from spiders.page import extract


def measure() -> list[Figure]:
    """Return every figure of processing; of rounds over the same pages the best counts, in processor time."""
    # The stages first: the caches must not know the words.
    return [*_stages(list(articles())), *_paths(), gain()]


def _paths() -> Iterator[Figure]:
    for name, chosen in (("saved pages", saved_pages()), ("synthetic pages", synthetic_pages())):
        if chosen:
            ours, theirs = rate(_whole, chosen), rate(with_trafilatura, chosen)
            yield Figure(name=f"whole path, {name}", value=ours, unit="pages/s")
            yield Figure(name=f"trafilatura, {name}", value=theirs, unit="pages/s")
            yield Figure(name=f"whole path beside trafilatura, {name}", value=ours / theirs, unit="times", least=2.0)


def _whole(url: str, body: bytes) -> object:
    page = RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, body=body)
    article = extract(page, None)
    return article if isinstance(article, NotArticle) else process(article, CONTEXT)


def _stages(documents: Sequence[Article]) -> Iterator[Figure]:
    tools(CONTEXT.corrections)
    split = [[split_words(name, one.text_of(name)) for name in TEXT_FIELDS] for one in documents]
    count = sum(len(field.words) for document in split for field in document)
    cold = _tagger(split)
    yield Figure(name="rules and statistics, every word new", value=count / cold, unit="words/s", least=30_000)
    yield Figure(name="rules and statistics, again", value=count / _tagger(split), unit="words/s", least=30_000)
    spent = dict.fromkeys((step.name for step in STEPS), 0.0)
    for one in documents:
        enriched = EnrichedArticle(article=one)
        for step in STEPS:
            start = time.process_time()
            enriched = step.run(enriched, CONTEXT)
            spent[step.name] += time.process_time() - start
    for name, seconds in spent.items():
        yield Figure(name=f"step {name}", value=count / seconds, unit="words/s")
    yield Figure(name="all steps", value=count / sum(spent.values()), unit="words/s")


def _tagger(documents: Sequence[Sequence[Words]]) -> float:
    """Return the processor time of rules and statistics over documents, without splitting and linking."""
    tagger = tools(CONTEXT.corrections)[0]
    start = time.process_time()
    for document in documents:
        tagger.spans(document)
    return time.process_time() - start
