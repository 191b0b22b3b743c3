"""The protocol every tagger keeps: rules, statistics, a transformer; what they find is linked afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from processors.entities.words import Words
from processors.records import EntityType


@dataclass(frozen=True, slots=True)
class Span:
    """A name in one field: words ``[first, last)`` less ``cut`` letters of the first; ``score`` is in [0, 1]."""

    first: int
    last: int
    cut: int
    type: EntityType
    score: float = 1.0


class EntityTagger(Protocol):
    """Finds names in a whole document, so that what one field says helps in another."""

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field in the order of ``document``; spans of one field don't overlap."""
