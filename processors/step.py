"""What a processor is: one callable type, named and versioned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from processors.records import Context, EnrichedArticle

Processor = Callable[[EnrichedArticle, Context], EnrichedArticle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A named, versioned processor. Raise ``version`` when its output changes, so that `rasid reprocess` finds it."""

    name: str
    version: str
    run: Processor


class StepError(Exception):
    """A processor failed on one article; ``step`` is its name and ``__cause__`` the error."""

    def __init__(self, step: str, error: Exception) -> None:
        super().__init__(f"{step}: {type(error).__name__}: {error}")
        self.step = step
