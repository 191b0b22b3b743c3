"""Persons whose name goes on by grammar: what stands behind بن, أبو, آل and عبد is part of the name.

The network and the rules end a name of which they know only a part: الحسن بن / علي, أبو / طالب, سهل / بن حنيف.
(Emitted, on quarters 1 and 2 of ANERcorp train: persons 73.0 to 73.7 F1.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from processors.entities.tables import folded_names, word_list
from processors.entities.tagger import Span
from processors.entities.words import Words
from processors.quotes.verbs import forms

_SON = "بن"
_GO_ON = frozenset((_SON, "ابن", "ابو", "ابي", "ابا", "ال", "عبد"))
_CERTAIN = frozenset((_SON, "ابن", "ابو", "ابي"))


def joined_persons(words: Words, spans: Sequence[Span]) -> list[Span]:
    """Return the spans of a field in their order, each person with the whole of its name."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        if found and span.first < found[-1].last:
            continue  # part of the person before by now
        before = found[-1].last if found else 0
        found.append(_whole(words, span, before, spans) if span.type == "person" else span)
    return found


def _whole(words: Words, span: Span, before: int, spans: Sequence[Span]) -> Span:
    first, last = _start(words, span, before), _end(words, span.last, spans)
    if (first, last) == (span.first, span.last):
        return span
    return replace(span, first=first, last=last, cut=span.cut if first == span.first else 0, candidate=None)


def _start(words: Words, span: Span, before: int) -> int:
    """Return where a name begins that was found from بن on: at the given name before it, where one stands there."""
    first = span.first
    free = first > max(before, span.role_last) and not words.gaps[first]
    return first - 1 if free and words.words[first] == _SON and _given(words.words[first - 1]) else first


def _end(words: Words, last: int, spans: Sequence[Span]) -> int:
    text, gaps = words.words, words.gaps
    while last < len(text) and not gaps[last] and _goes_on(text, gaps, last):
        other = next((span for span in spans if span.first == last), None)
        if other and other.type != "person" and text[last - 1] not in _CERTAIN:
            break
        last = other.last if other else last + 1
    return last


def _goes_on(text: Sequence[str], gaps: Sequence[int], last: int) -> bool:
    dangling = last + 1 == len(text) or gaps[last + 1]
    return text[last - 1] in _GO_ON or (text[last] == _SON and not dangling)


@lru_cache(maxsize=16384)
def _given(word: str) -> bool:
    return word in folded_names("given") and word not in word_list("lexicon/name_stops") and word not in _no_names()


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return word_list("lexicon/titles") | frozenset(forms())
