"""The step ``quotes``: after the entities, whose mentions name the speakers."""

from __future__ import annotations

from dataclasses import replace

from processors.quotes.find import find_quotes
from processors.records import Context, EnrichedArticle
from processors.step import Step


def run(enriched: EnrichedArticle, context: Context) -> EnrichedArticle:
    """Add who said what."""
    return replace(enriched, quotes=find_quotes(enriched.article, enriched.mentions, context))


STEP = Step(name="quotes", version="2", run=run)
