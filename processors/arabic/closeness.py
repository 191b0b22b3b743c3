"""How near one misspelt word is to another: the one definition of closeness, over folded words.

A slip costs less where hands or ears slip more: a key beside the right one (the Arabic 101 keyboard), two letters
swapped, a letter typed twice or left out, letters that sound alike in some region, and the seats of the hamza. The
costs are set by hand and held by the list of misspellings in tests/quality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import inf

import numpy as np
from numpy.typing import NDArray

LETTERS = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# As folded: the seats of the hamza are one letter, ى is ي, ة is ه; the key لا stands as its alef.
_ROWS = (("ضصثقفغعهخحجد", 0.0), ("شسيبلاتنمكط", 0.25), ("ءءءرايهوزظ", 0.75))
_ALIKE = (
    "ضظ",
    "صس",
    "طت",
    "ثت",
    "ثس",
    "ذد",
    "ذز",
    "ذظ",
    "قك",
    "قغ",
    "قج",
    "حه",
    "هت",
    "سش",
    "زس",
    "ضد",
    "عا",
    "غخ",
    "اي",
    "اه",
)
_HAMZA, _SOUND, _KEY, _OTHER = 0.3, 0.5, 0.6, 1.0
_SWAPPED, _DOUBLED, _VOWEL, _LETTER = 0.6, 0.5, 0.6, 0.8
_VOWELS = "اوي"
_MOST_LONGER = 2
_ROUNDING = 1e-4
_CODES = {letter: number for number, letter in enumerate(LETTERS, 1)}  # 0 is the end of a word
Codes = NDArray[np.uint8]


def allowed(word: str) -> float:
    """Return the most that a word may be off, by its length: short words have too many neighbours."""
    if len(word) < 3:
        return 0.0
    return 0.8 if len(word) == 3 else 1.0 if len(word) == 4 else 1.4 if len(word) < 7 else 1.8


class Vocabulary:
    """Folded words, made ready to be compared with one after the other."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = tuple(forms)
        self._lengths = np.array([len(form) for form in self.forms], np.int64)
        self._codes = np.zeros((len(self.forms), max(self._lengths, default=0)), np.uint8)
        for row, form in enumerate(self.forms):
            self._codes[row, : len(form)] = _coded(form)

    def near(self, word: str, most: float) -> dict[str, float]:
        """Return the words at most so far from a folded word, with their distance."""
        rows = np.flatnonzero(np.abs(self._lengths - len(word)) <= _MOST_LONGER)
        if not len(rows):
            return {}
        far = _distances(_coded(word), self._codes[rows, : len(word) + _MOST_LONGER], self._lengths[rows])
        return {self.forms[rows[at]]: float(far[at]) for at in np.flatnonzero(far <= most + _ROUNDING).tolist()}


def _distances(word: list[int], others: Codes, lengths: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the cost of the slips between a word and each of the others (Damerau-Levenshtein, weighted).

    The matrix is filled for all others at once: ten thousand words take a few milliseconds.
    """
    changes, losses = _costs()
    columns = others.shape[1]
    lost = losses[np.pad(others, ((0, 0), (1, 0)))[:, :-1], others].T  # of each letter of the others, behind another
    before = last = np.vstack([np.zeros((1, len(others)), np.float32), np.cumsum(lost, axis=0, dtype=np.float32)])
    for i, letter in enumerate(word):
        gone = losses[word[i - 1] if i else 0, letter]
        row = np.empty_like(last)
        row[0] = last[0] + gone
        for j in range(columns):
            cost = np.minimum(last[j] + changes[letter, others[:, j]], last[j + 1] + gone)
            cost = np.minimum(cost, row[j] + lost[j])
            if i and j:
                swapped = (others[:, j - 1] == letter) & (others[:, j] == word[i - 1])
                cost = np.where(swapped, np.minimum(cost, before[j - 1] + _SWAPPED), cost)
            row[j + 1] = cost
        before, last = last, row
    return last[lengths, np.arange(len(others))]


def distance(one: str, other: str) -> float:
    """Return the cost of the slips between two folded words, infinity where one has many letters more."""
    return Vocabulary([other]).near(one, inf).get(other, inf)


def _coded(word: str) -> list[int]:
    return [_CODES.get(letter, len(LETTERS) + 1) for letter in word]


def slips(word: str) -> Iterator[str]:
    """Yield the words that are one slip away from a folded word, likely or not; some come twice."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        yield from (word[:at] + letter + word[at + 1 :] for letter in LETTERS)
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in LETTERS)


@lru_cache(maxsize=1)
def _costs() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the cost of each letter in place of another, and of each that is lost or added behind another."""
    size = len(LETTERS) + 2
    changes = np.full((size, size), _OTHER, np.float32)
    np.fill_diagonal(changes, 0.0)
    for (one, other), cost in _changes().items():
        changes[_CODES[one], _CODES[other]] = cost
    losses = np.full((size, size), _LETTER, np.float32)
    losses[:, [_CODES[letter] for letter in _VOWELS]] = _VOWEL
    np.fill_diagonal(losses, _DOUBLED)
    losses[:, _CODES["ء"]] = _HAMZA
    return changes, losses


@lru_cache(maxsize=1)
def _changes() -> dict[tuple[str, str], float]:
    costs = {(one, other): _KEY for one in LETTERS for other in _beside(one)}
    costs |= {pair: _SOUND for two in _ALIKE for pair in ((two[0], two[1]), (two[1], two[0]))}
    return costs | {pair: _HAMZA for seat in _VOWELS for pair in (("ء", seat), (seat, "ء"))}


def _beside(letter: str) -> set[str]:
    keys = [(key, at + shift, row) for row, (line, shift) in enumerate(_ROWS) for at, key in enumerate(line)]
    own = [(at, row) for key, at, row in keys if key == letter]
    return {key for key, at, row in keys for x, y in own if key != letter and abs(at - x) <= 1 and abs(row - y) <= 1}
