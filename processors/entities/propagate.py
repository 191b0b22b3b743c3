"""Later mentions of a person by the family name alone (الكناني) tied to the full name before (عدنان الكناني)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from processors.entities.entity import Entity
from processors.entities.match import readings
from processors.entities.persons import is_title
from processors.entities.tables import word_list
from processors.entities.tagger import Span
from processors.entities.words import BREAK, Words

_SHORT_SCORE = 0.8
# No article is longer, in words: what is, holds several, where one family name means several persons. (On quarters of
# ANERcorp read as one document this takes .5 F1 of harm away; on documents of 25 sentences tying gives .2.)
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Full:
    """A full name in the document: the key of its words, as printed, and the entity where one is known."""

    key: tuple[str, ...]
    printed: str
    entity: Entity | None


def full_names(document: Sequence[Words], spans: Sequence[Sequence[Span]]) -> dict[str, Full]:
    """Return the persons of a document by the last word of their name; of namesakes the first named."""
    found: dict[str, Full] = {}
    for words, field in zip(document, spans, strict=True):
        for span in field:
            if span.type != "person" or span.last - span.first < 2:
                continue
            key = (words.words[span.first][span.cut :], *words.words[span.first + 1 : span.last])
            start, end = words.raw_span(span.first, span.last, span.cut)
            entity = span.candidate.entity if span.candidate else None
            found.setdefault(key[-1], Full(key, words.raw[start:end], entity))
    return {last: full for last, full in found.items() if _distinct(last)}


def _distinct(last: str) -> bool:
    return len(last) > 2 and last not in word_list("lexicon/name_stops")


def propagate(
    document: Sequence[Words], spans: Sequence[Sequence[Span]], full: dict[str, Full]
) -> tuple[tuple[Span, ...], ...]:
    """Add the short mentions of persons named in full; a family name read as a nationality becomes the person."""
    if not full or sum(len(words.words) for words in document) > _LONGEST:
        return tuple(tuple(field) for field in spans)
    return tuple(_field(words, field, full) for words, field in zip(document, spans, strict=True))


def _field(words: Words, spans: Sequence[Span], full: dict[str, Full]) -> tuple[Span, ...]:
    kept = [_person_or_same(words, span, full) for span in spans]
    covered = {index for span in kept for index in range(span.first, span.last)}
    found = []
    for index, word in enumerate(words.words):
        if index in covered:
            continue
        for cut, form in readings(word):
            # A family name without the article may be a given name or an ordinary word: it needs a title or a verb.
            if form in full and _fits(words, index, cut, form):
                found.append(Span(index, index + 1, cut, "person", _SHORT_SCORE))
                break
    return tuple(sorted((*kept, *found), key=lambda span: span.first))


def _fits(words: Words, index: int, cut: int, form: str) -> bool:
    return form.startswith("ال") or cut == 0


def _person_or_same(words: Words, span: Span, full: dict[str, Full]) -> Span:
    single = span.last - span.first == 1 and span.candidate is not None and span.candidate.adjective
    if not single or words.words[span.first][span.cut :] not in full:
        return span
    before = words.words[span.first - 1] if span.first and not words.gaps[span.first] & BREAK else ""
    # الجيش السوداني agrees with a definite noun; أكد السوداني and السيد السوداني do not.
    if before.startswith(("ال", "لل", "وال", "بال")) and not is_title(before):
        return span
    return replace(span, type="person", score=_SHORT_SCORE, candidate=None)
