"""Several taggers as one.

The shipped statistical tagger weighs the rules' verdict among its features, so it has the last word (`Revised`); what
the rules alone say then stands only where, by the measurements in docs/quality.md, it is more often right than not. Any
other tagger is merged span by span (`Combined`): of two spans that overlap, the one that holds the other whole wins if
it is not the rules' (جامعة بغداد over بغداد); a name of the gazetteer wins over another reading of the same words; a
person found by pattern alone gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from processors.entities.tagger import EntityTagger, Span
from processors.entities.words import Words
from processors.records import EntityType

_CERTAIN = 0.5
_TOWN = 50_000
_TRUSTED = frozenset(("person", "group", "country"))
_KINDS: dict[EntityType, str] = {
    "person": "person",
    "place": "place",
    "country": "place",
    "organisation": "body",
    "group": "body",
}


class Reviser(Protocol):
    """A tagger that is told what the rules found."""

    def revise(self, document: Sequence[Words], hints: Sequence[Sequence[Span]]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field, given the rules' spans of the same document."""


class Revised:
    """An `EntityTagger`: rules, revised by a tagger that weighs them; the entities ``always`` stand in any case."""

    def __init__(self, rules: EntityTagger, reviser: Reviser, always: frozenset[str] = frozenset()) -> None:
        self._rules = rules
        self._reviser = reviser
        self._always = always

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the spans of each field; none overlap."""
        hints = self._rules.spans(document)
        pairs = zip(hints, self._reviser.revise(document, hints), strict=True)
        return tuple(tuple(revised(rules, found, self._always)) for rules, found in pairs)


def revised(rules: Sequence[Span], found: Sequence[Span], always: frozenset[str]) -> list[Span]:
    """Settle the spans of one field."""
    sure = [span for span in rules if span.candidate and span.candidate.entity.id in always]
    kept = [*sure, *(_informed(span, rules) for span in found if _free(span, sure))]
    alone = (span for span in rules if _trusted(span) and _free(span, kept))
    return sorted((*kept, *alone), key=lambda span: span.first)


def _informed(span: Span, rules: Iterable[Span]) -> Span:
    """Return the rules' own span of the same words and kind, which knows the entity; else the span with its title."""
    for rule in rules:
        if (rule.first, rule.last) == (span.first, span.last) and _KINDS[rule.type] == _KINDS[span.type]:
            return rule
        if rule.first == span.first and rule.type == span.type == "person":
            return replace(span, role_first=rule.role_first, role_last=rule.role_last)
    return span


def _trusted(span: Span) -> bool:
    """Tell what stands though the tagger sees no name: not armies, ministries and governments, nor small places."""
    if span.candidate is None:
        return False
    if span.type == "place" and span.candidate.evidence == "sure" and not span.candidate.adjective:
        entity = span.candidate.entity
        return entity.population >= _TOWN or entity.kind == "governorate"
    single = span.last - span.first == 1
    return span.candidate.adjective or span.type in _TRUSTED or (span.type == "organisation" and single)


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
