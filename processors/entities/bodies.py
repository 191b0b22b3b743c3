"""Organisations by grammar: what a head noun makes of the words behind it.

- A head and the definite words that it governs: جامعة البلقاء التطبيقية. Only heads that make a name nearly always,
  measured on the training part of ANERcorp: before a definite word 19 in 21 of جامعة, 18 in 18 of منظمة. Ministries,
  companies, papers are no names there (0 in 75); the tables alone tell.
- A definite head, its adjectives and what it is for: المنظمة العالمية للملكية الفكرية (whole or in part 17 in 22).
- جامعة and a place: جامعة زيورخ (4 whole, 2 in part of 6).
- What stands in quotation marks behind صحيفة, شركة, مجلة …, whatever else it may mean: صحيفة "القادسية" (33 of 33 of
  the five heads that occur so).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from processors.entities.match import readings
from processors.entities.tagger import Span
from processors.entities.words import QUOTE, SENTENCE, Words

_UNIVERSITY = "جامعه"
_GOVERN = frozenset((_UNIVERSITY, "منظمه"))
_DEFINITE = frozenset(("المنظمه", "الوكاله", "الاتحاد", "البنك", "المعهد"))
_QUOTED = frozenset(
    (
        "صحيفه", "جريده", "مجله", "يوميه", "اسبوعيه", "شركه", "موقع", "جمعيه", "قناه", "محطه",
        "وكاله", "مؤسسه", "نادي", "بنك", "مصرف", "اذاعه", "حزب", "حركه", "منظمه", "شبكه",
    )
)  # fmt: skip
_HEADS = _GOVERN | _DEFINITE | _QUOTED
_LONGEST, _LONGEST_QUOTED = 4, 5
_SCORE = 0.6
_BODIES = frozenset(("organisation", "group"))
_PLACES = frozenset(("place", "country"))


def with_bodies(words: Words, spans: Sequence[Span]) -> list[Span]:
    """Return the spans of a field with the organisations that head nouns open in it; none overlap."""
    heads = list(_heads(words))
    if not heads:
        return list(spans)
    kept = list(spans)
    for index, cut, head in heads:
        named = _named(words, index, cut, head, kept)
        if named:
            kept = [span for span in kept if not span.overlaps(named)]
            kept.append(named)
    return kept


def _heads(words: Words) -> Iterator[tuple[int, int, str]]:
    for index, word in enumerate(words.words[:-1]):
        found = _head(word)
        if found:
            yield index, *found


@lru_cache(maxsize=65536)
def _head(word: str) -> tuple[int, str] | None:
    return next(((cut, form) for cut, form in readings(word) if form in _HEADS), None)


def _named(words: Words, index: int, cut: int, head: str, kept: Sequence[Span]) -> Span | None:
    """Return the organisation that a head opens where it holds against the spans that it overlaps, or None."""
    if head in _QUOTED and words.gaps[index + 1] & (QUOTE | SENTENCE) == QUOTE:
        span = _in_quotes(words, index + 1)
        return span if span and not any(_holds(other, span) for other in kept) else None
    last = _governed(words, index, head)
    if last:
        span = Span(index, last, cut, "organisation", _SCORE)
        return None if any(span.overlaps(other) for other in kept) else span
    return _of_place(words, index, cut, kept) if head == _UNIVERSITY else None


def _in_quotes(words: Words, first: int) -> Span | None:
    for last in range(first + 1, min(len(words.words), first + _LONGEST_QUOTED) + 1):
        if words.gaps[last] & QUOTE:
            return Span(first, last, 0, "organisation", _SCORE)
        if words.gaps[last] & SENTENCE:
            return None
    return None


def _holds(other: Span, span: Span) -> bool:
    return other.type in _BODIES and other.first <= span.first and span.last <= other.last


def _governed(words: Words, index: int, head: str) -> int | None:
    """Return where the words that a head governs end, or None where they make no name."""
    last = _run(words, index + 1, index + _LONGEST, "ال")
    if head in _GOVERN:
        return last if last > index + 1 else None
    aim = _run(words, last, last + 1, "لل") if head in _DEFINITE and last > index + 1 else last
    return _run(words, aim, aim + 2, "ال") if aim > last else None


def _run(words: Words, first: int, most: int, article: str) -> int:
    """Return where words that begin with an article end, from ``first`` on, at ``most`` the latest."""
    last = first
    while last < min(len(words.words), most) and not words.gaps[last] and _bears(words.words[last], article):
        last += 1
    return last


def _bears(word: str, article: str) -> bool:
    return word.startswith(article) and len(word) > len(article) + 2


def _of_place(words: Words, index: int, cut: int, kept: Sequence[Span]) -> Span | None:
    place = next((span for span in kept if span.first == index + 1), None)
    if place is None or place.type not in _PLACES or place.cut or words.gaps[index + 1]:
        return None
    if (place.candidate and place.candidate.adjective) or any(span.last > index >= span.first for span in kept):
        return None
    return Span(index, place.last, cut, "organisation", _SCORE)
