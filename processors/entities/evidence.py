"""What speaks for a name that is also an ordinary word: a head noun, quotation marks, the full name."""

from __future__ import annotations

from functools import lru_cache

from processors.arabic.normalise import fold
from processors.entities.match import readings
from processors.entities.tables import DATA, rows
from processors.entities.words import BREAK, Words
from processors.records import EntityType


@lru_cache(maxsize=1)
def _heads() -> dict[str, frozenset[str]]:
    return {kind: frozenset(fold(words).split()) for kind, words in rows(DATA / "lexicon" / "heads.tsv", 2)}


@lru_cache(maxsize=65536)
def is_head(word: str, kind: EntityType) -> bool:
    """Tell whether a folded word, prefixes off, is a head noun of a type (مدينة, وحركة, بتنظيم).

    Before a name it is in construct, so it bears no article, but for those the table lists (العاصمة بغداد).
    """
    heads = _heads().get(kind, frozenset())
    return any(form in heads for _, form in readings(word))


def headed(words: Words, first: int, cut: int, kind: EntityType) -> bool:
    """Tell whether a head noun of the type stands before a name that bears no prefix."""
    return not cut and first > 0 and not words.gaps[first] & BREAK and is_head(words.words[first - 1], kind)


_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
_FEMININE = "ة"
_NEAR = 8  # words on each side
_DIGITS = "#"
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _negatives() -> dict[str, dict[str, frozenset[str]]]:
    table: dict[str, dict[str, frozenset[str]]] = {}
    for name, side, words in rows(DATA / "lexicon" / "not_before.tsv", 3):
        table.setdefault(fold(name), {})[side] = frozenset(fold(words).split())
    return table


def contradicted(words: Words, first: int, last: int, cut: int) -> bool:
    """Tell whether the words around show that the first word of a name is an ordinary one (صلاة المغرب، مسقط رأسه)."""
    if last == first + 1 and _his(words, first, cut):
        return True
    sides = _negatives().get(words.words[first][cut:])
    if sides is None:
        return False
    before = words.words[first - 1] if first and not words.gaps[first] & BREAK else ""
    second = first + 1
    after = words.words[second] if second < len(words.words) and not words.gaps[second] & BREAK else ""
    if after and (after in sides.get("before", _NONE) or (after.isdigit() and _DIGITS in sides.get("before", _NONE))):
        return True
    if cut or not before or last > second:
        return False
    forms = [form for _, form in readings(before)]
    if not sides.get("after", _NONE).isdisjoint(forms):
        return True
    return not sides.get("perhaps", _NONE).isdisjoint(forms) and _about(words, first, sides.get("near", _NONE))


def _his(words: Words, index: int, cut: int) -> bool:
    """Tell whether a word ends with a pronoun (بصره, جده), not with the ة of a name, in a text that writes ة.

    A name with the article bears no pronoun.
    """
    word = words.words[index]
    if word[-1] != "ه" or word[cut:].startswith("ال") or word[:cut].endswith("لل"):
        return False
    start, end = words.raw_span(index, index + 1)
    return words.raw[start:end].rstrip(_MARKS)[-1] in "هﻪ" and _FEMININE in words.raw


def _about(words: Words, index: int, topic: frozenset[str]) -> bool:
    """Tell whether a word of a topic stands near (بعد المغرب: the prayer where fasting is spoken of)."""
    around = words.words[max(0, index - _NEAR) : index + _NEAR]
    return any(form in topic for word in around for _, form in readings(word))
