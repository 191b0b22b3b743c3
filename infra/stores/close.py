"""A close look at articles: their score for one query from their texts, the same in both stores."""

from __future__ import annotations

from collections.abc import Sequence

from infra.stores.finder import Finder
from infra.stores.scoring import Evidence, score
from processors.records import TEXT_FIELDS


class Scorer:
    """Scores articles for one query; ``totals`` are the sizes of each field of all articles together, in words."""

    def __init__(self, evidence: Evidence, totals: Sequence[float]) -> None:
        self._evidence, self._totals = evidence, totals
        asked = [(pattern, one.field) for one in evidence.leaves for pattern in one.patterns]
        asked += [(part, one.field) for one in evidence.leaves for part in (one.printed, one.near) if part]
        self._fields = [field for _, field in asked]
        self._finder = Finder([pattern for pattern, _ in asked])

    def __call__(self, texts: Sequence[str]) -> float:
        """Return the score of an article by the texts of its fields."""
        read = [self._finder.places(text) for text in texts]
        found = [(name, at) for name, (at, _) in zip(TEXT_FIELDS, read, strict=True)]
        places = [
            [at.get(number, ()) if field in {None, name} else () for name, at in found]
            for number, field in enumerate(self._fields)
        ]
        return score(self._evidence, places, [size for _, size in read], self._totals)
