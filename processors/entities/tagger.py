"""The protocol every tagger keeps: rules, statistics, a transformer; what they find is linked afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from processors.entities.entity import Candidate
from processors.entities.words import Words
from processors.records import EntityType


@dataclass(frozen=True, slots=True)
class Span:
    """A name in one field: words ``[first, last)`` less ``cut`` letters of the first; ``score`` is in [0, 1].

    A tagger that knows them may give the ``candidate`` it recognised and the words
    ``[role_first, role_last)`` of the title printed beside a person; the linker finds the former for spans without.
    """

    first: int
    last: int
    cut: int
    type: EntityType
    score: float = 1.0
    candidate: Candidate | None = None
    role_first: int = 0
    role_last: int = 0

    def overlaps(self, other: Span) -> bool:
        """Tell whether two spans of one field share a word."""
        return self.first < other.last and other.first < self.last


class EntityTagger(Protocol):
    """Finds names in a whole document, so that what one field says helps in another."""

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field in the order of ``document``; spans of one field don't overlap."""
