"""A capital that stands for its government (واشنطن تؤكد، موقف طهران), told from the city (وصل إلى طهران)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from processors.arabic.normalise import fold
from processors.entities.entity import Entity
from processors.entities.match import readings
from processors.entities.tables import DATA
from processors.entities.tagger import Span
from processors.entities.words import BREAK, Words

# Seats of government besides the capitals, as the press speaks of them: تل أبيب، رام الله، أربيل.
_SEATS = frozenset(("geonames:293397", "geonames:282239", "geonames:95446"))
_FROM, _BETWEEN = "من", "بين"
_FAR = 4


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    lines = (DATA / "lexicon" / "government.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {name: frozenset(fold(words).split()) for name, _, words in pairs}


@lru_cache(maxsize=16384)
def _acts(word: str) -> bool:
    """Tell whether a word is a verb of governments: also in the future (ستواصل) and of two (تنسقان)."""
    verbs = _lists()["verbs"]
    for _, form in readings(word):
        present = form[1:] if form.startswith("ست") else form
        if form in verbs or present in verbs or (present.endswith("ان") and present[:-2] in verbs):
            return True
    return False


@lru_cache(maxsize=16384)
def _concerns(word: str) -> bool:
    """Tell whether a word is a noun that a government has or gives: موقف, ضغوط, ردا."""
    nouns = _lists()["nouns"]
    return any(form in nouns or (form.endswith("ا") and form[:-1] in nouns) for _, form in readings(word))


def governs(entity: Entity | None) -> bool:
    """Tell whether a place may stand for a government."""
    return entity is not None and (entity.capital or entity.id in _SEATS)


def placed(words: Words, first: int, cut: int) -> bool:
    """Tell whether a capital in a word is where something is, or comes to."""
    before = _before(words, first, 1)
    given = before == _FROM and any(_concerns(_before(words, first, back)) for back in (2, 3))
    return "ب" in words.words[first][:cut] or (not given and before in _lists()["locative"])


def is_metonym(words: Words, first: int, last: int, cut: int) -> bool:
    """Tell whether a capital in words ``[first, last)`` stands for its government."""
    if placed(words, first, cut):
        return False
    before = _before(words, first, 1)
    acts = _does(words, last)
    if words.words[first][:cut].endswith("ل"):
        return acts or _concerns(before) or _concerns(_after(words, last))
    return acts or before == _FROM or _acts(before) or _concerns(before) or _joined(words, first, cut)


def _before(words: Words, index: int, back: int) -> str:
    """Return the word so many places before another one in the same clause, or ''."""
    if index < back or any(gap & BREAK for gap in words.gaps[index - back + 1 : index + 1]):
        return ""
    return words.words[index - back]


def _after(words: Words, last: int) -> str:
    return words.words[last] if last < len(words.words) and not words.gaps[last] & BREAK else ""


def _does(words: Words, index: int) -> bool:
    """Tell whether a verb of governments stands at a word, behind particles (واشنطن لن تسمح، لا تزال تدرس)."""
    for at in range(index, min(index + _FAR, len(words.words))):
        if words.gaps[at] & BREAK:
            return False
        if _acts(words.words[at]):
            return True
        if words.words[at] not in _lists()["particles"]:
            return False
    return False


def _joined(words: Words, first: int, cut: int) -> bool:
    """Tell whether the capital is the second of a pair: بين بغداد وواشنطن."""
    if not words.words[first][:cut].startswith("و"):
        return False
    return any(words.words[index] == _BETWEEN for index in range(max(0, first - _FAR), first))


def spread(words: Words, spans: Sequence[Span], capitals: Sequence[bool], marked: Sequence[bool]) -> list[bool]:
    """Return the marks, carried over to capitals side by side: اتهمت طهران تل أبيب، and واشنطن ولندن تؤكدان."""
    marks = list(marked)
    for index in range(1, len(spans)):
        if marks[index - 1] and capitals[index] and _beside(words, spans, index, ("", "و")):
            marks[index] = True
    for index in range(len(spans) - 1, 0, -1):
        left = spans[index - 1]
        if marks[index] and capitals[index - 1] and _beside(words, spans, index, ("و",)):
            marks[index - 1] = marks[index - 1] or not placed(words, left.first, left.cut)
    return marks


def _beside(words: Words, spans: Sequence[Span], index: int, prefixes: tuple[str, ...]) -> bool:
    left, right = spans[index - 1], spans[index]
    beside = left.last == right.first and not words.gaps[right.first] & BREAK
    return beside and words.words[right.first][: right.cut] in prefixes
