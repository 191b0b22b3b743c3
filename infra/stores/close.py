"""A close look at articles: their score for one query from their texts, the same in both stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from infra.stores.finder import Finder
from infra.stores.scoring import Evidence, Places, score
from processors.records import TEXT_FIELDS

_NOWHERE: Places = ((),) * len(TEXT_FIELDS)


class Scorer:
    """Scores articles for one query; ``totals`` are the sizes of each field of all articles together, in words."""

    def __init__(self, evidence: Evidence, totals: Sequence[float]) -> None:
        self._evidence, self._totals = evidence, totals
        asked = [(pattern, one.field) for one in evidence.leaves for pattern in one.patterns]
        asked += [(part, one.field) for one in evidence.leaves for part in (one.printed, one.near) if part]
        self._fields = [field for _, field in asked]
        self._finder = Finder([pattern for pattern, _ in asked])

    def __call__(self, articles: Sequence[Sequence[str]]) -> list[float]:
        """Return the score of each article by the texts of its fields."""
        read = iter(self._finder.all_places([text for texts in articles for text in texts]))
        return [self._score([next(read) for _ in texts]) for texts in articles]

    def _score(self, read: Sequence[tuple[Mapping[int, Sequence[int]], int]]) -> float:
        found = [(name, at) for name, (at, _) in zip(TEXT_FIELDS, read, strict=True)]
        there = {number for _, at in found for number in at}
        # Of the many forms of a long query an article holds few.
        places = [
            [at.get(number, ()) if field in {None, name} else () for name, at in found] if number in there else _NOWHERE
            for number, field in enumerate(self._fields)
        ]
        return score(self._evidence, places, [size for _, size in read], self._totals)
