"""The ordered steps that turn an article into an enriched article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from processors.records import Article, Context, EnrichedArticle

Processor = Callable[[EnrichedArticle, Context], EnrichedArticle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A named, versioned processor. Raise ``version`` when its output changes, so that `rasid reprocess` finds it."""

    name: str
    version: str
    run: Processor


STEPS: tuple[Step, ...] = ()


def process(article: Article, context: Context, steps: tuple[Step, ...] = STEPS) -> EnrichedArticle:
    """Run every step in order. An exception names the step that raised it (`StepError`)."""
    enriched = EnrichedArticle(article=article)
    for step in steps:
        try:
            enriched = step.run(enriched, context)
        except Exception as error:
            raise StepError(step.name, error) from error
    return replace(enriched, versions=tuple((step.name, step.version) for step in steps))


class StepError(Exception):
    """A processor failed on one article; ``step`` is its name and ``__cause__`` the error."""

    def __init__(self, step: str, error: Exception) -> None:
        super().__init__(f"{step}: {type(error).__name__}: {error}")
        self.step = step
