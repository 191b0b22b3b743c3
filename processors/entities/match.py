"""Names found in words: every reading of the prefixes, the longest name first.

The index goes from word to word, not from letter to letter: a name can then only begin and end where a word does, and
both readings of لل come out of one table (للعراق = ل + العراق, للبنان = ل + لبنان).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

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


# Of the names that begin with one word: by the second word ('' for none), what follows the first, and the payload.
_Begun: TypeAlias = dict[str, list[tuple[tuple[str, ...], T]]]


class NameIndex(Generic[T]):
    """Names by their first two words; of names given twice the first counts."""

    def __init__(self, names: Iterable[tuple[tuple[str, ...], T]]) -> None:
        self._exact: dict[tuple[str, ...], T] = {}
        self._names: dict[str, _Begun[T]] = {}
        for key, payload in names:
            if self._exact.setdefault(key, payload) is payload:
                begun = self._names.setdefault(key[0], {})
                begun.setdefault(key[1] if len(key) > 1 else "", []).append((key[1:], payload))
        # What begins with a word, prefixes off: the same few thousand words come again and again.
        self._known: dict[str, tuple[tuple[int, _Begun[T]], ...]] = {}

    def exact(self, key: tuple[str, ...]) -> T | None:
        """Return the payload of one name, or None."""
        return self._exact.get(key)

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
        following = words.words[index + 1] if index + 1 < len(words.words) else ""
        hits: list[Hit[T]] = []
        for cut, begun in known:
            if following in begun:
                hits += _hits(words, index, cut, begun[following])
        for cut, begun in known:
            if "" in begun:
                hits += [Hit(index, index + 1, cut, payload) for _, payload in begun[""]]
        return sorted(hits, key=lambda hit: (-hit.last, hit.cut)) if len(hits) > 1 else hits

    def at(self, words: Words, index: int) -> Hit[T] | None:
        """Return the longest name that begins at a word; of equal ones, the reading that cuts least."""
        hits = self.all_at(words, index)
        return hits[0] if hits else None

    def openings(self, words: Words) -> list[int]:
        """Return the places of the words with which some name may begin."""
        may, known = self.may_begin, self._known
        return [index for index, word in enumerate(words.words) if (known[word] if word in known else may(word))]

    def _look(self, word: str) -> tuple[tuple[int, _Begun[T]], ...]:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        found = tuple((cut, self._names[form]) for cut, form in readings(word) if form in self._names)
        self._known[word] = found
        return found


def _hits(words: Words, index: int, cut: int, entries: Iterable[tuple[tuple[str, ...], T]]) -> Iterator[Hit[T]]:
    for rest, payload in entries:
        last = index + 1 + len(rest)
        if rest and words.words[index + 1 : last] == rest and words.joined(index, last) and _whole(words, index, last):
            yield Hit(index, last, cut, payload)


def _whole(words: Words, first: int, last: int) -> bool:
    """Tell whether no quotation mark stands inside a name: of تنظيم "داعش" only what they enclose is named."""
    return not any(gap & QUOTE for gap in words.gaps[first + 1 : last])
