"""How near one misspelt word is to another: the one definition of closeness, over folded words.

A slip costs less where hands or ears slip more: a key beside the right one (the Arabic 101 keyboard), two letters
swapped, a letter typed twice or left out, letters that sound alike in some region, and the seats of the hamza. The
costs are set by hand and held by the list of misspellings in tests/quality.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

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


def allowed(word: str) -> float:
    """Return the most that a word may be off, by its length: short words have too many neighbours."""
    if len(word) < 3:
        return 0.0
    return 0.8 if len(word) == 3 else 1.0 if len(word) == 4 else 1.4 if len(word) < 7 else 1.8


def distance(one: str, other: str, most: float) -> float:
    """Return the cost of the slips between folded words, infinity above ``most`` (weighted Damerau-Levenshtein)."""
    before: list[float] = []
    last = [0.0]
    for letter, previous in zip(other, f" {other}", strict=False):
        last.append(last[-1] + _lost(letter, previous))
    for i, a in enumerate(one, 1):
        row = [last[0] + _lost(a, one[i - 2] if i > 1 else " ")]
        for j, b in enumerate(other, 1):
            cost = min(
                last[j] + _lost(a, one[i - 2] if i > 1 else " "),
                row[j - 1] + _lost(b, other[j - 2] if j > 1 else " "),
                last[j - 1] + _changed(a, b),
            )
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + _SWAPPED)
            row.append(cost)
        if min(row) > most:
            return float("inf")
        before, last = last, row
    return last[-1] if last[-1] <= most else float("inf")


def slips(word: str) -> Iterator[str]:
    """Yield the words that are one slip away from a folded word, likely or not; some come twice."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        yield from (word[:at] + letter + word[at + 1 :] for letter in LETTERS)
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in LETTERS)


def _lost(letter: str, previous: str) -> float:
    if letter == "ء":
        return _HAMZA
    return _DOUBLED if letter == previous else _VOWEL if letter in _VOWELS else _LETTER


def _changed(one: str, other: str) -> float:
    return 0.0 if one == other else _changes().get((one, other), _OTHER)


@lru_cache(maxsize=1)
def _changes() -> dict[tuple[str, str], float]:
    costs = {(one, other): _KEY for one in LETTERS for other in _beside(one)}
    costs |= {pair: _SOUND for two in _ALIKE for pair in ((two[0], two[1]), (two[1], two[0]))}
    return costs | {pair: _HAMZA for seat in _VOWELS for pair in (("ء", seat), (seat, "ء"))}


def _beside(letter: str) -> set[str]:
    keys = [(key, at + shift, row) for row, (line, shift) in enumerate(_ROWS) for at, key in enumerate(line)]
    own = [(at, row) for key, at, row in keys if key == letter]
    return {key for key, at, row in keys for x, y in own if key != letter and abs(at - x) <= 1 and abs(row - y) <= 1}
