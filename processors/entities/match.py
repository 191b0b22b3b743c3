"""Names found in words: every reading of the prefixes, the longest name first.

The index goes from word to word, not from letter to letter: a name can then only begin and end where a word does, and
both readings of لل come out of one table (للعراق = ل + العراق, للبنان = ل + لبنان).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from processors.entities.words import QUOTE, Words

T = TypeVar("T")
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_LEAST = 3
_REMEMBERED = 100_000


@lru_cache(maxsize=131072)
def readings(word: str) -> tuple[tuple[int, str], ...]:
    """Return (letters cut, what is left) for a folded word: itself first, then without one and two prefixes.

    The article is part of a name and stays. In لل its alef is not written: the reading ``العراق`` of ``للعراق`` cuts
    two letters, so that a mention begins at the first letter of the name that is printed.
    """
    found = [(0, word)]
    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        cut = len(conjunction)
        rest = word[cut:]
        if cut and len(rest) >= _LEAST:
            found.append((cut, rest))
        if rest.startswith("لل") and len(rest) > _LEAST:
            found.append((cut + 2, "ال" + rest[2:]))
        if rest[:1] in _PREPOSITIONS and len(rest) > _LEAST:
            found.append((cut + 1, rest[1:]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """Words ``[first, last)`` less ``cut`` letters of the first bear a known name."""

    first: int
    last: int
    cut: int
    payload: T


class NameIndex(Generic[T]):
    """Names by their first word, the longest first."""

    def __init__(self, names: Iterable[tuple[tuple[str, ...], T]]) -> None:
        first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for key, payload in names:
            first.setdefault(key[0], []).append((key[1:], payload))
        for rests in first.values():
            if len(rests) > 1:
                rests.sort(key=lambda item: -len(item[0]))
        self._names: dict[str, list[tuple[tuple[str, ...], T]]] = first
        # What begins with a word, prefixes off: the same few thousand words come again and again.
        self._known: dict[str, tuple[tuple[int, list[tuple[tuple[str, ...], T]]], ...]] = {}

    def exact(self, key: tuple[str, ...]) -> T | None:
        """Return the payload of one name, or None."""
        for rest, payload in self._names.get(key[0], ()) if key else ():
            if rest == key[1:]:
                return payload
        return None

    def may_begin(self, word: str) -> bool:
        """Tell whether some name may begin with a folded word."""
        known = self._known.get(word)
        return bool(self._look(word) if known is None else known)

    def all_at(self, words: Words, index: int) -> list[Hit[T]]:
        """Return every name that begins at a word, the longest first; of equal ones, the reading that cuts least."""
        word = words.words[index]
        known = self._known.get(word)
        if known is None:
            known = self._look(word)
        if not known:
            return []
        hits = [hit for cut, entries in known for hit in _hits(words, index, cut, entries)]
        return sorted(hits, key=lambda hit: (-hit.last, hit.cut)) if len(hits) > 1 else hits

    def at(self, words: Words, index: int) -> Hit[T] | None:
        """Return the longest name that begins at a word; of equal ones, the reading that cuts least."""
        hits = self.all_at(words, index)
        return hits[0] if hits else None

    def _look(self, word: str) -> tuple[tuple[int, list[tuple[tuple[str, ...], T]]], ...]:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        found = tuple((cut, self._names[form]) for cut, form in readings(word) if form in self._names)
        self._known[word] = found
        return found


def _hits(words: Words, index: int, cut: int, entries: list[tuple[tuple[str, ...], T]]) -> list[Hit[T]]:
    hits = []
    for rest, payload in entries:
        last = index + 1 + len(rest)
        if not rest or (
            words.words[index + 1 : last] == rest and words.joined(index, last) and _whole(words, index, last)
        ):
            hits.append(Hit(index, last, cut, payload))
    return hits


def _whole(words: Words, first: int, last: int) -> bool:
    """Tell whether no quotation mark stands inside a name: of تنظيم "داعش" only what they enclose is named."""
    return not any(gap & QUOTE for gap in words.gaps[first + 1 : last])
