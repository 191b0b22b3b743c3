"""The ordered steps that turn an article into an enriched article."""

from __future__ import annotations

from dataclasses import replace

from processors import fingerprint
from processors.entities import step as entities
from processors.quotes import step as quotes
from processors.records import Article, Context, EnrichedArticle
from processors.step import Step, StepError

__all__ = ["STEPS", "StepError", "process"]

STEPS: tuple[Step, ...] = (entities.STEP, quotes.STEP, fingerprint.STEP)


def process(article: Article, context: Context, steps: tuple[Step, ...] = STEPS) -> EnrichedArticle:
    """Run every step in order. An exception names the step that raised it (`StepError`)."""
    enriched = EnrichedArticle(article=article)
    for step in steps:
        try:
            enriched = step.run(enriched, context)
        except Exception as error:
            raise StepError(step.name, error) from error
    return replace(enriched, versions=tuple((step.name, step.version) for step in steps))
