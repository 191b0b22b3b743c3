"""Several taggers as one: what the gazetteer knows for sure stands, else what another tagger finds counts.

Of two spans that overlap, the one that holds the other whole wins if it is the statistical one (جامعة بغداد over
بغداد); a name of the gazetteer wins over another reading of the same words; a person found by pattern alone gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from processors.entities.tagger import EntityTagger, Span
from processors.entities.words import Words

_CERTAIN = 0.5


class Combined:
    """An `EntityTagger` that merges the spans of rules with those of a statistical tagger."""

    def __init__(self, rules: EntityTagger, statistical: EntityTagger) -> None:
        self._rules = rules
        self._statistical = statistical

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the merged spans of each field; none overlap."""
        pairs = zip(self._rules.spans(document), self._statistical.spans(document), strict=True)
        return tuple(tuple(merge(rules, statistical)) for rules, statistical in pairs)


def merge(rules: Sequence[Span], statistical: Sequence[Span]) -> list[Span]:
    """Merge the spans of one field."""
    kept: list[Span] = []
    others = list(statistical)
    for span in rules:
        rivals = [other for other in others if other.overlaps(span)]
        if rivals and not _stands(span, rivals):
            continue
        others = [other for other in others if other not in rivals]
        kept.append(span)
    return sorted((*kept, *(span for span in others if _free(span, kept))), key=lambda span: span.first)


def _stands(span: Span, rivals: Iterable[Span]) -> bool:
    known = span.candidate is not None
    return all((known and not _holds(rival, span)) or (_same(rival, span)) for rival in rivals)


def _holds(rival: Span, span: Span) -> bool:
    larger = rival.last - rival.first > span.last - span.first
    return larger and rival.first <= span.first and span.last <= rival.last and rival.score >= _CERTAIN


def _same(rival: Span, span: Span) -> bool:
    return (rival.first, rival.last, rival.type) == (span.first, span.last, span.type)


def _free(span: Span, kept: Iterable[Span]) -> bool:
    return not any(span.overlaps(other) for other in kept)
