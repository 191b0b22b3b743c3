"""Organisations of several words, found once in a document, wherever the same words stand again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.entities.match import readings
from processors.entities.tagger import Span
from processors.entities.words import Words
from processors.records import EntityType

_BODIES = frozenset(("organisation", "group"))
_SCORE = 0.6
# By the second word, which bears no prefix: the words of the name and its type.
_Known = dict[str, list[tuple[tuple[str, ...], EntityType]]]


def repeated(document: Sequence[Words], fields: Sequence[Sequence[Span]]) -> tuple[tuple[Span, ...], ...]:
    """Return the spans of each field with those that repeat an organisation of another place."""
    known = _known(document, fields)
    if not known:
        return tuple(tuple(field) for field in fields)
    return tuple(
        tuple(sorted((*field, *_again(words, field, known)), key=lambda span: span.first))
        for words, field in zip(document, fields, strict=True)
    )


def _known(document: Sequence[Words], fields: Sequence[Sequence[Span]]) -> _Known:
    names: dict[tuple[str, ...], EntityType] = {}
    for words, field in zip(document, fields, strict=True):
        for span in field:
            if span.type in _BODIES and span.last - span.first > 1:
                first = words.words[span.first]
                bare = next((form for cut, form in readings(first) if cut == span.cut), first)
                names.setdefault((bare, *words.words[span.first + 1 : span.last]), span.type)
    known: _Known = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        known.setdefault(name[1], []).append((name, names[name]))
    return known


def _again(words: Words, field: Sequence[Span], known: _Known) -> Iterator[Span]:
    taken = {index for span in field for index in range(span.first, span.last)}
    for second in [index for index, word in enumerate(words.words) if word in known and index]:
        span = _at(words, second - 1, known[words.words[second]])
        if span and taken.isdisjoint(range(span.first, span.last)):
            taken.update(range(span.first, span.last))
            yield span


def _at(words: Words, first: int, names: Sequence[tuple[tuple[str, ...], EntityType]]) -> Span | None:
    cuts = {form: cut for cut, form in readings(words.words[first])}
    for name, kind in names:
        last = first + len(name)
        if name[0] in cuts and words.words[first + 1 : last] == name[1:] and words.joined(first, last):
            return Span(first, last, cuts[name[0]], kind, _SCORE)
    return None
