"""Several taggers as one.

The shipped statistical tagger weighs the rules' verdict among its features, so it has the last word (`Revised`); what
the rules alone say then stands only where, by the measurements in the model card, it is more often right than not. Any
other tagger is merged span by span (`Combined`): of two spans that overlap, the one that holds the other whole wins if
it is not the rules' (جامعة بغداد over بغداد); a name of the gazetteer wins over another reading of the same words; a
person found by pattern alone gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from processors.entities.bodies import with_bodies
from processors.entities.entity import Candidate
from processors.entities.evidence import contradicted
from processors.entities.kinship import joined_persons
from processors.entities.repeated import repeated
from processors.entities.tagger import EntityTagger, Span
from processors.entities.words import Words
from processors.quotes.verbs import forms
from processors.records import EntityType

_CERTAIN = 0.5
_TOWN = 50_000
_WORLDWIDE = frozenset(("international-organisation", "un-body"))
_IN = frozenset(("في", "وفي"))
_RESIDENCES = frozenset(("البيت", "قصر"))
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


class Rules(EntityTagger, Protocol):
    """The rules, which can be asked what else stands in the words of a name."""

    def adjectives(self, words: Words, span: Span) -> list[Span]:
        """Return the nationality adjectives inside a name."""


class Revised:
    """An `EntityTagger`: rules, revised by a tagger that weighs them; the entities ``always`` stand in any case."""

    def __init__(self, rules: Rules, reviser: Reviser, always: frozenset[str] = frozenset()) -> None:
        self._rules = rules
        self._reviser = reviser
        self._always = always

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the spans of each field; none overlap."""
        hints = self._rules.spans(document)
        fields = zip(document, hints, self._reviser.revise(document, hints), strict=True)
        return repeated(document, [self._field(*field) for field in fields])

    def _field(self, words: Words, rules: Sequence[Span], found: Sequence[Span]) -> list[Span]:
        kept = revised(words, rules, found, self._always)
        fallen = [span for span in rules if span.last - span.first > 1 and _free(span, kept)]
        inside = [hit for span in fallen for hit in self._rules.adjectives(words, span)]
        return sorted((*kept, *inside), key=lambda span: span.first) if inside else kept


def _credible(words: Words, found: Iterable[Span]) -> list[Span]:
    """Leave out what the words around show to be an ordinary word (أذان المغرب)."""
    return [span for span in found if not contradicted(words, span.first, span.last, span.cut)]


def revised(words: Words, rules: Sequence[Span], found: Sequence[Span], always: frozenset[str]) -> list[Span]:
    """Settle the spans of one field."""
    sure = [span for span in rules if span.candidate and span.candidate.entity.id in always]
    opened = {rule.first: rule for rule in rules}
    sure += [span for span in rules if _completes(span, found) and _free(span, sure)]
    kept = [*sure, *(_informed(span, opened.get(span.first)) for span in _credible(words, found) if _free(span, sure))]
    kept += [
        span
        for span in rules
        if (_trusted(span) or _speaks(words, span) or _located(words, span)) and _free(span, kept)
    ]
    return joined_persons(words, with_bodies(words, kept))


def _completes(span: Span, found: Iterable[Span]) -> bool:
    """Tell whether a known place of several words has a part that the tagger took for the name (ود in ود مدني)."""
    if span.last - span.first == 1 or span.candidate is None:
        return False
    if not span.candidate.entity.id.startswith(("geonames:", "iso:")):
        return False
    parts = (other for other in found if span.first <= other.first and other.last <= span.last)
    return any(other.last - other.first < span.last - span.first for other in parts)


def _informed(span: Span, rule: Span | None) -> Span:
    """Return the rules' own span of the same words and kind, which knows the entity; else the span with its title.

    ``rule`` is the rules' span that begins at the same word, if there is one.
    """
    if rule is None:
        return span
    if rule.last == span.last and (_KINDS[rule.type] == _KINDS[span.type] or _known(rule)):
        return rule
    if rule.type == span.type == "person":
        return replace(span, role_first=rule.role_first, role_last=rule.role_last)
    return span


def _known(rule: Span) -> bool:
    """Tell whether a name of several words is so sure that its type counts against the tagger's (هونغ كونغ)."""
    candidate = rule.candidate
    return rule.last - rule.first > 1 and candidate is not None and candidate.evidence == "sure"


def _trusted(span: Span) -> bool:
    """Tell what stands though the tagger sees no name: not armies, ministries and governments, nor small places."""
    if span.candidate is None:
        return False
    if span.type == "place" and span.candidate.evidence == "sure" and not span.candidate.adjective:
        entity = span.candidate.entity
        return entity.population >= _TOWN or entity.kind == "governorate"
    bodies = span.type == "organisation" and (span.last - span.first == 1 or _worldwide(span.candidate))
    return span.candidate.adjective or span.type in _TRUSTED or bodies


def _worldwide(candidate: Candidate) -> bool:
    return candidate.evidence == "sure" and candidate.entity.kind in _WORLDWIDE


def _located(words: Words, span: Span) -> bool:
    """Tell whether something is said to be in a known place, however small: في البترون."""
    known = span.candidate
    if known is None or span.type != "place" or known.evidence != "sure" or known.adjective:
        return False
    return span.first > 0 and not words.gaps[span.first] and words.words[span.first - 1] in _IN


def _speaks(words: Words, span: Span) -> bool:
    """Tell whether a residence acts for those who govern in it: قال البيت الأبيض, but زار البيت الأبيض."""
    residence = span.type == "organisation" and words.words[span.first][span.cut :] in _RESIDENCES
    return residence and span.first > 0 and not words.gaps[span.first] and words.words[span.first - 1] in forms()


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
