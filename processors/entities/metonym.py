"""A capital that stands for its government (واشنطن تؤكد، موقف طهران), told from the city (وصل إلى طهران)."""

from __future__ import annotations

from functools import lru_cache

from processors.arabic.normalise import fold
from processors.entities.match import readings
from processors.entities.tables import DATA
from processors.entities.words import BREAK, Words


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    lines = (DATA / "lexicon" / "government.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {name: frozenset(fold(words).split()) for name, _, words in pairs}


@lru_cache(maxsize=16384)
def _in(word: str, name: str) -> bool:
    return any(form in _lists()[name] for _, form in readings(word))


def is_metonym(words: Words, first: int, last: int, cut: int) -> bool:
    """Tell whether a capital in words ``[first, last)`` stands for its government."""
    prefix = words.words[first][:cut]
    before = words.words[first - 1] if first and not words.gaps[first] & BREAK else ""
    after = words.words[last] if last < len(words.words) and not words.gaps[last] & BREAK else ""
    if "ب" in prefix or (before and before in _lists()["locative"]):
        return False
    acts = bool(after) and _in(after, "verbs")
    if prefix.endswith("ل"):
        return acts or _in(before, "nouns")
    return acts or bool(before and (_in(before, "verbs") or _in(before, "nouns"))) or _joined(words, first, cut)


def _joined(words: Words, first: int, cut: int) -> bool:
    """Tell whether the capital is the second of a pair: بين بغداد وواشنطن."""
    if not words.words[first][:cut].startswith("و"):
        return False
    return any(words.words[index] == "بين" for index in range(max(0, first - 4), first))
