"""Fold a text for matching, with a way back: every folded character knows the raw character it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    "ة": "ه",
    "ک": "ك",
    **dict.fromkeys("،؛;", ","),
    **dict.fromkeys("؍⁄∕", "/"),
    "٫": ".",
    "：": ":",
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("éèê", "e"),
    **dict.fromkeys("ûùü", "u"),
    "’": "'",
}
# Bidi marks, zero width characters, tatweel, harakat and the superscript alef: they never change which date is meant.
_REMOVED = [0x00AD, 0x061C, 0x0640, 0x0670, 0xFEFF, *range(0x064B, 0x0656), *range(0x200B, 0x2010)]
_REMOVED += [*range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10)]
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def _table() -> dict[int, str]:
    table = dict.fromkeys(_REMOVED, "")
    table |= {ord(char): " " for char in _SPACES}
    for zero in (0x0660, 0x06F0, 0xFF10):
        table |= {zero + digit: str(digit) for digit in range(10)}
    table |= {ord(char): folded for char, folded in _LETTERS.items()}
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        table[code] = "".join(table.get(ord(char), char) for char in plain)
    return table


_TABLE = _table()
# What doesn't fold to one character for one: in other texts, nearly all, an offset is the same in both.
_UNEVEN = re.compile(f"[İ{''.join(re.escape(chr(code)) for code, folded in _TABLE.items() if len(folded) != 1)}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text beside its raw text."""

    raw: str
    text: str

    def raw_slice(self, start: int, end: int) -> str:
        """Return the raw text that ``text[start:end]`` was folded from."""
        if start >= end:
            return ""
        if not _UNEVEN.search(self.raw):
            return self.raw[start:end]
        origin: list[int] = []
        for index, char in enumerate(self.raw):
            origin.extend([index] * len(_TABLE.get(ord(char), char).lower()))
            if len(origin) >= end:
                break
        return self.raw[origin[start] : origin[end - 1] + 1]


def fold(raw: str) -> Folded:
    """Fold alef, ya, ta marbuta and Persian kaf forms, digits, dashes, spaces and case; drop marks and tatweel.

    Presentation forms are folded by their NFKC decomposition (Unicode Standard Annex 15).
    """
    return Folded(raw, raw.translate(_TABLE).lower())


def fold_key(raw: str) -> str:
    """Return the folded form of a table's key."""
    return fold(raw).text
